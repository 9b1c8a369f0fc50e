// Clause 7: return.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

DecideReturn to_unit(const UnitId& unit) {
    DecideReturn command = agreeing<DecideReturn>();
    command.next_unit = unit;
    return command;
}

DecideReturn to_hotline(bool agreed) {
    DecideReturn command = agreeing<DecideReturn>();
    command.to_hotline = true;
    command.hotline_agreed = agreed;
    return command;
}

Register designated_by_hotline() {
    Register command = registration();
    command.designated_by_hotline = true;
    return command;
}

ApplyReturn sealed_request(const AttachmentId& id) {
    ApplyReturn command = return_request();
    command.special_circumstances = words("事发地块已于上月移交市政部门");
    command.sealed_application = id;
    return command;
}

TEST(Return, Clause_7_1_WithinOneWorkingDayOfDispatch) {
    Story story;
    story.handled().contacted().at("2026-10-09T23:59").by(handler).give(return_request());
    story.flagged({}).is(State::handling).give(WithdrawReturn{});
    story.at("2026-10-10T00:00").give(return_request()).refused({"return_window 7.1"});
    EXPECT_EQ(story.listed("apply_return", handler), "return_window");
    // Acknowledged or not, the clock runs from dispatch.
    Story unacknowledged;
    unacknowledged.dispatched().contacted().give(return_request()).is(State::dispatched);
}

TEST(Return, Clause_7_1_TheWindowStaysClosedWhateverIsNoted) {
    Story story;
    story.handled().contacted().at("2026-10-10T00:00").by(machine);
    story.give(NoteDeadlinePassed{return_window, 1}).by(handler).give(return_request());
    story.refused({"return_window 7.1"});
}

TEST(Return, Clause_7_2_OnlyAfterTheCitizenWasContacted) {
    Story story;
    story.handled().give(return_request()).refused({"return_not_contacted 7.2"});
    story.give(contact("2026-10-08T09:05", false))
        .give(return_request())
        .refused({"return_not_contacted 7.2"});
    story.contacted().give(return_request()).flagged({});
}

TEST(Return, Clause_7_2_I_24_ThreeAttemptsAtDifferentHours) {
    Story story;
    story.handled().at("2026-10-08T18:00").by(handler);
    story.give(contact("2026-10-08T09:15", false)).give(contact("2026-10-08T09:30", false));
    story.give(contact("2026-10-08T09:45", false)).give(contact("2026-10-08T11:00", false));
    story.give(return_request()).refused({"return_not_contacted 7.2"});
    EXPECT_NE(story.reasons.front().words.zh.find("尝试 2 次，至少 3 次"), std::string::npos);
    story.give(contact("2026-10-08T15:30", false)).give(return_request());
    story.flagged({"return_without_contact 7.2"});
    Story same_hour(rules_with(
        [](rulebook::Rulebook& book) { book.returns.attempts_different_hours = false; }));
    same_hour.handled().at("2026-10-08T18:00").by(handler);
    same_hour.give(contact("2026-10-08T09:15", false)).give(contact("2026-10-08T09:30", false));
    same_hour.give(contact("2026-10-08T09:45", false)).give(return_request());
    same_hour.flagged({"return_without_contact 7.2"});
}

TEST(Return, Clause_7_2_I_24_WithoutMeansOfContact) {
    Register command = registration();
    command.citizen_phone.reset();
    Story story;
    story.registered(command).handled().give(return_request());
    story.flagged({"return_without_contact 7.2"});
}

TEST(Return, Clause_7_2_EveryPartOfTheApplicationIsStated) {
    const auto command = read_command("apply_return", json::object{{"reason", "路灯"}});
    ASSERT_FALSE(command);
    std::vector<std::string> fields;
    for (const Reason& reason : command.error().reasons) {
        fields.push_back(reason.code + " " + reason.field);
    }
    EXPECT_EQ(fields, (std::vector<std::string>{
                          "missing_field event_time_place", "missing_field people",
                          "missing_field matter", "wrong_length reason", "missing_field next_unit",
                          "missing_field policy_basis", "missing_field verification"}));
    Story story;
    ApplyReturn blank = return_request();
    blank.verification = words("　　");
    story.handled().contacted().give(blank).refused({"empty verification"});
}

