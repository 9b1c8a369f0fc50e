// Clauses 5, 5.1, 5.2 and 5.3: acknowledgement, first contact, limits and reports.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

Story& completed(Story& story, std::string_view at) {
    story.at(at).by(handler).give(answer(at)).give(report());
    return story;
}

TEST(Handling, Clause_5_I_20_AcknowledgementIsRecordedAndMovesNoClock) {
    Story story;
    story.dispatched().at("2026-10-09T17:00").by(handler).give(Acknowledge{}).is(State::handling);
    story.flagged({}).ended(acknowledge, Ending::met).due(completion, "2026-10-15T00:00");
    EXPECT_EQ(story.order.handler, handler.person);
    EXPECT_EQ(story.order.acknowledged_at, moment("2026-10-09T17:00"));
    EXPECT_EQ(story.order.dispatched_at, moment("2026-10-08T09:00"));
    Story late;
    late.dispatched().at("2026-10-10T00:00").by(section_head);
    late.give(Acknowledge{PersonId("p-second")}).flagged({"acknowledge_late 5"});
    late.ended(acknowledge, Ending::met_late).due(completion, "2026-10-15T00:00");
    EXPECT_EQ(late.order.handler, PersonId("p-second"));
}

TEST(Handling, Clause_5_OnlyTheUnitThatHasTheOrderActsOnIt) {
    Story story;
    story.dispatched()
        .by(of_unit(handler, k_other_district))
        .give(Acknowledge{})
        .refused({"wrong_unit 5 actor.unit"});
    story.by(leader).give(Acknowledge{}).refused({"wrong_role 5 actor.role"});
    story.by(handler).give(Acknowledge{}).give(Acknowledge{}).refused({"wrong_state 5 state"});
    story.by(of_unit(handler, k_other_district))
        .give(contact("2026-10-08T09:00"))
        .refused({"wrong_unit 5.1 actor.unit"});
}

TEST(Handling, Clause_5_TheSectionHeadAssignsTheHandler) {
    Story story;
    story.handled()
        .by(handler)
        .give(AssignHandler{PersonId("p-x")})
        .refused({"wrong_role 5 actor.role"});
    story.by(section_head).give(AssignHandler{PersonId("p-x")});
    EXPECT_EQ(story.order.handler, PersonId("p-x"));
    EXPECT_TRUE(story.order.chain.contains(PersonId("p-x")));
}

TEST(Handling, Clause_5_TheSixPointsAreConfirmedOneByOne) {
    Story story;
    story.handled().answered();
    SubmitCompletion command = report();
    command.standard = {};
    story.give(command).refused(
        {"standard_confirmed 5 standard.facts_objective", "standard_confirmed 5 standard.law_right",
         "standard_confirmed 5 standard.handled_timely",
         "standard_confirmed 5 standard.decision_fair", "standard_confirmed 5 standard.reply_clear",
         "standard_confirmed 5 standard.no_bad_effects"});
    command.standard = all_six();
    command.standard.decision_fair = false;
    story.give(command).refused({"standard_confirmed 5 standard.decision_fair"});
}

TEST(Handling, Clause_5_1_I_1_FirstContactIsDueAtTheEndOfTheNextDayOrTheNextWorkingDay) {
    const struct {
        const char* dispatched;
        const char* due;
    } rows[] = {
        {"2026-10-08T09:00", "2026-10-10T00:00"}, // Thursday → Friday
        {"2026-10-09T23:59", "2026-10-11T00:00"}, // Friday → Saturday, worked
        {"2026-10-10T09:00", "2026-10-13T00:00"}, // Saturday, worked → Monday
        {"2026-10-17T09:00", "2026-10-20T00:00"}, // Saturday: Sunday is off → Monday
        {"2026-09-30T09:00", "2026-10-09T00:00"}, // before National Day
    };
    for (const auto& row : rows) {
        WorkOrder order;
        order.state = State::received;
        const Context context{shipped_book(), calendar::china(), shipped_rules().lint,
                              moment(row.dispatched), unit_facts(k_district)};
        const auto decision =
            decide(order, Dispatch{k_district, LimitClass::general, {}}, dispatcher, context);
        ASSERT_TRUE(decision);
        evolve(order, decision->events.front());
        EXPECT_EQ(to_string(order.live(first_contact)->due), to_string(moment(row.due)))
            << row.dispatched;
        const auto& fact = *order.live(first_contact);
        EXPECT_EQ(fact.clause, "5.1");
        EXPECT_EQ(fact.natural_days, 1);
        EXPECT_EQ(fact.start, moment(row.dispatched));
    }
}

