// Documents as Word files (OOXML): the same margins, grid, fonts, page numbers and table heads as
// on paper; for WPS, Word and LibreOffice. The same document and facts give the same bytes.
#pragma once

#include "documents/document.h"

namespace chengban::documents {

std::string to_docx(const Document& document, const FileFacts& facts);

} // namespace chengban::documents
