#include "lint/mask.h"

#include <gtest/gtest.h>

namespace chengban::lint {
namespace {

TEST(Mask, Clause_18_the_forms_of_the_trade) {
    EXPECT_EQ(mask_phone("13812345678"), "138****5678");
    EXPECT_EQ(mask_phone("12345"), "*****");
    EXPECT_EQ(mask_name("张三丰"), "张**");
    EXPECT_EQ(mask_name("李"), "李**");
    EXPECT_EQ(mask_name(""), "**");
    EXPECT_EQ(mask_identity_number("310101199003074511"), "3****************1");
}

TEST(Mask, B10_house_numbers_go_and_roads_stay) {
    EXPECT_EQ(mask_house_numbers("虹桥路123弄4号502室"), "虹桥路*弄*号*室");
    EXPECT_EQ(mask_house_numbers("中山二路１２号三单元"), "中山二路*号*单元");
    EXPECT_EQ(mask_house_numbers("四川北路1865弄B座二楼"), "四川北路*弄B座*楼");
    EXPECT_EQ(mask_house_numbers("沪青平60公路旁 3-502"), "沪青平60公路旁 *-*");
    EXPECT_EQ(mask_house_numbers("静安小区"), "静安小区");
    EXPECT_EQ(mask_house_numbers(""), "");
}

TEST(Mask, Clause_18_numbers_in_free_text_are_masked_where_they_stand) {
    EXPECT_EQ(mask_personal_data("请联系 13812345678，谢谢"), "请联系 138****5678，谢谢");
    EXPECT_EQ(mask_personal_data("身份证310101199003074511"), "身份证3****************1");
    EXPECT_EQ(mask_personal_data("电话138 1234 5678"), "电话138 **** 5678");
    EXPECT_EQ(mask_personal_data("物业热线4008123456"), "物业热线4008123456");
    EXPECT_EQ(mask_personal_data("王小明称漏水，王小明要求维修", "王小明"),
              "王**称漏水，王**要求维修");
    EXPECT_EQ(mask_personal_data("三楼漏水两周"), "三楼漏水两周");
    EXPECT_TRUE(has_personal_data("致电13812345678"));
    EXPECT_FALSE(has_personal_data("核实漏水情况"));
}

} // namespace
} // namespace chengban::lint
