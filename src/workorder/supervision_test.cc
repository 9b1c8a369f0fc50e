// Clause 14: supervision; 7.5 and 12.3 where it changes the order's own course.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum SupervisionTrigger;
using enum DeadlineKind;

OpenSupervision opening(SupervisionTrigger trigger, std::int32_t count = 1) {
    OpenSupervision command;
    command.trigger = trigger;
    command.evidence = evidence(count);
    return command;
}
ProposeSupervision proposal(SupervisionTrigger trigger, std::int32_t count = 1) {
    return {trigger, evidence(count)};
}

IssueSupervisionReport issue(std::string_view sealed = "a-sealed") {
    IssueSupervisionReport command;
    command.date = calendar::on("2026-10-14");
    command.sealed_report = AttachmentId(std::string(sealed));
    return command;
}

// Opened by the center at 11:00 of the 8th, signed by the principal.
Story& supervised(Story& story) {
    story.handled()
        .contacted()
        .at("2026-10-08T11:00")
        .by(supervisor)
        .give(opening(should_be_solved));
    return story.by(principal).give(SignSupervision{});
}

Story& report_sealed(Story& story) {
    story.at("2026-10-13T10:00").by(handler).give(supervision_report());
    return story.give(attachment("a-sealed", EvidenceKind::sealed_document));
}
Story& reported(Story& story) {
    return report_sealed(supervised(story));
}

TEST(Supervision, Clause_14_I_34_HotlineAndRepeatsOpenByThemselvesTheOthersPropose) {
    for (const EnumRow<SupervisionTrigger>& row : EnumTable<SupervisionTrigger>::rows) {
        Story story;
        story.registered().by(machine).give(opening(row.value, 5));
        if (row.value == hotline || row.value == repeats) {
            EXPECT_TRUE(story.order.supervised) << row.token;
            continue;
        }
        story.refused({"trigger_only_proposes " + std::string(clause_of(row.value)) + " trigger"});
        story.give(proposal(row.value));
        EXPECT_EQ(story.order.supervision.stage, SupervisionStage::proposed) << row.token;
        EXPECT_FALSE(story.order.supervised);
    }
}

TEST(Supervision, Clause_14_ATriggerCanBeSwitchedOffOrMadeToOpen) {
    Story story(rules_with([](rulebook::Rulebook& book) {
        book.supervision.opens_by_itself = {"14(7)"};
        book.supervision.proposes = {"14(2)"};
    }));
    story.registered().by(machine).give(proposal(reminded));
    story.refused({"trigger_off 14(6) trigger"});
    story.give(opening(repeats, 5)).refused({"trigger_only_proposes 14(2) trigger"});
    story.give(proposal(repeats, 5)).give(opening(should_be_solved));
    EXPECT_TRUE(story.order.supervision.live());
    EXPECT_EQ(story.order.supervision.grounds.size(), 2U) << "trigger and evidence stay";
}

TEST(Supervision, Clause_14_TheSameEvidenceIsNoNews) {
    Story story;
    story.registered().by(machine).give(proposal(complaint_cluster, 5));
    story.give(proposal(complaint_cluster, 5)).refused({"ground_known 14(4) trigger"});
    story.by(supervisor).give(DeclineSupervision{words("已统一处置")});
    story.by(machine).give(proposal(complaint_cluster, 5)).refused({"ground_known 14(4) trigger"});
    story.give(proposal(complaint_cluster, 6));
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::proposed);
}

TEST(Supervision, Clause_14_TheCenterOpensOrDeclinesWithAReason) {
    Story story;
    story.registered().by(supervisor).give(DeclineSupervision{words("未超期")});
    story.refused({"wrong_stage 14 supervision"});
    story.give(OpenSupervision{should_be_solved, {}, {}, {}, {}});
    story.refused({"evidence_missing 14(7) evidence"});
    story.by(reviewer).give(ProposeSupervision{should_be_solved, {}});
    story.refused({"evidence_missing 14(7) evidence"});
    story.give(proposal(should_be_solved)).by(dispatcher).give(DeclineSupervision{words("不必")});
    story.refused({"wrong_role 14 actor.role"});
    story.by(supervisor).give(OpenSupervision{should_be_solved, {}, {}, {}, {}});
    story.due(supervision, "2026-10-15T00:00");
    story.give(opening(reminded)).refused({"wrong_stage 14 supervision"});
}

