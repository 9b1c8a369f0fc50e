#include "calendar/test_calendar.h"

#include <cstdlib>
#include <ctime>

namespace chengban::calendar {
namespace {

constexpr Counting k_closing_1730{Counting::Mode::whole_days, 17 * 60 + 30};
constexpr Counting k_same_time{Counting::Mode::same_time, 24 * 60};

struct Row {
    const char* start;
    Amount amount;
    const char* due;
};

void expect_rows(const std::vector<Row>& rows, const Counting& counting = {}) {
    for (const Row& row : rows) {
        EXPECT_EQ(due_text(china(), row.start, row.amount, counting), row.due)
            << row.start << " + " << amount_words(row.amount, Language::en);
    }
}

const std::vector<Row>& regulation_rows() {
    static const std::vector<Row> rows{
        // across National Day 2026, with the make-up Saturday of the 10th
        {"2026-09-30 10:00", WorkingDays{5}, "2026-10-14T00:00:00+08:00"},
        {"2026-09-30 10:00", WorkingDays{1}, "2026-10-09T00:00:00+08:00"},
        {"2026-09-30 10:00", WorkingDays{3}, "2026-10-11T00:00:00+08:00"},
        {"2026-09-30 10:00", WorkingDays{13}, "2026-10-24T00:00:00+08:00"},
        // dispatched on days off: counting starts with the next working day as day 1
        {"2026-10-02 23:59", WorkingDays{1}, "2026-10-09T00:00:00+08:00"},
        {"2026-11-21 09:00", WorkingDays{1}, "2026-11-24T00:00:00+08:00"},
        {"2026-11-22 23:00", WorkingDays{1}, "2026-11-24T00:00:00+08:00"},
        // make-up Sunday 2026-09-20 is a working day
        {"2026-09-18 12:00", WorkingDays{1}, "2026-09-21T00:00:00+08:00"},
        {"2026-09-18 12:00", WorkingDays{2}, "2026-09-22T00:00:00+08:00"},
        // the lengthened Spring Festival of 2020
        {"2020-01-23 09:00", WorkingDays{1}, "2020-02-04T00:00:00+08:00"},
        // leap day and year ends
        {"2024-02-28 09:00", WorkingDays{1}, "2024-03-01T00:00:00+08:00"},
        {"2024-02-29 09:00", WorkingDays{1}, "2024-03-02T00:00:00+08:00"},
        {"2023-12-29 09:00", WorkingDays{1}, "2024-01-03T00:00:00+08:00"},
        {"2022-12-30 09:00", WorkingDays{1}, "2023-01-04T00:00:00+08:00"},
        // two hours, whatever the hour and the day
        {"2026-10-01 23:30", Hours{2}, "2026-10-02T01:30:00+08:00"},
        {"2026-12-31 22:00:00.500", Hours{2}, "2027-01-01T00:00:00.500+08:00"},
        // natural days roll
        {"2026-09-30 10:00", NaturalDays{1}, "2026-10-09T00:00:00+08:00"},
        {"2026-09-16 10:00", NaturalDays{15}, "2026-10-09T00:00:00+08:00"},
        {"2026-09-15 10:00", NaturalDays{15}, "2026-10-01T00:00:00+08:00"},
        {"2026-09-18 10:00", NaturalDays{2}, "2026-09-21T00:00:00+08:00"},
    };
    return rows;
}

TEST(Deadline, Clause_5_2_limits_of_the_regulation) {
    expect_rows(regulation_rows());
}

TEST(Deadline, Clause_5_2_the_machines_zone_plays_no_part) {
    for (const char* zone : {"UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia"}) {
        ASSERT_EQ(setenv("TZ", zone, 1), 0);
        tzset();
        expect_rows(regulation_rows());
    }
    unsetenv("TZ");
    tzset();
}

TEST(Deadline, Clause_5_2_interpretation_4_closing_time) {
    expect_rows({{"2026-09-30 10:00", WorkingDays{5}, "2026-10-13T17:30:00+08:00"},
                 {"2026-09-30 20:00", WorkingDays{1}, "2026-10-08T17:30:00+08:00"},
                 {"2026-09-30 10:00", NaturalDays{1}, "2026-10-08T17:30:00+08:00"},
                 {"2026-09-30 23:00", Hours{2}, "2026-10-01T01:00:00+08:00"}},
                k_closing_1730);
}

TEST(Deadline, Clause_5_2_interpretation_4_same_time_of_day) {
    expect_rows({{"2026-09-30 10:00", WorkingDays{5}, "2026-10-13T10:00:00+08:00"},
                 {"2026-09-30 23:59:59.999", WorkingDays{1}, "2026-10-08T23:59:59.999+08:00"},
                 {"2026-09-30 10:00", NaturalDays{1}, "2026-10-08T10:00:00+08:00"},
                 {"2026-09-30 23:00", Hours{2}, "2026-10-01T01:00:00+08:00"}},
                k_same_time);
}

TEST(Deadline, Clause_5_1_one_natural_day_rolled_is_one_working_day_on_every_day) {
    for (Day day = on("2014-01-01"); day <= on("2026-12-31"); day = day.plus(1)) {
        for (const std::int64_t time : {0, 36'000'000, 86'399'999}) {
            const Instant start = start_of(day).plus_milliseconds(time);
            const Result<Due> natural = due(china(), start, NaturalDays{1}, {});
            const Result<Due> working = due(china(), start, WorkingDays{1}, {});
            ASSERT_EQ(natural->at, working->at) << to_string(start);
            ASSERT_EQ(natural->provisional, working->provisional) << to_string(start);
        }
    }
}

std::string extended(std::string_view limit, std::int32_t days, const Counting& counting = {}) {
    const Result<Due> answer = extend(china(), at(limit), NaturalDays{days}, counting);
    return answer ? to_string(answer->at) : answer.error().reasons.front().code;
}

TEST(Deadline, Clause_6_2_extension_runs_from_the_limit_in_force_and_rolls) {
    // the limit 24:00 of the 13th belongs to the 13th
    EXPECT_EQ(extended("2026-10-14 00:00", 15), "2026-10-29T00:00:00+08:00");
    EXPECT_EQ(extended("2026-10-14 00:00", 30), "2026-11-13T00:00:00+08:00");
    EXPECT_EQ(extended("2026-10-14 00:00", 60), "2026-12-15T00:00:00+08:00"); // 12-12 is a Saturday
    EXPECT_EQ(extended("2026-09-17 00:00", 15), "2026-10-09T00:00:00+08:00"); // 10-01
    EXPECT_EQ(extended("2026-10-13 17:30", 15, k_closing_1730), "2026-10-28T17:30:00+08:00");
    EXPECT_EQ(extended("2026-10-13 10:00", 15, k_same_time), "2026-10-28T10:00:00+08:00");
    EXPECT_EQ(extended("2026-10-14 00:00", 15, k_same_time), "2026-10-29T00:00:00+08:00");
    EXPECT_EQ(extended("2026-10-14 00:00", 0), "amount_out_of_range");
    EXPECT_EQ(extended("1990-01-01 00:00", 15), "year_out_of_range");
    const Result<Due> provisional = extend(china(), at("2026-10-14 00:00"), NaturalDays{90}, {});
    EXPECT_EQ(to_string(provisional->at), "2027-01-12T00:00:00+08:00");
    EXPECT_TRUE(provisional->provisional);
}

TEST(Deadline, an_answer_that_leans_on_an_unknown_year_is_provisional) {
    const auto provisional = [](std::string_view start, Amount amount) {
        return due(china(), at(start), amount, {})->provisional;
    };
    EXPECT_FALSE(provisional("2026-12-30 10:00", WorkingDays{1}));
    EXPECT_TRUE(provisional("2026-12-31 10:00", WorkingDays{1}));
    EXPECT_TRUE(provisional("2026-12-28 10:00", WorkingDays{13}));
    EXPECT_TRUE(provisional("2027-05-06 10:00", WorkingDays{1}));
    EXPECT_TRUE(provisional("2026-12-01 10:00", NaturalDays{90}));
    EXPECT_FALSE(provisional("2026-12-31 23:30", Hours{2}));
    // counted through 2013, which has no rows
    EXPECT_TRUE(provisional("2013-12-27 10:00", WorkingDays{3}));
    EXPECT_FALSE(provisional("2013-12-31 10:00", WorkingDays{1}));
    // natural days ask the calendar only about where they end
    EXPECT_FALSE(provisional("2013-12-27 10:00", NaturalDays{10}));
}

TEST(Deadline, refuses_what_it_cannot_answer) {
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", WorkingDays{0}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", WorkingDays{-5}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", WorkingDays{10'001}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", NaturalDays{10'001}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", Hours{100'001}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", Hours{-1}), "amount_out_of_range");
    EXPECT_EQ(due_text(china(), "2080-09-30 10:00", WorkingDays{10'000}), "due_out_of_range");
    EXPECT_EQ(due_text(china(), "2099-12-31 10:00", WorkingDays{1}), "due_out_of_range");
    EXPECT_EQ(due_text(china(), "2099-12-31 10:00", NaturalDays{1}), "due_out_of_range");
    EXPECT_EQ(due_text(china(), "2099-12-31 23:00", Hours{1}), "due_out_of_range");
    // 24:00 of 2099-12-31 could not be written with a year that is read again
    EXPECT_EQ(due_text(china(), "2099-12-30 10:00", WorkingDays{1}), "due_out_of_range");
    EXPECT_EQ(due_text(china(), "2099-12-30 10:00", WorkingDays{1}, k_same_time),
              "2099-12-31T10:00:00+08:00");
    EXPECT_EQ(
        due_text(china(), "2026-09-30 10:00", WorkingDays{1}, {Counting::Mode::whole_days, 0}),
        "bad_closing_time");
    EXPECT_EQ(
        due_text(china(), "2026-09-30 10:00", WorkingDays{1}, {Counting::Mode::whole_days, 1441}),
        "bad_closing_time");
    for (const std::int64_t wild : {INT64_MIN, INT64_MIN + 1, INT64_C(0), INT64_MAX}) {
        for (const Amount amount :
             {Amount(Hours{1}), Amount(WorkingDays{1}), Amount(NaturalDays{1})}) {
            EXPECT_EQ(due(china(), Instant(wild), amount, {}).error().reasons.front().code,
                      "year_out_of_range");
        }
        EXPECT_FALSE(extend(china(), Instant(wild), NaturalDays{15}, {}));
    }
}

TEST(Deadline, a_calendar_of_nothing_but_holidays_runs_out_and_says_so) {
    std::vector<CalendarRow> rows;
    for (Day day = on("2050-01-01"); rows.size() < 18'262; day = day.plus(1)) {
        rows.push_back({day, DayKind::holiday, "休"});
    }
    const Calendar idle = Calendar::make(1, std::move(rows)).value();
    EXPECT_EQ(due_text(idle, "2049-12-31 10:00", WorkingDays{1}), "due_out_of_range");
    EXPECT_EQ(due_text(idle, "2049-12-31 10:00", NaturalDays{1}), "due_out_of_range");
    EXPECT_EQ(due_text(idle, "2049-12-30 10:00", WorkingDays{1}), "2050-01-01T00:00:00+08:00");
}

TEST(Deadline, a_limit_belongs_to_the_day_it_ends) {
    EXPECT_EQ(day_bucket(at("2026-10-14 00:00")), on("2026-10-13"));
    EXPECT_EQ(day_bucket(at("2026-10-14 00:00:00.001")), on("2026-10-14"));
    EXPECT_EQ(day_bucket(at("2026-10-13 17:30")), on("2026-10-13"));
}

} // namespace
} // namespace chengban::calendar
