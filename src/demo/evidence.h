// Small real files that a demonstration puts on its orders. Each says that it is simulated: in its
// name, and inside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chengban::demo {

inline constexpr std::string_view k_photo_name = "模拟-现场照片.png";
inline constexpr std::string_view k_investigation_name = "模拟-调查报告.txt";
inline constexpr std::string_view k_note_name = "模拟-书面证明.txt";

// A picture of its own for every seed; a text chunk holds the word «simulated».
std::string simulated_photo(std::uint64_t seed);

// UTF-8 text under a first line that says «simulated».
std::string simulated_note(std::string_view body);

} // namespace chengban::demo
