#include "usecase/authorization.h"

#include <algorithm>

namespace chengban::usecase {

using people::Scope;
using workorder::Actor;

namespace {

constexpr std::string_view k_read = "work_order.read";

Refusal wrong_role(std::string_view action, const Actor& actor) {
    const people::Permission* row = people::find_permission(action);
    std::string zh_who;
    std::string en_who;
    for (const auto& role : EnumTable<people::Role>::rows) {
        if (row->of(role.value) != Scope::never && role.value != people::Role::system) {
            zh_who += (zh_who.empty() ? "" : "、") + std::string(role.zh);
            en_who += (en_who.empty() ? "" : ", ") + std::string(role.en);
        }
    }
    return {RefusalKind::forbidden,
            problem("wrong_role", "actor.role",
                    std::string("您的岗位「") + std::string(zh(actor.role)) + "」不能" +
                        std::string(row->zh) + "；可由" + zh_who + "进行",
                    std::string("not for your office (") + std::string(en(actor.role)) +
                        "); this is done by: " + en_who,
                    std::string(row->clause)),
            std::nullopt};
}

Refusal out_of_reach(std::string_view action) {
    const people::Permission* row = people::find_permission(action);
    return {RefusalKind::forbidden,
            problem("wrong_unit", "actor.unit", "工单现不在您的单位，不能" + std::string(row->zh),
                    "the order is not with your unit now", std::string(row->clause)),
            std::nullopt};
}

// What the person may do with a row that they may see.
Outcome<store::OrderRow> judge(std::string_view action, const Actor& actor, Scope reading,
                               store::OrderRow row) {
    const Scope wanted = people::scope_of(action, actor.role);
    people::Standing standing;
    standing.own_unit = row.unit == actor.unit;
    standing.former_unit = !standing.own_unit; // they may see it: by the chain or by the unit
    standing.in_chain = std::find(row.chain.begin(), row.chain.end(),
                                  actor.substitute_for.value_or(actor.person)) != row.chain.end();
    standing.confidential = row.confidential;
    switch (people::access(reading, wanted, standing)) {
    case people::Access::granted:
        return row;
    case people::Access::forbidden:
        return Failure{wanted == Scope::never ? wrong_role(action, actor) : out_of_reach(action)};
    case people::Access::hidden:
        return Failure{order_not_found()};
    }
    unreachable("judge");
}

// Visible by what the row itself says; former units are known to the store alone.
bool shows_itself(const store::OrderRow& row, const store::Visibility& seen_by) {
    if (seen_by.confidential_all) {
        return true;
    }
    if (std::find(row.chain.begin(), row.chain.end(), seen_by.person) != row.chain.end()) {
        return true;
    }
    const bool with_them =
        std::find(seen_by.units.begin(), seen_by.units.end(), row.unit) != seen_by.units.end();
    return !row.confidential && (seen_by.everything || with_them);
}

} // namespace

Refusal order_not_found() {
    return {RefusalKind::not_found,
            problem("not_found", "order", "没有这张工单，或您无权知悉",
                    "there is no such order for you"),
            std::nullopt};
}

Outcome<Scope> authorize(std::string_view action, const Actor& actor) {
    const Scope scope = people::scope_of(action, actor.role);
    if (scope == Scope::never) {
        return Failure{wrong_role(action, actor)};
    }
    return scope;
}

store::Visibility visibility_of(Scope scope, const Actor& actor) {
    store::Visibility visibility;
    switch (scope) {
    case Scope::never:
    case Scope::allowed:
    case Scope::own:
        return visibility; // of nobody: no order is along nobody's chain
    case Scope::unit_now:
    case Scope::unit:
        visibility.units.push_back(actor.unit);
        break;
    case Scope::bureau:
        visibility.everything = true;
        break;
    case Scope::everything:
        visibility.everything = true;
        visibility.confidential_all = true;
        break;
    }
    // B9: a substitute sees in that post what the person sees for whom they act.
    visibility.person = actor.substitute_for.value_or(actor.person);
    return visibility;
}

store::Visibility visibility_of(const Actor& actor) {
    return visibility_of(people::scope_of(k_read, actor.role), actor);
}

Outcome<store::OrderRow> authorize_order(store::Store& store, std::string_view action,
                                         const Actor& actor, const OrderId& order) {
    const Scope reading = people::scope_of(k_read, actor.role);
    std::optional<store::OrderRow> row = store.row(order, visibility_of(reading, actor));
    return row ? judge(action, actor, reading, std::move(*row))
               : Outcome<store::OrderRow>(Failure{order_not_found()});
}

std::optional<Outcome<store::OrderRow>> authorize_known(std::string_view action, const Actor& actor,
                                                        const store::OrderRow& row) {
    const Scope reading = people::scope_of(k_read, actor.role);
    return shows_itself(row, visibility_of(reading, actor))
               ? std::optional(judge(action, actor, reading, row))
               : std::nullopt;
}

} // namespace chengban::usecase
