// The orders that were looked at last, so that a command reads only what happened since. An order's
// events are never changed or taken away, so what was read of them stays true; what came after is
// read every time.
#pragma once

#include "store/port.h"
#include "workorder/order.h"

#include <list>
#include <mutex>
#include <unordered_map>

namespace chengban::usecase {

// An order with everything needed to decide on it.
struct LoadedOrder {
    workorder::WorkOrder order;
    store::Digest head{};
};

class OrderCache {
public:
    std::optional<LoadedOrder> find(const OrderId& id);
    void put(const LoadedOrder& loaded);

private:
    using Entries = std::list<LoadedOrder>; // the latest first

    std::mutex mutex_;
    Entries entries_;
    std::unordered_map<OrderId, Entries::iterator> places_;
};

} // namespace chengban::usecase
