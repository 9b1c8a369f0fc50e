// Commands of one order pass one after another, so that two people on one order meet each other's
// result and not a conflict; different orders do not wait for each other.
#pragma once

#include "base/ids.h"

#include <deque>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace chengban::usecase {

class Lanes {
public:
    using Task = std::function<void()>;

    // Runs `task` now when the order's lane is free, else when the one before it called leave().
    void enter(const OrderId& order, Task task) {
        {
            const std::lock_guard lock(mutex_);
            auto [lane, free] = waiting_.try_emplace(order);
            if (!free) {
                lane->second.push_back(std::move(task));
                return;
            }
        }
        task();
    }

    // Once per entered task, when its command has completed. Hands the next waiting task to `run`.
    void leave(const OrderId& order, const std::function<void(Task)>& run) {
        Task next;
        {
            const std::lock_guard lock(mutex_);
            const auto lane = waiting_.find(order);
            if (lane == waiting_.end()) {
                return;
            }
            if (lane->second.empty()) {
                waiting_.erase(lane);
                return;
            }
            next = std::move(lane->second.front());
            lane->second.pop_front();
        }
        run(std::move(next));
    }

private:
    std::mutex mutex_;
    std::unordered_map<OrderId, std::deque<Task>> waiting_; // present = occupied
};

} // namespace chengban::usecase
