// Current rows of streams that are not orders': writing, lists and counts.
#include "store/batch.h"
#include "store/list_query.h"
#include "store/sqlite_store_impl.h"
#include "store/stream_columns.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <charconv>

namespace chengban::store {

namespace {

constexpr std::int32_t k_page_max = 500;

// Rows w that the viewer may see; empty when all.
SqlText seen_rows(const Visibility& seen_by) {
    SqlText text;
    if (seen_by.everything || seen_by.confidential_all) {
        return text;
    }
    text.add("(w.shared = 1");
    if (!seen_by.person.empty()) {
        text.add(" OR w.person = ?").value(seen_by.person.text());
    }
    for (std::size_t i = 0; i < seen_by.units.size(); ++i) {
        text.add(i == 0 ? " OR w.unit IN (?" : ", ?").value(seen_by.units[i].text());
    }
    return text.add(seen_by.units.empty() ? ")" : "))");
}

template <class Item>
void also_in(SqlText& where, std::string_view column, const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        where.add(i == 0 ? fmt::format(" AND {} IN (?", column) : ", ?");
        if constexpr (std::is_same_v<Item, std::string>) {
            where.value(items[i]);
        } else {
            where.value(items[i].text());
        }
    }
    where.add(items.empty() ? "" : ")");
    if (!items.empty() && (column == "w.unit" || column == "w.person" || column == "w.key")) {
        where.add(fmt::format(" AND {} <> ''", column)); // the index holds no empty ones
    }
}

void also_between(SqlText& where, std::string_view column, const std::optional<Instant>& from,
                  const std::optional<Instant>& to) {
    if (from) {
        // "No limit" is stored as the far future and is in no range.
        where.add(fmt::format(" AND {0} >= ? AND {0} < {1}", column, k_no_instant))
            .value(from->milliseconds());
    }
    if (to) {
        where.add(fmt::format(" AND {} < ?", column)).value(to->milliseconds());
    }
}

SqlText conditions(const StreamFilter& filter, const Visibility& seen_by,
                   const std::string& bureau) {
    SqlText where;
    where.add("w.bureau_id = ? AND w.kind = ?").value(bureau).value(filter.kind);
    also_in(where, "w.state", filter.states);
    also_in(where, "w.unit", filter.units);
    also_in(where, "w.person", filter.persons);
    also_in(where, "w.key", filter.keys);
    also_between(where, "w.due", filter.due_from, filter.due_to);
    also_between(where, "w.created_at", filter.created_from, filter.created_to);
    const SqlText seen = seen_rows(seen_by);
    if (!seen.sql.empty()) {
        where.add(" AND ").add(seen);
    }
    return where;
}

std::string_view sort_column(StreamSort sort) {
    return sort == StreamSort::due ? "due" : "created_at";
}

std::string cursor_prefix(const StreamPageRequest& page) {
    return fmt::format("s1.{}.{}.", sort_column(page.sort), page.descending ? "d" : "a");
}

struct StreamCursor {
    std::int64_t key = 0;
    std::int64_t number = 0;
};

std::optional<StreamCursor> parse_cursor(const StreamPageRequest& page) {
    const std::string prefix = cursor_prefix(page);
    if (!page.cursor.starts_with(prefix)) {
        return std::nullopt;
    }
    StreamCursor cursor;
    const char* const end = page.cursor.data() + page.cursor.size();
    const auto key = std::from_chars(page.cursor.data() + prefix.size(), end, cursor.key);
    if (key.ec != std::errc() || key.ptr == end || *key.ptr != '.') {
        return std::nullopt;
    }
    const auto number = std::from_chars(key.ptr + 1, end, cursor.number);
    if (number.ec != std::errc() || number.ptr != end) {
        return std::nullopt;
    }
    return cursor;
}

} // namespace

void Batch::write_stream_row(const StreamRow& row, const PreparedStreamRow& prepared,
                             Effects& effects) {
    const std::int64_t number = stream_number(row.stream, effects);
    RowSum& sum = effects.ledger[Table::stream_row];
    {
        Query query = connection_.query("SELECT " CHENGBAN_STREAM_COLUMNS
                                        " FROM stream_row w WHERE w.number = ?");
        query.bind(number);
        if (query.step()) {
            sum.subtract(RowFrame(Table::stream_row, bureau_)
                             .text(row.stream.kind)
                             .text(row.stream.id)
                             .columns_of(query, 0)
                             .digest(keys_));
        }
    }
    Query query = connection_.query(
        "INSERT INTO stream_row (bureau_id, number, kind, version, state, unit, person, key, "
        "shared, due, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET version = excluded.version, state = excluded.state, "
        "unit = excluded.unit, person = excluded.person, key = excluded.key, "
        "shared = excluded.shared, due = excluded.due, created_at = excluded.created_at, "
        "updated_at = excluded.updated_at, body = excluded.body");
    query.bind_all(bureau_, number);
    for (const ColumnValue& value : stream_values(row, prepared.body)) {
        bind_value(query, value);
    }
    query.run();
    sum.add(prepared.digest);
}