TEST(Handling, Clause_5_1_AContactThatReachedTheCitizenMeetsTheLimit) {
    Story story;
    story.handled().at("2026-10-09T23:59").by(handler).give(contact("2026-10-09T23:58"));
    story.flagged({}).ended(first_contact, Ending::met);
    EXPECT_EQ(story.order.first_contact_at, moment("2026-10-09T23:58"));
    EXPECT_EQ(story.events.back().occurred_at, moment("2026-10-09T23:58"));
    EXPECT_EQ(story.events.back().recorded_at, moment("2026-10-09T23:59"));
}

TEST(Handling, Clause_5_1_AnUnansweredCallIsAnAttemptNotAContact) {
    Story story;
    story.handled().give(contact("2026-10-08T09:05", false));
    EXPECT_FALSE(story.order.first_contact_at);
    EXPECT_EQ(story.order.contacts.size(), 1U);
    story.due(first_contact, "2026-10-10T00:00");
    RecordContact told = contact("2026-10-08T09:06", false);
    told.told_procedure = true;
    story.give(told).refused({"told_but_not_reached 5.1 reached"});
}

TEST(Handling, Clause_5_1_ALateContactIsFlaggedAndAReasonIsOwed) {
    Story story;
    story.handled().at("2026-10-12T10:00").by(handler).give(contact("2026-10-12T09:30"));
    story.flagged({"first_contact_late 5.1"}).ended(first_contact, Ending::met_late);
    story.give(answer("2026-10-12T10:00")).give(report()).refused({"no_contact_reason 5.1"});
    story.give(ExplainNoContact{words("经办人外出，次日方联系")});
    story.give(report()).is(State::completed);
}

TEST(Handling, Clause_5_1_ALateEntryOfATimelyContactMeetsTheLimit) {
    Story story;
    story.handled().at("2026-10-12T10:00").by(handler).give(contact("2026-10-12T09:30"));
    story.flagged({"first_contact_late 5.1"});
    story.give(contact("2026-10-09T11:00")).flagged({}).ended(first_contact, Ending::met);
    EXPECT_EQ(story.order.first_contact_at, moment("2026-10-09T11:00"));
    // Both times stay on the record, and the late flag as well.
    EXPECT_EQ(story.events.back().occurred_at, moment("2026-10-09T11:00"));
    EXPECT_EQ(story.order.flags.size(), 1U);
    story.give(ExplainNoContact{words("已按时联系")}).refused({"contact_made 5.1"});
}

TEST(Handling, Clause_5_1_WithoutContactAReasonIsOwed) {
    Story story;
    story.handled().at("2026-10-10T09:00").by(handler).give(answer("2026-10-10T09:00"));
    story.give(report()).refused({"no_contact_reason 5.1"});
    story.give(ExplainNoContact{words("多次拨打均无人接听")});
    story.give(report()).is(State::completed).flagged({"first_contact_late 5.1"});
    story.ended(first_contact, Ending::missed);
}

TEST(Handling, Clause_5_1_WaivedWhenCompletedAndAnsweredWithinIt) {
    Story story;
    story.handled().at("2026-10-09T23:00").by(handler).give(answer("2026-10-09T22:00"));
    story.give(report()).is(State::completed).flagged({}).ended(first_contact, Ending::closed);
    // Who could not be answered was not contacted either: not made, and not yet late.
    Story unanswered;
    RecordAnswer none = answer("2026-10-09T22:00");
    none.answered = false;
    none.content.reset();
    none.why_not = words("号码为空号");
    unanswered.handled().at("2026-10-09T23:00").by(handler).give(none).give(report());
    unanswered.is(State::completed).flagged({}).ended(first_contact, Ending::cancelled);
}

