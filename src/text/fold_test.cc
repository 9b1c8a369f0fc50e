#include "text/fold.h"

#include "base/invariant.h"
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <random>

namespace chengban::text {
namespace {

TEST(Fold, WidthCaseCompatibilityAndSpaces) {
    EXPECT_EQ(fold_key_utf8("ＡＢＣ１２３，（ｘ）"), "abc123,(x)");
    EXPECT_EQ(fold_key_utf8(" 上海\t市　黄浦\r\n区 "), "上海市黄浦区");
    EXPECT_EQ(fold_key_utf8("①㎡Ⅳ㈱"), "1m2iv(株)");
    EXPECT_EQ(fold_key_utf8("ＡｂＣ"), fold_key_utf8("aBc"));
    EXPECT_EQ(fold_key_utf8("Straße"), "strasse");
    EXPECT_EQ(fold_key_utf8("ﬁ"), "fi");
}

TEST(Fold, TraditionalEqualsSimplified) {
    EXPECT_EQ(fold_key_utf8("業主委員會電梯維修資金"), "业主委员会电梯维修资金");
    EXPECT_EQ(fold_key_utf8("房屋漏水，請儘快處理"), fold_key_utf8("房屋漏水,请尽快处理"));
    EXPECT_EQ(fold_key_utf8("\xEF\xA4\x80"), "岂"); // U+F900, a compatibility form of 豈
}

TEST(Fold, InvisibleCharactersDisappear) {
    EXPECT_EQ(fold_key_utf8("物\u200B业\uFEFF公\u00AD司\uFE0F"), "物业公司");
    EXPECT_EQ(fold_key_utf8(std::string("a\0b\x01", 4)), "ab");
    EXPECT_EQ(fold_key_utf8(" \t\u3000\u00A0"), "");
}

TEST(Fold, ComposedEqualsDecomposed) {
    EXPECT_EQ(fold_key("é"), fold_key("e\u0301"));
    EXPECT_EQ(fold_key("한"), U"한");
}

TEST(Fold, RareCharactersOfNamesStay) {
    EXPECT_EQ(fold_key("𠮷\U0002B81D\U0003134A\U0002EBF0"), U"𠮷\U0002B81D\U0003134A\U0002EBF0");
}

TEST(Fold, OldPrivateUseEqualsTodaysCharacter) {
    EXPECT_EQ(fold_key("\uE81E"), U"\u9FB4");
    EXPECT_EQ(fold_key("\uE855"), U"\U000241FE");
}

TEST(Fold, SpansPointIntoTheStoredText) {
    const Folded folded = fold("共　１２㎡ 漏水");
    EXPECT_EQ(folded.key, U"共12m2漏水");
    EXPECT_EQ(folded.span(0, 1), (Span{0, 1}));
    EXPECT_EQ(folded.span(1, 2), (Span{2, 4}));
    EXPECT_EQ(folded.span(3, 1), (Span{4, 5})); // half of ㎡ is all of it
    EXPECT_EQ(folded.span(2, 4), (Span{3, 7}));
    EXPECT_EQ(folded.span(5, 2), (Span{6, 8}));
    EXPECT_THROW(static_cast<void>(folded.span(6, 2)), Bug);
    EXPECT_THROW(static_cast<void>(folded.span(0, 0)), Bug);
}

TEST(Fold, IsAHomomorphismForEveryCodePoint) {
    std::mt19937_64 random(20260731);
    const auto any = [&] {
        for (;;) {
            const auto c = static_cast<char32_t>(random() % 0x110000);
            if (c < 0xD800 || c > 0xDFFF) {
                return c;
            }
        }
    };
    for (int i = 0; i < 20'000; ++i) {
        const std::u32string a{any(), any()};
        const std::u32string b{any(), static_cast<char32_t>(random() % 0x10000 % 0xD800)};
        const std::u32string both = a + b;
        ASSERT_EQ(fold_key(to_utf8(both)), fold_key(to_utf8(a)) + fold_key(to_utf8(b))) << i;
        ASSERT_EQ(fold(to_utf8(both)).key, fold_key(to_utf8(both))) << i;
    }
}

TEST(Fold, FoldingAKeyChangesNothing) {
    for (char32_t c = 1; c < 0x110000; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        const std::string key = fold_key_utf8(to_utf8(std::u32string(1, c)));
        ASSERT_EQ(fold_key_utf8(key), key) << std::hex << static_cast<std::uint32_t>(c);
    }
}

TEST(Fold, BrokenUtf8IsSurvived) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes(random() % 12, '\0');
        for (char& c : bytes) {
            c = static_cast<char>(random());
        }
        static_cast<void>(fold(bytes));
    }
}

TEST(Fold, TellsItsVersion) {
    EXPECT_EQ(fold_version(), "1-icu72.1");
}

} // namespace
} // namespace chengban::text
