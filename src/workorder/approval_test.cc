// Clauses 9 (sending back), 10.1, 10.2, 12.3 and 13: who signs a completion, and what becomes of
// it.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

const ApproveCompletion k_approve{words("情况属实，同意办结")};
const RejectCompletion k_reject{words("处理经过不清，请补充")};

Register major() {
    Register command = registration();
    command.major_or_complicated = true;
    return command;
}

Register tagged(std::vector<std::string> tags) {
    Register command = registration();
    command.tags = std::move(tags);
    return command;
}

TEST(Approval, Clause_10_1_AMajorMatterNeedsReportEvidenceAndTheLeaderInCharge) {
    Story story;
    story.registered(major()).handled().answered().give(report()).refused(
        {"major_report 10.1 attachments", "major_report 10.1 attachments"});
    story.attached(EvidenceKind::investigation_report)
        .give(report())
        .refused({"major_report 10.1 attachments"});
    story.attached(EvidenceKind::photo).give(report()).is(State::awaiting_approval);
    story.by(principal).give(k_approve).refused({"approval_not_needed 10.1 actor.role"});
    story.by(of_unit(leader, k_other_district))
        .give(k_approve)
        .refused({"wrong_unit 10.1 actor.unit"});
    story.by(leader).give(k_approve).is(State::completed);
    EXPECT_EQ(std::get<Completed>(story.events.back().body).approvals,
              std::vector{Approval::leader_in_charge});
}

TEST(Approval, Clause_10_1_MajorIsPresetFromTheComplexClassUntilSomebodySetsIt) {
    Story story;
    story.handled(LimitClass::complex);
    EXPECT_TRUE(story.order.facts.major_or_complicated);
    Classify unset;
    unset.major_or_complicated = false;
    story.by(handler).give(unset).refused({"center_classifies 4"});
    story.by(dispatcher).give(unset);
    EXPECT_FALSE(story.order.facts.major_or_complicated);
    story.give(SetLimitClass{LimitClass::general, words("调整")});
    story.give(SetLimitClass{LimitClass::complex, words("调整")});
    EXPECT_FALSE(story.order.facts.major_or_complicated) << "decided, no longer preset";

    Story preset;
    preset.handled();
    EXPECT_FALSE(preset.order.facts.major_or_complicated);
    preset.by(dispatcher).give(SetLimitClass{LimitClass::complex, words("情况复杂")});
    EXPECT_TRUE(preset.order.facts.major_or_complicated);
    Register command = registration();
    command.limit_class = LimitClass::complex;
    Story registered;
    registered.registered(command);
    EXPECT_TRUE(registered.order.facts.major_or_complicated);
}

TEST(Approval, Clause_10_1_AUnitMayMarkAnOrderAsMajorAndNothingElse) {
    Classify mark;
    mark.major_or_complicated = true;
    Story story;
    story.handled().give(mark);
    EXPECT_TRUE(story.order.facts.major_or_complicated);
    mark.kind = OrderKind::help;
    story.give(mark).refused({"center_classifies 4"});
    story.by(of_unit(handler, k_other_district)).give(mark).refused({"wrong_unit 10.1 actor.unit"});
}

TEST(Approval, Clause_10_1_WhatIsSignedForStaysWhatItIs) {
    Story story;
    story.handled().answered().by(machine).give(NoteRepeats{5}).by(handler).give(report());
    story.is(State::awaiting_approval);
    Classify command;
    command.kind = OrderKind::suggestion;
    story.by(dispatcher).give(command).refused({"report_submitted 9.1 kind"});
    command = {};
    command.major_or_complicated = true;
    story.give(command).refused({"report_submitted 10.1 major_or_complicated"});
    command = {};
    command.category = "parking";
    story.give(command);
}

TEST(Approval, Clause_10_1_WhoSubmittedCannotApprove) {
    Actor same = leader;
    same.person = handler.person;
    Story story;
    story.registered(major()).handled().answered().attached(EvidenceKind::photo);
    story.attached(EvidenceKind::investigation_report).give(report());
    story.by(same).give(k_approve).refused({"same_person 10.1 actor.person"});
    story.give(k_reject).refused({"same_person 10.1 actor.person"});
    story.by(principal).give(k_reject).refused({"approval_not_needed 10.1 actor.role"});
}

