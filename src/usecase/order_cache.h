// The orders that were looked at last, so that a command reads only what it does not know. An
// order's events are never changed or taken away, so what was read of them stays true; whether more
// came after, the commit finds out.
#pragma once

#include "store/port.h"
#include "usecase/recent.h"
#include "workorder/order.h"

#include <memory>

namespace chengban::usecase {

// An order with everything needed to decide on it.
struct LoadedOrder {
    workorder::WorkOrder order;
    store::Digest head{};
    std::optional<store::OrderRow> row; // of this very version, when it is known
};
using KnownOrder = std::shared_ptr<const LoadedOrder>;

class OrderCache {
public:
    KnownOrder find(const OrderId& id); // null when nothing is known
    void put(KnownOrder loaded);        // kept unless more is known
    void forget(const OrderId& id);

private:
    // Some kilobytes each; what an office works on within some hours.
    Recent<OrderId, KnownOrder> orders_{8192};
};

} // namespace chengban::usecase