TEST(Supervision, Clause_14_1_TheHotlinesOwnIsAppliedOnceAndAddsToOneThatRuns) {
    Story story;
    OpenSupervision command = opening(SupervisionTrigger::hotline);
    command.event_id = "DB-1";
    command.due = moment("2026-10-12T00:00");
    story.registered().by(workorder::hotline).give(command).due(supervision, "2026-10-12T00:00");
    story.give(command).refused({"event_applied 2 event_id"});
    command.event_id = "DB-2";
    command.due = moment("2026-10-11T00:00");
    story.give(command).due(supervision, "2026-10-11T00:00");
    command.event_id = "DB-3";
    command.trigger = repeats;
    story.give(command).refused({"not_the_hotlines 14(2) trigger"});
    command.trigger = SupervisionTrigger::hotline;
    command.due = story.now();
    story.give(command).refused({"limit_in_past 14.8 due"});
}

TEST(Supervision, Clause_8_4_I_27_RepeatsOfAFiledMatterOnlyPropose) {
    Story story;
    story.registered().by(machine).give(LinkFiling{OrderId("order-0")});
    story.give(opening(repeats, 5)).refused({"filed_matter 8.4 trigger"});
    story.give(proposal(repeats, 5));
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::proposed);
}

TEST(Supervision, Clause_14_8_I_35_SignedByThePrincipal) {
    Story story;
    story.handled().by(principal).give(SignSupervision{});
    story.refused({"wrong_stage 14.8 supervision"});
    story.by(supervisor).give(opening(should_be_solved)).by(leader).give(SignSupervision{});
    story.refused({"wrong_role 14.8 actor.role"});
    story.by(principal).give(SignSupervision{words("请责任科室速办")}).give(SignSupervision{});
    story.refused({"signed_already 14.8 supervision"});
    Story other(rules_with([](rulebook::Rulebook& book) {
        book.supervision.reported_to = Approval::leader_in_charge;
    }));
    other.handled().by(supervisor).give(opening(should_be_solved));
    other.by(leader).give(SignSupervision{});
    EXPECT_TRUE(other.order.supervision.signed_by_leader);
}

TEST(Supervision, Clause_14_8_NotReportedToTheLeaderIsFlagged) {
    Story story;
    story.handled().by(supervisor).give(opening(should_be_solved));
    story.by(handler).give(supervision_report()).flagged({"supervision_not_signed 14.8"});
}

TEST(Supervision, Clause_14_8_TheLimitIsTheCentersAndMovesOnlyByIt) {
    Story story;
    supervised(story).due(supervision, "2026-10-15T00:00");
    SetSupervisionDue later{moment("2026-10-20T00:00"), words("需专家论证")};
    story.by(handler).give(later).refused({"wrong_role 14.8 actor.role"});
    story.by(supervisor).give(later).due(supervision, "2026-10-20T00:00");
    story.give(SetSupervisionDue{story.now(), words("提前")}).refused({"limit_in_past 14.8 due"});
}

TEST(Supervision, Clause_14_8_TheLimitRunsOnAfterCompletionAndItsPassingIsFlaggedOnce) {
    Story story;
    supervised(story).answered().give(report()).by(principal);
    story.give(ApproveCompletion{words("同意")}).is(State::completed);
    story.due(supervision, "2026-10-15T00:00");
    story.at("2026-10-15T00:00").by(machine).give(NoteDeadlinePassed{supervision, 1});
    story.flagged({"supervision_late 14.8"});
    story.by(handler).give(supervision_report());
    story.give(attachment("a-sealed", EvidenceKind::sealed_document));
    story.by(principal).give(issue()).flagged({}).ended(supervision, Ending::met_late);
}

TEST(Supervision, Clause_14_8_AChangedResultIsToldToTheCitizenAgain) {
    Story story;
    const ChangeResult change{Outcome::resolved, words("物业已更换主板")};
    supervised(story).by(handler).give(change).refused({"wrong_state 14.8 state"});
    story.answered().give(report()).by(principal).give(ApproveCompletion{words("同意")});
    story.at("2026-10-12T09:00").by(handler).give(change).give(supervision_report());
    story.refused({"supervision_reanswer 14.8"});
    story.at("2026-10-12T10:00").give(contact("2026-10-12T08:59")).give(supervision_report());
    story.refused({"supervision_reanswer 14.8"});
    story.give(contact("2026-10-12T09:30", false)).give(supervision_report());
    story.refused({"supervision_reanswer 14.8"});
    story.give(contact("2026-10-12T09:30")).give(supervision_report());
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::reported);
}

TEST(Supervision, Clause_14_9_IssuedDatedAndSealedByTheAdministrativePrincipal) {
    Story story;
    supervised(story).by(principal).give(issue());
    story.refused({"wrong_stage 14.9 supervision", "time_in_future 14.9 date",
                   "supervision_seal 14.9 sealed_report"});
    report_sealed(story).by(handler).give(attachment("a-photo", EvidenceKind::photo));
    story.by(section_head).give(issue()).refused({"wrong_role 14.9 actor.role"});
    story.by(principal).give(issue("a-photo"));
    story.refused({"time_in_future 14.9 date", "supervision_seal 14.9 sealed_report"});
    story.at("2026-10-14T09:00").by(substitute(principal, PersonId("p-deputy"))).give(issue());
    story.refused({"supervision_substitute 14.9 actor.person"});
    Actor both = principal;
    both.person = handler.person;
    story.by(both).give(issue()).refused({"same_person 14.9 actor.person"});
    story.by(administrative_principal).give(issue()).ended(supervision, Ending::met);
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::issued);
}

