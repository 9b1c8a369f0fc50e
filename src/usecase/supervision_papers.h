// 14: notice and report of a supervision, filled from the order's history. Pure.
#pragma once

#include "usecase/order_paper_facts.h"

namespace chengban::usecase {

documents::Document supervision_notice(const PaperFacts& from); // about OpenSupervision
documents::Document supervision_report(const PaperFacts& from); // about SubmitSupervisionReport

} // namespace chengban::usecase
