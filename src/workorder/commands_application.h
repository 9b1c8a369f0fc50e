// Commands of clauses 6, 7 and 8: extension, return and call filing.
#pragma once

#include "workorder/commands_handling.h"

namespace chengban::workorder {

// ---- 6 extension

struct ApplyExtension {
    static constexpr std::string_view name = "apply_extension";
    static constexpr std::string_view zh = "申请延期";
    ExtensionGround ground = ExtensionGround::legal_procedure;
    std::int32_t days = 0;
    Text why; // why the ground prevents solving within the limit
    static constexpr auto fields() {
        using T = ApplyExtension;
        return std::tuple{field("ground", &T::ground, "延期理由类别", "ground"),
                          field("days", &T::days, "延期天数", "days", {1, 365}),
                          field("why", &T::why, "具体理由", "why", {10, 2'000})};
    }
};

template <class Self>
constexpr auto opinion_fields() {
    return std::tuple{field("agree", &Self::agree, "是否同意", "agree"),
                      field("reason", &Self::reason, "意见", "opinion", k_reason_text)};
}

// 6.1: the leader in charge
struct ConsentExtension {
    static constexpr std::string_view name = "consent_extension";
    static constexpr std::string_view zh = "分管领导审批延期";
    bool agree = false;
    Text reason;
    static constexpr auto fields() { return opinion_fields<ConsentExtension>(); }
};

// 6.2: the center
struct ReviewExtension {
    static constexpr std::string_view name = "review_extension";
    static constexpr std::string_view zh = "中心审核延期";
    bool agree = false;
    Text reason;
    static constexpr auto fields() { return opinion_fields<ReviewExtension>(); }
};

// 6.2: the hotline
struct AnswerExtension {
    static constexpr std::string_view name = "answer_extension";
    static constexpr std::string_view zh = "登记热线延期审批";
    bool agree = false;
    std::optional<std::int32_t> days;    // granted; what was asked for when left out
    std::optional<std::string> event_id; // the hotline's own, applied once
    Text reason;
    static constexpr auto fields() {
        using T = AnswerExtension;
        return std::tuple{
            field("agree", &T::agree, "是否批准", "granted"),
            field("days", &T::days, "批准天数", "days granted", {1, 365}),
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", k_token),
            field("reason", &T::reason, "热线意见", "the hotline's answer", k_reason_text)};
    }
};

struct WithdrawExtension {
    static constexpr std::string_view name = "withdraw_extension";
    static constexpr std::string_view zh = "撤回延期申请";
    static constexpr auto fields() { return std::tuple{}; }
};

// ---- 7 return

struct ApplyReturn {
    static constexpr std::string_view name = "apply_return";
    static constexpr std::string_view zh = "申请退单";
    Text event_time_place;                          // 事发时间、地点
    Text people;                                    // 涉及人员
    Text matter;                                    // 相关事项
    Text reason;                                    // 退单理由
    Text next_unit;                                 // 后续处置单位方向
    Text policy_basis;                              // 政策依据
    Text verification;                              // 核实情况
    std::optional<Text> special_circumstances;      // 7.6
    std::optional<AttachmentId> sealed_application; // 7.6
    bool leaves_housing_system = false;
    static constexpr auto fields() {
        using T = ApplyReturn;
        return std::tuple{
            field("event_time_place", &T::event_time_place, "事发时间、地点",
                  "time and place of the event", k_reason_text),
            field("people", &T::people, "涉及人员", "people", k_reason_text),
            field("matter", &T::matter, "相关事项", "matter", k_reason_text),
            field("reason", &T::reason, "退单理由", "reason", {10, 2'000}),
            field("next_unit", &T::next_unit, "后续处置单位方向", "direction for the next unit",
                  k_reason_text),
            field("policy_basis", &T::policy_basis, "政策依据", "policy basis", k_reason_text),
            field("verification", &T::verification, "核实情况", "verification", k_reason_text),
            field("special_circumstances", &T::special_circumstances, "特殊情况",
                  "special circumstances", k_reason_text),
            field("sealed_application", &T::sealed_application, "盖章书面申请",
                  "sealed application"),
            defaulted("leaves_housing_system", &T::leaves_housing_system, "退出房管系统",
                      "leaves the housing system")};
    }
};

struct WithdrawReturn {
    static constexpr std::string_view name = "withdraw_return";
    static constexpr std::string_view zh = "撤回退单申请";
    static constexpr auto fields() { return std::tuple{}; }
};

// 7.3, 7.4, 7.6: to a new unit, back to the center's queue, to the hotline, or refused.
struct DecideReturn {
    static constexpr std::string_view name = "decide_return";
    static constexpr std::string_view zh = "审核退单";
    bool agree = false;
    Text reason;
    std::optional<UnitId> next_unit;
    bool to_hotline = false;
    bool hotline_agreed = false;
    static constexpr auto fields() {
        using T = DecideReturn;
        return std::tuple{
            field("agree", &T::agree, "是否同意", "agree"),
            field("reason", &T::reason, "审核意见", "opinion", k_reason_text),
            field("next_unit", &T::next_unit, "新的责任单位", "next unit"),
            defaulted("to_hotline", &T::to_hotline, "退回热线", "to the hotline"),
            defaulted("hotline_agreed", &T::hotline_agreed, "热线已同意", "the hotline agreed")};
    }
};

// ---- 8 call filing

struct ApplyFiling {
    static constexpr std::string_view name = "apply_filing";
    static constexpr std::string_view zh = "申请存电";
    std::string matter; // token of the filing scope
    Text summary;       // 诉求概括
    Text facts;         // 事实认定
    Text law_policy;    // 法规政策
    Text conclusion;    // 办结结论
    std::vector<AttachmentId> evidence;
    static constexpr auto fields() {
        using T = ApplyFiling;
        return std::tuple{
            field("matter", &T::matter, "存电事项", "matter", k_token),
            field("summary", &T::summary, "诉求概括", "summary of the claim", k_reason_text),
            field("facts", &T::facts, "事实认定", "facts", k_reason_text),
            field("law_policy", &T::law_policy, "法规政策适用", "law and policy", k_reason_text),
            field("conclusion", &T::conclusion, "办结结论", "conclusion", k_reason_text),
            defaulted("evidence", &T::evidence, "证据材料", "evidence", {0, 50})};
    }
};

// 8.2: by the head of the section that handled it and by the principal, two different people.
struct SignFiling {
    static constexpr std::string_view name = "sign_filing";
    static constexpr std::string_view zh = "审签存电";
    bool agree = false;
    Text reason;
    static constexpr auto fields() { return opinion_fields<SignFiling>(); }
};

struct ReviewFiling {
    static constexpr std::string_view name = "review_filing";
    static constexpr std::string_view zh = "中心审核存电";
    bool agree = false;
    Text reason;
    static constexpr auto fields() { return opinion_fields<ReviewFiling>(); }
};

struct RecordFiling {
    static constexpr std::string_view name = "record_filing";
    static constexpr std::string_view zh = "登记热线备案";
    bool agree = false;
    Text reason;
    static constexpr auto fields() { return opinion_fields<RecordFiling>(); }
};

struct WithdrawFiling {
    static constexpr std::string_view name = "withdraw_filing";
    static constexpr std::string_view zh = "撤回存电申请";
    static constexpr auto fields() { return std::tuple{}; }
};

// 8.5
struct SpotCheckFiling {
    static constexpr std::string_view name = "spot_check_filing";
    static constexpr std::string_view zh = "登记存电抽查";
    SpotCheck finding = SpotCheck::sound;
    Text detail;
    static constexpr auto fields() {
        return std::tuple{
            field("finding", &SpotCheckFiling::finding, "抽查结果", "finding"),
            field("detail", &SpotCheckFiling::detail, "情况说明", "detail", k_reason_text)};
    }
};

struct VoidFiling {
    static constexpr std::string_view name = "void_filing";
    static constexpr std::string_view zh = "作废存电";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &VoidFiling::reason, "作废理由", "reason", k_reason_text)};
    }
};

} // namespace chengban::workorder
