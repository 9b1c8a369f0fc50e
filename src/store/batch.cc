#include "store/batch.h"

#include "store/chain.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace chengban::store {

namespace {

constexpr std::int64_t k_outbox_waiting = 0;
constexpr std::int64_t k_outbox_sent = 1;
constexpr std::int64_t k_outbox_cancelled = 2;

CommitOutcome refused(Verdict verdict, std::string detail) {
    CommitOutcome outcome;
    outcome.verdict = verdict;
    outcome.detail = std::move(detail);
    return outcome;
}

Digest digest_in(std::string_view blob) {
    Digest digest{};
    if (blob.size() != digest.size()) {
        throw SqlError(SQLITE_CORRUPT, "a digest has not 32 bytes");
    }
    std::memcpy(digest.data(), blob.data(), digest.size());
    return digest;
}

std::string shown(const StreamName& stream) {
    return stream.kind + "/" + stream.id;
}

} // namespace

Batch::Batch(Connection& connection, const Keyring& keys, const std::string& bureau,
             Isolation isolation)
    : connection_(connection), keys_(keys), bureau_(bureau), isolation_(isolation) {
    connection_.query("BEGIN IMMEDIATE").run();
    try {
        ledger_ = Ledger::load(connection_, keys_, bureau_);
        ++ledger_.changed;
    } catch (const SqlError&) {
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

Batch::~Batch() {
    if (connection_.in_transaction()) {
        // When this fails too, the writer finds the transaction open and takes a new connection.
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Batch::commit() {
    connection_.query("COMMIT").run();
}

CommitOutcome Batch::apply(const PreparedUnit& unit) {
    std::vector<StoredStream> streams;
    if (std::optional<CommitOutcome> refusal = check(unit, streams)) {
        return *std::move(refusal);
    }
    return isolation_ == Isolation::by_checks ? write(unit, streams)
                                              : write_in_savepoint(unit, streams);
}

std::optional<CommitOutcome> Batch::check(const PreparedUnit& unit,
                                          std::vector<StoredStream>& streams) {
    if (std::optional<CommitOutcome> refusal = check_idempotency(unit)) {
        return refusal;
    }
    if (std::optional<CommitOutcome> refusal = check_claims(unit)) {
        return refusal;
    }
    if (std::optional<CommitOutcome> refusal = check_streams(unit, streams)) {
        return refusal;
    }
    return check_rest(unit);
}

std::optional<CommitOutcome> Batch::check_idempotency(const PreparedUnit& unit) {
    if (!unit.unit.idempotency) {
        return std::nullopt;
    }
    const IdempotencyKey& key = *unit.unit.idempotency;
    Query query = connection_.query("SELECT request, ranges FROM idempotency "
                                    "WHERE bureau_id = ? AND actor = ? AND key = ?");
    query.bind_all(bureau_, key.actor, key.key);
    if (!query.step()) {
        return std::nullopt;
    }
    if (query.blob(0) != crypto::bytes_of(key.request)) {
        return refused(Verdict::key_reused, "the idempotency key was used for another request");
    }
    CommitOutcome outcome = refused(Verdict::duplicate, "the idempotency key was used before");
    outcome.ranges = read_ranges(query.text(1));
    return outcome;
}

std::optional<CommitOutcome> Batch::check_claims(const PreparedUnit& unit) {
    for (const Claim& claim : unit.unit.claims) {
        Query query = connection_.query(
            "SELECT owner FROM claim WHERE bureau_id = ? AND kind = ? AND key = ?");
        query.bind_all(bureau_, claim.kind, claim.key);
        if (query.step()) {
            CommitOutcome outcome = refused(Verdict::claimed, claim.kind + "/" + claim.key);
            outcome.claimed_by = query.string(0);
            return outcome;
        }
    }
    return std::nullopt;
}

std::optional<Batch::StoredStream> Batch::find_stream(const StreamName& name) {
    Query query = connection_.query("SELECT number, seq, recorded_at, changed, head FROM stream "
                                    "WHERE bureau_id = ? AND kind = ? AND id = ?");
    query.bind_all(bureau_, name.kind, name.id);
    if (!query.step()) {
        return std::nullopt;
    }
    return StoredStream{query.integer(0), query.integer(1), query.integer(2), query.integer(3),
                        digest_in(query.blob(4))};
}

std::optional<CommitOutcome> Batch::check_streams(const PreparedUnit& unit,
                                                  std::vector<StoredStream>& streams) {
    for (const Append& append : unit.unit.appends) {
        const StoredStream row = find_stream(append.stream).value_or(StoredStream{});
        if (row.seq != append.expected_seq || row.head != append.expected_head) {
            return refused(Verdict::conflict, shown(append.stream) + " moved on");
        }
        if (row.seq > 0 && append.events.front().recorded_at.milliseconds() < row.recorded_at) {
            return refused(Verdict::conflict,
                           shown(append.stream) + " was recorded later than now");
        }
        streams.push_back(row);
    }
    return std::nullopt;
}

std::optional<CommitOutcome> Batch::check_rest(const PreparedUnit& unit) {
    for (const std::string& id : unit.unit.outbox_cancel) {
        Query query = connection_.query("SELECT state FROM outbox WHERE bureau_id = ? AND id = ?");
        query.bind_all(bureau_, id);
        if (query.step() && query.integer(0) == k_outbox_sent) {
            return refused(Verdict::conflict, "outbox " + id + " was sent already");
        }
    }
    for (const SearchText& search : unit.unit.search) {
        const bool written_here =
            std::any_of(unit.unit.rows.begin(), unit.unit.rows.end(),
                        [&](const OrderRow& row) { return row.id == search.order; });
        if (!written_here && !order_number(search.order.text())) {
            return refused(Verdict::conflict, "order " + search.order.text() + " has no row");
        }
    }
    return std::nullopt;
}

CommitOutcome Batch::write_in_savepoint(const PreparedUnit& unit,
                                        std::vector<StoredStream>& streams) {
    connection_.query("SAVEPOINT unit").run();
    try {
        CommitOutcome outcome = write(unit, streams);
        connection_.query("RELEASE unit").run();
        return outcome;
    } catch (const SqlError& error) {
        if ((error.code() & 0xff) != SQLITE_CONSTRAINT) {
            throw;
        }
        connection_.query("ROLLBACK TO unit").run();
        connection_.query("RELEASE unit").run();
        return refused(Verdict::conflict, error.what());
    }
}

CommitOutcome Batch::write(const PreparedUnit& unit, std::vector<StoredStream>& streams) {
    Effects effects;
    write_appends(unit, streams, effects);
    write_texts(unit, effects);
    for (std::size_t i = 0; i < unit.unit.rows.size(); ++i) {
        write_order(unit.unit.rows[i], unit.orders[i], effects);
    }
    for (std::size_t i = 0; i < unit.unit.search.size(); ++i) {
        const std::string& order = unit.unit.search[i].order.text();
        const std::optional<std::int64_t> number = order_number(order);
        invariant(number.has_value(), "a search text's order was checked");
        effects.search[*number] = {order, &unit.search[i]};
    }
    for (std::size_t i = 0; i < unit.unit.stream_rows.size(); ++i) {
        write_stream_row(unit.unit.stream_rows[i], unit.stream_rows[i], effects);
    }
    for (std::size_t i = 0; i < unit.unit.facts.size(); ++i) {
        write_fact(unit.unit.facts[i], unit.facts[i], effects);
    }
    for (const TimerRow& timer : unit.unit.timers) {
        write_timer(timer, effects);
    }
    for (const OutboxRow& row : unit.unit.outbox) {
        write_outbox(row, effects);
    }
    for (const std::string& id : unit.unit.outbox_cancel) {
        settle_outbox(id, k_outbox_cancelled, Instant(unit.at), effects);
    }
    for (const SentMark& mark : unit.sent) {
        settle_outbox(mark.id, k_outbox_sent, mark.at, effects);
    }
    write_keys(unit, effects);
    write_commands(unit, effects);

    effects_.ledger.add(effects.ledger);
    for (const auto& [key, delta] : effects.counts) {
        effects_.counts[key] += delta;
    }
    for (auto& [number, change] : effects.search) {
        effects_.search[number] = change;
    }
    effects_.recorded_at = std::max(effects_.recorded_at, effects.recorded_at);
    CommitOutcome outcome;
    outcome.verdict = Verdict::ok;
    outcome.ranges = unit.ranges;
    for (const std::vector<Digest>& hashes : unit.hashes) {
        outcome.heads.push_back(hashes.back());
    }
    return outcome;
}

Digest Batch::stream_digest(const StreamName& name, const StoredStream& row) const {
    return RowFrame(Table::stream, bureau_)
        .text(name.kind)
        .text(name.id)
        .integer(row.seq)
        .blob(crypto::bytes_of(row.head))
        .integer(row.recorded_at)
        .integer(row.changed)
        .digest(keys_);
}

std::int64_t Batch::add_stream(const StreamName& name, const StoredStream& row, Effects& effects) {
    connection_
        .query("INSERT INTO stream (bureau_id, kind, id, seq, head, recorded_at, changed) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind_all(bureau_, name.kind, name.id, row.seq, Blob{crypto::bytes_of(row.head)},
                  row.recorded_at, row.changed)
        .run();
    effects.ledger[Table::stream].add(stream_digest(name, row));
    return connection_.last_rowid();
}

std::int64_t Batch::stream_number(const StreamName& name, Effects& effects) {
    if (const std::optional<StoredStream> found = find_stream(name)) {
        return found->number;
    }
    return add_stream(name, StoredStream{}, effects);
}

void Batch::write_appends(const PreparedUnit& unit, std::vector<StoredStream>& streams,
                          Effects& effects) {
    for (std::size_t i = 0; i < unit.unit.appends.size(); ++i) {
        const Append& append = unit.unit.appends[i];
        StoredStream row = streams[i];
        const Digest before = stream_digest(append.stream, row);
        row.seq = unit.ranges[i].last;
        row.head = unit.hashes[i].back();
        row.recorded_at = append.events.back().recorded_at.milliseconds();
        row.changed = ledger_.changed;
        if (row.number == 0) {
            row.number = add_stream(append.stream, row, effects);
        } else {
            connection_
                .query("UPDATE stream SET seq = ?, head = ?, recorded_at = ?, changed = ? "
                       "WHERE number = ?")
                .bind_all(row.seq, Blob{crypto::bytes_of(row.head)}, row.recorded_at, row.changed,
                          row.number)
                .run();
            effects.ledger[Table::stream].subtract(before);
            effects.ledger[Table::stream].add(stream_digest(append.stream, row));
        }
        effects.recorded_at = std::max(effects.recorded_at, std::optional(row.recorded_at));
        write_events(append, unit.hashes[i], row.number);
    }
}

void Batch::write_events(const Append& append, const std::vector<Digest>& hashes,
                         std::int64_t stream) {
    for (std::size_t i = 0; i < append.events.size(); ++i) {
        const NewEvent& event = append.events[i];
        const std::int64_t seq = append.expected_seq + static_cast<std::int64_t>(i) + 1;
        connection_
            .query("INSERT INTO event (bureau_id, place, type, version, actor, bytes, occurred_at, "
                   "recorded_at, effective_at, algorithm, hash) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind_all(bureau_, (stream << 24) + seq, event.type, std::int64_t{event.version},
                      event.actor, Blob{event.bytes}, event.occurred_at.milliseconds(),
                      event.recorded_at.milliseconds(),
                      event.effective_at ? std::optional(event.effective_at->milliseconds())
                                         : std::nullopt,
                      k_chain_algorithm, Blob{crypto::bytes_of(hashes[i])})
            .run();
    }
}

void Batch::write_texts(const PreparedUnit& unit, Effects& effects) {
    for (const TextErasure& erasure : unit.unit.erasures) {
        erase_text(erasure, effects);
    }
    for (std::size_t i = 0; i < unit.texts.size(); ++i) {
        const NewText& text = unit.unit.texts[i];
        connection_
            .query("INSERT INTO sealed_text (bureau_id, id, owner, field, sealed) "
                   "VALUES (?, ?, ?, ?, ?)")
            .bind_all(bureau_, text.id.text(), text.owner, text.field, Blob{unit.texts[i].sealed})
            .run();
        effects.ledger[Table::text].add(unit.texts[i].digest);
    }
}

void Batch::erase_text(const TextErasure& erasure, Effects& effects) {
    std::int64_t number = 0;
    {
        Query query = connection_.query("SELECT number, bureau_id, id, owner, field, sealed "
                                        "FROM sealed_text WHERE bureau_id = ? AND id = ?");
        query.bind_all(bureau_, erasure.id.text());
        if (!query.step() || query.text(3) != erasure.owner) {
            return;
        }
        number = query.integer(0);
        effects.ledger[Table::text].subtract(
            RowFrame(Table::text, bureau_).columns_of(query, 2).digest(keys_));
    }
    connection_.query("DELETE FROM sealed_text WHERE number = ?").bind_all(number).run();
}

void Batch::write_timer(const TimerRow& timer, Effects& effects) {
    const std::int64_t stream = stream_number(timer.stream, effects);
    const std::optional<std::int64_t> due =
        timer.due ? std::optional(timer.due->milliseconds()) : std::nullopt;
    {
        Query query = connection_.query("SELECT generation, due FROM timer "
                                        "WHERE bureau_id = ? AND stream = ? AND kind = ?");
        query.bind_all(bureau_, stream, timer.kind);
        if (query.step()) {
            if (query.integer(0) > timer.generation) {
                return;
            }
            effects.ledger[Table::timer].subtract(timer_digest(keys_, bureau_, timer.stream,
                                                               timer.kind, query.integer(0),
                                                               query.optional_integer(1)));
        }
    }
    connection_
        .query(
            "INSERT INTO timer (bureau_id, stream, kind, generation, due) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET generation = excluded.generation, due = excluded.due")
        .bind_all(bureau_, stream, timer.kind, timer.generation, due)
        .run();
    effects.ledger[Table::timer].add(
        timer_digest(keys_, bureau_, timer.stream, timer.kind, timer.generation, due));
}

void Batch::write_outbox(const OutboxRow& row, Effects& effects) {
    const std::int64_t stream = stream_number(row.stream, effects);
    // An id stands for one effect: a second one with it changes nothing.
    connection_
        .query("INSERT INTO outbox (bureau_id, id, topic, stream, payload, not_before, state) "
               "VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING")
        .bind_all(bureau_, row.id, row.topic, stream, row.payload, row.not_before.milliseconds())
        .run();
    if (connection_.changes() == 1) {
        const Digest digest = outbox_digest(keys_, bureau_, row, k_outbox_waiting, std::nullopt);
        effects.ledger[Table::outbox].add(numbered(keys_, digest, connection_.last_rowid()));
    }
}

void Batch::settle_outbox(const std::string& id, std::int64_t state, Instant at, Effects& effects) {
    OutboxRow row;
    std::int64_t number = 0;
    {
        Query query = connection_.query(
            "SELECT o.number, o.topic, s.kind, s.id, o.payload, o.not_before, o.state "
            "FROM outbox o JOIN stream s ON s.number = o.stream "
            "WHERE o.bureau_id = ? AND o.id = ?");
        query.bind_all(bureau_, id);
        if (!query.step() || query.integer(6) != k_outbox_waiting) {
            return;
        }
        number = query.integer(0);
        row = {id,
               query.string(1),
               {query.string(2), query.string(3)},
               query.string(4),
               Instant(query.integer(5))};
    }
    connection_.query("UPDATE outbox SET state = ?, settled_at = ? WHERE number = ?")
        .bind_all(state, at.milliseconds(), number)
        .run();
    RowSum& sum = effects.ledger[Table::outbox];
    sum.subtract(numbered(keys_, outbox_digest(keys_, bureau_, row, k_outbox_waiting, std::nullopt),
                          number));
    sum.add(numbered(keys_, outbox_digest(keys_, bureau_, row, state, at.milliseconds()), number));
}

void Batch::write_keys(const PreparedUnit& unit, Effects& effects) {
    for (std::size_t i = 0; i < unit.claims.size(); ++i) {
        const Claim& claim = unit.unit.claims[i];
        connection_.query("INSERT INTO claim (bureau_id, kind, key, owner) VALUES (?, ?, ?, ?)")
            .bind_all(bureau_, claim.kind, claim.key, claim.owner)
            .run();
        effects.ledger[Table::claim].add(unit.claims[i]);
    }
    if (unit.idempotency) {
        const IdempotencyKey& key = *unit.unit.idempotency;
        connection_
            .query("INSERT INTO idempotency (bureau_id, actor, key, request, ranges, at) "
                   "VALUES (?, ?, ?, ?, ?, ?)")
            .bind_all(bureau_, key.actor, key.key, Blob{crypto::bytes_of(key.request)},
                      unit.idempotency_ranges, unit.at)
            .run();
        effects.ledger[Table::idempotency].add(*unit.idempotency);
    }
}

void Batch::write_commands(const PreparedUnit& unit, Effects& effects) {
    for (std::size_t i = 0; i < unit.commands.size(); ++i) {
        const CommandLogRow& row = unit.unit.log[i];
        connection_
            .query("INSERT INTO command_log (bureau_id, id, at, actor, name, stream, bytes, "
                   "verdict, clauses, rulebook_version, calendar_version) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind_all(bureau_, row.id, row.at.milliseconds(), row.actor, row.name,
                      stream_number(row.stream, effects), Blob{row.bytes}, row.verdict,
                      unit.clauses[i], row.rulebook_version, row.calendar_version)
            .run();
        effects.ledger[Table::command].add(
            numbered(keys_, unit.commands[i], connection_.last_rowid()));
    }
}

} // namespace chengban::store