TEST(Return, Clause_7_3_I_9_ApprovedItGoesToANewUnitWhoseClocksStartAnew) {
    Register command = registration();
    command.city_due = moment("2026-10-20T18:00");
    Story story;
    story.registered(command).handled().contacted().give(return_request());
    story.at("2026-10-12T09:00").by(reviewer).give(to_unit(k_other_district));
    story.is(State::dispatched).flagged({}).due(completion, "2026-10-20T00:00");
    story.due(first_contact, "2026-10-14T00:00").due(return_window, "2026-10-14T00:00");
    story.due(extension_window, "2026-10-24T00:00").due(city, "2026-10-20T18:00");
    EXPECT_EQ(story.order.unit, k_other_district);
    EXPECT_EQ(story.order.round, 2);
    EXPECT_FALSE(story.order.first_contact_at); // the new unit contacts the citizen itself
    EXPECT_FALSE(story.order.returning.pending());
    EXPECT_FALSE(story.order.designated_by_office);
    story.by(handler).give(contact("2026-10-12T09:00")).refused({"wrong_unit 5.1 actor.unit"});
}

TEST(Return, Clause_7_3_I_25_OrBackToTheQueueOrToTheHotline) {
    Story queue;
    queue.handled().contacted().give(return_request()).by(reviewer);
    queue.give(agreeing<DecideReturn>()).is(State::received).due(dispatch, "2026-10-10T00:00");
    EXPECT_TRUE(queue.order.unit.empty());
    queue.ended(completion, Ending::cancelled).ended(return_window, Ending::cancelled);

    Story out;
    out.handled().contacted().give(return_request()).by(reviewer).give(to_hotline(false));
    out.is(State::consulting).due(consultation, "2026-10-11T00:00");
    ConcludeConsultation kept;
    kept.answer = words("仍由房管系统办理");
    out.by(hotline).give(kept).is(State::received);
}

TEST(Return, Clause_7_3_TheDecisionNamesOneDestinationAndANewUnit) {
    Story story;
    story.handled().contacted().give(return_request()).by(reviewer);
    DecideReturn both = to_unit(k_other_district);
    both.to_hotline = true;
    story.give(both).refused({"two_destinations 7.3 to_hotline"});
    story.give(to_unit(k_district)).refused({"same_unit 7.3 next_unit"});
    story.give(to_unit(k_office)).refused({"unit_cannot_handle 4 next_unit"});
    DecideReturn refusal = declining<DecideReturn>();
    refusal.next_unit = k_other_district;
    story.give(refusal).refused({"refused_with_destination 7.4 next_unit"});
    story.by(office_clerk).give(to_unit(k_other_district)).refused({"wrong_role 7.3 actor.role"});
    story.by(dispatcher).give(to_unit(k_other_district)).refused({"wrong_role 7.3 actor.role"});
    Actor same = reviewer;
    same.person = handler.person;
    story.by(same).give(to_unit(k_other_district)).refused({"same_person 7.3 actor.person"});
}

TEST(Return, Clause_7_4_RefusedTheUnitKeepsItAndItsClocksNeverStopped) {
    Story story;
    story.handled().contacted().give(return_request());
    story.due(completion, "2026-10-15T00:00");
    story.at("2026-10-13T09:00").by(reviewer).give(declining<DecideReturn>());
    story.is(State::handling).due(completion, "2026-10-15T00:00");
    story.due(first_contact, "").ended(first_contact, Ending::met);
    EXPECT_EQ(story.order.unit, k_district);
    EXPECT_EQ(story.order.round, 1);
    story.give(declining<DecideReturn>()).refused({"wrong_stage 7.3 stage"});
}

TEST(Return, Clause_7_5_NeverAReviewOrderASupervisedOneOrPastTheWindow) {
    Story story;
    story.handled(LimitClass::review).by(machine).give(NoteSupervision{true, {}});
    story.at("2026-10-12T09:00").by(handler).give(return_request());
    story.refused({"return_window 7.1", "return_review_order 7.5", "return_supervised 7.5",
                   "return_not_contacted 7.2"});
    EXPECT_EQ(story.listed("apply_return", handler),
              "return_window, return_review_order, return_supervised, return_not_contacted");
    story.by(machine).give(NoteSupervision{false, {}}).by(handler).give(return_request());
    story.refused({"return_window 7.1", "return_review_order 7.5", "return_not_contacted 7.2"});
}