TEST(Approval, Clause_10_1_ARejectedReportGoesBackToTheHandler) {
    Story story;
    story.registered(major()).handled().answered().attached(EvidenceKind::photo);
    story.attached(EvidenceKind::investigation_report).give(report());
    story.by(leader).give(k_reject).is(State::handling).due(completion, "2026-10-15T00:00");
    EXPECT_FALSE(story.order.completion.report);
    story.give(k_approve).refused({"wrong_state 10.1 state"});
    story.by(handler).give(report()).give(WithdrawCompletion{}).is(State::handling);
    story.give(report()).by(leader).give(k_approve).is(State::completed);
}

TEST(Approval, Clause_10_2_TheReplySummaryHoldsNothingPersonal) {
    SubmitCompletion command = report();
    command.reply_summary = words("李女士（13912345678）的电梯已修复，咨询电话021-12345678。");
    Story story;
    story.handled().answered().give(command).refused(
        {"reply_personal_data 10.2 reply_summary[4:15]"});
    EXPECT_NE(story.reasons.front().words.zh.find("13912345678"), std::string::npos);
    command.reply_summary = words("电梯已修复，咨询电话021-12345678。");
    story.give(command).is(State::completed).flagged({"reply_contact_number 10.2"});
}

TEST(Approval, Clause_10_2_AFlagKeepsNoneOfTheCitizensWords) {
    Story story(rules_with([](rulebook::Rulebook& book) {
        book.strengths[index_of(Rule::reply_personal_data)] = Strength::flag;
    }));
    SubmitCompletion command = report();
    command.reply_summary = words("李女士（13912345678）的电梯已修复。");
    story.handled().answered().give(command).flagged({"reply_personal_data 10.2"});
    for (const Event& event : story.events) {
        EXPECT_EQ(encode(event).bytes.find("13912345678"), std::string::npos) << event.type();
    }
}

