// The part of a batch that keeps current rows, the tables beside them, counters and search index.
#include "store/batch.h"
#include "store/search_index.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>

namespace chengban::store {

namespace {

const std::string& insert_sql() {
    static const std::string sql = [] {
        std::string marks;
        for (std::size_t i = 0; i < k_order_columns; ++i) {
            marks += ", ?";
        }
        return "INSERT INTO order_row (bureau_id, " CHENGBAN_ORDER_COLUMNS ") VALUES (?" + marks +
               ")";
    }();
    return sql;
}

// Only the columns that changed, so that SQLite touches only the indexes that must follow.
std::string update_sql(const std::vector<std::size_t>& columns) {
    std::string sql = "UPDATE order_row SET ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        sql += fmt::format("{}{} = ?", i == 0 ? "" : ", ", order_column_name(columns[i]));
    }
    return sql + " WHERE number = ?";
}

std::set<std::string> set_of(std::string_view list) {
    std::vector<std::string> items = read_list(list);
    return {std::make_move_iterator(items.begin()), std::make_move_iterator(items.end())};
}

// The tables that hold one list of an order each, by item.
struct ListTable {
    std::string_view insert;
    std::string_view remove;
};
constexpr ListTable k_tag_table{
    "INSERT INTO order_tag (bureau_id, tag, order_number) VALUES (?, ?, ?)",
    "DELETE FROM order_tag WHERE bureau_id = ? AND tag = ? AND order_number = ?"};
constexpr ListTable k_awaiting_table{
    "INSERT INTO order_awaiting (bureau_id, awaiting, order_number) VALUES (?, ?, ?)",
    "DELETE FROM order_awaiting WHERE bureau_id = ? AND awaiting = ? AND order_number = ?"};
constexpr ListTable k_open_chain_table{
    "INSERT INTO order_person (bureau_id, person, confidential, order_number) VALUES (?, ?, 0, ?)",
    "DELETE FROM order_person WHERE bureau_id = ? AND person = ? AND confidential = 0 "
    "AND order_number = ?"};
constexpr ListTable k_secret_chain_table{
    "INSERT INTO order_person (bureau_id, person, confidential, order_number) VALUES (?, ?, 1, ?)",
    "DELETE FROM order_person WHERE bureau_id = ? AND person = ? AND confidential = 1 "
    "AND order_number = ?"};

void write_list(Connection& connection, const std::string& bureau, const ListTable& table,
                std::int64_t number, std::string_view before, std::string_view after) {
    if (before == after) {
        return;
    }
    const std::set<std::string> old_items = set_of(before);
    const std::set<std::string> new_items = set_of(after);
    for (const std::string& item : old_items) {
        if (!new_items.contains(item)) {
            connection.query(table.remove).bind_all(bureau, item, number).run();
        }
    }
    for (const std::string& item : new_items) {
        if (!old_items.contains(item)) {
            connection.query(table.insert).bind_all(bureau, item, number).run();
        }
    }
}

} // namespace

std::optional<std::int64_t> Batch::order_number(const std::string& order) {
    Query query = connection_.query("SELECT number FROM order_row WHERE bureau_id = ? AND id = ?");
    query.bind_all(bureau_, order);
    return query.step() ? std::optional(query.integer(0)) : std::nullopt;
}

std::optional<Batch::StoredOrder> Batch::find_order(const OrderRow& row,
                                                    const OrderValues& values) {
    Query query = connection_.query("SELECT number, " CHENGBAN_ORDER_COLUMNS
                                    " FROM order_row WHERE bureau_id = ? AND id = ?");
    query.bind_all(bureau_, row.id.text());
    if (!query.step()) {
        return std::nullopt;
    }
    const auto at = [](OrderColumn column) { return 1 + static_cast<int>(column); };
    StoredOrder stored;
    stored.number = query.integer(0);
    stored.bucket = {query.string(at(k_order_unit)), query.string(at(k_order_handler)),
                     query.string(at(k_order_state)),
                     due_day_of(query.integer(at(k_order_next_due))),
                     query.integer(at(k_order_confidential)) != 0};
    stored.tags = query.string(at(k_order_tags));
    stored.awaiting = query.string(at(k_order_awaiting));
    stored.chain = query.string(at(k_order_chain));
    for (std::size_t column = 0; column < k_order_columns; ++column) {
        if (!same_value(query, 1 + static_cast<int>(column), values[column])) {
            stored.changed_columns.push_back(column);
        }
    }
    stored.digest = RowFrame(Table::order, bureau_).columns_of(query, 1).digest(keys_);
    return stored;
}

std::int64_t Batch::insert_order(const OrderValues& values) {
    Query query = connection_.query(insert_sql());
    query.bind(bureau_);
    for (const ColumnValue& value : values) {
        bind_value(query, value);
    }
    query.run();
    return connection_.last_rowid();
}

void Batch::update_order(const StoredOrder& stored, const OrderValues& values) {
    if (stored.changed_columns.empty()) {
        return;
    }
    Query query = connection_.query(update_sql(stored.changed_columns));
    for (const std::size_t column : stored.changed_columns) {
        bind_value(query, values[column]);
    }
    query.bind(stored.number).run();
}

