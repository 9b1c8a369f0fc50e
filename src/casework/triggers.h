// 14: what an order itself says of the triggers (3), (5), (6) and (7). What other orders say, (2),
// (4) and the contradictions of (3), is found with its matter.
#pragma once

#include "calendar/calendar.h"
#include "rulebook/rulebook.h"
#include "workorder/order.h"

#include <optional>
#include <string>
#include <vector>

namespace chengban::casework {

struct Found {
    workorder::SupervisionTrigger trigger = workorder::SupervisionTrigger::should_be_solved;
    std::int32_t count = 1;
    std::string explanation; // of facts alone, no words of people
};

// 14(3): from when an open order counts as long unresolved; empty without a limit.
std::optional<Instant> long_unresolved_from(const workorder::WorkOrder& order,
                                            const rulebook::Rulebook& rulebook,
                                            const calendar::Calendar& calendar);

// `dissatisfied`: in the hotline's survey or the center's follow-up.
std::vector<Found> triggers(const workorder::WorkOrder& order, bool dissatisfied,
                            const rulebook::Rulebook& rulebook, const calendar::Calendar& calendar,
                            Instant now);

} // namespace chengban::casework
