#include "base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

namespace chengban {
namespace {

TEST(WorkerPool, runs_all_that_was_queued_before_it_stops) {
    std::atomic<int> ran{0};
    WorkerPool pool(3, 1000);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(pool.try_submit([&ran] { ++ran; }));
    }
    pool.stop();
    EXPECT_EQ(ran + 0, 1000);
    EXPECT_FALSE(pool.try_submit([] {}));
}

} // namespace
} // namespace chengban
