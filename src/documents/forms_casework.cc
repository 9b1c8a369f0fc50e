// Papers from office to office: 12.2 review, 14 supervision, 14.10 admonition and reprimand.
#include "base/utf8.h"
#include "documents/form_parts.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

Cell head_cell(std::string text) {
    return text_cell(std::move(text), Align::centre);
}

Table orders_table(const std::vector<NamedOrder>& orders) {
    Table table;
    table.shares = {0.9, 3.5, 2.6, 2.0, 2.5, 1.5};
    table.head = {{head_cell("序号"), head_cell("工单编号"), head_cell("事项"),
                   head_cell("承办单位"), head_cell("受理日期"), head_cell("办理情况")}};
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const NamedOrder& order = orders[i];
        Cell number;
        number.value = static_cast<std::int64_t>(i + 1);
        number.align = Align::centre;
        Cell received = text_cell(std::string(k_blank), Align::centre);
        if (order.received) {
            received.value = *order.received;
        }
        table.rows.push_back({std::move(number), text_cell(or_blank(order.hotline_number)),
                              text_cell(or_blank(order.title)), text_cell(or_blank(order.unit)),
                              std::move(received),
                              text_cell(or_blank(order.state), Align::centre)});
    }
    return table;
}

void add_contact(Document& document, const std::string& contact) {
    if (!contact.empty()) {
        document.remark = "联系人：" + contact;
    }
}

// Inside a title, «关于督办“电梯停运”工单的通知»: many matters begin with 关于 themselves.
std::string_view without_about(std::string_view matter) {
    constexpr std::string_view k_about = "关于";
    const std::string_view said = trim(matter);
    return said.starts_with(k_about) ? said.substr(k_about.size()) : said;
}

// A blank has its own brackets and stands in no others.
std::string quoted(std::string_view text) {
    const std::string said = or_blank(text);
    return said == k_blank ? said : fmt::format("“{}”", said);
}
std::string bracketed(std::string_view text) {
    const std::string said = or_blank(text);
    return said == k_blank ? said : fmt::format("（{}）", said);
}

} // namespace

Document review_notice(const ReviewNotice& paper) {
    Document document;
    document.head = letterhead(paper.issuer, paper.number);
    document.title = fmt::format("关于对{}号工单回访复核（重新交办）的通知",
                                 or_blank(paper.source.hotline_number));
    document.addressee = or_blank(paper.source.unit);
    add_paragraph(
        document,
        fmt::format("你单位承办的{}号工单{}，经回访复核，现重新交你单位办理，复核单编号为{}。"
                    "有关事项通知如下：",
                    or_blank(paper.source.hotline_number), bracketed(paper.source.title),
                    or_blank(paper.review_number)));
    add_heading(document, 1, "一、复核原因");
    add_list(document, paper.grounds);
    add_heading(document, 1, "二、办理要求");
    add_list(document, paper.demands);
    add_heading(document, 1, "三、办理时限");
    add_paragraph(document,
                  fmt::format("请于{}前办结并反馈。回访复核工单不予退单。", due_words(paper.due)));
    document.signature = signature(paper.issuer, paper.day, true);
    add_contact(document, paper.contact);
    document.imprint = imprint(paper.copies_to, paper.issuer, paper.day);
    return document;
}

Document supervision_notice(const SupervisionNotice& paper) {
    Document document;
    document.urgency = paper.urgency;
    document.head = letterhead(paper.issuer, paper.number);
    document.title = fmt::format("关于督办{}工单的通知", quoted(without_about(paper.matter)));
    document.addressee = or_blank(paper.addressee);
    add_paragraph(
        document,
        fmt::format("经核查，以下事项属于{}的督办范围，依据{}，现予督办。有关事项通知如下：",
                    quoted(paper.trigger), or_blank(paper.basis)));
    add_heading(document, 1, "一、督办事项和依据");
    add_list(document, paper.evidence);
    if (!paper.orders.empty()) {
        document.body.emplace_back(orders_table(paper.orders));
    }
    if (paper.unlisted > 0) {
        add_note(document, fmt::format("另有{}件不予列示。", paper.unlisted));
    }
    add_heading(document, 1, "二、督办要求");
    add_list(document, paper.demands);
    add_heading(document, 1, "三、办结时限");
    add_paragraph(
        document,
        fmt::format(
            "收到本通知后，请报单位领导，于{}前办结，并报送督办件办理报告。办理报告应当包括市民"
            "反映的问题，查明的事实和证据，处理意见、依据以及答复市民的情况，加盖单位印章，"
            "注明报告日期，由行政主要负责人签发。督办工单不予退单。",
            due_words(paper.due)));
    document.signature = signature(paper.issuer, paper.day, true);
    add_contact(document, paper.contact);
    document.imprint = imprint(paper.copies_to, paper.issuer, paper.day);
    return document;
}

