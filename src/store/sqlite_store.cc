#include "store/backup.h"
#include "store/boot_guard.h"
#include "store/chain.h"
#include "store/maintenance.h"
#include "store/prepared_unit.h"
#include "store/seals.h"
#include "store/sqlite_store_impl.h"
#include "store/verify.h"

#include "crypto/hex.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

namespace chengban::store {

namespace {

Digest digest_in(std::string_view blob) {
    Digest digest{};
    if (blob.size() != digest.size()) {
        throw SqlError(SQLITE_CORRUPT, "a digest has not 32 bytes");
    }
    std::memcpy(digest.data(), blob.data(), digest.size());
    return digest;
}

std::optional<Instant> instant_at(Query& query, int column) {
    const std::optional<std::int64_t> at = query.optional_integer(column);
    return at ? std::optional(Instant(*at)) : std::nullopt;
}

struct StreamPlace {
    std::int64_t number = 0;
    StreamHead head;
};

std::optional<StreamPlace> find_stream(Connection& connection, const std::string& bureau,
                                       const StreamName& stream) {
    Query query = connection.query(
        "SELECT number, seq, head FROM stream WHERE bureau_id = ? AND kind = ? AND id = ?");
    query.bind_all(bureau, stream.kind, stream.id);
    if (!query.step() || query.integer(1) == 0) {
        return std::nullopt;
    }
    return StreamPlace{query.integer(0), {query.integer(1), digest_in(query.blob(2))}};
}

// The hash the first event loaded must follow.
Digest hash_at(Connection& connection, std::int64_t stream, std::int64_t seq) {
    if (seq <= 0) {
        return Digest{};
    }
    Query query = connection.query("SELECT hash FROM event WHERE place = ?");
    query.bind((stream << 24) + seq);
    if (!query.step()) {
        throw SqlError(SQLITE_CORRUPT, fmt::format("event {} of a stream is missing", seq));
    }
    return digest_in(query.blob(0));
}

StoredEvent read_event(Query& query) {
    StoredEvent stored;
    stored.seq = query.integer(0) & k_seq_max;
    stored.event.type = query.string(1);
    stored.event.version = static_cast<std::int32_t>(query.integer(2));
    stored.event.actor = query.string(3);
    stored.event.bytes = std::string(query.blob(4));
    stored.event.occurred_at = Instant(query.integer(5));
    stored.event.recorded_at = Instant(query.integer(6));
    stored.event.effective_at = instant_at(query, 7);
    stored.hash = digest_in(query.blob(8));
    return stored;
}

CommandLogRow read_command(Query& query) {
    CommandLogRow row;
    row.id = query.string(0);
    row.at = Instant(query.integer(1));
    row.actor = query.string(2);
    row.name = query.string(3);
    row.stream = {query.string(4), query.string(5)};
    row.bytes = std::string(query.blob(6));
    row.verdict = query.string(7);
    row.clauses = read_list(query.text(8));
    row.rulebook_version = query.integer(9);
    row.calendar_version = query.integer(10);
    return row;
}

#define CHENGBAN_SELECT_COMMANDS                                                                   \
    "SELECT c.id, c.at, c.actor, c.name, s.kind, s.id, c.bytes, c.verdict, c.clauses, "            \
    "c.rulebook_version, c.calendar_version, c.number FROM command_log c "                         \
    "JOIN stream s ON s.number = c.stream "

} // namespace

SqliteStoreImpl::SqliteStoreImpl(std::unique_ptr<StoreContext> context)
    : context_(std::move(context)), blobs_(context_->options.blobs(), context_->keys),
      readers_(
          [this] {
              return connect(context_->options.database().string(), Role::reader,
                             context_->options.vfs);
          },
          context_->options.readers_max) {
    if (context_->options.access == Access::read_write) {
        writer_ = std::make_unique<GroupWriter>(
            [this] {
                return connect(context_->options.database().string(), Role::writer,
                               context_->options.vfs);
            },
            context_->keys, context_->bureau.text());
    }
}

std::unique_ptr<SqliteStore> make_sqlite_store(std::unique_ptr<StoreContext> context) {
    return std::make_unique<SqliteStoreImpl>(std::move(context));
}

GroupWriter& SqliteStoreImpl::writer() {
    if (writer_ == nullptr) {
        throw StoreBroken(Verdict::unavailable, "the store was opened for reading only");
    }
    return *writer_;
}

void SqliteStoreImpl::submit(CommitUnit unit, std::function<void(CommitOutcome)> done) {
    const std::shared_lock sealing(sealing_);
    PreparedUnit prepared = prepare(std::move(unit), context_->bureau, context_->keys);
    prepared.done = std::move(done);
    writer().submit(std::move(prepared));
}

CommitOutcome SqliteStoreImpl::commit_prepared(PreparedUnit unit) {
    CommitOutcome answer;
    std::mutex mutex;
    std::condition_variable answered;
    bool there = false;
    unit.done = [&](CommitOutcome outcome) {
        const std::lock_guard lock(mutex);
        answer = std::move(outcome);
        there = true;
        answered.notify_one();
    };
    writer().submit(std::move(unit));
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return there; });
    return answer;
}

