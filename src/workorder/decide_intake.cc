// Clauses 2, 3 and 4: intake, consultation, dispatch, designation.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

using rulebook::Rule;

void fill(const Register& c, Draft& draft) {
    if (c.confidentiality == Confidentiality::state_secret) {
        draft.checks.broken(Rule::state_secret, "confidentiality");
    }
    const auto not_later = [&](const std::optional<Instant>& earlier, const char* earlier_field,
                               const char* earlier_zh, const std::optional<Instant>& later,
                               const char* later_zh) {
        if (earlier && later && *later < *earlier) {
            draft.checks.refuse("times_out_of_order", "2", earlier_field,
                                fmt::format("{} {} 晚于{} {}", earlier_zh, to_string(*earlier),
                                            later_zh, to_string(*later)),
                                fmt::format("{} {} is after {}", earlier_field, to_string(*earlier),
                                            to_string(*later)));
        }
    };
    const std::optional<Instant> now = draft.now();
    not_later(c.called_at, "called_at", "来电时间", c.transferred_at, "热线转办时间");
    not_later(c.called_at, "called_at", "来电时间", now, "现在");
    not_later(c.transferred_at, "transferred_at", "热线转办时间", now, "现在");
    if (c.anonymous && c.citizen_name) {
        draft.checks.refuse("anonymous_with_name", "18", "citizen_name",
                            "匿名工单不应填写反映人姓名",
                            "an anonymous order must not name the citizen");
    }
    if (c.reviews && c.limit_class != LimitClass::review) {
        draft.checks.refuse("not_a_review_order", "12.2", "limit_class",
                            "复核其他工单的应为回访复核单",
                            "an order that takes up another is a review order");
    }
    draft.effects.state = State::received;
    draft.start(DeadlineKind::dispatch, draft.context.rulebook.limits.dispatch, draft.now());
    if (c.city_due) {
        draft.effects.set.push_back(
            given_deadline(draft.order, draft.context, DeadlineKind::city, "B4", *c.city_due));
    }
}

void fill(const Classify& c, Draft& draft) {
    if (!c.kind && !c.category && !c.district && !c.field_token && !c.suggested_unit && !c.tags &&
        !c.major_or_complicated) {
        draft.checks.refuse("nothing_to_change", "4", "", "没有要修改的内容",
                            "there is nothing to change");
    }
    const bool sets_major = c.major_or_complicated.has_value();
    // 10.1: a unit may mark an order as major or complicated; everything else is the center's.
    if (draft.actor.role != Role::dispatcher &&
        (c.kind || c.category || c.district || c.field_token || c.suggested_unit || c.tags ||
         !c.major_or_complicated.value_or(true))) {
        draft.checks.refuse("center_classifies", "4", "",
                            "分类由中心进行，承办单位只能标明重大或情况复杂",
                            "the center classifies; a unit may only mark an order as major");
    }
    // What was signed for must stay what it is.
    if (draft.order.state == State::awaiting_approval && (c.kind || sets_major)) {
        draft.checks.refuse("report_submitted", c.kind ? "9.1" : "10.1",
                            c.kind ? "kind" : "major_or_complicated",
                            "办结正在审批，须先退回或撤回",
                            "a completion waits for approval; reject or withdraw it first");
    }
}

void fill(const OpenConsultation&, Draft& draft) {
    draft.effects.state = State::consulting;
    draft.meet(DeadlineKind::dispatch, draft.now(), Rule::dispatch_late);
    draft.start(DeadlineKind::consultation, draft.context.rulebook.limits.consultation,
                draft.now());
}

void fill(const ConcludeConsultation& c, Draft& draft) {
    draft.meet(DeadlineKind::consultation, draft.now(), Rule::consultation_late);
    if (c.outcome == ConsultationOutcome::given_back) {
        draft.effects.state = State::withdrawn;
        draft.cancel(DeadlineKind::city);
        draft.cancel(DeadlineKind::supervision);
        if (c.designated_by_hotline) {
            draft.checks.refuse("given_back_and_designated", "4.1", "designated_by_hotline",
                                "退回热线的工单不能同时为热线指定办理",
                                "an order given back cannot be designated as well");
        }
        return;
    }
    draft.effects.state = State::received;
    draft.start(DeadlineKind::dispatch, draft.context.rulebook.limits.dispatch, draft.now());
}

