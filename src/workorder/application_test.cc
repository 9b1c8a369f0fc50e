// Clause 6: extension.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

const SetPlan k_plan{words("一、定制主机；二、更换"), handler.person, calendar::on("2026-11-10")};

// Consented and reviewed: only the hotline's answer is missing.
Story& asked_the_hotline(Story& story, std::int32_t days = 15) {
    story.contacted().give(k_plan).give(extension_request(days)).flagged({});
    story.by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(agreeing<ReviewExtension>());
    return story;
}

TEST(Extension, Clause_6_1_TheWindowClosesAfterNineWorkingDaysOfDispatch) {
    Story story;
    story.handled(LimitClass::complex).contacted().give(k_plan).by(handler);
    story.at("2026-10-20T23:59").give(extension_request()).flagged({});
    story.at("2026-10-21T00:00")
        .by(leader)
        .give(agreeing<ConsentExtension>())
        .refused({"extension_window 6.1"});
    // A leader may still say no.
    story.give(declining<ConsentExtension>());
    EXPECT_EQ(story.order.extension.stage, Stage::refused);
    story.by(handler).give(extension_request()).refused({"extension_window 6.1"});
    EXPECT_EQ(story.listed("apply_extension", handler), "extension_window");
}

TEST(Extension, Clause_6_1_I_5_NeverLaterThanTheOrdersOwnLimit) {
    Story story;
    story.handled().contacted().give(k_plan).at("2026-10-14T23:59").by(handler);
    story.give(extension_request()).give(WithdrawExtension{});
    story.at("2026-10-15T00:00").give(extension_request()).refused({"extension_own_limit 6.1"});
    story.at("2026-10-21T00:00")
        .give(extension_request())
        .refused({"extension_own_limit 6.1", "extension_window 6.1"});
}

TEST(Extension, Clause_6_1_AllReasonsAtOnce) {
    Story story;
    story.handled().contacted().extended(15);
    story.at("2026-10-30T00:00")
        .by(handler)
        .give(extension_request(45))
        .refused({"extension_once 6.1", "extension_window 6.1", "extension_own_limit 6.1",
                  "extension_days 6.2 days"});
}

TEST(Extension, Clause_6_1_TheLeaderInChargeConsentsNotTheApplicantInAnotherPost) {
    Story story;
    story.handled().contacted().give(k_plan).give(extension_request());
    story.by(section_head)
        .give(agreeing<ConsentExtension>())
        .refused({"wrong_role 6.1 actor.role"});
    story.by(of_unit(leader, k_other_district))
        .give(agreeing<ConsentExtension>())
        .refused({"wrong_unit 6.1 actor.unit"});
    Actor same = leader;
    same.person = handler.person;
    story.by(same).give(agreeing<ConsentExtension>()).refused({"same_person 6.1 actor.person"});
    story.by(substitute(leader, PersonId("p-deputy"))).give(agreeing<ConsentExtension>());
    EXPECT_EQ(story.order.extension.stage, Stage::consented);
    EXPECT_EQ(story.events.back().actor.substitute_for, leader.person);
}

TEST(Extension, Clause_6_1_I_23_I_41_OneExtensionADispatchARefusedOneMayBeAskedAgain) {
    Story story;
    story.handled().contacted().give(k_plan).give(extension_request());
    story.give(extension_request()).refused({"wrong_stage 6.1 stage"});
    story.by(leader).give(declining<ConsentExtension>()).by(handler).give(extension_request());
    story.by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(declining<ReviewExtension>()).by(handler).give(extension_request());
    story.by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(agreeing<ReviewExtension>());
    story.by(hotline).give(declining<AnswerExtension>()).due(completion, "2026-10-15T00:00");
    story.by(handler).give(extension_request()).by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(agreeing<ReviewExtension>());
    story.by(hotline).give(agreeing<AnswerExtension>()).due(completion, "2026-10-30T00:00");
    story.by(handler).give(extension_request()).refused({"extension_once 6.1"});
    // I 23: a new dispatch has an extension of its own.
    story.by(office_clerk).give(Designate{k_other_district, words("指定他区办理")});
    EXPECT_EQ(story.order.extension.granted, 0);
    story.due(extension_notice, "").due(completion, "2026-10-15T00:00");
}

TEST(Extension, Clause_6_2_FirstTheLeaderThenTheCenterThenTheHotline) {
    Story story;
    story.handled()
        .contacted()
        .by(leader)
        .give(agreeing<ConsentExtension>())
        .refused({"wrong_stage 6.1 stage"});
    story.by(reviewer).give(agreeing<ReviewExtension>()).refused({"wrong_stage 6.2 stage"});
    story.by(hotline).give(agreeing<AnswerExtension>()).refused({"wrong_stage 6.2 stage"});
    story.by(handler).give(WithdrawExtension{}).refused({"wrong_stage 6.1 stage"});
    story.give(extension_request());
    story.by(reviewer).give(agreeing<ReviewExtension>()).refused({"wrong_stage 6.2 stage"});
    story.by(leader).give(agreeing<ConsentExtension>());
    story.by(hotline).give(agreeing<AnswerExtension>()).refused({"wrong_stage 6.2 stage"});
    Actor same = reviewer;
    same.person = handler.person;
    story.by(same).give(agreeing<ReviewExtension>()).refused({"same_person 6.2 actor.person"});
    story.by(reviewer).give(agreeing<ReviewExtension>());
    // The clock is not stopped while it is pending.
    story.due(completion, "2026-10-15T00:00");
    story.by(dispatcher).give(agreeing<AnswerExtension>()).due(completion, "2026-10-30T00:00");
}

