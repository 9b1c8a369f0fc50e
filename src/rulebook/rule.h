// Every rule the system applies, by name and clause. The list is code, because each rule is checked
// somewhere in code; its strength is the rulebook's, because an office may decide otherwise.
#pragma once

#include "base/enums.h"

#include <array>
#include <string_view>

namespace chengban::rulebook {

// block: refused, with the clause. flag: allowed, recorded as a violation. advise: shown only.
enum class Strength { block, flag, advise };

enum class Rule {
    // 3, 4 — duties and intake
    district_lacks_leader_in_charge,
    district_lacks_responsible_section,
    dispatch_late,
    consultation_late,
    state_secret,
    // 5 — standard, first contact, limits
    acknowledge_late,
    standard_confirmed,
    first_contact_late,
    first_contact_not_told,
    no_contact_reason,
    outcome_report_late,
    progress_report_late,
    completion_late,
    reply_ground,
    solution_plan,
    // 6 — extension
    extension_window,
    extension_own_limit,
    extension_once,
    extension_days,
    extension_outcome,
    extension_passed,
    extension_notice_late,
    // 7 — return
    return_window,
    return_not_contacted,
    return_without_contact,
    return_review_order,
    return_supervised,
    return_rework,
    return_designated,
    return_hotline_agreement,
    return_by_designated_unit,
    // 8 — call filing
    filing_scope,
    filing_signers,
    filing_evidence,
    // 9 — feedback
    answer_first,
    fact_list,
    fact_grounds,
    fact_evidence,
    fact_evidence_kinds,
    fact_parts,
    fact_reason,
    reason_repeats_option,
    claim_required,
    claim_reason,
    excessive_outcome,
    excessive_outcome_reverse,
    outcome_reason,
    outcome_unresolved,
    outcome_for_reference,
    reply_unsolved_words,
    site_visit_required,
    site_visit_record,
    site_not_visited,
    // 10 — reports
    major_report,
    report_grounds,
    reply_personal_data,
    reply_contact_number,
    reply_internal_material,
    reply_offends,
    // 12 — repeats
    repeat_cause,
    // 13 — key orders
    profile_attachment,
    // 14 — supervision
    supervision_late,
    supervision_not_signed,
    supervision_reanswer,
    supervision_major_report,
    supervision_seal,
    supervision_substitute,
    // B3 — co-handling
    assisting_outstanding,
};

struct RuleRow {
    Rule value;
    std::string_view token;
    std::string_view clause; // clause id of REQUIREMENTS
    Strength strength;       // the regulation's own; the rulebook may set another
    std::string_view zh;
    std::string_view en;
};

// clang-format off
inline constexpr std::array k_rules{
    RuleRow{Rule::district_lacks_leader_in_charge, "district_lacks_leader_in_charge", "3.4", Strength::flag, "区房管部门未明确分管领导", "the district has no leader in charge on record"},
    RuleRow{Rule::district_lacks_responsible_section, "district_lacks_responsible_section", "3.4", Strength::flag, "区房管部门未明确责任科室", "the district has no responsible section on record"},
    RuleRow{Rule::dispatch_late, "dispatch_late", "4", Strength::flag, "转派超时", "dispatched late by the center"},
    RuleRow{Rule::consultation_late, "consultation_late", "4.1", Strength::flag, "与热线沟通超时", "the consultation with the hotline took too long"},
    RuleRow{Rule::state_secret, "state_secret", "18", Strength::block, "国家秘密不得进入本系统", "state secrets may not enter this system"},
    RuleRow{Rule::acknowledge_late, "acknowledge_late", "5", Strength::flag, "签收超时", "acknowledged late"},
    RuleRow{Rule::standard_confirmed, "standard_confirmed", "5", Strength::block, "办理标准六项须逐项确认", "the six points of the standard must be confirmed"},
    RuleRow{Rule::first_contact_late, "first_contact_late", "5.1", Strength::flag, "先行联系超时", "first contact made late"},
    RuleRow{Rule::first_contact_not_told, "first_contact_not_told", "5.1", Strength::flag, "先行联系未告知受理情况、程序或期限", "the citizen was not told of acceptance, procedure or limit"},
    RuleRow{Rule::no_contact_reason, "no_contact_reason", "5.1", Strength::block, "未先行联系须说明原因", "a reason is owed when no first contact was made"},
    RuleRow{Rule::outcome_report_late, "outcome_report_late", "5.2", Strength::flag, "紧急工单办理结果报告超时", "the outcome of an urgent order was reported late"},
    RuleRow{Rule::progress_report_late, "progress_report_late", "5.2", Strength::flag, "次紧急工单办结或进度报告超时", "neither completion nor progress of a semi-urgent order in time"},
    RuleRow{Rule::completion_late, "completion_late", "5.2", Strength::flag, "办结超时", "completed late"},
    RuleRow{Rule::reply_ground, "reply_ground", "5.3", Strength::block, "不得以「诉求过高」「暂时不能解决」为由答复", "the answer may not rest on «excessive claim» or «cannot be solved for now»"},
    RuleRow{Rule::solution_plan, "solution_plan", "5.3", Strength::flag, "一时不能解决的须有解决方案", "an order that cannot be solved at once needs a solution plan"},
    RuleRow{Rule::extension_window, "extension_window", "6.1", Strength::block, "延期申请窗口已过", "the window for an extension is closed"},
    RuleRow{Rule::extension_own_limit, "extension_own_limit", "6.1", Strength::block, "延期申请不得晚于办理时限", "an extension must be asked for within the order's own limit"},
    RuleRow{Rule::extension_once, "extension_once", "6.1", Strength::block, "每次派单只能延期一次", "one extension per dispatch"},
    RuleRow{Rule::extension_days, "extension_days", "6.2", Strength::block, "延期天数只能为规定的档次", "the extension must be one of the lengths allowed"},
    RuleRow{Rule::extension_outcome, "extension_outcome", "6.3", Strength::block, "延期工单必须实际解决", "an extended order must end resolved"},
    RuleRow{Rule::extension_passed, "extension_passed", "6.3", Strength::flag, "延长时限内未实际解决", "not resolved within the extended limit"},
    RuleRow{Rule::extension_notice_late, "extension_notice_late", "6.4", Strength::flag, "延期未及时告知反映人", "the citizen was not told of the extension in time"},
    RuleRow{Rule::return_window, "return_window", "7.1", Strength::block, "退单申请窗口已过", "the window for a return is closed"},
    RuleRow{Rule::return_not_contacted, "return_not_contacted", "7.2", Strength::block, "退单前必须联系反映人", "the citizen must be contacted before a return"},
    RuleRow{Rule::return_without_contact, "return_without_contact", "7.2", Strength::flag, "未联系上反映人即申请退单", "return applied for without reaching the citizen"},
    RuleRow{Rule::return_review_order, "return_review_order", "7.5", Strength::block, "回访复核工单不予退单", "a review order cannot be returned"},
    RuleRow{Rule::return_supervised, "return_supervised", "7.5", Strength::block, "督办工单不予退单", "a supervised order cannot be returned"},
    RuleRow{Rule::return_rework, "return_rework", "9", Strength::block, "热线退回重办的工单不予退单", "an order sent back by the hotline cannot be returned"},
    RuleRow{Rule::return_designated, "return_designated", "7.6", Strength::block, "热线指定办理的工单须书面申请并加盖公章", "an order designated by the hotline needs a written, sealed application"},
    RuleRow{Rule::return_hotline_agreement, "return_hotline_agreement", "7.6", Strength::block, "退出房管系统须热线同意", "leaving the housing system needs the hotline's agreement"},
    RuleRow{Rule::return_by_designated_unit, "return_by_designated_unit", "3.1", Strength::flag, "局办公室指定办理仍申请退单", "return applied for by a unit designated by the office"},
    RuleRow{Rule::filing_scope, "filing_scope", "8.1", Strength::block, "不属于存电事项范围", "outside the scope of call filing"},
    RuleRow{Rule::filing_signers, "filing_signers", "8.2", Strength::block, "存电须两人分别审签", "call filing needs two different signers"},
    RuleRow{Rule::filing_evidence, "filing_evidence", "8.3", Strength::block, "存电须附证据材料", "call filing needs evidence"},
    RuleRow{Rule::answer_first, "answer_first", "9", Strength::block, "须先答复市民", "the citizen is answered first"},
    RuleRow{Rule::fact_list, "fact_list", "9.1", Strength::block, "事实认定不在本类工单选项内", "the fact finding is not in the list for this kind"},
    RuleRow{Rule::fact_grounds, "fact_grounds", "9.1", Strength::block, "认定不属实须说明依据", "«unsubstantiated» needs its grounds"},
    RuleRow{Rule::fact_evidence, "fact_evidence", "9.1", Strength::block, "认定不属实须附证据", "«unsubstantiated» needs evidence"},
    RuleRow{Rule::fact_evidence_kinds, "fact_evidence_kinds", "9.1", Strength::flag, "不属实证据种类不全", "kinds of evidence are missing"},
    RuleRow{Rule::fact_parts, "fact_parts", "9.1", Strength::block, "部分属实须写明属实与不属实部分", "«partly substantiated» says which part is and which is not"},
    RuleRow{Rule::fact_reason, "fact_reason", "9.1", Strength::block, "事实认定须说明理由", "this fact finding needs a reason"},
    RuleRow{Rule::reason_repeats_option, "reason_repeats_option", "9.1", Strength::block, "理由不能只重复选项文字", "a reason may not merely repeat the option"},
    RuleRow{Rule::claim_required, "claim_required", "9.2", Strength::block, "须作诉求认定", "a claim assessment is needed"},
    RuleRow{Rule::claim_reason, "claim_reason", "9.2", Strength::block, "诉求认定须详细说明原因、依据", "this claim assessment needs detailed reason and grounds"},
    RuleRow{Rule::excessive_outcome, "excessive_outcome", "9.3", Strength::block, "诉求过高的处理结果也应为诉求过高", "an excessive claim must have the excessive outcome"},
    RuleRow{Rule::excessive_outcome_reverse, "excessive_outcome_reverse", "9.3", Strength::flag, "处理结果为诉求过高而诉求认定不是", "excessive outcome without an excessive claim"},
    RuleRow{Rule::outcome_reason, "outcome_reason", "9.3", Strength::block, "处理结果须说明理由", "this outcome needs reasons"},
    RuleRow{Rule::outcome_unresolved, "outcome_unresolved", "9.3", Strength::flag, "处理结果应杜绝未解决", "the outcome is «unresolved»"},
    RuleRow{Rule::outcome_for_reference, "outcome_for_reference", "9.3", Strength::advise, "慎用参考备案", "«for reference» should be used with care"},
    RuleRow{Rule::reply_unsolved_words, "reply_unsolved_words", "9.3", Strength::flag, "答复含有「未解决」含义的词语", "the reply holds words that mean «not solved»"},
    RuleRow{Rule::site_visit_required, "site_visit_required", "9.4", Strength::block, "须填写现场查看", "the site visit must be stated"},
    RuleRow{Rule::site_visit_record, "site_visit_record", "9.4", Strength::block, "现场查看须有日期、人员和证据", "a site visit needs date, people and evidence"},
    RuleRow{Rule::site_not_visited, "site_not_visited", "9.4", Strength::flag, "有实际现场未查看", "there is a site and it was not visited"},
    RuleRow{Rule::major_report, "major_report", "10.1", Strength::block, "重大或复杂事项须附调查报告和证据", "major or complicated matters need an investigation report and evidence"},
    RuleRow{Rule::report_grounds, "report_grounds", "10.1", Strength::block, "办结汇报须详述调查核实情况和认定依据", "the report must give the investigation and its grounds in detail"},
    RuleRow{Rule::reply_personal_data, "reply_personal_data", "10.2", Strength::block, "答复要点不得含个人信息", "the reply summary may not hold personal data"},
    RuleRow{Rule::reply_contact_number, "reply_contact_number", "10.2", Strength::flag, "答复要点含电话号码", "the reply summary holds a telephone number"},
    RuleRow{Rule::reply_internal_material, "reply_internal_material", "10.2", Strength::flag, "答复要点含内部或不能公开的内容", "the reply summary holds internal material"},
    RuleRow{Rule::reply_offends, "reply_offends", "10.2", Strength::flag, "答复要点用词可能引发不适或评价人格", "the reply summary offends or judges the citizen"},
    RuleRow{Rule::repeat_cause, "repeat_cause", "12.1", Strength::flag, "重复投诉或不满意工单未核查原因", "the cause of the repeats or of the dissatisfaction was not recorded"},
    RuleRow{Rule::profile_attachment, "profile_attachment", "13", Strength::block, "重点工单须附指定材料", "this key order needs a named attachment"},
    RuleRow{Rule::supervision_late, "supervision_late", "14.8", Strength::flag, "督办件超期", "the supervision's limit was passed"},
    RuleRow{Rule::supervision_not_signed, "supervision_not_signed", "14.8", Strength::flag, "督办件未报单位领导", "the supervision was not reported to the unit's leader"},
    RuleRow{Rule::supervision_reanswer, "supervision_reanswer", "14.8", Strength::block, "办理结果变更的须重新回复市民", "a changed result must be told to the citizen again"},
    RuleRow{Rule::supervision_major_report, "supervision_major_report", "14.9", Strength::block, "重大或复杂的督办件须附调查报告和证据", "a major or complicated supervision needs an investigation report and evidence"},
    RuleRow{Rule::supervision_seal, "supervision_seal", "14.9", Strength::block, "督办报告须加盖单位印章", "the supervision report must bear the unit's seal"},
    RuleRow{Rule::supervision_substitute, "supervision_substitute", "14.9", Strength::block, "督办报告须由行政主要负责人本人签发", "the administrative principal signs the supervision report in person"},
    RuleRow{Rule::assisting_outstanding, "assisting_outstanding", "B3", Strength::flag, "协办单位尚未提交协办意见", "an assisting unit has not contributed"},
};
// clang-format on

constexpr const RuleRow& row_of(Rule rule) {
    for (const RuleRow& row : k_rules) {
        if (row.value == rule) {
            return row;
        }
    }
    unreachable("a Rule without a row");
}

} // namespace chengban::rulebook

template <>
struct chengban::EnumTable<chengban::rulebook::Strength> {
    using Strength = chengban::rulebook::Strength;
    static constexpr std::array rows{
        EnumRow<Strength>{Strength::block, "block", "禁止", "block"},
        EnumRow<Strength>{Strength::flag, "flag", "标记", "flag"},
        EnumRow<Strength>{Strength::advise, "advise", "提示", "advise"}};
};
