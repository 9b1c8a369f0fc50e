#include "crypto/base_text.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

TEST(BaseText, matches_the_vectors_of_rfc_4648) {
    EXPECT_EQ(to_base32(""), "");
    EXPECT_EQ(to_base32("f"), "MY");
    EXPECT_EQ(to_base32("fo"), "MZXQ");
    EXPECT_EQ(to_base32("foo"), "MZXW6");
    EXPECT_EQ(to_base32("foob"), "MZXW6YQ");
    EXPECT_EQ(to_base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(to_base64url("f"), "Zg");
    EXPECT_EQ(to_base64url("fo"), "Zm8");
    EXPECT_EQ(to_base64url("foo"), "Zm9v");
    EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
}

TEST(BaseText, reads_back_what_it_wrote_and_nothing_else) {
    std::string bytes;
    for (int length = 0; length < 300; ++length) {
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
        bytes.push_back(static_cast<char>(length * 37));
    }
    for (const char* wrong : {"Z", "Zg==", "Zm9v+", "Zm9v/", "Zm 9v", "Zh", "Zm9"}) {
        EXPECT_FALSE(from_base64url(wrong)) << wrong;
    }
}

} // namespace
} // namespace chengban::crypto
