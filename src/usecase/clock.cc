#include "usecase/clock.h"

#include "base/invariant.h"

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

namespace {

struct Held {
    const SimulatedClock* clock = nullptr;
    Instant at;
};
thread_local Held held;

} // namespace

SimulatedClock::Hold::Hold(const SimulatedClock& clock, Instant at) {
    invariant(held.clock == nullptr, "a thread holds one instant at a time");
    held = {&clock, at};
}

SimulatedClock::Hold::~Hold() {
    held = {};
}

Instant SimulatedClock::now() {
    return held.clock == this ? held.at : Instant(now_.load());
}

void SimulatedClock::advance_to(Instant instant) {
    std::int64_t before = now_.load();
    while (before < instant.milliseconds() &&
           !now_.compare_exchange_weak(before, instant.milliseconds())) {
    }
}

} // namespace chengban::usecase
