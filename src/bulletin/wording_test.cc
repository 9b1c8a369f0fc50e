#include "bulletin/wording.h"

#include <gmock/gmock.h>

namespace chengban::bulletin {
namespace {

using ::testing::HasSubstr;

Names names() {
    return {[](std::string_view token) { return token == "complaint" ? "投诉" : "咨询"; },
            [](std::string_view token) { return token == "lift" ? "电梯" : "漏水"; },
            [](std::string_view) { return std::string("黄浦区"); },
            [](const UnitId&) { return std::string("黄浦区房管局"); }};
}

Figures figures() {
    Figures figures;
    figures.period = period_of(BulletinKind::monthly, *parse_day("2026-03-10", "t"));
    figures.received = 120;
    figures.received_before = 100;
    figures.completed = 90;
    figures.completed_late = 3;
    figures.overdue = 2;
    figures.kinds = {{"complaint", 80, 100}, {"consultation", 40, 0}};
    figures.categories = {{"lift", 60, 60}};
    figures.districts = {{"310101", 120, 100}};
    figures.units = {{UnitId("district-310101"), 120, 90, 3, 2}};
    figures.concentrated = {{"lift", "310101", 60, 60'000, 500'000, {}}};
    figures.early_signs = {{"leak", "310101", 9, 1500, 12, {}}};
    return figures;
}

TEST(Wording, Clause_16_a_month_says_its_figures_with_their_change) {
    const BulletinDrafted made = draft(BulletinKind::monthly, figures(), names());
    EXPECT_EQ(made.title, "“12345”热线工单月报（2026年3月）");
    ASSERT_EQ(made.sections.size(), 5U);
    EXPECT_THAT(
        made.sections[0].text,
        HasSubstr("2026年3月，共受理市民服务热线转办工单 120 件，较上期增加 20 件（20.0%）；"
                  "办结 90 件，其中逾期办结 3 件；期末超期未办结 2 件。"));
    EXPECT_THAT(made.sections[0].text,
                HasSubstr("投诉 80 件（占 66.7%，较上期减少 20 件（20.0%））；咨询 40 件（占 "
                          "33.3%，上期无此类工单）"));
    EXPECT_THAT(made.sections[1].text, HasSubstr("黄浦区电梯：60 件，占受理总量的 50.0%。"));
    EXPECT_THAT(made.sections[2].text, HasSubstr("黄浦区漏水：本期 9 件，此前 4 期平均 1.5 件"));
    EXPECT_THAT(made.sections[4].text, HasSubstr("黄浦区房管局有超期未结 2 件、逾期办结 3 件"));
    EXPECT_EQ(made.figures, figures());
}

TEST(Wording, Clause_16_each_kind_has_its_own_sections) {
    const auto headings = [](BulletinKind kind) {
        std::string all;
        for (const Section& section : draft(kind, figures(), names()).sections) {
            all += section.heading + "/";
        }
        return all;
    };
    EXPECT_EQ(headings(BulletinKind::daily), "总体情况/反映集中的问题/倾向性、苗头性问题/");
    EXPECT_EQ(headings(BulletinKind::weekly), "总体情况/反映集中的问题/各单位办理情况/存在的问题/");
    EXPECT_EQ(headings(BulletinKind::ad_hoc), "总体情况/反映集中的问题/共性问题/值得借鉴的做法/");
}

TEST(Wording, Clause_16_a_period_without_orders_reads_well_too) {
    Figures empty;
    empty.period = period_of(BulletinKind::daily, *parse_day("2026-03-10", "t"));
    const BulletinDrafted made = draft(BulletinKind::daily, empty, names());
    EXPECT_THAT(made.sections[0].text, HasSubstr("0 件，与上期持平"));
    EXPECT_THAT(made.sections[1].text, HasSubstr("无同一区域同一事项达到 5 件"));
    EXPECT_THAT(made.sections[2].text, HasSubstr("通常波动之内"));
}

} // namespace
} // namespace chengban::bulletin
