// What each form says: the content the clauses ask for, blanks for what is missing, and every line
// with its place against a golden file. Rewrite it with CHENGBAN_GOLDEN=write and read the
// difference.
#include "documents/page_reader.h"
#include "documents/sample_papers.h"
#include "documents/sheet.h"
#include "documents/wording.h"

#include "base/source_dir.h"
#include "tabular/table_reader.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace chengban::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const Document& document) {
    std::string text;
    for (const SeenText& seen : seen_texts(lay_out(document, shared_typesetter()))) {
        text += seen.text;
    }
    return text;
}

TEST(Forms, EveryLineOfEveryFormHasItsPlace) {
    std::string now;
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        now += std::string(row.token) + "\n" +
               description(lay_out(sample(row.value), shared_typesetter()));
    }
    const std::string path = source_dir() + "/src/documents/forms.golden.txt";
    if (const char* mode = std::getenv("CHENGBAN_GOLDEN");
        mode != nullptr && std::string_view(mode) == "write") {
        std::ofstream(path, std::ios::binary) << now;
    }
    std::ifstream file(path, std::ios::binary);
    const std::string golden{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(now, golden) << "run the test with CHENGBAN_GOLDEN=write and read the difference";
}

TEST(Forms, WhatIsMissingIsAMarkedBlankNeverInvented) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        const std::string text = text_of(blank(row.value));
        EXPECT_THAT(text, HasSubstr(std::string(k_blank))) << row.token;
        EXPECT_THAT(text, Not(HasSubstr("1970"))) << row.token;
        EXPECT_THAT(text, Not(HasSubstr("0天"))) << row.token;
    }
}

TEST(Forms, UnknownAndWrongFieldsAreAllNamed) {
    const Result<Document> refused =
        document_of(Form::extension_application,
                    json::parse(R"({"days": "x", "wrong": 1, "order": {"due": "now"}})"));
    ASSERT_FALSE(refused);
    std::set<std::string> fields;
    for (const Reason& reason : refused.error().reasons) {
        fields.insert(reason.field);
    }
    EXPECT_EQ(fields, (std::set<std::string>{"days", "wrong", "order.due"}));
}

void expect_in_order(const std::string& text, std::initializer_list<std::string_view> parts) {
    std::size_t at = 0;
    for (const std::string_view part : parts) {
        const std::size_t found = text.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << " in " << text;
        at = found + part.size();
    }
}

TEST(Forms, Clause_6_ExtensionWithItsThreeOpinions) {
    expect_in_order(text_of(sample(Form::extension_application)),
                    {"处置的技术条件", "30天", "同意申请延期30天", "钱文", "吴静", "热线审批"});
}

TEST(Forms, Clause_7_2_ReturnSaysAllSevenPartsAndTheContact) {
    const std::string text = text_of(sample(Form::return_application));
    expect_in_order(text, {"联系反映人", "2026年11月23日11时20分", "事发时间", "涉及人员",
                           "相关事项", "退单理由", "后续处置", "政策依据", "核实情况"});
}

TEST(Forms, Clause_7_6_OnlyADesignatedOrderNeedsSealAndSpecialCircumstances) {
    EXPECT_THAT(text_of(sample(Form::return_application)), HasSubstr("特殊情况"));
    EXPECT_TRUE(sample(Form::return_application).signature->seal);
    EXPECT_FALSE(return_application({}).signature.has_value());
    EXPECT_THAT(text_of(return_application({})), Not(HasSubstr("特殊情况")));
}

TEST(Forms, Clause_8_2_FilingFormHasTwoSignaturesAndItsParts) {
    expect_in_order(text_of(sample(Form::filing_form)),
                    {"诉求概括", "事实认定", "法规政策", "办结结论", "证据材料",
                     "1. 公有住房出售合同", "负责人审签", "郑伟", "主要负责人", "孙明"});
}