std::vector<StoredEvent> SqliteStoreImpl::load(const StreamName& stream, std::int64_t after_seq) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        std::vector<StoredEvent> events;
        const std::optional<StreamPlace> place =
            find_stream(*connection, context_->bureau.text(), stream);
        if (!place || after_seq >= place->head.seq) {
            return events;
        }
        const std::int64_t first = std::max<std::int64_t>(after_seq, 0);
        Digest previous = hash_at(*connection, place->number, first);
        Query query = connection->query(
            "SELECT place, type, version, actor, bytes, occurred_at, recorded_at, effective_at, "
            "hash FROM event WHERE place > ? AND place <= ?");
        query.bind_all((place->number << 24) + first, (place->number << 24) + place->head.seq);
        while (query.step()) {
            StoredEvent stored = read_event(query);
            // Nothing that was altered or has rotted is served.
            const std::int64_t expected = first + static_cast<std::int64_t>(events.size()) + 1;
            if (stored.seq != expected ||
                stored.hash !=
                    event_hash(context_->bureau, stream, stored.seq, previous, stored.event)) {
                throw SqlError(SQLITE_CORRUPT, fmt::format("event {} of {}/{} was altered",
                                                           expected, stream.kind, stream.id));
            }
            previous = stored.hash;
            events.push_back(std::move(stored));
        }
        if (previous != place->head.hash) {
            throw SqlError(SQLITE_CORRUPT,
                           fmt::format("the end of {}/{} was altered", stream.kind, stream.id));
        }
        return events;
    });
}

std::optional<StreamHead> SqliteStoreImpl::head(const StreamName& stream) {
    return reading([&]() -> std::optional<StreamHead> {
        const ReaderPool::Lease connection = readers_.lease();
        const std::optional<StreamPlace> place =
            find_stream(*connection, context_->bureau.text(), stream);
        return place ? std::optional(place->head) : std::nullopt;
    });
}

std::vector<std::string> SqliteStoreImpl::stream_ids(const std::string& kind,
                                                     const std::string& after, std::int32_t limit) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(
            "SELECT id FROM stream WHERE bureau_id = ? AND kind = ? AND id > ? AND seq > 0 "
            "ORDER BY id LIMIT ?");
        query.bind_all(context_->bureau.text(), kind, after, std::int64_t{limit});
        std::vector<std::string> ids;
        while (query.step()) {
            ids.push_back(query.string(0));
        }
        return ids;
    });
}

std::map<TextId, std::string> SqliteStoreImpl::texts(const std::string& owner,
                                                     std::span<const TextId> ids) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        std::map<TextId, std::string> found;
        for (const TextId& id : ids) {
            Query query = connection->query("SELECT owner, field, sealed FROM sealed_text "
                                            "WHERE bureau_id = ? AND id = ?");
            query.bind_all(context_->bureau.text(), id.text());
            if (!query.step() || query.text(0) != owner) {
                continue;
            }
            const std::optional<std::string> bytes = context_->keys.unseal(
                Purpose::text, owner, text_place(id.text(), query.text(1)), query.blob(2));
            std::optional<SaltedText> salted =
                bytes ? read_salted(*bytes) : std::optional<SaltedText>();
            if (!salted) {
                throw SqlError(SQLITE_CORRUPT, "sealed text " + id.text() + " does not open");
            }
            found.emplace(id, std::move(salted->text));
        }
        return found;
    });
}

