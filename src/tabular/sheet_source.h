// One sheet of a workbook, row by row.
#pragma once

#include "tabular/table_reader.h"

namespace chengban::tabular {

Result<std::unique_ptr<RowSource>> open_workbook(std::string bytes, std::string file_name,
                                                 const OpenOptions& options);

} // namespace chengban::tabular
