// The calendar against a clerk who steps through the days, and the laws any deadline must keep.
#include "calendar/oracle_compare.h"
#include "calendar/test_calendar.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace chengban::calendar {
namespace {

constexpr std::uint64_t k_seed = 20260930;

void expect_no_difference(const Calendar& calendar, const oracle::Oracle& clerk, oracle::Dice& dice,
                          int cases) {
    for (int i = 0; i < cases; ++i) {
        const oracle::Case asked = oracle::random_case(dice, 2014, 2026);
        const auto found = oracle::difference(calendar, clerk, asked);
        ASSERT_FALSE(found) << "seed " << k_seed << " case " << i << ": " << *found;
    }
}

TEST(DeadlineOracle, Clause_5_2_agrees_in_100000_cases) {
    RecordProperty("seed", std::to_string(k_seed));
    oracle::Dice dice(k_seed);
    expect_no_difference(china(), oracle::Oracle(china_csv()), dice, 100'000);
}

TEST(DeadlineOracle, Clause_5_2_agrees_in_new_york) {
    ASSERT_EQ(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    oracle::Dice dice(k_seed + 1);
    expect_no_difference(china(), oracle::Oracle(china_csv()), dice, 20'000);
    unsetenv("TZ");
    tzset();
}

TEST(DeadlineOracle, Clause_5_2_agrees_on_calendars_nobody_published) {
    oracle::Dice dice(k_seed + 2);
    for (int i = 0; i < 20; ++i) {
        const std::string csv =
            oracle::random_calendar_csv(dice, 2014, 2026) + "2020-01-01,holiday,x\n";
        auto rows = parse_calendar_csv(csv, "random.csv");
        if (!rows) { // the added row was there already
            continue;
        }
        const Calendar calendar = Calendar::make(1, *std::move(rows)).value();
        expect_no_difference(calendar, oracle::Oracle(csv), dice, 2'000);
    }
}

Day day_in(oracle::Date date) {
    return day_of(YearMonthDay{date.year, date.month, date.day});
}

TEST(DeadlineOracle, Clause_B4_working_days_left_agrees_with_stepping) {
    const oracle::Oracle clerk(china_csv());
    oracle::Dice dice(k_seed + 3);
    for (int i = 0; i < 20'000; ++i) {
        const oracle::Date from = oracle::random_date(dice, 2014, 2026);
        oracle::Date to = from;
        for (int days = dice.roll(60); days > 0; --days) {
            to = oracle::next(to);
        }
        const int days = clerk.working_days_in(from, to);
        const std::int64_t time = oracle::random_time(dice);
        const Instant early = start_of(day_in(from)).plus_milliseconds(time);
        ASSERT_EQ(working_days_left(china(), early, start_of(day_in(to).plus(1))), days);
        if (from < to) {
            const Instant late = start_of(day_in(to)).plus_milliseconds(time);
            ASSERT_EQ(working_days_left(china(), late, start_of(day_in(from).plus(1))),
                      -std::max(days, 1));
        }
    }
}

Day random_day(oracle::Dice& dice) {
    return on("2014-01-01").plus(dice.roll(4748));
}

TEST(DeadlineLaws, a_working_day_limit_ends_on_a_working_day_and_counts_back) {
    oracle::Dice dice(k_seed + 4);
    for (int i = 0; i < 100'000; ++i) {
        const Day first = random_day(dice);
        const std::int32_t count = 1 + dice.roll(500);
        const Instant start = start_of(first).plus_milliseconds(oracle::random_time(dice));
        const Day last = day_bucket(due(china(), start, WorkingDays{count}, {})->at);
        ASSERT_TRUE(china().is_working_day(last)) << to_string(start);
        ASSERT_EQ(china().working_days_between(first, last), count) << to_string(start);
        const Day rolled = day_bucket(due(china(), start, NaturalDays{count}, {})->at);
        ASSERT_TRUE(china().is_working_day(rolled));
        ASSERT_GE(rolled, first.plus(count));
        ASSERT_EQ(china().working_days_between(first.plus(count - 1), rolled), 1);
    }
}

TEST(DeadlineLaws, later_or_longer_is_never_due_earlier) {
    oracle::Dice dice(k_seed + 5);
    for (int i = 0; i < 100'000; ++i) {
        const Instant early =
            start_of(random_day(dice)).plus_milliseconds(oracle::random_time(dice));
        const Instant late = early.plus_milliseconds(dice.roll(1'000'000'000));
        const std::int32_t count = 1 + dice.roll(100);
        for (const Amount amount :
             {Amount(WorkingDays{count}), Amount(NaturalDays{count}), Amount(Hours{count})}) {
            ASSERT_LE(due(china(), early, amount, {})->at, due(china(), late, amount, {})->at);
            ASSERT_GT(due(china(), early, amount, {})->at, early);
        }
        ASSERT_LT(due(china(), early, WorkingDays{count}, {})->at,
                  due(china(), early, WorkingDays{count + 1}, {})->at);
        ASSERT_LE(due(china(), early, NaturalDays{count}, {})->at,
                  due(china(), early, NaturalDays{count + 1}, {})->at);
    }
}

TEST(DeadlineLaws, working_days_add_up) {
    oracle::Dice dice(k_seed + 6);
    for (int i = 0; i < 50'000; ++i) {
        const Day first = random_day(dice);
        const std::int32_t a = 1 + dice.roll(50);
        const std::int32_t b = 1 + dice.roll(50);
        ASSERT_EQ(china().working_day_after(*china().working_day_after(first, a), b),
                  china().working_day_after(first, a + b));
    }
}

} // namespace
} // namespace chengban::calendar
