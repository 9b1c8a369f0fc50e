// Papers of no single order over a real store: what they say, who may have them, their numbers and
// the record of every copy.
#include "usecase/office_documents.h"

#include "usecase/appraise.h"
#include "usecase/bulletins.h"
#include "usecase/escalations.h"
#include "usecase/follow_up.h"
#include "usecase/half_years.h"
#include "usecase/held_audit.h"
#include "usecase/knowledge_base.h"
#include "usecase/matters.h"
#include "usecase/office_papers.h"
#include "usecase/test_desk.h"

#include <gmock/gmock.h>

namespace chengban::usecase {
namespace {

using documents::Form;
using testing::HasSubstr;
using testing::Not;

constexpr const char* k_huangpu = "district-310101";
constexpr const char* k_xuhui = "district-310104";

class OfficeDocumentsTest : public TestDesk {
protected:
    void SetUp() override {
        TestDesk::SetUp();
        knowledge_ = std::make_unique<KnowledgeBase>(*desk_);
        bulletins_ = std::make_unique<Bulletins>(*desk_);
        papers_ = std::make_unique<OfficeDocuments>(*desk_, audit_, *knowledge_, *bulletins_);
    }
    void TearDown() override {
        pool_.stop();
        papers_.reset();
        bulletins_.reset();
        knowledge_.reset();
        TestDesk::TearDown();
    }

    static StreamRequest as(const Actor& actor, std::string id = {}) {
        StreamRequest request;
        request.actor = actor;
        request.id = std::move(id);
        return request;
    }
    Actor supervisor() { return somebody(Role::supervisor); }
    Actor clerk() { return somebody(Role::office_clerk); }
    Actor handler(const char* unit = k_huangpu) { return somebody(Role::handler, unit); }

    std::string text_of(PaperRequest wanted, const Actor& reader,
                        std::optional<Form> form = std::nullopt) {
        wanted.form = form;
        auto file = papers_->file(wanted, reader, FileKind::docx);
        EXPECT_TRUE(file) << file.error().problem.reasons.front().words.en;
        return file ? part_of(std::move(file->bytes), "word/document.xml") : std::string();
    }
    std::vector<std::string> forms_of(const PaperRequest& wanted, const Actor& reader) {
        std::vector<std::string> forms;
        const auto items = papers_->list(wanted, reader);
        EXPECT_TRUE(items);
        for (const json::value& item : items ? *items : json::array()) {
            forms.emplace_back(item.at("form").as_string().c_str());
        }
        return forms;
    }
    RefusalKind refused(const PaperRequest& wanted, const Actor& reader) {
        const auto file = papers_->file(wanted, reader, FileKind::pdf);
        EXPECT_FALSE(file);
        return file ? RefusalKind::invalid : file.error().kind;
    }
    std::string weekly() {
        bulletin::DraftBulletin draft{bulletin::BulletinKind::weekly, day("2026-10-01")};
        const auto made = bulletins_->give(as(supervisor()), draft);
        EXPECT_TRUE(made);
        return made->id;
    }
    OrderId dispatched(const std::string& number, workorder::Confidentiality confidentiality) {
        workorder::Register transfer;
        transfer.hotline_number = number;
        transfer.kind = OrderKind::complaint;
        transfer.limit_class = LimitClass::general;
        transfer.title.plain = "王小明反映楼道漏水";
        transfer.claim.plain = "三楼楼道漏水已经两周";
        transfer.citizen_name = Text{"王小明", {}};
        transfer.citizen_phone = Text{"13812345678", {}};
        transfer.district = "310101";
        transfer.confidentiality = confidentiality;
        const auto registered = give(somebody(Role::dispatcher), transfer);
        EXPECT_TRUE(registered) << last_refusal_;
        workorder::Dispatch dispatch;
        dispatch.unit = UnitId(k_huangpu);
        EXPECT_TRUE(give(somebody(Role::dispatcher), dispatch, registered->order)) << last_refusal_;
        return registered->order;
    }
    // Huangpu's half year with two orders of one matter.
    PaperRequest half_year(const OrderId& one, const OrderId& two) {
        EXPECT_TRUE(
            join_orders(*desk_, as(somebody(Role::dispatcher)), one, two, Text{"同一楼道", {}}));
        at("2027-01-04T09:00");
        EXPECT_GT(issue_half_years(*desk_), 0);
        return {PaperSource::half_year_review, std::string(k_huangpu) + ".2026-h2"};
    }

