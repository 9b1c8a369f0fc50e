// Papers of orders over a real store: what they say, who may have them, their numbers and the
// record of every copy.
#include "usecase/order_documents.h"

#include "usecase/bureau_fixture.h"
#include "usecase/held_audit.h"
#include "usecase/order_paper_facts.h"

#include <gmock/gmock.h>

#include <thread>

namespace chengban::usecase {
namespace {

using documents::Form;
using testing::HasSubstr;
using testing::Not;
using workorder::Actor;
using workorder::Role;

class OrderDocumentsTest : public BureauFixture {
protected:
    void SetUp() override {
        BureauFixture::SetUp();
        papers_ = std::make_unique<OrderDocuments>(*desk_, audit_);
    }
    void TearDown() override {
        pool_.stop();
        papers_.reset();
        BureauFixture::TearDown();
    }

    static Actor dispatcher() {
        return {PersonId("dispatcher-1"), UnitId("center"), Role::dispatcher, {}};
    }
    static Actor handler() {
        return {PersonId("huangpu-handler-1"), UnitId("district-310101"), Role::handler, {}};
    }
    static Actor leader() {
        return {PersonId("huangpu-leader"), UnitId("district-310101"), Role::leader_in_charge, {}};
    }
    static Actor stranger() {
        return {PersonId("xuhui-handler-1"), UnitId("district-310104"), Role::handler, {}};
    }

    void give(const Actor& actor, workorder::Command command, const OrderId& order) {
        CommandRequest request;
        request.actor = actor;
        request.order = order;
        request.command = std::move(command);
        const auto answer = desk_->give_now(std::move(request));
        ASSERT_TRUE(answer) << answer.error().problem.reasons.front().words.en;
    }

    // Registered, dispatched to Huangpu, acknowledged, the citizen contacted.
    OrderId handled(const std::string& number, LimitClass limit_class = LimitClass::complex) {
        workorder::Register transfer;
        transfer.hotline_number = number;
        transfer.kind = OrderKind::complaint;
        transfer.limit_class = limit_class;
        transfer.title.plain = "楼道漏水";
        transfer.claim.plain = "三楼楼道漏水已经两周";
        transfer.citizen_name = Text{"王小明", {}};
        transfer.citizen_phone = Text{"13812345678", {}};
        transfer.district = "310101";
        CommandRequest request;
        request.actor = dispatcher();
        request.command = transfer;
        const OrderId order = desk_->give_now(std::move(request))->order;
        workorder::Dispatch dispatch;
        dispatch.unit = UnitId("district-310101");
        give(dispatcher(), dispatch, order);
        workorder::Acknowledge acknowledge;
        acknowledge.handler = handler().person;
        give(handler(), acknowledge, order);
        workorder::RecordContact contact;
        contact.at = clock_.now();
        contact.caller = handler().person;
        contact.reached = true;
        contact.whom = Text{"反映人", {}};
        contact.learnt = Text{"漏水点在屋面", {}};
        contact.told_acceptance = contact.told_procedure = contact.told_limit = true;
        give(handler(), contact, order);
        return order;
    }
    void apply_extension(const OrderId& order) {
        workorder::ApplyExtension apply;
        apply.ground = ExtensionGround::technical_conditions;
        apply.days = 30;
        apply.why.plain = "屋面修缮须连续晴天施工，工期二十五天。";
        give(handler(), apply, order);
    }

    std::string text_of(const OrderId& order, Form form, const Actor& reader) {
        auto file = papers_->file(order, reader, form, FileKind::docx);
        EXPECT_TRUE(file) << file.error().problem.reasons.front().words.en;
        return file ? part_of(std::move(file->bytes), "word/document.xml") : std::string();
    }
    std::vector<std::string> forms_of(const OrderId& order, const Actor& reader) {
        std::vector<std::string> forms;
        const auto items = papers_->list(order, reader);
        for (const json::value& item : *items) {
            forms.emplace_back(item.at("form").as_string().c_str());
        }
        return forms;
    }