TEST(Handling, Clause_5_1_TheContactRecordSaysWhomWhatAndWhatWasTold) {
    Story story;
    RecordContact command = contact("2026-10-08T09:05");
    command.whom.reset();
    command.learnt.reset();
    story.handled().give(command).refused({"missing_field 5.1 whom", "missing_field 5.1 learnt"});
    command = contact("2026-10-08T09:05");
    command.told_procedure = command.told_limit = false;
    story.give(command).flagged({"first_contact_not_told 5.1"});
    EXPECT_TRUE(story.order.flags.front().zh.ends_with("：办理程序、期限"));
    // What was told is asked of the first contact only.
    command.learnt.reset();
    story.give(command).flagged({});
}

TEST(Handling, Clause_5_1_AContactLiesBetweenDispatchAndNow) {
    Story story;
    story.handled();
    story.give(contact("2026-10-08T08:59")).refused({"times_out_of_order 5.1 at"});
    story.give(contact("2026-10-08T09:11")).refused({"time_in_future 5.1 at"});
    story.give(contact("2026-10-08T09:00"));
}

TEST(Handling, Clause_5_2_I_2_LimitsByClassFromDispatch) {
    const struct {
        LimitClass limit_class;
        const char* completion_due;
        const char* outcome_due;
        const char* progress_due;
    } rows[] = {
        {LimitClass::urgent, "2026-10-15T00:00", "2026-10-08T11:00", ""},
        {LimitClass::semi_urgent, "2026-10-15T00:00", "", "2026-10-10T00:00"},
        {LimitClass::general, "2026-10-15T00:00", "", ""},
        {LimitClass::complex, "2026-10-27T00:00", "", ""},
        {LimitClass::review, "2026-10-13T00:00", "", ""},
    };
    for (const auto& row : rows) {
        Story story;
        story.dispatched(row.limit_class).due(completion, row.completion_due);
        story.due(outcome_report, row.outcome_due).due(progress_report, row.progress_due);
        EXPECT_EQ(story.order.live(completion)->start, moment("2026-10-08T09:00"));
        EXPECT_EQ(story.order.live(completion)->clause, "5.2");
        EXPECT_EQ(story.order.is_review(), row.limit_class == LimitClass::review);
    }
}

TEST(Handling, Clause_5_2_1_AnUrgentOutcomeIsReportedWithinTwoHoursAroundTheClock) {
    Story story;
    Register command = registration();
    command.limit_class = LimitClass::urgent;
    story.registered(command).at("2026-10-10T23:30").by(dispatcher);
    story.give(Dispatch{k_district, {}, {}}).due(outcome_report, "2026-10-11T01:30");
    story.at("2026-10-11T01:29").by(handler).give(ReportInterim{words("已到场，正在抢修")});
    story.due(outcome_report, "2026-10-11T01:30"); // I 21: an interim report does not meet it
    story.give(ReportOutcome{words("被困人员已救出，电梯停用检修")}).flagged({});
    story.ended(outcome_report, Ending::met);
    // I 21: then formal completion is due in the general limit.
    story.due(completion, "2026-10-17T00:00").is(State::dispatched);
    story.give(ReportProgress{words("继续检修")}).refused({"not_semi_urgent 5.2"});
}

TEST(Handling, Clause_5_2_1_ALateOutcomeReportIsFlagged) {
    Story story;
    story.handled(LimitClass::urgent).at("2026-10-08T11:00").by(handler);
    story.give(ReportOutcome{words("已处置")}).flagged({"outcome_report_late 5.2"});
    story.ended(outcome_report, Ending::met_late);
    Story general;
    general.handled().give(ReportOutcome{words("已处置")}).refused({"not_urgent 5.2"});
    EXPECT_EQ(general.listed("report_outcome", handler), "not_urgent");
}

