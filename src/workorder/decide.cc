#include "workorder/decide.h"

#include "workorder/draft.h"

#include <algorithm>

namespace chengban::workorder {

namespace {

// 2: what the hotline sends twice applies once, whatever has become of the order meanwhile.
template <class C>
bool applied_before(const WorkOrder& order, const C& command) {
    if constexpr (requires { command.event_id.has_value(); }) {
        return command.event_id &&
               order.hotline_events.contains(hotline_event(C::name, *command.event_id));
    } else if constexpr (std::is_same_v<C, RecordSurvey>) {
        return order.hotline_events.contains(hotline_event(C::name, command.event_id));
    } else {
        return false;
    }
}

// Only the state stands against it: the caller is who may give it.
bool is_untimely(const std::vector<Reason>& reasons) {
    return std::all_of(reasons.begin(), reasons.end(),
                       [](const Reason& reason) { return reason.code == "wrong_state"; });
}

// White space fills no field.
template <class C>
void check_blank(const C& command, Draft& draft) {
    record::each_text(command, std::string(), [&](const std::string& path, const Text& text) {
        if (!text.plain.empty() && trim(text.plain).empty()) {
            draft.checks.refuse("empty", "", path, "不能只填空格", "only white space is filled in");
        }
    });
}

template <class C>
Result<Decision> decide_one(const WorkOrder& order, const C& command, const Actor& actor,
                            const Context& context) {
    std::vector<Reason> reasons = may_give(order, C::name, actor);
    if (applied_before(order, command) && is_untimely(reasons)) {
        return Failure{problem("event_applied", "event_id", "该热线事件已登记",
                               "this hotline event is applied already", "2")};
    }
    if (!reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    Draft draft(order, actor, context);
    guard(static_cast<const C*>(nullptr), draft);
    check_blank(command, draft);
    fill(command, draft);
    if (draft.checks.refused()) {
        return Failure{draft.checks.problem()};
    }
    Decision decision;
    decision.advice = draft.checks.advice();
    const auto add = [&](EventBody body) {
        decision.events.push_back({std::move(body), actor, draft.occurred_at, context.now});
    };
    if (draft.primary) {
        draft.effects.flags = draft.checks.flags();
        add(Accepted<C>{command, draft.effects});
    } else {
        std::visit([&](auto& body) { body.effects.flags = draft.checks.flags(); },
                   draft.following.front());
    }
    for (EventBody& body : draft.following) {
        decision.events.push_back({std::move(body), actor, context.now, context.now});
    }
    invariant(!decision.events.empty(), "an accepted command without an event");
    return decision;
}

template <class C>
void list_action(const WorkOrder& order, const Actor& actor, const Context& context,
                 std::vector<NextAction>& actions) {
    const Transition* row = row_for(order, C::name, actor);
    if (row == nullptr) {
        return;
    }
    Draft draft(order, actor, context);
    guard(static_cast<const C*>(nullptr), draft);
    actions.push_back({C::name, C::zh, row->clause, draft.checks.reasons()});
}

template <class... C>
void list_actions(const WorkOrder& order, const Actor& actor, const Context& context,
                  std::vector<NextAction>& actions, const std::variant<C...>*) {
    (list_action<C>(order, actor, context, actions), ...);
}

} // namespace

Result<Decision> decide(const WorkOrder& order, const Command& command, const Actor& actor,
                        const Context& context) {
    return std::visit([&](const auto& c) { return decide_one(order, c, actor, context); }, command);
}

std::vector<NextAction> next_actions(const WorkOrder& order, const Actor& actor,
                                     const Context& context) {
    std::vector<NextAction> actions;
    list_actions(order, actor, context, actions, static_cast<const Command*>(nullptr));
    return actions;
}

} // namespace chengban::workorder
