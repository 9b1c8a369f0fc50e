#include "people/organisation_laws.h"

namespace chengban::people {

namespace {

class Laws {
public:
    Laws(const Organisation& before, const Organisation& after, Day day, Reasons& reasons)
        : before_(before), after_(after), day_(to_string(day)), reasons_(reasons) {}

    void check() {
        for (const Person& person : after_.people) {
            check_person(person);
        }
        for (const Unit& unit : after_.units) {
            if (!unit.closed) {
                check_unit(unit);
            }
        }
        if (holders(before_, Role::security_administrator) > 0 &&
            holders(after_, Role::security_administrator) == 0) {
            reasons_.refuse("no_security_administrator", "B10", "",
                            fmt::format("{} 起将没有安全管理员", day_),
                            fmt::format("from {} there would be no security administrator", day_));
        }
    }

private:
    static std::ptrdiff_t holders(const Organisation& organisation, Role role) {
        return std::count_if(
            organisation.people.begin(), organisation.people.end(), [&](const Person& person) {
                return std::any_of(person.posts.begin(), person.posts.end(),
                                   [&](const Post& post) { return post.role == role; });
            });
    }

    void check_person(const Person& person) {
        std::set<Role> administrators;
        for (const Post& post : person.posts) {
            if (is_administrator(post.role)) {
                administrators.insert(post.role);
            }
            check_post(person, post);
        }
        if (administrators.size() > 1) {
            reasons_.refuse("administrators_not_separate", "B10", "role", "三员须由不同的人担任",
                            "the three administrators must be different people");
        }
    }

    void check_post(const Person& person, const Post& post) {
        const Unit* unit = after_.unit(post.unit);
        if (unit == nullptr || unit->closed) {
            reasons_.refuse("unit_not_there", "3", "unit",
                            fmt::format("{} 单位「{}」不存在或已撤销", day_, post.unit.text()),
                            fmt::format("on {} there is no unit \"{}\"", day_, post.unit.text()));
            return;
        }
        if (!role_fits(post.role, unit->kind)) {
            reasons_.refuse(
                "role_of_another_unit", "3", "role",
                fmt::format("「{}」不能设在{}「{}」", zh(post.role), zh(unit->kind), unit->name.zh),
                fmt::format("there is no {} in the {} \"{}\"", en(post.role), en(unit->kind),
                            unit->name.en));
        }
        if (post.section && unit->section(*post.section) == nullptr) {
            reasons_.refuse(
                "unknown_section", "3.4", "section",
                fmt::format("{} 「{}」没有科室「{}」，{}在其中任职", day_, unit->name.zh,
                            *post.section, person.name),
                fmt::format("on {} \"{}\" has no section \"{}\", in which {} holds a post", day_,
                            unit->name.en, *post.section, person.name));
        }
    }

    void check_unit(const Unit& unit) {
        one_at_most(unit, Role::principal, "8.2");
        one_at_most(unit, Role::administrative_principal, "14.9");
        if (unit.takes_orders()) {
            kept(unit, Role::principal, "no_principal", "12.3");
            kept(unit, Role::handler, "no_handler", "5");
        }
    }

    void one_at_most(const Unit& unit, Role role, const char* clause) {
        if (after_.people_of(unit.id, role).size() > 1) {
            reasons_.refuse(
                "two_principals", clause, "person",
                fmt::format("{} 「{}」将有多名{}；接任请注明接替谁", day_, unit.name.zh, zh(role)),
                fmt::format("on {} \"{}\" would have more than one {}; a successor "
                            "names whom they replace",
                            day_, unit.name.en, en(role)));
        }
    }

    // A unit that could take orders does not lose that by a command about somebody's post.
    void kept(const Unit& unit, Role role, const char* code, const char* clause) {
        if (!before_.people_of(unit.id, role).empty() && after_.people_of(unit.id, role).empty()) {
            reasons_.refuse(
                code, clause, "person",
                fmt::format("{} 起「{}」将没有{}，请先明确接任人", day_, unit.name.zh, zh(role)),
                fmt::format("from {} \"{}\" would have no {}; name a successor first", day_,
                            unit.name.en, en(role)));
        }
    }

    const Organisation& before_;
    const Organisation& after_;
    std::string day_;
    Reasons& reasons_;
};

} // namespace

void check_laws(const OrganisationHistory& before, const OrganisationHistory& after, Day from,
                Reasons& reasons) {
    std::set<Day> days = after.turning_days();
    days.insert(from);
    for (auto at = days.find(from); at != days.end(); ++at) {
        const Day day = *at;
        Laws(organisation_on(before, day), organisation_on(after, day), day, reasons).check();
        if (!reasons.empty()) {
            return; // the first day tells it; later ones would say the same again
        }
    }
}

} // namespace chengban::people