void fill(const Dispatch& c, Draft& draft) {
    check_target_unit(draft, "unit");
    const std::optional<LimitClass> of_order = draft.order.limit_class;
    if (of_order && c.limit_class && *c.limit_class != *of_order) {
        draft.checks.refuse("limit_class_given", "5.2", "limit_class",
                            fmt::format("热线已定为「{}」，以热线为准", zh(*of_order)),
                            fmt::format("the class is «{}» already and holds", en(*of_order)));
    }
    if (!of_order && !c.limit_class) {
        draft.checks.refuse("limit_class_missing", "5.2", "limit_class",
                            "热线未定时限类别，请由中心设定",
                            "the hotline gave no limit class, the center must set one");
        return;
    }
    draft.primary = false;
    const LimitClass limit_class = of_order ? *of_order : *c.limit_class;
    hand_over(draft, c.unit, limit_class, false, c.note);
    // The center's own clock ends with the handover and belongs to the same event.
    draft.meet(DeadlineKind::dispatch, draft.now(), Rule::dispatch_late);
    auto& dispatched = std::get<Dispatched>(draft.following.back());
    dispatched.effects.ended.insert(dispatched.effects.ended.end(), draft.effects.ended.begin(),
                                    draft.effects.ended.end());
}

void guard(const Recall*, Draft& draft) {
    const WorkOrder& order = draft.order;
    if (!order.contacts.empty() || order.answered || order.plan_set || order.extension.pending() ||
        order.returning.pending()) {
        draft.checks.refuse("already_worked_on", "4", "", "承办单位已开始办理，不能撤回",
                            "the unit has begun to work on it, it cannot be recalled");
    }
}

void fill(const Recall&, Draft& draft) {
    take_back(draft);
    draft.effects.state = State::received;
    draft.start(DeadlineKind::dispatch, draft.context.rulebook.limits.dispatch, draft.now());
}

void fill(const Designate& c, Draft& draft) {
    check_target_unit(draft, "unit");
    if (draft.order.unit == c.unit) {
        if (draft.order.designated_by_office) {
            draft.checks.refuse("already_designated", "3.1", "unit", "已指定由该单位办理",
                                "this unit is designated already");
        }
        return; // it keeps its round, and its clocks never stopped (7.4)
    }
    hand_over(draft, c.unit, draft.order.limit_class.value_or(LimitClass::general), true,
              std::nullopt);
    draft.meet(DeadlineKind::dispatch, draft.now(), Rule::dispatch_late);
}

void fill(const RequestOpinion&, Draft& draft) {
    if (!draft.context.target_unit.exists) {
        draft.checks.refuse("unknown_unit", "3.3", "unit", "没有这个单位", "there is no such unit");
    }
}

void guard(const GiveOpinion*, Draft& draft) {
    if (!draft.order.opinions_asked.contains(draft.actor.unit)) {
        draft.checks.refuse("not_asked", "3.3", "actor.unit", "未向贵单位征求意见",
                            "your unit was not asked");
    }
}

// I 22: the hotline's class holds until the hotline gives another.
void guard(const SetLimitClass*, Draft& draft) {
    const std::optional<LimitClass> given = draft.order.facts.limit_class;
    if (given && draft.actor.role != Role::hotline && !draft.order.limit_class_asked) {
        draft.checks.refuse("limit_class_given", "5.2", "limit_class",
                            fmt::format("热线已定为「{}」，以热线为准", zh(*given)),
                            fmt::format("the hotline's class «{}» holds", en(*given)));
    }
}

