// Signed tokens of others (RFC 7515, 7517): RS256, PS256 and ES256, checked against the signer's
// published keys. No «none», no shared secrets. Pure: who is trusted and what a token must say is
// the caller's affair.
#pragma once

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace chengban::crypto {

inline constexpr std::size_t k_jws_max = 16 * 1024;

// The claims of a compact token that one of `keys` ({"keys": [...]}, a JWK set) has signed; empty
// for anything else. A token that names a key («kid») is checked against that one alone.
std::optional<json::object> verified_claims(std::string_view token, const json::value& keys);

} // namespace chengban::crypto
