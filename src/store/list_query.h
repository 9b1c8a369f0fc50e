// Lists and counts of orders as SQL. Filters compile from a closed set of conditions; every value
// is a parameter. A list is either walked along the index of its sort key, or gathered: the
// shortest of the indexed sets that the filter names drives, and what it yields is sorted.
#pragma once

#include "store/keyring.h"
#include "store/order_columns.h"
#include "store/port.h"
#include "store/sql.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chengban::store {

// A piece of SQL with the values of its parameters, in order.
struct SqlText {
    std::string sql;
    std::vector<std::variant<std::int64_t, std::string>> values;

    SqlText& add(std::string_view more);
    SqlText& add(const SqlText& more);
    SqlText& value(std::int64_t number);
    SqlText& value(const std::string& text);
    void bind(Query& query) const;
};

// What to look for, once it has been checked.
struct ListRequest {
    const OrderFilter& filter;
    const Visibility& seen_by;
    std::string bureau;
    std::optional<std::string> match; // FTS5 expression of the phrase
    // Fetching and sorting so many rows takes some milliseconds. With more, the rows sought are
    // dense enough to be met soon when walking the sort key's index.
    std::int64_t gather_max = 4000;
};

// The rowids of a set that contains every order the filter can find.
struct Driver {
    SqlText rowids; // SELECT … AS number
    std::int64_t size = 0;
    bool is_phrase = false; // all its members match the phrase's expression
};

// The shortest set, if one has no more than gather_max members.
std::optional<Driver> choose_driver(Connection& connection, const ListRequest& request);

// A cursor's place: after this key and rowid.
struct ListPlace {
    std::int64_t key = 0;
    std::int64_t number = 0;
};
enum class Part {
    all,    // from the beginning
    ties,   // the same key as the place, a later rowid
    beyond, // a later key
};

// SELECT number, sort key, CHENGBAN_ORDER_COLUMNS [, sealed search text] in list order.
SqlText list_sql(const ListRequest& request, const PageRequest& page,
                 const std::optional<Driver>& driver, Part part, const ListPlace& place);
// SELECT number [, order id, sealed search text]; in no order.
SqlText count_sql(const ListRequest& request, const std::optional<Driver>& driver);

// The condition under which `seen_by` may see row `r`; empty when that is always.
SqlText visible(const Visibility& seen_by, const std::string& bureau);

std::string_view sort_column(SortKey sort);

} // namespace chengban::store