bool SqliteStoreImpl::erase_text(const std::string& owner, const TextId& id) {
    if (!texts(owner, std::span(&id, 1)).contains(id)) {
        return false;
    }
    CommitUnit unit;
    unit.erasures.push_back({owner, id});
    const CommitOutcome outcome = commit(std::move(unit));
    if (outcome.verdict != Verdict::ok) {
        throw StoreBroken(outcome.verdict, outcome.detail);
    }
    return true;
}

std::optional<std::string> SqliteStoreImpl::claim_owner(const std::string& kind,
                                                        const std::string& key) {
    return reading([&]() -> std::optional<std::string> {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(
            "SELECT owner FROM claim WHERE bureau_id = ? AND kind = ? AND key = ?");
        query.bind_all(context_->bureau.text(), kind, key);
        return query.step() ? std::optional(query.string(0)) : std::nullopt;
    });
}

std::vector<DueTimer> SqliteStoreImpl::due_timers(Instant now, std::int32_t limit) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(
            "SELECT s.kind, s.id, t.kind, t.generation, t.due FROM timer t "
            "CROSS JOIN stream s ON s.number = t.stream "
            "WHERE t.bureau_id = ? AND t.due <= ? ORDER BY t.due, t.stream, t.kind LIMIT ?");
        query.bind_all(context_->bureau.text(), now.milliseconds(), std::int64_t{limit});
        std::vector<DueTimer> timers;
        while (query.step()) {
            timers.push_back({{{query.string(0), query.string(1)},
                               query.string(2),
                               query.integer(3),
                               Instant(query.integer(4))}});
        }
        return timers;
    });
}

std::vector<OutboxRow> SqliteStoreImpl::due_outbox(Instant now, std::int32_t limit) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(
            "SELECT o.id, o.topic, s.kind, s.id, o.payload, o.not_before FROM outbox o "
            "CROSS JOIN stream s ON s.number = o.stream WHERE o.bureau_id = ? AND o.state = 0 "
            "AND o.not_before <= ? ORDER BY o.not_before, o.number LIMIT ?");
        query.bind_all(context_->bureau.text(), now.milliseconds(), std::int64_t{limit});
        std::vector<OutboxRow> rows;
        while (query.step()) {
            rows.push_back({query.string(0),
                            query.string(1),
                            {query.string(2), query.string(3)},
                            query.string(4),
                            Instant(query.integer(5))});
        }
        return rows;
    });
}

void SqliteStoreImpl::outbox_sent(const std::string& id, Instant at) {
    PreparedUnit unit;
    unit.sent.push_back({id, at});
    const CommitOutcome outcome = commit_prepared(std::move(unit));
    if (outcome.verdict != Verdict::ok) {
        throw StoreBroken(outcome.verdict, outcome.detail);
    }
}

std::vector<CommandLogRow> SqliteStoreImpl::command_log(const StreamName& stream) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query(CHENGBAN_SELECT_COMMANDS
                                        "WHERE c.bureau_id = ?1 AND c.stream = (SELECT number FROM "
                                        "stream WHERE bureau_id = ?1 AND kind = ?2 AND id = ?3) "
                                        "ORDER BY c.number");
        query.bind_all(context_->bureau.text(), stream.kind, stream.id);
        std::vector<CommandLogRow> rows;
        while (query.step()) {
            rows.push_back(read_command(query));
        }
        return rows;
    });
}

void SqliteStoreImpl::each_command(const std::function<bool(const CommandLogRow&)>& visit) {
    constexpr std::size_t k_rows_at_once = 256;
    std::int64_t after = 0;
    while (true) {
        // In pieces, so that no read transaction is held open while the visitor works.
        std::vector<CommandLogRow> rows;
        reading([&] {
            const ReaderPool::Lease connection = readers_.lease();
            Query query = connection->query(CHENGBAN_SELECT_COMMANDS
                                            "WHERE c.number > ? ORDER BY c.number LIMIT ?");
            query.bind_all(after, static_cast<std::int64_t>(k_rows_at_once));
            while (query.step()) {
                rows.push_back(read_command(query));
                after = query.integer(11);
            }
        });
        for (const CommandLogRow& row : rows) {
            if (!visit(row)) {
                return;
            }
        }
        if (rows.size() < k_rows_at_once) {
            return;
        }
    }
}

