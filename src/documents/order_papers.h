// What the papers of one order are made from. Every field may be left out: the paper then shows a
// marked blank. Words of closed lists come in Chinese; times and days as such.
#pragma once

#include "base/record.h"

namespace chengban::documents {

inline constexpr Bounds k_paper_text{0, 20'000};
inline constexpr Bounds k_paper_items{0, 2'000};
inline constexpr Bounds k_paper_count{0, 100'000'000};

template <class Owner, class Value>
constexpr Field<Owner, Value> paper_field(std::string_view name, Value Owner::*member,
                                          std::string_view zh, std::string_view en) {
    return {name,
            member,
            zh,
            en,
            std::is_same_v<Value, std::string> ? k_paper_text : k_paper_items,
            Presence::defaulted};
}

struct OrderFacts {
    std::string hotline_number;
    std::string title;
    std::string kind;
    std::string source;
    std::string limit_class;
    std::string citizen; // as the reader may see it: masked, or none
    std::string phone;
    std::string address;
    std::string claim;
    std::string unit;
    std::string handler;
    std::optional<Instant> called_at;
    std::optional<Instant> dispatched_at;
    std::optional<Instant> due;
    static constexpr auto fields() {
        using T = OrderFacts;
        return std::tuple{paper_field("hotline_number", &T::hotline_number, "工单编号", "number"),
                          paper_field("title", &T::title, "标题", "title"),
                          paper_field("kind", &T::kind, "诉求性质", "kind"),
                          paper_field("source", &T::source, "来源", "source"),
                          paper_field("limit_class", &T::limit_class, "时限类别", "limit class"),
                          paper_field("citizen", &T::citizen, "反映人", "citizen"),
                          paper_field("phone", &T::phone, "联系电话", "phone"),
                          paper_field("address", &T::address, "地址", "address"),
                          paper_field("claim", &T::claim, "诉求内容", "claim"),
                          paper_field("unit", &T::unit, "承办单位", "unit"),
                          paper_field("handler", &T::handler, "经办人", "handler"),
                          paper_field("called_at", &T::called_at, "来电时间", "time of the call"),
                          paper_field("dispatched_at", &T::dispatched_at, "派单时间", "dispatched"),
                          paper_field("due", &T::due, "办理时限", "due")};
    }
};

// A signature in a post, given or still owed (then without person and time).
struct Opinion {
    std::string post;
    std::string opinion;
    std::string person; // «代» is part of it for a substitute
    std::optional<Instant> at;
    static constexpr auto fields() {
        using T = Opinion;
        return std::tuple{paper_field("post", &T::post, "职务", "post"),
                          paper_field("opinion", &T::opinion, "意见", "opinion"),
                          paper_field("person", &T::person, "签名", "person"),
                          paper_field("at", &T::at, "时间", "at")};
    }
};

struct ContactFact {
    std::optional<Instant> at;
    std::string channel;
    std::string caller;
    bool reached = false;
    std::string learnt;
    static constexpr auto fields() {
        using T = ContactFact;
        return std::tuple{paper_field("at", &T::at, "时间", "at"),
                          paper_field("channel", &T::channel, "方式", "channel"),
                          paper_field("caller", &T::caller, "联系人员", "caller"),
                          paper_field("reached", &T::reached, "是否联系上", "reached"),
                          paper_field("learnt", &T::learnt, "了解情况", "learnt")};
    }
};

// 10.1
struct CompletionReport {
    std::string number;
    OrderFacts order;
    std::vector<ContactFact> contacts;
    std::string problem;
    std::string facts_evidence;
    std::string process_result;
    std::string answer_to_citizen;
    std::string investigation; // where 10.1 asks for it
    std::string fact_finding, fact_reason;
    std::string claim_assessment, claim_reason;
    std::string outcome, outcome_reason;
    std::string site_visit, site_visit_detail;
    std::vector<Opinion> approvals;
    std::vector<std::string> evidence; // file names
    std::optional<Day> day;
    static constexpr auto fields() {
        using T = CompletionReport;
        return std::tuple{
            paper_field("number", &T::number, "编号", "number"),
            paper_field("order", &T::order, "工单", "order"),
            paper_field("contacts", &T::contacts, "联系记录", "contacts"),
            paper_field("problem", &T::problem, "反映的问题", "the problem"),
            paper_field("facts_evidence", &T::facts_evidence, "查明的事实和证据", "facts"),
            paper_field("process_result", &T::process_result, "处理经过和结果", "process"),
            paper_field("answer_to_citizen", &T::answer_to_citizen, "答复市民情况", "answer"),
            paper_field("investigation", &T::investigation, "调查核实情况和认定依据", "grounds"),
            paper_field("fact_finding", &T::fact_finding, "事实认定", "fact finding"),
            paper_field("fact_reason", &T::fact_reason, "事实认定说明", "fact reason"),
            paper_field("claim_assessment", &T::claim_assessment, "诉求认定", "claim assessment"),
            paper_field("claim_reason", &T::claim_reason, "诉求认定说明", "claim reason"),
            paper_field("outcome", &T::outcome, "处理结果", "outcome"),
            paper_field("outcome_reason", &T::outcome_reason, "处理结果说明", "outcome reason"),
            paper_field("site_visit", &T::site_visit, "现场查看", "site visit"),
            paper_field("site_visit_detail", &T::site_visit_detail, "现场查看情况", "of the visit"),
            paper_field("approvals", &T::approvals, "审批", "approvals"),
            paper_field("evidence", &T::evidence, "证据材料", "evidence"),
            paper_field("day", &T::day, "日期", "day")};
    }
};

// 10.2: the citizen reads it word for word; nothing internal has a place in it.
struct ReplySummary {
    std::string hotline_number;
    std::string text;
    std::string unit;
    std::optional<Day> day;
    static constexpr auto fields() {
        using T = ReplySummary;
        return std::tuple{paper_field("hotline_number", &T::hotline_number, "工单编号", "number"),
                          paper_field("text", &T::text, "答复要点", "reply summary"),
                          paper_field("unit", &T::unit, "承办单位", "unit"),
                          paper_field("day", &T::day, "日期", "day")};
    }
};

// 7.2, 7.6
struct ReturnApplication {
    std::string number;
    OrderFacts order;
    std::vector<ContactFact> contacts;
    std::string event_time_place, people, matter, reason, next_unit, policy_basis, verification;
    bool designated = false; // by the hotline or the office: seal and special circumstances
    std::string special_circumstances;
    std::string applicant;
    std::optional<Day> day;
    Opinion decision;
    static constexpr auto fields() {
        using T = ReturnApplication;
        return std::tuple{
            paper_field("number", &T::number, "编号", "number"),
            paper_field("order", &T::order, "工单", "order"),
            paper_field("contacts", &T::contacts, "联系记录", "contacts"),
            paper_field("event_time_place", &T::event_time_place, "事发时间、地点", "time, place"),
            paper_field("people", &T::people, "涉及人员", "people"),
            paper_field("matter", &T::matter, "相关事项", "matter"),
            paper_field("reason", &T::reason, "退单理由", "reason"),
            paper_field("next_unit", &T::next_unit, "后续处置单位方向", "next unit"),
            paper_field("policy_basis", &T::policy_basis, "政策依据", "policy basis"),
            paper_field("verification", &T::verification, "核实情况", "verification"),
            paper_field("designated", &T::designated, "指定办理", "designated"),
            paper_field("special_circumstances", &T::special_circumstances, "特殊情况", "special"),
            paper_field("applicant", &T::applicant, "申请人", "applicant"),
            paper_field("day", &T::day, "申请日期", "day"),
            paper_field("decision", &T::decision, "审核意见", "decision")};
    }
};

// 6
struct ExtensionApplication {
    std::string number;
    OrderFacts order;
    std::string ground;
    std::optional<std::int64_t> days;
    std::string why;
    std::string applicant;
    std::optional<Day> day;
    Opinion consent; // 6.1: the leader in charge
    Opinion review;  // 6.2: the center
    Opinion answer;  // 6.2: the hotline
    std::optional<Instant> extended_due;
    static constexpr auto fields() {
        using T = ExtensionApplication;
        return std::tuple{paper_field("number", &T::number, "编号", "number"),
                          paper_field("order", &T::order, "工单", "order"),
                          paper_field("ground", &T::ground, "延期理由类别", "ground"),
                          paper_field("days", &T::days, "申请延期天数", "days"),
                          paper_field("why", &T::why, "具体理由", "why"),
                          paper_field("applicant", &T::applicant, "申请人", "applicant"),
                          paper_field("day", &T::day, "申请日期", "day"),
                          paper_field("consent", &T::consent, "分管领导意见", "consent"),
                          paper_field("review", &T::review, "中心审核意见", "review"),
                          paper_field("answer", &T::answer, "热线审批意见", "answer"),
                          paper_field("extended_due", &T::extended_due, "延期后时限", "new limit")};
    }
};

// 8.2, 8.3
struct FilingForm {
    std::string number;
    OrderFacts order;
    std::string matter, summary, facts, law_policy, conclusion;
    std::vector<std::string> evidence;
    std::vector<std::string> related_numbers;
    std::string applicant;
    std::optional<Day> day;
    Opinion section_head; // the two signers, two different people
    Opinion principal;
    Opinion review;
    Opinion record;
    static constexpr auto fields() {
        using T = FilingForm;
        return std::tuple{
            paper_field("number", &T::number, "编号", "number"),
            paper_field("order", &T::order, "工单", "order"),
            paper_field("matter", &T::matter, "存电事项", "matter"),
            paper_field("summary", &T::summary, "诉求概括", "summary"),
            paper_field("facts", &T::facts, "事实认定", "facts"),
            paper_field("law_policy", &T::law_policy, "法规政策适用", "law and policy"),
            paper_field("conclusion", &T::conclusion, "办结结论", "conclusion"),
            paper_field("evidence", &T::evidence, "证据材料", "evidence"),
            paper_field("related_numbers", &T::related_numbers, "关联工单", "related orders"),
            paper_field("applicant", &T::applicant, "经办人", "applicant"),
            paper_field("day", &T::day, "申请日期", "day"),
            paper_field("section_head", &T::section_head, "责任科室负责人", "section head"),
            paper_field("principal", &T::principal, "主要负责人", "principal"),
            paper_field("review", &T::review, "中心审核意见", "review"),
            paper_field("record", &T::record, "热线备案意见", "record")};
    }
};

// B3, of urgent orders
struct InterimReport {
    std::string number;
    OrderFacts order;
    std::vector<std::string> earlier; // reports before this one, oldest first
    std::string content;
    std::string reporter;
    std::optional<Instant> reported_at;
    static constexpr auto fields() {
        using T = InterimReport;
        return std::tuple{paper_field("number", &T::number, "编号", "number"),
                          paper_field("order", &T::order, "工单", "order"),
                          paper_field("earlier", &T::earlier, "此前汇报", "earlier reports"),
                          paper_field("content", &T::content, "汇报内容", "content"),
                          paper_field("reporter", &T::reporter, "汇报人", "reporter"),
                          paper_field("reported_at", &T::reported_at, "汇报时间", "reported at")};
    }
};

} // namespace chengban::documents
