#include "account/secrets.h"

#include <gtest/gtest.h>

#include <regex>

namespace chengban::account {
namespace {

TEST(Secrets, are_shown_in_groups_and_taken_back_as_people_type_them) {
    const std::string shown =
        grouped_secret(std::string("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10));
    EXPECT_EQ(shown, "AAIS-EM2E-KVTH-PCEZ");
    EXPECT_EQ(typed_secret(shown), "AAISEM2EKVTHPCEZ");
    EXPECT_EQ(typed_secret(" aais em2e-kvth pcez\n"), "AAISEM2EKVTHPCEZ");
    EXPECT_EQ(typed_secret("0188"), "OIBB");
}

TEST(Secrets, empty_and_blank_tokens_have_a_digest_that_no_token_of_ours_has) {
    // An empty token must never match a stored digest of nothing: none is ever stored.
    EXPECT_NE(secret_digest(""), secret_digest(" "));
    EXPECT_EQ(secret_digest("abc"),
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Secrets, otpauth_uri_is_percent_encoded_and_complete) {
    EXPECT_EQ(
        otpauth_uri("承办 A", "li.si@x", "12345678901234567890", crypto::TotpAlgorithm::sha1),
        "otpauth://totp/%E6%89%BF%E5%8A%9E%20A:li.si%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=%E6%89%BF%E5%8A%9E%20A&algorithm=SHA1&digits=6&period=30");
}

// The path drawn square by square again: three finder patterns of 7 × 7 in a quiet zone of four.
TEST(Secrets, the_qr_code_has_its_finder_patterns_and_quiet_zone) {
    const std::string svg = qr_svg("otpauth://totp/Chengban:li?secret=GEZDGNBVGY3TQOJQ");
    std::smatch box;
    ASSERT_TRUE(std::regex_search(svg, box, std::regex(R"(viewBox="0 0 (\d+) \1")")));
    const std::size_t side = std::stoul(box[1]);
    ASSERT_EQ((side - 8 - 17) % 4, 0U); // a QR code of version v has 17 + 4v squares a side
    std::vector<std::string> picture(side, std::string(side, ' '));
    const std::regex run(R"(M(\d+) (\d+)h(\d+)v1h-\3z)");
    std::size_t runs = 0;
    for (std::sregex_iterator it(svg.begin(), svg.end(), run), end; it != end; ++it, ++runs) {
        const std::size_t x = std::stoul((*it)[1]);
        const std::size_t y = std::stoul((*it)[2]);
        picture.at(y).replace(x, std::stoul((*it)[3]), std::stoul((*it)[3]), '#');
    }
    ASSERT_GT(runs, 100U);
    const std::array<std::string, 7> finder{"#######", "#     #", "# ### #", "# ### #",
                                            "# ### #", "#     #", "#######"};
    for (std::size_t row = 0; row < 7; ++row) {
        EXPECT_EQ(picture[4 + row].substr(4, 8), finder[row] + " ");
        EXPECT_EQ(picture[4 + row].substr(side - 12, 8), " " + finder[row]);
        EXPECT_EQ(picture[side - 11 + row].substr(4, 8), finder[row] + " ");
    }
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(picture[i], std::string(side, ' '));
        EXPECT_EQ(picture[side - 1 - i], std::string(side, ' '));
    }
}

} // namespace
} // namespace chengban::account