Document supervision_report(const SupervisionReport& paper) {
    Document document;
    document.head = letterhead(paper.unit, paper.number, or_blank(paper.issued_by));
    document.title = fmt::format("关于{}督办件办理情况的报告", quoted(without_about(paper.matter)));
    document.addressee = or_blank(paper.addressee);
    add_paragraph(document, fmt::format("《督办通知》{}收悉。现将办理情况报告如下：",
                                        bracketed(paper.notice_number)));
    add_heading(document, 1, "一、市民反映的问题");
    add_paragraph(document, paper.problem);
    add_heading(document, 1, "二、查明的事实和证据");
    add_paragraph(document, paper.facts_evidence);
    add_heading(document, 1, "三、处理意见和依据");
    add_paragraph(document, paper.opinion_grounds);
    add_heading(document, 1, "四、答复市民的情况");
    add_paragraph(document, paper.answer_to_citizen);
    if (!paper.change.empty()) { // 14.8
        add_heading(document, 1, "五、办理结果变更和重新回复市民的情况");
        add_paragraph(document, paper.change);
    }
    add_paragraph(document, "特此报告。");
    for (const std::string& attachment : paper.attachments) {
        document.attachments.push_back({attachment, {}});
    }
    document.signature = signature(paper.unit, paper.day, true);
    add_contact(document, paper.contact);
    return document;
}

Document admonition(const Admonition& paper) {
    const bool interview = paper.kind == AdmonitionKind::interview;
    Document document;
    document.head = letterhead(paper.issuer, paper.number);
    document.title = interview ? fmt::format("关于就{}进行约谈的通知", or_blank(paper.subject))
                               : fmt::format("关于{}的提醒函", or_blank(paper.subject));
    document.addressee = or_blank(paper.addressee);
    add_paragraph(document,
                  interview
                      ? "因你单位在市民服务热线工单办理工作中存在以下问题，现就有关情况约谈你单位。"
                        "有关事项通知如下："
                      : "你单位在市民服务热线工单办理工作中存在以下问题，现提醒如下：");
    add_heading(document, 1, "一、存在的问题");
    add_list(document, paper.facts);
    if (interview) {
        add_heading(document, 1, "二、约谈安排");
        add_paragraph(document, "时间：" + time_words(paper.at));
        add_paragraph(document, "地点：" + or_blank(paper.place));
        add_paragraph(document, "参加人员：" + or_blank(paper.attendees));
    }
    add_heading(document, 1, interview ? "三、有关要求" : "二、有关要求");
    add_list(document, paper.demands);
    add_paragraph(document, fmt::format("请于{}前将整改情况书面反馈。", day_words(paper.reply_by)));
    document.signature = signature(paper.issuer, paper.day, true);
    add_contact(document, paper.contact);
    document.imprint = imprint(paper.copies_to, paper.issuer, paper.day);
    return document;
}

Document reprimand(const Reprimand& paper) {
    Document document;
    document.head = letterhead(paper.issuer, paper.number);
    document.title = fmt::format("关于{}的通报", or_blank(paper.subject));
    document.addressee = or_blank(paper.addressee);
    add_heading(document, 1, "一、基本情况");
    add_list(document, paper.facts);
    add_heading(document, 1, "二、处理决定");
    add_paragraph(document, paper.decision);
    add_heading(document, 1, "三、工作要求");
    add_list(document, paper.demands);
    document.signature = signature(paper.issuer, paper.day, true);
    document.imprint = imprint(paper.copies_to, paper.issuer, paper.day);
    return document;
}

} // namespace chengban::documents
