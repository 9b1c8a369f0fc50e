#include "people/decide_organisation.h"

#include <algorithm>

namespace chengban::people {

namespace {

// Keeps the order of days; on the same day the later fact stands behind and counts.
template <class T>
void put(Timeline<T>& timeline, Day from, T value) {
    const auto after =
        std::upper_bound(timeline.begin(), timeline.end(), from,
                         [](Day day, const Dated<T>& one) { return day < one.from; });
    timeline.insert(after, {from, std::move(value)});
}

// From that day on, whatever was planned for later.
template <class T>
void put_last(Timeline<T>& timeline, Day from, const T& value) {
    std::erase_if(timeline, [&](const Dated<T>& one) { return one.from > from; });
    if (timeline.empty() || timeline.back().value != value) {
        put(timeline, from, value);
    }
}

// A post that is held or planned ends on `on`; one that would begin later never begins.
void end_post(PostHeld& held, Day on) {
    if (!held.until || on < *held.until) {
        held.until = std::max(held.from, on);
    }
}

void end_posts_in(OrganisationHistory& history, const UnitId& unit, Day on) {
    for (PersonHistory& person : history.people) {
        for (PostHeld& held : person.posts) {
            if (held.post.unit == unit) {
                end_post(held, on);
            }
        }
    }
}

UnitHistory& known_unit(OrganisationHistory& history, const UnitId& id) {
    UnitHistory* unit = history.unit(id);
    invariant(unit != nullptr, "an event speaks of an unknown unit");
    return *unit;
}

PersonHistory& known_person(OrganisationHistory& history, const PersonId& id) {
    PersonHistory* person = history.person(id);
    invariant(person != nullptr, "an event speaks of an unknown person");
    return *person;
}

void end_matching(PersonHistory& person, const Post& post, Day on) {
    for (PostHeld& held : person.posts) {
        if (held.post == post && (!held.until || on < *held.until)) {
            end_post(held, on);
        }
    }
}

void set_section(UnitHistory& unit, const std::string& token, const Words& name, Day from) {
    if (SectionHistory* known = unit.section(token)) {
        put_last(known->closed, from, false);
        put_last(known->names, from, name);
        return;
    }
    unit.sections.push_back({token, {{from, false}}, {{from, name}}});
}

void apply(OrganisationHistory& history, const AddUnit& c, Day) {
    UnitHistory unit;
    unit.id = c.unit;
    unit.kind = c.kind;
    unit.district_code = c.district_code.value_or("");
    unit.places = c.places;
    unit.closed.push_back({c.from, false});
    unit.names.push_back({c.from, {c.name_zh, c.name_en}});
    history.units.push_back(std::move(unit));
}
void apply(OrganisationHistory& history, const RenameUnit& c, Day) {
    put(known_unit(history, c.unit).names, c.from, Words{c.name_zh, c.name_en});
}
void apply(OrganisationHistory& history, const CloseUnit& c, Day) {
    put_last(known_unit(history, c.unit).closed, c.on, true);
    end_posts_in(history, c.unit, c.on);
}
void apply(OrganisationHistory& history, const SetSection& c, Day) {
    set_section(known_unit(history, c.unit), c.section, {c.name_zh, c.name_en}, c.from);
}
void apply(OrganisationHistory& history, const CloseSection& c, Day) {
    SectionHistory* section = known_unit(history, c.unit).section(c.section);
    invariant(section != nullptr, "an event speaks of an unknown section");
    put_last(section->closed, c.on, true);
}
void apply(OrganisationHistory& history, const NameLeader& c, Day) {
    put(known_unit(history, c.unit).leaders, c.from, c.person);
}
void apply(OrganisationHistory& history, const NameResponsibleSection& c, Day) {
    put(known_unit(history, c.unit).responsible_sections, c.from, c.section);
}
void apply(OrganisationHistory& history, const SetPerson& c, Day) {
    if (PersonHistory* known = history.person(c.person)) {
        put(known->names, c.from, c.person_name);
        return;
    }
    history.people.push_back({c.person, {{c.from, c.person_name}}, {}, {{c.from, false}}});
}
void apply(OrganisationHistory& history, const Appoint& c, Day) {
    const Post post{c.unit, c.section, c.role};
    if (c.replaces) {
        end_matching(known_person(history, *c.replaces), post, c.from);
    }
    PersonHistory& person = known_person(history, c.person);
    put_last(person.left, c.from, false); // somebody may come back
    person.posts.push_back({post, c.from, c.until});
}
void apply(OrganisationHistory& history, const EndPost& c, Day) {
    end_matching(known_person(history, c.person), {c.unit, c.section, c.role}, c.on);
}
void apply(OrganisationHistory& history, const RecordLeaver& c, Day) {
    PersonHistory& person = known_person(history, c.person);
    put_last(person.left, c.on, true);
    for (PostHeld& held : person.posts) {
        end_post(held, c.on);
    }
}

void publish_unit(OrganisationHistory& history, const Unit& file, Day day) {
    UnitHistory* unit = history.unit(file.id);
    if (unit == nullptr) {
        history.units.emplace_back().id = file.id;
        unit = &history.units.back();
    }
    unit->kind = file.kind;
    unit->district_code = file.district_code;
    unit->places = file.places;
    put_last(unit->closed, day, false);
    put_last(unit->names, day, file.name);
    put_last(unit->leaders, day, file.leader_in_charge);
    put_last(unit->responsible_sections, day, file.responsible_section);
    for (SectionHistory& section : unit->sections) {
        if (file.section(section.token) == nullptr) {
            put_last(section.closed, day, true);
        }
    }
    for (const Section& section : file.sections) {
        set_section(*unit, section.token, section.name, day);
    }
}

void publish_person(OrganisationHistory& history, const Person& file, Day day) {
    PersonHistory* person = history.person(file.id);
    if (person == nullptr) {
        history.people.emplace_back().id = file.id;
        person = &history.people.back();
    }
    put_last(person->names, day, file.name);
    put_last(person->left, day, false);
    const auto in_file = [&](const Post& post) {
        return std::find(file.posts.begin(), file.posts.end(), post) != file.posts.end();
    };
    for (PostHeld& held : person->posts) {
        if (!held.on(day) || !in_file(held.post)) {
            end_post(held, day);
        } else {
            held.until.reset();
        }
    }
    for (const Post& post : file.posts) {
        const bool held =
            std::any_of(person->posts.begin(), person->posts.end(),
                        [&](const PostHeld& one) { return one.post == post && one.on(day); });
        if (!held) {
            person->posts.push_back({post, day, std::nullopt});
        }
    }
}

void apply(OrganisationHistory& history, const PublishOrganisation& c, Day day) {
    const Result<Organisation> parsed = parse_organisation(c.text, c.file);
    invariant(parsed.has_value(), "a published organisation loads");
    history.name = parsed->name;
    history.bureau = parsed->bureau;
    history.title = parsed->title;
    for (UnitHistory& unit : history.units) {
        if (parsed->unit(unit.id) == nullptr) {
            put_last(unit.closed, std::max(unit.from(), day), true);
        }
    }
    for (PersonHistory& person : history.people) {
        if (parsed->person(person.id) == nullptr) {
            put_last(person.left, day, true);
            for (PostHeld& held : person.posts) {
                end_post(held, day);
            }
        }
    }
    for (const Unit& unit : parsed->units) {
        publish_unit(history, unit, day);
    }
    for (const Person& person : parsed->people) {
        publish_person(history, person, day);
    }
}

} // namespace

void evolve(OrganisationHistory& history, const OrganisationEvent& event) {
    std::visit([&](const auto& command) { apply(history, command, event.day()); }, event.command);
    ++history.version;
}

std::vector<PersonId> leavers_of(const OrganisationHistory& before,
                                 const OrganisationHistory& after, Day day) {
    const auto left = [&](const PersonHistory* person) {
        return person != nullptr && value_on(person->left, day);
    };
    std::vector<PersonId> leavers;
    for (const PersonHistory& person : after.people) {
        if (left(&person) && !left(before.person(person.id))) {
            leavers.push_back(person.id);
        }
    }
    return leavers;
}

} // namespace chengban::people
