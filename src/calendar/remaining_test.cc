#include "calendar/test_calendar.h"

namespace chengban::calendar {
namespace {

TEST(Remaining, Clause_B4_words_say_how_much_is_left) {
    struct Row {
        const char* now;
        const char* due;
        const char* zh;
        const char* en;
    };
    for (const Row& row : {
             Row{"2026-12-08 10:00", "2026-12-10 00:00", "剩余 1 个工作日 · 12月9日 24:00 前",
                 "1 working day left · before 9 Dec 24:00"},
             Row{"2026-09-30 10:00", "2026-10-14 00:00", "剩余 5 个工作日 · 10月13日 24:00 前",
                 "5 working days left · before 13 Oct 24:00"},
             Row{"2026-10-03 10:00", "2026-10-09 00:00", "剩余 1 个工作日 · 10月8日 24:00 前",
                 "1 working day left · before 8 Oct 24:00"},
             Row{"2026-12-09 18:40", "2026-12-10 00:00", "剩余 5 小时 20 分 · 12月9日 24:00 前",
                 "5 hours 20 minutes left · before 9 Dec 24:00"},
             Row{"2026-12-09 23:00", "2026-12-10 01:00", "剩余 2 小时 · 12月10日 01:00 前",
                 "2 hours left · before 10 Dec 01:00"},
             Row{"2026-12-09 14:05:33.217", "2026-12-09 16:05:33.217",
                 "剩余 2 小时 · 12月9日 16:05 前",
                 "2 hours left · before 9 Dec 16:05"}, // never a second too late
             Row{"2026-12-09 23:29", "2026-12-10 00:00", "剩余 31 分钟 · 12月9日 24:00 前",
                 "31 minutes left · before 9 Dec 24:00"},
             Row{"2026-12-09 23:59:30", "2026-12-10 00:00", "剩余不足 1 分钟 · 12月9日 24:00 前",
                 "less than 1 minute left · before 9 Dec 24:00"},
             Row{"2026-12-30 10:00", "2027-01-05 00:00", "剩余 3 个工作日 · 2027年1月4日 24:00 前",
                 "3 working days left · before 4 Jan 2027 24:00"},
             Row{"2026-12-31 10:00", "2027-01-01 00:00", "剩余 14 小时 · 12月31日 24:00 前",
                 "14 hours left · before 31 Dec 24:00"},
             // a limit in hours over a weekend has no working day left to name
             Row{"2026-11-20 10:00", "2026-11-22 10:00", "剩余 48 小时 · 11月22日 10:00 前",
                 "48 hours left · before 22 Nov 10:00"},
             Row{"2026-12-11 09:00", "2026-12-10 00:00", "已超期 2 个工作日 · 12月9日 24:00 截止",
                 "2 working days overdue · was due 9 Dec 24:00"},
             Row{"2026-12-10 00:00", "2026-12-10 00:00", "已超期不足 1 分钟 · 12月9日 24:00 截止",
                 "less than 1 minute overdue · was due 9 Dec 24:00"},
             Row{"2026-12-09 15:05", "2026-12-09 12:00", "已超期 3 小时 5 分 · 12月9日 12:00 截止",
                 "3 hours 5 minutes overdue · was due 9 Dec 12:00"},
             Row{"2027-01-04 09:00", "2026-12-31 00:00",
                 "已超期 3 个工作日 · 2026年12月30日 24:00 截止",
                 "3 working days overdue · was due 30 Dec 2026 24:00"},
         }) {
        EXPECT_EQ(remaining_words(china(), at(row.now), at(row.due), Language::zh), row.zh);
        EXPECT_EQ(remaining_words(china(), at(row.now), at(row.due), Language::en), row.en);
    }
}

TEST(Remaining, Clause_B4_working_days_left) {
    const auto left = [](std::string_view now, std::string_view due) {
        return working_days_left(china(), at(now), at(due));
    };
    EXPECT_EQ(left("2026-12-09 23:59:59.999", "2026-12-10 00:00"), 0);
    EXPECT_EQ(left("2026-12-10 00:00", "2026-12-10 00:00"), -1);
    EXPECT_EQ(left("2026-12-08 00:00", "2026-12-10 00:00"), 1);
    EXPECT_EQ(left("2026-09-30 10:00", "2026-10-14 00:00"), 5);
    EXPECT_EQ(left("2026-10-04 10:00", "2026-10-14 00:00"), 5);
    EXPECT_EQ(left("2026-10-17 10:00", "2026-10-17 00:00"), -1) << "Saturday after a Friday";
    EXPECT_EQ(left("2026-10-20 10:00", "2026-10-17 00:00"), -2);
    EXPECT_LT(working_days_left(china(), Instant(INT64_MAX), Instant(INT64_MIN)), -28'000);
    EXPECT_FALSE(
        remaining_words(china(), Instant(INT64_MIN), Instant(INT64_MAX), Language::zh).empty());
}

TEST(Band, Clause_B4_by_proportion_of_working_time_and_the_last_working_day) {
    const Instant start = at("2026-09-30 00:00");
    const Instant limit = at("2026-10-14 00:00"); // six working days with the first
    const auto color = [&](std::string_view now) {
        return band(china(), start, limit, at(now), {500, 800});
    };
    EXPECT_EQ(color("2026-09-29 10:00"), Band::blue) << "before the start";
    EXPECT_EQ(color("2026-09-30 10:00"), Band::blue);
    EXPECT_EQ(color("2026-10-07 23:59"), Band::blue) << "a holiday uses up nothing";
    EXPECT_EQ(color("2026-10-09 23:59"), Band::blue);
    EXPECT_EQ(color("2026-10-10 00:00"), Band::yellow);
    EXPECT_EQ(color("2026-10-12 10:00"), Band::yellow);
    EXPECT_EQ(color("2026-10-12 19:12"), Band::red) << "80 % of six days";
    EXPECT_EQ(color("2026-10-13 00:00"), Band::red) << "the last working day";
    EXPECT_EQ(color("2026-10-13 23:59:59.999"), Band::red);
    EXPECT_EQ(color("2026-10-14 00:00"), Band::overdue);
    EXPECT_EQ(band(china(), start, limit, at("2026-10-13 00:00"), {1000, 1000}), Band::red);
    EXPECT_EQ(band(china(), start, limit, at("2026-10-12 23:59"), {1000, 1000}), Band::blue);
}

TEST(Band, Clause_B4_short_limits_go_by_the_clock_even_on_days_off) {
    const Instant start = at("2026-10-01 12:00");
    const Instant limit = at("2026-10-01 14:00");
    EXPECT_EQ(band(china(), start, limit, at("2026-10-01 12:30"), {}), Band::blue);
    EXPECT_EQ(band(china(), start, limit, at("2026-10-01 13:00"), {}), Band::yellow);
    EXPECT_EQ(band(china(), start, limit, at("2026-10-01 13:30"), {}), Band::red);
    EXPECT_EQ(band(china(), start, limit, at("2026-10-01 14:00"), {}), Band::overdue);
    EXPECT_EQ(band(china(), Instant(INT64_MIN), Instant(INT64_MAX), at("2026-10-01 14:00"), {}),
              Band::blue);
}

TEST(Band, every_value_has_its_words) {
    for (const Band value : {Band::blue, Band::yellow, Band::red, Band::overdue}) {
        EXPECT_EQ(from_token<Band>(token(value)), value);
        EXPECT_FALSE(zh(value).empty());
    }
}

} // namespace
} // namespace chengban::calendar
