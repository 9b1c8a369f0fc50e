// The organisation as a living thing: clauses 3.1–3.4, B9, B10.
#include "people/test_organisation.h"

namespace chengban::people {
namespace {

const PersonId k_leader{"huangpu-leader"};
const PersonId k_handler{"huangpu-handler-1"};

std::vector<std::string> held_by(const OrganisationHistory& history, const UnitId& unit, Role role,
                                 std::string_view when) {
    std::vector<std::string> people;
    for (const Holder& holder : holders_on(history, day(when))) {
        if (holder.held.post.unit == unit && holder.held.post.role == role) {
            people.push_back(holder.person.text());
        }
    }
    return people;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OrganisationHistory, Clause_3_4_the_file_is_the_way_to_start) {
    const Chronicle story;
    const Result<Organisation> file = parse_organisation(demo_text(), "demo.toml");
    ASSERT_TRUE(file);
    EXPECT_EQ(story.today(), *file);
    EXPECT_EQ(story.then("1999-01-01"), *file) << "before the first day it stood as it began";
    EXPECT_EQ(story.history.version, 1);
}

TEST(OrganisationHistory, Clause_3_4_who_held_which_post_on_a_day) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(security);
    story.by(clerk)
        .give(SetPerson{PersonId("huangpu-new"), "程立新", day("2026-03-02")})
        .accepted();
    story.by(security)
        .give(Appoint{PersonId("huangpu-new"),
                      k_huangpu,
                      Role::principal,
                      {},
                      day("2026-03-09"),
                      {},
                      PersonId("huangpu-principal")})
        .accepted();
    const auto principal = [&](const char* when) {
        return held_by(story.history, k_huangpu, Role::principal, when);
    };
    EXPECT_THAT(principal("2026-03-08"), ElementsAre("huangpu-principal"));
    EXPECT_THAT(principal("2026-03-09"), ElementsAre("huangpu-new"));
    EXPECT_THAT(principal("2025-12-31"), IsEmpty()) << "before it was recorded nobody knows";
    EXPECT_EQ(story.today().principal_of(k_huangpu)->id.text(), "huangpu-principal");
    EXPECT_EQ(story.then("2026-03-09").principal_of(k_huangpu)->name, "程立新");
}

TEST(OrganisationHistory, Clause_3_4_a_unit_has_one_principal_and_keeps_one) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(security);
    story.give(Appoint{k_leader, k_huangpu, Role::principal, {}, day("2026-03-09"), {}, {}})
        .refused({"two_principals 8.2 person"});
    story
        .give(EndPost{
            PersonId("huangpu-principal"), k_huangpu, Role::principal, {}, day("2026-03-09")})
        .refused({"no_principal 12.3 person"});
    story
        .give(Appoint{k_leader,
                      k_huangpu,
                      Role::principal,
                      {},
                      day("2026-03-09"),
                      {},
                      PersonId("huangpu-head")})
        .refused({"no_such_post  replaces"});
    // An acting principal for a month would leave a hole behind.
    story
        .give(Appoint{k_leader,
                      k_huangpu,
                      Role::principal,
                      {},
                      day("2026-03-09"),
                      day("2026-04-09"),
                      PersonId("huangpu-principal")})
        .refused({"no_principal 12.3 person"});
}

TEST(OrganisationHistory, Clause_3_4_the_office_names_who_is_in_charge_among_those_who_hold_it) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story.give(NameLeader{k_huangpu, k_handler, day("2026-03-02")})
        .refused({"leader_without_post 3.4 person"});
    story.give(NameLeader{k_huangpu, PersonId("nobody"), day("2026-03-02")})
        .refused({"unknown_person  person"});
    story.give(NameLeader{k_huangpu, {}, day("2026-03-02")}).accepted();
    EXPECT_FALSE(story.today().unit(k_huangpu)->leader_in_charge);
    EXPECT_TRUE(story.then("2026-03-01").unit(k_huangpu)->leader_in_charge);
    EXPECT_EQ(story.today().findings().size(), 2U)
        << "Huangpu without leader, Chongming without section";
    story.give(NameResponsibleSection{k_huangpu, "nowhere", day("2026-03-02")})
        .refused({"unknown_section 3.4 section"});
    story.give(NameResponsibleSection{UnitId("district-310151"), "property", day("2026-03-02")})
        .accepted();
    story.give(NameLeader{k_huangpu, k_leader, day("2026-03-03")}).accepted();
    EXPECT_THAT(story.then("2026-03-03").findings(), IsEmpty());
}

