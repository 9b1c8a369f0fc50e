// The numbers of GB/T 9704-2012, in points.
#pragma once

#include <cstddef>

namespace chengban::documents {

inline constexpr double k_mm = 72.0 / 25.4;

// A4; the text area (版心) is 156 × 225 mm with 37 mm above and 28 mm at the binding edge.
inline constexpr double k_page_width = 210 * k_mm;
inline constexpr double k_page_height = 297 * k_mm;
inline constexpr double k_area_width = 156 * k_mm;
inline constexpr double k_area_height = 225 * k_mm;
inline constexpr double k_margin_top = 37 * k_mm;
inline constexpr double k_margin_left = 28 * k_mm;

// 22 lines of 28 characters fill it.
inline constexpr int k_lines = 22;
inline constexpr int k_characters = 28;
inline constexpr double k_pitch = k_area_height / k_lines;       // 28.99
inline constexpr double k_advance = k_area_width / k_characters; // 15.79

// Sizes by their Chinese names.
inline constexpr double k_size_2 = 22;
inline constexpr double k_size_3 = 16;
inline constexpr double k_size_4 = 14;
inline constexpr double k_size_small_4 = 12;
inline constexpr double k_size_5 = 10.5;
inline constexpr double k_size_small_5 = 9;
inline constexpr double k_size_mark = 7; // the mark of an export

inline constexpr double k_organ_top = 35 * k_mm; // upper edge of the organ's name, 7.2.4
inline constexpr double k_organ_size_max = 42;
inline constexpr double k_rule_below_number = 4 * k_mm;
inline constexpr double k_page_number_below = 7 * k_mm;
inline constexpr double k_seal_radius = 21 * k_mm;

inline constexpr double k_rule_thick = 0.35 * k_mm; // of the imprint; thin ones 0.25 mm
inline constexpr double k_rule_thin = 0.25 * k_mm;
inline constexpr double k_rule_red = 0.7 * k_mm;
inline constexpr double k_rule_table = 0.5;

// Lines of tables are set tighter than the grid.
inline constexpr double k_table_pitch = 18;
inline constexpr double k_cell_padding = 4;

// Of the text in a table, by its columns.
constexpr double table_size(std::size_t columns) {
    return columns >= 10 ? k_size_small_5 : columns >= 6 ? k_size_5 : k_size_small_4;
}

} // namespace chengban::documents
