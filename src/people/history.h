// The organisation over time: every unit, section, post and leader with the days from and until
// which it held, so that «who held which post on day D» has an answer. Nothing is ever taken out;
// an end is a date. An `until` is exclusive: the post is not held on that day any more.
#pragma once

#include "people/organisation.h"

#include "base/instant.h"

#include <cstdint>
#include <set>

namespace chengban::people {

// What a thing is called, or who holds it, from a day on. In order of days; the last of a day
// counts.
template <class T>
struct Dated {
    Day from;
    T value;

    bool operator==(const Dated&) const = default;
};

template <class T>
using Timeline = std::vector<Dated<T>>;

// The value on that day; before the first day, the first one.
template <class T>
T value_on(const Timeline<T>& timeline, Day day) {
    T value = timeline.empty() ? T{} : timeline.front().value;
    for (const Dated<T>& one : timeline) {
        if (one.from <= day) {
            value = one.value;
        }
    }
    return value;
}

struct SectionHistory {
    std::string token;
    Timeline<bool> closed;
    Timeline<Words> names;

    bool operator==(const SectionHistory&) const = default;
};

struct UnitHistory {
    UnitId id;
    UnitKind kind = UnitKind::department;
    std::string district_code;
    std::vector<std::string> places;
    Timeline<bool> closed; // begins with the day on which the unit began
    Timeline<Words> names;
    Timeline<std::optional<PersonId>> leaders; // in charge (3.4)
    Timeline<std::optional<std::string>> responsible_sections;
    std::vector<SectionHistory> sections;

    Day from() const { return closed.front().from; }
    SectionHistory* section(std::string_view token);
    const SectionHistory* section(std::string_view token) const;
    bool operator==(const UnitHistory&) const = default;
};

struct PostHeld {
    Post post;
    Day from;
    std::optional<Day> until;

    bool on(Day day) const { return from <= day && (!until || day < *until); }
    bool operator==(const PostHeld&) const = default;
};

struct PersonHistory {
    PersonId id;
    Timeline<std::string> names;
    std::vector<PostHeld> posts;
    Timeline<bool> left; // begins with the day on which the person was first known

    bool operator==(const PersonHistory&) const = default;
};

struct OrganisationHistory {
    std::int64_t version = 0; // events folded
    std::string name;
    BureauId bureau;
    Words title;
    std::vector<UnitHistory> units;
    std::vector<PersonHistory> people;

    UnitHistory* unit(const UnitId& id);
    const UnitHistory* unit(const UnitId& id) const; // null when unknown
    PersonHistory* person(const PersonId& id);
    const PersonHistory* person(const PersonId& id) const;

    std::set<Day> turning_days() const; // on which something begins or ends
    bool operator==(const OrganisationHistory&) const = default;
};

// The organisation as it stood on that day; on days before the first, as it began. A leader in
// charge who does not hold that post on the day, or a responsible section that is closed, is
// lacking (3.4).
Organisation organisation_on(const OrganisationHistory& history, Day day);

// Who held which post on that day, in the order of the organisation.
struct Holder {
    PersonId person;
    std::string name;
    PostHeld held;
};
std::vector<Holder> holders_on(const OrganisationHistory& history, Day day);

} // namespace chengban::people
