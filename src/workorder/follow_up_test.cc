// Clause 11: what follow-up calls and surveys may say of an order, and what stays of them.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using enum Satisfaction;

Story& completed(Story& story) {
    return story.handled().contacted().answered().give(report()).is(State::completed);
}

TEST(FollowUp, Clause_11_ACallerAsksTheThreePartsAfterCompletion) {
    Story story;
    completed(story).at("2026-10-12T10:00").by(caller).give(follow_up("2026-10-12T09:58"));
    ASSERT_TRUE(story.order.follow_up);
    EXPECT_TRUE(story.order.follow_up->reached);
    EXPECT_EQ(story.order.follow_up->round, 1);
    EXPECT_EQ(story.order.follow_up->answers.first_contact, true);
    EXPECT_EQ(story.order.follow_up->answers.resolution, Resolution::resolved);
    EXPECT_EQ(story.order.follow_up->answers.result, basically_satisfied);
    EXPECT_EQ(story.events.back().occurred_at, moment("2026-10-12T09:58"));
}

TEST(FollowUp, Clause_11_OnlyOfCompletedOrdersAndOnlyByTheCallers) {
    Story story;
    story.handled()
        .answered()
        .by(caller)
        .give(follow_up("2026-10-08T15:00"))
        .refused({"wrong_state 11 state"});
    story.by(handler).give(report()).at("2026-10-09T10:00");
    for (const Actor& other : {handler, principal, dispatcher, hotline}) {
        story.by(other).give(follow_up("2026-10-09T09:00")).refused({"wrong_role 11 actor.role"});
    }
}

TEST(FollowUp, Clause_11_TheTimeOfTheCallLiesAfterTheCompletionAndNotAhead) {
    Story story;
    completed(story).at("2026-10-09T10:00").by(caller);
    story.give(follow_up("2026-10-08T14:00")).refused({"times_out_of_order 11 at"});
    story.give(follow_up("2026-10-09T10:01")).refused({"time_in_future 11 at"});
}

TEST(FollowUp, Clause_11_WhoWasNotReachedHasSaidNothing) {
    Story story;
    completed(story).at("2026-10-09T10:00").by(caller);
    RecordFollowUp command = follow_up("2026-10-09T09:00");
    command.reached = false;
    story.give(command).refused({"answers_without_call 11 answers"});
    command.answers = {};
    command.reached = true;
    story.give(command).refused({"missing_field 11 answers"});
    command.reached = false;
    story.give(command);
    EXPECT_FALSE(story.order.follow_up->reached);
}

TEST(FollowUp, Clause_11_3_ARemarkOfTheCitizenIsATextAndNeverInTheEvent) {
    Story story;
    completed(story).at("2026-10-09T10:00").by(caller).give(follow_up("2026-10-09T09:00"));
    EXPECT_EQ(encode(story.events.back()).bytes.find("张师傅"), std::string::npos);
}

TEST(Survey, Clause_11_EachEventOfTheHotlineAppliesOnce) {
    Story story;
    completed(story).at("2026-10-20T10:00").by(hotline).give(survey("s-1", "2026-10-19T10:00"));
    story.give(survey("s-1", "2026-10-19T10:00")).refused({"event_applied 2 event_id"});
    EXPECT_EQ(story.order.surveys.size(), 1U);
    EXPECT_TRUE(story.order.survey_dissatisfied());
}

TEST(Survey, Clause_11_ALaterSurveyReplacesWhatItSaysAndKeepsTheRest) {
    Story story;
    completed(story).at("2026-10-20T10:00").by(hotline).give(survey("s-1", "2026-10-19T10:00"));
    RecordSurvey second;
    second.at = moment("2026-10-20T09:00");
    second.event_id = "s-2";
    second.answers.overall = satisfied;
    story.give(second);
    EXPECT_EQ(story.order.survey_answers().overall, satisfied);
    EXPECT_EQ(story.order.survey_answers().resolution, Resolution::explained_not_understood);
    EXPECT_FALSE(story.order.survey_dissatisfied());
}

