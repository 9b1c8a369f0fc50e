// Checks 1 and 2 of the security list.
#include "account/password_rules.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace chengban::account {
namespace {

std::vector<std::string> codes(std::string_view password, std::vector<std::string> own = {}) {
    std::vector<std::string> found;
    if (const auto problem = password_problem(password, 12, own, "password")) {
        for (const Reason& reason : problem->reasons) {
            EXPECT_EQ(reason.field, "password");
            EXPECT_FALSE(reason.words.zh.empty());
            EXPECT_FALSE(reason.words.en.empty());
            found.push_back(reason.code);
        }
    }
    return found;
}

using Codes = std::vector<std::string>;

TEST(PasswordRules, length_is_counted_in_code_points_from_12_to_128) {
    EXPECT_EQ(codes("Tq7#fz!Rk2w"), Codes{"password_too_short"});
    EXPECT_EQ(codes("Tq7#fz!Rk2wm"), Codes{});
    const std::string words = "河流经过七座桥梁与灯塔之间"; // 13 characters, 39 bytes
    EXPECT_EQ(code_points(words), 13U);
    EXPECT_EQ(codes(words), Codes{});
    std::string longest;
    for (int i = 0; i < 16; ++i) {
        longest += "ж鹿🐎Ω#k9界";
    }
    EXPECT_EQ(code_points(longest), 128U);
    EXPECT_EQ(codes(longest), Codes{});
    EXPECT_EQ(codes(longest + "x"), Codes{"password_too_long"});
}

TEST(PasswordRules, any_unicode_and_long_blanks_are_taken_as_they_are) {
    EXPECT_EQ(codes("🐎🦊 🐙 🦉  🐝 🐢 🦀 🐳"), Codes{});
    EXPECT_EQ(codes("plum   riverbank   anvil   ochre"), Codes{});
    EXPECT_EQ(codes(std::string("kettle\0marsh\0velvet", 19)), Codes{});
    EXPECT_EQ(codes("            "), (Codes{"password_common"})); // blanks alone
}

// The whole list, also filled up to the length with what people fill up with.
TEST(PasswordRules, every_word_of_the_list_is_refused_alone_doubled_and_with_digits) {
    ASSERT_GT(common_words().words().size(), 3500U);
    for (const std::string& word : common_words().words()) {
        for (const std::string& choice :
             {word, word + word + word, word + "123456789012", "2026" + word + "!!!!!!!!!!",
              word + "@20261125", word + "_shanghai_2026"}) {
            EXPECT_FALSE(codes(choice).empty()) << choice;
        }
    }
}

TEST(PasswordRules, common_passwords_in_disguise_are_refused) {
    for (const char* choice :
         {"P@ssw0rd123456", "Passw0rdPassw0rd", "ｐａｓｓｗｏｒｄ２０２６", "admin@12345678",
          "Woaini5201314!", "huangpu.rexian", "13812345678901", "310101199001011234",
          "zs13812345678", "abc_1234567890", "Chengban@2026!", "上海热线@20261126",
          "上海热线20261125"}) {
        EXPECT_FALSE(codes(choice).empty()) << choice;
    }
}

TEST(PasswordRules, walks_and_repeats_are_refused) {
    for (const char* choice : {"1qaz2wsx3edc4rfv", "zaq1xsw2cde3vfr4", "jjjjjjjjjjjjjjjj",
                               "abcdefghijklmnop", "fgh456fgh456fgh456", "Xk9Xk9Xk9Xk9",
                               "lkjhgfdsamnbvcxz", "aaabbbcccdddeee", "好好好好好好好好好好好好"}) {
        EXPECT_EQ(codes(choice), Codes{"password_predictable"}) << choice;
    }
}

TEST(PasswordRules, a_password_may_not_rest_on_ones_own_name) {
    const std::vector<std::string> own{"wangxiaoming", "王小明", "黄浦区住房保障局"};
    EXPECT_EQ(codes("WangXiaoming77#q", own), Codes{"password_own_name"});
    EXPECT_EQ(codes("王小明王小明的口令fz9", own), Codes{"password_own_name"});
    EXPECT_EQ(codes("王小明 buys seven ochre kettles", own), Codes{});
    EXPECT_EQ(codes("Tq7#fz!Rk2wm", {"", "x"}), Codes{});
}

TEST(PasswordRules, good_ones_pass) {
    for (const char* choice : {"correct horse battery staple", "ochre-kettle-marsh", "Kx9#vLp2!tRq",
                               "七座桥梁和一只乌鸦飞过河", "moonlit gravel harp 6",
                               "zH7vQm4LxW2tBn8K", "le chat boit du café noir"}) {
        EXPECT_EQ(codes(choice), Codes{}) << choice;
    }
}

TEST(PasswordRules, all_reasons_at_once) {
    EXPECT_EQ(codes("wangxm1", {"wangxm"}), (Codes{"password_too_short", "password_own_name"}));
}

} // namespace
} // namespace chengban::account
