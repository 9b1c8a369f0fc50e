// Rendered orders by reader. A body is served again as long as the order has not changed and the
// words in it («剩余 3 小时») still hold; a commit on the order drops all its bodies.
#pragma once

#include "usecase/order_view.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace chengban::api {

struct CachedView {
    std::shared_ptr<const std::string> body;
    std::int64_t version = 0;
    Instant valid_until;
};

class ViewCache {
public:
    explicit ViewCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    std::optional<CachedView> find(const OrderId& order, const std::string& reader, Instant now);
    // `epoch` is what epoch() said before the order was read: a body that was overtaken by a commit
    // meanwhile is not kept.
    void put(const OrderId& order, const std::string& reader, CachedView view, std::uint64_t epoch);
    std::uint64_t epoch(const OrderId& order);
    void drop(const OrderId& order);
    void clear();

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<OrderId, std::unordered_map<std::string, CachedView>> views;
        std::size_t bytes = 0;
        std::uint64_t epoch = 0; // counts drops of any order of the shard
    };
    static constexpr std::size_t k_shards = 16;

    Shard& shard(const OrderId& order) { return shards_[std::hash<OrderId>{}(order) % k_shards]; }

    std::size_t bytes_max_;
    std::array<Shard, k_shards> shards_;
};

} // namespace chengban::api
