#include "people/history.h"

#include <algorithm>

namespace chengban::people {

namespace {

template <class List, class Id>
auto* find_by_id(List& list, const Id& id) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

Unit unit_on(const UnitHistory& history, Day day) {
    Unit unit;
    unit.id = history.id;
    unit.kind = history.kind;
    unit.name = value_on(history.names, day);
    unit.district_code = history.district_code;
    unit.places = history.places;
    unit.closed = value_on(history.closed, day);
    for (const SectionHistory& section : history.sections) {
        if (section.closed.front().from <= day && !value_on(section.closed, day)) {
            unit.sections.push_back({section.token, value_on(section.names, day)});
        }
    }
    unit.leader_in_charge = value_on(history.leaders, day);
    unit.responsible_section = value_on(history.responsible_sections, day);
    if (unit.responsible_section && unit.section(*unit.responsible_section) == nullptr) {
        unit.responsible_section.reset();
    }
    return unit;
}

Person person_on(const PersonHistory& history, Day day) {
    Person person;
    person.id = history.id;
    person.name = value_on(history.names, day);
    person.left = value_on(history.left, day);
    for (const PostHeld& held : history.posts) {
        if (held.on(day)) {
            person.posts.push_back(held.post);
        }
    }
    return person;
}

template <class T>
void collect(std::set<Day>& days, const Timeline<T>& timeline) {
    for (const Dated<T>& one : timeline) {
        days.insert(one.from);
    }
}

} // namespace

SectionHistory* UnitHistory::section(std::string_view token) {
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const SectionHistory& s) { return s.token == token; });
    return found == sections.end() ? nullptr : &*found;
}
const SectionHistory* UnitHistory::section(std::string_view token) const {
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const SectionHistory& s) { return s.token == token; });
    return found == sections.end() ? nullptr : &*found;
}

UnitHistory* OrganisationHistory::unit(const UnitId& id) {
    return find_by_id(units, id);
}
const UnitHistory* OrganisationHistory::unit(const UnitId& id) const {
    return find_by_id(units, id);
}
PersonHistory* OrganisationHistory::person(const PersonId& id) {
    return find_by_id(people, id);
}
const PersonHistory* OrganisationHistory::person(const PersonId& id) const {
    return find_by_id(people, id);
}

std::set<Day> OrganisationHistory::turning_days() const {
    std::set<Day> days;
    for (const UnitHistory& unit : units) {
        collect(days, unit.closed);
        collect(days, unit.names);
        collect(days, unit.leaders);
        collect(days, unit.responsible_sections);
        for (const SectionHistory& section : unit.sections) {
            collect(days, section.closed);
            collect(days, section.names);
        }
    }
    for (const PersonHistory& person : people) {
        collect(days, person.names);
        collect(days, person.left);
        for (const PostHeld& held : person.posts) {
            days.insert(held.from);
            if (held.until) {
                days.insert(*held.until);
            }
        }
    }
    return days;
}

Organisation organisation_on(const OrganisationHistory& history, Day asked) {
    Organisation organisation;
    organisation.name = history.name;
    organisation.bureau = history.bureau;
    organisation.title = history.title;
    Day day = asked;
    if (!history.units.empty()) {
        const auto first = std::min_element(
            history.units.begin(), history.units.end(),
            [](const UnitHistory& a, const UnitHistory& b) { return a.from() < b.from(); });
        day = std::max(asked, first->from());
    }
    for (const PersonHistory& person : history.people) {
        organisation.people.push_back(person_on(person, day));
    }
    for (const UnitHistory& unit : history.units) {
        if (unit.from() > day) {
            continue;
        }
        Unit made = unit_on(unit, day);
        if (made.leader_in_charge) {
            const Person* leader = organisation.person(*made.leader_in_charge);
            if (leader == nullptr || !leader->holds(made.id, Role::leader_in_charge)) {
                made.leader_in_charge.reset();
            }
        }
        organisation.units.push_back(std::move(made));
    }
    return organisation;
}

std::vector<Holder> holders_on(const OrganisationHistory& history, Day day) {
    std::vector<Holder> holders;
    for (const PersonHistory& person : history.people) {
        for (const PostHeld& held : person.posts) {
            if (held.on(day)) {
                holders.push_back({person.id, value_on(person.names, day), held});
            }
        }
    }
    return holders;
}

} // namespace chengban::people
