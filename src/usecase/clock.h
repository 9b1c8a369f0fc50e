// The only place that asks what time it is. `now` never runs behind the last instant on record, so
// that history stays in order when a machine's clock is set back.
#pragma once

#include "base/instant.h"

#include <atomic>

namespace chengban::usecase {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

class SystemClock : public Clock {
public:
    explicit SystemClock(Instant not_before) : last_(not_before.milliseconds()) {}
    Instant now() override;

private:
    std::atomic<std::int64_t> last_;
};

// For demonstrations, imports of old data and tests: moves only when told to.
class SimulatedClock : public Clock {
public:
    explicit SimulatedClock(Instant start) : now_(start.milliseconds()) {}
    Instant now() override { return Instant(now_.load()); }
    // Never backwards.
    void advance_to(Instant instant);

private:
    std::atomic<std::int64_t> now_;
};

} // namespace chengban::usecase
