// Text is UTF-8 as received. Lengths and spans are counted in code points of the stored text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chengban {

// Shortest-form UTF-8 without surrogates, up to U+10FFFF. NUL counts as valid here; see
// has_control.
bool is_utf8(std::string_view text);

// Byte offset of the first broken sequence, or npos.
std::size_t first_broken_utf8(std::string_view text);

// Control characters other than tab, line feed and carriage return (NUL among them).
bool has_control(std::string_view text);

// `text` must be valid UTF-8.
std::size_t code_points(std::string_view text);

// Decodes valid UTF-8; the inverse of to_utf8.
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view text);
void append_utf8(std::string& text, char32_t code_point);

// The first `count` code points, whole characters only.
std::string_view first_code_points(std::string_view text, std::size_t count);

// Without spaces, tabs and line ends (ASCII and U+3000) at both ends.
std::string_view trim(std::string_view text);

} // namespace chengban
