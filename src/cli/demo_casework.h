// A citizen who calls again and again, an order of a campaign, and the half-year tasks of the half
// year under way (12, 13): so that a demonstration shows these pages with something on them.
#pragma once

#include "usecase/desk.h"

namespace chengban::cli {

void play_casework(usecase::Desk& desk);

} // namespace chengban::cli
