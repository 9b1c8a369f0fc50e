#include "crypto/hex.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

TEST(Hex, GoesThereAndBack) {
    std::string every;
    for (int i = 0; i < 256; ++i) {
        every.push_back(static_cast<char>(i));
    }
    EXPECT_EQ(from_hex(to_hex(every)), every);
    EXPECT_EQ(to_hex(std::string("\0\x7f\xff", 3)), "007fff");
    EXPECT_EQ(from_hex("0AfF"), std::string("\x0a\xff"));
}

TEST(Hex, RefusesWhatIsNotHexadecimal) {
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
    EXPECT_FALSE(from_hex("é"));
    EXPECT_EQ(from_hex(""), "");
}

} // namespace
} // namespace chengban::crypto
