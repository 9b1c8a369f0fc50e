#include "followup/plan.h"

#include <fmt/format.h>

namespace chengban::followup {

using workorder::Role;

namespace {

struct Refusals {
    std::vector<Reason> reasons;
    void add(std::string code, std::string field, std::string zh, std::string en) {
        reasons.push_back(
            {std::move(code), "11", std::move(field), {std::move(zh), std::move(en)}});
    }
};

// A row that comes after one which fits all it fits never decides anything.
bool covers(const RateRow& wide, const RateRow& narrow) {
    return (!wide.unit || wide.unit == narrow.unit) && (!wide.kind || wide.kind == narrow.kind) &&
           (!wide.outcome || wide.outcome == narrow.outcome);
}

void check_plan(Refusals& refusals, const Plan& plan) {
    for (std::size_t i = 0; i < plan.rates.size(); ++i) {
        for (std::size_t before = 0; before < i; ++before) {
            if (covers(plan.rates[before], plan.rates[i])) {
                refusals.add("shadowed", fmt::format("plan.rates[{}]", i),
                             fmt::format("此行已被第 {} 行覆盖", before + 1),
                             fmt::format("row {} fits everything that this one fits", before + 1));
                break;
            }
        }
    }
}

bool may_plan(Role role) {
    return role == Role::supervisor || role == Role::office_clerk;
}

} // namespace

Result<std::vector<SamplingPlan::Event>> decide(const SamplingPlan& plan,
                                                const SamplingPlan::Command& command,
                                                const workorder::Actor& actor, Instant now,
                                                const std::optional<SampleDrawn>& drawn) {
    Refusals refusals;
    const bool draws = std::holds_alternative<DrawSample>(command);
    if (!may_plan(actor.role) && !(draws && actor.role == Role::follow_up_caller)) {
        refusals.add("wrong_role", "actor.role", "抽查方案由督办员或局办公室制定",
                     "sampling plans are made by the center's supervisor or the office");
    }
    const bool makes = std::holds_alternative<MakePlan>(command);
    if (makes != (plan.version == 0) || (!makes && !plan.active)) {
        refusals.add("wrong_state", "state", makes ? "方案已存在" : "方案已停用",
                     makes ? "the plan is there already" : "the plan is retired");
    }
    if (const auto* made = std::get_if<MakePlan>(&command)) {
        check_plan(refusals, made->plan);
    }
    if (const auto* changed = std::get_if<ChangePlan>(&command)) {
        check_plan(refusals, changed->plan);
    }
    if (const auto* draw = std::get_if<DrawSample>(&command)) {
        if (draw->last < draw->first) {
            refusals.add("times_out_of_order", "last", "末日早于首日",
                         "the last day lies before the first");
        }
        if (!(draw->last < day_of(now))) {
            refusals.add("period_not_over", "last", "只能抽取已结束日期的办结工单",
                         "only days that are over can be drawn from");
        }
    }
    if (!refusals.reasons.empty()) {
        return Failure{Problem{std::move(refusals.reasons)}};
    }
    return std::visit(
        [&](const auto& c) -> std::vector<SamplingPlan::Event> {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(c)>, DrawSample>) {
                invariant(drawn.has_value(), "a draw without its result");
                return {*drawn};
            } else {
                return {c};
            }
        },
        command);
}

void evolve(SamplingPlan& plan, const SamplingPlan::Event& event, Instant at) {
    if (const auto* made = std::get_if<MakePlan>(&event)) {
        plan.plan = made->plan;
        plan.active = true;
        plan.created_at = at;
    } else if (const auto* changed = std::get_if<ChangePlan>(&event)) {
        plan.plan = changed->plan;
    } else if (const auto* drawn = std::get_if<SampleDrawn>(&event)) {
        plan.drawings.push_back(drawn->record);
    } else {
        plan.active = false;
    }
}

} // namespace chengban::followup
