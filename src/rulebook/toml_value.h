// A TOML document as a tree of our own, with the line of every key, so that a refusal can point at
// it. The parser behind it stays inside toml_value.cc.
#pragma once

#include "base/instant.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::rulebook {

struct TomlEntry;

struct TomlValue {
    enum class Kind { text, integer, floating, boolean, day, time, list, table };

    Kind kind = Kind::table;
    std::uint32_t line = 1;
    std::string text;
    std::int64_t integer = 0;
    bool boolean = false;
    Day day;
    std::vector<TomlValue> items;   // of a list
    std::vector<TomlEntry> entries; // of a table, in the order of the file
};

struct TomlEntry {
    std::string key;
    std::uint32_t line = 1;
    TomlValue value;
};

inline constexpr std::size_t k_toml_bytes_max = 4 << 20;

// Refuses text that is too long, not UTF-8 or not TOML; `field` is file:line:column then.
Result<TomlValue> parse_toml(std::string_view text, std::string_view file_name);

} // namespace chengban::rulebook
