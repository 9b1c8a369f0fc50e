#include "base/utf8.h"

#include <gtest/gtest.h>

namespace chengban {
namespace {

TEST(Utf8, knows_what_is_valid) {
    EXPECT_TRUE(is_utf8("中文 𠮷 ok"));
    EXPECT_FALSE(is_utf8("\xC0\x80"));         // overlong NUL
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));     // surrogate
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")); // beyond U+10FFFF
    EXPECT_FALSE(is_utf8("\xE4\xB8"));         // cut short
    EXPECT_EQ(first_broken_utf8("ab\xFF"), 2U);
}

TEST(Utf8, counts_and_cuts_by_code_point) {
    EXPECT_EQ(code_points("中𠮷a"), 3U);
    EXPECT_EQ(first_code_points("中𠮷a", 2), "中𠮷");
    EXPECT_EQ(first_code_points("中", 5), "中");
    EXPECT_EQ(to_utf8(to_code_points("中𠮷aé")), "中𠮷aé");
}

TEST(Utf8, trims_wide_spaces_too) {
    EXPECT_EQ(trim(" \t\n　漏水　 "), "漏水");
    EXPECT_EQ(trim("　"), "");
}

TEST(Utf8, sees_control_characters) {
    EXPECT_TRUE(has_control(std::string_view("a\0b", 3)));
    EXPECT_TRUE(has_control("\x1b[31m"));
    EXPECT_FALSE(has_control("行1\n行2\t"));
}

} // namespace
} // namespace chengban
