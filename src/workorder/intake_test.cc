// Clauses 2, 3, 4 and 4.1: how an order enters, is classified, and finds its unit.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

TEST(Intake, Clause_2_AnOrderEntersFromTheHotlineOrIsTypedInByTheCenter) {
    for (const Actor& actor : {dispatcher, hotline}) {
        Story story;
        story.by(actor).give(registration()).is(State::received);
        EXPECT_EQ(story.order.facts.hotline_number, "SH20261008000123");
        EXPECT_EQ(story.order.version, 1);
        EXPECT_EQ(story.order.registered_at, moment("2026-10-08T08:30"));
        EXPECT_TRUE(story.order.open());
        EXPECT_TRUE(story.order.unit.empty());
    }
    Story story;
    story.by(handler).give(registration()).refused({"wrong_role 2 actor.role"});
}

TEST(Intake, Clause_2_ARegisteredOrderIsNotRegisteredAgain) {
    Story story;
    story.registered().give(registration()).refused({"wrong_state 2 state"});
    story.by(handler)
        .give(registration())
        .refused({"wrong_role 2 actor.role", "wrong_state 2 state"});
}

TEST(Intake, Clause_2_TimesOfTheCallAndTheTransferMustBeInOrder) {
    Register command = registration();
    command.called_at = moment("2026-10-09T12:00");
    command.transferred_at = moment("2026-10-09T11:00");
    Story story;
    story.by(dispatcher)
        .give(command)
        .refused({"times_out_of_order 2 called_at", "times_out_of_order 2 called_at",
                  "times_out_of_order 2 transferred_at"});
    command.called_at = command.transferred_at = moment("2026-10-08T08:30");
    story.give(command).is(State::received);
}

TEST(Intake, Clause_18_StateSecretsAreRefusedAndAnonymousMeansNoName) {
    Register command = registration();
    command.confidentiality = Confidentiality::state_secret;
    command.anonymous = true;
    Story story;
    story.by(dispatcher)
        .give(command)
        .refused({"state_secret 18 confidentiality", "anonymous_with_name 18 citizen_name"});
    EXPECT_EQ(story.order.version, 0);
}

TEST(Intake, Clause_2_WhiteSpaceFillsNoField) {
    Register command = registration();
    command.claim = words(" \t\xE3\x80\x80\n");
    command.address = words("   ");
    Story story;
    story.by(dispatcher).give(command).refused({"empty claim", "empty address"});
}

TEST(Intake, Clause_2_AHotlineEventAppliesOnceWhateverBecameOfTheOrder) {
    Story story;
    story.handled().answered().give(report()).is(State::completed);
    const SendBack back{words("答复不完整，请重新办理"), {}, "E-77"};
    story.at("2026-10-09T09:00").by(hotline).give(back).is(State::handling);
    // The same event again, while the order is in a state that knows no sending back.
    story.give(back).refused({"event_applied 2 event_id"});
    story.by(handler).give(back).refused({"wrong_role 9 actor.role", "wrong_state 9 state"});
    story.at("2026-10-09T10:00").give(answer("2026-10-09T10:00")).give(report());
    story.by(hotline).give(back).refused({"event_applied 2 event_id"}).is(State::completed);
    // Another event of another kind may bear the same number.
    EXPECT_TRUE(story.order.hotline_events.contains(hotline_event("send_back", "E-77")));
    EXPECT_FALSE(story.order.hotline_events.contains(hotline_event("answer_extension", "E-77")));
}

TEST(Intake, Clause_2_AnExtensionAnswerAppliesOnce) {
    Story story;
    story.handled().contacted();
    story.at("2026-10-09T09:00")
        .by(handler)
        .give(SetPlan{words("更换主机"), handler.person, calendar::on("2026-11-10")});
    story.give(extension_request()).by(leader).give(agreeing<ConsentExtension>());
    story.by(reviewer).give(agreeing<ReviewExtension>());
    AnswerExtension granted = agreeing<AnswerExtension>();
    granted.event_id = "X-1";
    story.by(hotline).give(granted).give(granted).refused({"event_applied 2 event_id"});
    EXPECT_EQ(story.order.extension.granted, 1);
}

TEST(Intake, Clause_3_2_TheCenterDispatchesAndNobodyElse) {
    Story story;
    story.registered();
    const Dispatch command{k_district, LimitClass::general, {}};
    for (const Actor& actor : {reviewer, office_clerk, handler, principal, hotline, machine}) {
        story.by(actor).give(command).refused({"wrong_role 4 actor.role"});
    }
    story.by(dispatcher).give(command).is(State::dispatched);
}

