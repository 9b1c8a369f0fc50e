#include "api/view_cache.h"

#include <gtest/gtest.h>

namespace chengban::api {
namespace {

CachedView view(std::size_t bytes, Instant until) {
    return {std::make_shared<const std::string>(bytes, 'x'), 1, until};
}

TEST(ViewCache, serves_until_the_words_change_or_the_order_does) {
    ViewCache cache(1 << 20);
    const OrderId order("o1");
    cache.put(order, "a", view(10, Instant(100)), cache.epoch(order));
    EXPECT_TRUE(cache.find(order, "a", Instant(99)));
    EXPECT_FALSE(cache.find(order, "a", Instant(100))) << "the words in it have changed";
    EXPECT_FALSE(cache.find(order, "b", Instant(1))) << "another reader sees another body";
    cache.drop(order);
    EXPECT_FALSE(cache.find(order, "a", Instant(1)));
}

TEST(ViewCache, keeps_nothing_that_was_overtaken_by_a_commit) {
    ViewCache cache(1 << 20);
    const OrderId order("o1");
    const std::uint64_t epoch = cache.epoch(order);
    cache.drop(order); // a commit between reading and keeping
    cache.put(order, "a", view(10, Instant(100)), epoch);
    EXPECT_FALSE(cache.find(order, "a", Instant(1)));
}

TEST(ViewCache, stays_within_its_bytes) {
    ViewCache cache(16 * 1000);
    std::size_t kept = 0;
    for (int i = 0; i < 200; ++i) {
        const OrderId order("o" + std::to_string(i));
        cache.put(order, "a", view(400, Instant(100)), cache.epoch(order));
    }
    for (int i = 0; i < 200; ++i) {
        kept += cache.find(OrderId("o" + std::to_string(i)), "a", Instant(1)) ? 1U : 0U;
    }
    EXPECT_GT(kept, 0U);
    EXPECT_LE(kept, 40U);
}

} // namespace
} // namespace chengban::api
