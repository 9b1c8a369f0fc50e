// Characters that GB 18030 editions before 2022 placed in Unicode's private use area, and where
// Unicode has them today. Files and databases of that time still carry them.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

namespace chengban::text {

inline constexpr std::array<std::pair<char32_t, char32_t>, 24> k_private_use{{
    {0xE78D, 0xFE10},  {0xE78E, 0xFE12},  {0xE78F, 0xFE11},  {0xE790, 0xFE13}, {0xE791, 0xFE14},
    {0xE792, 0xFE15},  {0xE793, 0xFE16},  {0xE794, 0xFE17},  {0xE795, 0xFE18}, {0xE796, 0xFE19},
    {0xE816, 0x20087}, {0xE817, 0x20089}, {0xE818, 0x200CC}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5},
    {0xE82B, 0x9FB6},  {0xE82C, 0x9FB7},  {0xE831, 0x215D7}, {0xE832, 0x9FB8}, {0xE83B, 0x2298F},
    {0xE843, 0x9FB9},  {0xE854, 0x9FBA},  {0xE855, 0x241FE}, {0xE864, 0x9FBB},
}};

constexpr char32_t standard_form(char32_t code_point) {
    if (code_point < k_private_use.front().first || code_point > k_private_use.back().first) {
        return code_point;
    }
    const auto found = std::find_if(k_private_use.begin(), k_private_use.end(),
                                    [&](const auto& pair) { return pair.first == code_point; });
    return found == k_private_use.end() ? code_point : found->second;
}

} // namespace chengban::text
