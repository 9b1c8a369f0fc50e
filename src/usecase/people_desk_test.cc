// The organisation, absences, roster and handover through their door: 3.1–3.4, 8.2, B3, B9, B10.
#include "usecase/people_desk.h"

#include "usecase/handover.h"
#include "usecase/import_roster.h"
#include "usecase/order_view.h"
#include "usecase/replay.h"
#include "usecase/test_bureau.h"

namespace chengban::usecase {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using workorder::Actor;
using workorder::Role;

class PeopleDeskTest : public Bureau {
protected:
    people::RecordAbsence principal_away() {
        people::RecordAbsence command;
        command.person = principal_.person;
        command.kind = people::AbsenceKind::business_trip;
        command.from = clock_.now();
        command.until = at("2026-10-12T08:00");
        command.substitutes = {{Role::principal, std::nullopt, head_.person}};
        return command;
    }
    Actor head_for_principal() const {
        return {head_.person, k_huangpu, Role::principal, principal_.person};
    }
    std::vector<std::string> finding_codes(const UnitId& unit) {
        std::vector<std::string> codes;
        for (const PeopleFinding& finding : people_findings(*desk_)) {
            if (finding.unit == unit) {
                codes.push_back(finding.code);
            }
        }
        return codes;
    }
};

TEST_F(PeopleDeskTest, Clause_3_1_commands_have_versions_and_keys) {
    const people::RenameUnit rename{k_huangpu, "黄浦区房屋管理局", "Huangpu", day("2026-09-30")};
    const auto stale = organise(clerk_, rename, "key-00001", 7);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, RefusalKind::precondition_failed);
    EXPECT_EQ(stale.error().current_version, 1);
    const auto forbidden = organise(head_, rename);
    ASSERT_FALSE(forbidden);
    EXPECT_EQ(forbidden.error().kind, RefusalKind::forbidden);
    ASSERT_TRUE(organise(clerk_, rename, "key-00001", 1));
    EXPECT_EQ(library_->organisation()->unit(k_huangpu)->name.zh, "黄浦区房屋管理局");
    const auto again = organise(clerk_, rename, "key-00001", 1);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->already_there);
    EXPECT_EQ(again->version, 2);
    EXPECT_EQ(library_->organisation_history()->version, 2);
    EXPECT_EQ(store_->command_log({"organisation", "organisation"}).size(), 2U);
}

TEST_F(PeopleDeskTest, Clause_3_4_what_lies_ahead_holds_when_its_day_comes) {
    ASSERT_TRUE(organise(clerk_, people::NameLeader{k_huangpu, {}, day("2026-10-08")}));
    EXPECT_TRUE(library_->organisation()->unit(k_huangpu)->leader_in_charge);
    EXPECT_THAT(finding_codes(k_huangpu), ElementsAre("roster_gap"));
    clock_.advance_to(at("2026-10-08T00:00"));
    EXPECT_FALSE(library_->organisation()->unit(k_huangpu)->leader_in_charge);
    EXPECT_THAT(finding_codes(k_huangpu),
                ElementsAre("district_lacks_leader_in_charge", "roster_gap"));
    // I 19: an order that comes now has its approvals by the principal.
    const OrderId order = registered("N-1", LimitClass::general);
    ASSERT_TRUE(dispatched(order));
    EXPECT_TRUE(desk_->load(order)->order.leader_vacant);
    // Another library over the same store reads the same.
    const Library other(*store_);
    EXPECT_EQ(*other.organisation_history(), *library_->organisation_history());
}

TEST_F(PeopleDeskTest, a_unit_without_its_people_is_sent_no_order) {
    const UnitId fresh("dept-new");
    ASSERT_TRUE(organise(
        clerk_,
        people::AddUnit{fresh, UnitKind::department, "新设处", "New", {}, {}, day("2026-09-30")}));
    EXPECT_THAT(finding_codes(fresh), Contains("unit_cannot_take_orders"));
    const OrderId order = registered("N-2", LimitClass::general);
    workorder::Dispatch command;
    command.unit = fresh;
    EXPECT_FALSE(give(dispatcher_, order, command));
    for (const auto& [person, role] :
         {std::pair{"office-leader", Role::principal}, std::pair{"office-head", Role::handler}}) {
        ASSERT_TRUE(organise(
            security_,
            people::Appoint{PersonId(person), fresh, role, {}, day("2026-09-30"), {}, {}}));
    }
    EXPECT_TRUE(give(dispatcher_, order, command));
    // Its open order keeps it from being closed.
    const auto closed = organise(clerk_, people::CloseUnit{fresh, day("2026-09-30")});
    ASSERT_FALSE(closed);
    EXPECT_THAT(codes(closed.error()), ElementsAre("open_orders"));
}

