// Commands of clause 14: supervision, from the proposal to the report's end.
#pragma once

#include "workorder/commands_application.h"

namespace chengban::workorder {

// What a supervision rests on, kept on the record: the trigger and its evidence. The explanation
// may quote citizens (similar words, feedback side by side) and is sealed like their texts.
struct SupervisionEvidence {
    std::vector<OrderId> orders;
    std::optional<std::int32_t> count; // of what the trigger counts: orders, citizens, days …
    std::optional<Text> explanation;
    static constexpr auto fields() {
        using T = SupervisionEvidence;
        return std::tuple{
            defaulted("orders", &T::orders, "相关工单", "orders", {0, 200}),
            field("count", &T::count, "数量", "count", {1, 1'000'000}),
            field("explanation", &T::explanation, "说明", "explanation", k_long_text)};
    }
};

// 14(3)–(7), and (2) on a filed matter (I 27): the center opens or declines.
struct ProposeSupervision {
    static constexpr std::string_view name = "propose_supervision";
    static constexpr std::string_view zh = "建议督办";
    SupervisionTrigger trigger = SupervisionTrigger::should_be_solved;
    SupervisionEvidence evidence;
    static constexpr auto fields() {
        using T = ProposeSupervision;
        return std::tuple{field("trigger", &T::trigger, "督办情形", "trigger"),
                          defaulted("evidence", &T::evidence, "依据", "evidence")};
    }
};

// 14(1), (2) by themselves, the others by the center. Without a date the rulebook's limit holds.
struct OpenSupervision {
    static constexpr std::string_view name = "open_supervision";
    static constexpr std::string_view zh = "列入督办";
    SupervisionTrigger trigger = SupervisionTrigger::hotline;
    SupervisionEvidence evidence;
    std::optional<Instant> due;
    std::optional<Text> demands;         // 督办要求
    std::optional<std::string> event_id; // the hotline's own, applied once
    static constexpr auto fields() {
        using T = OpenSupervision;
        return std::tuple{
            field("trigger", &T::trigger, "督办情形", "trigger"),
            defaulted("evidence", &T::evidence, "依据", "evidence"),
            field("due", &T::due, "督办时限", "limit"),
            field("demands", &T::demands, "督办要求", "demands", k_reason_text),
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", k_token)};
    }
};

struct DeclineSupervision {
    static constexpr std::string_view name = "decline_supervision";
    static constexpr std::string_view zh = "不予督办";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &DeclineSupervision::reason, "理由", "reason", k_reason_text)};
    }
};

// Its ground has gone: a link undone (B1), a proposal opened in error.
struct CancelSupervision {
    static constexpr std::string_view name = "cancel_supervision";
    static constexpr std::string_view zh = "撤销督办";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &CancelSupervision::reason, "理由", "reason", k_reason_text)};
    }
};

// 14.8: reported to the unit's leader, who signs for it (I 35).
struct SignSupervision {
    static constexpr std::string_view name = "sign_supervision";
    static constexpr std::string_view zh = "领导签阅督办件";
    std::optional<Text> instruction;
    static constexpr auto fields() {
        return std::tuple{field("instruction", &SignSupervision::instruction, "批示意见",
                                "instruction", k_reason_text)};
    }
};

struct SetSupervisionDue {
    static constexpr std::string_view name = "set_supervision_due";
    static constexpr std::string_view zh = "调整督办时限";
    Instant due;
    Text reason;
    static constexpr auto fields() {
        using T = SetSupervisionDue;
        return std::tuple{field("due", &T::due, "督办时限", "limit"),
                          field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

// 14.8: the result of a completed order changes; the citizen is then owed another answer.
struct ChangeResult {
    static constexpr std::string_view name = "change_result";
    static constexpr std::string_view zh = "变更办理结果";
    Outcome outcome = Outcome::resolved;
    Text result;
    static constexpr auto fields() {
        using T = ChangeResult;
        return std::tuple{field("outcome", &T::outcome, "处理结果", "outcome"),
                          field("result", &T::result, "变更后的结果", "result", k_long_text)};
    }
};

// 14.9: what the report holds. Seal, date and signature come with its issue.
struct SubmitSupervisionReport {
    static constexpr std::string_view name = "submit_supervision_report";
    static constexpr std::string_view zh = "提交督办报告";
    Text problem;
    Text facts_evidence;
    Text opinion_grounds;
    Text reply;
    static constexpr auto fields() {
        using T = SubmitSupervisionReport;
        return std::tuple{
            field("problem", &T::problem, "市民反映的问题", "the problem", k_long_text),
            field("facts_evidence", &T::facts_evidence, "查明的事实和证据", "facts and evidence",
                  k_long_text),
            field("opinion_grounds", &T::opinion_grounds, "处理意见和依据", "opinion and grounds",
                  k_long_text),
            field("reply", &T::reply, "答复市民的情况", "reply to the citizen", k_long_text)};
    }
};

// 14.9: dated, under the unit's seal, by the administrative principal.
struct IssueSupervisionReport {
    static constexpr std::string_view name = "issue_supervision_report";
    static constexpr std::string_view zh = "签发督办报告";
    Day date;
    std::optional<AttachmentId> sealed_report;
    static constexpr auto fields() {
        using T = IssueSupervisionReport;
        return std::tuple{field("date", &T::date, "报告日期", "date"),
                          field("sealed_report", &T::sealed_report, "盖章报告", "sealed report")};
    }
};

struct RejectSupervisionReport {
    static constexpr std::string_view name = "reject_supervision_report";
    static constexpr std::string_view zh = "退回督办报告";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &RejectSupervisionReport::reason, "退回理由", "reason", k_reason_text)};
    }
};

struct CloseSupervision {
    static constexpr std::string_view name = "close_supervision";
    static constexpr std::string_view zh = "督办办结";
    Text conclusion;
    static constexpr auto fields() {
        return std::tuple{field("conclusion", &CloseSupervision::conclusion, "督办结论",
                                "conclusion", k_reason_text)};
    }
};

} // namespace chengban::workorder
