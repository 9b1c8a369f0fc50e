// Clause 12 and B2, B3: the attention list, reassignment, co-handling, who held the order.
#include "workorder/order_story.h"
#include "workorder/ownership.h"

#include <gmock/gmock.h>

namespace chengban::workorder {

namespace {

using testing::ElementsAre;

RecordCause own_fault() {
    RecordCause command;
    command.explanation = words("维保单位未按期保养，已约谈物业");
    command.rectified_by = calendar::on("2026-10-20");
    return command;
}

TEST(Review, Clause_12_12_1_TheUnitRecordsTheCauseOfWhatIsOnTheAttentionList) {
    Story story;
    story.handled().give(own_fault()).refused({"not_on_attention 12.1"});
    story.by(machine).give(NoteAttention{AttentionReason::repeats});
    story.give(NoteAttention{AttentionReason::repeats}).refused({"ground_known 12.1 reason"});
    story.give(NoteAttention{AttentionReason::dissatisfied}).by(handler);
    RecordCause command = own_fault();
    command.rectified_by.reset();
    story.give(command).refused({"missing_field 12.1 rectified_by"});
    command.rectified_by = calendar::on("2026-10-07");
    story.give(command).refused({"limit_in_past 12.1 rectified_by"});
    command.cause = RepeatCause::objective;
    story.give(command).refused({"missing_field 12.1 grounds"});
    command.grounds = words("维修资金不足，业主大会未表决通过");
    story.give(command);
    EXPECT_EQ(story.order.attention.cause, RepeatCause::objective);
}

TEST(Review, Clause_12_1_CompletionWithoutTheCauseIsFlagged) {
    Story story;
    story.handled().answered().by(machine).give(NoteAttention{AttentionReason::repeats});
    story.by(handler).give(report()).flagged({"repeat_cause 12.1"}).is(State::completed);
}

TEST(Review, Clause_12_2_AReviewOrderTakesUpACompletedOne) {
    Story story;
    const Reassign command{OrderId("order-9"), words("市民反映未实际解决")};
    story.handled().by(supervisor).give(command).refused({"wrong_state 12.2 state"});
    story.answered().give(report()).by(handler).give(command).refused(
        {"wrong_role 12.2 actor.role"});
    story.by(reviewer).give(CheckReview{ReviewVerdict::reassign, words("回访未解决")});
    story.give(Reassign{story.order.id, words("错填")}).refused({"same_order 12.2 review_order"});
    story.give(command).is(State::completed);
    EXPECT_THAT(story.order.review_orders, ElementsAre(OrderId("order-9")));
}

TEST(Review, Clause_12_2_WhatTakesUpAnotherIsAReviewOrderOfThreeWorkingDays) {
    Story story;
    Register command = registration();
    command.reviews = OrderId("order-0");
    story.by(dispatcher).give(command).refused({"not_a_review_order 12.2 limit_class"});
    command.limit_class = LimitClass::review;
    story.registered(command).dispatched(std::nullopt);
    story.due(DeadlineKind::completion, "2026-10-13T00:00");
    EXPECT_TRUE(story.order.is_review());
    story.by(handler).give(Acknowledge{}).contacted().give(return_request());
    story.refused({"return_review_order 7.5"});
}

TEST(Review, Clause_9_I_12_WhatTheHotlineSendsBackDoesNotBecomeAReviewOrder) {
    Story story;
    story.handled().answered().give(report()).by(hotline).give(SendBack{words("答复不全"), {}, {}});
    EXPECT_FALSE(story.order.is_review());
    EXPECT_TRUE(story.order.review_orders.empty());
}

TEST(Review, Clause_12_3_FiveRepeatsNeedThePrincipal) {
    Story story;
    story.handled().answered().by(machine).give(NoteRepeats{5, MatterId("m-1")});
    story.by(handler).give(report()).is(State::awaiting_approval).by(principal);
    story.give(ApproveCompletion{words("同意")}).is(State::completed);
    EXPECT_EQ(story.order.matter, MatterId("m-1"));
    story.by(machine).give(NoteRepeats{1, {}});
    EXPECT_FALSE(story.order.matter) << "B1: a link can be undone";
}

TEST(CoHandling, B3_AssistingUnitsContributeAndTheLeadUnitCompletes) {
    Story story;
    const AddAssistingUnit add{k_department, words("提供房屋产权信息")};
    story.handled().by(dispatcher).give(AddAssistingUnit{k_district, words("协助")});
    story.refused({"same_unit B3 unit"});
    story.give(AddAssistingUnit{k_center, words("协助")}).refused({"unit_cannot_handle 4 unit"});
    story.give(add).by(section_head).give(add).refused({"assists_already B3 unit"});
    const Actor assistant = of_unit(handler, k_department);
    story.by(of_unit(handler, k_other_district)).give(Contribute{words("已核")});
    story.refused({"wrong_unit B3 actor.unit"});
    story.answered().give(report()).flagged({"assisting_outstanding B3"}).is(State::completed);
    story.by(hotline).give(SendBack{words("补充产权信息"), {}, {}});
    story.by(assistant).give(Contribute{words("产权登记为公有住房")}).give(report());
    story.refused({"wrong_unit 9 actor.unit"});
    EXPECT_TRUE(story.order.assisting.at(k_department));
    story.by(dispatcher).give(ReleaseAssistingUnit{k_department, words("已完成")});
    story.give(ReleaseAssistingUnit{k_department, words("已完成")});
    story.refused({"does_not_assist B3 unit"});
}

TEST(CoHandling, B3_MeetingsAndInstructionsStandOnTheRecord) {
    Story story;
    RecordMeeting meeting{moment("2026-10-09T10:00"), {k_district, k_department}, words("分工")};
    story.handled().by(dispatcher).give(meeting).refused({"time_in_future B3 at"});
    meeting.at = moment("2026-10-07T10:00");
    story.give(meeting).refused({"times_out_of_order B3 at"});
    meeting.at = story.now();
    story.give(meeting).by(handler).give(GiveInstruction{words("速办"), {}});
    story.refused({"wrong_role B3 actor.role"});
    story.by(leader).give(GiveInstruction{words("请责任科室三日内办结"), {}});
    story.by(office_clerk).give(GiveInstruction{words("请抓紧"), PersonId("p-bureau-leader")});
}

TEST(Reminders, B3_CountedWithinTheRound) {
    Story story;
    story.registered().by(dispatcher).give(Remind{words("请抓紧"), {}});
    story.refused({"wrong_state B3 state"}).dispatched().by(dispatcher);
    story.give(Remind{words("请抓紧"), {}}).by(hotline);
    story.give(Remind{words("市民催问"), "CB-1"}).give(Remind{words("市民催问"), "CB-1"});
    story.refused({"event_applied 2 event_id"});
    EXPECT_EQ(story.order.reminders.size(), 2U);
    story.by(office_clerk).give(Designate{k_other_district, words("属地")});
    EXPECT_TRUE(story.order.reminders.empty());
}

TEST(Ownership, B2_WhoHeldTheOrderHowLong) {
    Story story;
    Register command = registration();
    command.called_at = moment("2026-10-08T08:00");
    story.registered(command).dispatched().by(handler).give(Acknowledge{}).contacted();
    story.at("2026-10-08T11:00").give(return_request());
    story.at("2026-10-08T12:00").by(reviewer).give(declining<DecideReturn>());
    story.answered().give(report());
    story.at("2026-10-09T09:00").by(hotline).give(SendBack{words("答复不全"), {}, {}});
    const auto held = [](Holder holder, const UnitId& unit, std::string_view from,
                         std::optional<std::string_view> until) {
        return Holding{holder, unit, moment(from),
                       until ? std::optional(moment(*until)) : std::nullopt};
    };
    EXPECT_THAT(
        ownership(story.order.id, story.events),
        ElementsAre(held(Holder::with_hotline, {}, "2026-10-08T08:00", "2026-10-08T08:30"),
                    held(Holder::with_center, {}, "2026-10-08T08:30", "2026-10-08T09:00"),
                    held(Holder::with_unit, k_district, "2026-10-08T09:00", "2026-10-08T11:00"),
                    held(Holder::disputed, k_district, "2026-10-08T11:00", "2026-10-08T12:00"),
                    held(Holder::with_unit, k_district, "2026-10-08T12:00", "2026-10-08T15:00"),
                    held(Holder::with_unit, k_district, "2026-10-09T09:00", std::nullopt)));
}

TEST(KeyOrders, Clause_13_AStateCouncilOrderIsOneByItsSource) {
    Story story;
    Register command = registration();
    command.source = Source::state_council;
    story.registered(command).dispatched().by(handler).give(Acknowledge{}).answered();
    story.give(report()).refused({"profile_attachment 13 attachments"});
    story.attached(EvidenceKind::sealed_document).give(report()).is(State::awaiting_approval);
    story.by(principal).give(ApproveCompletion{words("同意")}).is(State::completed);
}

} // namespace

} // namespace chengban::workorder
