// What an order's page shows of clauses 12 to 14 and B1–B3 besides its timeline.
#pragma once

#include "usecase/library.h"
#include "workorder/event.h"
#include "workorder/order.h"

#include <span>

namespace chengban::usecase {

json::object casework_json(const workorder::WorkOrder& order,
                           std::span<const workorder::Event> events,
                           const rulebook::Rulebook& rulebook,
                           const people::Organisation& organisation);

} // namespace chengban::usecase
