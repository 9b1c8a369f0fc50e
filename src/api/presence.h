// Who has an order open just now, so that two people on one order see each other. A hint, like the
// live updates: kept in this node's memory, gone soon after the last sign of life.
#pragma once

#include "base/instant.h"
#include "workorder/actor.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace chengban::api {

class Presence {
public:
    static constexpr std::int64_t k_seconds = 45; // a desk asks again every twenty

    // Notes the reader and answers who else is there, in the order of their coming.
    std::vector<workorder::Actor> meet(const OrderId& order, const workorder::Actor& reader,
                                       Instant now);

private:
    struct Guest {
        workorder::Actor actor;
        Instant seen_at;
    };
    void forget(Instant now);

    std::mutex mutex_;
    std::map<OrderId, std::vector<Guest>> guests_;
    Instant swept_at_;
};

} // namespace chengban::api
