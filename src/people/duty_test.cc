// Absences, substitutes and the duty roster: B3, B9, I 49, I 50.
#include "people/duty.h"
#include "people/test_organisation.h"

namespace chengban::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Actor k_head{PersonId("huangpu-head"), k_huangpu, Role::section_head, {}};
const Actor k_leader{PersonId("huangpu-leader"), k_huangpu, Role::leader_in_charge, {}};
const Actor k_principal{PersonId("huangpu-principal"), k_huangpu, Role::principal, {}};
const Actor k_handler{PersonId("huangpu-handler-1"), k_huangpu, Role::handler, {}};

class DutyStory {
public:
    DutyStory() : organisation(organisation_on(Chronicle().history, day("2026-03-02"))) {
        duty.unit = k_huangpu;
    }
    DutyStory& on(std::string_view instant) {
        now = at(instant);
        return *this;
    }
    DutyStory& by(const Actor& who) {
        actor = who;
        return *this;
    }
    DutyStory& give(const DutyCommand& command) {
        const auto event = decide(duty, command, actor, {organisation, rules, now});
        last = refusals(event);
        if (event) {
            evolve(duty, *event);
            events.push_back(*event);
        }
        return *this;
    }
    DutyStory& accepted() {
        EXPECT_THAT(last, IsEmpty());
        return *this;
    }
    DutyStory& refused(const std::vector<std::string>& reasons) {
        EXPECT_THAT(last, testing::UnorderedElementsAreArray(reasons));
        return *this;
    }
    // «role代whom» of everything a person may act as.
    std::vector<std::string> acts_as(const Actor& who, std::string_view when) const {
        std::vector<std::string> list;
        for (const Capacity& one :
             capacities_of(organisation, {{duty.unit, duty}}, who.person, at(when))) {
            list.push_back(std::string(token(one.post.role)) +
                           (one.substitute_for ? "代" + one.substitute_for->text() : ""));
        }
        return list;
    }

    Organisation organisation;
    rulebook::DutyRules rules;
    UnitDuty duty;
    std::vector<DutyEvent> events;
    std::vector<std::string> last;
    Actor actor = k_principal;
    Instant now = at("2026-03-02T10:00");
};

RecordAbsence away(const Actor& who, std::string_view from, std::string_view until,
                   std::vector<SubstituteFor> substitutes = {}) {
    RecordAbsence command{who.person, AbsenceKind::leave, at(from), std::nullopt,
                          std::move(substitutes)};
    if (!until.empty()) {
        command.until = at(until);
    }
    return command;
}

SubstituteFor leader_by(const Actor& who) {
    return {Role::leader_in_charge, std::nullopt, who.person};
}

TEST(Substitutes, B9_act_only_while_an_absence_is_recorded) {
    DutyStory story;
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T09:00"), ElementsAre("section_head"));
    story.give(away(k_leader, "2026-03-05T08:00", "2026-03-07T08:00", {leader_by(k_head)}))
        .accepted();
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T07:59"), ElementsAre("section_head"));
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T08:00"),
                UnorderedElementsAre("section_head", "leader_in_charge代huangpu-leader"));
    EXPECT_THAT(story.acts_as(k_head, "2026-03-07T08:00"), ElementsAre("section_head"));
    EXPECT_THAT(story.acts_as(k_handler, "2026-03-05T08:00"), ElementsAre("handler"));
    // Back a day earlier: the substitute stops at once.
    story.on("2026-03-06T09:00").by(k_leader).give(EndAbsence{1}).accepted();
    EXPECT_THAT(story.acts_as(k_head, "2026-03-06T08:59").size(), 2U);
    EXPECT_THAT(story.acts_as(k_head, "2026-03-06T09:00"), ElementsAre("section_head"));
    story.give(EndAbsence{1}).refused({"no_such_absence B9 absence"});
}