TEST(Return, Clause_7_5_WhatBecameUnreturnableMeanwhileIsNotApproved) {
    Story story;
    story.handled().contacted().give(return_request()).by(machine);
    story.give(NoteSupervision{true, words("十四(1)")}).by(reviewer);
    story.give(to_unit(k_other_district)).refused({"return_supervised 7.5"});
    story.by(dispatcher).give(SetLimitClass{LimitClass::review, words("回访复核单")});
    story.by(reviewer)
        .give(to_unit(k_other_district))
        .refused({"return_supervised 7.5", "return_review_order 7.5"});
    story.give(declining<DecideReturn>()).is(State::handling);
}

TEST(Return, Clause_7_6_I_10_DesignatedByTheHotlineNeedsASealedApplicationAndTheOffice) {
    Story story;
    story.registered(designated_by_hotline()).handled().contacted();
    story.give(return_request())
        .refused({"return_designated 7.6 special_circumstances",
                  "return_designated 7.6 sealed_application"});
    story.give(attachment("a-photo", EvidenceKind::photo));
    story.give(sealed_request(AttachmentId("a-photo")))
        .refused({"return_designated 7.6 sealed_application"});
    story.give(sealed_request(AttachmentId("a-none")))
        .refused({"return_designated 7.6 sealed_application"});
    story.give(attachment("a-seal", EvidenceKind::sealed_document));
    story.give(sealed_request(AttachmentId("a-seal"))).flagged({});
    story.by(reviewer).give(to_unit(k_other_district)).refused({"wrong_role 7.6 actor.role"});
    EXPECT_EQ(story.listed("decide_return", reviewer), "wrong_role");
    EXPECT_EQ(story.listed("decide_return", office_clerk), "");
    story.by(office_clerk).give(to_unit(k_other_district)).is(State::dispatched);
    // 3.1: the unit that the office names is designated by it.
    EXPECT_TRUE(story.order.designated_by_office);
    EXPECT_TRUE(story.order.designated_by_hotline);
}

TEST(Return, Clause_7_6_LeavingTheHousingSystemNeedsTheHotline) {
    Story story;
    story.registered(designated_by_hotline()).handled().contacted();
    story.give(attachment("a-seal", EvidenceKind::sealed_document));
    ApplyReturn request = sealed_request(AttachmentId("a-seal"));
    request.leaves_housing_system = true;
    story.give(request)
        .by(office_clerk)
        .give(agreeing<DecideReturn>())
        .refused({"return_hotline_agreement 7.6 hotline_agreed"});
    story.give(to_hotline(false)).refused({"return_hotline_agreement 7.6 hotline_agreed"});
    story.give(to_hotline(true)).is(State::consulting);
}

TEST(Return, Clause_7_I_43_APendingReturnIsDecidedBeforeCompletion) {
    Story story;
    story.handled()
        .answered()
        .give(return_request())
        .give(report())
        .refused({"return_pending 7.1"});
    EXPECT_EQ(story.listed("submit_completion", handler), "return_pending");
    story.give(return_request()).refused({"wrong_stage 7.1 stage"});
    story.give(WithdrawReturn{}).give(WithdrawReturn{}).refused({"wrong_stage 7.1 stage"});
    story.give(report()).is(State::completed);
}

TEST(Return, Clause_9_I_12_AnOrderSentBackByTheHotlineCannotBeReturned) {
    Story story;
    story.handled().answered().give(report()).by(hotline);
    story.give(SendBack{words("反馈不符合要求"), {}, {}}).by(handler).give(return_request());
    story.refused({"return_rework 9"});
}

TEST(Return, Clause_7_StrengthsAreTheRulebooks) {
    Story story(rules_with([](rulebook::Rulebook& book) {
        book.strengths[index_of(Rule::return_window)] = Strength::flag;
        book.strengths[index_of(Rule::return_not_contacted)] = Strength::advise;
    }));
    story.handled().at("2026-10-12T09:00").by(handler).give(return_request());
    story.flagged({"return_window 7.1"}).advised({"return_not_contacted"});
}

} // namespace

} // namespace chengban::workorder
