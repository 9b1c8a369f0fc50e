#include "crypto/keys.h"

#include "base/invariant.h"
#include "crypto/hex.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

Key counting_key() {
    std::string bytes;
    for (char c = 0; c < 32; ++c) {
        bytes.push_back(c);
    }
    return Key(bytes);
}

TEST(KeyDerivation, MatchesAnIndependentHkdfExpand) {
    const KeyDerivation master(counting_key());
    EXPECT_EQ(to_hex(master.derive("text", "order-1", 80).bytes()),
              "354fb15b7636c68e4de537140507a5b4a98bf2be3a30975fbebd646e0c80651fe9595de2c1ead311f8b7"
              "b3889b672b374832f9a989736f1a345c0da6f98448fbc5b744dd7558b47dc3621afd6b88d4bd");
    EXPECT_EQ(master.derive("text", "order-1", 16).bytes(),
              master.derive("text", "order-1", 80).bytes().substr(0, 16));
}

TEST(KeyDerivation, PurposeAndContextAreKeptApart) {
    const KeyDerivation master(counting_key());
    EXPECT_NE(master.derive("ab", "c").bytes(), master.derive("a", "bc").bytes());
    EXPECT_NE(master.derive("text", "1").bytes(), master.derive("text", "2").bytes());
    EXPECT_NE(master.derive("text", "1").bytes(), master.derive("blob", "1").bytes());
}

TEST(KeyDerivation, RefusesAShortMasterAndEmptyKeys) {
    EXPECT_THROW(KeyDerivation(Key("short")), Bug);
    EXPECT_THROW(KeyDerivation(counting_key()).derive("text", "", 0), Bug);
}

} // namespace
} // namespace chengban::crypto
