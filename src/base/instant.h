// Instants and days. The whole product lives at +08:00, which has had no daylight saving since
// 1991; the offset is a constant of the core. A limit is exclusive: on time if and only if now <
// due, so «24:00 of the 13th» is 00:00 of the 14th.
#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace chengban {

inline constexpr std::int64_t k_offset_seconds = 8 * 3600;
inline constexpr std::int64_t k_milliseconds_per_day = 86'400'000;

// A civil day at +08:00, counted from 1970-01-01.
class Day {
public:
    constexpr Day() = default;
    constexpr explicit Day(std::int32_t number) : number_(number) {}

    constexpr std::int32_t number() const { return number_; }
    constexpr auto operator<=>(const Day&) const = default;
    constexpr Day plus(std::int32_t days) const { return Day(number_ + days); }
    // 0 = Monday … 6 = Sunday
    constexpr int weekday() const { return static_cast<int>(((number_ + 3) % 7 + 7) % 7); }

private:
    std::int32_t number_ = 0;
};

struct YearMonthDay {
    std::int32_t year;
    std::int32_t month; // 1–12
    std::int32_t day;   // 1–31
};

Day day_of(YearMonthDay ymd); // proleptic Gregorian; the fields must be valid
YearMonthDay year_month_day(Day day);
bool is_valid(YearMonthDay ymd);

// Days the product works with: 1990-01-01 … 2099-12-31. Input outside is refused, not clamped.
inline constexpr std::int32_t k_year_min = 1990;
inline constexpr std::int32_t k_year_max = 2099;

// Milliseconds since 1970-01-01T00:00:00Z.
class Instant {
public:
    constexpr Instant() = default;
    constexpr explicit Instant(std::int64_t milliseconds) : milliseconds_(milliseconds) {}

    constexpr std::int64_t milliseconds() const { return milliseconds_; }
    constexpr auto operator<=>(const Instant&) const = default;
    constexpr Instant plus_milliseconds(std::int64_t ms) const {
        return Instant(milliseconds_ + ms);
    }

private:
    std::int64_t milliseconds_ = 0;
};

constexpr Instant start_of(Day day) {
    return Instant(day.number() * k_milliseconds_per_day - k_offset_seconds * 1000);
}
constexpr Day day_of(Instant instant) {
    const std::int64_t local = instant.milliseconds() + k_offset_seconds * 1000;
    const std::int64_t floored =
        local >= 0 ? local / k_milliseconds_per_day
                   : -((-local + k_milliseconds_per_day - 1) / k_milliseconds_per_day);
    return Day(static_cast<std::int32_t>(floored));
}

// RFC 3339 with an offset or Z, e.g. 2026-09-30T10:00:00+08:00. Refuses times without zone, years
// outside k_year_min … k_year_max, leap seconds and impossible dates; `field` names the place.
Result<Instant> parse_instant(std::string_view text, std::string_view field);
// YYYY-MM-DD
Result<Day> parse_day(std::string_view text, std::string_view field);

std::string to_string(Instant instant); // RFC 3339 at +08:00, milliseconds only when not zero
std::string to_string(Day day);         // YYYY-MM-DD

// Amounts of time are three different things; none converts into another without a calendar.
struct WorkingDays {
    std::int32_t count = 0;
    auto operator<=>(const WorkingDays&) const = default;
};
struct NaturalDays {
    std::int32_t count = 0;
    auto operator<=>(const NaturalDays&) const = default;
};
struct Hours {
    std::int32_t count = 0;
    auto operator<=>(const Hours&) const = default;
};

} // namespace chengban
