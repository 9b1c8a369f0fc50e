#include "base/instant.h"

#include <gtest/gtest.h>

namespace chengban {
namespace {

TEST(Day, agrees_with_itself_over_every_supported_day) {
    const Day first = day_of({k_year_min, 1, 1});
    const Day last = day_of({k_year_max, 12, 31});
    int weekday = 0; // 1990-01-01 was a Monday
    for (Day day = first; day <= last; day = day.plus(1)) {
        const YearMonthDay ymd = year_month_day(day);
        ASSERT_TRUE(is_valid(ymd));
        ASSERT_EQ(day_of(ymd), day);
        ASSERT_EQ(day.weekday(), weekday);
        weekday = (weekday + 1) % 7;
    }
}

TEST(Instant, reads_and_writes_rfc3339) {
    const Result<Instant> parsed = parse_instant("2026-09-30T10:00:00+08:00", "start");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(to_string(*parsed), "2026-09-30T10:00:00+08:00");
    EXPECT_EQ(*parse_instant("2026-09-30T02:00:00Z", "start"), *parsed);
    EXPECT_EQ(*parse_instant("2026-09-29T22:00:00-04:00", "start"), *parsed);
    EXPECT_EQ(to_string(*parse_instant("2026-09-30T10:00:00.25+08:00", "t")),
              "2026-09-30T10:00:00.250+08:00");
}

TEST(Instant, twenty_four_hours_is_the_next_days_start) {
    const Day day = day_of({2026, 10, 13});
    EXPECT_EQ(to_string(start_of(day.plus(1))), "2026-10-14T00:00:00+08:00");
    EXPECT_EQ(day_of(start_of(day.plus(1)).plus_milliseconds(-1)), day);
    EXPECT_EQ(day_of(Instant(-1)), Day(0));
    EXPECT_EQ(day_of(start_of(Day(-3))), Day(-3));
    EXPECT_EQ(day_of(start_of(Day(-3)).plus_milliseconds(-1)), Day(-4));
}

std::string code_of(const Result<Instant>& result) {
    return result ? "accepted" : result.error().reasons.front().code;
}

TEST(Instant, refuses_what_is_not_one_instant) {
    EXPECT_EQ(code_of(parse_instant("2026-09-30T10:00:00", "t")), "time_without_zone");
    EXPECT_EQ(code_of(parse_instant("1899-12-31T00:00:00Z", "t")), "year_out_of_range");
    EXPECT_EQ(code_of(parse_instant("2999-01-01T00:00:00Z", "t")), "year_out_of_range");
    for (const char* bad :
         {"", "x", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
          "2026-01-01T00:00:60Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+8:00",
          "2026-01-01T00:00:00+08:00x", "2026-01-01T00:00:00.Z", "2026-1-01T00:00:00Z"}) {
        EXPECT_EQ(code_of(parse_instant(bad, "t")), "bad_instant") << bad;
    }
    EXPECT_EQ(parse_instant("x", "dispatched_at").error().reasons.front().field, "dispatched_at");
}

TEST(Day, refuses_impossible_days) {
    EXPECT_TRUE(parse_day("2024-02-29", "d"));
    EXPECT_FALSE(parse_day("2023-02-29", "d"));
    EXPECT_FALSE(parse_day("2026-13-01", "d"));
    EXPECT_FALSE(parse_day("2026-01-01x", "d"));
    EXPECT_FALSE(parse_day("1899-01-01", "d"));
}

} // namespace
} // namespace chengban
