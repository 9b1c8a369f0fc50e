// One transaction of the writer: units are checked against what is stored and then written, each
// whole or not at all. Counters, search index and ledger follow at the end, for all units at once.
#pragma once

#include "store/ledger.h"
#include "store/prepared_unit.h"
#include "store/sql.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chengban::store {

// How units of a batch are kept apart.
enum class Isolation {
    by_checks,     // all that can refuse a unit is looked up before its first write
    by_savepoints, // slower: for the batch in which that was not enough
};

class Batch {
public:
    // Opens the transaction. Throws SqlError, as every member does when the database fails.
    Batch(Connection& connection, const Keyring& keys, const std::string& bureau,
          Isolation isolation);
    // Rolls back what was not committed.
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    // `unit` must live until commit(). A constraint that the checks did not foresee throws under
    // by_checks and is a conflict under by_savepoints.
    CommitOutcome apply(const PreparedUnit& unit);

    // Counters, index, ledger.
    void finish();
    // Durable when it returns. After an error, whether it happened is not known.
    void commit();

    // For work of the store's own in a transaction of its own (seals).
    Ledger& ledger() { return ledger_; }

private:
    struct SearchChange {
        std::string order;
        const PreparedSearch* text = nullptr;
    };
    // What one unit changes beside its own rows; dropped when the unit is undone.
    struct Effects {
        LedgerDelta ledger;
        std::map<BucketKey, std::int64_t> counts;
        std::map<std::int64_t, SearchChange> search; // by the order's rowid
        std::optional<std::int64_t> recorded_at;
    };
    struct StoredStream {
        std::int64_t number = 0;
        std::int64_t seq = 0;
        std::int64_t recorded_at = 0;
        std::int64_t changed = 0;
        Digest head{};
    };
    // An order's row as stored, for the differences.
    struct StoredOrder {
        std::int64_t number = 0;
        BucketKey bucket;
        std::string tags;
        std::string awaiting;
        std::string chain;
        std::vector<std::size_t> changed_columns;
        Digest digest{};
    };

    std::optional<CommitOutcome> check(const PreparedUnit& unit,
                                       std::vector<StoredStream>& streams);
    std::optional<CommitOutcome> check_idempotency(const PreparedUnit& unit);
    std::optional<CommitOutcome> check_claims(const PreparedUnit& unit);
    std::optional<CommitOutcome> check_streams(const PreparedUnit& unit,
                                               std::vector<StoredStream>& streams);
    std::optional<CommitOutcome> check_rest(const PreparedUnit& unit);
    CommitOutcome write(const PreparedUnit& unit, std::vector<StoredStream>& streams);
    CommitOutcome write_in_savepoint(const PreparedUnit& unit, std::vector<StoredStream>& streams);

    std::optional<StoredStream> find_stream(const StreamName& name);
    std::int64_t stream_number(const StreamName& name, Effects& effects);
    Digest stream_digest(const StreamName& name, const StoredStream& row) const;
    std::int64_t add_stream(const StreamName& name, const StoredStream& row, Effects& effects);

    void write_appends(const PreparedUnit& unit, std::vector<StoredStream>& streams,
                       Effects& effects);
    void write_events(const Append& append, const std::vector<Digest>& hashes, std::int64_t stream);
    void write_texts(const PreparedUnit& unit, Effects& effects);
    void erase_text(const TextErasure& erasure, Effects& effects);
    void write_stream_row(const StreamRow& row, const PreparedStreamRow& prepared,
                          Effects& effects);
    void write_fact(const FactRow& row, const Digest& digest, Effects& effects);
    void write_timer(const TimerRow& timer, Effects& effects);
    void write_outbox(const OutboxRow& row, Effects& effects);
    void settle_outbox(const std::string& id, std::int64_t state, Instant at, Effects& effects);
    void write_keys(const PreparedUnit& unit, Effects& effects);
    void write_commands(const PreparedUnit& unit, Effects& effects);

    void write_order(const OrderRow& row, const PreparedOrder& prepared, Effects& effects);
    std::optional<StoredOrder> find_order(const OrderRow& row, const OrderValues& values);
    std::int64_t insert_order(const OrderValues& values);
    void update_order(const StoredOrder& stored, const OrderValues& values);
    void write_units(const OrderRow& row, const PreparedOrder& prepared, std::int64_t number,
                     const StoredOrder* stored, Effects& effects);
    void write_lists(const OrderRow& row, std::int64_t number, const StoredOrder* stored);
    std::optional<std::int64_t> order_number(const std::string& order);

    void finish_search(std::int64_t number, const SearchChange& change);
    void finish_counts();

    Connection& connection_;
    const Keyring& keys_;
    const std::string& bureau_;
    Isolation isolation_;
    Ledger ledger_;
    Effects effects_; // of all units so far
};

} // namespace chengban::store
