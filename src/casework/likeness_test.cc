// B1: suggestions say why.
#include "casework/likeness.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

Likable order(std::string phone, std::string address, std::string words) {
    return {std::move(phone), "elevator", "310101", std::move(address), std::move(words)};
}

const std::string k_claim = "黄浦区玉兰苑3号楼电梯停运三天，物业未予修复，老人上下楼困难";
const std::string k_again = "再次反映玉兰苑3号楼电梯停运，物业未予修复，老人无法下楼";

TEST(Likeness, B1_OneCitizenOnePlaceOneCategoryIsOneMatter) {
    const rulebook::MatterRules rules;
    const Likeness same =
        likeness(order("p", "上海市黄浦区南京东路300弄（玉兰苑）3号201室", k_claim),
                 order("p", "黄浦区南京东路三百弄3号501室", "别的说法"));
    EXPECT_TRUE(same.links(rules));
    const Likeness stranger = likeness(order("p", "黄浦区南京东路300弄3号", k_claim),
                                       order("q", "黄浦区南京东路300弄3号", k_claim));
    EXPECT_FALSE(stranger.links(rules)) << "another citizen is never counted with the first";
    EXPECT_TRUE(stranger.suggests(rules)) << "but may be handled together (并单)";
}

TEST(Likeness, B1_SimilarWordsOfOneCitizenLinkAndAreShown) {
    const Likeness found = likeness(order("p", "", k_claim), order("p", "", k_again));
    EXPECT_GE(found.per_mille, 400);
    EXPECT_TRUE(found.links({}));
    EXPECT_NE(explain(found).find("同一来电号码"), std::string::npos);
    EXPECT_NE(explain(found).find("「玉兰苑3号楼电梯停运」"), std::string::npos) << explain(found);
}

TEST(Likeness, B1_WhatIsLessAlikeIsOnlySuggestedOrNothing) {
    rulebook::MatterRules rules;
    const Likeness found = likeness(order("p", "", k_claim), order("p", "", k_again));
    rules.link_per_mille = 1000;
    EXPECT_FALSE(found.links(rules));
    EXPECT_TRUE(found.suggests(rules));
    const Likeness other =
        likeness(order("p", "", k_claim), order("p", "", "咨询公租房申请条件和所需材料"));
    EXPECT_FALSE(other.links({}));
    EXPECT_FALSE(other.suggests({}));
    EXPECT_FALSE(likeness(order("", "", k_claim), order("", "", k_claim)).links({}))
        << "two unknown numbers are not one";
}

TEST(Likeness, Clause_14_4_AClusterIsOfOnePlaceAndField) {
    const Likeness found = likeness(order("p", "黄浦区南京东路300弄3号", k_claim),
                                    order("q", "黄浦区南京东路300弄9号", "电梯又坏了"));
    EXPECT_TRUE(found.clusters({}));
    const Likeness elsewhere = likeness(order("p", "黄浦区南京东路300弄3号", k_claim),
                                        order("q", "黄浦区南京东路30弄9号", k_claim));
    EXPECT_FALSE(elsewhere.clusters({}));
}

TEST(Likeness, B1_ThePlaceOfAnAddress) {
    EXPECT_EQ(place_of("上海市黄浦区南京东路300弄（玉兰苑）5号101室"), "黄浦区南京东路300弄");
    EXPECT_EQ(place_of("黄浦区南京东路三百弄5号"), "黄浦区南京东路300弄");
    EXPECT_EQ(place_of("徐汇区漕溪北路18号"), "徐汇区漕溪北路18号");
    EXPECT_EQ(place_of("黄浦区银杏苑3号楼201室"), "银杏苑");
    EXPECT_EQ(place_of("银杏苑"), "银杏苑");
    EXPECT_EQ(place_of("徐汇区田林路田林十二村"), "田林十二村");
    EXPECT_EQ(place_of("长宁区仙霞小区门口"), "仙霞小区");
    EXPECT_EQ(place_of("小区附近"), "");
    EXPECT_EQ(place_of(""), "");
}

} // namespace
} // namespace chengban::casework
