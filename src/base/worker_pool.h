// A fixed number of threads over a bounded queue. What does not fit is refused at once, so that
// overload is said, not hoarded.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chengban {

class WorkerPool {
public:
    using Job = std::function<void()>; // must not throw

    WorkerPool(std::size_t threads, std::size_t queue_max);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool() { stop(); }

    // False when the queue is full or the pool is stopping; the job is then untouched.
    bool try_submit(Job&& job);
    std::size_t depth() const; // jobs waiting
    // Runs what is queued, then joins. Repeatable; not from a job.
    void stop();

private:
    void work();

    const std::size_t queue_max_;
    mutable std::mutex mutex_;
    std::condition_variable has_job_;
    std::deque<Job> queue_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace chengban
