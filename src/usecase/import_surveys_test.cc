// B6, 11: the hotline's monthly lists.
#include "usecase/import_surveys.h"

#include "usecase/test_desk.h"

#include <gmock/gmock.h>

namespace chengban::usecase {
namespace {

using workorder::Resolution;
using workorder::Satisfaction;

class SurveyLists : public TestDesk {
protected:
    SurveyReport taken(SurveyList list, const std::string& csv) {
        auto source = tabular::open_table(csv, "list.csv");
        EXPECT_TRUE(source);
        SurveyImport wanted{somebody(Role::supervisor), list, day("2026-10-15")};
        JobControl control;
        const auto report = import_surveys(*desk_, std::move(*source), wanted, control);
        EXPECT_TRUE(report);
        return report ? *report : SurveyReport{};
    }
    workorder::CitizenAnswers answers(const OrderId& order) {
        return desk_->load(order)->order.survey_answers();
    }
};

TEST_F(SurveyLists, B6_EachListSaysItsPartAndARowAppliesOnce) {
    at("2026-10-09T09:00");
    const OrderId order = completed("00123");
    at("2026-11-02T09:00");
    const std::string csv = "工单编号,备注\n00123,等了太久\n";
    EXPECT_EQ(taken(SurveyList::dissatisfied, csv).recorded, 1);
    EXPECT_EQ(taken(SurveyList::dissatisfied, csv).already_there, 1);
    EXPECT_EQ(answers(order).overall, Satisfaction::dissatisfied);
    EXPECT_FALSE(answers(order).resolution);
    EXPECT_EQ(taken(SurveyList::unresolved, csv).recorded, 1);
    EXPECT_EQ(taken(SurveyList::not_contacted, csv).recorded, 1);
    EXPECT_EQ(answers(order).resolution, Resolution::neither);
    EXPECT_EQ(answers(order).first_contact, false);
    EXPECT_EQ(desk_->load(order)->order.surveys.size(), 3U);
}

TEST_F(SurveyLists, B6_ColumnsOfTheListSayMoreThanItsName) {
    at("2026-10-09T09:00");
    const OrderId order = completed("A-1");
    at("2026-11-02T09:00");
    const SurveyReport report =
        taken(SurveyList::dissatisfied, "热线工单编号,回访时间,满意度,是否解决,是否先行联系\n"
                                        "A-1,2026-10-20 10:00:00,一般,解释说明,未评价\n");
    EXPECT_EQ(report.recorded, 1);
    EXPECT_EQ(answers(order).overall, Satisfaction::so_so);
    EXPECT_EQ(answers(order).resolution, Resolution::explained_understood);
    EXPECT_FALSE(answers(order).first_contact);
    EXPECT_EQ(desk_->load(order)->order.surveys.front().at, moment("2026-10-20T10:00"));
}

TEST_F(SurveyLists, B6_EveryRowHasAResultAndGoodOnesStand) {
    at("2026-10-09T09:00");
    completed("A-1");
    at("2026-11-02T09:00");
    const SurveyReport report = taken(SurveyList::dissatisfied, "工单编号,满意度\n"
                                                                "A-1,不满意\n"
                                                                "Z-9,不满意\n"
                                                                "A-1,很生气\n");
    ASSERT_EQ(report.rows.size(), 3U);
    EXPECT_EQ(report.rows[0].outcome, SurveyRowOutcome::recorded);
    EXPECT_EQ(report.rows[1].reasons.front().code, "unknown_number");
    EXPECT_EQ(report.rows[2].reasons.front().code, "not_in_list");
    EXPECT_EQ(report.rows[2].reasons.front().field, "B4");
    const std::string csv = survey_result_csv(report);
    EXPECT_NE(csv.find("没有这个编号的工单"), std::string::npos);
    EXPECT_EQ(survey_summary(report).at("refused"), 2);
}

TEST_F(SurveyLists, B6_AMonthThatIsNotOverIsRefused) {
    at("2026-10-20T09:00");
    auto source = tabular::open_table("工单编号\nA-1\n", "list.csv");
    ASSERT_TRUE(source);
    JobControl control;
    const auto report = import_surveys(
        *desk_, std::move(*source),
        {somebody(Role::supervisor), SurveyList::unresolved, day("2026-10-01")}, control);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().reasons.front().code, "period_not_over");
}

TEST_F(SurveyLists, Clause_11_ADisputeTakesTheRowOutOfTheFigures) {
    at("2026-10-09T09:00");
    const OrderId order = completed("A-1");
    at("2026-11-02T09:00");
    taken(SurveyList::dissatisfied, "工单编号\nA-1\n");
    const std::string event = survey_event_id(SurveyList::dissatisfied, day("2026-10-01"), "A-1");
    EXPECT_EQ(event, "list/dissatisfied/2026-10/A-1");
    const Text why{"市民当日表示满意，系误按按键", {}};
    ASSERT_TRUE(give(somebody(Role::section_head, "district-310101"),
                     workorder::DisputeSurvey{event, why}, order))
        << last_refusal_;
    ASSERT_TRUE(
        give(somebody(Role::reviewer), workorder::DecideSurveyDispute{event, true, why}, order))
        << last_refusal_;
    EXPECT_FALSE(answers(order).overall);
    EXPECT_EQ(taken(SurveyList::dissatisfied, "工单编号\nA-1\n").already_there, 1)
        << "what was taken out does not come back with the next file";
}

} // namespace
} // namespace chengban::usecase
