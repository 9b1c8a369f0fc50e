// Every legal move of a work order, in one place: who may give which command in which state. A
// command that is not listed for a state cannot happen; rules may forbid a listed one, never add
// one.
#pragma once

#include "workorder/order.h"

#include <span>

namespace chengban::workorder {

// Whose person: of the unit that has the order now, of a unit that was asked or assists, or
// bureau-wide by office.
enum class Relation { bureau, own_unit, asked_unit, assisting_unit, machine };

struct Transition {
    std::string_view command;
    std::string_view clause;
    std::span<const State> from;
    std::span<const State> to; // the states it can lead to; empty = stays where it is
    std::span<const Role> roles;
    Relation relation;
};

std::span<const Transition> transitions();
// All rows of a command; a command may be open to different people in different ways.
const Transition* find_transition(std::string_view command, State from, Role role);

// Whether the command is listed for this state and actor, and by which row; null when not.
const Transition* row_for(const WorkOrder& order, std::string_view command, const Actor& actor);
// The same with all reasons; empty when it is listed.
std::vector<Reason> may_give(const WorkOrder& order, std::string_view command, const Actor& actor);

} // namespace chengban::workorder