TEST(Approval, Clause_10_2_ManyMatchesMakeOneFlagThatCanBeReadBack) {
    SubmitCompletion command = report();
    std::string text;
    for (int i = 0; i < 1'000; ++i) {
        text += "预计解决。";
    }
    command.reply_summary = words(text);
    Story story;
    story.handled().answered().give(command).is(State::completed);
    story.flagged({"reply_unsolved_words 9.3"});
    EXPECT_LE(code_points(story.order.flags.front().zh), 1'000U);
}

TEST(Approval, Clause_12_3_I_33_FiveRepeatsOrSupervisionNeedThePrincipal) {
    Story four;
    four.handled().answered().by(machine).give(NoteRepeats{4}).by(handler).give(report());
    four.is(State::completed);
    Story five;
    five.handled().answered().by(machine).give(NoteRepeats{5}).by(handler).give(report());
    five.is(State::awaiting_approval).by(principal).give(k_approve).is(State::completed);
    Story supervised;
    supervised.handled().answered().by(machine).give(NoteSupervision{true, words("十四(1)")});
    supervised.by(handler).give(report()).is(State::awaiting_approval);
    supervised.by(leader).give(k_approve).refused({"approval_not_needed 12.3 actor.role"});
    supervised.by(principal).give(k_approve).is(State::completed);
}

TEST(Approval, Clause_12_3_SupervisedAfterSubmissionThePrincipalSignsToo) {
    Story story;
    story.registered(major()).handled().answered().attached(EvidenceKind::photo);
    story.attached(EvidenceKind::investigation_report).give(report());
    story.by(machine).give(NoteSupervision{true, {}});
    story.by(principal).give(k_approve).refused({"not_your_turn 10.1 actor.role"});
    story.by(leader).give(k_approve).is(State::awaiting_approval);
    story.give(k_approve).refused({"approval_not_needed 12.3 actor.role"});
    story.by(principal).give(k_approve).is(State::completed);
    EXPECT_EQ(std::get<Completed>(story.events.back().body).approvals,
              (std::vector{Approval::leader_in_charge, Approval::principal}));
}

TEST(Approval, Clause_12_3_WhenSupervisionEndsNothingIsStuck) {
    Story story;
    story.handled().answered().by(machine).give(NoteSupervision{true, {}}).by(handler);
    story.give(report()).is(State::awaiting_approval);
    story.by(machine).give(NoteSupervision{false, {}});
    EXPECT_EQ(story.listed("approve_completion", principal), "");
    story.by(principal).give(k_approve).is(State::completed);
}

TEST(Approval, Clause_13_I_45_AStateCouncilOrderNeedsASealedDocumentAndThePrincipal) {
    Story story;
    story.registered(tagged({"state_council"}))
        .handled()
        .answered()
        .give(report())
        .refused({"profile_attachment 13 attachments"});
    story.attached(EvidenceKind::sealed_document, dispatcher)
        .by(handler)
        .give(report())
        .refused({"profile_attachment 13 attachments"});
    story.attached(EvidenceKind::sealed_document).give(report()).is(State::awaiting_approval);
    story.by(principal).give(k_approve).is(State::completed);
    EXPECT_EQ(story.order.profiles, std::vector<std::string>{"state_council"});
}

TEST(Approval, Clause_13_WhereSeveralMatchTheStrictestOfEachSetting) {
    Story story;
    story.registered(tagged({"campaign", "special_demand", "special_period", "state_council"}));
    story.handled().due(completion, "2026-10-13T00:00"); // special period: 3 working days
    story.due(profile_report, "2026-10-10T00:00");       // special period: every working day
    EXPECT_EQ(story.order.live(completion)->clause, "13");
    story.answered().attached(EvidenceKind::sealed_document).give(report());
    story.is(State::awaiting_approval)
        .by(principal)
        .give(k_approve)
        .refused({"not_your_turn 13 actor.role"});
    story.by(leader).give(k_approve).by(principal).give(k_approve).is(State::completed);
    story.ended(profile_report, Ending::closed);
}

TEST(Approval, Clause_13_AReportIsDueAgainAfterEachReport) {
    Story story;
    story.registered(tagged({"campaign"})).handled().due(profile_report, "2026-10-13T00:00");
    story.at("2026-10-12T10:00").by(handler).give(ReportInterim{words("已完成初步排查")});
    story.due(profile_report, "2026-10-16T00:00");
    EXPECT_EQ(story.order.live(profile_report)->generation, 2);
    Story none;
    none.handled().give(ReportInterim{words("已完成初步排查")}).due(profile_report, "");
}

TEST(Approval, Clause_13_AProfileIsChosenByTagAndDate) {
    const auto rules = rules_with([](rulebook::Rulebook& book) {
        rulebook::Profile expo;
        expo.token = "expo";
        expo.clause = "13";
        expo.words = {"进博会期间", "expo"};
        expo.from = calendar::on("2026-10-09");
        expo.to = calendar::on("2026-10-10");
        expo.completion[LimitClass::general] = WorkingDays{2};
        book.profiles.push_back(expo); // without tags: every order of these days
    });
    const auto profiles_on = [&](const char* time) {
        Story story(rules);
        story.registered().at(time).by(dispatcher);
        story.give(Dispatch{k_district, LimitClass::general, {}});
        return story.order.profiles;
    };
    EXPECT_TRUE(profiles_on("2026-10-08T23:59").empty());
    EXPECT_EQ(profiles_on("2026-10-09T00:00"), std::vector<std::string>{"expo"});
    EXPECT_EQ(profiles_on("2026-10-10T23:59"), std::vector<std::string>{"expo"});
    EXPECT_TRUE(profiles_on("2026-10-11T00:00").empty());
}

TEST(Approval, Clause_13_ANewClassKeepsTheProfilesLimit) {
    Story story;
    story.registered(tagged({"special_period"})).handled(LimitClass::complex);
    story.due(completion, "2026-10-22T00:00"); // 10 instead of 13 working days
    story.by(dispatcher).give(SetLimitClass{LimitClass::general, words("调整")});
    story.due(completion, "2026-10-13T00:00"); // 3 instead of 5
}

TEST(Rework, Clause_9_I_12_SentBackItKeepsItsHistoryAndItsLimit) {
    Story story;
    story.handled().answered().give(report()).is(State::completed);
    story.at("2026-10-09T09:00").by(hotline).give(SendBack{words("未说明依据"), {}, "E-1"});
    story.is(State::handling).due(completion, "2026-10-15T00:00");
    EXPECT_EQ(story.order.unit, k_district);
    EXPECT_EQ(story.order.round, 1);
    EXPECT_TRUE(story.order.rework);
    EXPECT_FALSE(story.order.is_review());
    EXPECT_FALSE(story.order.completed_at);
    EXPECT_EQ(story.order.live(completion)->generation, 2);
    EXPECT_EQ(story.order.live(completion)->start, moment("2026-10-08T09:00"));
    // The citizen is answered again, after it came back.
    story.by(handler).give(report()).refused({"answer_first 9"});
    story.give(answer("2026-10-08T16:00")).refused({"times_out_of_order 9 at"});
    story.at("2026-10-09T10:00").give(answer("2026-10-09T10:00")).give(report());
    story.is(State::completed).ended(completion, Ending::met);
}

TEST(Rework, Clause_9_I_12_OrTheLimitTheHotlineSetsOrOneWorkingDay) {
    Story set;
    set.handled().answered().give(report()).at("2026-10-09T09:00").by(hotline);
    set.give(SendBack{words("未说明依据"), moment("2026-10-12T12:00"), {}});
    set.due(completion, "2026-10-12T12:00");
    EXPECT_EQ(set.order.live(completion)->clause, "9");
    EXPECT_FALSE(set.order.live(completion)->working_days);

    Story past;
    past.handled().answered().give(report()).at("2026-10-15T00:00").by(hotline);
    past.give(SendBack{words("未说明依据"), {}, {}}).due(completion, "2026-10-17T00:00");

    Story set_past;
    set_past.handled().answered().give(report()).at("2026-10-09T09:00").by(hotline);
    set_past.give(SendBack{words("未说明依据"), moment("2026-10-09T08:00"), {}});
    set_past.due(completion, "2026-10-11T00:00");
}

TEST(Rework, Clause_9_B4_TheCityLimitRunsAgain) {
    Register command = registration();
    command.city_due = moment("2026-10-12T18:00");
    Story story;
    story.registered(command).handled().answered().give(report()).ended(city, Ending::met);
    story.at("2026-10-09T09:00").by(hotline).give(SendBack{words("未说明依据"), {}, {}});
    story.due(city, "2026-10-12T18:00").at("2026-10-09T10:00").by(handler);
    story.give(answer("2026-10-09T10:00")).give(report()).by(hotline);
    story.give(SendBack{words("仍不符合"), moment("2026-10-14T18:00"), {}});
    story.due(city, "2026-10-14T18:00").due(completion, "2026-10-14T18:00");
}

TEST(Rework, Clause_9_ANewDispatchIsNoReworkAnyMore) {
    Story story;
    story.handled().answered().give(report()).by(hotline);
    story.give(SendBack{words("未说明依据"), {}, {}}).by(office_clerk);
    story.give(Designate{k_other_district, words("指定他区办理")});
    EXPECT_FALSE(story.order.rework);
    EXPECT_FALSE(story.order.sent_back_at);
    const Actor other = of_unit(handler, k_other_district);
    story.at("2026-10-08T16:00").by(other).give(contact("2026-10-08T16:00"));
    story.give(return_request()).flagged({"return_by_designated_unit 3.1"});
}

TEST(Rework, Clause_13_AKeyOrderReportsAgain) {
    Story story;
    story.registered(tagged({"campaign"})).handled().answered().give(report());
    story.by(leader).give(k_approve).is(State::completed).due(profile_report, "");
    story.at("2026-10-09T09:00").by(hotline).give(SendBack{words("未说明依据"), {}, {}});
    story.due(profile_report, "2026-10-14T00:00");
}

TEST(Rework, Clause_9_ANewClassLeavesTheHotlinesLimit) {
    Story story;
    story.handled().answered().give(report()).by(hotline);
    story.give(SendBack{words("未说明依据"), moment("2026-10-12T12:00"), {}}).by(dispatcher);
    story.give(SetLimitClass{LimitClass::urgent, words("紧急")});
    story.due(completion, "2026-10-12T12:00").due(outcome_report, "");
}

TEST(Rework, Clause_9_OnlyTheHotlineSendsBackAndOnlyWhatIsCompleted) {
    const SendBack back{words("未说明依据"), {}, {}};
    Story story;
    story.handled().by(hotline).give(back).refused({"wrong_state 9 state"});
    story.answered().give(report()).give(back).refused({"wrong_role 9 actor.role"});
    story.by(dispatcher).give(back).is(State::handling); // typed in by the center for the hotline
    Story withdrawn;
    withdrawn.registered().give(OpenConsultation{words("不属职责")});
    ConcludeConsultation gone;
    gone.outcome = ConsultationOutcome::given_back;
    gone.answer = words("同意");
    withdrawn.give(gone).by(hotline).give(back).refused({"wrong_state 9 state"});
}

} // namespace

} // namespace chengban::workorder
