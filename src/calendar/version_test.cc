#include "calendar/test_calendar.h"
#include "calendar/version.h"

#include <gmock/gmock.h>

namespace chengban::calendar {
namespace {

using ::testing::ElementsAre;

Calendar changed(std::vector<CalendarRow> added, Day removed = Day(0)) {
    std::vector<CalendarRow> rows = std::move(added);
    for (const CalendarRow& row : china().rows()) {
        if (row.day != removed) {
            rows.push_back(row);
        }
    }
    return Calendar::make(2, std::move(rows)).value();
}

TEST(Version, diff_lists_rows_added_removed_and_changed) {
    std::vector<CalendarRow> rows(china().rows().begin(), china().rows().end());
    const CalendarRow first = rows.front();
    const CalendarRow last = rows.back();
    rows.front().name = "新年";
    rows.pop_back();
    const CalendarRow new_year{on("2027-01-01"), DayKind::holiday, "元旦"};
    rows.push_back(new_year);
    const Calendar draft = Calendar::make(2, rows).value();
    CalendarRow renamed = first;
    renamed.name = "新年";
    EXPECT_THAT(diff(china(), draft), ElementsAre(RowChange{first.day, first, renamed},
                                                  RowChange{last.day, last, std::nullopt},
                                                  RowChange{new_year.day, std::nullopt, new_year}));
    EXPECT_TRUE(diff(china(), china()).empty());
    EXPECT_EQ(diff(Calendar::make(1, {}).value(), china()).size(), china().rows().size());
}

OpenLimit limit_of(std::string id, std::string_view start, Amount amount,
                   std::optional<NaturalDays> extension = {}) {
    OpenLimit limit{std::move(id), at(start), amount, extension, {}, {}};
    limit.due = standing(china(), limit)->at;
    return limit;
}

TEST(Version, Clause_B7_preview_shows_the_limits_that_move) {
    // the office learns late that 2026-10-08 is off and Sunday 2026-10-11 is worked
    const Calendar draft = changed({{on("2026-10-08"), DayKind::holiday, "国庆节"},
                                    {on("2026-10-11"), DayKind::makeup_workday, "国庆节"}});
    const std::vector<OpenLimit> limits{
        limit_of("first contact", "2026-09-30 10:00", WorkingDays{1}),
        limit_of("general", "2026-09-30 10:00", WorkingDays{5}),
        limit_of("urgent", "2026-10-08 10:00", Hours{2}),
        limit_of("rolled", "2026-09-23 10:00", NaturalDays{10}),
        limit_of("before", "2026-09-01 10:00", WorkingDays{5})};
    const std::vector<Moved> moves = preview(china(), draft, limits);
    ASSERT_EQ(moves.size(), 2U);
    EXPECT_EQ(moves[0].id, "first contact");
    EXPECT_EQ(to_string(moves[0].old_due), "2026-10-09T00:00:00+08:00");
    EXPECT_EQ(to_string(moves[0].new_due), "2026-10-10T00:00:00+08:00");
    EXPECT_EQ(moves[1].id, "rolled");
    EXPECT_EQ(to_string(moves[1].new_due), "2026-10-10T00:00:00+08:00");
}

TEST(Version, Clause_6_2_an_extension_moves_from_its_own_base) {
    const Calendar draft = changed({{on("2026-10-08"), DayKind::holiday, "国庆节"}});
    const OpenLimit limit =
        limit_of("1", "2026-09-30 10:00", WorkingDays{5}, NaturalDays{15}); // 13th + 15 = 28th
    const std::vector<Moved> moves = preview(china(), draft, {&limit, 1});
    ASSERT_EQ(moves.size(), 1U);
    EXPECT_EQ(to_string(moves[0].old_due), "2026-10-29T00:00:00+08:00");
    EXPECT_EQ(to_string(moves[0].new_due), "2026-10-30T00:00:00+08:00");
}

TEST(Version, a_limit_set_from_outside_moves_only_through_its_extension) {
    const Calendar draft = changed({{on("2026-10-28"), DayKind::holiday, "临时放假"}});
    const OpenLimit fixed{"fixed", at("2026-10-14 00:00"), {}, {}, {}, at("2026-10-14 00:00")};
    OpenLimit longer = fixed;
    longer.id = "longer";
    longer.extension = NaturalDays{15};
    longer.due = standing(china(), longer)->at;
    const std::vector<OpenLimit> limits{fixed, longer};
    const std::vector<Moved> moves = preview(china(), draft, limits);
    ASSERT_EQ(moves.size(), 1U);
    EXPECT_EQ(moves[0].id, "longer");
    EXPECT_EQ(to_string(moves[0].new_due), "2026-10-30T00:00:00+08:00");
}

TEST(Version, Clause_B7_publishing_a_year_settles_provisional_limits) {
    const Calendar draft = changed({{on("2027-01-01"), DayKind::holiday, "元旦"}});
    const OpenLimit limit = limit_of("1", "2026-12-31 10:00", WorkingDays{1});
    const std::vector<Moved> moves = preview(china(), draft, {&limit, 1});
    ASSERT_EQ(moves.size(), 1U);
    EXPECT_TRUE(moves[0].was_provisional);
    EXPECT_FALSE(moves[0].is_provisional);
    EXPECT_EQ(to_string(moves[0].new_due), "2027-01-05T00:00:00+08:00");
}

TEST(Version, a_limit_the_draft_cannot_answer_is_shown_with_its_problem) {
    std::vector<CalendarRow> rows;
    for (Day day = on("2060-01-01"); day <= on("2099-12-31"); day = day.plus(1)) {
        rows.push_back({day, DayKind::holiday, "休"});
    }
    const Calendar draft = Calendar::make(2, rows).value();
    const OpenLimit limit = limit_of("1", "2059-12-31 10:00", WorkingDays{1});
    const std::vector<Moved> moves = preview(china(), draft, {&limit, 1});
    ASSERT_EQ(moves.size(), 1U);
    ASSERT_TRUE(moves[0].problem);
    EXPECT_EQ(moves[0].problem->reasons.front().code, "due_out_of_range");
    EXPECT_EQ(moves[0].new_due, moves[0].old_due);
}

} // namespace
} // namespace chengban::calendar
