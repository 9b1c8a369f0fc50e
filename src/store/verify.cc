#include "store/verify.h"

#include "store/chain.h"
#include "store/ledger.h"
#include "store/prepared_unit.h"
#include "store/schema.h"
#include "store/search_index.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

namespace chengban::store {

namespace {

constexpr std::size_t k_faults_max = 1000;
constexpr std::int64_t k_progress_step = 1024;

} // namespace

// A stream while its events go by; only its first fault is reported.
struct Verifier::Chain {
    StreamName name;
    std::int64_t number = 0;
    std::int64_t seq = 0; // as far as it was followed
    std::int64_t recorded_at = 0;
    Digest head{};
    bool broken = false;

    std::string place(std::int64_t at) const {
        return fmt::format("{}/{}#{}", name.kind, name.id, at);
    }
};

Verifier::Verifier(Connection& connection, const Keyring& keys, const BureauId& bureau,
                   Result<std::vector<AnchorLine>> anchor, const Progress& progress)
    : connection_(connection), keys_(keys), bureau_(bureau), anchor_(std::move(anchor)),
      progress_(progress) {}

VerifyReport Verifier::run() {
    connection_.execute("BEGIN");
    const auto guarded = [this](void (Verifier::*check)(), const char* place) {
        try {
            (this->*check)();
        } catch (const SqlError& error) {
            fault(place, fmt::format("数据库无法读取：{}", error.what()),
                  fmt::format("the database cannot be read: {}", error.what()));
        }
    };
    guarded(&Verifier::count_work, "database");
    guarded(&Verifier::check_structure, "database");
    guarded(&Verifier::check_layout, "database");
    guarded(&Verifier::check_ledger, "ledger");
    guarded(&Verifier::check_chains, "event");
    guarded(&Verifier::check_command_texts, "command_log");
    guarded(&Verifier::check_seals, "seal");
    guarded(&Verifier::check_anchor, "anchor");
    guarded(&Verifier::check_counts, "count_bucket");
    guarded(&Verifier::check_sides, "order_row");
    guarded(&Verifier::check_search, "search");
    if (progress_) {
        progress_(total_, total_);
    }
    if (connection_.in_transaction()) {
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    return std::move(report_);
}

void Verifier::fault(const std::string& place, std::string zh, std::string en) {
    if (report_.faults.size() < k_faults_max) {
        report_.faults.push_back({place, {std::move(zh), std::move(en)}});
    }
}

void Verifier::advance(std::int64_t steps) {
    done_ += steps;
    if (progress_ && (steps > 1 || done_ % k_progress_step == 0)) {
        progress_(std::min(done_, total_), total_);
    }
}

void Verifier::count_work() {
    for (const char* table : {"event", "command_log", "seal", "search_text"}) {
        total_ += connection_.integer_of(fmt::format("SELECT count(*) FROM {}", table));
    }
    total_ += 1;
}

void Verifier::check_structure() {
    Query query = connection_.query("PRAGMA integrity_check(100)");
    while (query.step()) {
        if (query.text(0) != "ok") {
            fault("database", fmt::format("数据库结构损坏：{}", query.text(0)),
                  fmt::format("the database's structure is damaged: {}", query.text(0)));
        }
    }
    advance(1);
}

void Verifier::check_layout() {
    Connection fresh(":memory:", OpenMode::create, {});
    register_tokenizer(fresh);
    write_baseline(fresh);
    if (schema_text(connection_) != schema_text(fresh)) {
        fault("database", "表或索引的定义被改动", "the definition of a table or index was altered");
    }
    const std::string settings = connection_.text_of(
        "SELECT group_concat(k || '=' || v) FROM (SELECT k, v FROM search_config ORDER BY k)");
    const std::string expected = fresh.text_of(
        "SELECT group_concat(k || '=' || v) FROM (SELECT k, v FROM search_config ORDER BY k)");
    if (settings != expected) {
        fault("search", "检索索引的设置被改动", "the settings of the search index were altered");
    }
}

void Verifier::check_ledger() {
    const Ledger ledger = Ledger::load(connection_, keys_, bureau_.text());
    if (connection_.integer_of("SELECT count(*) FROM ledger") != 1) {
        fault("ledger", "总账应只有一行", "the ledger must have one row");
    }
    for (std::size_t i = 0; i < k_tables; ++i) {
        const auto table = static_cast<Table>(i);
        RowSum sum;
        Query query = connection_.query(select_all(table));
        while (query.step()) {
            const Digest digest = RowFrame(table, query.text(1)).columns_of(query, 2).digest(keys_);
            const std::int64_t number = query.integer(0);
            sum.add(number == 0 ? digest : numbered(keys_, digest, number));
        }
        if (sum == ledger.sums[table]) {
            continue;
        }
        const std::int64_t expected = ledger.sums[table].rows();
        fault(
            std::string(name_of(table)),
            fmt::format("表中有行被改动、增加或删除：应有 {} 行，现有 {} 行", expected, sum.rows()),
            fmt::format("rows were altered, added or deleted: {} are expected, {} are there",
                        expected, sum.rows()));
    }
    const std::int64_t last =
        connection_.integer_of("SELECT coalesce(max(recorded_at), 0) FROM stream WHERE seq > 0");
    if (ledger.last_recorded_at.value_or(0) != last) {
        fault("ledger", "最后记录时间与事件不符", "the last instant recorded is not the events'");
    }
}

void Verifier::check_chains() {
    Query streams = connection_.query("SELECT number, bureau_id, kind, id, seq, head, recorded_at "
                                      "FROM stream ORDER BY number");
    Query events = connection_.query(
        "SELECT place, bureau_id, type, version, actor, bytes, occurred_at, recorded_at, "
        "effective_at, algorithm, hash FROM event ORDER BY place");
    bool more = events.step();
    const auto orphan = [&] {
        fault(fmt::format("event {}", events.integer(0)), "事件不属于任何流",
              "the event belongs to no stream");
        more = events.step();
    };
    while (streams.step()) {
        Chain chain;
        chain.number = streams.integer(0);
        chain.name = {streams.string(2), streams.string(3)};
        while (more && events.integer(0) >> 24 < chain.number) {
            orphan();
        }
        while (more && events.integer(0) >> 24 == chain.number) {
            follow(chain, events);
            more = events.step();
        }
        finish(chain, streams);
    }
    while (more) {
        orphan();
    }
}

void Verifier::follow(Chain& chain, Query& event) {
    ++report_.events;
    advance(1);
    if (chain.broken) {
        return;
    }
    NewEvent read;
    read.type = event.string(2);
    read.version = static_cast<std::int32_t>(event.integer(3));
    read.actor = event.string(4);
    read.bytes = std::string(event.blob(5));
    read.occurred_at = Instant(event.integer(6));
    read.recorded_at = Instant(event.integer(7));
    if (!event.is_null(8)) {
        read.effective_at = Instant(event.integer(8));
    }
    const std::int64_t seq = event.integer(0) & k_seq_max;
    const Digest hash = event_hash(bureau_, chain.name, seq, chain.head, read);
    if (seq != chain.seq + 1) {
        chain.broken = true;
        fault(chain.place(chain.seq + 1), "事件缺失", "the event is missing");
        return;
    }
    if (crypto::bytes_of(hash) != event.blob(10) || event.integer(9) != k_chain_algorithm ||
        event.text(1) != bureau_.text() || read.recorded_at.milliseconds() < chain.recorded_at) {
        chain.broken = true;
        fault(chain.place(seq), "事件被改动，或其前面的事件被改动",
              "the event, or what it follows, was altered");
        return;
    }
    chain.seq = seq;
    chain.head = hash;
    chain.recorded_at = read.recorded_at.milliseconds();
    check_texts_of(chain.place(seq), read.bytes);
}

void Verifier::finish(const Chain& chain, Query& stream) {
    report_.streams += chain.seq > 0 ? 1 : 0;
    if (chain.broken) {
        return;
    }
    if (chain.seq != stream.integer(4) || crypto::bytes_of(chain.head) != stream.blob(5) ||
        chain.recorded_at != stream.integer(6) || stream.text(1) != bureau_.text()) {
        fault(chain.place(std::min(chain.seq, stream.integer(4)) + 1),
              "流的末端与事件不符：有事件被删除或增加",
              "the stream's head is not its events': some were deleted or added");
    }
}

void Verifier::check_texts_of(const std::string& place, std::string_view bytes) {
    for (const TextRef& ref : text_refs(bytes)) {
        check_text(place, ref);
    }
}

void Verifier::check_text(const std::string& place, const TextRef& ref) {
    Query query = connection_.query("SELECT owner, field, sealed FROM sealed_text "
                                    "WHERE bureau_id = ? AND id = ?");
    query.bind_all(bureau_.text(), ref.id.text());
    if (!query.step()) {
        return; // erased; a row taken away by hand is missing in the ledger
    }
    ++report_.texts;
    const std::optional<std::string> bytes = keys_.unseal(
        Purpose::text, query.text(0), text_place(ref.id.text(), query.text(1)), query.blob(2));
    const std::optional<SaltedText> text = bytes ? read_salted(*bytes) : std::nullopt;
    if (!text || commitment(text->salt, text->text) != ref.commitment) {
        fault(fmt::format("{} text {}", place, ref.id.text()), "文本与事件中的摘要不符",
              "the text is not the one the event has committed to");
    }
}

void Verifier::check_command_texts() {
    Query query = connection_.query("SELECT number, bytes FROM command_log");
    while (query.step()) {
        advance(1);
        check_texts_of(fmt::format("command_log {}", query.integer(0)), query.blob(1));
    }
}

} // namespace chengban::store
