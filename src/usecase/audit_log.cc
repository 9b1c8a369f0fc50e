#include "usecase/audit_log.h"

#include "base/uuid.h"
#include "crypto/random.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace chengban::usecase {

namespace {

std::string new_boot_id(Instant now) {
    RandomBytes10 random{};
    crypto::fill_random(random);
    return make_uuid_v7(now, random); // later boots sort after earlier ones
}

} // namespace

store::NewEvent audit_to_store(const AuditEvent& event, Instant recorded_at) {
    store::NewEvent stored;
    stored.type = event.what;
    stored.actor = event.actor.empty() ? "{}" : event.actor;
    stored.occurred_at = event.at;
    stored.recorded_at = recorded_at;
    json::object body{{"subject", event.subject}, {"outcome", event.outcome}};
    if (!event.clauses.empty()) {
        body["clauses"] = json::array(event.clauses.begin(), event.clauses.end());
    }
    if (!event.details.empty()) {
        body["details"] = event.details;
    }
    stored.bytes = canonical_json(body);
    return stored;
}

AuditLog::AuditLog(store::Store& store, Clock& clock, std::string node, AuditLimits limits)
    : store_(store), clock_(clock), node_(std::move(node)), boot_(new_boot_id(clock.now())),
      limits_(limits) {
    begin_stream();
    waiting_.push_back({own_event("audit_opened", {{"node", node_}}), nullptr});
    thread_ = std::thread([this] { run(); });
}

AuditLog::~AuditLog() {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({own_event("audit_closed", {}), nullptr});
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

AuditEvent AuditLog::own_event(std::string what, json::object details) const {
    return {clock_.now(), std::move(what), {}, {}, "done", {}, std::move(details)};
}

void AuditLog::begin_stream() {
    const Instant now = clock_.now();
    const std::lock_guard lock(mutex_);
    stream_ = {std::string(k_audit_stream), fmt::format("{}.{:04}", boot_, part_++)};
    head_ = {};
    last_recorded_ = now;
}

std::string AuditLog::stream_id() const {
    const std::lock_guard lock(mutex_);
    return stream_.id;
}

bool AuditLog::enqueue(Entry entry) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= limits_.waiting_max) {
            ++lost_;
            return false;
        }
        waiting_.push_back(std::move(entry));
    }
    wake_.notify_one();
    return true;
}

void AuditLog::record(AuditEvent event) {
    enqueue({std::move(event), nullptr});
}

bool AuditLog::record_durably(AuditEvent event) {
    const auto waiter = std::make_shared<Waiter>();
    if (!enqueue({std::move(event), waiter})) {
        return false;
    }
    std::unique_lock lock(mutex_);
    written_.wait(lock, [&] { return waiter->finished; });
    return waiter->durable;
}

std::vector<AuditLog::Entry> AuditLog::next_batch() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    std::vector<Entry> batch;
    if (lost_ > 0) {
        batch.push_back({own_event("audit_gap", {{"lost", lost_}}), nullptr});
        lost_ = 0;
    }
    while (!waiting_.empty() && batch.size() < limits_.batch_max) {
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return batch;
}

void AuditLog::run() {
    for (;;) {
        std::vector<Entry> batch = next_batch();
        if (batch.empty()) {
            return;
        }
        for (;;) {
            const bool durable = write(batch);
            std::unique_lock lock(mutex_);
            // Who waits is told at once: what was not recorded is not done, and owes no record.
            for (const Entry& entry : batch) {
                if (entry.waiter) {
                    entry.waiter->durable = durable;
                    entry.waiter->finished = true;
                }
            }
            written_.notify_all();
            if (durable) {
                break;
            }
            std::erase_if(batch, [](const Entry& entry) { return entry.waiter != nullptr; });
            if (batch.empty()) {
                break;
            }
            if (stopping_) {
                return; // the store is broken and the program ends: nothing more can be done
            }
            wake_.wait_for(lock, std::chrono::milliseconds(limits_.retry_ms),
                           [&] { return stopping_; });
        }
    }
}

// One unit for the whole batch: one transaction, in the order of arrival.
bool AuditLog::write(const std::vector<Entry>& batch) {
    try {
        if (head_.seq >= limits_.stream_max) {
            begin_stream();
        }
        store::Append append;
        append.stream = stream_;
        append.expected_seq = head_.seq;
        append.expected_head = head_.hash;
        last_recorded_ = std::max(last_recorded_, clock_.now());
        for (const Entry& entry : batch) {
            append.events.push_back(audit_to_store(entry.event, last_recorded_));
        }
        const store::StreamHead after{head_.seq + static_cast<std::int64_t>(batch.size()),
                                      store::event_hashes(store_.bureau(), append).back()};
        store::CommitUnit unit;
        unit.appends.push_back(std::move(append));
        const store::CommitOutcome outcome = store_.commit(std::move(unit));
        if (outcome.verdict != store::Verdict::ok) {
            // Nobody else writes this stream: where it moved, it was by us.
            const std::optional<store::StreamHead> stored = store_.head(stream_);
            if (!stored || stored->seq != after.seq || stored->hash != after.hash) {
                return false;
            }
        }
        head_ = after;
        return true;
    } catch (const store::StoreBroken&) {
        return false;
    }
}

} // namespace chengban::usecase
