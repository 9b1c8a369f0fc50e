// Clause 11: a drawn call from its first ring to its end.
#include "followup/call.h"

#include <gmock/gmock.h>

namespace chengban::followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using workorder::Actor;
using workorder::Role;

const Actor k_caller{PersonId("p-caller"), UnitId("center"), Role::follow_up_caller, {}};
const Actor k_handler{PersonId("p-handler"), UnitId("district-310101"), Role::handler, {}};

Instant at(std::string_view time) {
    return parse_instant(std::string(time) + ":00+08:00", "").value();
}

class CallTest : public testing::Test {
protected:
    CallTest() {
        OpenCall opened;
        opened.order = OrderId("o-1");
        opened.unit = UnitId("district-310101");
        opened.plan = "p-1";
        opened.drawing = 1;
        opened.reserves = {OrderId("o-2")};
        now_ = at("2026-11-02T09:00");
        give(opened);
    }
    // Codes and fields of the refusal; nothing when it was accepted, and then it has happened.
    std::vector<std::string> give(const Call::Command& command, const Actor& actor = k_caller) {
        std::vector<std::string> list;
        const auto events = decide(call_, command, actor, now_, rules_);
        if (!events) {
            for (const Reason& reason : events.error().reasons) {
                EXPECT_FALSE(reason.words.zh.empty());
                EXPECT_FALSE(reason.words.en.empty());
                list.push_back(reason.code + " " + reason.field);
            }
            return list;
        }
        for (const Call::Event& event : *events) {
            evolve(call_, event, actor, now_);
            ++call_.version;
        }
        return list;
    }
    std::vector<std::string> try_at(std::string_view time) {
        now_ = at(time);
        return give(RecordAttempt{now_, {}});
    }

    rulebook::FollowUpRules rules_;
    Call call_;
    Instant now_;
};

TEST_F(CallTest, Clause_11_AnswersEndTheCall) {
    FinishCall finish;
    finish.at = now_;
    EXPECT_THAT(give(finish), ElementsAre("missing_field answers"));
    finish.answers.resolution = workorder::Resolution::resolved;
    EXPECT_THAT(give(finish), IsEmpty());
    EXPECT_EQ(call_.state, CallState::answered);
    EXPECT_THAT(give(finish), ElementsAre("wrong_state state"));
}

// Resolved; explained and understood; explained, not understood; neither. Nothing else is an
// answer.
TEST_F(CallTest, Clause_11_2_ResolvedExplainedAndUnderstoodOrNot) {
    for (const char* answer :
         {"resolved", "explained_understood", "explained_not_understood", "neither"}) {
        const auto read =
            read_record<workorder::CitizenAnswers>(json::object{{"resolution", answer}});
        ASSERT_TRUE(read) << answer;
        FinishCall finish;
        finish.at = now_;
        finish.answers = *read;
        call_.state = CallState::waiting;
        EXPECT_THAT(give(finish), IsEmpty()) << answer;
        EXPECT_EQ(call_.state, CallState::answered) << answer;
    }
    const auto other =
        read_record<workorder::CitizenAnswers>(json::object{{"resolution", "dissatisfied"}});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().reasons.front().code, "not_in_list");
    EXPECT_EQ(other.error().reasons.front().field, "resolution");
}

TEST_F(CallTest, Clause_11_NotReachableOnlyAfterEnoughCallsAtDifferentHours) {
    EXPECT_THAT(give(GiveUpCall{}), ElementsAre("too_few_attempts attempts"));
    EXPECT_THAT(try_at("2026-11-02T10:01"), IsEmpty());
    EXPECT_THAT(try_at("2026-11-02T10:30"), IsEmpty());
    EXPECT_THAT(try_at("2026-11-02T10:59"), IsEmpty());
    EXPECT_THAT(give(GiveUpCall{}), ElementsAre("too_few_attempts attempts"));
    EXPECT_THAT(try_at("2026-11-02T14:00"), IsEmpty());
    EXPECT_THAT(try_at("2026-11-03T10:00"), IsEmpty());
    EXPECT_THAT(give(GiveUpCall{}), IsEmpty());
    EXPECT_EQ(call_.state, CallState::unreachable);
    EXPECT_EQ(call_.attempts.size(), 5U);
    EXPECT_EQ(call_.drawn.reserves, std::vector{OrderId("o-2")});
}

TEST_F(CallTest, Clause_11_TheNumbersAreSettings) {
    rules_.attempts_min = 2;
    rules_.attempts_different_hours = false;
    EXPECT_THAT(try_at("2026-11-02T10:01"), IsEmpty());
    EXPECT_THAT(try_at("2026-11-02T10:02"), IsEmpty());
    EXPECT_THAT(give(GiveUpCall{}), IsEmpty());
}

TEST_F(CallTest, Clause_11_TimesGoForwardAndNeverAhead) {
    EXPECT_THAT(try_at("2026-11-02T10:00"), IsEmpty());
    EXPECT_THAT(give(RecordAttempt{at("2026-11-02T09:59"), {}}),
                ElementsAre("times_out_of_order at"));
    EXPECT_THAT(give(RecordAttempt{at("2026-11-02T10:01"), {}}), ElementsAre("time_in_future at"));
}

TEST_F(CallTest, Clause_11_UnitsDoNotCallForThemselves) {
    EXPECT_THAT(give(RecordAttempt{now_, {}}, k_handler), ElementsAre("wrong_role actor.role"));
    EXPECT_THAT(give(GiveUpCall{}, k_handler),
                ElementsAre("wrong_role actor.role", "too_few_attempts attempts"));
}

TEST_F(CallTest, Clause_11_AnOrderBeingHandledAgainIsDropped) {
    EXPECT_THAT(give(DropCall{{"热线退回重办", {}}}), IsEmpty());
    EXPECT_EQ(call_.state, CallState::dropped);
}

TEST(CallId, Clause_11_DrawingAgainMakesNoSecondCall) {
    EXPECT_EQ(call_id("p-1", 2, OrderId("o-1")), call_id("p-1", 2, OrderId("o-1")));
    EXPECT_NE(call_id("p-1", 2, OrderId("o-1")), call_id("p-1", 3, OrderId("o-1")));
}

TEST(CallScript, Clause_11_TheThreePartsFillEveryAnswerButTheHotlinesOwn) {
    std::vector<std::string> asked;
    std::vector<std::string> clauses;
    for (const ScriptPart& part : call_script()) {
        EXPECT_FALSE(part.say.zh.empty());
        EXPECT_FALSE(part.say.en.empty());
        clauses.push_back(part.clause);
        asked.insert(asked.end(), part.answers.begin(), part.answers.end());
    }
    EXPECT_THAT(clauses, ElementsAre("11", "11.1", "11.2", "11.3"));
    std::vector<std::string> fields;
    std::apply([&](const auto&... specs) { (fields.emplace_back(specs.name), ...); },
               workorder::CitizenAnswers::fields());
    fields.pop_back(); // the grade for all, which only the hotline gives
    EXPECT_EQ(asked, fields);
}

} // namespace
} // namespace chengban::followup
