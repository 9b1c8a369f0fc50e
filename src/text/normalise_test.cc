#include "text/normalise.h"

#include <gtest/gtest.h>

namespace chengban::text {
namespace {

TEST(NormalisePhone, SpellingsOfOneNumber) {
    for (const char* text :
         {"13800001234", "138 0000 1234", "138-0000-1234", "+86 138 0000 1234", "0086-13800001234",
          "8613800001234", "＋８６　１３８００００１２３４", "（+86）13800001234",
          "手机：13800001234。", "13800001234转8001", "13800001234 / 021-64312345"}) {
        EXPECT_EQ(normalise_phone(text), "13800001234") << text;
    }
}

TEST(NormalisePhone, FixedLines) {
    for (const char* text : {"021-64312345", "(021) 6431 2345", "+86 21 6431 2345",
                             "0086 021 64312345", "02164312345转12", "021-64312345 ext. 5"}) {
        EXPECT_EQ(normalise_phone(text), "02164312345") << text;
    }
    EXPECT_EQ(normalise_phone("64312345"), "64312345");
    EXPECT_EQ(normalise_phone("86543210"), "86543210"); // a local number, not a country code
    EXPECT_EQ(normalise_phone("962121"), "962121");
}

TEST(NormalisePhone, NothingThere) {
    EXPECT_EQ(normalise_phone(""), "");
    EXPECT_EQ(normalise_phone("匿名，不留电话"), "");
    EXPECT_EQ(normalise_phone("+"), "");
    EXPECT_EQ(normalise_phone("+86"), "86");
}

TEST(NormalisePhone, SeveralInOneCell) {
    EXPECT_EQ(normalise_phones("13800001234、021-64312345；138 0000 1234"),
              (std::vector<std::string>{"13800001234", "02164312345"}));
    EXPECT_EQ(normalise_phones("13800001234 13900005678"),
              (std::vector<std::string>{"13800001234", "13900005678"}));
    EXPECT_EQ(normalise_phones("+8613800001234+8613900005678"),
              (std::vector<std::string>{"13800001234", "13900005678"}));
}

TEST(NormaliseAddress, SpellingsOfOneHouse) {
    const std::vector<std::string> prefixes{"上海市", "上海"};
    const std::string wanted = "静安区南京西路12弄3幢301室";
    for (const char* text :
         {"上海市静安区南京西路12弄3号楼301室", "静安区南京西路１２弄３栋３０１室",
          "上海静安區南京西路 12弄，3幢 301房", "静安区南京西路十二弄三号楼三〇一室",
          "静安区南京西路12弄3座301室。"}) {
        EXPECT_EQ(normalise_address(text, prefixes), wanted) << text;
    }
}

TEST(NormaliseAddress, NumeralsOfNamesStay) {
    EXPECT_EQ(normalise_address("三门路二十三号"), "三门路23号");
    EXPECT_EQ(normalise_address("四平路一百零五弄"), "四平路105弄");
    EXPECT_EQ(normalise_address("曲阳三村十号"), "曲阳三村10号");
    EXPECT_EQ(normalise_address("五十号"), "50号");
    EXPECT_EQ(normalise_address("一千二百弄"), "1200弄");
}

TEST(NormaliseAddress, HyphensBetweenDigitsStay) {
    EXPECT_EQ(normalise_address("某路12—3号"), "某路12-3号");
    EXPECT_EQ(normalise_address("某路—123号"), "某路123号");
    EXPECT_EQ(normalise_address("某路12#301"), "某路12号301");
    EXPECT_EQ(normalise_address(""), "");
}

} // namespace
} // namespace chengban::text
