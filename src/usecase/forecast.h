// B8: what falls due today, tomorrow and this week, per unit and person, with the load they carry.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

struct Load {
    UnitId unit;
    PersonId handler; // empty: not acknowledged yet
    std::int64_t open = 0;
    std::int64_t overdue = 0;
    std::int64_t today = 0;
    std::int64_t tomorrow = 0;
    std::int64_t this_week = 0; // from today to Sunday, today and tomorrow included
    std::int64_t later = 0;
    std::int64_t without_limit = 0;
};

// Kept counts, so it costs the same whatever the number of orders. Sorted by unit and handler.
std::vector<Load> forecast(Desk& desk, const workorder::Actor& reader);
// {"day":…, "units":[{…, "people":[…]}]}
json::object forecast_json(Desk& desk, const workorder::Actor& reader);

} // namespace chengban::usecase
