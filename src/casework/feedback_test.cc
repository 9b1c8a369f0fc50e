// Clause 14(3): feedback that contradicts earlier feedback on the same matter.
#include "casework/feedback.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

Feedback feedback(const char* at, FactFinding finding, Outcome outcome = Outcome::resolved) {
    const std::string time = std::string(at) + "T10:00:00+08:00";
    return {
        OrderId(at), UnitId("u"), *parse_instant(time, "t"), finding, ClaimAssessment::reasonable,
        outcome};
}

TEST(Feedback, Clause_14_3_WhatCannotBothBeTrueContradicts) {
    using enum FactFinding;
    const auto found = contradictions({feedback("2026-10-20", unsubstantiated),
                                       feedback("2026-10-08", substantiated),
                                       feedback("2026-10-30", partly_substantiated)});
    ASSERT_EQ(found.size(), 1U) << "«partly» agrees with both";
    EXPECT_EQ(found[0].earlier.order, OrderId("2026-10-08")) << "in order of time";
    EXPECT_EQ(found[0].field, "fact_finding");
    EXPECT_EQ(explain(found[0]), "事实认定：2026-10-08「属实」，2026-10-20「不属实」");
}

TEST(Feedback, Clause_14_3_ClaimsAndOutcomes) {
    using enum FactFinding;
    Feedback later = feedback("2026-10-20", substantiated);
    later.claim_assessment = ClaimAssessment::no_policy_basis;
    auto found = contradictions({feedback("2026-10-08", substantiated), later});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].field, "claim_assessment");
    found = contradictions({feedback("2026-10-08", substantiated),
                            feedback("2026-10-20", substantiated, Outcome::unresolved)});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(explain(found[0]), "处理结果：2026-10-08「实际解决」，2026-10-20「未解决」");
    EXPECT_TRUE(contradictions({feedback("2026-10-08", substantiated, Outcome::unresolved),
                                feedback("2026-10-20", substantiated)})
                    .empty())
        << "what was unresolved may be resolved later";
    EXPECT_TRUE(contradictions({feedback("2026-10-08", substantiated)}).empty());
}

TEST(Feedback, Clause_14_3_EveryCompletionOfAnOrderCounts) {
    using namespace workorder;
    const Instant at = *parse_instant("2026-10-08T10:00:00+08:00", "t");
    const auto event = [&](EventBody body) { return Event{std::move(body), {}, at, at}; };
    SubmitCompletion first;
    SubmitCompletion second;
    second.fact_finding = FactFinding::unsubstantiated;
    Dispatched dispatched;
    dispatched.unit = UnitId("district-310101");
    const std::vector<Event> events{event(dispatched),
                                    event(Accepted<SubmitCompletion>{first, {}}),
                                    event(Completed{}),
                                    event(Accepted<SendBack>{}),
                                    event(Accepted<SubmitCompletion>{second, {}}),
                                    event(Completed{})};
    const auto list = feedback_of(OrderId("o"), events);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].unit, UnitId("district-310101"));
    EXPECT_EQ(contradictions(list).size(), 1U);
}

} // namespace
} // namespace chengban::casework