TEST(Handling, Clause_5_2_1_I_21_CompletionAtOnceIsTheUrgentReport) {
    Story story;
    story.handled(LimitClass::urgent).at("2026-10-08T10:30").by(handler);
    story.give(answer("2026-10-08T10:20")).give(report()).is(State::completed).flagged({});
    story.ended(outcome_report, Ending::met).ended(completion, Ending::met);
    Story late;
    late.handled(LimitClass::urgent).at("2026-10-08T12:00").by(handler);
    late.give(answer("2026-10-08T10:20")).give(report()).is(State::completed);
    late.flagged({"outcome_report_late 5.2"}).ended(outcome_report, Ending::met_late);
}

TEST(Handling, Clause_5_2_TheOutcomeIsReportedWhileTheCompletionIsBeingSigned) {
    Story story;
    story.handled(LimitClass::urgent).by(machine).give(NoteSupervision{true, {}});
    story.at("2026-10-08T10:30").by(handler).give(answer("2026-10-08T10:20")).give(report());
    story.is(State::awaiting_approval).due(outcome_report, "2026-10-08T11:00");
    story.at("2026-10-08T10:50").give(ReportOutcome{words("被困人员已救出")}).flagged({});
    story.is(State::awaiting_approval).ended(outcome_report, Ending::met);
}

TEST(Handling, Clause_5_2_2_I_3_SemiUrgentIsCompletedOrReportsProgressInOneWorkingDay) {
    Story story;
    story.handled(LimitClass::semi_urgent).contacted().at("2026-10-09T23:59").by(handler);
    story.give(ReportProgress{words("配件已订购")}).flagged({});
    story.ended(progress_report, Ending::met).due(completion, "2026-10-15T00:00");
    completed(story, "2026-10-14T23:59").flagged({}).ended(completion, Ending::met);

    Story direct;
    completed(direct.handled(LimitClass::semi_urgent).contacted(), "2026-10-09T20:00").flagged({});
    direct.ended(progress_report, Ending::met);

    Story late;
    completed(late.handled(LimitClass::semi_urgent).contacted(), "2026-10-12T20:00")
        .flagged({"progress_report_late 5.2"});
    late.ended(progress_report, Ending::met_late).ended(completion, Ending::met);
}

TEST(Handling, Clause_5_2_3_ALateCompletionIsFlaggedNeverRefused) {
    Story on_time;
    completed(on_time.handled().contacted(), "2026-10-14T23:59").flagged({});
    on_time.ended(completion, Ending::met).is(State::completed);
    Story late;
    completed(late.handled().contacted(), "2026-10-15T00:00").flagged({"completion_late 5.2"});
    late.ended(completion, Ending::met_late).is(State::completed);
}

TEST(Handling, Clause_5_2_4_AComplexOrderHasThirteenWorkingDays) {
    Classify simple; // what else a complex matter needs is 10.1
    simple.major_or_complicated = false;
    Story on_time;
    on_time.handled(LimitClass::complex).by(dispatcher).give(simple);
    completed(on_time.contacted(), "2026-10-26T23:59").flagged({});
    on_time.ended(completion, Ending::met).is(State::completed);
    Story late;
    late.handled(LimitClass::complex).by(dispatcher).give(simple);
    completed(late.contacted(), "2026-10-27T00:00").flagged({"completion_late 5.2"});
    late.ended(completion, Ending::met_late).is(State::completed);
}

TEST(Handling, Clause_5_2_5_AReviewOrderHasThreeWorkingDays) {
    // 9, 10 (a Saturday worked for the holiday) and 12 October count, the 11th does not.
    Story on_time;
    completed(on_time.handled(LimitClass::review).contacted(), "2026-10-12T23:59").flagged({});
    on_time.ended(completion, Ending::met).is(State::completed);
    Story late;
    completed(late.handled(LimitClass::review).contacted(), "2026-10-13T00:00")
        .flagged({"completion_late 5.2"});
    late.ended(completion, Ending::met_late).is(State::completed);
}

