// The closed lists of an order's life: states, limits, commands and their kinds.
#pragma once

#include "base/enums.h"
#include "base/ids.h"

#include <cstdint>

namespace chengban::workorder {

enum class State {
    absent,            // before registration
    received,          // at the center, to be dispatched
    consulting,        // the center is consulting the hotline (4.1)
    dispatched,        // with a unit, not yet acknowledged
    handling,          // acknowledged by the unit
    awaiting_approval, // completion submitted, signatures missing
    completed,
    withdrawn, // given back to the hotline
};

enum class DeadlineKind {
    dispatch,         // 4: the center
    consultation,     // 4.1
    acknowledge,      // 5
    first_contact,    // 5.1
    outcome_report,   // 5.2 (1)
    progress_report,  // 5.2 (2)
    completion,       // 5.2, 6.2, 9: the bureau's limit in force (B4)
    city,             // B4: the hotline's own limit
    extension_window, // 6.1: closes, is never «late»
    extension_notice, // 6.4
    return_window,    // 7.1: closes, is never «late»
    profile_report,   // 13
    supervision,      // 14.8: given with the supervision, runs on after completion
};

enum class Stage { none, applied, consented, reviewed, granted, refused, withdrawn, lapsed };
enum class FilingStage {
    none,
    applied,
    signed_off,
    reviewed,
    recorded,
    refused,
    withdrawn,
    voided
};
enum class Confidentiality { none, commercial_secret, citizen_wish, unsuitable, state_secret };
enum class ConsultationOutcome { kept, given_back };
enum class SpotCheck { sound, false_or_concealed, solvable_but_unsolved };

// 14: what brings an order under supervision. Clause (3) speaks of two things.
enum class SupervisionTrigger {
    hotline,
    repeats,
    long_unresolved,
    contradicting_feedback,
    complaint_cluster,
    applied_to_return,
    reminded,
    should_be_solved,
};
enum class SupervisionStage {
    none,
    proposed, // the center opens or declines
    declined,
    opened,
    reported,  // the unit's report waits for its issue
    issued,    // it lies with the center
    closed,    // the center is content
    cancelled, // its ground has gone
};

// 12: why an order is on the attention list, what brought the citizen back, what a check found.
enum class AttentionReason { repeats, dissatisfied };
enum class RepeatCause { own_fault, objective };
enum class ReviewVerdict { content, reassign, supervise };

using MatterId = Id<struct MatterTag>; // UUIDv7; one matter of one citizen or several (B1)

} // namespace chengban::workorder

