// Checks 1 and 5 of the security list: no truncation, any bytes, hashes that name their cost.
#include "crypto/password_hash.h"

#include "base/invariant.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

const std::string k_salt = "0123456789abcdef";

TEST(PasswordHash, argon2id_matches_the_reference_implementation) {
    // Made with Debian's argon2 program: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1
    EXPECT_TRUE(password_matches("password",
                                 "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1a"
                                 "FaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    EXPECT_FALSE(password_matches("passwore", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJ"
                                              "O1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
}

class EveryAlgorithm : public testing::TestWithParam<PasswordAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(PasswordHash, EveryAlgorithm,
                         testing::Values(PasswordAlgorithm::argon2id,
                                         PasswordAlgorithm::pbkdf2_hmac_sm3));

TEST_P(EveryAlgorithm, a_stored_hash_names_its_algorithm_and_matches_only_its_password) {
    const std::string stored = hash_password("正确的密码 correct 🐎", k_salt, GetParam());
    EXPECT_EQ(strong_algorithm_of(stored), GetParam());
    EXPECT_TRUE(password_matches("正确的密码 correct 🐎", stored));
    EXPECT_FALSE(password_matches("正确的密码 correct 🐏", stored));
    EXPECT_FALSE(password_matches("", stored));
    EXPECT_NE(stored, hash_password("正确的密码 correct 🐎", "fedcba9876543210", GetParam()));
}

TEST_P(EveryAlgorithm, no_byte_of_a_long_password_is_cut_off) {
    std::string password(512, 'x'); // 128 characters of four bytes each
    const std::string stored = hash_password(password, k_salt, GetParam());
    password.back() = 'y';
    EXPECT_FALSE(password_matches(password, stored));
    password.back() = 'x';
    EXPECT_TRUE(password_matches(password, stored));
}

TEST_P(EveryAlgorithm, an_embedded_zero_byte_counts) {
    using namespace std::string_literals;
    const std::string stored = hash_password("abc\0def"s, k_salt, GetParam());
    EXPECT_FALSE(password_matches("abc\0xyz"s, stored));
    EXPECT_FALSE(password_matches("abc"s, stored));
    EXPECT_TRUE(password_matches("abc\0def"s, stored));
}

// From the same computation in Python over an independent SM3: hmac and the loop of RFC 8018.
TEST(PasswordHash, pbkdf2_hmac_sm3_matches_an_independent_computation) {
    EXPECT_TRUE(password_matches(
        "password", "$pbkdf2-hmac-sm3$i=3$30313233343536373839616263646566$"
                    "6efe78237b71850abb2692a29ccefc98b051f5a93d6094344b5384660ef7c861"));
}

TEST(PasswordHash, what_is_weaker_than_the_minimum_is_no_strong_hash) {
    const char* const k_tail =
        "$MDEyMzQ1Njc4OWFiY2RlZg$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    const auto argon2 = [&](const std::string& head) { return strong_algorithm_of(head + k_tail); };
    EXPECT_TRUE(argon2("$argon2id$v=19$m=15360,t=2,p=1"));
    EXPECT_FALSE(argon2("$argon2id$v=19$m=15359,t=2,p=1"));
    EXPECT_FALSE(argon2("$argon2id$v=19$m=15360,t=1,p=1"));
    EXPECT_FALSE(argon2("$argon2id$v=16$m=15360,t=2,p=1"));
    EXPECT_FALSE(argon2("$argon2i$v=19$m=15360,t=2,p=1"));
    EXPECT_FALSE(strong_algorithm_of("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"));
    const std::string hash(64, 'a');
    const std::string salt(32, '1');
    EXPECT_TRUE(strong_algorithm_of("$pbkdf2-hmac-sm3$i=210000$" + salt + "$" + hash));
    EXPECT_FALSE(strong_algorithm_of("$pbkdf2-hmac-sm3$i=209999$" + salt + "$" + hash));
    EXPECT_FALSE(strong_algorithm_of("$pbkdf2-hmac-sm3$i=210000$" + salt.substr(2) + "$" + hash));
}

TEST(PasswordHash, nothing_matches_what_is_not_a_hash) {
    for (const char* stored :
         {"", "$", "password", "$argon2id$", "$1$salt$hash", "$pbkdf2-hmac-sm3$i=1$zz$zz",
          "$argon2id$v=19$m=99999999999,t=2,p=1$c29tZXNhbHQ$aGFzaA", "$$$$$$$$"}) {
        EXPECT_FALSE(strong_algorithm_of(stored)) << stored;
        EXPECT_FALSE(password_matches("", stored)) << stored;
        EXPECT_FALSE(password_matches("password", stored)) << stored;
    }
    EXPECT_THROW(hash_password("x", "short", PasswordAlgorithm::argon2id), Bug);
}

} // namespace
} // namespace chengban::crypto
