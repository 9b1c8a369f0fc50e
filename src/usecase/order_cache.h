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

    // The estate or house an order tells of (casework::place_of), for orders near each other.
    std::optional<std::string> find_place(const OrderId& id) { return places_.find(id); }
    void put_place(const OrderId& id, std::string place) { places_.put(id, std::move(place)); }

private:
    // Some kilobytes each; what an office works on within some hours.
    Recent<OrderId, KnownOrder> orders_{4096};
    // Some dozens of bytes each; what a city tells of within the days of a cluster.
    Recent<OrderId, std::string> places_{16'384};
};

} // namespace chengban::usecase
