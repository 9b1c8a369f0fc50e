// B1: links, undone and merged; 12.1, I 33: the count of repeats.
#include "casework/matter.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

const workorder::Actor machine{PersonId("system"), UnitId("system"), workorder::Role::system, {}};
const workorder::Actor person{PersonId("p"), UnitId("center"), workorder::Role::supervisor, {}};
const Text why{"同一事项", {}};

struct Told {
    Matter matter;
    std::string give(const Matter::Command& command, const workorder::Actor& actor = person) {
        const auto events = decide(matter, command, actor);
        if (events) {
            for (const Matter::Event& event : *events) {
                evolve(matter, event, actor, Instant(0));
            }
            return "";
        }
        std::string codes;
        for (const Reason& reason : events.error().reasons) {
            EXPECT_EQ(reason.clause, "B1");
            codes += (codes.empty() ? "" : " ") + reason.code;
        }
        return codes;
    }
};

OrderId id(const char* text) {
    return OrderId(text);
}

TEST(Matter, B1_WhatAPersonUndidTheMachineDoesNotLinkAgain) {
    Told told;
    EXPECT_EQ(told.give(LinkOrder{id("a"), why}, machine), "");
    EXPECT_EQ(told.give(LinkOrder{id("a"), why}, machine), "linked_already");
    EXPECT_EQ(told.give(UnlinkOrder{id("b"), why}), "not_linked");
    EXPECT_EQ(told.give(UnlinkOrder{id("a"), why}), "");
    EXPECT_EQ(told.give(LinkOrder{id("a"), why}, machine), "parted_by_hand");
    EXPECT_EQ(told.give(LinkOrder{id("a"), why}), "");
    EXPECT_TRUE(told.matter.link(id("a"))->by_hand);
}

TEST(Matter, B1_MergingIsALinkThatCanBeUndone) {
    Told told;
    for (const char* order : {"a", "b", "c"}) {
        told.give(LinkOrder{id(order), why}, machine);
    }
    EXPECT_EQ(told.give(MergeOrders{id("a"), {id("a"), id("x")}, why}), "same_order not_linked");
    EXPECT_EQ(told.give(MergeOrders{id("a"), {id("b")}, why}), "");
    EXPECT_EQ(told.give(MergeOrders{id("b"), {id("c")}, why}), "merged_itself");
    EXPECT_EQ(told.give(MergeOrders{id("c"), {id("a")}, why}), "merged_already");
    EXPECT_EQ(told.give(UnlinkOrder{id("a"), why}), "leads_others");
    EXPECT_EQ(told.give(SeparateOrder{id("c"), why}), "not_merged");
    EXPECT_EQ(told.give(SeparateOrder{id("b"), why}), "");
    EXPECT_EQ(told.give(UnlinkOrder{id("a"), why}), "");
    EXPECT_EQ(told.matter.links.size(), 2U);
}

Counted counted(const char* order, const char* citizen, const char* day,
                OrderKind kind = OrderKind::complaint, bool left_out = false) {
    return {id(order), citizen, *parse_instant(std::string(day) + "T10:00:00+08:00", "t"), kind,
            left_out};
}

TEST(Repeats, Clause_12_1_I_33_OfOneCitizenInTheCalendarYearTheFirstIncluded) {
    const rulebook::RepeatRules rules{3, 5, {OrderKind::praise, OrderKind::consultation}};
    const std::vector<Counted> orders{counted("a", "p", "2026-01-01"),
                                      counted("b", "p", "2026-12-31"),
                                      counted("c", "p", "2025-12-31"),
                                      counted("d", "q", "2026-05-01"),
                                      counted("e", "p", "2026-05-01", OrderKind::praise),
                                      counted("f", "p", "2026-05-02", OrderKind::consultation),
                                      counted("g", "p", "2026-05-03", OrderKind::complaint, true)};
    const auto counts = repeats(orders, rules);
    EXPECT_EQ(counts.at(id("a")), 2);
    EXPECT_EQ(counts.at(id("b")), 2);
    EXPECT_EQ(counts.at(id("c")), 1) << "the year before";
    EXPECT_EQ(counts.at(id("d")), 1) << "another citizen";
    EXPECT_EQ(counts.at(id("e")), 2) << "shows the count it is not part of";
}

TEST(Repeats, Clause_12_1_UnknownNumbersAreNotOneCitizen) {
    const std::vector<Counted> orders{counted("a", "", "2026-01-01"),
                                      counted("b", "", "2026-01-02")};
    const auto counts = repeats(orders, {});
    EXPECT_EQ(counts.at(id("a")), 1);
    EXPECT_EQ(counts.at(id("b")), 1);
}

} // namespace
} // namespace chengban::casework
