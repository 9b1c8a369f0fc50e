#include "store/group_writer.h"

#include "store/batch.h"
#include "store/boot_guard.h"
#include "store/sql_errors.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace chengban::store {

namespace {

// A checkpoint copies the log back into the database; done seldom, hot pages are copied once for
// many changes. In pages of 4 KiB.
constexpr std::int64_t k_checkpoint_pages = 4096;
constexpr std::int64_t k_checkpoint_idle_pages = 1000;
// From here on (256 MiB) readers are waited for, for a moment, so that the log can start over.
constexpr std::int64_t k_checkpoint_restart_pages = 65'536;

int remember_pages(void* pages, sqlite3*, const char*, int in_log) {
    *static_cast<std::int64_t*>(pages) = in_log;
    return SQLITE_OK;
}

CommitOutcome failed(Verdict verdict, const std::string& detail) {
    CommitOutcome outcome;
    outcome.verdict = verdict;
    outcome.detail = detail;
    return outcome;
}

std::vector<CommitOutcome> all_failed(std::size_t count, Verdict verdict, const char* detail) {
    return std::vector<CommitOutcome>(count, failed(verdict, detail));
}

} // namespace

GroupWriter::GroupWriter(Connect connect, const Keyring& keys, std::string bureau)
    : connect_(std::move(connect)), keys_(keys), bureau_(std::move(bureau)),
      thread_([this] { loop(); }) {}

GroupWriter::~GroupWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void GroupWriter::submit(PreparedUnit unit) {
    auto queued = std::make_unique<PreparedUnit>(std::move(unit));
    {
        const std::lock_guard lock(mutex_);
        const bool room =
            queue_.size() < k_queue_units_max && queued_bytes_ + queued->bytes <= k_queue_bytes_max;
        if (!stopping_ && room) {
            queued_bytes_ += queued->bytes;
            queue_.push_back(std::move(queued));
        }
    }
    if (queued != nullptr) {
        queued->done(failed(Verdict::unavailable, "the store is stopping or overloaded"));
        return;
    }
    wake_.notify_one();
}

void GroupWriter::run(const std::function<void(Connection&)>& work) {
    Job job;
    job.work = &work;
    std::unique_lock lock(mutex_);
    if (stopping_) {
        throw StoreBroken(Verdict::unavailable, "the store is stopping");
    }
    jobs_.push_back(&job);
    wake_.notify_one();
    job_finished_.wait(lock, [&] { return job.finished; });
    if (job.error) {
        std::rethrow_exception(job.error);
    }
}

std::vector<std::unique_ptr<PreparedUnit>> GroupWriter::next_batch(Job*& job) {
    std::vector<std::unique_ptr<PreparedUnit>> units;
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty() || !jobs_.empty(); });
    if (!jobs_.empty()) {
        job = jobs_.front();
        jobs_.pop_front();
    }
    while (!queue_.empty() && units.size() < k_batch_units_max) {
        queued_bytes_ -= queue_.front()->bytes;
        units.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return units;
}

void GroupWriter::loop() {
    while (true) {
        Job* job = nullptr;
        std::vector<std::unique_ptr<PreparedUnit>> units = next_batch(job);
        if (units.empty() && job == nullptr) {
            return;
        }
        if (!units.empty()) {
            write_batch(units);
        }
        if (job != nullptr) {
            run_job(*job);
        }
        bool idle = false;
        {
            const std::lock_guard lock(mutex_);
            idle = queue_.empty();
        }
        checkpoint(idle);
    }
}

void GroupWriter::run_job(Job& job) {
    try {
        (*job.work)(connection());
    } catch (...) {
        job.error = std::current_exception();
    }
    drop_broken_connection();
    const std::lock_guard lock(mutex_);
    job.finished = true;
    job_finished_.notify_all();
}

void GroupWriter::write_batch(std::vector<std::unique_ptr<PreparedUnit>>& units) {
    std::vector<CommitOutcome> outcomes;
    try {
        outcomes = attempt(units);
    } catch (const std::exception& error) {
        // A Bug, or memory that ran out: the transaction was rolled back, nothing was written.
        outcomes = all_failed(units.size(), Verdict::unavailable, error.what());
    }
    drop_broken_connection();
    for (const std::unique_ptr<PreparedUnit>& unit : units) {
        erased_ = erased_ || !unit->unit.erasures.empty();
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        units[i]->done(std::move(outcomes[i]));
    }
}

std::vector<CommitOutcome> GroupWriter::attempt(std::vector<std::unique_ptr<PreparedUnit>>& units) {
    for (const Isolation isolation : {Isolation::by_checks, Isolation::by_savepoints}) {
        std::vector<CommitOutcome> outcomes;
        bool committing = false;
        try {
            Batch batch(connection(), keys_, bureau_, isolation);
            for (const std::unique_ptr<PreparedUnit>& unit : units) {
                outcomes.push_back(batch.apply(*unit));
            }
            batch.finish();
            committing = true;
            batch.commit();
            return outcomes;
        } catch (const SqlError& error) {
            if (is_constraint(error) && !committing && isolation == Isolation::by_checks) {
                continue;
            }
            const Verdict verdict = committing ? verdict_of_commit(error) : verdict_of(error);
            return all_failed(units.size(), verdict, error.what());
        }
    }
    unreachable("GroupWriter::attempt");
}

void GroupWriter::checkpoint(bool idle) {
    const std::int64_t due = idle ? k_checkpoint_idle_pages : k_checkpoint_pages;
    if (connection_ == nullptr) {
        return;
    }
    if (idle && erased_) {
        empty_log();
        return;
    }
    if (pages_in_wal_ < std::max(due, checkpoint_retry_at_)) {
        return;
    }
    const int mode = pages_in_wal_ >= k_checkpoint_restart_pages ? SQLITE_CHECKPOINT_RESTART
                                                                 : SQLITE_CHECKPOINT_PASSIVE;
    int in_log = 0;
    int copied = 0;
    // It may fail (a full disk) or be held up by a reader: what is committed stays in the log, and
    // the next one does it.
    const int code =
        sqlite3_wal_checkpoint_v2(connection_->handle(), "main", mode, &in_log, &copied);
    const bool whole = code == SQLITE_OK && copied == in_log;
    pages_in_wal_ = whole ? 0 : pages_in_wal_;
    checkpoint_retry_at_ = whole ? 0 : pages_in_wal_ + k_checkpoint_idle_pages;
}

void GroupWriter::empty_log() {
    // Waits for readers a moment only; what they hold up is tried again after the next batch.
    sqlite3_busy_timeout(connection_->handle(), 50);
    const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), "main",
                                               SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(connection_->handle(), k_busy_milliseconds);
    erased_ = code != SQLITE_OK;
}

Connection& GroupWriter::connection() {
    if (connection_ == nullptr) {
        connection_ = connect_();
        sqlite3_wal_hook(connection_->handle(), remember_pages, &pages_in_wal_);
    }
    return *connection_;
}

void GroupWriter::drop_broken_connection() {
    if (connection_ != nullptr && connection_->in_transaction()) {
        connection_.reset();
    }
}

} // namespace chengban::store
