// Clause 12.4, I 14.
#include "casework/half_year.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

using workorder::Actor;
using workorder::Role;

const Actor machine{PersonId("system"), UnitId("system"), Role::system, {}};
const Actor supervisor{PersonId("p-1"), UnitId("center"), Role::supervisor, {}};
const Actor head{PersonId("p-2"), UnitId("district-310101"), Role::section_head, {}};

Day on(const char* day) {
    return *parse_day(day, "t");
}
Instant at(const std::string& time) {
    return *parse_instant(time + ":00+08:00", "t");
}

TEST(HalfYear, Clause_12_4_I_14_DueByTheEndOfJulyAndOfJanuary) {
    const rulebook::HalfYearRules rules;
    const HalfYear first = half_year_of(on("2026-06-30"));
    EXPECT_EQ(first.token(), "2026-h1");
    EXPECT_EQ(first.due(rules), at("2026-08-01T00:00")) << "exclusive: 24:00 of 31 July";
    const HalfYear second = half_year_of(on("2026-07-01"));
    EXPECT_EQ(second.token(), "2026-h2");
    EXPECT_EQ(second.due(rules), at("2027-02-01T00:00"));
    EXPECT_EQ(second.first_day(), on("2026-07-01"));
    EXPECT_EQ(second.end(), on("2027-01-01"));
    EXPECT_EQ(before(second).token(), "2026-h1");
    EXPECT_EQ(before(first).token(), "2025-h2");
}

struct Told {
    HalfYearReview review;
    std::string give(const HalfYearReview::Command& command, const Actor& actor,
                     const std::string& time) {
        const auto events = decide(review, command, actor);
        if (events) {
            for (const auto& event : *events) {
                evolve(review, event, actor, at(time));
                ++review.version;
            }
            return "";
        }
        std::string codes;
        for (const Reason& reason : events.error().reasons) {
            EXPECT_EQ(reason.clause, "12.4");
            codes += (codes.empty() ? "" : " ") + reason.code;
        }
        return codes;
    }
};

const SubmitHalfYear k_text{Text{"维保不及时", {}}, Text{"已更换维保单位", {}}};

TEST(HalfYear, Clause_12_4_TheUnitSubmitsTheCenterAcceptsOrAsksAgain) {
    Told told;
    const IssueHalfYear issue{UnitId("district-310101"), "2026-h1", at("2026-08-01T00:00"), {}};
    EXPECT_EQ(told.give(k_text, head, "2026-07-02T09:00"), "wrong_unit wrong_state");
    EXPECT_EQ(told.give(issue, machine, "2026-07-01T00:00"), "");
    EXPECT_EQ(told.give(issue, machine, "2026-07-01T00:00"), "wrong_state");
    Actor other = head;
    other.unit = UnitId("district-310104");
    EXPECT_EQ(told.give(k_text, other, "2026-07-02T09:00"), "wrong_unit");
    EXPECT_EQ(told.give(k_text, supervisor, "2026-07-02T09:00"), "wrong_role wrong_unit");
    EXPECT_EQ(told.give(k_text, head, "2026-07-31T23:59"), "");
    EXPECT_FALSE(told.review.late);
    EXPECT_EQ(told.give(ReviewHalfYear{true, Text{"同意", {}}}, head, "2026-08-01T09:00"),
              "wrong_role");
    EXPECT_EQ(
        told.give(ReviewHalfYear{false, Text{"补充整改", {}}}, supervisor, "2026-08-01T09:00"), "");
    EXPECT_EQ(told.give(k_text, head, "2026-08-02T09:00"), "");
    EXPECT_TRUE(told.review.late) << "a late act is flagged, never refused";
    EXPECT_EQ(told.give(ReviewHalfYear{true, Text{"同意", {}}}, supervisor, "2026-08-03T09:00"),
              "");
    EXPECT_EQ(told.review.state, HalfYearState::accepted);
}

} // namespace
} // namespace chengban::casework
