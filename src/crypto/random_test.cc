#include "crypto/random.h"

#include <gtest/gtest.h>

#include <set>

namespace chengban::crypto {
namespace {

TEST(Random, GivesAsManyBytesAsAskedAndNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string bytes = random_bytes(16);
        EXPECT_EQ(bytes.size(), 16U);
        EXPECT_TRUE(seen.insert(bytes).second);
    }
    EXPECT_EQ(random_bytes(0), "");
}

} // namespace
} // namespace chengban::crypto
