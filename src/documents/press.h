// Documents as PDF: fonts embedded, text that can be selected and searched, the same bytes for the
// same document and facts.
#pragma once

#include "documents/document.h"

namespace chengban::documents {

std::string to_pdf(const Document& document, const FileFacts& facts);
// Many documents in one file, each with page numbers of its own; for printing at once.
std::string to_pdf(const std::vector<Document>& documents, const FileFacts& facts);

} // namespace chengban::documents