TEST(Survey, Clause_11_NotBeforeTheOrderWasCompletedOnceButDuringRework) {
    Story story;
    story.handled()
        .answered()
        .by(hotline)
        .give(survey("s-1", "2026-10-08T15:00"))
        .refused({"not_completed_yet 11 state"});
    story.by(handler).give(report()).at("2026-10-09T09:00").by(hotline);
    SendBack back;
    back.reason = words("未说明维修结果，请重新办理");
    story.give(back).give(survey("s-1", "2026-10-09T08:00"));
    EXPECT_TRUE(story.order.survey_dissatisfied());
}

TEST(Survey, Clause_11_DeclinedOrNotReachedHasNoAnswers) {
    Story story;
    completed(story).at("2026-10-20T10:00").by(hotline);
    RecordSurvey command = survey("s-1", "2026-10-19T10:00");
    command.declined = true;
    story.give(command).refused({"answers_without_call 11 answers"});
    command.answers = {};
    story.give(command);
    EXPECT_TRUE(story.order.survey_answers().empty());
}

TEST(Survey, Clause_12_1_DissatisfiedByTheGradeForAllOrWithoutOneByAnyPart) {
    CitizenAnswers answers;
    EXPECT_FALSE(answers.dissatisfied());
    answers.speed = dissatisfied;
    EXPECT_TRUE(answers.dissatisfied());
    answers.overall = so_so;
    EXPECT_FALSE(answers.dissatisfied());
    answers.overall = dissatisfied;
    EXPECT_TRUE(answers.dissatisfied());
}

DisputeSurvey dispute(std::string_view event_id) {
    return {std::string(event_id), words("市民当日表示满意，系误按按键")};
}

DecideSurveyDispute decided(std::string_view event_id, bool upheld) {
    return {std::string(event_id), upheld, words("经复听录音核实")};
}

TEST(SurveyDispute, Clause_11_AnUpheldDisputeTakesTheSurveyOut) {
    Story story;
    completed(story).at("2026-10-20T10:00").by(hotline).give(survey("s-1", "2026-10-19T10:00"));
    story.by(section_head).give(dispute("s-1"));
    EXPECT_TRUE(story.order.survey_dissatisfied()) << "until it is decided it counts";
    story.give(dispute("s-1")).refused({"no_survey 11 event_id", "wrong_stage 11 event_id"});
    story.by(supervisor).give(decided("s-1", true));
    EXPECT_FALSE(story.order.survey_dissatisfied());
    EXPECT_EQ(story.order.survey("s-1")->dispute, Dispute::upheld);
}

TEST(SurveyDispute, Clause_11_ADismissedOneStaysAndIsNotDisputedAgain) {
    Story story;
    completed(story).at("2026-10-20T10:00").by(hotline).give(survey("s-1", "2026-10-19T10:00"));
    story.by(supervisor)
        .give(decided("s-1", false))
        .refused({"no_dispute 11 event_id", "wrong_stage 11 event_id"});
    story.by(handler).give(dispute("s-9")).refused({"unknown_survey 11 event_id"});
    story.give(dispute("s-1")).by(reviewer).give(decided("s-1", false));
    EXPECT_TRUE(story.order.survey_dissatisfied());
    story.by(of_unit(handler, k_other_district))
        .give(dispute("s-1"))
        .refused({"wrong_unit 11 actor.unit"});
    story.by(handler)
        .give(dispute("s-1"))
        .refused({"no_survey 11 event_id", "wrong_stage 11 event_id"});
}

TEST(FollowUp, Clause_11_AnswersBelongToTheRoundTheyAskedAbout) {
    Story story;
    completed(story).at("2026-10-09T09:00").by(hotline).give(survey("s-1", "2026-10-09T08:00"));
    SendBack back;
    back.reason = words("未说明维修结果，请重新办理");
    story.give(back);
    Designate designate;
    designate.unit = k_other_district;
    designate.reason = words("经研究，指定由该区办理");
    story.by(office_clerk).give(designate);
    EXPECT_EQ(story.order.round, 2);
    EXPECT_FALSE(story.order.survey_dissatisfied());
}

} // namespace

} // namespace chengban::workorder
