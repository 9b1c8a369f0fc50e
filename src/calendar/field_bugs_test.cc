// Deadline bugs other work-order systems shipped, each as a test that would have caught it here.
// Zammad 2082 and 3523 (limits not updated on a command, escalation broken by a release) are about
// orders and are proven where orders are decided.
#include "calendar/test_calendar.h"
#include "calendar/version.h"

namespace chengban::calendar {
namespace {

// Zammad 3180: a day of 00:00–24:00 counted as closed for one minute at midnight.
TEST(FieldBugs, zammad_3180_no_minute_is_lost_at_midnight) {
    for (std::int32_t hours = 1; hours <= 1000; ++hours) {
        const Instant start = at("2026-09-30 23:59:59.999");
        EXPECT_EQ(due(china(), start, Hours{hours}, {})->at.milliseconds(),
                  start.milliseconds() + hours * std::int64_t{3'600'000});
    }
    EXPECT_EQ(due_text(china(), "2026-09-29 23:59:59.999", WorkingDays{1}),
              "2026-10-01T00:00:00+08:00");
    EXPECT_EQ(due_text(china(), "2026-09-30 00:00", WorkingDays{1}), "2026-10-09T00:00:00+08:00");
}

// Zammad 2497: hours nobody could work made the search for the next working time run for ever.
TEST(FieldBugs, zammad_2497_no_calendar_makes_an_endless_search) {
    std::vector<CalendarRow> rows;
    for (Day day = on("2045-01-01"); day <= on("2099-12-31"); day = day.plus(1)) {
        rows.push_back({day, DayKind::holiday, "休"});
    }
    ASSERT_FALSE(Calendar::make(1, rows)) << "more rows than a calendar may have";
    rows.resize(k_calendar_rows_max);
    const Calendar idle = Calendar::make(1, rows).value();
    std::size_t refused = 0;
    for (Day day = on("2044-12-25"); day <= on("2099-12-30"); day = day.plus(1)) {
        const auto answer = due(idle, start_of(day), WorkingDays{1500}, {});
        refused += answer ? 0U : 1U;
    }
    EXPECT_GT(refused, 0U);
    EXPECT_EQ(
        due_text(china(), "2026-09-30 10:00", WorkingDays{1}, {Counting::Mode::whole_days, -1}),
        "bad_closing_time");
}

// Zammad 534: changing the calendar left the open deadlines where they were.
TEST(FieldBugs, zammad_534_a_new_calendar_shows_each_deadline_it_moves) {
    std::vector<CalendarRow> rows(china().rows().begin(), china().rows().end());
    rows.push_back({on("2026-10-08"), DayKind::holiday, "国庆节"});
    const Calendar draft = Calendar::make(2, rows).value();
    const Instant start = at("2026-09-30 10:00");
    const OpenLimit limit{"1", start, WorkingDays{5},
                          {},  {},    due(china(), start, WorkingDays{5}, {})->at};
    const std::vector<Moved> moves = preview(china(), draft, {&limit, 1});
    ASSERT_EQ(moves.size(), 1U);
    EXPECT_EQ(to_string(moves[0].new_due), "2026-10-15T00:00:00+08:00");
}

// Zammad 192: forty seconds for one order. Not a timed test: ten million days away costs the same
// table look-ups as tomorrow, so half a million of the longest answers finish within any patience.
TEST(FieldBugs, zammad_192_the_longest_limit_costs_no_more_than_the_shortest) {
    std::int64_t sum = 0;
    for (int i = 0; i < 500'000; ++i) {
        const Instant start = at("2026-09-30 10:00").plus_milliseconds(i);
        sum += due(china(), start, WorkingDays{k_days_max}, {})->at.milliseconds() % 7;
    }
    EXPECT_GE(sum, 0);
}

// GLPI 22678: a moment before the limit was set to 00:00 when the limit had crossed a day.
TEST(FieldBugs, glpi_22678_bands_follow_the_clock_across_midnight) {
    const Instant start = at("2026-11-23 23:00");
    const Instant limit = due(china(), start, Hours{2}, {})->at;
    const BandThresholds half{500, 750};
    EXPECT_EQ(band(china(), start, limit, at("2026-11-23 23:59"), half), Band::blue);
    EXPECT_EQ(band(china(), start, limit, at("2026-11-24 00:00"), half), Band::yellow);
    EXPECT_EQ(band(china(), start, limit, at("2026-11-24 00:29"), half), Band::yellow);
    EXPECT_EQ(band(china(), start, limit, at("2026-11-24 00:30"), half), Band::red);
    EXPECT_EQ(band(china(), start, limit, at("2026-11-24 01:00"), half), Band::overdue);
}

// GLPI 15357: a warning ten days before the limit fell on the limit itself.
TEST(FieldBugs, glpi_15357_warnings_come_before_the_limit) {
    const Instant start = at("2026-11-02 10:00");
    const Instant limit = due(china(), start, WorkingDays{13}, {})->at;
    Band before = Band::blue;
    std::vector<Band> seen{before};
    for (Instant now = start; now < limit; now = now.plus_milliseconds(60'000)) {
        const Band current = band(china(), start, limit, now, {});
        ASSERT_GE(current, before) << to_string(now);
        if (current != before) {
            seen.push_back(current);
        }
        before = current;
    }
    EXPECT_EQ(seen, (std::vector{Band::blue, Band::yellow, Band::red}));
}

// FixMyStreet: the hour of the report was carried over to the last day.
TEST(FieldBugs, fixmystreet_the_hour_of_the_start_is_not_carried_over) {
    for (const char* start : {"2026-09-30 00:00", "2026-09-30 00:00:00.001", "2026-09-30 15:00",
                              "2026-09-30 23:59:59.999", "2026-10-03 15:00", "2026-10-07 23:00"}) {
        EXPECT_EQ(due_text(china(), start, WorkingDays{1}), "2026-10-09T00:00:00+08:00") << start;
    }
}

// Zammad 2157: an entry at midnight UTC showed as 2 a.m.; here the text always says +08:00.
TEST(FieldBugs, zammad_2157_limits_are_written_at_the_offices_offset) {
    EXPECT_EQ(due_text(china(), "2026-09-30 10:00", WorkingDays{5}), "2026-10-14T00:00:00+08:00");
    const Instant utc = parse_instant("2026-09-30T16:30:00Z", "start").value(); // 00:30 on 10-01
    EXPECT_EQ(to_string(due(china(), utc, NaturalDays{8}, {})->at), "2026-10-10T00:00:00+08:00");
}

} // namespace
} // namespace chengban::calendar
