// What proves the tables that are not a hash chain. For every table the ledger keeps how many rows
// there are and the sum (modulo 2^256) of a keyed digest of each; both change in the transaction
// that changes the rows, so that verify() notices any row changed, added or taken away by a hand
// without the key. One row, written once a batch.
#pragma once

#include "base/instant.h"
#include "store/keyring.h"
#include "store/sql.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::store {

// The order of the enumerators is stored: new ones go to the end.
enum class Table {
    meta,
    stream,
    text,
    order,
    order_unit,
    search,
    timer,
    outbox,
    claim,
    idempotency,
    command,
    seal,
    seal_head,
    stream_row,
    order_fact,
};
inline constexpr std::size_t k_tables = 15;

std::string_view name_of(Table table);
// Every row in the columns that its digest covers.
std::string_view select_all(Table table);

// A row's columns in a form in which no two rows are alike.
class RowFrame {
public:
    RowFrame(Table table, std::string_view bureau);
    RowFrame& integer(std::int64_t value);
    RowFrame& integer(std::optional<std::int64_t> value);
    RowFrame& text(std::string_view value);
    RowFrame& blob(std::string_view value);
    // Columns of a running query from `first` on, by the types they have.
    RowFrame& columns_of(Query& query, int first);

    Digest digest(const Keyring& keys) const;

private:
    RowFrame& null();

    Table table_;
    std::string bytes_;
    std::size_t end_of_values_ = 0; // up to the last column that is not NULL
};

// Where a row's place matters (the order of a log), its digest covers the rowid too.
Digest numbered(const Keyring& keys, const Digest& digest, std::int64_t number);

class RowSum {
public:
    void add(const Digest& digest);
    void subtract(const Digest& digest);
    void add(const RowSum& other);
    std::int64_t rows() const { return rows_; }
    bool operator==(const RowSum&) const = default;

    void append_to(std::string& bytes) const; // 40 bytes
    static RowSum read(std::string_view forty_bytes);

private:
    std::int64_t rows_ = 0;
    std::array<std::uint64_t, 4> words_{}; // least significant first
};

class LedgerDelta {
public:
    RowSum& operator[](Table table) { return sums_[static_cast<std::size_t>(table)]; }
    const RowSum& operator[](Table table) const { return sums_[static_cast<std::size_t>(table)]; }
    void add(const LedgerDelta& other);

private:
    std::array<RowSum, k_tables> sums_{};
};

struct Ledger {
    std::int64_t changed = 0; // the number of the last batch
    std::optional<std::int64_t> last_recorded_at;
    LedgerDelta sums;

    // Throws SqlError (corrupt) when the row is missing or not ours.
    static Ledger load(Connection& connection, const Keyring& keys, const std::string& bureau);
    // Inserts or replaces the row.
    void save(Connection& connection, const Keyring& keys, const std::string& bureau) const;
};

} // namespace chengban::store