template <>
struct chengban::EnumTable<chengban::workorder::State> {
    using E = chengban::workorder::State;
    static constexpr std::array rows{
        EnumRow<E>{E::absent, "absent", "未受理", "absent"},
        EnumRow<E>{E::received, "received", "待派单", "received"},
        EnumRow<E>{E::consulting, "consulting", "与热线沟通中", "consulting the hotline"},
        EnumRow<E>{E::dispatched, "dispatched", "待签收", "dispatched"},
        EnumRow<E>{E::handling, "handling", "办理中", "handling"},
        EnumRow<E>{E::awaiting_approval, "awaiting_approval", "待审批", "awaiting approval"},
        EnumRow<E>{E::completed, "completed", "已办结", "completed"},
        EnumRow<E>{E::withdrawn, "withdrawn", "已退回热线", "given back to the hotline"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::DeadlineKind> {
    using E = chengban::workorder::DeadlineKind;
    static constexpr std::array rows{
        EnumRow<E>{E::dispatch, "dispatch", "转派", "dispatch"},
        EnumRow<E>{E::consultation, "consultation", "热线沟通", "consultation"},
        EnumRow<E>{E::acknowledge, "acknowledge", "签收", "acknowledgement"},
        EnumRow<E>{E::first_contact, "first_contact", "先行联系", "first contact"},
        EnumRow<E>{E::outcome_report, "outcome_report", "报告办理结果", "outcome report"},
        EnumRow<E>{E::progress_report, "progress_report", "办结或报告进度",
                   "completion or progress report"},
        EnumRow<E>{E::completion, "completion", "办结", "completion"},
        EnumRow<E>{E::city, "city", "市级时限", "the city's limit"},
        EnumRow<E>{E::extension_window, "extension_window", "延期申请窗口", "extension window"},
        EnumRow<E>{E::extension_notice, "extension_notice", "告知延期", "extension notice"},
        EnumRow<E>{E::return_window, "return_window", "退单申请窗口", "return window"},
        EnumRow<E>{E::profile_report, "profile_report", "重点工单报告", "key order report"},
        EnumRow<E>{E::supervision, "supervision", "督办", "supervision"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::Stage> {
    using E = chengban::workorder::Stage;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无", "none"},
        EnumRow<E>{E::applied, "applied", "已申请", "applied"},
        EnumRow<E>{E::consented, "consented", "分管领导已同意", "consented"},
        EnumRow<E>{E::reviewed, "reviewed", "中心已审核", "reviewed by the center"},
        EnumRow<E>{E::granted, "granted", "已批准", "granted"},
        EnumRow<E>{E::refused, "refused", "未批准", "refused"},
        EnumRow<E>{E::withdrawn, "withdrawn", "已撤回", "withdrawn"},
        EnumRow<E>{E::lapsed, "lapsed", "已失效", "lapsed"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::FilingStage> {
    using E = chengban::workorder::FilingStage;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无", "none"},
        EnumRow<E>{E::applied, "applied", "已申请", "applied"},
        EnumRow<E>{E::signed_off, "signed_off", "双审签完成", "both signed"},
        EnumRow<E>{E::reviewed, "reviewed", "中心已审核", "reviewed by the center"},
        EnumRow<E>{E::recorded, "recorded", "热线已备案", "recorded by the hotline"},
        EnumRow<E>{E::refused, "refused", "未通过", "refused"},
        EnumRow<E>{E::withdrawn, "withdrawn", "已撤回", "withdrawn"},
        EnumRow<E>{E::voided, "voided", "已作废", "voided"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::Confidentiality> {
    using E = chengban::workorder::Confidentiality;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "不保密", "none"},
        EnumRow<E>{E::commercial_secret, "commercial_secret", "商业秘密", "commercial secret"},
        EnumRow<E>{E::citizen_wish, "citizen_wish", "市民要求保密", "at the citizen's wish"},
        EnumRow<E>{E::unsuitable, "unsuitable", "不宜公开", "unsuitable to disclose"},
        EnumRow<E>{E::state_secret, "state_secret", "国家秘密", "state secret"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::ConsultationOutcome> {
    using E = chengban::workorder::ConsultationOutcome;
    static constexpr std::array rows{
        EnumRow<E>{E::kept, "kept", "继续由房管系统办理", "kept"},
        EnumRow<E>{E::given_back, "given_back", "退回热线", "given back to the hotline"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::SpotCheck> {
    using E = chengban::workorder::SpotCheck;
    static constexpr std::array rows{
        EnumRow<E>{E::sound, "sound", "属实规范", "sound"},
        EnumRow<E>{E::false_or_concealed, "false_or_concealed", "谎报瞒报", "false or concealed"},
        EnumRow<E>{E::solvable_but_unsolved, "solvable_but_unsolved", "应解决未解决",
                   "solvable, yet unsolved"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::SupervisionTrigger> {
    using E = chengban::workorder::SupervisionTrigger;
    static constexpr std::array rows{
        EnumRow<E>{E::hotline, "hotline", "市热线办督办", "the hotline's own"},
        EnumRow<E>{E::repeats, "repeats", "当年度多次重复投诉", "repeats in the year"},
        EnumRow<E>{E::long_unresolved, "long_unresolved", "久拖未解决", "long unresolved"},
        EnumRow<E>{E::contradicting_feedback, "contradicting_feedback", "前后反馈矛盾",
                   "contradicting feedback"},
        EnumRow<E>{E::complaint_cluster, "complaint_cluster", "集中投诉", "complaint cluster"},
        EnumRow<E>{E::applied_to_return, "applied_to_return", "职责内事项申请退单造成延误",
                   "return applied for within its duties"},
        EnumRow<E>{E::reminded, "reminded", "多次催办未办结", "reminded, and past its limit"},
        EnumRow<E>{E::should_be_solved, "should_be_solved", "应解决未解决",
                   "should be solved and is not"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::SupervisionStage> {
    using E = chengban::workorder::SupervisionStage;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无", "none"},
        EnumRow<E>{E::proposed, "proposed", "建议督办", "proposed"},
        EnumRow<E>{E::declined, "declined", "不予督办", "declined"},
        EnumRow<E>{E::opened, "opened", "督办中", "under supervision"},
        EnumRow<E>{E::reported, "reported", "报告待签发", "report waits for its issue"},
        EnumRow<E>{E::issued, "issued", "报告已签发", "report issued"},
        EnumRow<E>{E::closed, "closed", "督办已办结", "closed"},
        EnumRow<E>{E::cancelled, "cancelled", "督办已撤销", "cancelled"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::AttentionReason> {
    using E = chengban::workorder::AttentionReason;
    static constexpr std::array rows{EnumRow<E>{E::repeats, "repeats", "多次重复", "repeats"},
                                     EnumRow<E>{E::dissatisfied, "dissatisfied", "热线测评不满意",
                                                "dissatisfied in the hotline's survey"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::RepeatCause> {
    using E = chengban::workorder::RepeatCause;
    static constexpr std::array rows{
        EnumRow<E>{E::own_fault, "own_fault", "自身问题", "own fault"},
        EnumRow<E>{E::objective, "objective", "客观原因", "objective cause"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::ReviewVerdict> {
    using E = chengban::workorder::ReviewVerdict;
    static constexpr std::array rows{
        EnumRow<E>{E::content, "content", "办理到位", "content"},
        EnumRow<E>{E::reassign, "reassign", "重新交办", "to be reassigned"},
        EnumRow<E>{E::supervise, "supervise", "发起督办", "to be supervised"}};
};
