#include "crypto/quick_digest.h"

#include "crypto/hex.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

TEST(QuickDigest, is_sha_256) { // FIPS 180-4
    EXPECT_EQ(to_hex(quick_digest("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(quick_digest("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

} // namespace
} // namespace chengban::crypto