TEST(Forms, Clause_10_1_CompletionReportInFourParts) {
    expect_in_order(text_of(sample(Form::completion_report)),
                    {"一、市民反映的问题", "二、查明的事实和证据", "三、处理经过和结果",
                     "四、答复市民的情况", "属实", "诉求合理合法", "实际解决", "顾海峰"});
    CompletionReport consultation; // I 32: no claim assessment, no site visit
    EXPECT_THAT(text_of(completion_report(consultation)), Not(HasSubstr("诉求认定")));
    EXPECT_THAT(text_of(completion_report(consultation)), Not(HasSubstr("现场查看")));
}

// 10.2: the citizen's sheet has four fields; nothing of the report can reach it.
TEST(Forms, Clause_10_2_ReplySummaryHoldsTheReplyAlone) {
    const std::string text = text_of(sample(Form::reply_summary));
    EXPECT_THAT(text, HasSubstr("您反映的电梯停运"));
    for (const char* internal : {"顾海峰", "周敏", "分管领导", "认定", "编号：沪"}) {
        EXPECT_THAT(text, Not(HasSubstr(internal)));
    }
}

TEST(Forms, B3_InterimReportCountsItsReports) {
    expect_in_order(text_of(sample(Form::interim_report)),
                    {"特急", "第一次汇报", "第二次汇报", "值班员 韩磊", "本汇报为中途汇报"});
}

TEST(Forms, Clause_12_2_ReviewNoticeNamesGroundsDemandsAndLimit) {
    expect_in_order(
        text_of(sample(Form::review_notice)),
        {"一、复核原因", "二、办理要求", "三、办理时限", "2026年11月27日24时", "不予退单"});
}

TEST(Forms, Clause_14_8_SupervisionNoticeNamesTriggerEvidenceOrdersAndLimit) {
    expect_in_order(text_of(sample(Form::supervision_notice)),
                    {"重复投诉5次以上", "一、督办事项和依据", "SH20260311000245", "二、督办要求",
                     "三、办结时限", "请报单位领导", "2026年12月1日24时", "行政主要负责人签发"});
}

TEST(Forms, Clause_14_TitlesReadAsTitlesWhateverTheMatterIsCalled) {
    SupervisionNotice notice;
    notice.matter = "关于电梯停运的投诉";
    EXPECT_EQ(supervision_notice(notice).title, "关于督办“电梯停运的投诉”工单的通知");
    SupervisionReport report;
    report.matter = "楼道漏水";
    EXPECT_EQ(supervision_report(report).title, "关于“楼道漏水”督办件办理情况的报告");
    EXPECT_THAT(text_of(supervision_report(report)), HasSubstr("《督办通知》（待填）收悉"));
    for (const Document& document : {review_notice({}), supervision_notice({}),
                                     supervision_report({})}) { // a blank in one pair of brackets
        EXPECT_THAT(text_of(document), Not(HasSubstr("（（")));
        EXPECT_THAT(text_of(document), Not(HasSubstr("“（")));
    }
}

TEST(Forms, Clause_14_9_SupervisionReportHasItsPartsSealDateAndIssuer) {
    const Document report = sample(Form::supervision_report);
    expect_in_order(text_of(report),
                    {"签发人：", "顾海峰", "一、市民反映的问题", "二、查明的事实和证据",
                     "三、处理意见和依据", "四、答复市民的情况", "五、办理结果变更",
                     "浦东新区住房保障和房屋管理局", "2026年12月1日", "（盖章）"});
    EXPECT_TRUE(report.signature->seal);
    SupervisionReport unchanged;
    EXPECT_THAT(text_of(supervision_report(unchanged)), Not(HasSubstr("办理结果变更")));
}

TEST(Forms, Clause_14_10_InterviewHasTimeAndPlaceAReminderHasNot) {
    EXPECT_THAT(text_of(sample(Form::admonition)), HasSubstr("时间：2026年11月30日14时00分"));
    EXPECT_THAT(text_of(sample(Form::reminder)), HasSubstr("提醒函"));
    EXPECT_THAT(text_of(sample(Form::reminder)), Not(HasSubstr("地点：")));
}