TEST_F(PeopleDeskTest, B7_a_replay_judges_by_the_organisation_that_stood_at_the_time) {
    const UnitId fresh("dept-new");
    const OrderId order = registered("N-3", LimitClass::general);
    workorder::Dispatch command;
    command.unit = fresh;
    EXPECT_FALSE(give(dispatcher_, order, command)); // there is no such unit yet
    clock_.advance_to(at("2026-09-30T11:00"));
    ASSERT_TRUE(organise(
        clerk_,
        people::AddUnit{fresh, UnitKind::department, "新设处", "New", {}, {}, day("2026-09-30")}));
    for (const auto& [person, role] :
         {std::pair{"office-leader", Role::principal}, std::pair{"office-head", Role::handler}}) {
        ASSERT_TRUE(organise(
            security_,
            people::Appoint{PersonId(person), fresh, role, {}, day("2026-09-30"), {}, {}}));
    }
    EXPECT_TRUE(give(dispatcher_, order, command));
    // A unit that is no more must not make what was right a difference either.
    workorder::Designate elsewhere;
    elsewhere.unit = k_huangpu;
    elsewhere.reason.plain = "职责划转，由区局办理";
    EXPECT_TRUE(give(clerk_, order, elsewhere));
    clock_.advance_to(at("2026-10-08T11:00"));
    ASSERT_TRUE(organise(clerk_, people::CloseUnit{fresh, day("2026-10-08")}));
    JobControl control;
    const ReplayReport report = replay(*desk_, {}, control);
    EXPECT_EQ(report.commands, 4);
    EXPECT_EQ(report.differing, 0) << (report.first.empty() ? "" : report.first.front().command);
    EXPECT_EQ(report.moved_limits, 0);
}

TEST_F(PeopleDeskTest, B9_a_substitute_signs_while_the_absence_lasts_and_is_shown_as_one) {
    const Actor acting = head_for_principal();
    EXPECT_FALSE(may_act(*library_, acting, clock_.now()));
    ASSERT_TRUE(duty(principal_, principal_away()));
    EXPECT_TRUE(may_act(*library_, acting, clock_.now()));
    EXPECT_THAT(actors_of(*library_, head_.person, clock_.now()), ElementsAre(head_, acting));
    EXPECT_THAT(actors_of(*library_, PersonId("nobody"), clock_.now()), IsEmpty());

    const OrderId order = registered("S-1", LimitClass::general);
    ASSERT_TRUE(dispatched(order));
    ASSERT_TRUE(give(acting, order, workorder::AssignHandler{handler_.person, {}}));
    const auto view = order_view(*desk_, order, head_);
    ASSERT_TRUE(view);
    EXPECT_THAT(view->body, HasSubstr(R"("substitute_for":{"id":"huangpu-principal")"));

    ASSERT_TRUE(duty(principal_, people::EndAbsence{1}, 1));
    EXPECT_FALSE(may_act(*library_, acting, clock_.now()));
    EXPECT_EQ(library_->duty()->at(k_huangpu).version, 2);
    const Library other(*store_);
    EXPECT_EQ(*other.duty(), *library_->duty());
}

TEST_F(PeopleDeskTest, Clause_8_2_B9_the_two_signers_stay_different_people) {
    ASSERT_TRUE(duty(principal_, principal_away()));
    const OrderId order = registered("S-2", LimitClass::general);
    ASSERT_TRUE(dispatched(order));
    ASSERT_TRUE(give(handler_, order, workorder::Acknowledge{}));
    ASSERT_TRUE(give(handler_, order,
                     workorder::Attach{AttachmentId("a-1"), EvidenceKind::written_proof,
                                       Text{"判决书.pdf", {}}, "application/pdf", 1000, "0f"}));
    workorder::ApplyFiling filing;
    filing.matter = "judged";
    filing.evidence = {AttachmentId("a-1")};
    for (Text* text : {&filing.summary, &filing.facts, &filing.law_policy, &filing.conclusion}) {
        text->plain = "法院判决已经生效，单位已多次解释";
    }
    ASSERT_TRUE(give(handler_, order, filing));
    workorder::SignFiling sign;
    sign.agree = true;
    sign.reason = Text{"同意存电备案", {}};
    ASSERT_TRUE(give(head_, order, sign));
    const auto twice = give(head_for_principal(), order, sign);
    ASSERT_FALSE(twice);
    EXPECT_THAT(codes(twice.error()), ElementsAre("filing_signers"));
    ASSERT_TRUE(give(principal_, order, sign));
    EXPECT_EQ(desk_->load(order)->order.filing.stage, workorder::FilingStage::signed_off);
}

