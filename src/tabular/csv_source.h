// Delimited text, row by row (RFC 4180; comma, semicolon or tab).
#pragma once

#include "tabular/table_reader.h"

namespace chengban::tabular {

Result<std::unique_ptr<RowSource>> open_csv(std::string bytes, std::string file_name,
                                            const OpenOptions& options);

} // namespace chengban::tabular
