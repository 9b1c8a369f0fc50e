#include "store/ledger.h"

#include "store/order_columns.h"
#include "store/stream_columns.h"

#include <sqlite3.h>

namespace chengban::store {

namespace {

struct TableText {
    Table table;
    std::string_view name;
    std::string_view select; // column 0: the rowid where it counts, else 0
};

constexpr std::array k_table_texts{
    TableText{Table::meta, "store_meta", "SELECT 0, bureau_id, name, value FROM store_meta"},
    TableText{Table::stream, "stream",
              "SELECT 0, bureau_id, kind, id, seq, head, recorded_at, changed FROM stream"},
    TableText{Table::text, "sealed_text",
              "SELECT 0, bureau_id, id, owner, field, sealed FROM sealed_text"},
    TableText{Table::order, "order_row", k_select_order_rows},
    TableText{Table::order_unit, "order_unit",
              "SELECT 0, u.bureau_id, u.unit, r.id FROM order_unit u "
              "LEFT JOIN order_row r ON r.number = u.order_number"},
    TableText{Table::search, "search_text",
              "SELECT 0, t.bureau_id, r.id, t.digest, t.sealed FROM search_text t "
              "LEFT JOIN order_row r ON r.number = t.number"},
    TableText{Table::timer, "timer",
              "SELECT 0, t.bureau_id, s.kind, s.id, t.kind, t.generation, t.due FROM timer t "
              "LEFT JOIN stream s ON s.number = t.stream"},
    TableText{Table::outbox, "outbox",
              "SELECT o.number, o.bureau_id, o.id, o.topic, s.kind, s.id, o.payload, o.not_before, "
              "o.state, o.settled_at FROM outbox o LEFT JOIN stream s ON s.number = o.stream"},
    TableText{Table::claim, "claim", "SELECT 0, bureau_id, kind, key, owner FROM claim"},
    TableText{Table::idempotency, "idempotency",
              "SELECT 0, bureau_id, actor, key, request, ranges, at FROM idempotency"},
    TableText{Table::command, "command_log",
              "SELECT c.number, c.bureau_id, c.id, c.at, c.actor, c.name, s.kind, s.id, c.bytes, "
              "c.verdict, c.clauses, c.rulebook_version, c.calendar_version FROM command_log c "
              "LEFT JOIN stream s ON s.number = c.stream"},
    TableText{Table::seal, "seal",
              "SELECT 0, bureau_id, number, at, heads, changed, algorithm, root FROM seal"},
    TableText{Table::seal_head, "seal_head",
              "SELECT 0, h.bureau_id, h.seal, s.kind, s.id, h.seq FROM seal_head h "
              "LEFT JOIN stream s ON s.number = h.stream"},
    TableText{Table::stream_row, "stream_row",
              "SELECT 0, w.bureau_id, s.kind, s.id, " CHENGBAN_STREAM_COLUMNS " FROM stream_row w "
              "LEFT JOIN stream s ON s.number = w.number"},
    TableText{Table::order_fact, "order_fact",
              "SELECT 0, bureau_id, order_id, round, first_day, last_day, body FROM order_fact"},
};
static_assert(k_table_texts.size() == k_tables);

const TableText& text_of(Table table) {
    const TableText& found = k_table_texts[static_cast<std::size_t>(table)];
    invariant(found.table == table, "the tables stand in the order of their enumerators");
    return found;
}

std::string authenticated(const Ledger& ledger, const std::string& bureau, std::string_view sums) {
    crypto::Framed framed;
    framed.text("ledger").text(bureau).number(ledger.changed);
    framed.number(ledger.last_recorded_at ? 1 : 0).number(ledger.last_recorded_at.value_or(0));
    framed.text(sums);
    return framed.bytes();
}

std::string bytes_of(const LedgerDelta& sums) {
    std::string bytes;
    for (std::size_t i = 0; i < k_tables; ++i) {
        sums[static_cast<Table>(i)].append_to(bytes);
    }
    return bytes;
}

std::uint64_t read_number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}

constexpr std::size_t k_sum_bytes = 40;

} // namespace

std::string_view name_of(Table table) {
    return text_of(table).name;
}

std::string_view select_all(Table table) {
    return text_of(table).select;
}

RowFrame::RowFrame(Table table, std::string_view bureau) : table_(table) {
    bytes_.push_back(static_cast<char>('A' + static_cast<int>(table)));
    text(bureau);
}

RowFrame& RowFrame::integer(std::int64_t value) {
    bytes_.push_back('i');
    crypto::append_number(bytes_, static_cast<std::uint64_t>(value));
    end_of_values_ = bytes_.size();
    return *this;
}

RowFrame& RowFrame::integer(std::optional<std::int64_t> value) {
    return value ? integer(*value) : null();
}

RowFrame& RowFrame::null() {
    bytes_.push_back('n');
    return *this;
}

RowFrame& RowFrame::text(std::string_view value) {
    bytes_.push_back('t');
    crypto::append_number(bytes_, value.size());
    bytes_.append(value);
    end_of_values_ = bytes_.size();
    return *this;
}