    HeldAudit audit_;
    std::unique_ptr<OrderDocuments> papers_;
};

TEST_F(OrderDocumentsTest, an_order_has_the_papers_of_what_happened_to_it) {
    const OrderId order = handled("P-1");
    EXPECT_TRUE(forms_of(order, handler()).empty());
    apply_extension(order);
    workorder::ReportInterim interim;
    interim.content.plain = "抢修人员已到场。";
    give(handler(), interim, order);
    EXPECT_EQ(forms_of(order, handler()),
              (std::vector<std::string>{"extension_application", "interim_report"}));
    EXPECT_EQ(papers_->file(order, handler(), Form::completion_report, FileKind::pdf).error().kind,
              RefusalKind::not_found);
}

TEST_F(OrderDocumentsTest, Clause_6_the_extension_application_says_who_agreed_and_who_has_not_yet) {
    const OrderId order = handled("P-2");
    apply_extension(order);
    workorder::ConsentExtension consent;
    consent.agree = true;
    consent.reason.plain = "请做好防护。";
    give(leader(), consent, order);
    const std::string text = text_of(order, Form::extension_application, handler());
    for (const char* part : {"P-2", "处置的技术条件", "30天", "屋面修缮须连续晴天施工", "郑晓霞",
                             "同意申请。请做好防护。", "水春娟　2026年9月30日10时00分", "（待填）",
                             "黄浦区", "楼道漏水", "复杂"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST(OrderPaper, a_decision_is_said_once) {
    EXPECT_EQ(decision_words(true, "同意。", "情况属实"), "同意。情况属实");
    EXPECT_EQ(decision_words(true, "同意。", "同意存电"), "同意存电");
    EXPECT_EQ(decision_words(false, "不同意。", "不同意，材料不全"), "不同意，材料不全");
    EXPECT_EQ(decision_words(false, "不同意。", "同意不了"), "不同意。同意不了");
}

TEST_F(OrderDocumentsTest, Clause_18_identity_is_masked_and_the_copy_says_who_took_it) {
    const OrderId order = handled("P-3");
    apply_extension(order);
    const std::string text = text_of(order, Form::extension_application, handler());
    EXPECT_THAT(text, HasSubstr("138****5678"));
    EXPECT_THAT(text, HasSubstr("王**"));
    EXPECT_THAT(text, Not(HasSubstr("13812345678")));
    EXPECT_THAT(text, Not(HasSubstr("王小明")));
    auto file = papers_->file(order, handler(), Form::extension_application, FileKind::docx);
    EXPECT_THAT(part_of(std::move(file->bytes), "word/footer1.xml"),
                HasSubstr("导出：郑晓霞（黄浦区住房保障和房屋管理局）2026-09-30 10:00"));
    ASSERT_FALSE(audit_.events.empty());
    EXPECT_EQ(audit_.events.back().what, "export");
    EXPECT_EQ(audit_.events.back().subject, "order/" + order.text());
    EXPECT_EQ(audit_.events.back().details.at("form"), "extension_application");
    audit_.works = false; // no record, no copy
    EXPECT_EQ(
        papers_->file(order, handler(), Form::extension_application, FileKind::pdf).error().kind,
        RefusalKind::unavailable);
}

TEST_F(OrderDocumentsTest, Clause_18_another_unit_does_not_even_learn_that_there_is_an_order) {
    const OrderId order = handled("P-4");
    apply_extension(order);
    EXPECT_EQ(papers_->list(order, stranger()).error().kind, RefusalKind::not_found);
    EXPECT_EQ(
        papers_->file(order, stranger(), Form::extension_application, FileKind::pdf).error().kind,
        RefusalKind::not_found);
    EXPECT_EQ(papers_->issue(order, stranger(), Form::extension_application).error().kind,
              RefusalKind::not_found);
    EXPECT_TRUE(audit_.events.empty());
}

TEST_F(OrderDocumentsTest, Clause_10_completion_report_and_reply_summary) {
    const OrderId order = handled("P-5", LimitClass::general);
    workorder::RecordAnswer answer;
    answer.at = clock_.now();
    answer.by = handler().person;
    answer.content = Text{"屋面已修好。", {}};
    answer.reaction = Text{"满意", {}};
    give(handler(), answer, order);
    workorder::Attach photo;
    photo.attachment = AttachmentId("0190a000-0000-7000-8000-000000000001");
    photo.kind = EvidenceKind::photo;
    photo.file_name.plain = "屋面照片.jpg";
    photo.size = 10;
    give(handler(), photo, order);
    workorder::SubmitCompletion report;
    report.problem.plain = "市民反映三楼楼道漏水。";
    report.facts_evidence.plain = "经现场查看，屋面防水层破损，有照片为证。";
    report.process_result.plain = "9月30日修补防水层，闭水试验合格。";
    report.answer_to_citizen.plain = "已电话答复市民。";
    report.reply_summary.plain = "您反映的楼道漏水已修复，闭水试验合格。";
    report.claim_assessment = ClaimAssessment::reasonable;
    report.site_visit = SiteVisit::visited;
    report.site_visit_day = day_of(clock_.now());
    report.site_visit_people = Text{"郑晓霞", {}};
    report.standard = {true, true, true, true, true, true};
    give(handler(), report, order);

    const std::string full = text_of(order, Form::completion_report, handler());
    for (const char* part : {"一、市民反映的问题", "市民反映三楼楼道漏水。", "屋面防水层破损",
                             "闭水试验合格。", "属实", "诉求合理合法", "实际解决",
                             "是。2026年9月30日，郑晓霞", "附件：屋面照片.jpg", "漏水点在屋面"}) {
        EXPECT_THAT(full, HasSubstr(part));
    }
    const std::string summary = text_of(order, Form::reply_summary, handler());
    EXPECT_THAT(summary, HasSubstr("您反映的楼道漏水已修复"));
    for (const char* internal : {"郑晓霞", "屋面照片", "漏水点", "138", "认定"}) {
        EXPECT_THAT(summary, Not(HasSubstr(internal)));
    }
    EXPECT_EQ(papers_->issue(order, handler(), Form::reply_summary).error().kind,
              RefusalKind::not_found); // it has the order's number
}

TEST_F(OrderDocumentsTest, Clause_14_8_the_notice_names_trigger_evidence_orders_and_limit) {
    const OrderId other = handled("S-1");
    const OrderId order = handled("S-2", LimitClass::general);
    EXPECT_TRUE(forms_of(order, handler()).empty());
    workorder::OpenSupervision open;
    open.trigger = workorder::SupervisionTrigger::repeats;
    open.evidence.orders = {other};
    open.evidence.count = 5;
    open.evidence.explanation = Text{"同一电梯五次反映停运", {}};
    open.demands = Text{"查明停运原因并修复", {}};
    open.due = *parse_instant("2026-10-15T00:00:00+08:00", "due");
    const Actor supervisor{PersonId("supervisor-1"), UnitId("center"), Role::supervisor, {}};
    give(supervisor, open, order);
    const std::string text = text_of(order, Form::supervision_notice, handler());
    for (const char* part :
         {"市民当年度重复投诉 5 次以上（含 5 次）的工单", "同一电梯五次反映停运", "S-1", "S-2",
          "查明停运原因并修复", "2026年10月14日24时", "黄浦区住房保障和房屋管理局",
          "依据《市房屋管理局“12345”市民服务热线工单办理工作规范》（沪房办〔2022〕2号）（十四）第2"
          "项",
          "另有3件不予列示"}) { // counted five, two are the reader's
        EXPECT_THAT(text, HasSubstr(part));
    }
    // Another unit's order is named to nobody who may not know of it.
    EXPECT_EQ(papers_->issue(order, handler(), Form::supervision_notice).error().kind,
              RefusalKind::forbidden); // the center numbers it
    EXPECT_EQ(*papers_->issue(order, supervisor, Form::supervision_notice), "热线督办〔2026〕1号");

    workorder::SubmitSupervisionReport report;
    report.problem.plain = "市民反映电梯停运";
    report.facts_evidence.plain = "主板老化，有维保记录";
    report.opinion_grounds.plain = "依据电梯安全管理办法更换主板";
    report.reply.plain = "已电话答复反映人";
    give(handler(), report, order);
    const std::string written = text_of(order, Form::supervision_report, handler());
    for (const char* part : {"热线督办〔2026〕1号", "主板老化", "依据电梯安全管理办法", "特此报告",
                             "（待填）"}) { // not dated before it is issued
        EXPECT_THAT(written, HasSubstr(part));
    }
}

TEST_F(OrderDocumentsTest, Clause_14_the_notice_says_what_was_found_when_it_was_proposed) {
    const OrderId order = handled("S-3");
    workorder::ProposeSupervision propose;
    propose.trigger = workorder::SupervisionTrigger::long_unresolved;
    propose.evidence.count = 1;
    propose.evidence.explanation = Text{"超过办理时限三天仍未办结", {}};
    give(system_actor(), propose, order);
    workorder::OpenSupervision open;
    open.trigger = propose.trigger;
    give({PersonId("supervisor-1"), UnitId("center"), Role::supervisor, {}}, open, order);
    const std::string text = text_of(order, Form::supervision_notice, handler());
    EXPECT_THAT(text, HasSubstr("（十四）第3项"));
    EXPECT_THAT(text, HasSubstr("超过办理时限三天仍未办结"));
    EXPECT_THAT(text, Not(HasSubstr("不予列示")));
}

TEST_F(OrderDocumentsTest, Clause_14_a_ground_that_nobody_explained_is_what_the_order_says) {
    const Actor supervisor{PersonId("supervisor-1"), UnitId("center"), Role::supervisor, {}};
    const OrderId late = handled("S-4", LimitClass::general);
    clock_.advance_to(*parse_instant("2026-11-02T10:00:00+08:00", "t"));
    workorder::Remind remind;
    remind.reason.plain = "请尽快办结";
    give(supervisor, remind, late);
    workorder::OpenSupervision open;
    open.trigger = workorder::SupervisionTrigger::reminded;
    open.evidence.count = 1;
    open.evidence.orders = {late};
    give(supervisor, open, late);
    const std::string text = text_of(late, Form::supervision_notice, handler());
    EXPECT_THAT(text, HasSubstr("办理时限已于2026年10月"));
    EXPECT_THAT(text, HasSubstr("已催办1次。"));

    const OrderId asked = handled("S-5");
    open.trigger = workorder::SupervisionTrigger::hotline;
    open.evidence = {};
    open.event_id = "HOT-1";
    give({PersonId("hotline"), UnitId("hotline"), Role::hotline, {}}, open, asked);
    EXPECT_THAT(text_of(asked, Form::supervision_notice, handler()),
                HasSubstr("市热线办于2026年11月2日要求督办。"));
}

TEST_F(OrderDocumentsTest, Clause_12_2_the_review_notice_names_the_order_it_takes_up_and_why) {
    workorder::Register sent;
    sent.hotline_number = "FH-1";
    sent.kind = OrderKind::complaint;
    sent.limit_class = LimitClass::review;
    sent.title.plain = "楼道漏水";
    sent.claim.plain = "修复后仍漏水";
    sent.district = "310101";
    sent.reviews = handled("R-1");
    CommandRequest request;
    request.actor = dispatcher();
    request.command = sent;
    const OrderId review = desk_->give_now(std::move(request))->order;
    workorder::Dispatch dispatch;
    dispatch.unit = UnitId("district-310101");
    dispatch.note = Text{"请查明复漏原因", {}};
    give(dispatcher(), dispatch, review);
    const std::string text = text_of(review, Form::review_notice, handler());
    for (const char* part : {"R-1", "FH-1", "请查明复漏原因", "不予退单"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST_F(OrderDocumentsTest, numbers_run_per_unit_form_and_year_without_a_gap) {
    const OrderId first = handled("P-6");
    const OrderId second = handled("P-7");
    apply_extension(first);
    apply_extension(second);
    EXPECT_EQ(*papers_->issue(first, handler(), Form::extension_application),
              "热线延期〔2026〕1号");
    EXPECT_EQ(*papers_->issue(second, leader(), Form::extension_application),
              "热线延期〔2026〕2号");
    // Again, by whomever: the same number.
    EXPECT_EQ(*papers_->issue(first, leader(), Form::extension_application), "热线延期〔2026〕1号");
    EXPECT_THAT(text_of(first, Form::extension_application, handler()),
                HasSubstr("热线延期〔2026〕1号"));
    const auto listed = papers_->list(second, handler());
    EXPECT_EQ(listed->at(0).at("number"), "热线延期〔2026〕2号");
    EXPECT_EQ(papers_->issue(first, dispatcher(), Form::extension_application).error().kind,
              RefusalKind::forbidden); // by the unit whose paper it is
    EXPECT_TRUE(store_->verify({}).faults.empty());
}

TEST_F(OrderDocumentsTest, of_many_who_issue_one_paper_all_get_the_same_number) {
    const OrderId order = handled("P-8");
    apply_extension(order);
    std::vector<std::string> numbers(8);
    std::vector<std::thread> people;
    for (std::string& number : numbers) {
        people.emplace_back([&] {
            const auto taken = papers_->issue(order, handler(), Form::extension_application);
            number = taken ? *taken : taken.error().problem.reasons.front().code;
        });
    }
    for (std::thread& person : people) {
        person.join();
    }
    for (const std::string& number : numbers) {
        EXPECT_EQ(number, "热线延期〔2026〕1号");
    }
}

TEST_F(OrderDocumentsTest, many_papers_at_once_leave_out_what_is_not_there_and_say_so) {
    DocumentBatch batch;
    batch.form = Form::extension_application;
    for (const char* number : {"P-9", "../../P-10"}) {
        batch.orders.push_back(handled(number));
        apply_extension(batch.orders.back());
    }
    batch.orders.push_back(handled("P-11"));
    JobControl control;
    const JobResult pdf = papers_->print(batch, handler(), control);
    EXPECT_EQ(pdf.summary.at("documents"), 2);
    EXPECT_EQ(pdf.summary.at("left_out").as_array().size(), 1U);
    EXPECT_TRUE(pdf.content.starts_with("%PDF"));
    EXPECT_EQ(audit_.events.size(), 1U);
    EXPECT_EQ(audit_.events.front().details.at("documents"), 2);
    batch.kind = BatchKind::zip;
    const JobResult zip = papers_->print(batch, handler(), control);
    auto archive = tabular::ZipArchive::open(zip.content, "x.zip", {});
    ASSERT_TRUE(archive);
    EXPECT_TRUE((*archive)->has("001-P-9-延期申请.docx"));
    EXPECT_TRUE((*archive)->has("002-______P-10-延期申请.docx")); // no way out of its folder
    EXPECT_EQ(papers_->print(batch, stranger(), control).summary.at("documents"), 0);
}

} // namespace
} // namespace chengban::usecase
