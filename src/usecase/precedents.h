// B2: decided disputes are kept where the next suggestion finds them.
#pragma once

#include "casework/precedent.h"
#include "usecase/matters.h"

namespace chengban::usecase {

// Records those decisions of the order's disputes that are not kept yet.
void remember_decisions(Desk& desk, const History& history);

// The newest first, at most `limit`.
std::vector<casework::RecordPrecedent> precedents(Desk& desk, std::string_view district,
                                                  std::string_view category, std::size_t limit);

} // namespace chengban::usecase
