#include "workorder/ownership.h"

namespace chengban::workorder {

namespace {

std::optional<Holder> holder_of(const WorkOrder& order) {
    switch (order.state) {
    case State::received:
        return Holder::with_center;
    case State::consulting:
        return Holder::with_hotline;
    case State::dispatched:
    case State::handling:
    case State::awaiting_approval:
        return order.returning.pending() ? Holder::disputed : Holder::with_unit;
    case State::absent:
    case State::completed:
    case State::withdrawn:
        return std::nullopt;
    }
    unreachable("holder_of");
}

} // namespace

std::vector<Holding> ownership(const OrderId& order, std::span<const Event> events) {
    std::vector<Holding> list;
    WorkOrder folded;
    folded.id = order;
    const auto running = [&] { return !list.empty() && !list.back().until; };
    for (const Event& event : events) {
        evolve(folded, event);
        // When it was recorded is when it changed hands; backdated entries move nothing.
        const Instant at = event.recorded_at;
        if (const auto* first = std::get_if<Accepted<Register>>(&event.body)) {
            const auto since =
                first->command.called_at ? first->command.called_at : first->command.transferred_at;
            if (since && *since < at) {
                list.push_back({Holder::with_hotline, {}, *since, at});
            }
        }
        const std::optional<Holder> now = holder_of(folded);
        const UnitId unit =
            now == Holder::with_unit || now == Holder::disputed ? folded.unit : UnitId();
        if (running() && (list.back().holder != now || list.back().unit != unit)) {
            list.back().until = at;
        }
        if (now && !running()) {
            list.push_back({*now, unit, at, std::nullopt});
        }
    }
    return list;
}

} // namespace chengban::workorder
