// What the papers of review, supervision and admonition are made from (12, 14).
#pragma once

#include "documents/order_papers.h"

namespace chengban::documents {

// 12.2: reassigned after review
struct ReviewNotice {
    std::string issuer; // the center
    std::string number;
    OrderFacts source;                // the order under review
    std::string review_number;        // of the new order
    std::vector<std::string> grounds; // e.g. 当年度累计重复投诉4次
    std::vector<std::string> demands;
    std::optional<Instant> due;
    std::string contact;
    std::optional<Day> day;
    std::string copies_to;
    static constexpr auto fields() {
        using T = ReviewNotice;
        return std::tuple{
            paper_field("issuer", &T::issuer, "发文机关", "issuer"),
            paper_field("number", &T::number, "发文字号", "number"),
            paper_field("source", &T::source, "原工单", "source order"),
            paper_field("review_number", &T::review_number, "复核单编号", "review number"),
            paper_field("grounds", &T::grounds, "复核原因", "grounds"),
            paper_field("demands", &T::demands, "办理要求", "demands"),
            paper_field("due", &T::due, "办理时限", "due"),
            paper_field("contact", &T::contact, "联系人及电话", "contact"),
            paper_field("day", &T::day, "成文日期", "day"),
            paper_field("copies_to", &T::copies_to, "抄送", "copies to")};
    }
};

// An order named in a notice, as a row.
struct NamedOrder {
    std::string hotline_number;
    std::string title;
    std::string unit;
    std::optional<Day> received;
    std::string state;
    static constexpr auto fields() {
        using T = NamedOrder;
        return std::tuple{paper_field("hotline_number", &T::hotline_number, "工单编号", "number"),
                          paper_field("title", &T::title, "事项", "title"),
                          paper_field("unit", &T::unit, "承办单位", "unit"),
                          paper_field("received", &T::received, "受理日期", "received"),
                          paper_field("state", &T::state, "办理情况", "state")};
    }
};

// 14, 14.8
struct SupervisionNotice {
    std::string issuer;
    std::string number;
    std::string addressee;
    std::string matter;
    std::string trigger; // the regulation's own words: 市民当年度重复投诉5次以上（含5次）的工单
    std::string basis; // where it says so: 《…》（十四）第2项
    std::vector<std::string> evidence;
    std::vector<NamedOrder> orders;
    std::int64_t unlisted = 0; // counted, and not for this reader
    std::vector<std::string> demands;
    std::optional<Instant> due;
    std::string contact;
    std::optional<Day> day;
    std::string urgency;
    std::string copies_to;
    static constexpr auto fields() {
        using T = SupervisionNotice;
        return std::tuple{paper_field("issuer", &T::issuer, "发文机关", "issuer"),
                          paper_field("number", &T::number, "发文字号", "number"),
                          paper_field("addressee", &T::addressee, "主送机关", "addressee"),
                          paper_field("matter", &T::matter, "督办事项", "matter"),
                          paper_field("trigger", &T::trigger, "督办情形", "trigger"),
                          paper_field("basis", &T::basis, "依据条文", "article"),
                          paper_field("evidence", &T::evidence, "依据", "evidence"),
                          paper_field("orders", &T::orders, "工单", "orders"),
                          paper_field("unlisted", &T::unlisted, "不予列示件数", "not listed"),
                          paper_field("demands", &T::demands, "督办要求", "demands"),
                          paper_field("due", &T::due, "办结时限", "due"),
                          paper_field("contact", &T::contact, "联系人及电话", "contact"),
                          paper_field("day", &T::day, "成文日期", "day"),
                          paper_field("urgency", &T::urgency, "紧急程度", "urgency"),
                          paper_field("copies_to", &T::copies_to, "抄送", "copies to")};
    }
};

// 14.9: under the unit's seal, dated, issued by its administrative principal
struct SupervisionReport {
    std::string unit;
    std::string number;
    std::string issued_by;
    std::string addressee;
    std::string notice_number;
    std::string matter;
    std::string problem;
    std::string facts_evidence;
    std::string opinion_grounds;
    std::string answer_to_citizen;
    std::string change; // 14.8: what changed, and when the citizen was answered again
    std::vector<std::string> attachments;
    std::optional<Day> day;
    std::string contact;
    static constexpr auto fields() {
        using T = SupervisionReport;
        return std::tuple{
            paper_field("unit", &T::unit, "报告单位", "unit"),
            paper_field("number", &T::number, "发文字号", "number"),
            paper_field("issued_by", &T::issued_by, "签发人", "issued by"),
            paper_field("addressee", &T::addressee, "主送机关", "addressee"),
            paper_field("notice_number", &T::notice_number, "督办通知字号", "notice number"),
            paper_field("matter", &T::matter, "督办事项", "matter"),
            paper_field("problem", &T::problem, "市民反映的问题", "the problem"),
            paper_field("facts_evidence", &T::facts_evidence, "查明的事实和证据", "facts"),
            paper_field("opinion_grounds", &T::opinion_grounds, "处理意见、依据", "opinion"),
            paper_field("answer_to_citizen", &T::answer_to_citizen, "答复市民的情况", "answer"),
            paper_field("change", &T::change, "办理结果变更情况", "change"),
            paper_field("attachments", &T::attachments, "附件", "attachments"),
            paper_field("day", &T::day, "报告日期", "day"),
            paper_field("contact", &T::contact, "联系人及电话", "contact")};
    }
};

// 14.10: an interview (约谈) or a letter that reminds (提醒函)
enum class AdmonitionKind { interview, reminder };

struct Admonition {
    AdmonitionKind kind = AdmonitionKind::interview;
    std::string issuer; // the bureau office
    std::string number;
    std::string addressee;
    std::string subject;
    std::vector<std::string> facts; // what was found
    std::vector<std::string> demands;
    std::optional<Instant> at; // of the interview
    std::string place;
    std::string attendees;
    std::optional<Day> reply_by;
    std::string contact;
    std::optional<Day> day;
    std::string copies_to;
    static constexpr auto fields() {
        using T = Admonition;
        return std::tuple{paper_field("kind", &T::kind, "种类", "kind"),
                          paper_field("issuer", &T::issuer, "发文机关", "issuer"),
                          paper_field("number", &T::number, "发文字号", "number"),
                          paper_field("addressee", &T::addressee, "主送机关", "addressee"),
                          paper_field("subject", &T::subject, "约谈事项", "subject"),
                          paper_field("facts", &T::facts, "存在的问题", "facts"),
                          paper_field("demands", &T::demands, "整改要求", "demands"),
                          paper_field("at", &T::at, "约谈时间", "at"),
                          paper_field("place", &T::place, "约谈地点", "place"),
                          paper_field("attendees", &T::attendees, "参加人员", "attendees"),
                          paper_field("reply_by", &T::reply_by, "反馈期限", "reply by"),
                          paper_field("contact", &T::contact, "联系人及电话", "contact"),
                          paper_field("day", &T::day, "成文日期", "day"),
                          paper_field("copies_to", &T::copies_to, "抄送", "copies to")};
    }
};

// 14.10: 通报批评
struct Reprimand {
    std::string issuer;
    std::string number;
    std::string addressee;
    std::string subject;
    std::vector<std::string> facts;
    std::string decision;
    std::vector<std::string> demands;
    std::optional<Day> day;
    std::string copies_to;
    static constexpr auto fields() {
        using T = Reprimand;
        return std::tuple{paper_field("issuer", &T::issuer, "发文机关", "issuer"),
                          paper_field("number", &T::number, "发文字号", "number"),
                          paper_field("addressee", &T::addressee, "主送机关", "addressee"),
                          paper_field("subject", &T::subject, "通报事项", "subject"),
                          paper_field("facts", &T::facts, "基本情况", "facts"),
                          paper_field("decision", &T::decision, "处理决定", "decision"),
                          paper_field("demands", &T::demands, "工作要求", "demands"),
                          paper_field("day", &T::day, "成文日期", "day"),
                          paper_field("copies_to", &T::copies_to, "抄送", "copies to")};
    }
};

// 12.4
struct RepeatRow {
    std::string citizen; // masked
    std::string matter;
    std::int64_t times = 0;
    std::vector<std::string> hotline_numbers;
    std::string cause; // 自身问题 or 客观原因, and what it is
    std::string rectification;
    std::optional<Day> by;
    std::string result;
    static constexpr auto fields() {
        using T = RepeatRow;
        return std::tuple{paper_field("citizen", &T::citizen, "反映人", "citizen"),
                          paper_field("matter", &T::matter, "反映事项", "matter"),
                          defaulted("times", &T::times, "次数", "times", k_paper_count),
                          paper_field("hotline_numbers", &T::hotline_numbers, "工单编号", "orders"),
                          paper_field("cause", &T::cause, "原因", "cause"),
                          paper_field("rectification", &T::rectification, "整改措施", "measures"),
                          paper_field("by", &T::by, "完成期限", "by"),
                          paper_field("result", &T::result, "整改结果", "result")};
    }
};

struct HalfYearTable {
    std::string unit;
    std::string number;
    std::string period; // 2026年上半年
    std::vector<RepeatRow> rows;
    std::string summary;
    std::string filled_by;
    std::string approved_by; // the principal
    std::optional<Day> day;
    static constexpr auto fields() {
        using T = HalfYearTable;
        return std::tuple{paper_field("unit", &T::unit, "承办单位", "unit"),
                          paper_field("number", &T::number, "编号", "number"),
                          paper_field("period", &T::period, "期间", "period"),
                          paper_field("rows", &T::rows, "清单", "rows"),
                          paper_field("summary", &T::summary, "整改情况", "summary"),
                          paper_field("filled_by", &T::filled_by, "填报人", "filled by"),
                          paper_field("approved_by", &T::approved_by, "审核人", "approved by"),
                          paper_field("day", &T::day, "填报日期", "day")};
    }
};

} // namespace chengban::documents

template <>
struct chengban::EnumTable<chengban::documents::AdmonitionKind> {
    using E = chengban::documents::AdmonitionKind;
    static constexpr std::array rows{EnumRow<E>{E::interview, "interview", "约谈", "interview"},
                                     EnumRow<E>{E::reminder, "reminder", "提醒", "reminder"}};
};