TEST(Substitutes, B9_nobody_acted_before_it_was_recorded_nor_while_away_themselves) {
    DutyStory story;
    story.on("2026-03-05T12:00")
        .give(away(k_leader, "2026-03-05T08:00", "", {leader_by(k_head)}))
        .accepted();
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T11:00").size(), 1U);
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T12:00").size(), 2U);
    story.give(away(k_head, "2026-03-06T08:00", "2026-03-07T08:00")).accepted();
    EXPECT_THAT(story.acts_as(k_head, "2026-03-06T12:00"), ElementsAre("section_head"));
    EXPECT_THAT(story.acts_as(k_head, "2026-03-07T12:00").size(), 2U);
    // When the absent leader loses the post, nothing is left to act for.
    for (Person& person : story.organisation.people) {
        if (person.id == k_leader.person) {
            person.posts.clear();
        }
    }
    EXPECT_THAT(story.acts_as(k_head, "2026-03-07T12:00"), ElementsAre("section_head"));
}

TEST(Substitutes, B9_I_50_are_named_by_the_absent_by_a_higher_post_or_by_the_office) {
    const auto command =
        away(k_leader, "2026-03-05T08:00", "2026-03-07T08:00", {leader_by(k_handler)});
    DutyStory story;
    story.by(k_head).give(command).refused({"may_not_name B9 substitutes[0].substitute"});
    story.by(k_handler).give(command).refused({"wrong_role B9 actor.role",
                                               "own_substitution B9 substitutes[0].substitute",
                                               "may_not_name B9 substitutes[0].substitute"});
    story.by(k_leader).give(command).accepted();
    story.by(k_head)
        .give(NameSubstitute{1, Role::leader_in_charge, {}, k_head.person})
        .refused({"own_substitution B9 substitute", "may_not_name B9 substitute"});
    story.by(clerk).give(NameSubstitute{1, Role::leader_in_charge, {}, k_head.person}).accepted();
    EXPECT_THAT(story.acts_as(k_handler, "2026-03-05T12:00"), ElementsAre("handler"))
        << "a post has one substitute";
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T12:00").size(), 2U);
    story.by(k_principal).give(NameSubstitute{1, Role::leader_in_charge, {}, {}}).accepted();
    EXPECT_THAT(story.acts_as(k_head, "2026-03-05T12:00").size(), 1U);
    story.give(NameSubstitute{1, Role::leader_in_charge, {}, {}})
        .refused({"no_substitute B9 role"});
    // A section head records the absence; who signs instead is not for them to say.
    DutyStory plain;
    plain.by(k_head).give(away(k_leader, "2026-03-05T08:00", "2026-03-07T08:00")).accepted();
    Actor elsewhere = k_principal;
    elsewhere.unit = k_xuhui;
    plain.by(elsewhere).give(EndAbsence{1}).refused({"wrong_unit B9 actor.unit"});
    plain.by(clerk)
        .give(EndAbsence{1})
        .refused({"wrong_role B9 actor.role", "wrong_unit B9 actor.unit"});
}

TEST(Substitutes, B9_everything_wrong_is_named) {
    DutyStory story;
    story
        .give(away(k_leader, "2026-03-05T08:00", "2026-03-05T08:00",
                   {{Role::handler, {}, k_head.person},
                    {Role::principal, {}, k_leader.person},
                    {Role::leader_in_charge, {}, PersonId("xuhui-leader")},
                    {Role::leader_in_charge, {}, k_head.person}}))
        .refused({"until_before_from B9 until", "not_a_signing_post B9 substitutes[0].role",
                  "no_such_post B9 substitutes[1].role",
                  "substitutes_oneself B9 substitutes[1].substitute",
                  "may_not_name B9 substitutes[1].substitute",
                  "not_of_the_unit B9 substitutes[2].substitute",
                  "duplicate B9 substitutes[3].role"});
    story.give(away(k_leader, "2026-03-05T08:00", "")).accepted();
    story.give(away(k_leader, "2026-09-05T08:00", "2026-09-06T08:00"))
        .refused({"absent_already B9 from"});
    story
        .give(away(Actor{PersonId("xuhui-head"), k_xuhui, Role::section_head, {}},
                   "2026-03-05T08:00", ""))
        .refused({"not_of_the_unit B9 person"});
}

