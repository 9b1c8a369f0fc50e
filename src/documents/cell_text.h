// What a cell shows on paper; a spreadsheet gets the value itself (sheet.h).
#pragma once

#include "documents/document.h"

namespace chengban::documents {

std::string cell_text(const tabular::OutCell& value); // nothing is «–»: no data is never 0
Align alignment(const Cell& cell);

} // namespace chengban::documents