StreamRow SqliteStoreImpl::opened(StreamRow sealed) const {
    std::optional<std::string> body =
        context_->keys.unseal(Purpose::text, stream_owner(sealed.stream), "body", sealed.body);
    if (!body) {
        throw SqlError(SQLITE_CORRUPT,
                       "the row of " + stream_owner(sealed.stream) + " does not open");
    }
    sealed.body = *std::move(body);
    return sealed;
}

std::optional<StreamRow> SqliteStoreImpl::stream_row(const StreamName& stream,
                                                     const Visibility& seen_by) {
    return reading([&]() -> std::optional<StreamRow> {
        const ReaderPool::Lease connection = readers_.lease();
        SqlText text;
        text.add("SELECT s.id, " CHENGBAN_STREAM_COLUMNS " FROM stream s "
                 "CROSS JOIN stream_row w ON w.number = s.number "
                 "WHERE s.bureau_id = ? AND s.kind = ? AND s.id = ?")
            .value(context_->bureau.text())
            .value(stream.kind)
            .value(stream.id);
        const SqlText seen = seen_rows(seen_by);
        if (!seen.sql.empty()) {
            text.add(" AND ").add(seen);
        }
        Query query = connection->query(text.sql);
        text.bind(query);
        if (!query.step()) {
            return std::nullopt;
        }
        return opened(read_stream_row(query, 0));
    });
}

Result<StreamPage> SqliteStoreImpl::stream_rows(const StreamFilter& filter,
                                                const StreamPageRequest& page,
                                                const Visibility& seen_by) {
    if (page.limit < 1 || page.limit > k_page_max) {
        return Failure{problem("out_of_range", "limit",
                               fmt::format("每页条数应在 1–{} 之间", k_page_max),
                               fmt::format("a page has 1 to {} rows", k_page_max))};
    }
    const std::optional<StreamCursor> cursor =
        page.cursor.empty() ? std::nullopt : parse_cursor(page);
    if (!page.cursor.empty() && !cursor) {
        return Failure{problem("bad_cursor", "cursor", "分页标记无效，请从第一页重新开始",
                               "the cursor is not valid; start again from the first page")};
    }
    const std::string_view column = sort_column(page.sort);
    const std::string_view sign = page.descending ? "<" : ">";
    const std::string_view order = page.descending ? "DESC" : "ASC";
    SqlText text;
    text.add("SELECT w.number, s.id, " CHENGBAN_STREAM_COLUMNS " FROM stream_row w "
             "CROSS JOIN stream s ON s.number = w.number WHERE ")
        .add(conditions(filter, seen_by, context_->bureau.text()));
    if (cursor) {
        text.add(fmt::format(" AND (w.{}, w.number) {} (?, ?)", column, sign))
            .value(cursor->key)
            .value(cursor->number);
    }
    text.add(fmt::format(" ORDER BY w.{0} {1}, w.number {1} LIMIT ?", column, order))
        .value(std::int64_t{page.limit} + 1);
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(text.sql);
        text.bind(query);
        StreamPage result;
        std::int64_t last_number = 0;
        while (query.step()) {
            if (result.rows.size() == static_cast<std::size_t>(page.limit)) {
                const StreamRow& last = result.rows.back();
                const std::int64_t key = page.sort == StreamSort::created_at
                                             ? last.created_at.milliseconds()
                                         : last.due ? last.due->milliseconds()
                                                    : k_no_instant;
                result.next_cursor = fmt::format("{}{}.{}", cursor_prefix(page), key, last_number);
                break;
            }
            last_number = query.integer(0);
            result.rows.push_back(opened(read_stream_row(query, 1)));
        }
        return Result<StreamPage>(std::move(result));
    });
}

std::vector<StreamCount> SqliteStoreImpl::stream_counts(const std::string& kind,
                                                        const Visibility& seen_by) {
    SqlText text;
    StreamFilter filter;
    filter.kind = kind;
    text.add("SELECT w.state, w.unit, count(*) FROM stream_row w WHERE ")
        .add(conditions(filter, seen_by, context_->bureau.text()))
        .add(" GROUP BY w.state, w.unit");
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(text.sql);
        text.bind(query);
        std::vector<StreamCount> counts;
        while (query.step()) {
            counts.push_back({query.string(0), UnitId(query.string(1)), query.integer(2)});
        }
        return counts;
    });
}

} // namespace chengban::store
