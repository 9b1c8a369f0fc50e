#include "people/organisation.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::people {

namespace {

const Unit& only_unit(const Organisation& organisation, UnitKind kind) {
    const auto found = std::find_if(organisation.units.begin(), organisation.units.end(),
                                    [&](const Unit& unit) { return unit.kind == kind; });
    invariant(found != organisation.units.end(), "an organisation without office or center");
    return *found;
}

const Person* first_of(const std::vector<const Person*>& people) {
    return people.empty() ? nullptr : people.front();
}

} // namespace

bool role_fits(Role role, UnitKind kind) {
    switch (role) {
    case Role::dispatcher:
    case Role::reviewer:
    case Role::supervisor:
    case Role::follow_up_caller:
        return kind == UnitKind::center;
    case Role::office_clerk:
    case Role::bureau_leader:
        return kind == UnitKind::office;
    case Role::system_administrator:
    case Role::security_administrator:
    case Role::audit_administrator:
        return kind == UnitKind::office || kind == UnitKind::center;
    case Role::handler:
    case Role::section_head:
    case Role::leader_in_charge:
    case Role::principal:
    case Role::administrative_principal:
    case Role::knowledge_keeper:
        return true;
    case Role::hotline:
    case Role::system:
        return false;
    }
    unreachable("role_fits");
}

bool handles_orders(UnitKind kind) {
    return kind == UnitKind::department || kind == UnitKind::institution ||
           kind == UnitKind::district;
}

bool is_administrator(Role role) {
    return role == Role::system_administrator || role == Role::security_administrator ||
           role == Role::audit_administrator;
}

bool Unit::takes_orders() const {
    return !closed && handles_orders(kind);
}

const Section* Unit::section(std::string_view token) const {
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const Section& s) { return s.token == token; });
    return found == sections.end() ? nullptr : &*found;
}

bool Person::holds(const UnitId& unit, Role role) const {
    return std::any_of(posts.begin(), posts.end(),
                       [&](const Post& post) { return post.unit == unit && post.role == role; });
}

bool Person::belongs_to(const UnitId& unit) const {
    return std::any_of(posts.begin(), posts.end(),
                       [&](const Post& post) { return post.unit == unit; });
}

const Unit* Organisation::unit(const UnitId& id) const {
    const auto found =
        std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == id; });
    return found == units.end() ? nullptr : &*found;
}

const Unit* Organisation::district(std::string_view district_code) const {
    const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) {
        return unit.kind == UnitKind::district && !unit.closed &&
               unit.district_code == district_code;
    });
    return found == units.end() ? nullptr : &*found;
}

const Person* Organisation::person(const PersonId& id) const {
    const auto found = std::find_if(people.begin(), people.end(),
                                    [&](const Person& person) { return person.id == id; });
    return found == people.end() ? nullptr : &*found;
}

bool Organisation::can_take_orders(const UnitId& id) const {
    const Unit* found = unit(id);
    return found != nullptr && found->takes_orders() && principal_of(id) != nullptr &&
           !people_of(id, Role::handler).empty();
}

const Unit& Organisation::office() const {
    return only_unit(*this, UnitKind::office);
}
const Unit& Organisation::center() const {
    return only_unit(*this, UnitKind::center);
}

std::vector<const Person*> Organisation::people_of(const UnitId& unit, Role role) const {
    std::vector<const Person*> found;
    for (const Person& person : people) {
        if (person.holds(unit, role)) {
            found.push_back(&person);
        }
    }
    return found;
}

std::vector<const Person*> Organisation::people_of(const UnitId& unit, Role role,
                                                   std::string_view section) const {
    std::vector<const Person*> found;
    for (const Person& person : people) {
        const bool there =
            std::any_of(person.posts.begin(), person.posts.end(), [&](const Post& post) {
                return post.unit == unit && post.role == role && post.section == section;
            });
        if (there) {
            found.push_back(&person);
        }
    }
    return found;
}

const Person* Organisation::principal_of(const UnitId& unit) const {
    return first_of(people_of(unit, Role::principal));
}

const Person* Organisation::administrative_principal_of(const UnitId& unit) const {
    const Person* own = first_of(people_of(unit, Role::administrative_principal));
    return own != nullptr ? own : principal_of(unit);
}

const Person* Organisation::leader_of(const UnitId& id) const {
    const Unit* found = unit(id);
    if (found == nullptr) {
        return nullptr;
    }
    return found->leader_in_charge ? person(*found->leader_in_charge) : principal_of(id);
}

std::vector<OrganisationFinding> Organisation::findings() const {
    using rulebook::Rule;
    std::vector<OrganisationFinding> found;
    const auto add = [&](Rule rule, const Unit& unit) {
        const rulebook::RuleRow& row = rulebook::row_of(rule);
        found.push_back(
            {rule,
             unit.id,
             {fmt::format("{}：{}，其间工单交其主要负责人", unit.name.zh, row.zh),
              fmt::format("{}: {}, orders go to its principal meanwhile", unit.name.en, row.en)}});
    };
    for (const Unit& unit : units) {
        if (unit.kind != UnitKind::district || unit.closed) {
            continue;
        }
        if (!unit.leader_in_charge) {
            add(Rule::district_lacks_leader_in_charge, unit);
        }
        if (!unit.responsible_section) {
            add(Rule::district_lacks_responsible_section, unit);
        }
    }
    return found;
}

} // namespace chengban::people
