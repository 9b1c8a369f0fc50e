// What a number in a sheet means and how it is shown: plain, date, or padded with zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::tabular {

struct NumberFormat {
    enum class Kind : std::uint8_t { general, date, padded };
    Kind kind = Kind::general;
    std::uint8_t digits = 0; // of padded

    bool operator==(const NumberFormat&) const = default;
};

NumberFormat builtin_format(std::uint32_t id);
NumberFormat custom_format(std::string_view code);

// Days from 0 to this; beyond, Excel has no dates (9999-12-31).
inline constexpr double k_serial_max = 2'958'465.999'99;
inline constexpr double k_days_of_1904 = 1462; // serial of the 1904 system + this = 1900 system
inline constexpr std::int64_t k_serial_of_1970 = 25'569;

std::string show_number(double value, NumberFormat format);
// 2019-02-28 11:25:05, 2019-02-28, or 11:25:05 for a time without a day; `serial` within
// 0 … k_serial_max, 1900 system.
std::string show_serial(double serial);
// A decimal number as XML holds it; nothing for anything else, infinities among them.
std::optional<double> read_number(std::string_view text);

} // namespace chengban::tabular