TEST_F(PeopleDeskTest, B9_a_leaver_hands_over_every_open_order_first) {
    std::vector<PersonId> left;
    int changes = 0;
    people_->on_leaver([&](const PersonId& person) { left.push_back(person); });
    people_->on_change([&] { ++changes; });
    std::vector<OrderId> orders;
    for (const char* number : {"H-1", "H-2", "H-3"}) {
        orders.push_back(registered(number, LimitClass::general));
        ASSERT_TRUE(dispatched(orders.back()));
        ASSERT_TRUE(give(handler_, orders.back(), workorder::Acknowledge{}));
    }
    const people::RecordLeaver leaves{handler_.person, day("2026-09-30")};
    const auto refused = organise(clerk_, leaves);
    ASSERT_FALSE(refused);
    EXPECT_THAT(codes(refused.error()), ElementsAre("open_orders"));
    EXPECT_THAT(refused.error().problem.reasons[0].words.zh, HasSubstr("3 件"));

    Handover handover{handler_.person, PersonId("huangpu-handler-2"), "人员调动", true};
    const auto organisation = library_->organisation();
    EXPECT_TRUE(check_handover(*organisation, head_, handover));
    EXPECT_FALSE(check_handover(*organisation, handler_, handover)) << "not for a handler";
    Handover wrong = handover;
    wrong.to = PersonId("xuhui-handler-1");
    EXPECT_FALSE(check_handover(*organisation, head_, wrong)) << "of another unit";
    JobControl control;
    EXPECT_EQ(hand_over(*desk_, head_, handover, control).summary.at("handed_over"), 3);
    EXPECT_EQ(desk_->load(orders[0])->order.handler, handler_.person) << "a preview writes nothing";
    handover.preview = false;
    const JobResult result = hand_over(*desk_, head_, handover, control);
    EXPECT_EQ(result.summary.at("handed_over"), 3);
    EXPECT_EQ(result.summary.at("items").as_array().size(), 3U);
    for (const OrderId& order : orders) {
        EXPECT_EQ(desk_->load(order)->order.handler, handover.to);
        EXPECT_THAT(order_view(*desk_, order, head_)->body, HasSubstr("人员调动"));
    }
    ASSERT_TRUE(organise(clerk_, leaves));
    EXPECT_THAT(left, ElementsAre(handler_.person));
    EXPECT_EQ(changes, 1);
    EXPECT_THAT(actors_of(*library_, handler_.person, clock_.now()), IsEmpty());
    EXPECT_EQ(library_->organisation()->person(handler_.person)->name,
              library_->organisation(day("2026-09-29"))->person(handler_.person)->name);
}

TEST_F(PeopleDeskTest, B9_orders_of_somebody_without_a_post_are_found) {
    const OrderId order = registered("H-4", LimitClass::general);
    ASSERT_TRUE(dispatched(order));
    ASSERT_TRUE(give(handler_, order, workorder::Acknowledge{}));
    // The post ends later; by then the order should have gone elsewhere.
    ASSERT_TRUE(organise(security_, people::EndPost{handler_.person, k_huangpu, Role::handler,
                                                    "property", day("2026-10-08")}));
    EXPECT_THAT(finding_codes(k_huangpu), ElementsAre("roster_gap"));
    clock_.advance_to(at("2026-10-08T00:00"));
    EXPECT_THAT(finding_codes(k_huangpu), ElementsAre("orders_to_hand_over", "roster_gap"));
}

constexpr const char* k_sheet = "黄浦区房管局值班表,,,,\n"
                                "日期,班次,值班人员,值班类别,值班电话\n"
                                "2026-10-01,白班,huangpu-handler-1,,021-63210000\n"
                                "2026-10-01,夜班,huangpu-head,,\n"
                                "2026/10/1,全天,huangpu-leader,带班领导,\n";

Result<people::SetRoster> read_sheet(const std::string& text, const Library& library) {
    auto source = tabular::open_table(text, "roster.csv");
    EXPECT_TRUE(source);
    return read_roster(std::move(*source), UnitId("district-310101"), *library.organisation(),
                       library.rulebook_in_force(*parse_day("2026-09-30", "t"))->book.duty);
}