TEST(Handling, Clause_5_2_I_22_TheHotlinesClassHolds) {
    Register command = registration();
    command.limit_class = LimitClass::urgent;
    const SetLimitClass change{LimitClass::general, words("实为一般诉求")};
    Story story;
    story.registered(command)
        .by(dispatcher)
        .give(change)
        .refused({"limit_class_given 5.2 limit_class"});
    story.dispatched({}).by(reviewer).give(change).refused({"limit_class_given 5.2 limit_class"});
    story.by(handler).give(change).refused({"wrong_role 5.2 actor.role"});
    // Only the hotline itself gives another.
    story.by(hotline).give(change).due(completion, "2026-10-15T00:00").due(outcome_report, "");
    EXPECT_EQ(story.order.facts.limit_class, LimitClass::general);
}

TEST(Handling, Clause_5_2_I_22_AUnitAsksAndTheCenterAnswers) {
    Story story;
    story.handled().give(RequestLimitClass{LimitClass::complex, words("涉及多户，情况复杂")});
    EXPECT_EQ(story.order.limit_class_asked, LimitClass::complex);
    story.due(completion, "2026-10-15T00:00");
    story.by(dispatcher).give(SetLimitClass{LimitClass::complex, words("同意调整")});
    story.due(completion, "2026-10-27T00:00");
    EXPECT_FALSE(story.order.limit_class_asked);
    story.give(SetLimitClass{LimitClass::complex, words("再次设定")})
        .refused({"nothing_to_change 5.2 limit_class"});
    // To keep the class answers the question as well.
    story.by(handler).give(RequestLimitClass{LimitClass::review, words("请调整")});
    story.by(dispatcher).give(SetLimitClass{LimitClass::complex, words("维持原类别")});
    EXPECT_FALSE(story.order.limit_class_asked);
    EXPECT_EQ(story.order.limit_class, LimitClass::complex);
}

TEST(Handling, Clause_5_2_ARequestDoesNotUnlockTheHotlinesClass) {
    Register command = registration();
    command.limit_class = LimitClass::general;
    Story story;
    story.registered(command).handled({});
    story.give(RequestLimitClass{LimitClass::complex, words("情况复杂，请调整")});
    story.by(dispatcher)
        .give(SetLimitClass{LimitClass::complex, words("同意")})
        .refused({"limit_class_given 5.2 limit_class"});
    story.give(SetLimitClass{LimitClass::general, words("以热线所定为准")});
    EXPECT_FALSE(story.order.limit_class_asked);
}

TEST(Handling, Clause_5_2_ANewClassCountsFromTheSameDispatch) {
    Story story;
    story.handled().at("2026-10-09T09:00").by(dispatcher);
    story.give(SetLimitClass{LimitClass::urgent, words("涉及人身安全")});
    story.due(outcome_report, "2026-10-08T11:00").due(completion, "2026-10-15T00:00");
    story.by(handler).give(ReportOutcome{words("已处置")}).flagged({"outcome_report_late 5.2"});
    story.by(dispatcher).give(SetLimitClass{LimitClass::semi_urgent, words("降级")});
    story.due(progress_report, "2026-10-10T00:00").due(outcome_report, "");
    // A report once made is not owed again.
    story.give(SetLimitClass{LimitClass::urgent, words("复核后仍为紧急")});
    story.due(outcome_report, "")
        .due(progress_report, "")
        .ended(progress_report, Ending::cancelled);
    story.give(SetLimitClass{LimitClass::review, words("回访复核")});
    story.due(completion, "2026-10-13T00:00");
}

TEST(Handling, Clause_5_2_AnExtendedLimitIsNotCutByANewClass) {
    Story story;
    story.handled().contacted().extended(15).due(completion, "2026-10-30T00:00");
    story.by(dispatcher).give(SetLimitClass{LimitClass::review, words("改为复核")});
    story.due(completion, "2026-10-30T00:00");
}

TEST(Handling, Clause_5_2_I_4_ClosingTimeAndSameTimeAreSettings) {
    Story closing(
        rules_with([](rulebook::Rulebook& book) { book.counting.closing_minute = 17 * 60 + 30; }));
    closing.dispatched().due(completion, "2026-10-14T17:30").due(return_window, "2026-10-09T17:30");
    Story same(rules_with([](rulebook::Rulebook& book) {
        book.counting.mode = calendar::Counting::Mode::same_time;
    }));
    same.dispatched().due(completion, "2026-10-14T09:00").due(first_contact, "2026-10-09T09:00");
}