namespace {

// The same round: the clock of the class counts from the same dispatch, once.
void start_once(Draft& draft, DeadlineKind kind, const rulebook::Limit& limit) {
    const Instant from = *draft.order.dispatched_at;
    const auto found = draft.order.deadlines.find(kind);
    const bool met = found != draft.order.deadlines.end() && found->second.end &&
                     found->second.fact.start == from &&
                     found->second.end->how != Ending::cancelled;
    if (!met) {
        draft.start(kind, limit, from);
    }
}

} // namespace

void fill(const SetLimitClass& c, Draft& draft) {
    const WorkOrder& order = draft.order;
    if (order.limit_class == c.limit_class) {
        // To set what is set answers a unit that asked for another class.
        if (!order.limit_class_asked) {
            draft.checks.refuse("nothing_to_change", "5.2", "limit_class", "时限类别没有变化",
                                "the limit class does not change");
        }
        return;
    }
    if (order.facts.limit_class && draft.actor.role != Role::hotline && order.limit_class_asked) {
        draft.checks.refuse(
            "limit_class_given", "5.2", "limit_class",
            fmt::format("热线已定为「{}」，以热线为准", zh(*order.facts.limit_class)),
            fmt::format("the hotline's class «{}» holds", en(*order.facts.limit_class)));
        return;
    }
    if (!order.dispatched_at) {
        return;
    }
    const rulebook::Limits& limits = draft.context.rulebook.limits;
    // An extension and the hotline's sending back (9) have set limits of their own.
    if (order.extension.granted == 0 && !order.rework) {
        start_completion(draft, c.limit_class, profiles_in_force(order, draft.context.rulebook),
                         draft.effects, *order.dispatched_at);
    }
    draft.cancel(DeadlineKind::outcome_report);
    draft.cancel(DeadlineKind::progress_report);
    if (order.rework) {
        return;
    }
    if (c.limit_class == LimitClass::urgent) {
        start_once(draft, DeadlineKind::outcome_report, limits.urgent_outcome_report);
    }
    if (c.limit_class == LimitClass::semi_urgent) {
        start_once(draft, DeadlineKind::progress_report, limits.semi_urgent_step);
    }
}

void fill(const SetCityDue& c, Draft& draft) {
    const Register& facts = draft.order.facts;
    const Instant received = draft.order.registered_at;
    const Instant since = std::min(
        {received, facts.transferred_at.value_or(received), facts.called_at.value_or(received)});
    if (c.due <= since) {
        draft.checks.refuse("times_out_of_order", "B4", "due", "市级时限早于受理时间",
                            "the city's limit lies before intake");
    }
    draft.effects.set.push_back(
        given_deadline(draft.order, draft.context, DeadlineKind::city, "B4", c.due));
}

void fill(const ApplyCalendar& c, Draft& draft) {
    invariant(c.calendar_version == draft.context.calendar.version(), "calendar of the context");
    if (c.calendar_version <= draft.order.calendar_version) {
        draft.checks.refuse("calendar_applied", "5.2", "", "该日历版本已适用",
                            "this calendar version is applied already");
        return;
    }
    recompute(draft);
}

void fill(const NoteDeadlinePassed& c, Draft& draft) {
    const DeadlineFact* fact = draft.order.live(c.kind);
    if (fact == nullptr || fact->generation != c.generation || draft.now() < fact->due ||
        draft.order.deadlines.at(c.kind).noted_passed) {
        draft.checks.refuse("limit_moved", "5.2", "kind", "该时限已结束或已变更",
                            "this limit has ended or moved");
        return;
    }
    if (is_window(c.kind)) {
        draft.effects.ended.push_back({c.kind, Ending::closed, fact->due});
    }
    if (c.kind == DeadlineKind::completion && draft.order.extension.granted > 0) {
        draft.late(Rule::extension_passed, {});
    }
    if (c.kind == DeadlineKind::extension_notice) {
        draft.late(Rule::extension_notice_late, {});
    }
    if (c.kind == DeadlineKind::supervision) {
        draft.late(Rule::supervision_late, {});
    }
}

} // namespace chengban::workorder
