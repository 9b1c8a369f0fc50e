// Clauses 9 and 9.1 to 9.4: answer, findings, assessment, outcome, site visit.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

// With the unit, contacted and answered, of this kind.
Story& answered(Story& story, OrderKind kind = OrderKind::complaint) {
    return story.registered(registration(kind)).handled().answered();
}

constexpr std::string_view k_reason = "经现场核实并查阅合同，维修责任属于业主共有部分";
constexpr std::string_view k_investigation =
    "10月8日会同物业、维保单位现场调查，调取维保记录与监控，依据本市住宅物业管理规定认定";

TEST(Completion, Clause_9_FirstTheCitizenIsAnswered) {
    Story story;
    story.handled().contacted().give(report()).refused({"answer_first 9"});
    story.give(answer("2026-10-08T10:00")).give(report()).is(State::completed);
    const auto& event = std::get<Completed>(story.events.back().body);
    EXPECT_EQ(event.outcome, Outcome::resolved);
    EXPECT_TRUE(event.approvals.empty());
    EXPECT_EQ(story.order.completed_at, moment("2026-10-08T10:00"));
    for (const auto& [kind, deadline] : story.order.deadlines) {
        EXPECT_TRUE(deadline.end) << token(kind);
    }
}

TEST(Completion, Clause_9_AnAnswerHasContentOrTheReasonWhyThereIsNone) {
    RecordAnswer command = answer("2026-10-08T10:00");
    command.content.reset();
    Story story;
    story.handled().contacted().give(command).refused({"missing_field 9 content"});
    command.answered = false;
    story.give(command).refused({"missing_field 9 why_not"});
    command.why_not = words("市民要求不再联系");
    story.give(command).give(report()).is(State::completed);
    Story times;
    times.handled().give(answer("2026-10-08T08:00")).refused({"times_out_of_order 9 at"});
    times.give(answer("2026-10-08T10:00")).refused({"time_in_future 9 at"});
}

TEST(Completion, Clause_9_AReportComesFromTheUnitAfterAcknowledgement) {
    Story story;
    story.dispatched().by(handler).give(report()).refused({"wrong_state 9 state"});
    story.give(Acknowledge{})
        .answered()
        .by(principal)
        .give(report())
        .refused({"wrong_role 9 actor.role"});
    story.by(of_unit(handler, k_other_district))
        .give(report())
        .refused({"wrong_unit 9 actor.unit"});
}

TEST(Completion, Clause_9_1_EachKindHasItsOwnListOfFindings) {
    using F = FactFinding;
    const struct {
        OrderKind kind;
        std::vector<FactFinding> allowed;
    } rows[] = {
        {OrderKind::complaint, {F::substantiated, F::partly_substantiated, F::unsubstantiated}},
        {OrderKind::report, {F::substantiated, F::partly_substantiated, F::unsubstantiated}},
        {OrderKind::help, {F::substantiated, F::partly_substantiated, F::unsubstantiated}},
        {OrderKind::praise, {F::substantiated, F::partly_substantiated, F::unsubstantiated}},
        {OrderKind::other, {F::substantiated, F::partly_substantiated, F::unsubstantiated}},
        {OrderKind::suggestion,
         {F::adopted, F::partly_adopted, F::kept_for_reference, F::not_adopted}},
        {OrderKind::consultation,
         {F::policy_found, F::no_policy_found, F::explanation_not_accepted}},
    };
    for (const auto& row : rows) {
        for (const EnumRow<F>& finding : EnumTable<F>::rows) {
            Story story;
            answered(story, row.kind)
                .attached(EvidenceKind::photo)
                .attached(EvidenceKind::written_proof);
            story.attached(EvidenceKind::recording);
            SubmitCompletion command = report();
            command.fact_finding = finding.value;
            command.fact_reason = words(k_reason);
            command.investigation = words(k_investigation);
            story.give(command);
            const bool allowed = std::find(row.allowed.begin(), row.allowed.end(), finding.value) !=
                                 row.allowed.end();
            SCOPED_TRACE(std::string(token(row.kind)) + " " + std::string(finding.token));
            if (allowed) {
                story.is(State::completed).flagged({});
            } else {
                story.refused({"fact_list 9.1 fact_finding"});
            }
        }
    }
}

