// JSON as we accept and as we write it. Reading is strict: UTF-8, no duplicate keys, no lone
// surrogates, limited depth and size. Writing is canonical (sorted keys, no spaces, integers
// only), because events are hashed over these bytes.
#pragma once

#include "base/result.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace chengban {

namespace json = boost::json;

struct JsonLimits {
    std::size_t bytes_max = 1 << 20;
    std::size_t depth_max = 32;
};

// Refusals name the byte position and, for a duplicate, the key.
Result<json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

// Keys sorted by bytes, no white space, shortest escapes; floating numbers are a Bug.
std::string canonical_json(const json::value& value);

} // namespace chengban
