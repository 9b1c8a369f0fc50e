// B2: how a dispute over who handles was decided becomes what the next suggestion shows.
#include "casework/precedent.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

using namespace workorder;

const Instant k_at = *parse_instant("2026-10-08T10:00:00+08:00", "t");

Event event(EventBody body) {
    return Event{std::move(body), {}, k_at, k_at};
}
Event dispatched(const char* unit) {
    Dispatched body;
    body.unit = UnitId(unit);
    return event(body);
}
Event return_decided(bool agree, const char* next = nullptr) {
    DecideReturn command;
    command.agree = agree;
    if (next != nullptr) {
        command.next_unit = UnitId(next);
    }
    return event(Accepted<DecideReturn>{command, {}});
}
Event designated(const char* unit) {
    Designate command;
    command.unit = UnitId(unit);
    return event(Accepted<Designate>{command, {}});
}

TEST(Precedent, Clause_B2_ARefusedReturnAPassedOnOneAndADesignationAreDecisions) {
    const std::vector<Event> events{dispatched("a"),           return_decided(false),
                                    return_decided(true, "b"), dispatched("b"),
                                    designated("c"),           dispatched("c")};
    const auto list = decided_disputes(OrderId("o"), events);
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].decision, DisputeDecision::kept);
    EXPECT_EQ(list[0].unit, UnitId("a"));
    EXPECT_FALSE(list[0].from);
    EXPECT_EQ(list[0].seq, 2);
    EXPECT_EQ(list[1].decision, DisputeDecision::passed_on);
    EXPECT_EQ(list[1].from, UnitId("a"));
    EXPECT_EQ(list[1].unit, UnitId("b"));
    EXPECT_EQ(list[2].decision, DisputeDecision::designated);
    EXPECT_EQ(list[2].from, UnitId("b"));
    EXPECT_EQ(list[2].unit, UnitId("c"));
}

TEST(Precedent, Clause_B2_NoDisputeNoPrecedent) {
    EXPECT_TRUE(decided_disputes(OrderId("o"), std::vector<Event>{dispatched("a")}).empty());
    const auto returned =
        decided_disputes(OrderId("o"), std::vector<Event>{dispatched("a"), return_decided(true)});
    EXPECT_TRUE(returned.empty()) << "back at the center, nobody else named yet";
    const auto first = decided_disputes(OrderId("o"), std::vector<Event>{designated("a")});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_FALSE(first[0].from) << "nobody held it before";
}

TEST(Precedent, Clause_B2_KeptByDistrictAndCategory) {
    EXPECT_EQ(precedents_of("310101", "elevator"), "310101.elevator");
    EXPECT_EQ(precedents_of("", "elevator"), "none.elevator");
    EXPECT_EQ(precedents_of("310101", ""), "");
}

TEST(Precedent, Clause_B2_OneDecisionIsKeptOnce) {
    Precedents kept;
    RecordPrecedent one;
    one.order = OrderId("o");
    one.seq = 3;
    one.at = k_at;
    evolve(kept, one, k_at);
    EXPECT_TRUE(kept.holds(OrderId("o"), 3));
    EXPECT_FALSE(kept.holds(OrderId("o"), 4));
    EXPECT_FALSE(kept.holds(OrderId("p"), 3));
    EXPECT_EQ(kept.created_at, k_at);
}

} // namespace
} // namespace chengban::casework
