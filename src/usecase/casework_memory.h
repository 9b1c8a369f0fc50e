// What casework found out of orders before and need not find out again while the program runs. All
// of it can be found anew.
#pragma once

#include "base/ids.h"
#include "usecase/recent.h"

#include <string>

namespace chengban::usecase {

class CaseworkMemory {
public:
    // Whether the order's surroundings were looked at as the latest of a cluster (14(4)) when it
    // was about this: only another order can change the answer, and is looked at itself. An order
    // that is about something else now may complete the cluster of a later one: all are looked at
    // again.
    bool looked_around(const OrderId& id, const std::string& about) {
        const auto before = looked_.find(id);
        if (before && *before != about) {
            looked_.clear();
        }
        looked_.put(id, about);
        return before == about;
    }

    // Whether no other order of the citizen was found to be alike when it was about this; a later
    // order that is looks for itself.
    bool stands_alone(const OrderId& id, const std::string& about) {
        return alone_.find(id) == about;
    }
    void put_alone(const OrderId& id, std::string about) { alone_.put(id, std::move(about)); }

    void forget(const OrderId& id) {
        looked_.forget(id);
        alone_.forget(id);
    }

private:
    // Some dozens of bytes each; what a city tells of within the days of a cluster.
    Recent<OrderId, std::string> looked_{16'384};
    Recent<OrderId, std::string> alone_{16'384};
};

} // namespace chengban::usecase
