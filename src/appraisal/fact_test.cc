// What appraisal takes from an order's life (17, B5), told as stories of orders.
#include "appraisal/fact.h"

#include "workorder/order_story.h"

#include <gmock/gmock.h>

namespace chengban::appraisal {
namespace {

using namespace workorder;

std::vector<Fact> facts(const Story& story) {
    return facts_of(story.order.id, story.events);
}

// The facts as the desk keeps them, event by event, must be those made again from all events.
Fact only(const Story& story) {
    const std::vector<Fact> list = facts(story);
    EXPECT_EQ(list.size(), 1U);
    EXPECT_EQ(fact_of(story.order), list.back());
    return list.back();
}

Story& completed(Story& story) {
    return story.handled().contacted().answered().give(report());
}

TEST(Fact, B5_BeforeDispatchThereIsNothingToAppraise) {
    Story story;
    story.registered();
    EXPECT_TRUE(facts(story).empty());
}

TEST(Fact, B5_ACompletedRoundWithItsDaysAndOutcome) {
    Story story;
    completed(story);
    const Fact fact = only(story);
    EXPECT_EQ(fact.unit, k_district);
    EXPECT_EQ(fact.handler, handler.person);
    EXPECT_EQ(fact.end, RoundEnd::completed);
    EXPECT_EQ(fact.received_at, moment("2026-10-08T09:00"));
    EXPECT_EQ(fact.completed_at, story.order.completed_at);
    EXPECT_EQ(fact.outcome, Outcome::resolved);
    EXPECT_EQ(fact.due, moment("2026-10-15T00:00"));
    EXPECT_EQ(fact.punctuality, Punctuality::kept);
    EXPECT_EQ(fact.contact, ContactRecord::made);
}

TEST(Fact, B5_LateAndOpenAreDifferent) {
    Story story;
    story.handled().contacted().answered();
    EXPECT_EQ(only(story).punctuality, Punctuality::pending);
    story.at("2026-10-15T00:00").give(report()).flagged({"completion_late 5.2"});
    EXPECT_EQ(only(story).punctuality, Punctuality::missed);
}

TEST(Fact, Clause_6_2_TheExtendedLimitIsTheOneThatCounts) {
    Story story;
    story.handled().contacted().extended(15);
    const Fact fact = only(story);
    EXPECT_TRUE(fact.extended);
    EXPECT_EQ(fact.due, story.order.live(DeadlineKind::completion)->due);
    EXPECT_LT(moment("2026-10-15T00:00"), *fact.due);
}

TEST(Fact, Clause_5_1_WaivedWhenCompletedAndAnsweredWithinIt) {
    Story story;
    story.handled().at("2026-10-08T15:00").by(handler).give(answer("2026-10-08T15:00"));
    story.give(report());
    EXPECT_EQ(only(story).contact, ContactRecord::waived);
}

TEST(Fact, Clause_5_1_NotMadeWhenItCameTooLateOrNever) {
    Story late;
    late.handled().at("2026-10-10T00:00").by(handler).give(contact("2026-10-10T00:00"));
    EXPECT_EQ(only(late).contact, ContactRecord::not_made);
    Story never;
    never.handled().at("2026-10-10T00:00").by(handler);
    never.give(ExplainNoContact{words("市民出国在外，电话始终无法接通")});
    never.give(answer("2026-10-10T00:00")).give(report());
    EXPECT_EQ(only(never).contact, ContactRecord::not_made);
}

TEST(Fact, B5_UrgentIsOnTimeByItsTwoHourReport) {
    Story story;
    story.handled(LimitClass::urgent).contacted();
    EXPECT_EQ(only(story).due, moment("2026-10-08T11:00"));
    EXPECT_EQ(only(story).punctuality, Punctuality::pending);
    story.at("2026-10-08T10:59").by(handler).give(ReportOutcome{words("已到场处置，电梯恢复运行")});
    EXPECT_EQ(only(story).punctuality, Punctuality::kept);
    story.answered().at("2026-12-01T10:00").give(report());
    EXPECT_EQ(only(story).punctuality, Punctuality::kept) << "its formal completion is late";
}

TEST(Fact, B5_SemiUrgentNeedsItsStepAndItsCompletion) {
    Story late_step;
    late_step.handled(LimitClass::semi_urgent).contacted().answered();
    late_step.at("2026-10-10T00:00").give(report());
    EXPECT_EQ(only(late_step).punctuality, Punctuality::missed);
    Story both;
    both.handled(LimitClass::semi_urgent).contacted().answered().give(report());
    EXPECT_EQ(only(both).punctuality, Punctuality::kept);
}

TEST(Fact, Clause_7_3_AReturnedRoundEndsAndTheNextUnitHasItsOwn) {
    Story story;
    story.handled().contacted().by(handler).give(return_request());
    DecideReturn decision = agreeing<DecideReturn>();
    decision.next_unit = k_other_district;
    story.by(reviewer).give(decision);
    const std::vector<Fact> list = facts(story);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].end, RoundEnd::returned);
    EXPECT_EQ(list[0].unit, k_district);
    EXPECT_EQ(list[0].round, 1);
    EXPECT_EQ(list[1].end, RoundEnd::open);
    EXPECT_EQ(list[1].unit, k_other_district);
    EXPECT_EQ(list[1].round, 2);
    EXPECT_FALSE(list[1].handler);
}

