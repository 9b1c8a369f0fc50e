#include "usecase/bulk_dispatch.h"

#include "usecase/order_view.h"

namespace chengban::usecase {

JobResult bulk_dispatch(Desk& desk, const workorder::Actor& actor, const BulkDispatch& wanted,
                        JobControl& control) {
    const auto total = static_cast<std::int64_t>(wanted.items.size());
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    std::int64_t dispatched = 0;
    std::int64_t refused = 0;
    json::array items;
    for (const BulkDispatchItem& item : wanted.items) {
        if (control.cancelled()) {
            break;
        }
        CommandRequest request;
        request.actor = actor;
        request.order = item.order;
        request.dry_run = wanted.preview;
        workorder::Dispatch command;
        command.unit = item.unit;
        command.limit_class = item.limit_class;
        request.command = command;
        const auto outcome = desk.give_now(std::move(request));
        json::object line{
            {"order", item.order.text()}, {"unit", item.unit.text()}, {"ok", outcome.has_value()}};
        if (outcome) {
            ++dispatched;
            line["version"] = outcome->version;
        } else {
            ++refused;
            line["reasons"] = reasons_json(rules->book, outcome.error().problem.reasons);
        }
        items.push_back(std::move(line));
        control.progress(dispatched + refused, total);
    }
    return {{{"preview", wanted.preview},
             {"dispatched", dispatched},
             {"refused", refused},
             {"items", std::move(items)}},
            {},
            {},
            {}};
}

} // namespace chengban::usecase
