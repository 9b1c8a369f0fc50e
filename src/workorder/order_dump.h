// For tests and proofs only: an order written out in full, so that two can be compared. Texts stand
// as their references, because that is all an event holds of them.
#pragma once

#include "workorder/order.h"

#include <string>

namespace chengban::workorder {

std::string dump(const WorkOrder& order);

} // namespace chengban::workorder
