// The figures of any days as a table: one row a line, as far as the reader may have it.
#pragma once

#include "usecase/appraise.h"

namespace chengban::usecase {

// Rates as people read them; no data is «–», never 0 %.
std::string appraisal_csv(Desk& desk, const Appraised& appraised, const workorder::Actor& reader);
// Rates and numerators as numbers; `mark` says who took it, and when (18).
Result<std::string> appraisal_xlsx(Desk& desk, const Appraised& appraised,
                                   const workorder::Actor& reader, const std::string& mark);

} // namespace chengban::usecase