TEST(Supervision, Clause_14_9_ASubstituteIssuesWhereTheRulebookAllowsIt) {
    Story story(
        rules_with([](rulebook::Rulebook& book) { book.duty.substitute_issues_report = true; }));
    reported(story).at("2026-10-14T09:00").by(substitute(principal, PersonId("p-deputy")));
    story.give(issue()).ended(supervision, Ending::met);
}

TEST(Supervision, Clause_14_9_MajorOnesWithInvestigationReportAndEvidence) {
    Story story;
    story.handled(LimitClass::complex).by(supervisor).give(opening(should_be_solved));
    story.by(principal).give(SignSupervision{}).by(handler).give(supervision_report());
    story.refused(
        {"supervision_major_report 14.9 attachments", "supervision_major_report 14.9 attachments"});
    story.give(attachment("a-report", EvidenceKind::investigation_report));
    story.by(dispatcher).give(attachment("a-theirs", EvidenceKind::photo));
    story.by(handler).give(supervision_report());
    story.refused({"supervision_major_report 14.9 attachments"});
    story.give(attachment("a-photo", EvidenceKind::photo)).give(supervision_report());
}

TEST(Supervision, Clause_14_9_RejectedByTheUnitOrByTheCenter) {
    Story story;
    const RejectSupervisionReport reject{words("事实未查清")};
    reported(story).by(supervisor).give(reject).refused({"wrong_stage 14.9 supervision"});
    story.by(principal).give(reject).by(handler).give(supervision_report());
    story.at("2026-10-14T10:00").by(principal).give(issue()).give(reject);
    story.refused({"wrong_stage 14.9 supervision"});
    story.by(supervisor).give(reject).due(supervision, "2026-10-15T00:00");
    story.by(handler).give(supervision_report()).at("2026-10-19T10:00");
    story.by(principal).give(issue()).flagged({"supervision_late 14.8"});
    story.by(supervisor).give(reject).due(supervision, "2026-10-21T00:00");
}

TEST(Supervision, Clause_14_9_ClosedByTheCenterOnceIssued) {
    Story story;
    const CloseSupervision close{words("已实际解决")};
    reported(story).by(supervisor).give(close).refused({"wrong_stage 14.9 supervision"});
    story.at("2026-10-14T10:00").by(principal).give(issue()).by(supervisor).give(close);
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::closed);
    EXPECT_TRUE(story.order.supervised) << "12.3: the order still needs the principal";
    story.by(machine).give(opening(repeats, 5));
    EXPECT_TRUE(story.order.supervision.live()) << "it may come under supervision again";
}

TEST(Supervision, Clause_7_5_ASupervisedOrderIsNotReturnedUntilItIsCancelled) {
    Story story;
    story.handled().contacted().by(machine).give(opening(repeats, 5));
    story.by(handler).give(return_request()).refused({"return_supervised 7.5"});
    story.by(supervisor).give(CancelSupervision{words("误关联，已解除")});
    story.ended(supervision, Ending::cancelled).by(handler).give(return_request());
}

TEST(Supervision, Clause_12_3_ASupervisedOrderNeedsThePrincipal) {
    Story story;
    supervised(story).answered().give(report()).is(State::awaiting_approval);
    story.by(principal).give(ApproveCompletion{words("同意")}).is(State::completed);
}

TEST(Supervision, Clause_4_1_EndsWithAnOrderThatLeaves) {
    Story story;
    story.registered().by(machine).give(opening(repeats, 5)).by(dispatcher);
    story.give(OpenConsultation{words("不属职责")});
    ConcludeConsultation back;
    back.outcome = ConsultationOutcome::given_back;
    back.answer = words("收回");
    story.give(back).ended(supervision, Ending::cancelled).is(State::withdrawn);
    EXPECT_EQ(story.order.supervision.stage, SupervisionStage::cancelled);
}

TEST(Supervision, Clause_3_1_AnotherUnitInheritsItsLimit) {
    Story story;
    story.registered().by(machine).give(opening(repeats, 5));
    story.due(supervision, "2026-10-15T00:00").dispatched().due(supervision, "2026-10-15T00:00");
    story.by(office_clerk).give(Designate{k_other_district, words("属地")});
    story.due(supervision, "2026-10-15T00:00");
}

} // namespace

} // namespace chengban::workorder