TEST(Intake, Clause_3_1_TheOfficeDesignatesADisputedOrder) {
    Story story;
    story.dispatched();
    const Designate command{k_other_district, words("争议事项，经协调由该区办理")};
    story.by(dispatcher).give(command).refused({"wrong_role 3.1 actor.role"});
    story.at("2026-10-09T09:00").by(office_clerk).give(command).is(State::dispatched).flagged({});
    EXPECT_EQ(story.order.unit, k_other_district);
    EXPECT_TRUE(story.order.designated_by_office);
    EXPECT_EQ(story.order.round, 2);
    story.due(completion, "2026-10-16T00:00").due(return_window, "2026-10-11T00:00");
    story.give(command).refused({"already_designated 3.1 unit"});
}

TEST(Intake, Clause_3_1_DesignationOfTheUnitThatHasItMovesNoClock) {
    Story story;
    story.handled().due(completion, "2026-10-15T00:00");
    story.at("2026-10-12T09:00").by(office_clerk).give(Designate{k_district, words("属该区职责")});
    story.is(State::handling).due(completion, "2026-10-15T00:00");
    EXPECT_TRUE(story.order.designated_by_office);
    EXPECT_EQ(story.order.round, 1);
}

TEST(Intake, Clause_3_1_AnUndispatchedOrderIsDesignatedTooAndItsLateDispatchShows) {
    Story story;
    story.registered().at("2026-10-12T09:00").by(office_clerk);
    story.give(Designate{k_district, words("争议事项，指定办理")}).flagged({"dispatch_late 4"});
    EXPECT_EQ(story.order.limit_class, LimitClass::general);
    story.ended(dispatch, Ending::met_late);
}

TEST(Intake, Clause_3_1_AReturnByADesignatedUnitIsFlaggedAndDecidedByTheOffice) {
    Story story;
    story.registered().by(office_clerk).give(Designate{k_district, words("指定该区办理")});
    story.at("2026-10-08T10:00").by(handler).give(contact("2026-10-08T10:00"));
    story.give(return_request()).flagged({"return_by_designated_unit 3.1"});
    story.by(reviewer).give(declining<DecideReturn>()).refused({"wrong_role 7.6 actor.role"});
    story.by(office_clerk).give(declining<DecideReturn>()).is(State::dispatched);
}

TEST(Intake, Clause_3_3_AnOpinionIsAskedForAndGivenOnTheOrder) {
    Story story;
    const Actor expert = of_unit(section_head, k_department);
    const GiveOpinion opinion{words("属房屋维修，建议由区房管局办理"), k_district};
    story.registered();
    story.by(expert).give(opinion).refused({"wrong_unit 3.3 actor.unit"});
    story.by(dispatcher)
        .give(RequestOpinion{UnitId("nowhere"), words("由谁办理？")})
        .refused({"unknown_unit 3.3 unit"});
    story.give(RequestOpinion{k_department, words("由谁办理？")});
    EXPECT_EQ(story.listed("give_opinion", expert), "");
    story.by(handler).give(opinion).refused({"wrong_unit 3.3 actor.unit"});
    story.by(expert).give(opinion).give(opinion).refused({"wrong_unit 3.3 actor.unit"});
    EXPECT_EQ(story.order.version, 3);
}

TEST(Intake, Clause_3_3_NobodyIsAskedAnyMoreWhenTheOrderHasEnded) {
    Story story;
    story.handled().by(dispatcher).give(RequestOpinion{k_department, words("口径如何？")});
    story.answered().give(report()).is(State::completed);
    EXPECT_TRUE(story.order.opinions_asked.empty());
}

TEST(Intake, Clause_3_4_ADistrictWithoutLeaderOrSectionIsFlaggedAtDispatch) {
    Story story;
    story.registered().at("2026-10-08T09:00").by(dispatcher);
    story.give(Dispatch{k_bare_district, LimitClass::general, {}})
        .flagged({"district_lacks_leader_in_charge 3.4", "district_lacks_responsible_section 3.4"});
    EXPECT_TRUE(story.order.leader_vacant);
    Story whole;
    whole.dispatched().flagged({});
    EXPECT_FALSE(whole.order.leader_vacant);
}

