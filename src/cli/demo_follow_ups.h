// Follow-ups and appraisal for a demonstration: a plan, a draw of the last fortnight, calls in
// every state, a closed period and one that runs. Everything by the commands that people give.
#pragma once

#include "usecase/desk.h"

namespace chengban::cli {

void play_follow_ups(usecase::Desk& desk, std::uint64_t seed);

} // namespace chengban::cli