RowFrame& RowFrame::blob(std::string_view value) {
    bytes_.push_back('b');
    crypto::append_number(bytes_, value.size());
    bytes_.append(value);
    end_of_values_ = bytes_.size();
    return *this;
}

RowFrame& RowFrame::columns_of(Query& query, int first) {
    for (int column = first; column < query.columns(); ++column) {
        switch (query.type(column)) {
        case SQLITE_INTEGER:
            integer(query.integer(column));
            break;
        case SQLITE_TEXT:
            text(query.text(column));
            break;
        case SQLITE_BLOB:
            blob(query.blob(column));
            break;
        default:
            null();
        }
    }
    return *this;
}

Digest RowFrame::digest(const Keyring& keys) const {
    // Columns that came to the table of orders later stand at its end and count once they are set,
    // so that the rows of an older store keep their digests.
    const std::string_view bytes(bytes_);
    return keys.row_digests()(table_ == Table::order ? bytes.substr(0, end_of_values_) : bytes);
}

Digest numbered(const Keyring& keys, const Digest& digest, std::int64_t number) {
    std::string bytes(crypto::bytes_of(digest));
    crypto::append_number(bytes, static_cast<std::uint64_t>(number));
    return keys.row_digests()(bytes);
}

void RowSum::add(const Digest& digest) {
    RowSum one;
    one.rows_ = 1;
    for (std::size_t i = 0; i < one.words_.size(); ++i) {
        one.words_[i] = read_number(crypto::bytes_of(digest).substr(8 * i));
    }
    add(one);
}

void RowSum::subtract(const Digest& digest) {
    RowSum one;
    one.rows_ = -1;
    std::uint64_t carry = 1; // two's complement: all bits flipped, plus one
    for (std::size_t i = 0; i < one.words_.size(); ++i) {
        const std::uint64_t flipped = ~read_number(crypto::bytes_of(digest).substr(8 * i));
        one.words_[i] = flipped + carry;
        carry = one.words_[i] < carry ? 1 : 0;
    }
    add(one);
}

void RowSum::add(const RowSum& other) {
    rows_ += other.rows_;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const std::uint64_t with_carry = words_[i] + carry;
        const std::uint64_t carried = with_carry < carry ? 1 : 0;
        words_[i] = with_carry + other.words_[i];
        carry = carried + (words_[i] < with_carry ? 1 : 0);
    }
}

void RowSum::append_to(std::string& bytes) const {
    crypto::append_number(bytes, static_cast<std::uint64_t>(rows_));
    for (const std::uint64_t word : words_) {
        crypto::append_number(bytes, word);
    }
}

RowSum RowSum::read(std::string_view forty_bytes) {
    invariant(forty_bytes.size() == k_sum_bytes, "a row sum has 40 bytes");
    RowSum sum;
    sum.rows_ = static_cast<std::int64_t>(read_number(forty_bytes));
    for (std::size_t i = 0; i < sum.words_.size(); ++i) {
        sum.words_[i] = read_number(forty_bytes.substr(8 * (i + 1)));
    }
    return sum;
}

void LedgerDelta::add(const LedgerDelta& other) {
    for (std::size_t i = 0; i < k_tables; ++i) {
        sums_[i].add(other.sums_[i]);
    }
}

Ledger Ledger::load(Connection& connection, const Keyring& keys, const std::string& bureau) {
    Query query = connection.query(
        "SELECT changed, last_recorded_at, sums, mac FROM ledger WHERE bureau_id = ?");
    query.bind(bureau);
    if (!query.step()) {
        throw SqlError(SQLITE_CORRUPT, "the ledger is missing");
    }
    Ledger ledger;
    ledger.changed = query.integer(0);
    ledger.last_recorded_at = query.optional_integer(1);
    const std::string_view sums = query.blob(2);
    const Digest mac = keys.row_digests()(authenticated(ledger, bureau, sums));
    if (!crypto::equal_constant_time(crypto::bytes_of(mac), query.blob(3)) ||
        sums.size() > k_tables * k_sum_bytes || sums.size() % k_sum_bytes != 0) {
        throw SqlError(SQLITE_CORRUPT, "the ledger was not written by this store");
    }
    for (std::size_t i = 0; i < sums.size() / k_sum_bytes; ++i) {
        ledger.sums[static_cast<Table>(i)] =
            RowSum::read(sums.substr(i * k_sum_bytes, k_sum_bytes));
    }
    return ledger;
}

void Ledger::save(Connection& connection, const Keyring& keys, const std::string& bureau) const {
    const std::string bytes = bytes_of(sums);
    const Digest mac = keys.row_digests()(authenticated(*this, bureau, bytes));
    connection
        .query("INSERT INTO ledger (bureau_id, changed, last_recorded_at, sums, mac) "
               "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed, "
               "last_recorded_at = excluded.last_recorded_at, sums = excluded.sums, "
               "mac = excluded.mac")
        .bind_all(bureau, changed, last_recorded_at, Blob{bytes}, Blob{crypto::bytes_of(mac)})
        .run();
}

} // namespace chengban::store