std::optional<Instant> SqliteStoreImpl::last_recorded_at() {
    return reading([&]() -> std::optional<Instant> {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query("SELECT last_recorded_at FROM ledger WHERE bureau_id = ?");
        query.bind(context_->bureau.text());
        return query.step() ? instant_at(query, 0) : std::nullopt;
    });
}

std::optional<IdempotentUse> SqliteStoreImpl::idempotent_use(const std::string& actor,
                                                             const std::string& key) {
    return reading([&]() -> std::optional<IdempotentUse> {
        const ReaderPool::Lease connection = readers_.lease();
        Query query = connection->query("SELECT request, ranges FROM idempotency "
                                        "WHERE bureau_id = ? AND actor = ? AND key = ?");
        query.bind_all(context_->bureau.text(), actor, key);
        if (!query.step()) {
            return std::nullopt;
        }
        return IdempotentUse{digest_in(query.blob(0)), read_ranges(query.text(1))};
    });
}

bool SqliteStoreImpl::forget_digests(const OrderId& order) {
    bool forgotten = false;
    writing(writer(), [&](Connection& connection) {
        forgotten = forget_digests_of(connection, context_->keys, context_->bureau.text(), order);
    });
    return forgotten;
}

std::int64_t SqliteStoreImpl::forget_idempotency(Instant before) {
    std::int64_t forgotten = 0;
    writing(writer(), [&](Connection& connection) {
        forgotten = forget_keys(connection, context_->keys, context_->bureau.text(), before);
    });
    return forgotten;
}

void SqliteStoreImpl::optimise_search() {
    writing(writer(), [](Connection& connection) {
        connection.execute("INSERT INTO search (search) VALUES ('optimize')");
    });
}

std::optional<Seal> SqliteStoreImpl::seal_heads(Instant now) {
    std::optional<Seal> seal;
    Result<Done> anchored = Done{};
    writing(writer(), [&](Connection& connection) {
        seal = write_seal(connection, context_->keys, context_->bureau.text(), now);
        anchored = complete_anchor(connection, context_->options.anchor());
    });
    if (!anchored) {
        throw StoreBroken(Verdict::unavailable, anchored.error().reasons.front().words.en);
    }
    return seal;
}

std::optional<Seal> SqliteStoreImpl::last_seal() {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        return store::last_seal(*connection);
    });
}

std::vector<SealProof> SqliteStoreImpl::seal_proofs(const StreamName& stream) {
    return reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        return store::seal_proofs(*connection, context_->bureau.text(), stream);
    });
}

crypto::SigningKey SqliteStoreImpl::signing_key() {
    return context_->keys.signing_key();
}

std::optional<Seal> SqliteStoreImpl::last_anchored() {
    const Result<std::vector<AnchorLine>> lines = read_anchor(context_->options.anchor());
    if (!lines || lines->empty() || !lines->back().readable) {
        return std::nullopt;
    }
    return lines->back().seal;
}

VerifyReport SqliteStoreImpl::verify(const Progress& progress) {
    // The anchor before the snapshot: whatever it names must be in the database already.
    Result<std::vector<AnchorLine>> anchor = read_anchor(context_->options.anchor());
    try {
        const std::unique_ptr<Connection> connection =
            connect(context_->options.database().string(), Role::verifier, context_->options.vfs);
        return Verifier(*connection, context_->keys, context_->bureau, std::move(anchor), progress)
            .run();
    } catch (const SqlError& error) {
        VerifyReport report;
        report.faults.push_back({"database",
                                 {fmt::format("数据库无法读取：{}", error.what()),
                                  fmt::format("the database cannot be read: {}", error.what())}});
        return report;
    }
}

Result<Done> SqliteStoreImpl::backup(const std::filesystem::path& directory, BackupKeys keys,
                                     const Progress& progress) {
    return write_backup(*context_, directory, keys, progress);
}

Result<Done> SqliteStoreImpl::backup_to(const std::string& directory, const Progress& progress) {
    return backup(directory, BackupKeys::left_out, progress);
}

std::string SqliteStoreImpl::keyed_digest(const std::string& text) const {
    const crypto::Digest32 digest = context_->keys.identity_digests()(text);
    return "01" + crypto::to_hex(crypto::bytes_of(digest));
}

} // namespace chengban::store