void Batch::write_order(const OrderRow& row, const PreparedOrder& prepared, Effects& effects) {
    const OrderValues values = order_values(row, prepared.parts);
    const std::optional<StoredOrder> stored = find_order(row, values);
    RowSum& sum = effects.ledger[Table::order];
    std::int64_t number = 0;
    if (stored) {
        number = stored->number;
        update_order(*stored, values);
        sum.subtract(stored->digest);
        effects.counts[stored->bucket] -= 1;
    } else {
        number = insert_order(values);
    }
    sum.add(prepared.digest);
    effects.counts[bucket_of(row)] += 1;
    write_units(row, prepared, number, stored ? &*stored : nullptr, effects);
    write_list(connection_, bureau_, k_tag_table, number, stored ? stored->tags : "[]",
               prepared.parts.tags);
    write_list(connection_, bureau_, k_awaiting_table, number, stored ? stored->awaiting : "[]",
               prepared.parts.awaiting);
    const bool was_secret = stored && stored->bucket.confidential;
    write_list(connection_, bureau_, k_open_chain_table, number,
               stored && !was_secret ? stored->chain : "[]",
               row.confidential ? "[]" : prepared.parts.chain);
    write_list(connection_, bureau_, k_secret_chain_table, number,
               was_secret ? stored->chain : "[]", row.confidential ? prepared.parts.chain : "[]");
}

void Batch::write_units(const OrderRow& row, const PreparedOrder& prepared, std::int64_t number,
                        const StoredOrder* stored, Effects& effects) {
    const std::string before = stored == nullptr ? std::string() : stored->bucket.unit;
    if (before == row.unit.text()) {
        return;
    }
    if (!before.empty()) {
        connection_
            .query("UPDATE order_unit SET former = 1 "
                   "WHERE bureau_id = ? AND unit = ? AND order_number = ?")
            .bind_all(bureau_, before, number)
            .run();
    }
    if (row.unit.empty()) {
        return;
    }
    connection_
        .query("UPDATE order_unit SET former = 0 "
               "WHERE bureau_id = ? AND unit = ? AND order_number = ?")
        .bind_all(bureau_, row.unit.text(), number)
        .run();
    if (connection_.changes() == 0) {
        connection_
            .query("INSERT INTO order_unit (bureau_id, unit, order_number, former) "
                   "VALUES (?, ?, ?, 0)")
            .bind_all(bureau_, row.unit.text(), number)
            .run();
        effects.ledger[Table::order_unit].add(prepared.unit_digest);
    }
}

void Batch::finish() {
    // In the order of rowids, or FTS5 would flush what it has gathered at each step back.
    for (const auto& [number, change] : effects_.search) {
        finish_search(number, change);
    }
    finish_counts();
    ledger_.sums.add(effects_.ledger);
    ledger_.last_recorded_at = std::max(ledger_.last_recorded_at, effects_.recorded_at);
    ledger_.save(connection_, keys_, bureau_);
}

void Batch::finish_search(std::int64_t number, const SearchChange& change) {
    RowSum& sum = effects_.ledger[Table::search];
    const PreparedSearch& text = *change.text;
    {
        Query query = connection_.query("SELECT digest, sealed FROM search_text WHERE number = ?");
        query.bind(number);
        if (query.step()) {
            if (query.blob(0) == text.text_digest) {
                return;
            }
            const std::optional<std::string> old =
                keys_.unseal(Purpose::search, change.order, "search", query.blob(1));
            if (!old) {
                throw SqlError(SQLITE_CORRUPT,
                               "the search text of " + change.order + " does not open");
            }
            take_from_index(connection_, bureau_, number, search_tokens(keys_, *old));
            sum.subtract(search_digest(keys_, bureau_, change.order, query.blob(0), query.blob(1)));
        }
    }
    if (text.sealed.empty()) {
        connection_.query("DELETE FROM search_text WHERE number = ?").bind_all(number).run();
        return;
    }
    connection_
        .query("INSERT INTO search_text (bureau_id, number, digest, sealed) VALUES (?, ?, ?, ?) "
               "ON CONFLICT DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed")
        .bind_all(bureau_, number, Blob{text.text_digest}, Blob{text.sealed})
        .run();
    add_to_index(connection_, bureau_, number, text.tokens);
    sum.add(text.digest);
}

void Batch::finish_counts() {
    for (const auto& [key, delta] : effects_.counts) {
        if (delta == 0) {
            continue;
        }
        connection_
            .query("INSERT INTO count_bucket (bureau_id, unit, handler, state, due_day, "
                   "confidential, count) VALUES (?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT DO UPDATE SET count = count + excluded.count")
            .bind_all(bureau_, key.unit, key.handler, key.state, key.due_day, key.confidential,
                      delta)
            .run();
        if (delta < 0) {
            connection_
                .query("DELETE FROM count_bucket WHERE bureau_id = ? AND unit = ? AND handler = ? "
                       "AND state = ? AND due_day = ? AND confidential = ? AND count = 0")
                .bind_all(bureau_, key.unit, key.handler, key.state, key.due_day, key.confidential)
                .run();
        }
    }
}

} // namespace chengban::store
