#include "text/decode.h"

#include "base/source_dir.h"
#include "base/utf8.h"
#include "text/private_use.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace chengban::text {
namespace {

using testing::HasSubstr;

std::string bytes_of(std::initializer_list<int> list) {
    std::string result;
    for (const int byte : list) {
        result.push_back(static_cast<char>(byte));
    }
    return result;
}

std::string decoded(std::string_view bytes) {
    const Result<std::string> result = decode_text(bytes, "表.csv");
    return result ? *result : "refused: " + result.error().reasons.front().words.en;
}

TEST(Decode, ByMarkOrByContent) {
    EXPECT_EQ(decoded(""), "");
    EXPECT_EQ(decoded("工单,电话\n"), "工单,电话\n");
    EXPECT_EQ(decoded("\xEF\xBB\xBF工单"), "工单");
    EXPECT_EQ(decoded(bytes_of({0xFF, 0xFE, 0xE5, 0x5D, 0x42, 0xD8, 0xB7, 0xDF})), "工𠮷");
    EXPECT_EQ(decoded(bytes_of({0xFE, 0xFF, 0x5D, 0xE5})), "工");
    EXPECT_EQ(decoded(bytes_of({0xB9, 0xA4, 0xB5, 0xA5})), "工单");
    EXPECT_EQ(decode(bytes_of({0xB9, 0xA4}), "x")->encoding, Encoding::gb18030);
}

TEST(Decode, RefusesNulAndNamesThePlace) {
    const Result<std::string> result = decode_text(std::string("a\nb\0c", 5), "表.csv");
    ASSERT_FALSE(result);
    const Reason& reason = result.error().reasons.front();
    EXPECT_EQ(reason.code, "nul_in_text");
    EXPECT_EQ(reason.field, "表.csv:2");
    EXPECT_THAT(reason.words.zh, HasSubstr("第 2 行（第 4 字节）"));
    EXPECT_THAT(decoded(bytes_of({0xFF, 0xFE, 0x41, 0, 0, 0})), HasSubstr("NUL"));
}

TEST(Decode, RefusesBrokenSequencesAndNamesThePlace) {
    EXPECT_THAT(decoded("\xEF\xBB\xBF一\n二\xE4\xBA"), HasSubstr("line 2 (byte 11)"));
    EXPECT_THAT(decoded(bytes_of({'a', '\n', 0xB9, 0xA4, 0xFF, 'x'})),
                HasSubstr("line 2 (byte 5): is neither"));
    EXPECT_THAT(decoded(bytes_of({0xFF, 0xFE, 0x41})), HasSubstr("UTF-16"));
    EXPECT_THAT(decoded(bytes_of({0xFF, 0xFE, 0x00, 0xD8, 0x41, 0})), HasSubstr("UTF-16"));
    EXPECT_THAT(decoded(bytes_of({0xFF, 0xFE, 0x00, 0xDC})), HasSubstr("UTF-16"));
}

TEST(Decode, DamagedUtf8IsNotTakenForGb18030) {
    std::string text = "市民反映小区物业服务不到位，请有关部门处理。";
    text.erase(30, 1);
    EXPECT_THAT(decoded(text), HasSubstr("damaged UTF-8"));
    EXPECT_THAT(decoded(text), HasSubstr("byte 31"));
}

struct Changed {
    int first;
    int second;
    char32_t code_point;
};

// GB 18030-2022 moved these 18 double-byte codes out of the private use area.
constexpr std::array<Changed, 18> k_changed{{
    {0xFE, 0x59, 0x9FB4},
    {0xFE, 0x61, 0x9FB5},
    {0xFE, 0x66, 0x9FB6},
    {0xFE, 0x67, 0x9FB7},
    {0xFE, 0x6D, 0x9FB8},
    {0xFE, 0x7E, 0x9FB9},
    {0xFE, 0x90, 0x9FBA},
    {0xFE, 0xA0, 0x9FBB},
    {0xA6, 0xD9, 0xFE10},
    {0xA6, 0xDA, 0xFE12},
    {0xA6, 0xDB, 0xFE11},
    {0xA6, 0xDC, 0xFE13},
    {0xA6, 0xDD, 0xFE14},
    {0xA6, 0xDE, 0xFE15},
    {0xA6, 0xDF, 0xFE16},
    {0xA6, 0xEC, 0xFE17},
    {0xA6, 0xED, 0xFE18},
    {0xA6, 0xF3, 0xFE19},
}};

TEST(Decode, EighteenCodesOf2022BothWays) {
    for (const Changed& changed : k_changed) {
        // A GB 2312 character first, so that the bytes are surely not UTF-8.
        const std::string bytes = bytes_of({0xB9, 0xA4, changed.first, changed.second});
        const std::string text = to_utf8(std::u32string{U'工', changed.code_point});
        EXPECT_EQ(decoded(bytes), text) << changed.second;
        EXPECT_EQ(*encode_gb18030(text), bytes) << changed.second;
    }
}

TEST(Decode, RareNamesBothWays) {
    const std::string text = "工𠮷\U0002B81D\U0003134A\U0002EBF0㐀€";
    const Result<std::string> bytes = encode_gb18030(text);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(decoded(*bytes), text);
    EXPECT_EQ(bytes->substr(2, 4), bytes_of({0x95, 0x34, 0xB2, 0x35})); // U+20BB7
}

TEST(Decode, EveryCharacterHasAGb18030Form) {
    std::size_t failed = 0;
    for (char32_t base = 0; base < 0x110000; base += 0x100) {
        std::u32string block(1, U'工');
        for (char32_t c = base; c < base + 0x100; ++c) {
            if (c != 0 && (c < 0xD800 || c > 0xDFFF) && standard_form(c) == c) {
                block.push_back(c);
            }
        }
        const std::string text = to_utf8(block);
        const Result<std::string> bytes = encode_gb18030(text);
        ASSERT_TRUE(bytes) << std::hex << static_cast<std::uint32_t>(base);
        const Result<Decoded> back = decode(*bytes, "x");
        failed += !back || back->text != text ? 1U : 0U;
        EXPECT_TRUE(back && back->text == text) << std::hex << static_cast<std::uint32_t>(base);
    }
    EXPECT_EQ(failed, 0U);
}

TEST(Decode, OldPrivateUseCharactersAreWrittenAsWhatTheyStoodFor) {
    for (const auto& [old, standard] : k_private_use) {
        EXPECT_EQ(*encode_gb18030(to_utf8(std::u32string{U'工', old})),
                  *encode_gb18030(to_utf8(std::u32string{U'工', standard})));
    }
}

TEST(Decode, RealMessagesAsGb18030) {
    const char* given = std::getenv("CHENGBAN_DATA");
    const std::string folder = given != nullptr ? given : source_dir() + "/../shared/data";
    std::ifstream file(folder + "/messages_2019.csv", std::ios::binary);
    if (!file) {
        GTEST_SKIP() << "messages_2019.csv is absent";
    }
    std::stringstream all;
    all << file.rdbuf();
    const std::string text = all.str();
    const Result<std::string> bytes = encode_gb18030(text);
    ASSERT_TRUE(bytes);
    const Result<Decoded> back = decode(*bytes, "messages");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->encoding, Encoding::gb18030);
    EXPECT_EQ(back->text, text);
    std::size_t lines = 0;
    std::size_t mistaken = 0;
    std::stringstream rows(text);
    for (std::string row; std::getline(rows, row);) {
        const Result<std::string> row_bytes = encode_gb18030(row);
        ASSERT_TRUE(row_bytes);
        ++lines;
        mistaken += decoded(*row_bytes) == row ? 0U : 1U;
    }
    EXPECT_GT(lines, 4000U);
    EXPECT_EQ(mistaken, 0U) << "of " << lines;
}

} // namespace
} // namespace chengban::text
