// Lists, counts and single rows: what people see, each through who is asking.
#include "store/list_query.h"
#include "store/search_index.h"
#include "store/sqlite_store_impl.h"

#include "base/utf8.h"
#include "text/grams.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <charconv>

namespace chengban::store {

namespace {

constexpr std::int32_t k_page_max = 500;
constexpr std::size_t k_phrase_max = 200;
constexpr int k_first_order_column = 2; // behind the rowid and the sort key
constexpr int k_sealed_column = k_first_order_column + static_cast<int>(k_order_columns);

Failure<Problem> bad_cursor() {
    return Failure{problem("bad_cursor", "cursor", "分页标记无效，请从第一页重新开始",
                           "the cursor is not valid; start again from the first page")};
}

// The index's expression for the filter's phrase; none when it asks for no phrase.
Result<std::optional<std::string>> match_of(const Keyring& keys, const OrderFilter& filter) {
    if (filter.phrase.empty()) {
        return std::optional<std::string>();
    }
    if (!is_utf8(filter.phrase) || code_points(filter.phrase) > k_phrase_max) {
        return Failure{problem("phrase_too_long", "phrase",
                               fmt::format("搜索词应为不超过 {} 字的文字", k_phrase_max),
                               fmt::format("a phrase to search for is text of at most {} "
                                           "characters",
                                           k_phrase_max))};
    }
    std::optional<std::string> match = match_expression(keys, filter.phrase);
    if (!match) {
        return Failure{problem("phrase_too_short", "phrase", "搜索词至少需要两个字",
                               "a phrase to search for needs at least two characters")};
    }
    return match;
}

std::string cursor_of(const PageRequest& page, std::int64_t key, const std::string& order) {
    return fmt::format("1.{}.{}.{}.{}", sort_column(page.sort), page.descending ? "d" : "a", key,
                       order);
}

struct Cursor {
    std::int64_t key = 0;
    std::string order;
};

std::optional<Cursor> parse_cursor(const PageRequest& page) {
    const std::string prefix =
        fmt::format("1.{}.{}.", sort_column(page.sort), page.descending ? "d" : "a");
    if (!page.cursor.starts_with(prefix)) {
        return std::nullopt;
    }
    const std::string rest = page.cursor.substr(prefix.size());
    const std::size_t dot = rest.find('.');
    Cursor cursor;
    const char* const end = rest.data() + std::min(dot, rest.size());
    const auto [stop, error] = std::from_chars(rest.data(), end, cursor.key);
    if (dot == std::string::npos || error != std::errc() || stop != end) {
        return std::nullopt;
    }
    cursor.order = rest.substr(dot + 1);
    return cursor;
}

std::optional<std::int64_t> order_number(Connection& connection, const std::string& bureau,
                                         const std::string& order) {
    Query query = connection.query("SELECT number FROM order_row WHERE bureau_id = ? AND id = ?");
    query.bind_all(bureau, order);
    return query.step() ? std::optional(query.integer(0)) : std::nullopt;
}

// Looks into the sealed text whether a hit of the index really has the phrase.
class Recheck {
public:
    Recheck(const Keyring& keys, const std::string& phrase) : keys_(keys), matcher_(phrase) {}

