#include "crypto/digest.h"

#include "crypto/hex.h"

#include <gtest/gtest.h>

#include <thread>

namespace chengban::crypto {
namespace {

std::string hex(const Digest32& digest) {
    return to_hex(bytes_of(digest));
}

TEST(Sm3, MatchesTheExamplesOfGbT32905) {
    EXPECT_EQ(hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i) {
        sixteen_times += "abcd";
    }
    EXPECT_EQ(hex(sm3(sixteen_times)),
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    EXPECT_EQ(hex(sm3("")), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

TEST(Sm3, PiecesGiveTheDigestOfTheWhole) {
    std::string whole;
    for (int i = 0; i < 1000; ++i) {
        whole.push_back(static_cast<char>(i * 7));
    }
    for (const std::size_t step :
         {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}}) {
        Sm3 streamed;
        for (std::size_t at = 0; at < whole.size(); at += step) {
            streamed.update(std::string_view(whole).substr(at, step));
        }
        EXPECT_EQ(hex(streamed.finish()), hex(sm3(whole))) << step;
    }
}

TEST(HmacSm3, MatchesKnownAnswers) {
    std::string key;
    for (char c = 1; c <= 25; ++c) {
        key.push_back(c);
    }
    EXPECT_EQ(hex(hmac_sm3(key, std::string(50, '\xcd'))),
              "b57c79be03472aeb8cada581dea332cb2ba83d19cb1b052dd07194def75fb8cd");
    EXPECT_EQ(hex(hmac_sm3(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")),
              "b4fd844e13342002f0b2e0690ea7741f1497d993a70494cea601e657bedf67a0");
    EXPECT_EQ(hex(hmac_sm3("Jefe", "what do ya want for nothing?")),
              "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

TEST(HmacSm3, OneKeyServesManyThreads) {
    const HmacSm3 hmac("a key");
    const std::string expected = hex(hmac("message"));
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) {
                wrong += hex(hmac({"mess", "age"})) != expected ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(wrong, 0);
}

TEST(ConstantTime, ComparesWholeTexts) {
    EXPECT_TRUE(equal_constant_time("", ""));
    EXPECT_TRUE(equal_constant_time("same", "same"));
    EXPECT_FALSE(equal_constant_time("same", "sane"));
    EXPECT_FALSE(equal_constant_time("same", "samee"));
}

TEST(Framed, NoTwoListsOfPiecesShareTheirBytes) {
    EXPECT_NE(Framed().text("ab").text("c").bytes(), Framed().text("a").text("bc").bytes());
    EXPECT_NE(Framed().text("").text("a").bytes(), Framed().text("a").text("").bytes());
    EXPECT_EQ(to_hex(Framed().number(-2).bytes()), "fffffffffffffffe");
}

} // namespace
} // namespace chengban::crypto