TEST(Substitutes, Clause_14_9_the_report_is_issued_in_person_unless_the_rulebook_allows) {
    const UnitId pudong("district-310115");
    DutyStory story;
    story.duty.unit = pudong;
    const Person* issuer = story.organisation.administrative_principal_of(pudong);
    ASSERT_NE(issuer, nullptr);
    const Actor admin{issuer->id, pudong, Role::administrative_principal, {}};
    const auto command = away(admin, "2026-03-05T08:00", "2026-03-07T08:00",
                              {{Role::administrative_principal, {}, PersonId("pudong-leader")}});
    story.by(admin).give(command).refused({"substitute_issues_report 14.9 substitutes[0].role"});
    story.rules.substitute_issues_report = true;
    story.give(command).accepted();
}

SetRoster nights(std::vector<DutyTurn> turns, const char* from = "2026-03-02",
                 const char* until = "2026-03-08") {
    return {day(from), day(until), std::move(turns)};
}
DutyTurn night(const Actor& who, const std::string& date, const std::string& next,
               DutyKind kind = DutyKind::officer) {
    return {kind, who.person, at(date + "T17:30"), at(next + "T09:00"), "021-12345678"};
}

std::vector<std::string> on_duty(const UnitDuty& duty, std::string_view when) {
    std::vector<std::string> people;
    for (const DutyTurn& turn : duty.on_duty(at(when))) {
        people.push_back(turn.person.text());
    }
    return people;
}

TEST(DutyRoster, B3_says_who_is_on_duty) {
    DutyStory story;
    story.by(k_head)
        .give(nights({night(k_leader, "2026-03-02", "2026-03-03", DutyKind::leader),
                      night(k_handler, "2026-03-02", "2026-03-03"),
                      night(k_head, "2026-03-03", "2026-03-04")}))
        .accepted();
    EXPECT_THAT(on_duty(story.duty, "2026-03-02T17:29"), IsEmpty());
    EXPECT_THAT(on_duty(story.duty, "2026-03-02T17:30"),
                ElementsAre("huangpu-handler-1", "huangpu-leader"))
        << "the officer first";
    EXPECT_THAT(on_duty(story.duty, "2026-03-03T08:59").size(), 2U);
    EXPECT_THAT(on_duty(story.duty, "2026-03-03T09:00"), IsEmpty());
    EXPECT_THAT(on_duty(story.duty, "2026-03-03T23:00"), ElementsAre("huangpu-head"));
    // A new roster of some days replaces what began in them.
    story.give(nights({night(k_handler, "2026-03-03", "2026-03-04")}, "2026-03-03", "2026-03-08"))
        .accepted();
    EXPECT_THAT(on_duty(story.duty, "2026-03-02T20:00").size(), 2U);
    EXPECT_THAT(on_duty(story.duty, "2026-03-03T20:00"), ElementsAre("huangpu-handler-1"));
    story.give(ChangeDuty{DutyKind::officer, at("2026-03-03T17:30"), k_head.person, {}}).accepted();
    EXPECT_THAT(on_duty(story.duty, "2026-03-03T20:00"), ElementsAre("huangpu-head"));
    story.give(ChangeDuty{DutyKind::leader, at("2026-03-03T17:30"), k_head.person, {}})
        .refused({"no_such_turn B3 from"});
    story.on("2026-03-04T09:00")
        .give(ChangeDuty{DutyKind::officer, at("2026-03-03T17:30"), k_handler.person, {}})
        .refused({"turn_over B3 from"});
}

