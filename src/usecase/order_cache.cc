#include "usecase/order_cache.h"

namespace chengban::usecase {

namespace {

// Some kilobytes each; what an office works on within some hours.
constexpr std::size_t k_orders_max = 4096;

} // namespace

std::optional<LoadedOrder> OrderCache::find(const OrderId& id) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(id);
    if (found == places_.end()) {
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return *found->second;
}

void OrderCache::put(const LoadedOrder& loaded) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(loaded.order.id);
    if (found != places_.end()) {
        // Somebody may have read further meanwhile.
        if (found->second->order.version < loaded.order.version) {
            *found->second = loaded;
        }
        entries_.splice(entries_.begin(), entries_, found->second);
        return;
    }
    entries_.push_front(loaded);
    places_.emplace(loaded.order.id, entries_.begin());
    if (entries_.size() > k_orders_max) {
        places_.erase(entries_.back().order.id);
        entries_.pop_back();
    }
}

} // namespace chengban::usecase
