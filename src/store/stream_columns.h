// The columns of the table stream_row, once: for writing, hashing and reading.
#pragma once

#include "store/order_columns.h"

namespace chengban::store {

// All columns behind bureau_id and the rowid, of `stream_row w`.
#define CHENGBAN_STREAM_COLUMNS                                                                    \
    "w.kind, w.version, w.state, w.unit, w.person, w.key, w.shared, w.due, w.created_at, "         \
    "w.updated_at, w.body"

inline constexpr std::size_t k_stream_columns = 11;
using StreamValues = std::array<ColumnValue, k_stream_columns>;

// Views into `row` and `sealed_body`.
StreamValues stream_values(const StreamRow& row, const std::string& sealed_body);

// Reads s.id and CHENGBAN_STREAM_COLUMNS of a running query from `first` on; the body stays sealed.
StreamRow read_stream_row(Query& query, int first);

// Whose keys seal a stream's body.
std::string stream_owner(const StreamName& stream);

} // namespace chengban::store
