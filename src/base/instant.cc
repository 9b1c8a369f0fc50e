#include "base/instant.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <array>

namespace chengban {

Day day_of(YearMonthDay ymd) {
    invariant(is_valid(ymd), "day_of an impossible date");
    // Days from civil, counting years from March so that the leap day comes last.
    const std::int32_t year = ymd.month <= 2 ? ymd.year - 1 : ymd.year;
    const std::int32_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int32_t year_of_era = year - era * 400;
    const std::int32_t month = ymd.month > 2 ? ymd.month - 3 : ymd.month + 9;
    const std::int32_t day_of_year = (153 * month + 2) / 5 + ymd.day - 1;
    const std::int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return Day(era * 146'097 + day_of_era - 719'468);
}

YearMonthDay year_month_day(Day day) {
    const std::int32_t shifted = day.number() + 719'468;
    const std::int32_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int32_t day_of_era = shifted - era * 146'097;
    const std::int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int32_t month = (5 * day_of_year + 2) / 153;
    const std::int32_t day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    const std::int32_t civil_month = month < 10 ? month + 3 : month - 9;
    return {year_of_era + era * 400 + (civil_month <= 2 ? 1 : 0), civil_month, day_of_month};
}

bool is_valid(YearMonthDay ymd) {
    if (ymd.month < 1 || ymd.month > 12 || ymd.day < 1) {
        return false;
    }
    constexpr std::array<std::int32_t, 12> k_lengths{31, 28, 31, 30, 31, 30,
                                                     31, 31, 30, 31, 30, 31};
    const bool leap = (ymd.year % 4 == 0 && ymd.year % 100 != 0) || ymd.year % 400 == 0;
    const std::int32_t length =
        ymd.month == 2 && leap ? 29 : k_lengths[static_cast<std::size_t>(ymd.month - 1)];
    return ymd.day <= length;
}

namespace {

// Reads exactly `width` digits at `at`; -1 when they are not all digits.
std::int32_t digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) {
        return -1;
    }
    std::int32_t value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool has(std::string_view text, std::size_t at, char wanted) {
    return at < text.size() && text[at] == wanted;
}

Problem bad_instant(std::string_view field, std::string_view text) {
    const std::string shown(first_code_points(text, 40));
    return problem(
        "bad_instant", std::string(field),
        fmt::format("时间「{}」格式不对，应为 RFC 3339，例如 2026-09-30T10:00:00+08:00", shown),
        fmt::format("time \"{}\" is not RFC 3339, e.g. 2026-09-30T10:00:00+08:00", shown));
}

Problem bad_year(std::string_view field, std::string_view text) {
    return problem("year_out_of_range", std::string(field),
                   fmt::format("日期「{}」超出范围，年份应在 {}–{} 之间",
                               first_code_points(text, 40), k_year_min, k_year_max),
                   fmt::format("date \"{}\" is out of range, the year must be {}–{}",
                               first_code_points(text, 40), k_year_min, k_year_max));
}

} // namespace

Result<Day> parse_day(std::string_view text, std::string_view field) {
    const YearMonthDay ymd{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    if (text.size() != 10 || !has(text, 4, '-') || !has(text, 7, '-') || ymd.year < 0 ||
        !is_valid(ymd)) {
        return Failure{
            problem("bad_date", std::string(field),
                    fmt::format("日期「{}」不对，应为 YYYY-MM-DD", first_code_points(text, 40)),
                    fmt::format("date \"{}\" is not a day written YYYY-MM-DD",
                                first_code_points(text, 40)))};
    }
    if (ymd.year < k_year_min || ymd.year > k_year_max) {
        return Failure{bad_year(field, text)};
    }
    return day_of(ymd);
}

Result<Instant> parse_instant(std::string_view text, std::string_view field) {
    if (text.size() < 19 || !has(text, 4, '-') || !has(text, 7, '-') ||
        (!has(text, 10, 'T') && !has(text, 10, 't')) || !has(text, 13, ':') ||
        !has(text, 16, ':')) {
        return Failure{bad_instant(field, text)};
    }
    const YearMonthDay ymd{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    const std::int32_t hour = digits(text, 11, 2);
    const std::int32_t minute = digits(text, 14, 2);
    const std::int32_t second = digits(text, 17, 2);
    if (ymd.year < 0 || !is_valid(ymd) || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 59) {
        return Failure{bad_instant(field, text)};
    }
    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (has(text, at, '.')) {
        std::size_t count = 0;
        ++at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            if (count < 3) {
                fraction = fraction * 10 + (text[at] - '0');
            }
            ++count;
            ++at;
        }
        if (count == 0 || count > 9) {
            return Failure{bad_instant(field, text)};
        }
        for (; count < 3; ++count) {
            fraction *= 10;
        }
    }
    if (at == text.size()) {
        return Failure{
            problem("time_without_zone", std::string(field),
                    fmt::format("时间「{}」没有时区，请写明，例如 +08:00", text),
                    fmt::format("time \"{}\" has no zone, write one, e.g. +08:00", text))};
    }
    std::int64_t offset_seconds = 0;
    if (text[at] == 'Z' || text[at] == 'z') {
        ++at;
    } else {
        const std::int32_t zone_hour = digits(text, at + 1, 2);
        const std::int32_t zone_minute = digits(text, at + 4, 2);
        if ((text[at] != '+' && text[at] != '-') || zone_hour < 0 || zone_hour > 23 ||
            !has(text, at + 3, ':') || zone_minute < 0 || zone_minute > 59) {
            return Failure{bad_instant(field, text)};
        }
        offset_seconds = (zone_hour * 60 + zone_minute) * 60 * (text[at] == '-' ? -1 : 1);
        at += 6;
    }
    if (at != text.size()) {
        return Failure{bad_instant(field, text)};
    }
    if (ymd.year < k_year_min || ymd.year > k_year_max) {
        return Failure{bad_year(field, text)};
    }
    const std::int64_t seconds = static_cast<std::int64_t>(day_of(ymd).number()) * 86'400 +
                                 hour * 3600 + minute * 60 + second - offset_seconds;
    return Instant(seconds * 1000 + fraction);
}

std::string to_string(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return fmt::format("{:04}-{:02}-{:02}", ymd.year, ymd.month, ymd.day);
}

std::string to_string(Instant instant) {
    const Day day = day_of(instant);
    const std::int64_t in_day = instant.milliseconds() - start_of(day).milliseconds();
    const std::int64_t seconds = in_day / 1000;
    const std::int64_t fraction = in_day % 1000;
    std::string text = fmt::format("{}T{:02}:{:02}:{:02}", to_string(day), seconds / 3600,
                                   seconds / 60 % 60, seconds % 60);
    if (fraction != 0) {
        text += fmt::format(".{:03}", fraction);
    }
    return text + "+08:00";
}

} // namespace chengban
