// The single settings of a rulebook, listed once: reading, explaining and comparing all follow this
// list. Private to the room.
//
// A visitor has: section(key, zh, en), limit(key, Limit&, units, zh, en), and for the others the
// clause before the words: amount, integer, per_mille, boolean, choice, choices, integers, clauses,
// minute, month_day.
#pragma once

#include "rulebook/rulebook.h"

#include <cstdint>
#include <string_view>

namespace chengban::rulebook {

// Units an amount may be given in.
struct Units {
    bool hours = false;
    bool working_days = false;
    bool natural_days = false;
};
inline constexpr Units k_hours{.hours = true};
inline constexpr Units k_working_days{.working_days = true};
inline constexpr Units k_natural_days{.natural_days = true};
inline constexpr Units k_days{.working_days = true, .natural_days = true};
inline constexpr Units k_any_unit{.hours = true, .working_days = true, .natural_days = true};

struct Range {
    std::int64_t min;
    std::int64_t max;
};

inline Limit& completion_of(Rulebook& rulebook, LimitClass limit_class) {
    return rulebook.limits.completion[limit_class];
}
inline const Limit& completion_of(const Rulebook& rulebook, LimitClass limit_class) {
    return rulebook.limits.completion.at(limit_class);
}

template <class Visitor, class Book>
void visit_limits(Visitor& v, Book& book) {
    auto& limits = book.limits;
    v.section("limits", "时限", "Limits");
    v.limit("urgent", completion_of(book, LimitClass::urgent), k_days, "紧急工单办结",
            "urgent order completed");
    v.limit("semi_urgent", completion_of(book, LimitClass::semi_urgent), k_days, "次紧急工单办结",
            "semi-urgent order completed");
    v.limit("general", completion_of(book, LimitClass::general), k_days, "一般诉求工单办结",
            "general order completed");
    v.limit("complex", completion_of(book, LimitClass::complex), k_days, "复杂诉求工单办结",
            "complex order completed");
    v.limit("review", completion_of(book, LimitClass::review), k_days, "回访复核单办结",
            "review order completed");
    v.limit("urgent_outcome_report", limits.urgent_outcome_report, k_hours, "紧急工单报告办理结果",
            "urgent order: outcome reported");
    v.limit("semi_urgent_step", limits.semi_urgent_step, k_working_days, "次紧急工单办结或报告进度",
            "semi-urgent order: completed or progress reported");
    v.limit("first_contact", limits.first_contact, k_days, "先行联系", "first contact");
    v.limit("acknowledge", limits.acknowledge, k_working_days, "签收", "acknowledgement");
    v.limit("dispatch", limits.dispatch, k_working_days, "转派", "dispatch");
    v.limit("consultation", limits.consultation, k_working_days, "与热线沟通",
            "consultation with the hotline");
    v.limit("extension_window", limits.extension_window, k_working_days, "延期申请窗口",
            "window for an extension");
    v.limit("extension_notice", limits.extension_notice, k_working_days, "延期告知反映人",
            "citizen told of the extension");
    v.limit("return_window", limits.return_window, k_working_days, "退单申请窗口",
            "window for a return");
    v.limit("rework_when_past", limits.rework_when_past, k_working_days, "退回重办时原时限已过",
            "rework when the limit is past");
    v.limit("supervision", limits.supervision, k_working_days, "督办件办理", "supervision handled");
}

template <class Visitor, class Book>
void visit_handling(Visitor& v, Book& book) {
    v.section("extension", "延期", "Extension");
    v.integers("days", book.extension.days, Range{1, 366}, "6.2", "可延期天数（自然日）",
               "lengths of an extension (natural days)");
    v.integer("per_dispatch", book.extension.per_dispatch, Range{1, 10}, "6.1",
              "每次派单可延期次数", "extensions per dispatch");
    v.section("returns", "退单", "Returns");
    v.integer("attempts_min", book.returns.attempts_min, Range{1, 20}, "7.2",
              "未联系上时的最少联系次数", "attempts when the citizen is not reached");
    v.boolean("attempts_different_hours", book.returns.attempts_different_hours, "7.2",
              "各次联系须在不同时段", "attempts at different hours");
    v.section("feedback", "处置反馈", "Feedback");
    v.choices("assessment_optional", book.feedback.assessment_optional, "9",
              "诉求认定和现场查看可不填的类别", "kinds without claim assessment and site visit");
    v.choices("unsubstantiated_evidence", book.feedback.unsubstantiated_evidence, "9.1",
              "认定不属实的证据种类", "kinds of evidence for «unsubstantiated»");
    v.integer("reason_length_min", book.feedback.reason_length_min, Range{1, 500}, "9.1",
              "理由最少字数", "characters of a reason, at least");
    v.integer("grounds_length_min", book.feedback.grounds_length_min, Range{1, 2000}, "10.1",
              "详述依据最少字数", "characters of detailed grounds, at least");
    v.boolean("unresolved_needs_principal", book.feedback.unresolved_needs_principal, "9.3",
              "「未解决」须主要负责人审核", "«unresolved» needs the principal");
}

template <class Visitor, class Book>
void visit_casework(Visitor& v, Book& book) {
    v.section("repeats", "重复投诉", "Repeats");
    v.integer("attention", book.repeats.attention, Range{2, 1000}, "12.1", "列入关注的次数（含）",
              "on the attention list from");
    v.integer("principal", book.repeats.principal, Range{2, 1000}, "12.3",
              "办结须主要领导审核的次数（含）", "completion needs the principal from");
    v.choices("not_counted", book.repeats.not_counted, "12.1", "不计入的类别",
              "kinds that do not count");
    v.section("supervision", "督办", "Supervision");
    v.integer("repeats", book.supervision.repeats, Range{2, 1000}, "14(2)",
              "当年度重复投诉次数（含）", "repeats in the year from");
    v.amount("long_unresolved", book.supervision.long_unresolved, k_days, "14(3)",
             "久拖未解决：超过时限", "long unresolved: past the limit");
    v.integer("cluster_citizens", book.supervision.cluster_citizens, Range{2, 10'000}, "14(4)",
              "集中投诉的市民人数（含）", "citizens of a complaint cluster from");
    v.amount("cluster", book.supervision.cluster, k_days, "14(4)", "集中投诉的时间范围",
             "time within which a cluster counts");
    v.integer("reminders", book.supervision.reminders, Range{1, 100}, "14(6)",
              "多次催办的次数（含）", "reminders from");
    v.choice("reported_to", book.supervision.reported_to, "14.8", "督办件报告的单位领导",
             "leader to whom a supervised order is reported");
    v.clauses("opens_by_itself", book.supervision.opens_by_itself, "14", "自动列入督办的情形",
              "triggers that open by themselves");
    v.clauses("proposes", book.supervision.proposes, "14", "建议督办、由中心决定的情形",
              "triggers that propose to the center");
    v.section("follow_up", "满意度回访", "Follow-up");
    v.integer("attempts_min", book.follow_up.attempts_min, Range{1, 20}, "11",
              "无法接通前的最少呼叫次数", "calls before a citizen counts as not reachable");
    v.boolean("attempts_different_hours", book.follow_up.attempts_different_hours, "11",
              "各次呼叫须在不同时段", "calls at different hours");
    v.section("matters", "同一事项", "Matters");
    v.per_mille("link_per_mille", book.matters.link_per_mille, Range{1, 1000}, "B1",
                "视为同一事项的文字相似度", "common text of one matter");
    v.per_mille("suggest_per_mille", book.matters.suggest_per_mille, Range{1, 1000}, "B1",
                "提示可能为同一事项的文字相似度", "common text of a suggested matter");
    v.per_mille("cluster_per_mille", book.matters.cluster_per_mille, Range{1, 1000}, "14(4)",
                "集中投诉的文字相似度", "common text within a cluster");
    v.section("half_year", "半年梳理", "Half-year review");
    v.month_day("first_due", book.half_year.first_due, "12.4", "上半年梳理截止",
                "first half of the year due");
    v.month_day("second_due", book.half_year.second_due, "12.4", "下半年梳理截止（次年）",
                "second half due, next year");
    v.section("knowledge", "知识库", "Knowledge base");
    v.limit("new_policy", book.knowledge.new_policy, k_days, "新政策提交", "new policy submitted");
    v.limit("correction", book.knowledge.correction, k_working_days, "纠错", "correction");
    v.limit("missing_entry", book.knowledge.missing_entry, k_working_days, "查无", "missing entry");
    v.integer("frequent_orders", book.knowledge.frequent_orders, Range{2, 1000}, "15.3",
              "建议形成口径的同类咨询件数（含）",
              "consultations alike that propose an entry, from");
    v.amount("frequent", book.knowledge.frequent, k_natural_days, "15.3", "同类咨询的时间范围",
             "time within which they count");
}

template <class Visitor, class Book>
void visit_appraisal(Visitor& v, Book& book) {
    constexpr Range k_per_mille{0, 1000};
    auto& appraisal = book.appraisal;
    v.section("appraisal", "考核", "Appraisal");
    v.per_mille("weight_satisfied", appraisal.weight_satisfied, k_per_mille, "B5", "满意权重",
                "weight of «satisfied»");
    v.per_mille("weight_basically", appraisal.weight_basically, k_per_mille, "B5", "基本满意权重",
                "weight of «basically satisfied»");
    v.per_mille("weight_so_so", appraisal.weight_so_so, k_per_mille, "B5", "一般权重",
                "weight of «so-so»");
    v.per_mille("weight_dissatisfied", appraisal.weight_dissatisfied, k_per_mille, "B5",
                "不满意权重", "weight of «dissatisfied»");
    v.per_mille("floor_first_contact", appraisal.floor_first_contact, k_per_mille, "14.10",
                "先行联系率下限", "floor of the first-contact rate");
    v.per_mille("floor_resolution", appraisal.floor_resolution, k_per_mille, "14.10",
                "诉求解决率下限", "floor of the resolution rate");
    v.per_mille("floor_satisfaction", appraisal.floor_satisfaction, k_per_mille, "14.10",
                "市民满意率下限", "floor of the satisfaction rate");
    v.boolean("resolution_two_terms", appraisal.resolution_two_terms, "B5", "解决率用行业两项式",
              "two-term formula for the resolution rate");
    v.boolean("filed_out_of_satisfaction", appraisal.filed_out_of_satisfaction, "8.4",
              "存电后续工单不计满意度", "orders on filed matters stay out of satisfaction");
    v.boolean("returned_out_of_all", appraisal.returned_out_of_all, "B5", "退单不计入考核",
              "returned orders stay out of all rates");
    v.choice("volume_by", appraisal.volume_by, "B5", "受理量统计口径", "volume counted");
    v.choice("on_time_by", appraisal.on_time_by, "B5", "按时办结率统计口径",
             "on-time completion counted");
    v.choice("rates_by", appraisal.rates_by, "B5", "其他三率统计口径", "the other rates counted");
    v.choice("first_contact_by", appraisal.first_contact_by, "B5", "先行联系率依据",
             "first-contact rate rests on");
    v.boolean("first_contact_told", appraisal.first_contact_told, "11.1",
              "先行联系须告知程序和期限方为「是」", "«made» means procedure and limit told");
    v.boolean("survey_first", appraisal.survey_first, "B5", "回访与热线测评不一致时以测评为准",
              "the hotline's survey holds where a follow-up differs");
    v.per_mille("floor_on_time", appraisal.floor_on_time, k_per_mille, "B5", "按时办结率下限",
                "floor of the on-time rate");
    v.per_mille("good_on_time", appraisal.good_on_time, k_per_mille, "17", "按时办结率良好档",
                "on-time rate graded good from");
    v.per_mille("good_first_contact", appraisal.good_first_contact, k_per_mille, "17",
                "先行联系率良好档", "first-contact rate graded good from");
    v.per_mille("good_resolution", appraisal.good_resolution, k_per_mille, "17", "诉求解决率良好档",
                "resolution rate graded good from");
    v.per_mille("good_satisfaction", appraisal.good_satisfaction, k_per_mille, "17",
                "市民满意率良好档", "satisfaction rate graded good from");
    v.integer("graded_from", appraisal.graded_from, Range{1, 10'000}, "17", "参与分档的最少件数",
              "orders a rate needs to be graded");
    v.section("bands", "预警", "Warnings");
    v.per_mille("yellow_per_mille", book.bands.yellow_per_mille, Range{1, 999}, "B4",
                "黄色：已用时间", "yellow: time used");
    v.per_mille("red_per_mille", book.bands.red_per_mille, Range{1, 1000}, "B4",
                "红色：已用时间，最后一个工作日亦为红色",
                "red: time used, and on the last working day");
}

template <class Visitor, class Book>
void visit_duty(Visitor& v, Book& book) {
    v.section("duty", "值班与代理", "Duty and substitutes");
    v.minute("office_opens", book.duty.office_opens_minute, "B3", "工作日上班时刻",
             "office opens on working days");
    v.minute("office_closes", book.duty.office_closes_minute, "B3", "工作日下班时刻",
             "office closes on working days");
    v.integer("roster_ahead_days", book.duty.roster_ahead_days, Range{0, 60}, "B3",
              "值班表应排满的天数", "days ahead that the roster must cover");
    v.boolean("substitute_issues_report", book.duty.substitute_issues_report, "14.9",
              "督办报告可由代理人签发", "a substitute may issue the supervision report");
}

template <class Visitor, class Book>
void visit_privacy(Visitor& v, Book& book) {
    constexpr Range k_times{1, 1'000'000};
    auto& privacy = book.privacy;
    v.section("privacy", "个人信息保护", "Personal data");
    v.boolean("house_number_to_unit", privacy.house_number_to_unit, "B10", "向承办单位显示门牌号",
              "house number shown to the unit that has the order");
    v.boolean("house_number_to_center", privacy.house_number_to_center, "B10",
              "向事务中心显示门牌号", "house number shown to the center");
    v.boolean("house_number_to_others", privacy.house_number_to_others, "B10",
              "向其他人员显示门牌号", "house number shown to others");
    v.integer("reason_length_min", privacy.reason_length_min, Range{1, 200}, "18",
              "查看身份信息的理由最少字数", "characters of the reason for reading an identity");
    v.integer("identities_per_hour", privacy.identities_per_hour, k_times, "18",
              "每人每小时可查看身份信息次数", "identities one person may read in an hour");
    v.integer("identities_alarm", privacy.identities_alarm, k_times, "18",
              "查看身份信息达此次数即提示审计", "identities in an hour that raise an alarm");
    v.integer("orders_per_hour", privacy.orders_per_hour, k_times, "18", "每人每小时可打开工单次数",
              "orders one person may open in an hour");
    v.integer("orders_alarm", privacy.orders_alarm, k_times, "18", "打开工单达此次数即提示审计",
              "orders opened in an hour that raise an alarm");
    v.integer("export_approval_rows", privacy.export_approval_rows, Range{0, 1'000'000}, "18",
              "导出超过此行数须审批", "rows above which an export needs an approval");
    v.integer("export_days", privacy.export_days, Range{1, 90}, "18", "批准的导出可领取天数",
              "days in which an approved export can be fetched");
    v.amount("identity_kept", privacy.identity_kept, k_natural_days, "18", "办结后身份信息保存期",
             "identity kept after completion");
    v.integer("audit_months", privacy.audit_months, Range{6, 1200}, "18",
              "审计记录最短保存月数（系统不自动清除）",
              "months that audit is kept at least; none is expired");
}

template <class Visitor, class Book>
void visit_settings(Visitor& v, Book& book) {
    v.section("counting", "计时", "Counting");
    v.choice("mode", book.counting.mode, "5.2", "计算方式", "mode");
    v.minute("closing_time", book.counting.closing_minute, "5.2", "末日截止时刻",
             "time at which the last day ends");
    visit_limits(v, book);
    visit_handling(v, book);
    visit_casework(v, book);
    visit_appraisal(v, book);
    visit_duty(v, book);
    visit_privacy(v, book);
}

} // namespace chengban::rulebook