TEST(Intake, Clause_3_4_I_19_ThePrincipalStandsInWhereNobodyIsInCharge) {
    const Actor own_principal = of_unit(principal, k_bare_district);
    const Actor own_handler = of_unit(handler, k_bare_district);
    Story story;
    Register command = registration();
    command.major_or_complicated = true;
    story.registered(command).dispatched(LimitClass::general, k_bare_district);
    story.by(own_principal).give(AssignHandler{own_handler.person});
    story.by(own_handler).give(Acknowledge{}).at("2026-10-08T10:00");
    story.give(contact("2026-10-08T10:00")).give(answer("2026-10-08T10:00"));
    story.give(extension_request()).by(own_principal).give(agreeing<ConsentExtension>());
    story.attached(EvidenceKind::investigation_report, own_handler);
    story.attached(EvidenceKind::photo, own_handler).give(report()).is(State::awaiting_approval);
    story.by(own_principal).give(ApproveCompletion{words("同意办结")}).is(State::completed);
    // Where there is a leader in charge, the principal does not consent in the leader's place.
    Story other;
    other.handled().contacted().give(extension_request()).flagged({"solution_plan 5.3"});
    other.by(principal).give(agreeing<ConsentExtension>()).refused({"wrong_role 6.1 actor.role"});
}

TEST(Intake, Clause_4_ClassificationChangesOnlyWhatItNames) {
    Story story;
    story.registered();
    Classify command;
    story.by(dispatcher).give(command).refused({"nothing_to_change 4"});
    command.kind = OrderKind::consultation;
    command.tags = {{"campaign"}};
    command.reasons = {"关键词：电梯"};
    story.give(command);
    EXPECT_EQ(story.order.facts.kind, OrderKind::consultation);
    EXPECT_EQ(story.order.facts.category, "elevator");
    EXPECT_EQ(story.order.facts.tags, std::vector<std::string>{"campaign"});
    command = {};
    command.category = "parking";
    command.district = "310104";
    command.field_token = "property";
    command.suggested_unit = k_other_district;
    story.give(command);
    EXPECT_EQ(story.order.facts.category, "parking");
    EXPECT_EQ(story.order.facts.district, "310104");
    EXPECT_EQ(story.order.facts.kind, OrderKind::consultation);
    story.by(handler).give(command).refused(
        {"wrong_unit 10.1 actor.unit", "wrong_state 10.1 state"});
}

TEST(Intake, Clause_4_DispatchStartsEveryClockOfTheUnitAndEndsTheCenters) {
    Story story;
    story.registered().due(dispatch, "2026-10-10T00:00");
    story.dispatched().is(State::dispatched).flagged({}).ended(dispatch, Ending::met);
    story.due(acknowledge, "2026-10-10T00:00").due(first_contact, "2026-10-10T00:00");
    story.due(return_window, "2026-10-10T00:00").due(extension_window, "2026-10-21T00:00");
    story.due(completion, "2026-10-15T00:00").due(city, "").due(profile_report, "");
    EXPECT_EQ(story.order.unit, k_district);
    EXPECT_EQ(story.order.units, std::vector{k_district});
    EXPECT_EQ(story.order.rulebook, "shanghai-housing-2022");
    EXPECT_EQ(story.order.calendar_version, 1);
    EXPECT_EQ(story.order.dispatched_seq, 2);
}

TEST(Intake, Clause_4_ALateDispatchIsFlaggedNeverRefused) {
    Story story;
    story.registered().at("2026-10-10T00:00").by(dispatcher);
    story.give(Dispatch{k_district, LimitClass::general, {}}).flagged({"dispatch_late 4"});
    story.ended(dispatch, Ending::met_late);
}

TEST(Intake, Clause_4_DispatchListsEverythingThatIsWrong) {
    Register command = registration();
    command.limit_class = LimitClass::urgent;
    Story story;
    story.registered(command);
    story.give(Dispatch{UnitId("nowhere"), LimitClass::general, {}})
        .refused({"unknown_unit 4 unit", "limit_class_given 5.2 limit_class"});
    story.give(Dispatch{k_office, LimitClass::urgent, {}}).refused({"unit_cannot_handle 4 unit"});
    Story unclassed;
    unclassed.registered()
        .give(Dispatch{k_center, {}, {}})
        .refused({"unit_cannot_handle 4 unit", "limit_class_missing 5.2 limit_class"});
}

