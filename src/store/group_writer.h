// The one writer. Whoever submits goes on; a thread of its own takes what has gathered (at most 256
// units), writes it in one transaction, and answers each unit after COMMIT. Nothing is decided
// here.
#pragma once

#include "store/keyring.h"
#include "store/prepared_unit.h"
#include "store/sql.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chengban::store {

class Batch;

inline constexpr std::size_t k_batch_units_max = 256;
// What may wait before submitters are turned away.
inline constexpr std::size_t k_queue_units_max = 8192;
inline constexpr std::size_t k_queue_bytes_max = std::size_t{256} << 20;

class GroupWriter {
public:
    using Connect = std::function<std::unique_ptr<Connection>()>;
    // `connect` opens a connection that is fit to write; it may throw SqlError, then and later.
    GroupWriter(Connect connect, const Keyring& keys, std::string bureau);
    // Finishes what was submitted, then stops.
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    // `unit.done` is called once: from the writer's thread, or from here when the queue is full.
    void submit(PreparedUnit unit);
    // Runs `work` between two batches on the writer's thread, in no transaction, and waits for it.
    // What it throws is thrown here.
    void run(const std::function<void(Connection&)>& work);

private:
    struct Job {
        PreparedUnit unit;
        const std::function<void(Connection&)>* work = nullptr;
        std::exception_ptr error;
        bool finished = false;
    };

    void loop();
    std::vector<std::unique_ptr<PreparedUnit>> next_batch(Job*& job);
    void run_job(Job& job);
    void write_batch(std::vector<std::unique_ptr<PreparedUnit>>& units);
    std::vector<CommitOutcome> attempt(std::vector<std::unique_ptr<PreparedUnit>>& units);
    void checkpoint(bool idle);
    void empty_log();
    Connection& connection();
    void drop_broken_connection();

    Connect connect_;
    const Keyring& keys_;
    std::string bureau_;
    std::unique_ptr<Connection> connection_;
    std::int64_t pages_in_wal_ = 0;
    std::int64_t checkpoint_retry_at_ = 0;
    bool erased_ = false; // the log still holds what was erased

    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable job_finished_;
    std::deque<std::unique_ptr<PreparedUnit>> queue_; // guarded by mutex_, as all below
    std::deque<Job*> jobs_;
    std::size_t queued_bytes_ = 0;
    bool stopping_ = false;

    std::thread thread_; // last: starts when all else is there
};

} // namespace chengban::store