TEST(Forms, Clause_16_BulletinsHaveTheSectionsOfTheRegulation) {
    expect_in_order(text_of(blank(Form::daily_brief)),
                    {"每日动态", "一、反映集中的问题", "二、重要倾向性问题", "三、苗头性问题"});
    expect_in_order(text_of(blank(Form::weekly_bulletin)),
                    {"周报", "一、各单位承办情况", "二、存在的问题"});
    expect_in_order(text_of(blank(Form::monthly_bulletin)),
                    {"简报", "一、办理数据", "二、热点问题"});
    expect_in_order(text_of(blank(Form::ad_hoc_bulletin)),
                    {"专报", "一、普遍性问题", "二、具有借鉴意义的做法经验"});
    EXPECT_THAT(text_of(sample(Form::weekly_bulletin)), HasSubstr("〔2026〕第47期"));
}

TEST(Forms, Clause_15_4_KnowledgeSheetsByKind) {
    EXPECT_THAT(text_of(sample(Form::knowledge_sheet)), HasSubstr("知识库纠错单"));
    KnowledgeSheet missing;
    missing.kind = KnowledgeKind::missing;
    EXPECT_THAT(text_of(knowledge_sheet(missing)), HasSubstr("知识库查无单"));
    EXPECT_THAT(text_of(knowledge_sheet(missing)), Not(HasSubstr("现有内容")));
    EXPECT_THAT(text_of(knowledge_sheet({})), HasSubstr("政策公布"));
}

TEST(Forms, Clause_11_SamplingSheetSaysHowToDrawItAgain) {
    expect_in_order(text_of(sample(Form::sampling_sheet)),
                    {"每月普查（第2次抽取）", "SH20261009000112", "已回访", "可抽212件，抽取2件",
                     "随机种子：20261101", "样本摘要（SM3）：66c7f0f4"});
}

TEST(Forms, Clause_11_CallRecordAsksTheThreePartsAndTicksTheAnswers) {
    const std::string text = text_of(sample(Form::call_record));
    expect_in_order(text, {"未接通", "您好", "先行联系", "■是", "□否", "■已解决", "□未解决也未解释",
                           "□满意", "□不满意", "清理得很快"});
    EXPECT_THAT(text, Not(HasSubstr("■满意"))); // not answered is not ticked
}

TEST(Forms, Clause_17_NoDataIsADash) {
    const std::string text = text_of(sample(Form::appraisal_table));
    expect_in_order(text, {"崇明区住房保障和", "96/96", "100.00%", "90/92", "97.83%", "0/0", "–"});
    expect_in_order(text, {"计算口径", "数据截点：2026年11月3日0时00分"});
}

TEST(Sheet, Clause_17_RatesAreNumbersAndTextIsText) {
    AppraisalTable paper;
    paper.rows = {{"=HYPERLINK(\"http://x\")", 12, {"94", 128, 7344}, {}, {}, {}, "00123"}};
    const Document document = appraisal_table(paper);
    ASSERT_TRUE(has_sheet(document));
    const std::string path = write_temporary("appraisal.xlsx", "");
    ASSERT_TRUE(write_sheet(document, path));
    auto source = tabular::open_table_file(path);
    ASSERT_TRUE(source);
    std::vector<tabular::Row> rows;
    while (true) {
        auto row = (*source)->next();
        ASSERT_TRUE(row);
        if (!*row) {
            break;
        }
        rows.push_back(**row);
    }
    const tabular::Row& last = rows.back();
    EXPECT_EQ(last.at(1).text, "=HYPERLINK(\"http://x\")");
    EXPECT_FALSE(last.at(1).is_formula);
    EXPECT_EQ(last.at(2).number, 12);
    EXPECT_NEAR(last.at(4).number.value(), 0.7344, 1e-9);
    EXPECT_EQ(last.at(6).text, ""); // no data stays empty, never 0
    EXPECT_EQ(last.at(11).text, "00123");
    EXPECT_FALSE(last.at(11).number.has_value());
}

TEST(Sheet, OnlyTablesWithAHeaderAreSheets) {
    EXPECT_TRUE(has_sheet(sample(Form::half_year_table)));
    EXPECT_FALSE(has_sheet(sample(Form::reply_summary)));
    EXPECT_FALSE(has_sheet(sample(Form::filing_form)));
}

} // namespace
} // namespace chengban::documents
