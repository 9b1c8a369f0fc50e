// Clause 11: who makes sampling plans, and what a draw leaves on record.
#include "followup/plan.h"

#include <gmock/gmock.h>

namespace chengban::followup {
namespace {

using testing::ElementsAre;
using workorder::Actor;
using workorder::Role;

const Actor k_supervisor{PersonId("p-supervisor"), UnitId("center"), Role::supervisor, {}};
const Actor k_caller{PersonId("p-caller"), UnitId("center"), Role::follow_up_caller, {}};
const Instant k_now = parse_instant("2026-11-02T09:00:00+08:00", "").value();

std::vector<std::string> codes(const Result<std::vector<SamplingPlan::Event>>& result) {
    std::vector<std::string> list;
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            list.push_back(reason.code + " " + reason.field);
        }
    }
    return list;
}

Plan weekly() {
    Plan plan;
    plan.title = "每周抽查";
    return plan;
}

SamplingPlan made() {
    SamplingPlan plan;
    evolve(plan, MakePlan{weekly()}, k_now);
    plan.version = 1;
    return plan;
}

DrawSample october() {
    return {day_of(YearMonthDay{2026, 10, 1}), day_of(YearMonthDay{2026, 10, 31}), 42};
}

TEST(SamplingPlan, Clause_11_MadeAndChangedByTheSupervisorDrawnByTheCallersToo) {
    EXPECT_TRUE(decide({}, MakePlan{weekly()}, k_supervisor, k_now, {}));
    EXPECT_THAT(codes(decide({}, MakePlan{weekly()}, k_caller, k_now, {})),
                ElementsAre("wrong_role actor.role"));
    EXPECT_THAT(codes(decide(made(), ChangePlan{weekly()}, k_caller, k_now, {})),
                ElementsAre("wrong_role actor.role"));
    EXPECT_TRUE(decide(made(), october(), k_caller, k_now, SampleDrawn{}));
}

TEST(SamplingPlan, Clause_11_ARowThatCanNeverDecideIsRefused) {
    Plan plan = weekly();
    plan.rates = {{UnitId("district-310101"), {}, {}, 100},
                  {UnitId("district-310101"), OrderKind::complaint, {}, 500},
                  {{}, OrderKind::complaint, {}, 300}};
    EXPECT_THAT(codes(decide({}, MakePlan{plan}, k_supervisor, k_now, {})),
                ElementsAre("shadowed plan.rates[1]"));
}

TEST(SamplingPlan, Clause_11_OnlyDaysThatAreOverAreDrawnFrom) {
    DrawSample draw = october();
    draw.last = day_of(k_now);
    EXPECT_THAT(codes(decide(made(), draw, k_supervisor, k_now, {})),
                ElementsAre("period_not_over last"));
    draw.last = draw.first.plus(-1);
    EXPECT_THAT(codes(decide(made(), draw, k_supervisor, k_now, {})),
                ElementsAre("times_out_of_order last"));
}

TEST(SamplingPlan, Clause_11_ARetiredPlanDrawsNoMoreAndKeepsItsDrawings) {
    SamplingPlan plan = made();
    SampleDrawn drawn;
    drawn.record.seed = 42;
    drawn.record.plan = weekly();
    evolve(plan, drawn, k_now);
    evolve(plan, RetirePlan{}, k_now);
    plan.version = 3;
    EXPECT_THAT(codes(decide(plan, october(), k_supervisor, k_now, {})),
                ElementsAre("wrong_state state"));
    ASSERT_EQ(plan.drawings.size(), 1U);
    EXPECT_EQ(plan.drawings.front().seed, 42);
}

TEST(SamplingPlan, EveryEventSurvivesWritingAndReading) {
    SampleDrawn drawn{{3, day_of(YearMonthDay{2026, 10, 1}), day_of(YearMonthDay{2026, 10, 31}), 42,
                       weekly(), k_now, 17, 900, 90, std::string(64, 'a'), std::string(64, 'b')},
                      {{OrderId("o-1"), UnitId("u"), {OrderId("o-2")}}}};
    drawn.record.plan.rates = {{UnitId("u"), OrderKind::help, Outcome::unresolved, 500}};
    EXPECT_EQ(read_stored<SampleDrawn>(write_record(drawn)), drawn);
}

} // namespace
} // namespace chengban::followup
