// The columns of the table order_row, once: for writing, comparing, hashing and reading.
#pragma once

#include "store/port.h"
#include "store/sql.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace chengban::store {

// Stands for "no instant" where a list is sorted by the column: it sorts as the far future.
inline constexpr std::int64_t k_no_instant = 9'007'199'254'740'991;
inline constexpr std::int64_t k_no_day = 2'147'483'647;

// `bureau_id` and all columns of the row; the list is repeated in the schema.
#define CHENGBAN_ORDER_COLUMNS                                                                     \
    "id, version, source, hotline_number, state, kind, limit_class, category, district, unit, "    \
    "handler, round, title, tags, awaiting, confidential, supervised, extended, open, "            \
    "received_at, dispatched_at, completed_at, next_due, next_due_kind, completion_due, "          \
    "city_due, "                                                                                   \
    "provisional, calendar_version, chain, phone_digest, updated_at, next_due_since, "             \
    "place_digest"

inline constexpr std::string_view k_select_order_rows =
    "SELECT 0, bureau_id, " CHENGBAN_ORDER_COLUMNS " FROM order_row";

// Positions among CHENGBAN_ORDER_COLUMNS.
enum OrderColumn : std::size_t {
    k_order_id,
    k_order_version,
    k_order_source,
    k_order_hotline_number,
    k_order_state,
    k_order_kind,
    k_order_limit_class,
    k_order_category,
    k_order_district,
    k_order_unit,
    k_order_handler,
    k_order_round,
    k_order_title,
    k_order_tags,
    k_order_awaiting,
    k_order_confidential,
    k_order_supervised,
    k_order_extended,
    k_order_open,
    k_order_received_at,
    k_order_dispatched_at,
    k_order_completed_at,
    k_order_next_due,
    k_order_next_due_kind,
    k_order_completion_due,
    k_order_city_due,
    k_order_provisional,
    k_order_calendar_version,
    k_order_chain,
    k_order_phone_digest,
    k_order_updated_at,
    k_order_next_due_since,
    k_order_place_digest,
    k_order_columns,
};
std::string_view order_column_name(std::size_t column);

// What a column holds: NULL, an integer, text, or a blob.
using ColumnValue = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;
using OrderValues = std::array<ColumnValue, k_order_columns>;

// The parts of a row that are stored in another form than the port's.
struct StoredParts {
    std::string title; // sealed
    std::string tags;  // JSON lists of texts
    std::string awaiting;
    std::string chain;
};

// Views into `row` and `parts`.
OrderValues order_values(const OrderRow& row, const StoredParts& parts);
void bind_value(Query& query, const ColumnValue& value);
// Whether the running query's column holds the same.
bool same_value(Query& query, int column, const ColumnValue& value);

// Reads CHENGBAN_ORDER_COLUMNS of a running query from column `first` on; the title stays sealed.
OrderRow read_order(Query& query, int first);

// Lists of texts as JSON, and back; what is not such a list is an SqlError (corrupt).
std::string list_text(const std::vector<std::string>& items);
std::string list_text(const std::vector<PersonId>& items);
std::vector<std::string> read_list(std::string_view text);

// The bucket an order is counted in.
struct BucketKey {
    std::string unit;
    std::string handler;
    std::string state;
    std::int64_t due_day = k_no_day;
    bool confidential = false;

    auto operator<=>(const BucketKey&) const = default;
};
BucketKey bucket_of(const OrderRow& row);
std::int64_t due_day_of(std::int64_t next_due); // of a limit's milliseconds, or k_no_instant

} // namespace chengban::store
