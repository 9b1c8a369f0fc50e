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
    Instant now() override;
    // Never backwards.
    void advance_to(Instant instant);

    // While it stands, the thread that made it reads this instant: what is done side by side keeps
    // the time it was begun at.
    class Hold {
    public:
        Hold(const SimulatedClock& clock, Instant at);
        ~Hold();
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;
    };

private:
    std::atomic<std::int64_t> now_;
};

} // namespace chengban::usecase