TEST(Intake, Clause_4_RecallUndoesADispatchUntilTheUnitBegan) {
    const Recall recall{words("派错单位")};
    Story story;
    story.dispatched().by(dispatcher).give(recall).is(State::received);
    EXPECT_TRUE(story.order.unit.empty());
    EXPECT_EQ(story.order.live(completion), nullptr);
    story.due(dispatch, "2026-10-10T00:00").ended(completion, Ending::cancelled);
    story.give(Dispatch{k_other_district, {}, {}});
    EXPECT_EQ(story.order.round, 2);
    EXPECT_EQ(story.order.units, (std::vector{k_district, k_other_district}));

    Story acknowledged;
    acknowledged.handled().by(dispatcher).give(recall).refused({"wrong_state 4 state"});
    Story begun;
    begun.dispatched().contacted().by(dispatcher).give(recall).refused({"already_worked_on 4"});
    EXPECT_EQ(begun.listed("recall", dispatcher), "already_worked_on");
    Story returning;
    returning.dispatched().contacted().give(return_request());
    returning.by(dispatcher).give(recall).refused({"already_worked_on 4"});
}

TEST(Intake, Clause_4_1_AConsultationGivesTheOrderBackToTheHotline) {
    Story story;
    story.registered().by(dispatcher).give(OpenConsultation{words("不属于房管职责")});
    story.is(State::consulting).ended(dispatch, Ending::met).due(consultation, "2026-10-11T00:00");
    ConcludeConsultation command;
    command.outcome = ConsultationOutcome::given_back;
    command.designated_by_hotline = true;
    command.answer = words("同意退回");
    story.at("2026-10-09T10:00")
        .by(hotline)
        .give(command)
        .refused({"given_back_and_designated 4.1 designated_by_hotline"});
    command.designated_by_hotline = false;
    story.give(command).is(State::withdrawn).ended(consultation, Ending::met);
    EXPECT_FALSE(story.order.open());
    for (const auto& [kind, deadline] : story.order.deadlines) {
        EXPECT_TRUE(deadline.end) << token(kind);
    }
}

TEST(Intake, Clause_4_1_TheCityLimitEndsWithAnOrderGivenBack) {
    Register command = registration();
    command.city_due = moment("2026-10-20T18:00");
    Story story;
    story.registered(command).due(city, "2026-10-20T18:00");
    story.give(OpenConsultation{words("违背公序良俗")});
    ConcludeConsultation back;
    back.outcome = ConsultationOutcome::given_back;
    back.answer = words("同意");
    story.give(back).ended(city, Ending::cancelled);
}

TEST(Intake, Clause_4_1_AKeptOrderMayBeDesignatedByTheHotline) {
    ConcludeConsultation command;
    command.outcome = ConsultationOutcome::kept;
    command.designated_by_hotline = true;
    command.answer = words("指定由房管系统办理");
    Story story;
    story.registered().give(OpenConsultation{words("职责有争议")});
    story.at("2026-10-13T00:00").by(reviewer).give(command).is(State::received);
    story.flagged({"consultation_late 4.1"}).due(dispatch, "2026-10-15T00:00");
    EXPECT_TRUE(story.order.designated_by_hotline);
    // Out of reach of units, and only for what is with the center.
    Story other;
    other.dispatched()
        .by(dispatcher)
        .give(OpenConsultation{words("不属职责")})
        .refused({"wrong_state 4.1 state"});
    other.by(handler).give(command).refused({"wrong_role 4.1 actor.role", "wrong_state 4.1 state"});
}

TEST(Intake, Clause_B4_TheCityLimitIsKeptBesideTheBureaus) {
    Story story;
    story.dispatched().by(dispatcher).give(SetCityDue{moment("2026-10-13T18:00")});
    story.due(city, "2026-10-13T18:00").due(completion, "2026-10-15T00:00");
    EXPECT_EQ(story.order.next_due()->kind, acknowledge);
    story.by(hotline)
        .give(SetCityDue{moment("2026-10-08T08:20")})
        .refused({"times_out_of_order B4 due"});
    story.by(handler)
        .give(SetCityDue{moment("2026-10-20T18:00")})
        .refused({"wrong_role B4 actor.role"});
    story.by(hotline).give(SetCityDue{moment("2026-10-08T08:21")}).due(city, "2026-10-08T08:21");
    EXPECT_EQ(story.order.next_due()->kind, city);
}

TEST(Intake, Clause_B4_ARedispatchRestartsTheBureausLimitOnly) {
    Register command = registration();
    command.city_due = moment("2026-10-20T18:00");
    Story story;
    story.registered(command).dispatched().at("2026-10-09T09:00").by(dispatcher);
    story.give(Recall{words("派错单位")}).give(Dispatch{k_other_district, {}, {}});
    story.due(completion, "2026-10-16T00:00").due(city, "2026-10-20T18:00");
    EXPECT_EQ(story.order.deadlines.at(city).fact.generation, 1);
}

} // namespace

} // namespace chengban::workorder