TEST(Completion, Clause_9_1_UnsubstantiatedNeedsGroundsAndEvidence) {
    SubmitCompletion command = report();
    command.fact_finding = FactFinding::unsubstantiated;
    Story story;
    answered(story).give(command).refused({"fact_grounds 9.1 fact_reason",
                                           "fact_evidence 9.1 attachments",
                                           "report_grounds 10.1 investigation"});
    command.fact_reason = words(k_reason);
    command.investigation = words(k_investigation);
    story.give(command).refused({"fact_evidence 9.1 attachments"});
    // What the center attached at intake is no proof of the unit's finding.
    story.attached(EvidenceKind::photo, dispatcher)
        .by(handler)
        .give(command)
        .refused({"fact_evidence 9.1 attachments"});
    story.attached(EvidenceKind::photo);
    // One file under three names is still one piece of evidence.
    story.give(attachment("a-2", EvidenceKind::recording))
        .refused({"already_attached 9 attachment"});
    story.give(command).is(State::completed);
    story.flagged({"fact_evidence_kinds 9.1"});
    EXPECT_TRUE(story.order.flags.front().zh.ends_with("缺书面证明、录音"));
}

TEST(Completion, Clause_9_1_PartlySubstantiatedSaysWhichPart) {
    SubmitCompletion command = report();
    command.fact_finding = FactFinding::partly_substantiated;
    Story story;
    answered(story).give(command).refused({"fact_parts 9.1 fact_reason"});
    command.fact_reason = words("停运属实，三天不属实，实为一天");
    story.give(command).is(State::completed).flagged({});
}

TEST(Completion, Clause_9_1_I_29_PartialNegativeAndForReferenceOptionsNeedAReason) {
    using F = FactFinding;
    const std::pair<OrderKind, F> rows[] = {
        {OrderKind::suggestion, F::partly_adopted},
        {OrderKind::suggestion, F::kept_for_reference},
        {OrderKind::suggestion, F::not_adopted},
        {OrderKind::consultation, F::no_policy_found},
        {OrderKind::consultation, F::explanation_not_accepted},
    };
    for (const auto& [kind, finding] : rows) {
        Story story;
        SubmitCompletion command = report();
        command.fact_finding = finding;
        answered(story, kind).give(command).refused({"fact_reason 9.1 fact_reason"});
        command.fact_reason = words(k_reason);
        story.give(command).is(State::completed);
    }
    for (const auto& [kind, finding] : {std::pair{OrderKind::suggestion, F::adopted},
                                        std::pair{OrderKind::consultation, F::policy_found}}) {
        Story story;
        SubmitCompletion command = report();
        command.fact_finding = finding;
        answered(story, kind).give(command).is(State::completed);
    }
}

TEST(Completion, Clause_9_1_AReasonMayNotMerelyRepeatTheOption) {
    SubmitCompletion command = report();
    command.fact_finding = FactFinding::unsubstantiated;
    command.investigation = words(k_investigation);
    Story story;
    answered(story).attached(EvidenceKind::photo).attached(EvidenceKind::written_proof);
    story.attached(EvidenceKind::recording);
    for (const char* repeated :
         {"不属实", "不属实不属实不属实不属实", "经查不属实。", "「不属实」！！！！！！！"}) {
        command.fact_reason = words(repeated);
        story.give(command).refused({"reason_repeats_option 9.1 fact_reason"});
    }
    for (const char* hollow : {"。。。。。。。。。。。。", "………………………………", "已查。", "无"}) {
        command.fact_reason = words(hollow);
        story.give(command).refused({"fact_grounds 9.1 fact_reason"});
    }
    command.fact_reason = words("经查不属实情况");
    story.give(command).refused({"fact_grounds 9.1 fact_reason"}); // too short
    EXPECT_NE(story.reasons.front().words.zh.find("只有 7 字，至少 10 字"), std::string::npos);
    command.fact_reason = words("经查监控，当日电梯运行正常，不属实");
    story.give(command).is(State::completed);
}