TEST(Extension, Clause_6_2_I_6_NaturalDaysFromTheLimitInForceRolled) {
    const struct {
        std::int32_t days;
        const char* due;
    } rows[] = {
        {15, "2026-10-30T00:00"}, // 14 October + 15 = 29 October, a Thursday
        {30, "2026-11-14T00:00"}, // 13 November, a Friday
        {60, "2026-12-15T00:00"}, // 13 December, a Sunday → Monday 14
        {90, "2027-01-13T00:00"}, // 12 January, of a year without calendar
    };
    for (const auto& row : rows) {
        Story story;
        asked_the_hotline(story.handled(), row.days);
        story.at("2026-10-20T09:00").by(hotline).give(agreeing<AnswerExtension>());
        story.due(completion, row.due);
        const DeadlineFact& fact = *story.order.live(completion);
        EXPECT_EQ(fact.clause, "6.2");
        EXPECT_TRUE(fact.extends);
        EXPECT_EQ(fact.start, moment("2026-10-15T00:00")); // not the day of the answer
        EXPECT_EQ(fact.natural_days, row.days);
        EXPECT_EQ(fact.provisional, row.days == 90);
        EXPECT_EQ(fact.generation, 2);
    }
}

TEST(Extension, Clause_6_2_TheHotlinesAnswerSetsTheLength) {
    Story story;
    asked_the_hotline(story.handled(), 60);
    AnswerExtension command = agreeing<AnswerExtension>();
    command.days = 20;
    story.by(hotline).give(command).refused({"extension_days 6.2 days"});
    command.days = 30;
    story.give(command).due(completion, "2026-11-14T00:00");
    Story refusal;
    asked_the_hotline(refusal.handled());
    command = declining<AnswerExtension>();
    command.days = 15;
    refusal.by(hotline).give(command).refused({"days_of_a_refusal 6.2 days"});
    for (const std::int32_t days : {1, 14, 16, 45, 91, 365}) {
        Story asked;
        asked.handled()
            .contacted()
            .give(extension_request(days))
            .refused({"extension_days 6.2 days"});
    }
}

TEST(Extension, Clause_B4_I_17_AnExtensionMovesEachLimitFromItsOwnBase) {
    Register command = registration();
    command.city_due = moment("2026-10-13T18:00");
    Story story;
    story.registered(command);
    asked_the_hotline(story.handled());
    story.by(hotline).give(agreeing<AnswerExtension>());
    story.due(completion, "2026-10-30T00:00").due(city, "2026-10-29T00:00");
    EXPECT_EQ(story.order.live(city)->start, moment("2026-10-13T18:00"));
    EXPECT_EQ(story.order.live(city)->clause, "B4");
}

TEST(Extension, Clause_6_3_I_7_AnExtendedOrderEndsResolvedOrThePrincipalAndTheCenterSign) {
    Story story;
    story.handled().answered().extended(15).at("2026-10-12T09:00").by(handler);
    RecordContact notice = contact("2026-10-12T09:00");
    notice.told_extension = true;
    story.give(notice).give(report(Outcome::explained)).is(State::awaiting_approval).flagged({});
    story.by(reviewer)
        .give(ApproveCompletion{words("同意")})
        .refused({"not_your_turn 6.3 actor.role"});
    story.by(leader)
        .give(ApproveCompletion{words("同意")})
        .refused({"approval_not_needed 6.3 actor.role"});
    story.by(principal).give(ApproveCompletion{words("同意")}).is(State::awaiting_approval);
    story.by(reviewer).give(ApproveCompletion{words("同意")}).is(State::completed);
    story.flagged({"extension_outcome 6.3"});
    const auto& event = std::get<Completed>(story.events.back().body);
    EXPECT_EQ(event.approvals, (std::vector{Approval::principal, Approval::center}));

    Story resolved;
    resolved.handled().answered().extended(15).by(handler).give(report());
    resolved.is(State::completed).flagged({}).ended(extension_notice, Ending::closed);
}

TEST(Extension, Clause_6_3_AsAFlagItAsksForNoSignature) {
    Story story(rules_with([](rulebook::Rulebook& book) {
        book.strengths[index_of(Rule::extension_outcome)] = Strength::flag;
    }));
    story.handled().answered().extended(15).by(handler).give(report(Outcome::explained));
    story.is(State::completed).flagged({"extension_outcome 6.3"});
}

