// Clause 17: a closed period does not change, the correction is shown.
#include "appraisal/period.h"

#include <gmock/gmock.h>

namespace chengban::appraisal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using workorder::Actor;
using workorder::Role;

const Actor k_office{PersonId("p-office"), UnitId("office"), Role::office_clerk, {}};
const Actor k_handler{PersonId("p-handler"), UnitId("district-310101"), Role::handler, {}};

Instant at(std::string_view time) {
    return parse_instant(std::string(time) + ":00+08:00", "").value();
}
Day day(std::string_view text) {
    return parse_day(text, "").value();
}

std::vector<std::string> codes(const Result<std::vector<AppraisalPeriod::Event>>& result) {
    std::vector<std::string> list;
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            list.push_back(reason.code + " " + reason.field);
        }
    }
    return list;
}

OpenPeriod october() {
    return {"2026年10月", {day("2026-10-01"), day("2026-10-31")}};
}

AppraisalPeriod opened() {
    AppraisalPeriod period;
    evolve(period, october(), at("2026-10-01T09:00"));
    period.version = 1;
    return period;
}

Line line(std::int64_t gained, std::int64_t counted, Scope scope = Scope::total) {
    Line made;
    made.scope = scope;
    if (scope != Scope::total) {
        made.unit = UnitId("district-310101");
    }
    for (const auto& row : EnumTable<Measure>::rows) {
        made.figures.push_back({row.value, gained * k_parts, counted, {}});
    }
    return made;
}

TEST(AppraisalPeriod, Clause_17_OpenedAndClosedByTheOfficeWithTheCenter) {
    EXPECT_THAT(codes(decide({}, october(), k_office, at("2026-10-01T09:00"), {})), IsEmpty());
    EXPECT_THAT(codes(decide({}, october(), k_handler, at("2026-10-01T09:00"), {})),
                ElementsAre("wrong_role actor.role"));
    EXPECT_THAT(codes(decide(opened(), ClosePeriod{}, k_handler, at("2026-11-01T00:00"), {})),
                ElementsAre("wrong_role actor.role"));
}

TEST(AppraisalPeriod, Clause_17_ClosedOnlyWhenItsLastDayIsOver) {
    EXPECT_THAT(codes(decide(opened(), ClosePeriod{}, k_office, at("2026-10-31T23:59"), {})),
                ElementsAre("period_not_over days.last"));
    EXPECT_THAT(
        codes(decide(opened(), ClosePeriod{}, k_office, at("2026-11-01T00:00"), PeriodClosed{})),
        IsEmpty());
}

TEST(AppraisalPeriod, Clause_17_DaysInOrderAndAtMostAYear) {
    OpenPeriod wrong = october();
    wrong.days.last = day("2026-09-30");
    EXPECT_THAT(codes(decide({}, wrong, k_office, at("2026-10-01T09:00"), {})),
                ElementsAre("times_out_of_order days.last"));
    wrong.days = {day("2024-01-01"), day("2024-12-31")}; // a leap year is a year
    EXPECT_THAT(codes(decide({}, wrong, k_office, at("2026-10-01T09:00"), {})), IsEmpty());
    wrong.days.last = day("2025-01-01");
    EXPECT_THAT(codes(decide({}, wrong, k_office, at("2026-10-01T09:00"), {})),
                ElementsAre("out_of_range days"));
}

TEST(AppraisalPeriod, Clause_17_WhatIsClosedStaysClosed) {
    AppraisalPeriod period = opened();
    PeriodClosed figures;
    figures.lines = {line(9, 10)};
    evolve(period, figures, at("2026-11-02T09:00"));
    period.version = 2;
    EXPECT_THAT(codes(decide(period, ClosePeriod{}, k_office, at("2026-11-03T09:00"), {})),
                ElementsAre("wrong_state state"));
    EXPECT_THAT(codes(decide(period, october(), k_office, at("2026-11-03T09:00"), {})),
                ElementsAre("wrong_state state"));
    EXPECT_EQ(period.closed->lines.front(), line(9, 10));
}

TEST(Corrections, Clause_17_OnlyWhatReadsOtherwiseIsShown) {
    const std::vector<Line> frozen{line(9, 10), line(4, 5, Scope::unit)};
    EXPECT_THAT(corrections(frozen, frozen), IsEmpty());
    std::vector<Line> now = frozen;
    now[0].figures[3].gained = 8 * k_parts;
    const std::vector<Correction> list = corrections(frozen, now);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].line.scope, Scope::total);
    EXPECT_THAT(list[0].measures, ElementsAre(Measure::resolution));
}

TEST(Corrections, Clause_17_LinesThatComeOrGoAreCorrectionsToo) {
    const std::vector<Line> frozen{line(9, 10), line(4, 5, Scope::unit)};
    const std::vector<Line> fewer{line(9, 10)};
    const std::vector<Correction> gone = corrections(frozen, fewer);
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone[0].line.scope, Scope::unit);
    EXPECT_EQ(gone[0].line.figure(Measure::volume).counted, 0);
    EXPECT_EQ(gone[0].measures.size(), 5U);
    const std::vector<Correction> come = corrections(fewer, frozen);
    ASSERT_EQ(come.size(), 1U);
    EXPECT_EQ(come[0].line.figure(Measure::volume).counted, 5);
}

TEST(PeriodClosed, EveryFieldSurvivesWritingAndReading) {
    PeriodClosed figures{at("2026-11-02T09:00"),
                         7,
                         std::string(64, 'a'),
                         1,
                         10,
                         std::string(64, 'b'),
                         {line(9, 10), line(4, 5, Scope::unit)}};
    const auto back = read_stored<PeriodClosed>(write_record(figures));
    EXPECT_EQ(back.lines, figures.lines);
    EXPECT_EQ(back.cut, figures.cut);
    EXPECT_EQ(back.facts_digest, figures.facts_digest);
}

} // namespace
} // namespace chengban::appraisal