    bool holds(std::string_view order, std::string_view sealed) const {
        const std::optional<std::string> text =
            keys_.unseal(Purpose::search, order, "search", sealed);
        if (!text) {
            throw SqlError(SQLITE_CORRUPT,
                           fmt::format("the search text of {} does not open", order));
        }
        return matcher_.in(*text);
    }

private:
    const Keyring& keys_;
    text::PhraseMatcher matcher_;
};

void add_to_buckets(std::map<BucketKey, std::int64_t>& buckets, Query& query) {
    while (query.step()) {
        buckets[{query.string(0), query.string(1), query.string(2), query.integer(3),
                 query.integer(4) != 0}] += query.integer(5);
    }
}

// The buckets that a viewer sees whole.
void add_whole_buckets(Connection& connection, const std::string& bureau, const Visibility& seen_by,
                       std::map<BucketKey, std::int64_t>& buckets) {
    SqlText text;
    text.add("SELECT unit, handler, state, due_day, confidential, count FROM count_bucket "
             "WHERE bureau_id = ?")
        .value(bureau);
    if (!seen_by.confidential_all) {
        text.add(" AND confidential = 0");
        if (!seen_by.everything) {
            text.add(" AND unit IN (");
            for (std::size_t i = 0; i < seen_by.units.size(); ++i) {
                text.add(i == 0 ? "?" : ", ?").value(seen_by.units[i].text());
            }
            text.add(")");
        }
    }
    Query query = connection.query(text.sql);
    text.bind(query);
    add_to_buckets(buckets, query);
}

// Orders seen one by one: of the person's own chain, or formerly with a unit of theirs.
SqlText single_orders(const std::string& bureau, const Visibility& seen_by) {
    SqlText text;
    text.add("SELECT r.unit, r.handler, r.state, r.next_due, r.confidential FROM "
             "(SELECT DISTINCT number FROM (SELECT order_number AS number FROM order_person "
             "WHERE bureau_id = ? AND person = ?")
        .value(bureau)
        .value(seen_by.person.text());
    SqlText counted_already;
    if (seen_by.everything) {
        text.add(" AND confidential = 1");
        counted_already.add("r.confidential = 0");
    } else if (!seen_by.units.empty()) {
        SqlText units;
        for (std::size_t i = 0; i < seen_by.units.size(); ++i) {
            units.add(i == 0 ? "?" : ", ?").value(seen_by.units[i].text());
        }
        text.add(" UNION ALL SELECT order_number FROM order_unit INDEXED BY order_unit_former "
                 "WHERE bureau_id = ? AND former = 1 AND unit IN (")
            .value(bureau)
            .add(units)
            .add(")");
        counted_already.add("r.confidential = 0 AND r.unit IN (").add(units).add(")");
    } else {
        counted_already.add("0");
    }
    return text.add(")) d CROSS JOIN order_row r ON r.number = d.number WHERE NOT (")
        .add(counted_already)
        .add(") AND ")
        .add(visible(seen_by, bureau));
}

} // namespace

std::string SqliteStoreImpl::unseal_title(const OrderRow& row) const {
    std::optional<std::string> title =
        context_->keys.unseal(Purpose::title, row.id.text(), "title", row.title);
    if (!title) {
        throw SqlError(SQLITE_CORRUPT, "the title of " + row.id.text() + " does not open");
    }
    return *std::move(title);
}

std::optional<OrderRow> SqliteStoreImpl::row(const OrderId& order, const Visibility& seen_by) {
    return reading([&]() -> std::optional<OrderRow> {
        const ReaderPool::Lease connection = readers_.lease();
        SqlText text;
        text.add("SELECT " CHENGBAN_ORDER_COLUMNS " FROM order_row r WHERE r.bureau_id = ? "
                 "AND r.id = ?")
            .value(context_->bureau.text())
            .value(order.text());
        const SqlText seen = visible(seen_by, context_->bureau.text());
        if (!seen.sql.empty()) {
            text.add(" AND ").add(seen);
        }
        Query query = connection->query(text.sql);
        text.bind(query);
        if (!query.step()) {
            return std::nullopt;
        }
        OrderRow row = read_order(query, 0);
        row.title = unseal_title(row);
        return row;
    });
}

Result<OrderPage> SqliteStoreImpl::list(const OrderFilter& filter, const PageRequest& page,
                                        const Visibility& seen_by) {
    if (page.limit < 1 || page.limit > k_page_max) {
        return Failure{problem("out_of_range", "limit",
                               fmt::format("每页条数应在 1–{} 之间", k_page_max),
                               fmt::format("a page has 1 to {} rows", k_page_max))};
    }
    const Result<std::optional<std::string>> match = match_of(context_->keys, filter);
    if (!match) {
        return Failure{match.error()};
    }
    const ListRequest request{filter, seen_by, context_->bureau.text(), match.value(),
                              context_->options.gather_max};
    const std::optional<Cursor> cursor = page.cursor.empty() ? std::nullopt : parse_cursor(page);
    if (!page.cursor.empty() && !cursor) {
        return bad_cursor();
    }
    return reading([&]() -> Result<OrderPage> {
        const ReaderPool::Lease connection = readers_.lease();
        ListPlace place;
        if (cursor) {
            const auto number = order_number(*connection, request.bureau, cursor->order);
            if (!number) {
                return bad_cursor();
            }
            place = {cursor->key, *number};
        }
        const std::optional<Driver> driver = choose_driver(*connection, request);
        const Recheck recheck(context_->keys, filter.phrase);
        OrderPage result;
        std::int64_t last_key = 0;
        for (const Part part : {cursor ? Part::ties : Part::all, Part::beyond}) {
            if (part == Part::beyond && !cursor) {
                break;
            }
            const SqlText text = list_sql(request, page, driver, part, place);
            Query query = connection->query(text.sql);
            text.bind(query);
            while (query.step()) {
                if (request.match &&
                    !recheck.holds(query.text(k_first_order_column), query.blob(k_sealed_column))) {
                    continue;
                }
                if (result.rows.size() == static_cast<std::size_t>(page.limit)) {
                    result.next_cursor = cursor_of(page, last_key, result.rows.back().id.text());
                    return result;
                }
                last_key = query.integer(1);
                result.rows.push_back(read_order(query, k_first_order_column));
                OrderRow& row = result.rows.back();
                row.title = page.titles ? unseal_title(row) : std::string();
            }
        }
        return result;
    });
}

BoundedCount SqliteStoreImpl::count(const OrderFilter& filter, std::int64_t at_most,
                                    const Visibility& seen_by) {
    // Nothing is sorted and the first ones found suffice: a long set is still a good driver.
    const Result<std::optional<std::string>> match = match_of(context_->keys, filter);
    if (!match) {
        return {};
    }
    const ListRequest request{filter, seen_by, context_->bureau.text(), match.value(),
                              10 * context_->options.gather_max};
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        const std::optional<Driver> driver = choose_driver(*connection, request);
        const Recheck recheck(context_->keys, filter.phrase);
        const SqlText text = count_sql(request, driver);
        Query query = connection->query(text.sql);
        text.bind(query);
        BoundedCount counted;
        while (query.step()) {
            if (request.match && !recheck.holds(query.text(1), query.blob(2))) {
                continue;
            }
            if (counted.count == at_most) {
                counted.more = true;
                break;
            }
            ++counted.count;
        }
        return counted;
    });
}

std::vector<CountBucket> SqliteStoreImpl::counts(const Visibility& seen_by) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        const std::string& bureau = context_->bureau.text();
        std::map<BucketKey, std::int64_t> buckets;
        // One snapshot: a commit between the two queries would be counted half.
        connection->execute("BEGIN");
        add_whole_buckets(*connection, bureau, seen_by, buckets);
        if (!seen_by.confidential_all) {
            const SqlText text = single_orders(bureau, seen_by);
            Query query = connection->query(text.sql);
            text.bind(query);
            while (query.step()) {
                buckets[{query.string(0), query.string(1), query.string(2),
                         due_day_of(query.integer(3)), query.integer(4) != 0}] += 1;
            }
        }
        connection->execute("COMMIT");
        std::vector<CountBucket> result;
        for (const auto& [key, count] : buckets) {
            CountBucket bucket{UnitId(key.unit), PersonId(key.handler), key.state,
                               std::nullopt,     key.confidential,      count};
            if (key.due_day != k_no_day) {
                bucket.due_day = Day(static_cast<std::int32_t>(key.due_day));
            }
            result.push_back(std::move(bucket));
        }
        return result;
    });
}

} // namespace chengban::store
