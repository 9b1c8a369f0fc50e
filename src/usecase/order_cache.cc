#include "usecase/order_cache.h"

namespace chengban::usecase {

namespace {

bool says_more(const LoadedOrder& one, const LoadedOrder& other) {
    return one.order.version != other.order.version ? one.order.version > other.order.version
                                                    : one.row && !other.row;
}

} // namespace

KnownOrder OrderCache::find(const OrderId& id) {
    return orders_.find(id).value_or(nullptr);
}

void OrderCache::put(KnownOrder loaded) {
    const OrderId id = loaded->order.id;
    orders_.put(id, std::move(loaded), [](const KnownOrder& fresh, const KnownOrder& kept) {
        return says_more(*fresh, *kept); // somebody may have read further meanwhile
    });
}

void OrderCache::forget(const OrderId& id) {
    orders_.forget(id);
}

} // namespace chengban::usecase
