#include "crypto/signature.h"

#include "crypto/hex.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

std::string raw(std::string_view digits) {
    return *from_hex(digits);
}

// RFC 8032, 7.1, test 2.
TEST(Signature, the_vectors_of_its_standard) {
    const SigningKey key(
        Key(raw("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
    EXPECT_EQ(to_hex(key.public_key()),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const std::string signature = key.sign("\x72");
    EXPECT_EQ(
        to_hex(signature),
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
        "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(is_signed(key.public_key(), "\x72", signature));
}

TEST(Signature, any_change_is_no_signature) {
    const SigningKey key(Key(std::string(k_key_bytes, 's')));
    const std::string signature = key.sign("words");
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string altered = signature;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(is_signed(key.public_key(), "words", altered)) << i;
    }
    EXPECT_FALSE(is_signed(key.public_key(), "word", signature));
    EXPECT_FALSE(
        is_signed(SigningKey(Key(std::string(k_key_bytes, 't'))).public_key(), "words", signature));
    EXPECT_FALSE(is_signed("", "words", signature));
    EXPECT_FALSE(is_signed(key.public_key(), "words", ""));
}

} // namespace
} // namespace chengban::crypto