TEST(Completion, Clause_9_2_AllButReasonableNeedDetailedReasonAndGrounds) {
    for (const ClaimAssessment claim :
         {ClaimAssessment::no_policy_basis, ClaimAssessment::excessive, ClaimAssessment::other}) {
        Story story;
        SubmitCompletion command = report();
        command.claim_assessment = claim;
        command.outcome =
            claim == ClaimAssessment::excessive ? Outcome::excessive : Outcome::explained;
        command.outcome_reason = words(k_reason);
        answered(story).give(command).refused(
            {"claim_reason 9.2 claim_reason", "report_grounds 10.1 investigation"});
        command.claim_reason = words(std::string(zh(claim)) + "，" + std::string(zh(claim)));
        command.investigation = words("调查过");
        story.give(command).refused(
            {"reason_repeats_option 9.1 claim_reason", "report_grounds 10.1 investigation"});
        command.claim_reason = words(k_reason);
        command.investigation = words(k_investigation);
        story.give(command).is(State::completed);
    }
}

TEST(Completion, Clause_9_3_AnExcessiveClaimHasTheExcessiveOutcomeWithReasons) {
    SubmitCompletion command = report(Outcome::explained);
    command.claim_assessment = ClaimAssessment::excessive;
    command.claim_reason = words(k_reason);
    command.investigation = words(k_investigation);
    Story story;
    answered(story).give(command).refused({"excessive_outcome 9.3 outcome"});
    command.outcome = Outcome::excessive;
    story.give(command).refused({"outcome_reason 9.3 outcome_reason"});
    command.outcome_reason = words("诉求过高，诉求过高，诉求过高");
    story.give(command).refused({"reason_repeats_option 9.1 outcome_reason"});
    command.outcome_reason = words(k_reason);
    story.give(command).is(State::completed).flagged({});
}

TEST(Completion, Clause_9_3_I_30_TheReverseIsFlagged) {
    SubmitCompletion command = report(Outcome::excessive);
    command.outcome_reason = words(k_reason);
    Story story;
    answered(story).give(command).is(State::completed);
    story.flagged({"excessive_outcome_reverse 9.3"});
}

TEST(Completion, Clause_9_3_I_13_UnresolvedIsFlaggedAndNeedsThePrincipal) {
    Story story;
    answered(story).give(SetPlan{words("分两步解决"), handler.person, calendar::on("2026-12-01")});
    story.give(report(Outcome::unresolved)).is(State::awaiting_approval);
    story.flagged({"outcome_unresolved 9.3"});
    story.by(leader)
        .give(ApproveCompletion{words("同意")})
        .refused({"approval_not_needed 9.3 actor.role"});
    story.by(principal).give(ApproveCompletion{words("同意")}).is(State::completed);
    Story without(rules_with(
        [](rulebook::Rulebook& book) { book.feedback.unresolved_needs_principal = false; }));
    answered(without).give(report(Outcome::unresolved)).is(State::completed);
}

TEST(Completion, Clause_9_3_ForReferenceIsAdvisedAgainst) {
    Story story;
    answered(story).give(report(Outcome::for_reference)).is(State::completed);
    story.flagged({}).advised({"outcome_for_reference"});
}

TEST(Completion, Clause_9_3_WordsThatMeanNotSolvedAreCorrectedOrConfirmed) {
    SubmitCompletion command = report();
    command.reply_summary = words("预计本月底完成，物业将继续跟进。");
    Story story;
    answered(story).give(command).is(State::completed).flagged({"reply_unsolved_words 9.3"});
    // One flag an event, both places in it, and none of the citizen's words.
    ASSERT_EQ(story.order.flags.size(), 1U);
    EXPECT_NE(story.order.flags.front().zh.find("第 1–2 字"), std::string::npos);
    Story confirmed;
    command.reply_summary = words("预计本月底完成。");
    command.lint_exceptions = {{0, 2, words("预计"), words("系引用合同原文")}};
    answered(confirmed).give(command).is(State::completed).flagged({});
    Story blocked(rules_with([](rulebook::Rulebook& book) {
        book.strengths[index_of(Rule::reply_unsolved_words)] = Strength::block;
    }));
    command.lint_exceptions.front().matched = words("预期");
    answered(blocked).give(command).refused({"reply_unsolved_words 9.3 reply_summary[0:2]"});
}

