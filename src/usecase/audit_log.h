// The audit stream of this node and boot. A thread of its own writes what has gathered, so that a
// request waits for a disk only where its record must be durable first.
#pragma once

#include "store/port.h"
#include "usecase/audit.h"
#include "usecase/clock.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace chengban::usecase {

inline constexpr std::string_view k_audit_stream = "audit";

struct AuditLimits {
    std::size_t waiting_max = 50'000; // beyond it events are counted, and the gap is recorded
    std::size_t batch_max = 256;
    std::int64_t stream_max = 50'000; // then the next stream of this boot begins: one is read whole
    std::int64_t retry_ms = 1'000;    // while the store cannot be written
};

class AuditLog : public Audit {
public:
    // Begins the stream with «audit_opened», which names the node. `node` is no secret.
    AuditLog(store::Store& store, Clock& clock, std::string node, AuditLimits limits = {});
    ~AuditLog() override; // writes what is waiting, then «audit_closed»
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;

    void record(AuditEvent event) override;
    [[nodiscard]] bool record_durably(AuditEvent event) override;

    std::string stream_id() const; // of the stream written to now

private:
    struct Waiter {
        bool finished = false;
        bool durable = false;
    };
    struct Entry {
        AuditEvent event;
        std::shared_ptr<Waiter> waiter; // empty: nobody waits
    };

    bool enqueue(Entry entry);
    void run();
    std::vector<Entry> next_batch();
    bool write(const std::vector<Entry>& batch);
    void begin_stream();
    AuditEvent own_event(std::string what, json::object details) const;

    store::Store& store_;
    Clock& clock_;
    const std::string node_;
    const std::string boot_;
    const AuditLimits limits_;

    // Of the writing thread; the stream's id is read by others under the mutex.
    int part_ = 0;
    store::StreamName stream_; // "<boot>.<part>"
    store::StreamHead head_;
    Instant last_recorded_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable written_;
    std::deque<Entry> waiting_; // guarded by mutex_, as all below
    std::int64_t lost_ = 0;     // events that found no room
    bool stopping_ = false;

    std::thread thread_; // last: starts when all else is there
};

store::NewEvent audit_to_store(const AuditEvent& event, Instant recorded_at);

} // namespace chengban::usecase
