// Work that nobody asks for: timers fire as ordinary commands, orders are looked at with their
// surroundings (casework.h), heads are sealed every minute, a published calendar reaches every open
// order, half-year reviews are issued, files that no order names are swept away.
#pragma once

#include "usecase/attachments.h"
#include "usecase/jobs.h"

#include <condition_variable>
#include <thread>

namespace chengban::usecase {

// Fires timers that are due, up to `limit`; returns how many commands were given. A timer that
// comes too late or twice changes nothing: its command has a derived key and checks the limit
// again.
std::int64_t fire_timers(Desk& desk, std::int32_t limit);

// One event per open order that lags behind the latest calendar; resumable, because an order that
// has it is passed over.
JobResult apply_calendar(Desk& desk, JobControl& control);

// What a draft calendar would move, by order: nothing is written.
struct CalendarMove {
    OrderId order;
    std::string hotline_number;
    workorder::DeadlineKind kind;
    Instant before;
    Instant after;
};
std::vector<CalendarMove> preview_calendar(Desk& desk, const calendar::Calendar& draft,
                                           std::size_t at_most);

class Background {
public:
    using Log = std::function<void(const std::string&)>;
    Background(Desk& desk, store::BlobStore& blobs, Log log);
    ~Background();

private:
    void run();

    Desk& desk_;
    store::BlobStore& blobs_;
    Log log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace chengban::usecase
