// Papers of one order: 6 extension, 7 return, 8 filing, 10 completion, B3 interim report.
#include "documents/form_parts.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

// «属实。现场照片显示…»
std::string finding(const std::string& option, const std::string& reason) {
    return reason.empty() ? or_blank(option) : or_blank(option) + "。" + reason;
}

void add_files(Document& document, const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        document.attachments.push_back({file, {}});
    }
}

} // namespace

Document completion_report(const CompletionReport& paper) {
    Document document;
    document.title = "“12345”市民服务热线工单办结汇报";
    document.reference = number_line(paper.number);
    Table facts = form_table();
    add_order_rows(facts, paper.order, false);
    facts.rows.push_back(wide_row("联系记录", contacts_text(paper.contacts)));
    document.body.emplace_back(std::move(facts));
    add_heading(document, 1, "一、市民反映的问题");
    add_paragraph(document, paper.problem);
    add_heading(document, 1, "二、查明的事实和证据");
    add_paragraph(document, paper.facts_evidence);
    if (!paper.investigation.empty()) {
        add_heading(document, 2, "调查核实情况和认定依据");
        add_paragraph(document, paper.investigation);
    }
    add_heading(document, 1, "三、处理经过和结果");
    add_paragraph(document, paper.process_result);
    add_heading(document, 1, "四、答复市民的情况");
    add_paragraph(document, paper.answer_to_citizen);
    Table findings = form_table();
    findings.caption = "办理结果认定";
    findings.rows.push_back(wide_row("事实认定", finding(paper.fact_finding, paper.fact_reason)));
    if (!paper.claim_assessment.empty()) { // optional for some kinds (I 32)
        findings.rows.push_back(
            wide_row("诉求认定", finding(paper.claim_assessment, paper.claim_reason)));
    }
    findings.rows.push_back(wide_row("处理结果", finding(paper.outcome, paper.outcome_reason)));
    if (!paper.site_visit.empty()) {
        findings.rows.push_back(
            wide_row("现场查看", finding(paper.site_visit, paper.site_visit_detail)));
    }
    for (const Opinion& approval : paper.approvals) {
        findings.rows.push_back(opinion_row(approval.post, approval));
    }
    document.body.emplace_back(std::move(findings));
    add_files(document, paper.evidence);
    document.signature = signature(paper.order.unit, paper.day, false);
    return document;
}

Document reply_summary(const ReplySummary& paper) {
    Document document;
    document.title = "“12345”市民服务热线工单答复要点";
    document.reference = "工单编号：" + or_blank(paper.hotline_number);
    add_paragraph(document, paper.text);
    document.signature = signature(paper.unit, paper.day, false);
    return document;
}

Document return_application(const ReturnApplication& paper) {
    Document document;
    document.title = "“12345”市民服务热线工单退单申请";
    document.reference = number_line(paper.number);
    Table table = form_table();
    add_order_rows(table, paper.order, true);
    table.rows.push_back(wide_row("联系反映人", contacts_text(paper.contacts)));
    table.rows.push_back(wide_row("事发时间、\n地点", paper.event_time_place));
    table.rows.push_back(wide_row("涉及人员", paper.people));
    table.rows.push_back(wide_row("相关事项", paper.matter));
    table.rows.push_back(wide_row("退单理由", paper.reason));
    table.rows.push_back(wide_row("后续处置\n单位方向", paper.next_unit));
    table.rows.push_back(wide_row("政策依据", paper.policy_basis));
    table.rows.push_back(wide_row("核实情况", paper.verification));
    if (paper.designated) {
        table.rows.push_back(wide_row("特殊情况", paper.special_circumstances));
    }
    table.rows.push_back(pair_row("申请人", paper.applicant, "申请日期", day_words(paper.day)));
    table.rows.push_back(opinion_row("审核意见", paper.decision));
    document.body.emplace_back(std::move(table));
    if (paper.designated) { // 7.6: in writing, under the unit's seal
        document.signature = signature(paper.order.unit, paper.day, true);
    }
    return document;
}

Document extension_application(const ExtensionApplication& paper) {
    Document document;
    document.title = "“12345”市民服务热线工单延期申请";
    document.reference = number_line(paper.number);
    Table table = form_table();
    add_order_rows(table, paper.order, true);
    table.rows.push_back(pair_row("延期理由\n类别", paper.ground, "申请延期",
                                  paper.days ? fmt::format("{}天", *paper.days) : std::string{}));
    table.rows.push_back(wide_row("具体理由", paper.why));
    table.rows.push_back(pair_row("申请人", paper.applicant, "申请日期", day_words(paper.day)));
    table.rows.push_back(opinion_row("承办单位\n分管领导\n意见", paper.consent));
    table.rows.push_back(opinion_row("市物业管理\n事务中心\n审核意见", paper.review));
    table.rows.push_back(opinion_row("市民服务\n热线审批\n意见", paper.answer));
    table.rows.push_back(wide_row("延期后时限", due_words(paper.extended_due)));
    document.body.emplace_back(std::move(table));
    add_note(
        document,
        "注：所申请延期的工单，必须在申请延长的时限内实际解决；经批准延期的，应当及时告知反映人。");
    return document;
}

Document filing_form(const FilingForm& paper) {
    Document document;
    document.title = "存电备案单";
    document.reference = number_line(paper.number);
    Table table = form_table();
    add_order_rows(table, paper.order, true);
    table.rows.push_back(wide_row("存电事项", paper.matter));
    if (!paper.related_numbers.empty()) {
        table.rows.push_back(wide_row("关联工单", lines_of(paper.related_numbers)));
    }
    table.rows.push_back(wide_row("诉求概括", paper.summary));
    table.rows.push_back(wide_row("事实认定", paper.facts));
    table.rows.push_back(wide_row("法规政策\n适用", paper.law_policy));
    table.rows.push_back(wide_row("办结结论", paper.conclusion));
    table.rows.push_back(wide_row("证据材料", numbered(paper.evidence)));
    table.rows.push_back(pair_row("经办人", paper.applicant, "申请日期", day_words(paper.day)));
    table.rows.push_back(opinion_row("责任科室\n负责人审签", paper.section_head));
    table.rows.push_back(opinion_row("主要负责人\n审签", paper.principal));
    table.rows.push_back(opinion_row("市物业管理\n事务中心\n审核意见", paper.review));
    table.rows.push_back(opinion_row("市民服务\n热线备案\n意见", paper.record));
    document.body.emplace_back(std::move(table));
    return document;
}

Document interim_report(const InterimReport& paper) {
    Document document;
    document.urgency = "特急";
    document.title = "紧急工单办理情况中途汇报";
    document.reference = number_line(paper.number);
    Table table = form_table();
    add_order_rows(table, paper.order, true);
    for (std::size_t i = 0; i < paper.earlier.size(); ++i) {
        table.rows.push_back(
            wide_row(fmt::format("第{}次汇报", chinese_number(static_cast<int>(i % 99) + 1)),
                     paper.earlier[i]));
    }
    table.rows.push_back(wide_row(
        fmt::format("第{}次汇报", chinese_number(static_cast<int>(paper.earlier.size() % 99) + 1)),
        paper.content));
    table.rows.push_back(
        pair_row("汇报人", paper.reporter, "汇报时间", time_words(paper.reported_at)));
    document.body.emplace_back(std::move(table));
    add_note(document, "注：本汇报为中途汇报，办理结果另行报告。");
    return document;
}

} // namespace chengban::documents