TEST(Fact, Clause_4_ARecalledRoundIsClosedAndNothingIsInHand) {
    Story story;
    story.dispatched().by(dispatcher).give(Recall{words("派错单位，予以撤回")});
    const std::vector<Fact> list = facts(story);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].end, RoundEnd::recalled);
    EXPECT_FALSE(fact_of(story.order));
}

TEST(Fact, Clause_3_1_ADesignationElsewherePassesTheRoundOn) {
    Story story;
    story.handled();
    Designate designate;
    designate.unit = k_other_district;
    designate.reason = words("经研究，指定由该区办理");
    story.by(office_clerk).give(designate);
    const std::vector<Fact> list = facts(story);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].end, RoundEnd::passed_on);
    EXPECT_EQ(list[1].unit, k_other_district);
}

TEST(Fact, Clause_9_AnOrderSentBackIsOpenAgainAndSaysSo) {
    Story story;
    completed(story).at("2026-10-09T09:00").by(hotline);
    SendBack back;
    back.reason = words("未说明维修结果，请重新办理");
    story.give(back);
    const Fact fact = only(story);
    EXPECT_EQ(fact.end, RoundEnd::open);
    EXPECT_FALSE(fact.completed_at);
    EXPECT_FALSE(fact.outcome);
    EXPECT_TRUE(fact.reworked);
}

TEST(Fact, Clause_11_AnswersOfCallAndSurvey) {
    Story story;
    completed(story).at("2026-10-12T10:00").by(caller).give(follow_up("2026-10-12T09:58"));
    story.by(hotline).give(survey("s-1", "2026-10-12T09:00"));
    const Fact fact = only(story);
    EXPECT_EQ(fact.follow_up_reached, true);
    EXPECT_EQ(fact.follow_up.resolution, Resolution::resolved);
    EXPECT_EQ(fact.survey.overall, Satisfaction::dissatisfied);
}

TEST(Fact, Clause_8_4_ALaterOrderOnAFiledMatterIsMarked) {
    Story story;
    completed(story).by(machine).give(LinkFiling{OrderId("order-0")});
    EXPECT_TRUE(only(story).filed);
}

TEST(Fact, EveryFieldSurvivesWritingAndReading) {
    Story story;
    completed(story).at("2026-10-12T10:00").by(caller).give(follow_up("2026-10-12T09:58"));
    const Fact fact = only(story);
    EXPECT_EQ(read_stored<Fact>(write_record(fact)), fact);
}

} // namespace
} // namespace chengban::appraisal
