// Who belongs where on one day (clauses 3.1–3.4): the bureau office, the affairs center,
// departments and institutions, districts, and the people with their posts. Read from a file, or
// taken from the history (history.h) for a day; consistent once made. What was closed and who left
// stays known by name, because orders speak of them.
//
// Room people (may use: base, calendar, rulebook).
#pragma once

#include "base/ids.h"
#include "base/problem.h"
#include "base/result.h"
#include "people/role.h"
#include "rulebook/rule.h"
#include "rulebook/vocabulary.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::people {

struct Section {
    std::string token; // unique within its unit
    Words name;

    bool operator==(const Section&) const = default;
};

struct Unit {
    UnitId id;
    UnitKind kind = UnitKind::department;
    Words name;
    std::string district_code;                // six digits, of districts only
    std::vector<std::string> places;          // names by which an address lies in this district
    std::optional<PersonId> leader_in_charge; // 3.4: holds that post in this unit
    std::optional<std::string> responsible_section; // 3.4: token of one of the sections
    std::vector<Section> sections;
    bool closed = false; // takes no more orders, is only known by name

    const Section* section(std::string_view token) const; // null when unknown
    bool takes_orders() const;                            // open, and of a kind that handles
    bool operator==(const Unit&) const = default;
};

struct Post {
    UnitId unit;
    std::optional<std::string> section; // token; a section head always has one
    Role role = Role::handler;

    bool operator==(const Post&) const = default;
};

// In which units a role exists.
bool role_fits(Role role, UnitKind kind);
// Departments, institutions and districts handle; office and center do not.
bool handles_orders(UnitKind kind);
// One of the three that must be different people (B10).
bool is_administrator(Role role);

struct Person {
    PersonId id;
    std::string name;
    std::vector<Post> posts; // at least one in a file; none after leaving
    bool left = false;

    bool holds(const UnitId& unit, Role role) const;
    bool belongs_to(const UnitId& unit) const; // in any post
    bool operator==(const Person&) const = default;
};

// 3.4: allowed, but owed to the office.
struct OrganisationFinding {
    rulebook::Rule rule; // district_lacks_leader_in_charge or district_lacks_responsible_section
    UnitId unit;
    Words words;

    bool operator==(const OrganisationFinding&) const = default;
};

struct Organisation {
    std::string name; // token of the file
    BureauId bureau;
    Words title;
    std::vector<Unit> units;
    std::vector<Person> people;

    // Null when unknown.
    const Unit* unit(const UnitId& id) const;
    const Unit* district(std::string_view district_code) const; // an open one
    const Person* person(const PersonId& id) const;

    // Open, of a kind that handles, and with a principal and a handler (12.3, 5).
    bool can_take_orders(const UnitId& unit) const;

    const Unit& office() const; // exactly one
    const Unit& center() const; // exactly one

    // In the order of the file; with a section, only posts in it.
    std::vector<const Person*> people_of(const UnitId& unit, Role role) const;
    std::vector<const Person*> people_of(const UnitId& unit, Role role,
                                         std::string_view section) const;
    const Person* principal_of(const UnitId& unit) const; // never null for a handling unit
    // 14.9: a post of its own, by default the principal.
    const Person* administrative_principal_of(const UnitId& unit) const;
    // I 19: the leader in charge, or the principal while there is none.
    const Person* leader_of(const UnitId& unit) const;

    std::vector<OrganisationFinding> findings() const;
    bool operator==(const Organisation&) const = default;
};

// Ids that belong to the machine and to no person of a file.
inline constexpr std::string_view k_hotline_person = "hotline";
inline constexpr std::string_view k_system_person = "system";

// Refuses with file, line, key and reason, all errors at once, like parse_rulebook: unknown keys
// and units, people without a post, posts that do not exist in such a unit, a handling unit without
// principal or handler, two principals, one person with two of the three administrators' posts.
Result<Organisation> parse_organisation(std::string_view toml, std::string_view file_name);

} // namespace chengban::people
