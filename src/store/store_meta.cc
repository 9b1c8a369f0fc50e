#include "store/store_meta.h"

#include <charconv>

namespace chengban::store {

std::string meta(Connection& connection, std::string_view name) {
    Query query = connection.query("SELECT value FROM store_meta WHERE name = ?");
    query.bind(name);
    return query.step() ? query.string(0) : std::string();
}

void put_meta(Connection& connection, Ledger& ledger, const Keyring& keys,
              const std::string& bureau, std::string_view name, const std::string& value) {
    const auto digest_of = [&](std::string_view stored) {
        return RowFrame(Table::meta, bureau).text(name).text(stored).digest(keys);
    };
    {
        Query query =
            connection.query("SELECT value FROM store_meta WHERE bureau_id = ? AND name = ?");
        query.bind_all(bureau, name);
        if (query.step()) {
            ledger.sums[Table::meta].subtract(digest_of(query.text(0)));
        }
    }
    connection
        .query("INSERT INTO store_meta (bureau_id, name, value) VALUES (?, ?, ?) "
               "ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind_all(bureau, name, value)
        .run();
    ledger.sums[Table::meta].add(digest_of(value));
}

std::set<std::uint32_t> sealing_keys(Connection& connection) {
    const std::string text = meta(connection, k_meta_sealing_keys);
    std::set<std::uint32_t> ids;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        std::uint32_t id = 0;
        const auto [stop, error] = std::from_chars(at, end, id);
        if (error != std::errc()) {
            break;
        }
        ids.insert(id);
        at = stop < end ? stop + 1 : end;
    }
    return ids;
}

std::string text_of(const std::set<std::uint32_t>& key_ids) {
    std::string text;
    for (const std::uint32_t id : key_ids) {
        text += (text.empty() ? "" : " ") + std::to_string(id);
    }
    return text;
}

} // namespace chengban::store