TEST(Extension, Clause_6_3_PassingTheExtendedLimitIsOnRecordOnce) {
    RecordContact notice = contact("2026-10-12T09:00");
    notice.told_extension = true;
    Story noted;
    noted.handled().answered().extended(15).at("2026-10-12T09:00").by(handler).give(notice);
    noted.at("2026-10-30T00:00").by(machine).give(NoteDeadlinePassed{completion, 2});
    noted.flagged({"extension_passed 6.3"});
    noted.by(handler).give(report()).is(State::completed).flagged({"completion_late 5.2"});
    // Being late is a matter of the clock, not of a timer that ran.
    Story unnoted;
    unnoted.handled().answered().extended(15).at("2026-10-12T09:00").by(handler).give(notice);
    unnoted.at("2026-10-30T00:00").by(handler).give(report()).is(State::completed);
    unnoted.flagged({"completion_late 5.2", "extension_passed 6.3"});
    Story in_time;
    in_time.handled().answered().extended(15).at("2026-10-12T09:00").by(handler).give(notice);
    in_time.at("2026-10-29T23:59").give(report()).flagged({}).ended(completion, Ending::met);
}

TEST(Extension, Clause_6_3_PassingIsFlaggedEvenWhereTheRulebookSaysBlock) {
    Story story(rules_with([](rulebook::Rulebook& book) {
        book.strengths[index_of(Rule::extension_passed)] = Strength::block;
    }));
    story.handled().contacted().extended(15).at("2026-10-30T00:00").by(machine);
    story.give(NoteDeadlinePassed{completion, 2}).flagged({"extension_passed 6.3"});
}

TEST(Extension, Clause_6_4_I_8_TheCitizenIsToldWithinOneWorkingDay) {
    RecordContact told = contact("2026-10-09T13:59");
    told.told_extension = true;
    Story story;
    story.handled().contacted().give(contact("2026-10-08T10:00"));
    story.at("2026-10-09T08:00")
        .by(handler)
        .give(told)
        .refused({"time_in_future 5.1 at", "no_extension_granted 6.4 told_extension"});
    story.extended(15).due(extension_notice, "2026-10-11T00:00");
    EXPECT_EQ(story.order.live(extension_notice)->start, moment("2026-10-09T14:00"));
    // Before the grant nobody can have been told of it.
    story.by(handler).give(told).refused({"times_out_of_order 6.4 at"});
    told.at = moment("2026-10-10T23:00");
    story.at("2026-10-10T23:00").give(told).flagged({}).ended(extension_notice, Ending::met);
}

TEST(Extension, Clause_6_4_ItsLackIsFlaggedOnce) {
    RecordContact told = contact("2026-10-12T09:00");
    told.told_extension = true;
    Story late;
    late.handled().contacted().extended(15).at("2026-10-12T09:00").by(handler).give(told);
    late.flagged({"extension_notice_late 6.4"}).ended(extension_notice, Ending::met_late);
    Story noted;
    noted.handled().contacted().extended(15).at("2026-10-11T00:00").by(machine);
    noted.give(NoteDeadlinePassed{extension_notice, 1}).flagged({"extension_notice_late 6.4"});
    noted.at("2026-10-12T09:00").by(handler).give(told).flagged({});
    noted.ended(extension_notice, Ending::met_late);
    Story never;
    never.handled().answered().extended(15).at("2026-10-12T09:00").by(handler).give(report());
    never.is(State::completed).flagged({"extension_notice_late 6.4"});
    never.ended(extension_notice, Ending::missed);
}

TEST(Extension, Clause_6_I_42_CompletionLetsAPendingExtensionLapse) {
    Story story;
    asked_the_hotline(story.handled());
    story.answered().give(report()).is(State::completed);
    EXPECT_EQ(story.order.extension.stage, Stage::lapsed);
    story.by(hotline).give(agreeing<AnswerExtension>()).refused({"wrong_state 6.2 state"});
}

TEST(Extension, Clause_6_GrantedWhileTheCompletionIsBeingSignedItBindsTheCompletion) {
    Story story;
    asked_the_hotline(story.handled());
    story.answered().by(machine).give(NoteRepeats{5}).by(handler).give(report(Outcome::explained));
    story.is(State::awaiting_approval).by(hotline).give(agreeing<AnswerExtension>());
    story.by(principal).give(ApproveCompletion{words("同意")}).is(State::awaiting_approval);
    story.by(reviewer).give(ApproveCompletion{words("同意")}).is(State::completed);
    story.flagged({"extension_outcome 6.3"});
}

TEST(Extension, Clause_6_AnApplicationEndsWithTheUnitsPartInTheOrder) {
    Story story;
    story.handled().contacted().give(k_plan).give(extension_request()).give(return_request());
    story.by(reviewer).give(agreeing<DecideReturn>()).is(State::received);
    EXPECT_EQ(story.order.extension.stage, Stage::lapsed);
}

TEST(Extension, Clause_6_GroundsMustBeStated) {
    const auto body = parse_json(R"({"ground":"too_much_work","days":15,"why":"太忙"})");
    const auto command = read_command("apply_extension", *body);
    ASSERT_FALSE(command);
    ASSERT_EQ(command.error().reasons.size(), 2U);
    EXPECT_EQ(command.error().reasons[0].field, "ground");
    EXPECT_EQ(command.error().reasons[1].field, "why");
}

} // namespace

} // namespace chengban::workorder
