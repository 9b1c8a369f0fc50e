// The appraisal table of a period (17) as a paper: the figures as appraisal made them, none
// computed anew.
#pragma once

#include "appraisal/report.h"
#include "documents/forms.h"
#include "people/organisation.h"

#include <span>

namespace chengban::usecase {

struct AppraisalPaper {
    appraisal::Period period;
    appraisal::Scope by = appraisal::Scope::unit; // the lines shown; the total goes below them
    std::string seal;                             // the cut from which every figure recomputes
    std::string number;
    std::optional<Day> day;
};

documents::AppraisalTable appraisal_table(std::span<const appraisal::Line> lines,
                                          const AppraisalPaper& paper,
                                          const appraisal::AppraisalRules& rules,
                                          const people::Organisation& organisation);

} // namespace chengban::usecase