TEST(OrganisationHistory, Clause_3_4_I_19_a_leader_whose_post_ends_is_not_in_charge_any_more) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(security);
    story.give(EndPost{k_leader, k_huangpu, Role::leader_in_charge, {}, day("2026-03-02")})
        .accepted();
    const Organisation today = story.today();
    EXPECT_FALSE(today.unit(k_huangpu)->leader_in_charge);
    EXPECT_EQ(today.leader_of(k_huangpu), today.principal_of(k_huangpu));
    EXPECT_EQ(today.findings().size(), 2U);
}

TEST(OrganisationHistory, B10_the_office_keeps_units_and_the_security_administrator_posts) {
    Chronicle story;
    story.on("2026-03-02T09:00");
    const Appoint appoint{k_handler, k_huangpu, Role::knowledge_keeper, {}, day("2026-03-02"),
                          {},        {}};
    const RenameUnit rename{k_huangpu, "黄浦区房管局", "Huangpu Housing", day("2026-03-02")};
    const Actor head{PersonId("huangpu-head"), k_huangpu, Role::section_head, {}};
    const Actor auditor{
        PersonId("audit-administrator"), UnitId("office"), Role::audit_administrator, {}};
    for (const Actor& actor : {clerk, head, auditor}) {
        story.by(actor).give(appoint).refused({"wrong_role B10 actor.role"});
    }
    for (const Actor& actor : {security, head, auditor}) {
        story.by(actor).give(rename).refused({"wrong_role 3.1 actor.role"});
    }
    story.by(clerk)
        .give(PublishOrganisation{"o.toml", demo_text(), 1})
        .refused({"wrong_role 3.1 actor.role"});
    story.by(security).give(appoint).accepted();
    story.by(clerk).give(rename).accepted();
    EXPECT_EQ(story.today().unit(k_huangpu)->name.zh, "黄浦区房管局");
    EXPECT_EQ(story.then("2026-03-01").unit(k_huangpu)->name.zh, "黄浦区住房保障和房屋管理局");
}

TEST(OrganisationHistory, B10_nobody_decides_on_their_own_posts_and_the_three_stay_apart) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(security);
    story
        .give(Appoint{security.person,
                      UnitId("center"),
                      Role::reviewer,
                      "dispatch",
                      day("2026-03-02"),
                      {},
                      {}})
        .refused({"own_post B10 person"});
    story
        .give(Appoint{PersonId("audit-administrator"),
                      UnitId("office"),
                      Role::system_administrator,
                      {},
                      day("2026-03-02"),
                      {},
                      {}})
        .refused({"administrators_not_separate B10 role"});
    Actor other = security;
    other.person = PersonId("dispatcher-1");
    story.by(other)
        .give(EndPost{
            security.person, UnitId("center"), Role::security_administrator, {}, day("2026-03-02")})
        .refused({"no_security_administrator B10 "});
}

TEST(OrganisationHistory, AnAppointmentNamesEverythingThatIsWrong) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story
        .give(Appoint{PersonId("nobody"),
                      UnitId("nowhere"),
                      Role::section_head,
                      {},
                      day("2026-03-02"),
                      day("2026-03-02"),
                      PersonId("no-one")})
        .refused({"wrong_role B10 actor.role", "unknown_person  person", "unit_not_there 3 unit",
                  "no_section 3.4 section", "until_before_from  until",
                  "unknown_person  replaces"});
    story.by(security);
    story.give(Appoint{k_handler, k_huangpu, Role::dispatcher, {}, day("2026-03-02"), {}, {}})
        .refused({"role_of_another_unit 3 role"});
    story.give(Appoint{k_handler, k_huangpu, Role::handler, "property", day("2026-03-02"), {}, {}})
        .refused({"duplicate  role"});
    story.give(Appoint{k_handler, k_huangpu, Role::handler, "moon", day("2026-03-02"), {}, {}})
        .refused({"unknown_section 3.4 section"});
    story.give(EndPost{k_handler, k_huangpu, Role::principal, {}, day("2026-03-02")})
        .refused({"no_such_post  role"});
}

