// 12.4: the half-yearly reviews of repeats: issued to every handling unit, submitted, accepted.
#pragma once

#include "casework/half_year.h"
#include "usecase/desk.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

StreamDesk<casework::HalfYearReview> half_year_desk(Desk& desk);

Outcome<StreamAnswer> give_half_year(Desk& desk, StreamRequest request,
                                     casework::HalfYearReview::Command command);

// Issues the tasks of the half year that ended last, to units that do not have theirs yet.
std::int64_t issue_half_years(Desk& desk);
// Of this one, unless its limit has passed.
std::int64_t issue_half_year(Desk& desk, const casework::HalfYear& half);

json::object half_year_json(Desk& desk, const casework::HalfYearReview& review);

} // namespace chengban::usecase