TEST_F(PeopleDeskTest, B3_a_roster_comes_from_the_units_own_sheet) {
    const auto roster = read_sheet(k_sheet, *library_);
    ASSERT_TRUE(roster) << roster.error().reasons.front().words.zh;
    EXPECT_EQ(roster->from, day("2026-10-01"));
    EXPECT_EQ(roster->until, day("2026-10-01"));
    ASSERT_EQ(roster->turns.size(), 3U);
    EXPECT_EQ(roster->turns[0].from, at("2026-10-01T09:00"));
    EXPECT_EQ(roster->turns[0].until, at("2026-10-01T17:30"));
    EXPECT_EQ(roster->turns[1].until, at("2026-10-02T09:00"));
    EXPECT_EQ(roster->turns[2].kind, people::DutyKind::leader);
    ASSERT_TRUE(duty(head_, *roster));
    EXPECT_EQ(library_->duty()->at(k_huangpu).on_duty(at("2026-10-01T20:00")).size(), 2U);

    const auto wrong = read_sheet("日期,班次,姓名,值班类别\n"
                                  "2026-10-01,早班,张无名,保安\n"
                                  ",夜班,huangpu-head,\n"
                                  "2026-13-01,夜班,huangpu-head,\n",
                                  *library_);
    ASSERT_FALSE(wrong);
    std::vector<std::string> places;
    for (const Reason& reason : wrong.error().reasons) {
        places.push_back(reason.code + " " + reason.field);
    }
    EXPECT_THAT(places, ElementsAre("not_of_the_unit C2", "not_in_list D2", "not_in_list B2",
                                    "missing_field A3", testing::EndsWith(" A4")));
    EXPECT_FALSE(read_sheet("日期,姓名\n", *library_)) << "no turns";
}

TEST_F(PeopleDeskTest, B3_an_urgent_order_outside_office_hours_shows_who_is_on_duty) {
    const auto roster = read_sheet(k_sheet, *library_);
    ASSERT_TRUE(roster);
    ASSERT_TRUE(duty(head_, *roster));
    const OrderId by_day = registered("U-1", LimitClass::urgent);
    const auto in_hours = dispatched(by_day);
    ASSERT_TRUE(in_hours);
    EXPECT_FALSE(in_hours->on_duty) << "10:00 on a working day";
    clock_.advance_to(at("2026-09-30T20:00"));
    const OrderId uncovered = registered("U-2", LimitClass::urgent);
    const auto nobody = dispatched(uncovered);
    ASSERT_TRUE(nobody && nobody->on_duty);
    EXPECT_THAT(nobody->on_duty->at("turns").as_array(), IsEmpty());
    EXPECT_THAT(std::string(nobody->on_duty->at("zh").as_string()), HasSubstr("无人值班"));

    clock_.advance_to(at("2026-10-01T11:00")); // National Day
    const OrderId order = registered("U-3", LimitClass::urgent);
    const auto answer = dispatched(order);
    ASSERT_TRUE(answer && answer->on_duty);
    const json::array& turns = answer->on_duty->at("turns").as_array();
    ASSERT_EQ(turns.size(), 2U);
    EXPECT_EQ(turns[0].at("person").as_string(), "huangpu-handler-1");
    EXPECT_EQ(turns[0].at("phone").as_string(), "021-63210000");
    EXPECT_EQ(turns[1].at("zh").as_string(), "带班领导");
    // Who has left is on duty no more: the turn is a gap.
    ASSERT_TRUE(
        organise(clerk_, people::RecordLeaver{PersonId("huangpu-handler-1"), day("2026-10-01")}));
    const OrderId later = registered("U-5", LimitClass::urgent);
    const auto without = dispatched(later);
    ASSERT_TRUE(without && without->on_duty);
    for (const json::value& turn : without->on_duty->at("turns").as_array()) {
        EXPECT_NE(turn.at("person").as_string(), "huangpu-handler-1");
    }
    // At night somebody else is; the rendered order says until when it holds.
    clock_.advance_to(at("2026-10-01T19:59"));
    const auto view = order_view(*desk_, order, head_);
    ASSERT_TRUE(view);
    EXPECT_THAT(view->body, HasSubstr(R"("on_duty":{)"));
    EXPECT_THAT(view->body, HasSubstr(R"("person":"huangpu-head","from":"2026-10-01T17:30)"));
    EXPECT_LE(view->valid_until, at("2026-10-02T09:00"));
    const OrderId general = registered("U-4", LimitClass::general);
    EXPECT_FALSE(dispatched(general)->on_duty) << "only urgent orders are for the night";
}

} // namespace
} // namespace chengban::usecase
