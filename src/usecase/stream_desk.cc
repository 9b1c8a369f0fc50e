#include "usecase/stream_desk.h"

#include "crypto/digest.h"

namespace chengban::usecase::stream {

namespace {

constexpr int k_attempts_max = 8;

store::CommandLogRow log_row(const Write& write, Instant now, std::string verdict) {
    store::CommandLogRow row;
    row.id = new_id(now);
    row.at = now;
    row.actor = canonical_json(write_record(write.request.actor));
    row.name = write.command;
    row.stream = {write.kind, write.request.id};
    row.bytes = write.command_bytes;
    row.verdict = std::move(verdict);
    return row;
}

void log_refusal(store::Store& store, const Write& write, const Refusal& why, Instant now) {
    store::CommandLogRow row = log_row(write, now, "refused");
    for (const Reason& reason : why.problem.reasons) {
        if (!reason.clause.empty()) {
            row.clauses.push_back(reason.clause);
        }
    }
    store::CommitUnit unit;
    unit.log.push_back(std::move(row));
    store.submit(std::move(unit), [](const store::CommitOutcome&) {});
}

store::CommitUnit unit_of(const Write& write, Attempt attempt, std::int64_t seq,
                          const store::Digest& head, const store::Digest& digest, Instant now) {
    store::CommitUnit unit;
    store::Append append;
    append.stream = {write.kind, write.request.id};
    append.expected_seq = seq;
    append.expected_head = head;
    for (EncodedEvent& event : attempt.events) {
        store::NewEvent stored;
        stored.type = std::move(event.type);
        stored.actor = canonical_json(write_record(write.request.actor));
        stored.bytes = std::move(event.bytes);
        stored.occurred_at = now;
        stored.recorded_at = now;
        append.events.push_back(std::move(stored));
    }
    unit.appends.push_back(std::move(append));
    unit.texts = write.texts;
    unit.stream_rows.push_back(std::move(attempt.row));
    unit.log.push_back(log_row(write, now, "accepted"));
    if (!write.request.idempotency_key.empty()) {
        unit.idempotency = store::IdempotencyKey{write.request.actor.person.text(),
                                                 write.request.idempotency_key, digest};
    }
    if (attempt.extra) {
        attempt.extra(unit);
    }
    return unit;
}

std::optional<Outcome<StreamAnswer>> repeated(store::Store& store, const Write& write,
                                              const store::Digest& digest) {
    if (write.request.idempotency_key.empty()) {
        return std::nullopt;
    }
    const auto use =
        store.idempotent_use(write.request.actor.person.text(), write.request.idempotency_key);
    if (!use) {
        return std::nullopt;
    }
    if (use->request != digest) {
        return Failure{refusal_of(store::Verdict::key_reused)};
    }
    const store::EventRange& range = use->ranges.front();
    return StreamAnswer{range.stream.id, range.last, true};
}

} // namespace

Outcome<StreamAnswer> write(store::Store& store, Clock& clock, Write write, const Decide& decide) {
    crypto::Framed framed;
    framed.text(write.kind).text(write.digest_bytes);
    const store::Digest digest = crypto::sm3(framed.bytes());
    store::Verdict last = store::Verdict::conflict;
    for (int attempts = 0; attempts < k_attempts_max; ++attempts) {
        if (auto answer = repeated(store, write, digest)) {
            return std::move(*answer);
        }
        const Instant now = clock.now();
        const std::vector<store::StoredEvent> stored = store.load({write.kind, write.request.id});
        const std::int64_t version = stored.empty() ? 0 : stored.back().seq;
        if (write.request.expected_version && *write.request.expected_version != version) {
            return Failure{
                Refusal{RefusalKind::precondition_failed,
                        problem("version_moved", "If-Match", "已被他人更新，请刷新后再试",
                                "it has changed meanwhile, read it again"),
                        version}};
        }
        Outcome<Attempt> attempt = decide(stored, now);
        if (!attempt) {
            if (!write.request.dry_run) {
                log_refusal(store, write, attempt.error(), now);
            }
            return Failure{std::move(attempt).error()};
        }
        const StreamAnswer answer{write.request.id, attempt->row.version, attempt->events.empty()};
        if (attempt->events.empty() || write.request.dry_run) {
            return answer;
        }
        const store::Digest head = stored.empty() ? store::Digest{} : stored.back().hash;
        last =
            store.commit(unit_of(write, std::move(*attempt), version, head, digest, now)).verdict;
        if (last == store::Verdict::ok) {
            return answer;
        }
        const bool again =
            last == store::Verdict::conflict || last == store::Verdict::duplicate ||
            last == store::Verdict::claimed ||
            (last == store::Verdict::unknown_outcome && !write.request.idempotency_key.empty());
        if (!again) {
            break;
        }
    }
    return Failure{refusal_of(last)};
}

Stamp stamp_of(const store::StoredEvent& event) {
    const Result<json::value> actor = parse_json(event.event.actor);
    invariant(actor.has_value(), "a stored actor is JSON");
    return {read_stored<workorder::Actor>(*actor), event.event.recorded_at};
}

} // namespace chengban::usecase::stream
