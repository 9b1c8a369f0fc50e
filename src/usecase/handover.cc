#include "usecase/handover.h"

#include "usecase/order_view.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

// Listed before anything is given away, because giving away shortens the list.
std::vector<OrderId> open_orders_of(Desk& desk, const workorder::Actor& actor,
                                    const PersonId& person) {
    store::OrderFilter filter;
    filter.handlers = {person};
    filter.units = {actor.unit};
    filter.open = true;
    store::PageRequest page;
    page.limit = 500;
    std::vector<OrderId> orders;
    do {
        const auto found = desk.store().list(filter, page, visibility_of(actor));
        invariant(found.has_value(), "the cursor is the store's own");
        for (const store::OrderRow& row : found->rows) {
            orders.push_back(row.id);
        }
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty());
    return orders;
}

} // namespace

Result<Done> check_handover(const people::Organisation& organisation, const workorder::Actor& actor,
                            const Handover& wanted) {
    Problem why;
    const auto refuse = [&](std::string code, std::string field, std::string zh, std::string en) {
        why.reasons.push_back(
            {std::move(code), "B9", std::move(field), {std::move(zh), std::move(en)}});
    };
    // Whoever may assign one order may assign them all.
    if (workorder::find_transition(workorder::AssignHandler::name, workorder::State::handling,
                                   actor.role) == nullptr) {
        refuse("wrong_role", "actor.role", "移交由本单位责任科室负责人或主要负责人办理",
               "a handover is for the unit's section head or principal");
    }
    if (organisation.person(wanted.from) == nullptr) {
        refuse("unknown_person", "from", "没有这名人员", "there is no such person");
    }
    const people::Person* to = organisation.person(wanted.to);
    if (to == nullptr || !to->holds(actor.unit, workorder::Role::handler)) {
        refuse("not_a_handler", "to", "接收人不是本单位经办人",
               "the successor is no handler of this unit");
    }
    if (wanted.from == wanted.to) {
        refuse("same_person", "to", "移交人与接收人相同", "both are the same person");
    }
    if (!why.reasons.empty()) {
        return Failure{std::move(why)};
    }
    return Done{};
}

JobResult hand_over(Desk& desk, const workorder::Actor& actor, const Handover& wanted,
                    JobControl& control) {
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const std::vector<OrderId> orders = open_orders_of(desk, actor, wanted.from);
    std::int64_t handed_over = 0;
    std::int64_t refused = 0;
    json::array items;
    for (const OrderId& order : orders) {
        if (control.cancelled()) {
            break;
        }
        CommandRequest request;
        request.actor = actor;
        request.order = order;
        request.dry_run = wanted.preview;
        workorder::AssignHandler command;
        command.handler = wanted.to;
        command.reason = Text{wanted.reason, {}};
        request.command = std::move(command);
        const auto outcome = desk.give_now(std::move(request));
        json::object line{{"order", order.text()}, {"ok", outcome.has_value()}};
        if (outcome) {
            ++handed_over;
            line["version"] = outcome->version;
        } else {
            ++refused;
            line["reasons"] = reasons_json(rules->book, outcome.error().problem.reasons);
        }
        items.push_back(std::move(line));
        control.progress(handed_over + refused, static_cast<std::int64_t>(orders.size()));
    }
    return {{{"preview", wanted.preview},
             {"handed_over", handed_over},
             {"refused", refused},
             {"items", std::move(items)}},
            {},
            {},
            {}};
}

} // namespace chengban::usecase
