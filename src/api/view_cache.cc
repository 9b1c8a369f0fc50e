#include "api/view_cache.h"

namespace chengban::api {

std::optional<CachedView> ViewCache::find(const OrderId& order, const std::string& reader,
                                          Instant now) {
    Shard& part = shard(order);
    const std::lock_guard lock(part.mutex);
    const auto of_order = part.views.find(order);
    if (of_order == part.views.end()) {
        return std::nullopt;
    }
    const auto view = of_order->second.find(reader);
    if (view == of_order->second.end() || !(now < view->second.valid_until)) {
        return std::nullopt;
    }
    return view->second;
}

std::uint64_t ViewCache::epoch(const OrderId& order) {
    Shard& part = shard(order);
    const std::lock_guard lock(part.mutex);
    return part.epoch;
}

void ViewCache::put(const OrderId& order, const std::string& reader, CachedView view,
                    std::uint64_t epoch) {
    Shard& part = shard(order);
    const std::lock_guard lock(part.mutex);
    if (part.epoch != epoch) {
        return;
    }
    const std::size_t size = view.body->size();
    if (part.bytes + size > bytes_max_ / k_shards) {
        part.views.clear();
        part.bytes = 0;
    }
    CachedView& slot = part.views[order][reader];
    part.bytes -= slot.body ? slot.body->size() : 0;
    slot = std::move(view);
    part.bytes += size;
}

void ViewCache::drop(const OrderId& order) {
    Shard& part = shard(order);
    const std::lock_guard lock(part.mutex);
    ++part.epoch;
    const auto found = part.views.find(order);
    if (found == part.views.end()) {
        return;
    }
    for (const auto& [reader, view] : found->second) {
        part.bytes -= view.body->size();
    }
    part.views.erase(found);
}

void ViewCache::clear() {
    for (Shard& part : shards_) {
        const std::lock_guard lock(part.mutex);
        ++part.epoch;
        part.views.clear();
        part.bytes = 0;
    }
}

} // namespace chengban::api
