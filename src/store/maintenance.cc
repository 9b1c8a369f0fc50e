#include "store/maintenance.h"

#include "store/batch.h"

#include <utility>
#include <vector>

namespace chengban::store {

std::int64_t forget_keys(Connection& connection, const Keyring& keys, const std::string& bureau,
                         Instant before) {
    constexpr std::int64_t k_rows_at_once = 5000;
    std::int64_t forgotten = 0;
    while (true) {
        Batch batch(connection, keys, bureau, Isolation::by_checks);
        std::vector<std::pair<std::string, std::string>> old;
        {
            Query query =
                connection.query("SELECT 0, bureau_id, actor, key, request, ranges, at "
                                 "FROM idempotency WHERE bureau_id = ? AND at < ? LIMIT ?");
            query.bind_all(bureau, before.milliseconds(), k_rows_at_once);
            while (query.step()) {
                batch.ledger().sums[Table::idempotency].subtract(
                    RowFrame(Table::idempotency, bureau).columns_of(query, 2).digest(keys));
                old.emplace_back(query.string(2), query.string(3));
            }
        }
        for (const auto& [actor, key] : old) {
            connection
                .query("DELETE FROM idempotency WHERE bureau_id = ? AND actor = ? AND key = ?")
                .bind_all(bureau, actor, key)
                .run();
        }
        batch.finish();
        batch.commit();
        forgotten += static_cast<std::int64_t>(old.size());
        if (static_cast<std::int64_t>(old.size()) < k_rows_at_once) {
            return forgotten;
        }
    }
}

bool forget_digests_of(Connection& connection, const Keyring& keys, const std::string& bureau,
                       const OrderId& order) {
    Batch batch(connection, keys, bureau, Isolation::by_checks);
    const std::string sql = std::string(k_select_order_rows) + " WHERE bureau_id = ? AND id = ?";
    const auto digest = [&]() -> std::optional<Digest> {
        Query query = connection.query(sql);
        query.bind_all(bureau, order.text());
        if (!query.step()) {
            return std::nullopt;
        }
        return RowFrame(Table::order, bureau).columns_of(query, 2).digest(keys);
    };
    const std::optional<Digest> before = digest();
    connection
        .query("UPDATE order_row SET phone_digest = '', place_digest = '' WHERE bureau_id = ? "
               "AND id = ? AND (phone_digest <> '' OR place_digest <> '')")
        .bind_all(bureau, order.text())
        .run();
    if (!before || connection.changes() == 0) {
        return false; // rolled back
    }
    batch.ledger().sums[Table::order].subtract(*before);
    batch.ledger().sums[Table::order].add(*digest());
    batch.finish();
    batch.commit();
    return true;
}

} // namespace chengban::store
