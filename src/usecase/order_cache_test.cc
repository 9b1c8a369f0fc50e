#include "usecase/order_cache.h"

#include <gtest/gtest.h>

namespace chengban::usecase {
namespace {

KnownOrder order(const std::string& id, std::int64_t version) {
    LoadedOrder loaded;
    loaded.order.id = OrderId(id);
    loaded.order.version = version;
    return std::make_shared<const LoadedOrder>(std::move(loaded));
}

TEST(OrderCache, GivesBackTheFurthestThatWasRead) {
    OrderCache cache;
    EXPECT_FALSE(cache.find(OrderId("a")));
    cache.put(order("a", 3));
    cache.put(order("a", 2));
    EXPECT_EQ(cache.find(OrderId("a"))->order.version, 3);
    cache.put(order("a", 4));
    EXPECT_EQ(cache.find(OrderId("a"))->order.version, 4);
}

TEST(OrderCache, ARowOfTheSameVersionSaysMore) {
    OrderCache cache;
    cache.put(order("a", 3));
    LoadedOrder whole = *cache.find(OrderId("a"));
    whole.row.emplace();
    cache.put(std::make_shared<const LoadedOrder>(whole));
    cache.put(order("a", 3));
    EXPECT_TRUE(cache.find(OrderId("a"))->row);
}

TEST(OrderCache, ForgetsWhatItIsToldTo) {
    OrderCache cache;
    cache.put(order("a", 3));
    cache.forget(OrderId("a"));
    cache.forget(OrderId("b"));
    EXPECT_FALSE(cache.find(OrderId("a")));
}

TEST(OrderCache, ForgetsWhatNobodyLookedAtForLongest) {
    OrderCache cache;
    cache.put(order("first", 1));
    cache.put(order("second", 1));
    for (int i = 0; i < 9'000; ++i) {
        cache.put(order("other-" + std::to_string(i), 1));
        EXPECT_TRUE(cache.find(OrderId("first")));
    }
    EXPECT_FALSE(cache.find(OrderId("second")));
    EXPECT_TRUE(cache.find(OrderId("other-8999")));
}

} // namespace
} // namespace chengban::usecase
