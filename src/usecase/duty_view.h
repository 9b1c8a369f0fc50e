// Who is on duty, as people are shown it (B3).
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

// Without the turns of people who belong to the unit no more: such a turn is a gap (B3, B9).
people::UnitDuty manned(people::UnitDuty duty, const people::Organisation& organisation);

// A turn with the name of its person.
json::object turn_json(const people::Organisation& organisation, const people::DutyTurn& turn);

// For an urgent order that was dispatched outside office hours: who of the unit takes it. Empty for
// any other order, and when the order is done.
struct DutyNotice {
    json::object body;
    std::optional<Instant> changes_at; // when somebody else takes over
};
std::optional<DutyNotice> duty_notice(const Library& library, const workorder::WorkOrder& order,
                                      Instant now);

} // namespace chengban::usecase
