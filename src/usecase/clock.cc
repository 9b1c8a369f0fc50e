#include "usecase/clock.h"

#include <chrono>

namespace chengban::usecase {

Instant SystemClock::now() {
    const std::int64_t machine = std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count();
    std::int64_t last = last_.load();
    while (last < machine && !last_.compare_exchange_weak(last, machine)) {
    }
    return Instant(last < machine ? machine : last);
}

void SimulatedClock::advance_to(Instant instant) {
    std::int64_t before = now_.load();
    while (before < instant.milliseconds() &&
           !now_.compare_exchange_weak(before, instant.milliseconds())) {
    }
}

} // namespace chengban::usecase
