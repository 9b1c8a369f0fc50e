#include "base/source_dir.h"
#include "calendar/test_calendar.h"

#include <gmock/gmock.h>

namespace chengban::calendar {
namespace {

using Why = DayReason::Why;

TEST(Calendar, ships_the_state_councils_days_of_2014_to_2026) {
    const std::string path = source_dir() + "/../shared/data/cn_calendar.csv";
    const std::string published = file_text(path);
    if (published.empty()) {
        GTEST_SKIP() << "the cross-checked calendar is absent: " << path;
    }
    const auto rows = parse_calendar_csv(published, "cn_calendar.csv");
    ASSERT_TRUE(rows);
    const Calendar other = Calendar::make(1, *rows).value();
    ASSERT_EQ(other.rows().size(), china().rows().size());
    for (std::size_t i = 0; i < other.rows().size(); ++i) {
        EXPECT_EQ(other.rows()[i].day, china().rows()[i].day);
        EXPECT_EQ(other.rows()[i].kind, china().rows()[i].kind);
    }
}

TEST(Calendar, says_why_a_day_counts) {
    struct Row {
        const char* day;
        Why why;
        bool working;
        const char* name;
    };
    for (const Row& row : {Row{"2026-09-30", Why::weekday, true, ""},
                           Row{"2026-10-01", Why::holiday, false, "国庆节"},
                           Row{"2026-10-03", Why::holiday, false, "国庆节"},
                           Row{"2026-10-10", Why::makeup_workday, true, "国庆节"},
                           Row{"2026-10-11", Why::weekend, false, ""},
                           Row{"2026-09-20", Why::makeup_workday, true, "国庆节"},
                           Row{"2020-01-31", Why::holiday, false, "春节"},
                           Row{"2024-02-29", Why::weekday, true, ""}}) {
        const DayReason reason = china().why(on(row.day));
        EXPECT_EQ(reason.why, row.why) << row.day;
        EXPECT_EQ(reason.working, row.working) << row.day;
        EXPECT_EQ(reason.name, row.name) << row.day;
        EXPECT_FALSE(reason.assumed) << row.day;
        EXPECT_EQ(china().is_working_day(on(row.day)), row.working) << row.day;
    }
    EXPECT_TRUE(china().why(on("2027-10-01")).assumed);
    EXPECT_TRUE(china().is_working_day(on("2027-10-01"))) << "a Friday of an unknown year";
}

TEST(Calendar, a_year_without_rows_is_unknown) {
    EXPECT_TRUE(china().knows_year(2014));
    EXPECT_TRUE(china().knows_year(2026));
    for (const int year : {2013, 2027, 1989, 2100, -1, 99999}) {
        EXPECT_FALSE(china().knows_year(year)) << year;
    }
    EXPECT_TRUE(china().all_known(on("2014-01-01"), on("2026-12-31")));
    EXPECT_FALSE(china().all_known(on("2013-12-31"), on("2014-01-01")));
    EXPECT_FALSE(china().all_known(on("2026-12-31"), on("2027-01-01")));
    const Calendar empty = Calendar::make(1, {}).value();
    EXPECT_FALSE(empty.knows_year(2026));
    EXPECT_TRUE(empty.is_working_day(on("2026-10-01")));
}

TEST(Calendar, counts_and_finds_working_days) {
    EXPECT_EQ(china().working_day_after(on("2026-09-30"), 5), on("2026-10-13"));
    EXPECT_EQ(china().working_day_after(on("2026-10-03"), 1), on("2026-10-08"));
    EXPECT_EQ(china().rolled(on("2026-10-01")), on("2026-10-08"));
    EXPECT_EQ(china().rolled(on("2026-10-08")), on("2026-10-08"));
    EXPECT_EQ(china().working_days_between(on("2026-09-30"), on("2026-10-13")), 5);
    EXPECT_EQ(china().working_days_between(on("2026-10-13"), on("2026-09-30")), -5);
    EXPECT_EQ(china().working_day_after(on("2026-09-30"), 0), std::nullopt);
    EXPECT_EQ(china().working_day_after(on("2099-12-31"), 1), std::nullopt);
    EXPECT_EQ(china().working_day_after(Day(0), 1), std::nullopt);
    EXPECT_EQ(china().rolled(on("2099-12-31").plus(1)), std::nullopt);
    EXPECT_EQ(china().working_days_between(Day(-1'000'000), Day(-5)), 0);
}

std::vector<std::string> codes(const Result<Calendar>& made) {
    std::vector<std::string> found;
    if (!made) {
        for (const Reason& reason : made.error().reasons) {
            found.push_back(reason.field + " " + reason.code);
        }
    }
    return found;
}

TEST(Calendar, refuses_what_cannot_be_a_calendar_with_all_reasons) {
    using ::testing::ElementsAre;
    const auto make = [](std::vector<CalendarRow> rows) {
        return codes(Calendar::make(1, std::move(rows)));
    };
    EXPECT_THAT(make({{on("2026-10-07"), DayKind::holiday, "国庆节"},
                      {on("2026-10-07"), DayKind::makeup_workday, "国庆节"}}),
                ElementsAre("rows[2026-10-07].kind makeup_on_weekday"));
    EXPECT_THAT(make({{on("2026-10-10"), DayKind::makeup_workday, "国庆节"},
                      {on("2026-10-10"), DayKind::holiday, "国庆节"}}),
                ElementsAre("rows[2026-10-10].date contradicting_rows"));
    EXPECT_THAT(make({{on("2026-10-01"), DayKind::holiday, ""},
                      {on("2026-10-02"), DayKind::holiday, "a\nb"},
                      {on("2026-10-03"), DayKind::holiday, "甲"},
                      {on("2026-10-03"), DayKind::holiday, "乙"},
                      {Day(0), DayKind::holiday, "x"},
                      {on("2026-10-05"), DayKind::holiday, std::string(61, 'x')},
                      {on("2026-10-06"), DayKind::holiday, "\xFF"},
                      {on("2026-10-07"), DayKind::holiday, " x"}}),
                ElementsAre("rows[0].date year_out_of_range", "rows[2026-10-01].name empty_name",
                            "rows[2026-10-02].name bad_name", "rows[2026-10-03].date duplicate_day",
                            "rows[2026-10-05].name name_too_long", "rows[2026-10-06].name bad_name",
                            "rows[2026-10-07].name bad_name"));
    EXPECT_THAT(codes(Calendar::make(0, {})), ElementsAre("version bad_version"));
    EXPECT_THAT(make(std::vector<CalendarRow>(k_calendar_rows_max + 1)),
                ElementsAre("rows too_many_rows"));
    EXPECT_EQ(make(std::vector<CalendarRow>(k_calendar_rows_max)).size(), k_calendar_errors_max);
}

TEST(Calendar, a_workday_on_a_wednesday_is_refused_in_plain_words) {
    const auto made = Calendar::make(1, {{on("2026-10-07"), DayKind::makeup_workday, "国庆节"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().reasons.front().words.zh,
              "2026-10-07 是周三，本来就是工作日，不能列为调休上班；若当日放假，应只列放假");
    EXPECT_THAT(made.error().reasons.front().words.en, ::testing::HasSubstr("is a Wednesday"));
}

TEST(Calendar, rows_in_any_order_make_the_same_calendar) {
    std::vector<CalendarRow> rows(china().rows().rbegin(), china().rows().rend());
    EXPECT_EQ(Calendar::make(1, rows).value(), china());
    EXPECT_FALSE(Calendar::make(2, rows).value() == china());
}

TEST(Calendar, holds_together_over_every_supported_day) {
    std::int32_t ordinal = 0;
    const Day first = day_of(YearMonthDay{k_year_min, 1, 1});
    const Day last = day_of(YearMonthDay{k_year_max, 12, 31});
    ordinal = china().is_working_day(first) ? 1 : 0;
    for (Day day = first.plus(1); day <= last; day = day.plus(1)) {
        const bool working = china().is_working_day(day);
        ASSERT_EQ(china().why(day).working, working);
        ordinal += working ? 1 : 0;
        ASSERT_EQ(china().working_days_between(first, day) +
                      (china().is_working_day(first) ? 1 : 0),
                  ordinal);
        if (working) {
            ASSERT_EQ(china().rolled(day), day);
            ASSERT_EQ(china().working_day_after(day.plus(-1), 1), day);
        }
        ASSERT_EQ(china().all_known(day, day), china().knows_year(year_month_day(day).year));
    }
    EXPECT_FALSE(china().is_working_day(last.plus(2))) << "Saturday 2100-01-02";
    EXPECT_TRUE(china().is_working_day(last.plus(1)));
}

} // namespace
} // namespace chengban::calendar