    HeldAudit audit_;
    std::unique_ptr<KnowledgeBase> knowledge_;
    std::unique_ptr<Bulletins> bulletins_;
    std::unique_ptr<OfficeDocuments> papers_;
};

TEST_F(OfficeDocumentsTest, Clause_16_an_issued_bulletin_has_its_number_and_its_frozen_figures) {
    completed("B-1");
    const PaperRequest wanted{PaperSource::bulletin, weekly()};
    EXPECT_EQ(forms_of(wanted, supervisor()), std::vector<std::string>{"weekly_bulletin"});
    EXPECT_THAT(text_of(wanted, supervisor()), HasSubstr("（待填）"));
    EXPECT_EQ(refused(wanted, handler()), RefusalKind::not_found) << "a draft is the center's";
    ASSERT_TRUE(bulletins_->give(as(supervisor(), wanted.id), bulletin::IssueBulletin{}));
    completed("B-2"); // later than its figures
    audit_.events.clear();
    const std::string text = text_of(wanted, handler());
    for (const char* part : {"〔2026〕第1期", "12345热线工单办理周报", "市物业管理事务中心", "一、",
                             "各单位承办情况", "黄浦区", "报送"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, HasSubstr("工单1件")) << "frozen, and without the spaces of the screen";
    ASSERT_EQ(audit_.events.size(), 1U);
    EXPECT_EQ(audit_.events[0].subject, "bulletin/" + wanted.id);
    EXPECT_EQ(audit_.events[0].details.at("number"), "热线周报〔2026〕1号");
    EXPECT_EQ(papers_->issue(wanted, supervisor()).error().kind, RefusalKind::not_found)
        << "its number came with its issue";
}

TEST_F(OfficeDocumentsTest, Clause_16_what_did_not_change_has_no_sign) {
    bulletin::Bulletin monthly;
    monthly.type = bulletin::BulletinKind::monthly;
    monthly.figures.categories = {{"elevator", 3, 3}, {"heating", 5, 2}};
    const OrganisationPtr organisation = library_->organisation();
    const documents::Bulletin paper = bulletin_paper(
        monthly, bulletin_names(organisation, library_->rulebook_in_force(day("2026-10-01"))),
        *organisation);
    ASSERT_EQ(paper.sections.size(), 1U);
    const auto& rows = paper.sections.front().table->rows;
    EXPECT_EQ(rows.at(0).back(), "0");
    EXPECT_EQ(rows.at(1).back(), "+3");
}

TEST_F(OfficeDocumentsTest, Clause_16_what_was_dropped_is_no_paper) {
    const PaperRequest wanted{PaperSource::bulletin, weekly()};
    ASSERT_TRUE(bulletins_->give(as(supervisor(), wanted.id), bulletin::DropBulletin{"重复拟稿"}));
    EXPECT_TRUE(forms_of(wanted, supervisor()).empty());
    EXPECT_EQ(refused(wanted, supervisor()), RefusalKind::not_found);
}

TEST_F(OfficeDocumentsTest, Clause_12_4_the_half_year_table_is_filled_and_signed) {
    const PaperRequest wanted = half_year(completed("H-1"), completed("H-2"));
    const Actor principal = somebody(Role::principal, k_huangpu);
    const std::string empty = text_of(wanted, principal);
    for (const char* part : {"2026年下半年", "H-1", "H-2", "楼道漏水", "（待填）"}) {
        EXPECT_THAT(empty, HasSubstr(part));
    }
    ASSERT_TRUE(give_half_year(
        *desk_, as(principal, wanted.id),
        casework::SubmitHalfYear{Text{"维修后未复核", {}}, Text{"建立复核制度", {}}}));
    EXPECT_EQ(*papers_->issue(wanted, principal), "热线梳理〔2027〕1号");
    const std::string text = text_of(wanted, principal);
    for (const char* part :
         {"热线梳理〔2027〕1号", "建立复核制度", "维修后未复核", "2027年1月4日", "实际解决"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("138 1234 5678")));
    auto sheet = papers_->file(wanted, principal, FileKind::xlsx);
    ASSERT_TRUE(sheet);
    EXPECT_THAT(part_of(std::move(sheet->bytes), "xl/worksheets/sheet1.xml"), HasSubstr("H-1"));
    // Another unit's table is not to be known; nobody else numbers this one.
    EXPECT_EQ(refused(wanted, somebody(Role::principal, k_xuhui)), RefusalKind::not_found);
    EXPECT_EQ(papers_->issue(wanted, supervisor()).error().kind, RefusalKind::forbidden);
}

TEST_F(OfficeDocumentsTest, Clause_18_a_confidential_order_is_counted_in_the_table_and_not_named) {
    const PaperRequest wanted =
        half_year(dispatched("H-1", workorder::Confidentiality::citizen_wish),
                  dispatched("H-2", workorder::Confidentiality::none));
    // The center's dispatchers and reviewers belong to the chain of what it dispatched; the office
    // not.
    const std::string all = text_of(wanted, somebody(Role::reviewer));
    EXPECT_THAT(all, HasSubstr("H-1"));
    EXPECT_THAT(all, HasSubstr("王**反映楼道漏水"));
    EXPECT_THAT(all, Not(HasSubstr("王小明")));
    const std::string text = text_of(wanted, clerk());
    EXPECT_THAT(text, Not(HasSubstr("H-1")));
    EXPECT_THAT(text, HasSubstr("另有1件保密"));
}

TEST_F(OfficeDocumentsTest, Clause_14_10_the_office_has_notice_reminder_and_reprimand) {
    casework::ProposeAdmonition proposal;
    proposal.unit = UnitId(k_huangpu);
    proposal.ground = casework::AdmonitionGround::false_or_concealed;
    proposal.orders = {completed("A-1")};
    proposal.evidence.plain = "所附照片与办理时间不符";
    const auto made = give_admonition(*desk_, as(supervisor()), proposal);
    ASSERT_TRUE(made);
    const PaperRequest wanted{PaperSource::admonition, made->id};
    EXPECT_EQ(forms_of(wanted, clerk()),
              (std::vector<std::string>{"admonition", "reminder", "reprimand"}));
    const std::string notice = text_of(wanted, clerk(), Form::admonition);
    for (const char* part : {"关于就谎报瞒报进行约谈的通知", "黄浦区", "所附照片与办理时间不符。",
                             "涉及工单：A-1", "（待填）"}) {
        EXPECT_THAT(notice, HasSubstr(part));
    }
    EXPECT_THAT(text_of(wanted, clerk(), Form::reminder), HasSubstr("提醒函"));
    EXPECT_EQ(refused(wanted, handler()), RefusalKind::forbidden);
    EXPECT_EQ(
        papers_->issue({wanted.source, wanted.id, Form::admonition}, supervisor()).error().kind,
        RefusalKind::forbidden); // the office's paper
    EXPECT_EQ(*papers_->issue({wanted.source, wanted.id, Form::admonition}, clerk()),
              "热线约谈〔2026〕1号");
    casework::RecordAdmonition held;
    held.measure = casework::Measure::reprimand;
    held.at = clock_.now();
    held.subject.plain = "谎报办理情况";
    held.attendees.plain = "各承办单位";
    ASSERT_TRUE(give_admonition(*desk_, as(clerk(), wanted.id), held)) << last_refusal_;
    EXPECT_EQ(forms_of(wanted, clerk()), std::vector<std::string>{"reprimand"});
    EXPECT_THAT(text_of(wanted, clerk()), HasSubstr("关于谎报办理情况的通报"));
}

TEST_F(OfficeDocumentsTest, Clause_17_the_table_of_a_period_is_frozen_and_its_rates_are_numbers) {
    at("2026-10-09T09:00");
    completed("Q-1");
    at("2026-11-02T09:00");
    PeriodDesk periods(*desk_);
    const auto opened = periods.give(
        as(clerk()), appraisal::OpenPeriod{"十月", {day("2026-10-01"), day("2026-10-31")}});
    ASSERT_TRUE(opened);
    const PaperRequest wanted{PaperSource::appraisal_period, opened->id};
    EXPECT_THAT(text_of(wanted, clerk()), HasSubstr("考核期尚未关闭"));
    ASSERT_TRUE(periods.give(as(clerk(), wanted.id), appraisal::ClosePeriod{}));
    EXPECT_EQ(*papers_->issue(wanted, clerk()), "热线考核〔2026〕1号");
    const std::string text = text_of(wanted, handler());
    for (const char* part : {"2026年10月市民服务热线工单办理工作考核结果表", "热线考核〔2026〕1号",
                             "1/1", "100.00%", "封存编号", "先行联系率＝"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    auto sheet = papers_->file(wanted, handler(), FileKind::xlsx);
    ASSERT_TRUE(sheet);
    const std::string cells = part_of(sheet->bytes, "xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, HasSubstr("<v>1</v>")) << "a rate is a number";
    EXPECT_THAT(part_of(std::move(sheet->bytes), "xl/styles.xml"),
                testing::AnyOf(HasSubstr("0.00%"), HasSubstr("numFmtId=\"10\"")))
        << "shown as a percentage";
    // 17: who did how well within a unit is the unit's own.
    PaperRequest people = wanted;
    people.by = appraisal::Scope::handler;
    const std::string name = library_->organisation()->person(handler().person)->name;
    EXPECT_THAT(text_of(people, clerk()), HasSubstr(name));
    EXPECT_THAT(text_of(people, handler(k_xuhui)), Not(HasSubstr(">" + name + "<")));
}

TEST_F(OfficeDocumentsTest, Clause_17_the_export_is_on_record_and_has_real_numbers) {
    at("2026-10-09T09:00");
    completed("Q-1");
    at("2026-11-02T09:00");
    const appraisal::Period days{day("2026-10-01"), day("2026-10-31")};
    auto file = papers_->appraisal_export(days, clerk(), false);
    ASSERT_TRUE(file);
    const std::string cells = part_of(std::move(file->bytes), "xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, HasSubstr("<v>1</v>"));
    ASSERT_EQ(audit_.events.size(), 1U);
    EXPECT_EQ(audit_.events[0].subject, "appraisal/2026-10-01..2026-10-31");
    EXPECT_TRUE(papers_->appraisal_export(days, clerk(), true)->bytes.starts_with("\xEF\xBB\xBF"));
    EXPECT_TRUE(papers_->appraisal_of_days(days, appraisal::Scope::unit, clerk(), FileKind::pdf)
                    ->bytes.starts_with("%PDF"));
    audit_.works = false; // no record, no copy
    EXPECT_EQ(papers_->appraisal_export(days, clerk(), true).error().kind,
              RefusalKind::unavailable);
}

TEST_F(OfficeDocumentsTest,
       Clause_15_4_a_missing_entry_has_its_sheet_with_the_limit_and_the_answer) {
    const Actor keeper = somebody(Role::knowledge_keeper);
    knowledge::IssueTask issue;
    issue.kind = knowledge::TaskKind::missing_entry;
    issue.unit = keeper.unit;
    issue.words = "户籍年限口径有误";
    issue.event_id = "ZSK-8";
    const auto issued = knowledge_->give(as(supervisor()), issue);
    ASSERT_TRUE(issued);
    const PaperRequest wanted{PaperSource::knowledge_task, issued->id};
    const std::string name = library_->organisation()->person(keeper.person)->name;
    const std::string open = text_of(wanted, keeper);
    EXPECT_THAT(open, HasSubstr("知识库查无单"));
    EXPECT_THAT(open, HasSubstr(name)) << "whose task it is, before anybody has taken it up";
    ASSERT_TRUE(knowledge_->give(as(keeper, wanted.id), knowledge::FinishTask{"已更正为两年", {}}));
    const std::string text = text_of(wanted, keeper);
    for (const std::string& part : {std::string("ZSK-8"), std::string("户籍年限口径有误"),
                                    std::string("已更正为两年"), name}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_EQ(*papers_->issue(wanted, keeper), "热线知识〔2026〕1号");
    EXPECT_EQ(refused(wanted, handler()), RefusalKind::not_found) << "another unit's task";
}

TEST_F(OfficeDocumentsTest, Clause_15_2_what_a_stranger_may_not_read_is_not_on_the_sheet) {
    const Actor keeper = somebody(Role::knowledge_keeper);
    knowledge::DraftEntry draft;
    draft.unit = keeper.unit;
    draft.content.title = "群租认定标准";
    draft.content.answer = "以原始设计为居住空间的房间为最小出租单位。";
    draft.content.source = "《上海市居住房屋租赁管理办法》";
    draft.content.valid_from = day("2026-01-01");
    draft.content.review_on = day("2027-01-01");
    const auto made = knowledge_->give(as(keeper), draft);
    ASSERT_TRUE(made);
    const PaperRequest wanted{PaperSource::knowledge_entry, made->id};
    EXPECT_THAT(text_of(wanted, keeper), HasSubstr("知识库更新单"));
    EXPECT_EQ(refused(wanted, handler()), RefusalKind::not_found);
}

TEST_F(OfficeDocumentsTest, Clause_11_the_sample_and_a_call_on_paper) {
    for (int i = 0; i < 5; ++i) {
        completed("F-" + std::to_string(i));
    }
    at("2026-10-12T09:00");
    FollowUpDesk follow_up(*desk_);
    followup::MakePlan make;
    make.plan.title = "每周抽查";
    make.plan.per_mille = 1000;
    const auto plan = follow_up.give_plan(as(supervisor()), make);
    ASSERT_TRUE(plan);
    const PaperRequest wanted{PaperSource::sampling_plan, plan->id};
    EXPECT_TRUE(forms_of(wanted, supervisor()).empty()) << "nothing was drawn yet";
    JobControl control;
    StreamRequest draw = as(supervisor(), plan->id);
    draw.idempotency_key = "draw-0001";
    ASSERT_TRUE(follow_up.draw(draw, followup::DrawSample{day("2026-09-30"), day("2026-09-30"), 42},
                               control));
    const std::string sheet = text_of(wanted, supervisor());
    for (const char* part : {"每周抽查（第1次抽取）", "F-0", "F-4", "待回访", "随机种子：42"}) {
        EXPECT_THAT(sheet, HasSubstr(part));
    }
    EXPECT_EQ(refused({PaperSource::sampling_plan, plan->id, {}, {}, 9}, supervisor()),
              RefusalKind::not_found);
    EXPECT_EQ(refused(wanted, handler()), RefusalKind::forbidden);

    const Actor caller = somebody(Role::follow_up_caller);
    const auto calls = follow_up.calls(caller, "waiting", "", 10);
    const std::string call(calls->at("items").at(0).at("id").as_string());
    const PaperRequest record{PaperSource::follow_up_call, call};
    EXPECT_THAT(text_of(record, caller), HasSubstr("□已实际解决"));
    followup::FinishCall finish;
    finish.at = clock_.now();
    finish.answers.resolution = workorder::Resolution::resolved;
    ASSERT_TRUE(follow_up.give_call(as(caller, call), finish));
    const std::string text = text_of(record, caller);
    EXPECT_THAT(text, HasSubstr("■已实际解决"));
    EXPECT_THAT(text, HasSubstr("****"));
    EXPECT_THAT(text, Not(HasSubstr("1234 5678")));
}

TEST_F(OfficeDocumentsTest, Clause_18_many_as_one_file_leave_out_what_is_not_the_readers) {
    const std::string draft = weekly();
    const std::string issued = weekly();
    ASSERT_TRUE(bulletins_->give(as(supervisor(), issued), bulletin::IssueBulletin{}));
    JobControl control;
    const JobResult mine = papers_->print({PaperSource::bulletin, BatchKind::pdf, {draft, issued}},
                                          supervisor(), control);
    EXPECT_EQ(mine.summary.at("documents"), 2);
    EXPECT_TRUE(mine.content.starts_with("%PDF"));
    const JobResult theirs = papers_->print(
        {PaperSource::bulletin, BatchKind::zip, {draft, issued}}, handler(), control);
    EXPECT_EQ(theirs.summary.at("documents"), 1);
    EXPECT_EQ(theirs.summary.at("left_out").as_array().size(), 1U);
    ASSERT_EQ(audit_.events.size(), 2U);
    EXPECT_EQ(audit_.events[1].details.at("subjects").at(0), json::value("bulletin/" + issued));
    EXPECT_EQ(audit_.events[1].details.at("numbers").at(0), "热线周报〔2026〕1号");
    // Without the right to read such things nothing is printed, and nothing recorded.
    const JobResult none =
        papers_->print({PaperSource::admonition, BatchKind::pdf, {"x"}}, handler(), control);
    EXPECT_EQ(none.summary.at("documents"), 0);
    EXPECT_EQ(audit_.events.size(), 2U);
}

} // namespace
} // namespace chengban::usecase
