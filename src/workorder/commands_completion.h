// Commands of clauses 9 and 10: answer, completion, approvals, rejection by the hotline; and the
// facts that land on an order from elsewhere.
#pragma once

#include "workorder/commands_application.h"

namespace chengban::workorder {

// A lint finding that the handler confirms; positions in code points of its text.
struct LintException {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    Text matched; // may be a citizen's number
    Text reason;
    static constexpr auto fields() {
        using T = LintException;
        return std::tuple{field("begin", &T::begin, "起", "begin", {0, 100'000}),
                          field("end", &T::end, "止", "end", {0, 100'000}),
                          field("matched", &T::matched, "词语", "matched", {1, 100}),
                          field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

// 9: first the citizen is answered, or it is said why no answer was possible.
struct RecordAnswer {
    static constexpr std::string_view name = "record_answer";
    static constexpr std::string_view zh = "登记答复";
    Instant at;
    Channel channel = Channel::phone;
    PersonId by;
    bool answered = true;
    std::optional<Text> content;
    std::optional<Text> reaction;
    std::optional<Text> why_not;
    std::vector<LintException> lint_exceptions; // of the content
    bool simulated = false;
    static constexpr auto fields() {
        using T = RecordAnswer;
        return std::tuple{field("at", &T::at, "答复时间", "time of the answer"),
                          defaulted("channel", &T::channel, "答复方式", "channel"),
                          field("by", &T::by, "答复人员", "who answered"),
                          defaulted("answered", &T::answered, "是否已答复", "answered"),
                          field("content", &T::content, "答复内容", "content", k_long_text),
                          field("reaction", &T::reaction, "市民反馈", "reaction", k_reason_text),
                          field("why_not", &T::why_not, "无法答复原因",
                                "why no answer was possible", k_reason_text),
                          defaulted("lint_exceptions", &T::lint_exceptions, "答复用语例外",
                                    "lint exceptions", {0, 100}),
                          defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

// 5: the six points, each confirmed by the handler.
struct Standard {
    bool facts_objective = false;
    bool law_right = false;
    bool handled_timely = false;
    bool decision_fair = false;
    bool reply_clear = false;
    bool no_bad_effects = false;

    bool all() const {
        return facts_objective && law_right && handled_timely && decision_fair && reply_clear &&
               no_bad_effects;
    }
    static constexpr auto fields() {
        using T = Standard;
        return std::tuple{defaulted("facts_objective", &T::facts_objective, "事实认定客观清楚",
                                    "facts objective and clear"),
                          defaulted("law_right", &T::law_right, "法规政策适用准确",
                                    "law and policy applied right"),
                          defaulted("handled_timely", &T::handled_timely, "办理过程及时妥善",
                                    "handled timely and properly"),
                          defaulted("decision_fair", &T::decision_fair, "办理意见合法公正",
                                    "decision lawful and fair"),
                          defaulted("reply_clear", &T::reply_clear, "回复解答明确到位",
                                    "reply clear and complete"),
                          defaulted("no_bad_effects", &T::no_bad_effects, "不产生其他负面影响",
                                    "no other bad effects")};
    }
};

struct SubmitCompletion {
    static constexpr std::string_view name = "submit_completion";
    static constexpr std::string_view zh = "提交办结";
    Text problem; // 10.1: the four parts
    Text facts_evidence;
    Text process_result;
    Text answer_to_citizen;
    Text reply_summary; // 10.2: read by the citizen word for word
    FactFinding fact_finding = FactFinding::substantiated;
    std::optional<Text> fact_reason;
    std::optional<ClaimAssessment> claim_assessment;
    std::optional<Text> claim_reason;
    Outcome outcome = Outcome::resolved;
    std::optional<Text> outcome_reason;
    std::optional<SiteVisit> site_visit;
    std::optional<Day> site_visit_day;
    std::optional<Text> site_visit_people;
    std::optional<Text> site_visit_reason;
    std::optional<Text> investigation; // 10.1: investigation and grounds in detail
    Standard standard;
    std::vector<LintException> lint_exceptions;
    static constexpr auto fields() {
        using T = SubmitCompletion;
        return std::tuple{
            field("problem", &T::problem, "反映的问题", "the problem", k_long_text),
            field("facts_evidence", &T::facts_evidence, "查明的事实和证据", "facts and evidence",
                  k_long_text),
            field("process_result", &T::process_result, "处理经过和结果", "process and result",
                  k_long_text),
            field("answer_to_citizen", &T::answer_to_citizen, "答复市民情况",
                  "answer to the citizen", k_long_text),
            field("reply_summary", &T::reply_summary, "答复要点", "reply summary", k_long_text),
            field("fact_finding", &T::fact_finding, "事实认定", "fact finding"),
            field("fact_reason", &T::fact_reason, "事实认定说明", "fact reason", k_reason_text),
            field("claim_assessment", &T::claim_assessment, "诉求认定", "claim assessment"),
            field("claim_reason", &T::claim_reason, "诉求认定说明", "claim reason", k_reason_text),
            field("outcome", &T::outcome, "处理结果", "outcome"),
            field("outcome_reason", &T::outcome_reason, "处理结果说明", "outcome reason",
                  k_reason_text),
            field("site_visit", &T::site_visit, "现场查看", "site visit"),
            field("site_visit_day", &T::site_visit_day, "查看日期", "day of the visit"),
            field("site_visit_people", &T::site_visit_people, "查看人员", "people of the visit",
                  {1, 200}),
            field("site_visit_reason", &T::site_visit_reason, "未查看原因", "why not visited",
                  k_reason_text),
            field("investigation", &T::investigation, "调查核实情况和认定依据",
                  "investigation and grounds", k_long_text),
            defaulted("standard", &T::standard, "办理标准", "standard"),
            defaulted("lint_exceptions", &T::lint_exceptions, "答复要点例外", "lint exceptions",
                      {0, 100})};
    }
};

struct ApproveCompletion {
    static constexpr std::string_view name = "approve_completion";
    static constexpr std::string_view zh = "审批办结";
    Text opinion;
    static constexpr auto fields() {
        return std::tuple{
            field("opinion", &ApproveCompletion::opinion, "审批意见", "opinion", k_reason_text)};
    }
};

struct RejectCompletion {
    static constexpr std::string_view name = "reject_completion";
    static constexpr std::string_view zh = "退回办结";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &RejectCompletion::reason, "退回理由", "reason", k_reason_text)};
    }
};

struct WithdrawCompletion {
    static constexpr std::string_view name = "withdraw_completion";
    static constexpr std::string_view zh = "撤回办结";
    static constexpr auto fields() { return std::tuple{}; }
};

// 9: the hotline sends back what does not meet its demands.
struct SendBack {
    static constexpr std::string_view name = "send_back";
    static constexpr std::string_view zh = "热线退回重办";
    Text reason;
    std::optional<Instant> due;          // the hotline's, when it sets one
    std::optional<std::string> event_id; // the hotline's own, applied once
    static constexpr auto fields() {
        using T = SendBack;
        return std::tuple{
            field("reason", &T::reason, "退回原因", "reason", k_reason_text),
            field("due", &T::due, "热线重办时限", "limit set by the hotline"),
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", k_token)};
    }
};

// ---- facts from other streams (DESIGN §3, «one stream decides alone»), given by the system

struct NoteRepeats {
    static constexpr std::string_view name = "note_repeats";
    static constexpr std::string_view zh = "登记重复次数";
    std::int32_t count = 1; // orders of this citizen on this matter in the year, this one included
    std::optional<MatterId> matter; // B1; empty once it is linked to none
    static constexpr auto fields() {
        using T = NoteRepeats;
        return std::tuple{field("count", &T::count, "重复次数", "count", {1, 100'000}),
                          field("matter", &T::matter, "事项", "matter")};
    }
};

struct NoteSupervision {
    static constexpr std::string_view name = "note_supervision";
    static constexpr std::string_view zh = "登记督办";
    bool supervised = true;
    std::optional<Text> basis;
    static constexpr auto fields() {
        return std::tuple{
            field("supervised", &NoteSupervision::supervised, "督办", "supervised"),
            field("basis", &NoteSupervision::basis, "督办依据", "basis", k_reason_text)};
    }
};

struct LinkFiling {
    static constexpr std::string_view name = "link_filing";
    static constexpr std::string_view zh = "关联存电";
    OrderId filing_order;
    static constexpr auto fields() {
        return std::tuple{
            field("filing_order", &LinkFiling::filing_order, "存电工单", "filed order")};
    }
};

// A published calendar moves open limits, as an event of each order.
struct ApplyCalendar {
    static constexpr std::string_view name = "apply_calendar";
    static constexpr std::string_view zh = "适用新日历";
    std::int64_t calendar_version = 0;
    static constexpr auto fields() {
        return std::tuple{field("calendar_version", &ApplyCalendar::calendar_version, "日历版本",
                                "calendar version", {1, 1'000'000})};
    }
};

// Fired by a timer; being late is a matter of `now`, this only puts it on the record.
struct NoteDeadlinePassed {
    static constexpr std::string_view name = "note_deadline_passed";
    static constexpr std::string_view zh = "登记超期";
    DeadlineKind kind = DeadlineKind::completion;
    std::int64_t generation = 0;
    static constexpr auto fields() {
        using T = NoteDeadlinePassed;
        return std::tuple{field("kind", &T::kind, "时限", "limit"),
                          field("generation", &T::generation, "代", "generation", {0, 1'000'000})};
    }
};

} // namespace chengban::workorder
