// A table as items for the flow: one a row, or one a line of a row that may not fit a page.
#pragma once

#include "documents/flow.h"

namespace chengban::documents {

std::vector<Item> table_items(const Table& table, double width, const Typesetter& typesetter);

} // namespace chengban::documents
