// Whatever is done to the organisation: the laws hold on every day, and nothing changes before the
// day from which a command holds.
#include "people/test_organisation.h"

#include <random>

namespace chengban::people {
namespace {

class RandomOffice {
public:
    explicit RandomOffice(std::uint64_t seed) : random_(seed) {}

    OrganisationCommand command() {
        const Day from = some_day();
        switch (pick(9)) {
        case 0:
            return AddUnit{fresh_unit(), UnitKind::department, "新设处", "New", {}, {}, from};
        case 1:
            return CloseUnit{unit(), from};
        case 2:
            return SetSection{unit(), section(), "某科", "some section", from};
        case 3:
            return CloseSection{unit(), section(), from};
        case 4:
            return NameLeader{unit(), pick(3) == 0 ? std::nullopt : std::optional(person()), from};
        case 5:
            return NameResponsibleSection{unit(), section(), from};
        case 6:
            return EndPost{person(), unit(), role(), some_section(), from};
        case 7:
            return RecordLeaver{person(), from};
        default:
            return Appoint{person(),
                           unit(),
                           role(),
                           some_section(),
                           from,
                           pick(3) == 0 ? std::optional(from.plus(30)) : std::nullopt,
                           pick(3) == 0 ? std::optional(person()) : std::nullopt};
        }
    }
    Instant next_instant() {
        return now_ = now_.plus_milliseconds(pick(5) * k_milliseconds_per_day);
    }

private:
    std::int64_t pick(std::int64_t below) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
    }
    Day some_day() { return day_of(now_).plus(static_cast<std::int32_t>(pick(41) - 20)); }
    // A few of everything, so that commands meet each other.
    UnitId unit() {
        const char* units[] = {"district-310101", "district-310104", "dept-policy", "new-1",
                               "center"};
        return UnitId(units[pick(5)]);
    }
    UnitId fresh_unit() { return UnitId("new-" + std::to_string(1 + pick(2))); }
    PersonId person() {
        const char* people[] = {"huangpu-principal", "huangpu-leader",    "huangpu-head",
                                "huangpu-handler-1", "huangpu-handler-2", "xuhui-leader",
                                "xuhui-handler-1",   "dept-policy-head",  "audit-administrator"};
        return PersonId(people[pick(9)]);
    }
    std::string section() {
        const char* sections[] = {"property", "law", "general"};
        return sections[pick(3)];
    }
    std::optional<std::string> some_section() {
        return pick(2) == 0 ? std::nullopt : std::optional(section());
    }
    Role role() {
        const Role roles[] = {Role::handler,   Role::section_head,     Role::leader_in_charge,
                              Role::principal, Role::knowledge_keeper, Role::system_administrator};
        return roles[pick(6)];
    }

    std::mt19937_64 random_;
    Instant now_ = at("2026-03-02T09:00");
};

void expect_laws(const OrganisationHistory& history, const std::set<UnitId>& of_the_file, Day day) {
    const Organisation organisation = organisation_on(history, day);
    for (const Unit& unit : organisation.units) {
        EXPECT_LE(organisation.people_of(unit.id, Role::principal).size(), 1U);
        if (unit.takes_orders() && of_the_file.contains(unit.id)) {
            EXPECT_TRUE(organisation.can_take_orders(unit.id))
                << unit.id.text() << " on " << to_string(day);
        }
        if (unit.leader_in_charge) {
            EXPECT_TRUE(organisation.person(*unit.leader_in_charge)
                            ->holds(unit.id, Role::leader_in_charge));
        }
    }
    for (const Person& person : organisation.people) {
        EXPECT_FALSE(person.left && !person.posts.empty()) << person.id.text();
        EXPECT_LE(std::count_if(person.posts.begin(), person.posts.end(),
                                [](const Post& post) { return is_administrator(post.role); }),
                  1);
        for (const Post& post : person.posts) {
            const Unit* unit = organisation.unit(post.unit);
            ASSERT_NE(unit, nullptr);
            EXPECT_FALSE(unit->closed);
            EXPECT_TRUE(!post.section || unit->section(*post.section) != nullptr);
        }
    }
}

std::vector<std::string> posts_on(const OrganisationHistory& history, Day day) {
    std::vector<std::string> list;
    for (const Holder& holder : holders_on(history, day)) {
        const Post& post = holder.held.post;
        list.push_back(holder.person.text() + " " + post.unit.text() + " " +
                       post.section.value_or("") + " " + std::string(token(post.role)));
    }
    return list;
}

Day day_of_command(const OrganisationCommand& command) {
    return std::visit(
        [](const auto& c) {
            if constexpr (requires { c.from; }) {
                return c.from;
            } else if constexpr (requires { c.on; }) {
                return c.on;
            } else {
                return Day();
            }
        },
        command);
}

TEST(OrganisationProperty, Clause_3_4_B9_laws_hold_on_every_day_and_the_past_stays) {
    std::int64_t accepted = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        RandomOffice office(seed);
        Chronicle story("2026-03-02T09:00");
        std::set<UnitId> of_the_file;
        for (const UnitHistory& unit : story.history.units) {
            of_the_file.insert(unit.id);
        }
        for (int step = 0; step < 150; ++step) {
            const OrganisationCommand command = office.command();
            story.now = office.next_instant();
            const OrganisationHistory before = story.history;
            story.by(machine).give(command);
            if (story.history.version == before.version) {
                EXPECT_EQ(story.history, before);
                continue;
            }
            ++accepted;
            const Day from = day_of_command(command);
            for (const Day when : {from.plus(-1), from.plus(-10)}) {
                EXPECT_EQ(posts_on(story.history, when), posts_on(before, when))
                    << name_of(command) << " from " << to_string(from);
                EXPECT_EQ(organisation_on(story.history, when).units.size(),
                          organisation_on(before, when).units.size());
            }
            for (const Day when : story.history.turning_days()) {
                expect_laws(story.history, of_the_file, when);
            }
            ASSERT_FALSE(testing::Test::HasFailure())
                << "seed " << seed << " step " << step << " " << name_of(command) << " "
                << canonical_command(command);
        }
    }
    EXPECT_GT(accepted, 200);
}

} // namespace
} // namespace chengban::people
