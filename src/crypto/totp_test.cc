#include "crypto/totp.h"

#include "base/invariant.h"

#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

const std::string k_seed20 = "12345678901234567890";
const std::string k_seed32 = "12345678901234567890123456789012";
const std::string k_seed64 = "1234567890123456789012345678901234567890123456789012345678901234";

Instant at_second(std::int64_t second) {
    return Instant(second * 1000);
}

// RFC 6238, appendix B.
TEST(Totp, matches_the_vectors_of_rfc_6238) {
    struct Vector {
        std::int64_t second;
        const char* sha1;
        const char* sha256;
        const char* sha512;
    };
    for (const Vector& v : {Vector{59, "94287082", "46119246", "90693936"},
                            Vector{1111111109, "07081804", "68084774", "25091201"},
                            Vector{1111111111, "14050471", "67062674", "99943326"},
                            Vector{1234567890, "89005924", "91819424", "93441116"},
                            Vector{2000000000, "69279037", "90698825", "38618901"},
                            Vector{20000000000, "65353130", "77737706", "47863826"}}) {
        const std::int64_t step = totp_step(at_second(v.second));
        EXPECT_EQ(totp_code(k_seed20, step, TotpAlgorithm::sha1, 8), v.sha1);
        EXPECT_EQ(totp_code(k_seed32, step, TotpAlgorithm::sha256, 8), v.sha256);
        EXPECT_EQ(totp_code(k_seed64, step, TotpAlgorithm::sha512, 8), v.sha512);
    }
}

// RFC 4226, appendix D: the same codes by counter.
TEST(Totp, matches_the_vectors_of_rfc_4226) {
    const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t counter = 0; counter < 10; ++counter) {
        EXPECT_EQ(totp_code(k_seed20, counter, TotpAlgorithm::sha1), codes[counter]);
    }
}

TEST(Totp, takes_a_clock_one_step_off_and_no_more) {
    const Instant now = at_second(1'800'000'010);
    const std::int64_t present = totp_step(now);
    for (std::int64_t drift = -4; drift <= 4; ++drift) {
        const std::string code = totp_code(k_seed20, present + drift, TotpAlgorithm::sha1);
        const auto found = find_totp_step(k_seed20, code, now, 0, TotpAlgorithm::sha1);
        if (drift >= -1 && drift <= 1) {
            EXPECT_EQ(found, present + drift);
        } else {
            EXPECT_FALSE(found) << drift;
        }
    }
}

TEST(Totp, a_used_code_and_those_before_it_are_never_taken_again) {
    const Instant now = at_second(1'800'000'010);
    const std::int64_t present = totp_step(now);
    const auto code = [&](std::int64_t step) {
        return totp_code(k_seed20, step, TotpAlgorithm::sha1);
    };
    const auto find = [&](std::int64_t step, std::int64_t last) {
        return find_totp_step(k_seed20, code(step), now, last, TotpAlgorithm::sha1);
    };
    EXPECT_EQ(find(present, present - 1), present);
    EXPECT_FALSE(find(present, present));
    EXPECT_FALSE(find(present - 1, present));
    EXPECT_EQ(find(present + 1, present), present + 1);
}

TEST(Totp, refuses_what_is_not_six_digits) {
    const Instant now = at_second(59);
    for (const char* code : {"", "28708", "2870820", "94287082", " 287082", "28708a"}) {
        EXPECT_FALSE(find_totp_step(k_seed20, code, now, -1, TotpAlgorithm::sha1)) << code;
    }
    EXPECT_TRUE(find_totp_step(k_seed20, "287082", now, -1, TotpAlgorithm::sha1));
    EXPECT_THROW(totp_code(k_seed20, 1, TotpAlgorithm::sha1, 9), Bug);
}

} // namespace
} // namespace chengban::crypto
