#include "tabular/sheet_time.h"

#include "base/utf8.h"
#include "tabular/number_format.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

namespace chengban::tabular {

namespace {

Failure<Problem> refuse_time(std::string_view code, std::string_view field, std::string_view shown,
                             std::string_view zh, std::string_view en) {
    return Failure{problem(std::string(code), std::string(field),
                           fmt::format("{} 的时间「{}」{}", field, shown, zh),
                           fmt::format("the time \"{}\" in {} {}", shown, field, en))};
}

struct Half {
    std::u32string_view word;
    bool is_afternoon;
};

constexpr std::array<Half, 6> k_halves{{{U"上午", false},
                                        {U"下午", true},
                                        {U"AM", false},
                                        {U"PM", true},
                                        {U"am", false},
                                        {U"pm", true}}};

// ASCII with '-' between the parts of the day, ':' between those of the time, ' ' elsewhere.
struct Plain {
    std::string text;
    std::optional<bool> is_afternoon;
};

char plain_sign(char32_t c) {
    if (c >= U'０' && c <= U'９') {
        return static_cast<char>('0' + (c - U'０'));
    }
    if (c >= U'0' && c <= U'9') {
        return static_cast<char>(c);
    }
    constexpr std::u32string_view k_between_days = U"-/.年月－／．";
    constexpr std::u32string_view k_between_times = U":：时時点點分";
    constexpr std::u32string_view k_spaces = U" \t\u3000\u00A0T日号秒";
    if (k_between_days.find(c) != std::u32string_view::npos) {
        return '-';
    }
    if (k_between_times.find(c) != std::u32string_view::npos) {
        return ':';
    }
    return k_spaces.find(c) != std::u32string_view::npos ? ' ' : '?';
}

Plain plain(std::string_view text) {
    std::u32string rest = to_code_points(trim(text));
    Plain result;
    for (const Half& half : k_halves) {
        const std::size_t at = rest.find(half.word);
        if (at != std::u32string::npos && !result.is_afternoon) {
            rest.replace(at, half.word.size(), U" ");
            result.is_afternoon = half.is_afternoon;
        }
    }
    for (const char32_t c : rest) {
        result.text.push_back(plain_sign(c));
    }
    while (!result.text.empty() && (result.text.back() == ' ' || result.text.back() == ':')) {
        result.text.pop_back();
    }
    return result;
}

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::optional<std::int32_t> number(std::size_t digits_max) {
        std::int32_t value = 0;
        std::size_t digits = 0;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' &&
               digits < digits_max) {
            value = value * 10 + (text_[at_] - '0');
            ++at_;
            ++digits;
        }
        return digits == 0 ? std::nullopt : std::optional(value);
    }
    bool take(char c) {
        if (at_ < text_.size() && text_[at_] == c) {
            ++at_;
            return true;
        }
        return false;
    }
    bool spaces() {
        const std::size_t from = at_;
        while (take(' ')) {
        }
        return at_ > from;
    }
    bool at_end() const { return at_ == text_.size(); }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

struct Parts {
    YearMonthDay day{};
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    std::int32_t millisecond = 0;
};

bool read_clock(Scanner& scanner, Parts& parts) {
    const std::optional<std::int32_t> hour = scanner.number(2);
    if (!hour) {
        return false;
    }
    parts.hour = *hour;
    if (!scanner.take(':')) {
        return scanner.at_end();
    }
    const std::optional<std::int32_t> minute = scanner.number(2);
    if (!minute) {
        return false;
    }
    parts.minute = *minute;
    if (scanner.take(':')) {
        const std::optional<std::int32_t> second = scanner.number(2);
        if (!second) {
            return false;
        }
        parts.second = *second;
        if (scanner.take('-')) { // was a decimal point
            std::int32_t scale = 100;
            for (int i = 0; i < 9; ++i) {
                const std::optional<std::int32_t> digit = scanner.number(1);
                if (!digit) {
                    break;
                }
                parts.millisecond += *digit * scale;
                scale /= 10;
            }
        }
    }
    return scanner.at_end();
}

std::optional<Parts> read_parts(std::string_view text) {
    Scanner scanner(text);
    Parts parts;
    const std::optional<std::int32_t> year = scanner.number(4);
    if (!year || !scanner.take('-')) {
        return std::nullopt;
    }
    scanner.spaces();
    const std::optional<std::int32_t> month = scanner.number(2);
    if (!month || !scanner.take('-')) {
        return std::nullopt;
    }
    scanner.spaces();
    const std::optional<std::int32_t> day = scanner.number(2);
    if (!day) {
        return std::nullopt;
    }
    parts.day = {*year, *month, *day};
    if (scanner.at_end()) {
        return parts;
    }
    if (!scanner.spaces() || !read_clock(scanner, parts)) {
        return std::nullopt;
    }
    return parts;
}

bool apply_half(Parts& parts, bool is_afternoon) {
    if (parts.hour > 12) {
        return is_afternoon; // «下午 15:20» is seen, «上午 15:20» is wrong
    }
    parts.hour = parts.hour % 12 + (is_afternoon ? 12 : 0);
    return true;
}

Result<Instant> parse_text(std::string_view text, std::string_view field) {
    if (Result<Instant> zoned = parse_instant(trim(text), field)) {
        return zoned;
    }
    const std::string_view shown = first_code_points(text, 40);
    const Plain simple = plain(text);
    std::optional<Parts> parts = read_parts(simple.text);
    if (!parts) {
        return refuse_time("bad_time", field, shown, "无法识别，应如 2019-02-28 11:25",
                           "is not understood; write it like 2019-02-28 11:25");
    }
    const bool half_fits = !simple.is_afternoon || apply_half(*parts, *simple.is_afternoon);
    if (!half_fits || !is_valid(parts->day) || parts->hour > 23 || parts->minute > 59 ||
        parts->second > 59) {
        return refuse_time("bad_time", field, shown, "不存在", "does not exist");
    }
    if (parts->day.year < k_year_min || parts->day.year > k_year_max) {
        return refuse_time("time_out_of_range", field, shown, "不在 1990–2099 年之间",
                           "is outside of 1990–2099");
    }
    const std::int64_t seconds = (parts->hour * 60 + parts->minute) * 60 + parts->second;
    return start_of(day_of(parts->day)).plus_milliseconds(seconds * 1000 + parts->millisecond);
}

} // namespace

