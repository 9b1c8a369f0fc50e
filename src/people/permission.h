// Who may do what, and to which orders: one table to be checked by eye (clauses 3.1–3.4, 18). Every
// route of the API names one of its actions. Which command of an order a person may give, in which
// state, is the other table: workorder/transition.cc.
#pragma once

#include "people/role.h"

#include <span>
#include <string_view>

namespace chengban::people {

// How far an action reaches. Along an order's handling chain a person reaches it wherever the scope
// is at least `unit_now`; confidential orders are reached along the chain alone.
enum class Scope {
    never,      // -
    allowed,    // a: the action is not about an order
    own,        // s: one's own things (sessions, jobs)
    unit_now,   // o: orders that are with the own unit now
    unit,       // u: orders that are or were with the own unit
    bureau,     // b: every order that is not confidential
    everything, // m: every order; for machines, which show nothing to anybody
};

struct Permission {
    std::string_view action; // what a route declares
    std::string_view clause;
    std::string_view zh;
    std::string_view scopes; // one letter per role, in the order of `Role`

    Scope of(Role role) const;
};

// Routes that need no sign-in declare this, and only they.
inline constexpr std::string_view k_public = "public";

std::span<const Permission> permissions();
const Permission* find_permission(std::string_view action); // null when unknown
// `action` is one of the table; anything else is a Bug.
Scope scope_of(std::string_view action, Role role);

// What a person is to an order.
struct Standing {
    bool own_unit = false;    // it is with the person's unit now
    bool former_unit = false; // it was
    bool in_chain = false;    // acted on it, was assigned to it, or it waits for the person
    bool confidential = false;
};

enum class Access {
    granted,
    forbidden, // known to the person, but not for this: 403
    hidden,    // the person may not know that it exists: 404
};

// `reading`: how far the person reads; `wanted`: how far the action reaches.
Access access(Scope reading, Scope wanted, const Standing& standing);

} // namespace chengban::people
