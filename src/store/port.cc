#include "store/port.h"

#include <condition_variable>
#include <mutex>

namespace chengban::store {

CommitOutcome Store::commit(CommitUnit unit) {
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<CommitOutcome> answer;
    submit(std::move(unit), [&](CommitOutcome outcome) {
        // Notified under the lock: the waiter may be gone right after it.
        const std::lock_guard lock(mutex);
        answer = std::move(outcome);
        answered.notify_one();
    });
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return answer.has_value(); });
    return *std::move(answer);
}

} // namespace chengban::store