TEST(DutyRoster, B3_everything_wrong_is_named) {
    DutyStory story;
    story.by(k_handler).give(nights({})).refused({"wrong_role B3 actor.role"});
    DutyTurn endless = night(k_head, "2026-03-05", "2026-03-09");
    DutyTurn outsider = night(k_head, "2026-03-20", "2026-03-21");
    outsider.person = PersonId("xuhui-head");
    story.by(k_head)
        .give(nights({night(k_head, "2026-03-02", "2026-03-03"),
                      night(k_handler, "2026-03-02", "2026-03-03"), endless, outsider}))
        .refused({"overlaps B3 turns[1].from", "wrong_length B3 turns[2].until",
                  "not_of_the_unit B9 turns[3].person", "outside_roster B3 turns[3].from"});
    story.give(nights({}, "2026-03-09", "2026-03-08")).refused({"until_before_from B3 until"});
    story.give(nights({night(k_head, "2026-03-02", "2026-03-03")})).accepted();
    DutyTurn early = night(k_handler, "2026-03-03", "2026-03-04");
    early.from = at("2026-03-03T08:00");
    story.give(nights({early}, "2026-03-03", "2026-03-03")).refused({"overlaps B3 turns[0].from"});
}

calendar::Calendar shipped_days() {
    return *calendar::Calendar::make(
        1, {{day("2026-03-05"), calendar::DayKind::holiday, "临时放假"},
            {day("2026-03-07"), calendar::DayKind::makeup_workday, "补班"}});
}

TEST(DutyRoster, B3_I_49_nights_weekends_and_holidays_are_outside_office_hours) {
    const rulebook::DutyRules rules;
    const calendar::Calendar calendar = shipped_days();
    const auto outside = [&](const char* when) {
        return outside_office_hours(rules, calendar, at(when));
    };
    EXPECT_TRUE(outside("2026-03-02T08:59"));
    EXPECT_FALSE(outside("2026-03-02T09:00"));
    EXPECT_FALSE(outside("2026-03-02T17:29"));
    EXPECT_TRUE(outside("2026-03-02T17:30"));
    EXPECT_TRUE(outside("2026-03-05T10:00")) << "a holiday on a Thursday";
    EXPECT_FALSE(outside("2026-03-07T10:00")) << "a make-up workday on a Saturday";
    EXPECT_TRUE(outside("2026-03-08T10:00")) << "a Sunday";
}

TEST(DutyRoster, B3_a_hole_in_the_days_ahead_is_found) {
    DutyStory story;
    story.rules.roster_ahead_days = 1;
    const calendar::Calendar calendar = shipped_days();
    const auto gap = [&] { return first_roster_gap(story.duty, story.rules, calendar, story.now); };
    ASSERT_TRUE(gap());
    EXPECT_EQ(*gap(), at("2026-03-02T17:30"));
    story.give(nights({night(k_head, "2026-03-02", "2026-03-03")})).accepted();
    EXPECT_EQ(*gap(), at("2026-03-03T17:30"));
    DutyTurn leader = night(k_leader, "2026-03-03", "2026-03-04", DutyKind::leader);
    story.give(nights({leader}, "2026-03-03", "2026-03-03")).accepted();
    EXPECT_EQ(*gap(), at("2026-03-03T17:30")) << "a leader on duty does not take orders";
    story.give(nights({night(k_handler, "2026-03-03", "2026-03-04")}, "2026-03-03", "2026-03-03"))
        .accepted();
    EXPECT_FALSE(gap());
    story.on("2026-03-04T10:00"); // the night before the holiday of the 5th
    EXPECT_EQ(*gap(), at("2026-03-04T17:30"));
    // A day of duty in two turns covers it, one minute less does not.
    DutyTurn first{
        DutyKind::officer, k_head.person, at("2026-03-04T17:30"), at("2026-03-05T12:00"), {}};
    DutyTurn second{
        DutyKind::officer, k_handler.person, at("2026-03-05T12:00"), at("2026-03-06T00:00"), {}};
    story.give(nights({first, second}, "2026-03-04", "2026-03-05")).accepted();
    EXPECT_FALSE(gap());
    second.from = at("2026-03-05T12:01");
    story.give(nights({first, second}, "2026-03-04", "2026-03-05")).accepted();
    EXPECT_EQ(*gap(), at("2026-03-05T12:00"));
}

} // namespace
} // namespace chengban::people