Instant instant_of_serial(double serial) {
    const double days = serial - static_cast<double>(k_serial_of_1970);
    const auto local =
        static_cast<std::int64_t>(std::llround(days * static_cast<double>(k_milliseconds_per_day)));
    return Instant(local - k_offset_seconds * 1000);
}

double serial_of(Instant instant) {
    const std::int64_t local = instant.milliseconds() + k_offset_seconds * 1000;
    return static_cast<double>(local) / static_cast<double>(k_milliseconds_per_day) +
           static_cast<double>(k_serial_of_1970);
}

double serial_of(Day day) {
    return static_cast<double>(day.number() + k_serial_of_1970);
}

Result<Instant> parse_sheet_time(const Cell& cell, std::string_view field) {
    if (cell.fault != CellFault::none) {
        return refuse_time("bad_time", field, cell.text, "所在单元格有误", "is in a faulty cell");
    }
    if (!cell.number) {
        return parse_text(cell.text, field);
    }
    const double first = serial_of(day_of(YearMonthDay{k_year_min, 1, 1}));
    const double end = serial_of(day_of(YearMonthDay{k_year_max, 12, 31})) + 1;
    const Instant instant =
        instant_of_serial(*cell.number >= first && *cell.number < end ? *cell.number : first);
    if (*cell.number < first || *cell.number >= end ||
        year_month_day(day_of(instant)).year > k_year_max) {
        return refuse_time("time_out_of_range", field, cell.text, "不在 1990–2099 年之间",
                           "is outside of 1990–2099");
    }
    return instant;
}

} // namespace chengban::tabular
