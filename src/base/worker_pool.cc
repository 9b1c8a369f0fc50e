#include "base/worker_pool.h"

#include "base/invariant.h"

#include <utility>

namespace chengban {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
    invariant(threads > 0 && queue_max > 0, "a worker pool has threads and a queue");
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
    }
}

bool WorkerPool::try_submit(Job&& job) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_max_) {
            return false;
        }
        queue_.push_back(std::move(job));
        wake = idle_ > 0;
    }
    if (wake) {
        has_job_.notify_one();
    }
    return true;
}

std::size_t WorkerPool::depth() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    has_job_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        while (queue_.empty()) {
            if (stopping_) {
                return;
            }
            ++idle_;
            has_job_.wait(lock);
            --idle_;
        }
        Job job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        job();
        job = nullptr; // what it holds goes before the lock is taken
        lock.lock();
    }
}

} // namespace chengban
