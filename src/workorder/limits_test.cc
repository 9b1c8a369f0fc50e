// B4 and the clocks of chapter 2 under a new calendar, at the edge of time, and all at once.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using enum DeadlineKind;

// The shipped calendar with one more row.
calendar::Calendar published(std::int64_t version, std::string_view day, calendar::DayKind kind) {
    std::vector<calendar::CalendarRow> rows(calendar::china().rows().begin(),
                                            calendar::china().rows().end());
    rows.push_back({calendar::on(day), kind, "临时通知"});
    return calendar::Calendar::make(version, rows).value();
}

calendar::Calendar thirteenth_off(std::int64_t version = 2) {
    return published(version, "2026-10-13", calendar::DayKind::holiday);
}

TEST(Limits, Clause_5_2_APublishedCalendarMovesOpenLimitsAsAnEvent) {
    Story story;
    story.handled(LimitClass::semi_urgent).due(completion, "2026-10-15T00:00");
    story.under(thirteenth_off()).by(machine).give(ApplyCalendar{2});
    story.due(completion, "2026-10-16T00:00").due(extension_window, "2026-10-22T00:00");
    story.due(first_contact, "2026-10-10T00:00").due(return_window, "2026-10-10T00:00");
    EXPECT_EQ(story.order.calendar_version, 2);
    EXPECT_EQ(story.events.back().effects().set.size(), 2U) << "only what moves";
    const DeadlineFact& fact = *story.order.live(completion);
    EXPECT_EQ(fact.calendar_version, 2);
    EXPECT_EQ(fact.generation, 2);
    EXPECT_EQ(fact.start, moment("2026-10-08T09:00"));
    story.give(ApplyCalendar{2}).refused({"calendar_applied 5.2"});
    story.by(dispatcher).give(ApplyCalendar{2}).refused({"wrong_role 5.2 actor.role"});
}

TEST(Limits, Clause_5_2_AMakeupWorkdayShortensThem) {
    Story story;
    story.handled();
    story.under(published(2, "2026-10-11", calendar::DayKind::makeup_workday)).by(machine);
    story.give(ApplyCalendar{2}).due(completion, "2026-10-14T00:00");
}

TEST(Limits, Clause_7_1_AClosedWindowDoesNotReopen) {
    Story story;
    story.dispatched().at("2026-10-12T09:00");
    story.under(published(2, "2026-10-09", calendar::DayKind::holiday)).by(machine);
    story.give(ApplyCalendar{2}).due(return_window, "2026-10-10T00:00");
    // What is only late moves all the same.
    story.due(completion, "2026-10-16T00:00").due(acknowledge, "2026-10-11T00:00");
    story.by(handler).give(contact("2026-10-12T09:00")).give(return_request());
    story.refused({"return_window 7.1"});
}

// A new calendar moves the windows of an order that came back like those of any other.
TEST(Limits, Clause_9_I_64_WhatACompletionClosedRunsAgainInItsOldLimits) {
    Story story;
    Classify simple;
    simple.major_or_complicated = false;
    story.handled(LimitClass::complex).by(dispatcher).give(simple).answered().give(report());
    story.ended(return_window, Ending::closed).ended(extension_window, Ending::closed);
    story.at("2026-10-09T18:00").by(hotline).give(SendBack{words("未说明依据"), {}, {}});
    story.due(return_window, "2026-10-10T00:00").due(extension_window, "2026-10-21T00:00");
    EXPECT_EQ(story.order.live(extension_window)->generation, 2);
    story.by(handler).give(return_request()).refused({"return_rework 9"});
    story.under(thirteenth_off()).by(machine).give(ApplyCalendar{2});
    story.due(return_window, "2026-10-10T00:00").due(extension_window, "2026-10-22T00:00");
    story.at("2026-10-21T23:59").by(handler).give(extension_request(15));
    story.at("2026-10-22T00:00").by(leader).give(agreeing<ConsentExtension>());
    story.refused({"extension_window 6.1"});
}

TEST(Limits, Clause_9_I_64_WhatTimeClosedMeanwhileStaysClosed) {
    Story story;
    story.handled().answered().give(report());
    story.at("2026-10-10T00:00").by(hotline).give(SendBack{words("未说明依据"), {}, {}});
    story.ended(return_window, Ending::closed).due(extension_window, "2026-10-21T00:00");
    story.by(handler).give(return_request()).refused({"return_window 7.1", "return_rework 9"});
}

TEST(Limits, Clause_9_I_64_ACitizenNotToldOfTheExtensionIsStillOwedTheWord) {
    Story story;
    story.handled().contacted().answered().extended(15).by(handler).give(report());
    story.ended(extension_notice, Ending::closed);
    story.by(hotline).give(SendBack{words("未说明依据"), {}, {}});
    story.due(extension_notice, "2026-10-11T00:00");
}

TEST(Limits, Clause_6_2_AnExtendedLimitMovesFromItsBase) {
    Story story;
    story.handled().contacted().extended(15).due(completion, "2026-10-30T00:00");
    story.under(published(2, "2026-10-29", calendar::DayKind::holiday)).by(machine);
    story.give(ApplyCalendar{2}).due(completion, "2026-10-31T00:00");
    EXPECT_EQ(story.order.live(completion)->start, moment("2026-10-15T00:00"));
    EXPECT_TRUE(story.order.live(completion)->extends);
}

