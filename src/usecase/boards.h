// 13: one board for each kind of key order: its rules and how many orders stand where.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

json::array key_order_boards(Desk& desk, const workorder::Actor& reader);

} // namespace chengban::usecase