TEST(OrganisationHistory, B9_a_leaver_hands_over_first_and_stays_known) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story.open_orders[{k_huangpu, k_handler}] = 3;
    const RecordLeaver leaves{k_handler, day("2026-03-02")};
    story.give(leaves).refused({"open_orders B9 person"});
    story.by(security)
        .give(EndPost{k_handler, k_huangpu, Role::handler, "property", day("2026-03-02")})
        .refused({"open_orders B9 person"});
    story.open_orders[{k_huangpu, k_handler}] = 0;
    story.by(clerk).give(RecordLeaver{k_handler, day("2026-03-03")}).refused({"not_yet B9 on"});
    const OrganisationHistory before = story.history;
    story.give(leaves).accepted();
    EXPECT_THAT(leavers_of(before, story.history, day("2026-03-02")), ElementsAre(k_handler));
    EXPECT_THAT(leavers_of(before, story.history, day("2026-03-01")), IsEmpty());
    const Organisation today = story.today();
    ASSERT_NE(today.person(k_handler), nullptr) << "nothing is deleted";
    EXPECT_TRUE(today.person(k_handler)->left);
    EXPECT_THAT(today.person(k_handler)->posts, IsEmpty());
    EXPECT_FALSE(story.then("2026-03-01").person(k_handler)->left);
    story.give(leaves).refused({"left_already B9 person"});
    // Somebody may come back.
    story.by(security)
        .give(Appoint{k_handler, k_huangpu, Role::handler, "property", day("2026-06-01"), {}, {}})
        .accepted();
    EXPECT_TRUE(story.then("2026-05-31").person(k_handler)->left);
    EXPECT_FALSE(story.then("2026-06-01").person(k_handler)->left);
}

TEST(OrganisationHistory, Clause_12_3_the_last_handler_of_a_unit_stays) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story.give(RecordLeaver{k_handler, day("2026-03-02")}).accepted();
    story.give(RecordLeaver{PersonId("huangpu-handler-2"), day("2026-03-02")})
        .refused({"no_handler 5 person"});
    story.give(RecordLeaver{PersonId("huangpu-principal"), day("2026-03-02")})
        .refused({"no_principal 12.3 person"});
}

TEST(OrganisationHistory, Clause_3_4_a_new_unit_takes_orders_once_it_has_its_people) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    const UnitId lingang("district-310199");
    AddUnit add{lingang,  UnitKind::district, "临港新片区房管中心", "Lingang Housing",
                "310101", {"黄浦区"},         day("2026-03-02")};
    story.give(add).refused({"duplicate 3.4 district_code", "duplicate 3.4 places"});
    add.district_code = "31019x";
    add.places = {"临港新片区"};
    story.give(add).refused({"bad_district_code 3.4 district_code"});
    add.district_code.reset();
    story.give(add).refused({"missing_field 3.4 district_code"});
    add.district_code = "310199";
    story.give(add).accepted();
    story.give(add).refused(
        {"duplicate 3 unit", "duplicate 3.4 district_code", "duplicate 3.4 places"});
    story.give(SetSection{lingang, "Property 1", "物业科", "property", day("2026-03-02")})
        .refused({"bad_token  section"});
    story.give(SetSection{lingang, "property", "物业科", "property", day("2026-03-02")}).accepted();
    EXPECT_FALSE(story.today().can_take_orders(lingang));
    story.by(security);
    for (const auto& [person, role, section] :
         std::vector<std::tuple<const char*, Role, std::optional<std::string>>>{
             {"huangpu-leader", Role::principal, {}},
             {"huangpu-handler-1", Role::handler, "property"}}) {
        story.give(Appoint{PersonId(person), lingang, role, section, day("2026-03-02"), {}, {}})
            .accepted();
    }
    EXPECT_TRUE(story.today().can_take_orders(lingang));
    EXPECT_EQ(story.today().district("310199")->id, lingang);
    EXPECT_EQ(story.today().findings().size(), 3U) << "it lacks leader and section (3.4)";
    EXPECT_EQ(story.then("2026-03-01").unit(lingang), nullptr);
}