TEST(Handling, Clause_5_3_TheAnswerToTheCitizenNamesNoForbiddenGround) {
    Story story;
    story.handled().contacted();
    RecordAnswer command = answer("2026-10-08T10:00");
    command.content = words("您的诉求过高，暂时不能解决");
    story.give(command).refused(
        {"reply_ground 5.3 content[2:6]", "reply_ground 5.3 content[7:13]"});
    // 9.3: words that mean «not solved» are flagged, and confirmed with a reason.
    command.content = words("预计月底前修复");
    story.give(command).flagged({"reply_unsolved_words 9.3"});
    command.lint_exceptions = {{0, 2, words("预计"), words("转述厂家的原话")}};
    story.give(command).flagged({});
    // Reasons and the report to the hotline are not addressed to the citizen.
    SubmitCompletion completion_report = report();
    completion_report.answer_to_citizen =
        words("市民认为诉求过高的说法不妥，暂时不能解决一节已解释");
    completion_report.problem = words("市民诉求过高");
    story.give(completion_report).is(State::completed).flagged({});
}

TEST(Handling, Clause_5_3_TheReplySummaryNamesNoForbiddenGround) {
    Story story;
    story.handled().answered();
    SubmitCompletion command = report();
    command.reply_summary = words("因资金不足，暂时不能解决。");
    story.give(command).refused({"reply_ground 5.3 reply_summary[6:12]"});
    // No exception helps against a forbidden ground.
    command.lint_exceptions = {{6, 12, words("暂时不能解决"), words("如实答复")}};
    story.give(command).refused({"reply_ground 5.3 reply_summary[6:12]"});
}

TEST(Handling, Clause_5_3_WhatCannotBeSolvedAtOnceCarriesAPlan) {
    const SetPlan plan{words("一、采购配件；二、更换"), handler.person, calendar::on("2026-11-10")};
    Story story;
    story.handled().answered().give(report(Outcome::unresolved));
    story.flagged({"solution_plan 5.3", "outcome_unresolved 9.3"});
    story.give(WithdrawCompletion{}).give(plan).give(report(Outcome::unresolved));
    story.flagged({"outcome_unresolved 9.3"});
    Story extended;
    extended.handled().contacted().give(extension_request()).flagged({"solution_plan 5.3"});
    Story planned;
    planned.handled().contacted().give(plan).give(extension_request()).flagged({});
}

TEST(Handling, Clause_B3_InterimReportsAreOnRecord) {
    Story story;
    story.handled().give(ReportInterim{words("现场正在抢修")});
    EXPECT_EQ(story.events.back().type(), "report_interim");
    story.by(supervisor).give(AddNote{words("请关注进展")});
    story.by(of_unit(handler, k_other_district))
        .give(AddNote{words("旁人")})
        .refused({"wrong_unit 5 actor.unit"});
}

TEST(Handling, Clause_5_2_APassedLimitGoesOnRecordOnce) {
    Story story;
    story.handled()
        .by(machine)
        .give(NoteDeadlinePassed{completion, 1})
        .refused({"limit_moved 5.2 kind"});
    story.at("2026-10-15T00:00")
        .give(NoteDeadlinePassed{completion, 2})
        .refused({"limit_moved 5.2 kind"});
    story.give(NoteDeadlinePassed{completion, 1}).flagged({}).due(completion, "2026-10-15T00:00");
    EXPECT_TRUE(story.order.deadlines.at(completion).noted_passed);
    story.give(NoteDeadlinePassed{completion, 1}).refused({"limit_moved 5.2 kind"});
    story.give(NoteDeadlinePassed{return_window, 1}).ended(return_window, Ending::closed);
    story.by(dispatcher)
        .give(NoteDeadlinePassed{first_contact, 1})
        .refused({"wrong_role 5.2 actor.role"});
}

} // namespace

} // namespace chengban::workorder