TEST(Limits, Clause_B4_WhatTheHotlineSetDoesNotMove) {
    Register command = registration();
    command.city_due = moment("2026-10-14T18:00");
    Story story;
    story.registered(command).handled().answered().give(report()).by(hotline);
    story.give(SendBack{words("未说明依据"), moment("2026-10-15T18:00"), {}});
    story.under(thirteenth_off()).by(machine).give(ApplyCalendar{2});
    story.due(completion, "2026-10-15T18:00").due(city, "2026-10-15T18:00");
}

TEST(Limits, Clause_4_AnOrderAtTheCenterCarriesItsCalendarToo) {
    Story story;
    story.registered();
    EXPECT_EQ(story.order.calendar_version, 1);
    story.under(published(2, "2026-10-09", calendar::DayKind::holiday)).by(machine);
    story.give(ApplyCalendar{2}).due(dispatch, "2026-10-11T00:00");
    EXPECT_EQ(story.order.calendar_version, 2);
}

TEST(Limits, Clause_13_TheProfilesLimitMovesAsItWasCounted) {
    Register command = registration();
    command.tags = {"special_period"};
    Story story;
    story.registered(command).handled().due(completion, "2026-10-13T00:00");
    story.under(published(2, "2026-10-12", calendar::DayKind::holiday)).by(machine);
    story.give(ApplyCalendar{2}).due(completion, "2026-10-14T00:00");
    EXPECT_EQ(story.order.live(completion)->clause, "13");
}

TEST(Limits, Clause_5_2_ANotedLimitThatMovesIsNotPassedAnyMore) {
    Story story;
    story.handled().at("2026-10-15T09:00").by(machine).give(NoteDeadlinePassed{completion, 1});
    story.under(thirteenth_off()).give(ApplyCalendar{2}).due(completion, "2026-10-16T00:00");
    EXPECT_FALSE(story.order.deadlines.at(completion).noted_passed);
    story.at("2026-10-16T00:00").give(NoteDeadlinePassed{completion, 2});
}

TEST(Limits, Clause_B4_BeyondTheSupportedYearsALimitIsRefusedNotInvented) {
    const auto decide_at = [](const char* time, const Command& command, WorkOrder& order) {
        const Context context{shipped_book(), calendar::china(), shipped_rules().lint, moment(time),
                              unit_facts(k_district)};
        return decide(order, command, dispatcher, context);
    };
    WorkOrder order;
    const auto registered = decide_at("2099-12-31T12:00", registration(), order);
    ASSERT_FALSE(registered);
    EXPECT_EQ(registered.error().reasons.front().code, "due_out_of_range");
    order.state = State::received;
    const auto dispatched =
        decide_at("2099-12-28T12:00", Dispatch{k_district, LimitClass::complex, {}}, order);
    ASSERT_FALSE(dispatched);
    std::vector<std::string> fields;
    for (const Reason& reason : dispatched.error().reasons) {
        fields.push_back(reason.field);
    }
    EXPECT_EQ(fields, (std::vector<std::string>{"extension_window", "completion"}));
}

TEST(Limits, Clause_B4_AnExtensionBeyondTheSupportedYearsIsRefused) {
    Story story;
    story.handled().by(dispatcher).give(SetCityDue{moment("2099-12-20T00:00")});
    story.contacted().give(extension_request());
    story.by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(agreeing<ReviewExtension>());
    story.by(hotline).give(agreeing<AnswerExtension>()).refused({"due_out_of_range 6.2 days"});
}

TEST(Limits, Clause_B4_I_16_TheEarliestLimitThatCanBeLateComesNext) {
    Story story;
    story.dispatched();
    EXPECT_EQ(story.order.next_due()->kind, acknowledge);
    story.by(handler).give(Acknowledge{});
    EXPECT_EQ(story.order.next_due()->kind, first_contact);
    story.contacted();
    EXPECT_EQ(story.order.next_due()->kind, completion) << "windows only close";
    story.answered().give(report());
    EXPECT_EQ(story.order.next_due(), nullptr);
}

TEST(Limits, Clause_5_2_EveryLimitCanBeExplainedFromItsFact) {
    Story story;
    story.handled(LimitClass::urgent).contacted().extended(30);
    for (const auto& [kind, deadline] : story.order.deadlines) {
        const DeadlineFact& fact = deadline.fact;
        EXPECT_FALSE(fact.clause.empty()) << token(kind);
        EXPECT_NE(shipped_book().clause(fact.clause), nullptr) << fact.clause;
        const int amounts =
            fact.hours.has_value() + fact.working_days.has_value() + fact.natural_days.has_value();
        EXPECT_EQ(amounts, 1) << token(kind);
        const calendar::Amount amount = fact.hours ? calendar::Amount(Hours{*fact.hours})
                                        : fact.working_days
                                            ? calendar::Amount(WorkingDays{*fact.working_days})
                                            : calendar::Amount(NaturalDays{*fact.natural_days});
        const auto trace = fact.extends
                               ? calendar::trace_extension(calendar::china(), fact.start,
                                                           NaturalDays{*fact.natural_days}, {})
                               : calendar::trace(calendar::china(), fact.start, amount, {});
        ASSERT_TRUE(trace);
        EXPECT_EQ(trace->due.at, fact.due) << token(kind);
    }
}

} // namespace

} // namespace chengban::workorder
