// Clause 14.10: proposed, held by the office, concluded; all recorded.
#include "casework/admonition.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

using workorder::Actor;
using workorder::Role;

const Actor supervisor{PersonId("p-1"), UnitId("center"), Role::supervisor, {}};
const Actor office{PersonId("p-2"), UnitId("office"), Role::office_clerk, {}};
const Instant now = *parse_instant("2026-10-08T09:00:00+08:00", "t");

std::string give(Admonition& admonition, const Admonition::Command& command, const Actor& actor) {
    const auto events = decide(admonition, command, actor, now);
    if (events) {
        for (const auto& event : *events) {
            evolve(admonition, event, actor, now);
            ++admonition.version;
        }
        return "";
    }
    std::string codes;
    for (const Reason& reason : events.error().reasons) {
        EXPECT_EQ(reason.clause, "14.10");
        codes += (codes.empty() ? "" : " ") + reason.code;
    }
    return codes;
}

ProposeAdmonition proposal() {
    ProposeAdmonition command;
    command.unit = UnitId("district-310101");
    command.ground = AdmonitionGround::satisfaction_rate;
    command.period = "2026-09";
    command.rate_per_mille = 612;
    command.floor_per_mille = 700;
    command.evidence = Text{"9月市民满意率61.2%，低于下限70%", {}};
    return command;
}

TEST(Admonition, Clause_14_10_ProposedByTheCenterDecidedByTheOffice) {
    Admonition one;
    const RecordAdmonition record{Measure::reprimand, now, Text{"满意率过低", {}},
                                  Text{"分管领导", {}}};
    EXPECT_EQ(give(one, record, office), "wrong_state");
    EXPECT_EQ(give(one, proposal(), supervisor), "");
    EXPECT_EQ(give(one, proposal(), supervisor), "wrong_state");
    EXPECT_EQ(give(one, record, supervisor), "wrong_role");
    RecordAdmonition early = record;
    early.at = now.plus_milliseconds(1);
    EXPECT_EQ(give(one, early, office), "time_in_future");
    EXPECT_EQ(give(one, record, office), "");
    EXPECT_EQ(give(one, DeclineAdmonition{Text{"不必", {}}}, office), "wrong_state");
    EXPECT_EQ(give(one, ConcludeAdmonition{Text{"已提交整改方案", {}}}, office), "");
    EXPECT_EQ(one.state, AdmonitionState::concluded);
    EXPECT_EQ(one.measure, Measure::reprimand);
}

TEST(Admonition, Clause_14_10_OrDeclinedWithAReason) {
    Admonition one;
    EXPECT_EQ(give(one, proposal(), Actor{PersonId("p"), UnitId("u"), Role::handler, {}}),
              "wrong_role");
    EXPECT_EQ(give(one, proposal(), office), "");
    EXPECT_EQ(give(one, ConcludeAdmonition{Text{"无", {}}}, office), "wrong_state");
    EXPECT_EQ(give(one, DeclineAdmonition{Text{"样本过少", {}}}, office), "");
    EXPECT_EQ(one.state, AdmonitionState::declined);
}

} // namespace
} // namespace chengban::casework
