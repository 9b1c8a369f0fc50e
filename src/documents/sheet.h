// The table of a document as a spreadsheet: counts and rates as numbers, days as days, text as
// text, the header frozen; no text becomes a formula.
#pragma once

#include "documents/document.h"

namespace chengban::documents {

// Has `document` a table with a header, so that a spreadsheet of it makes sense?
bool has_sheet(const Document& document);
// Of the first table with a header.
Result<Done> write_sheet(const Document& document, const std::string& path);

} // namespace chengban::documents