TEST(OrganisationHistory, AClosedUnitTakesNoOrdersAndKeepsItsName) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story.open_orders[{k_xuhui, PersonId()}] = 1;
    story.give(CloseUnit{k_xuhui, day("2026-03-02")}).refused({"open_orders B9 unit"});
    story.open_orders.clear();
    story.give(CloseUnit{k_xuhui, day("2026-03-05")}).refused({"not_yet B9 on"});
    story.give(CloseUnit{UnitId("office"), day("2026-03-02")}).refused({"not_exactly_one 3 unit"});
    story.give(CloseUnit{k_xuhui, day("2026-03-02")}).accepted();
    const Organisation today = story.today();
    EXPECT_EQ(today.unit(k_xuhui)->name.zh, "徐汇区住房保障和房屋管理局");
    EXPECT_FALSE(today.can_take_orders(k_xuhui));
    EXPECT_EQ(today.district("310104"), nullptr);
    EXPECT_THAT(today.person(PersonId("xuhui-principal"))->posts, IsEmpty());
    EXPECT_TRUE(story.then("2026-03-01").can_take_orders(k_xuhui));
    story.give(RenameUnit{k_xuhui, "徐汇", "Xuhui", day("2026-03-03")})
        .refused({"unit_not_there 3 unit"});
    story.by(security)
        .give(Appoint{k_handler, k_xuhui, Role::handler, {}, day("2026-03-03"), {}, {}})
        .refused({"unit_not_there 3 unit"});
}

TEST(OrganisationHistory, ASectionInUseIsNotClosed) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(clerk);
    story.give(CloseSection{k_huangpu, "property", day("2026-03-02")})
        .refused({"unknown_section 3.4 section", "unknown_section 3.4 section"});
    story.give(CloseSection{k_huangpu, "law", day("2026-03-02")}).accepted();
    EXPECT_EQ(story.today().unit(k_huangpu)->section("law"), nullptr);
    EXPECT_NE(story.then("2026-03-01").unit(k_huangpu)->section("law"), nullptr);
    story.give(CloseSection{k_huangpu, "law", day("2026-03-02")})
        .refused({"unknown_section 3.4 section"});
    story.give(SetSection{k_huangpu, "law", "法规科", "law section", day("2026-03-09")}).accepted();
    EXPECT_EQ(story.then("2026-03-09").unit(k_huangpu)->section("law")->name.zh, "法规科");
}

TEST(OrganisationHistory, Clause_3_4_a_bulk_publication_ends_what_it_does_not_hold) {
    Chronicle story;
    story.on("2026-03-02T09:00").by(security);
    story.give(Appoint{k_handler, k_huangpu, Role::knowledge_keeper, {}, day("2026-03-02"), {}, {}})
        .accepted();
    std::string text = demo_text();
    const auto replace = [&](const std::string& from, const std::string& to) {
        const std::size_t place = text.find(from);
        ASSERT_NE(place, std::string::npos) << from;
        text.replace(place, from.size(), to);
    };
    const std::size_t begin = text.find("[[people]]\nid = \"huangpu-handler-2\"");
    text.erase(begin, text.find("[[people]]", begin + 1) - begin);
    replace("黄浦区住房保障和房屋管理局", "黄浦区房屋管理局");
    story.on("2026-04-01T09:00").by(machine);
    story.open_orders[{k_huangpu, PersonId("huangpu-handler-2")}] = 2;
    story.give(PublishOrganisation{"o.toml", text, 1}).refused({"open_orders B9 people"});
    story.open_orders.clear();
    story.give(PublishOrganisation{"o.toml", text, 1}).accepted();
    EXPECT_TRUE(story.today().person(PersonId("huangpu-handler-2"))->left);
    EXPECT_FALSE(story.today().person(k_handler)->holds(k_huangpu, Role::knowledge_keeper));
    EXPECT_TRUE(
        story.then("2026-03-31").person(k_handler)->holds(k_huangpu, Role::knowledge_keeper));
    EXPECT_EQ(story.today().unit(k_huangpu)->name.zh, "黄浦区房屋管理局");
    // The same file again changes nothing.
    OrganisationHistory once = story.history;
    story.on("2026-05-01T09:00").give(PublishOrganisation{"o.toml", text, 1}).accepted();
    once.version = story.history.version;
    EXPECT_EQ(story.history, once);
    story.give(PublishOrganisation{"o.toml", "name = 1", 1});
    EXPECT_FALSE(story.last.empty());
}

} // namespace
} // namespace chengban::people
