// Facts about handling rounds: written with the order's events, read by the days of a period.
#include "store/batch.h"
#include "store/sqlite_store_impl.h"

namespace chengban::store {

void Batch::write_fact(const FactRow& row, const Digest& digest, Effects& effects) {
    RowSum& sum = effects.ledger[Table::order_fact];
    {
        Query query =
            connection_.query("SELECT order_id, round, first_day, last_day, body FROM order_fact "
                              "WHERE bureau_id = ? AND order_id = ? AND round = ?");
        query.bind_all(bureau_, row.order.text(), row.round);
        if (query.step()) {
            sum.subtract(RowFrame(Table::order_fact, bureau_).columns_of(query, 0).digest(keys_));
        }
    }
    connection_
        .query("INSERT INTO order_fact (bureau_id, order_id, round, first_day, last_day, body) "
               "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
               "first_day = excluded.first_day, last_day = excluded.last_day, body = excluded.body")
        .bind_all(bureau_, row.order.text(), row.round, std::int64_t{row.first.number()},
                  std::int64_t{row.last.number()}, row.body)
        .run();
    sum.add(digest);
}

void SqliteStoreImpl::each_fact(Day first, Day last,
                                const std::function<bool(const FactRow&)>& visit) {
    reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query =
            connection->query("SELECT order_id, round, first_day, last_day, body FROM order_fact "
                              "WHERE bureau_id = ? AND last_day >= ? AND first_day <= ?");
        query.bind_all(context_->bureau.text(), std::int64_t{first.number()},
                       std::int64_t{last.number()});
        FactRow row;
        while (query.step()) {
            row.order = OrderId(query.string(0));
            row.round = query.integer(1);
            row.first = Day(static_cast<std::int32_t>(query.integer(2)));
            row.last = Day(static_cast<std::int32_t>(query.integer(3)));
            row.body = query.string(4);
            if (!visit(row)) {
                break;
            }
        }
        return 0;
    });
}

} // namespace chengban::store
