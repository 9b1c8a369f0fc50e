// Who gives a command, in which post, and for whom when substituting (B9).
#pragma once

#include "base/record.h"
#include "people/role.h"

namespace chengban::people {

struct Actor {
    PersonId person;
    UnitId unit;
    Role role = Role::handler;
    std::optional<PersonId> substitute_for; // shown as 代

    bool operator==(const Actor&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("person", &Actor::person, "人员", "person"),
                          field("unit", &Actor::unit, "单位", "unit"),
                          field("role", &Actor::role, "岗位", "role"),
                          field("substitute_for", &Actor::substitute_for, "代", "substitute for")};
    }
};

} // namespace chengban::people
