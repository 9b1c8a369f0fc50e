#include "store/reseal.h"

#include "store/batch.h"
#include "store/prepared_unit.h"
#include "store/store_meta.h"
#include "store/stream_columns.h"

#include "crypto/hex.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

namespace chengban::store {

namespace {

// A column of sealed values. `find` gives rowid, owner, what its place is made of, the value.
struct Sealed {
    Table table;
    Purpose purpose;
    const char* name;
    const char* column;
    const char* find;
    const char* row; // behind select_all(table)
};

constexpr std::array k_sealed{
    Sealed{Table::text, Purpose::text, "sealed_text", "sealed",
           "SELECT number, owner, id, field, sealed FROM sealed_text", " WHERE number = ?"},
    Sealed{Table::order, Purpose::title, "order_row", "title",
           "SELECT number, id, 'title', '', title FROM order_row", " WHERE number = ?"},
    Sealed{Table::search, Purpose::search, "search_text", "sealed",
           "SELECT t.number, r.id, 'search', '', t.sealed FROM search_text t "
           "JOIN order_row r ON r.number = t.number",
           " WHERE t.number = ?"},
    Sealed{Table::stream_row, Purpose::text, "stream_row", "body",
           "SELECT w.number, s.kind, s.id, '', w.body FROM stream_row w "
           "JOIN stream s ON s.number = w.number",
           " WHERE w.number = ?"},
};

struct Value {
    std::int64_t number = 0;
    std::string owner;
    std::string place;
    std::string sealed;
};

Value read_value(const Sealed& sealed, Query& query) {
    Value value{query.integer(0), query.string(1), query.string(2), std::string(query.blob(4))};
    if (sealed.table == Table::text) {
        value.place = text_place(query.text(2), query.text(3));
    } else if (sealed.table == Table::stream_row) {
        value.owner = stream_owner({query.string(1), query.string(2)});
        value.place = "body";
    }
    return value;
}

std::vector<Value> find_older(Connection& connection, const Sealed& sealed,
                              const std::string& current, std::int64_t after,
                              std::int64_t at_most) {
    const std::string prefix = sealed.table == Table::search       ? "t."
                               : sealed.table == Table::stream_row ? "w."
                                                                   : "";
    Query query =
        connection.query(fmt::format("{0} WHERE {1}number > ? AND substr({1}{2}, 1, {3}) <> ? "
                                     "ORDER BY {1}number LIMIT ?",
                                     sealed.find, prefix, sealed.column, crypto::k_mark_bytes));
    query.bind_all(after, Blob{current}, at_most);
    std::vector<Value> values;
    while (query.step()) {
        values.push_back(read_value(sealed, query));
    }
    return values;
}

Digest row_digest(Connection& connection, const Keyring& keys, const Sealed& sealed,
                  std::int64_t number) {
    const std::string sql = std::string(select_all(sealed.table)) + sealed.row;
    Query query = connection.query(sql);
    query.bind(number);
    if (!query.step()) {
        throw SqlError(SQLITE_CORRUPT, fmt::format("row {} of {} is gone", number, sealed.name));
    }
    return RowFrame(sealed.table, query.text(1)).columns_of(query, 2).digest(keys);
}

void reseal(Connection& connection, const Keyring& keys, const Sealed& sealed, const Value& value,
            Ledger& ledger) {
    const std::optional<std::string> plain =
        keys.unseal(sealed.purpose, value.owner, value.place, value.sealed);
    if (!plain) {
        throw SqlError(SQLITE_CORRUPT,
                       fmt::format("row {} of {} does not open", value.number, sealed.name));
    }
    ledger.sums[sealed.table].subtract(row_digest(connection, keys, sealed, value.number));
    const std::string anew = keys.seal(sealed.purpose, value.owner, value.place, *plain);
    connection
        .query(fmt::format("UPDATE {} SET {} = ? WHERE number = ?", sealed.name, sealed.column))
        .bind_all(Blob{anew}, value.number)
        .run();
    ledger.sums[sealed.table].add(row_digest(connection, keys, sealed, value.number));
}

} // namespace

void announce_masters(Connection& connection, const Keyring& keys, const std::string& bureau,
                      const MasterKeys& masters) {
    std::set<std::uint32_t> in_use = sealing_keys(connection);
    const std::uint32_t newest = masters.rbegin()->first;
    if (in_use.contains(newest) && !meta(connection, k_meta_digest_keys).empty()) {
        return;
    }
    if (in_use.empty()) {
        // Kept no list yet: any of them may be in use.
        for (const auto& [id, master] : masters) {
            in_use.insert(id);
        }
    }
    in_use.insert(newest);
    Batch batch(connection, keys, bureau, Isolation::by_checks);
    put_meta(connection, batch.ledger(), keys, bureau, k_meta_sealing_keys, text_of(in_use));
    put_meta(connection, batch.ledger(), keys, bureau, k_meta_digest_keys,
             crypto::to_hex(keys.sealed_digest_keys(masters)));
    batch.finish();
    batch.commit();
}

void retire_older_keys(Connection& connection, const Keyring& keys, const std::string& bureau) {
    Batch batch(connection, keys, bureau, Isolation::by_checks);
    put_meta(connection, batch.ledger(), keys, bureau, k_meta_sealing_keys,
             text_of({keys.current().key_id}));
    batch.finish();
    batch.commit();
}

std::map<std::uint32_t, std::int64_t> sealed_values(Connection& connection) {
    std::map<std::uint32_t, std::int64_t> values;
    for (const Sealed& sealed : k_sealed) {
        Query query = connection.query(fmt::format(
            "SELECT substr({0}, 1, {2}), count(*) FROM {1} GROUP BY substr({0}, 1, {2})",
            sealed.column, sealed.name, crypto::k_mark_bytes));
        while (query.step()) {
            const std::string padded = std::string(query.blob(0)) + std::string(32, '\0');
            const std::optional<crypto::SealMark> mark = crypto::mark_of(padded);
            values[mark ? mark->key_id : 0] += query.integer(1);
        }
    }
    return values;
}

std::optional<ResealPlace> reseal_some(Connection& connection, const Keyring& keys,
                                       const std::string& bureau, const ResealPlace& place,
                                       std::int64_t at_most, std::int64_t& resealed) {
    const Sealed& sealed = k_sealed.at(place.table);
    const std::vector<Value> values =
        find_older(connection, sealed, crypto::bytes_of(keys.current()), place.after, at_most);
    if (!values.empty()) {
        Batch batch(connection, keys, bureau, Isolation::by_checks);
        for (const Value& value : values) {
            reseal(connection, keys, sealed, value, batch.ledger());
        }
        batch.finish();
        batch.commit();
        resealed += static_cast<std::int64_t>(values.size());
    }
    if (static_cast<std::int64_t>(values.size()) == at_most) {
        return ResealPlace{place.table, values.back().number};
    }
    if (place.table + 1 == k_sealed.size()) {
        return std::nullopt;
    }
    return ResealPlace{place.table + 1, 0};
}

} // namespace chengban::store