TEST(Completion, Clause_9_4_VisitedNeedsDatePeopleAndEvidence) {
    SubmitCompletion command = report();
    command.site_visit = SiteVisit::visited;
    Story story;
    answered(story).give(command).refused({"site_visit_record 9.4 site_visit_day",
                                           "site_visit_record 9.4 site_visit_people",
                                           "site_visit_record 9.4 attachments"});
    command.site_visit_day = calendar::on("2026-10-09");
    command.site_visit_people = words("李工、王工");
    story.attached(EvidenceKind::photo)
        .give(command)
        .refused({"site_visit_record 9.4 site_visit_day"});
    command.site_visit_day = calendar::on("2026-10-08");
    story.give(command).is(State::completed);
}

TEST(Completion, Clause_9_4_I_31_NotVisitedNeedsAReasonAndTheLeaderInCharge) {
    SubmitCompletion command = report();
    command.site_visit = SiteVisit::not_visited;
    Story story;
    answered(story).give(command).refused({"site_visit_record 9.4 site_visit_reason"});
    command.site_visit_reason = words("小区封闭施工，现场无法进入，已查看监控");
    story.give(command).is(State::awaiting_approval).flagged({"site_not_visited 9.4"});
    story.by(leader).give(ApproveCompletion{words("情况属实，同意")}).is(State::completed);
}

TEST(Completion, Clause_9_I_32_AssessmentAndVisitAreOptionalForSomeKinds) {
    using F = FactFinding;
    const std::pair<OrderKind, F> rows[] = {{OrderKind::consultation, F::policy_found},
                                            {OrderKind::suggestion, F::adopted},
                                            {OrderKind::praise, F::substantiated}};
    for (const auto& [kind, finding] : rows) {
        SubmitCompletion command = report();
        command.fact_finding = finding;
        command.claim_assessment.reset();
        command.site_visit.reset();
        Story story;
        answered(story, kind).give(command).is(State::completed);
    }
    for (const OrderKind kind :
         {OrderKind::complaint, OrderKind::report, OrderKind::help, OrderKind::other}) {
        SubmitCompletion command = report();
        command.claim_assessment.reset();
        command.site_visit.reset();
        Story story;
        answered(story, kind)
            .give(command)
            .refused({"claim_required 9.2 claim_assessment", "site_visit_required 9.4 site_visit"});
    }
}

TEST(Completion, Clause_9_EveryReasonAtOnce) {
    SubmitCompletion command = report(Outcome::explained);
    command.standard.reply_clear = false;
    command.fact_finding = FactFinding::unsubstantiated;
    command.claim_assessment = ClaimAssessment::excessive;
    command.site_visit = SiteVisit::visited;
    command.reply_summary = words("您的诉求过高，张某的身份证号为110101199003077774。");
    Story story;
    story.handled()
        .at("2026-10-12T09:00")
        .by(handler)
        .give(command)
        .refused({"standard_confirmed 5 standard.reply_clear", "answer_first 9",
                  "no_contact_reason 5.1", "fact_grounds 9.1 fact_reason",
                  "fact_evidence 9.1 attachments", "claim_reason 9.2 claim_reason",
                  "excessive_outcome 9.3 outcome", "site_visit_record 9.4 site_visit_day",
                  "site_visit_record 9.4 site_visit_people", "site_visit_record 9.4 attachments",
                  "report_grounds 10.1 investigation", "reply_ground 5.3 reply_summary[2:6]",
                  "reply_personal_data 10.2 reply_summary[15:33]"});
    EXPECT_EQ(story.order.version, 3);
}

} // namespace

} // namespace chengban::workorder
