#include "tabular/number_format.h"

#include "base/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chengban::tabular {

namespace {

constexpr double k_integers_below = 1e15; // 15 digits, Excel's precision
constexpr double k_written_out_below = 1e21;
constexpr std::int64_t k_seconds_per_day = 86'400;

// 15 digits, then zeros, as Excel shows it.
std::string long_integer(double value) {
    std::string text = fmt::format("{:.14e}", value); // d.dddddddddddddde+dd
    const std::size_t mark = text.find('e');
    const std::size_t exponent = static_cast<std::size_t>(std::stoi(text.substr(mark + 1)));
    text.resize(mark);
    std::erase(text, '.');
    const std::size_t digits = text.size() - (value < 0 ? 1 : 0);
    return text + std::string(exponent + 1 - digits, '0');
}

bool is_all_zeros(std::string_view code) {
    return code.size() >= 2 && code.size() <= 30 &&
           code.find_first_not_of('0') == std::string_view::npos;
}

bool has_date_letter(std::string_view code) {
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == ';') {
            return false; // the first section decides
        }
        if (c == '"') {
            const std::size_t close = code.find('"', i + 1);
            if (close == std::string_view::npos) {
                return false;
            }
            i = close;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t close = code.find(']', i);
            if (close == std::string_view::npos) {
                return false;
            }
            const std::string_view inside = code.substr(i + 1, close - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
                return false; // [h]:mm is a length of time
            }
            i = close;
        } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

NumberFormat builtin_format(std::uint32_t id) {
    // 27–36 and 50–58 are the East Asian dates; 45–47 times, 46 of them a length of time.
    const bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 ||
                         (id >= 50 && id <= 58);
    return {is_date ? NumberFormat::Kind::date : NumberFormat::Kind::general, 0};
}

NumberFormat custom_format(std::string_view code) {
    if (is_all_zeros(code)) {
        return {NumberFormat::Kind::padded, static_cast<std::uint8_t>(code.size())};
    }
    if (code == "General" || code == "general" || code == "GENERAL" || !has_date_letter(code)) {
        return {};
    }
    return {NumberFormat::Kind::date, 0};
}

std::string show_number(double value, NumberFormat format) {
    if (value == std::floor(value) && std::abs(value) < k_integers_below) {
        const auto whole = static_cast<std::int64_t>(value);
        return format.kind == NumberFormat::Kind::padded && whole >= 0
                   ? fmt::format("{:0{}}", whole, format.digits)
                   : fmt::format("{}", whole);
    }
    if (value == std::floor(value) && std::abs(value) < k_written_out_below) {
        return long_integer(value);
    }
    return fmt::format("{:.15g}", value);
}

std::string show_serial(double serial) {
    const auto seconds =
        static_cast<std::int64_t>(std::llround(serial * static_cast<double>(k_seconds_per_day)));
    const std::int64_t days = seconds / k_seconds_per_day;
    const std::int64_t rest = seconds % k_seconds_per_day;
    std::string time = fmt::format("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    if (days == 0) {
        return time;
    }
    // Excel counts 1900-02-29, which never was; days before it are one off.
    const std::int64_t civil = days - k_serial_of_1970 + (days < 60 ? 1 : 0);
    const YearMonthDay ymd = year_month_day(Day(static_cast<std::int32_t>(civil)));
    const std::string day = fmt::format("{:04}-{:02}-{:02}", ymd.year, ymd.month, ymd.day);
    return rest == 0 ? day : day + " " + time;
}

std::optional<double> read_number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

} // namespace chengban::tabular
