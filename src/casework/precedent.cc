#include "casework/precedent.h"

#include <algorithm>

namespace chengban::casework {

bool Precedents::holds(const OrderId& order, std::int64_t seq) const {
    return std::any_of(decisions.begin(), decisions.end(), [&](const RecordPrecedent& one) {
        return one.order == order && one.seq == seq;
    });
}

void evolve(Precedents& precedents, const Precedents::Event& event, Instant at) {
    if (precedents.decisions.empty()) {
        precedents.created_at = at;
    }
    precedents.decisions.push_back(std::get<RecordPrecedent>(event));
}

std::vector<RecordPrecedent> decided_disputes(const OrderId& order,
                                              std::span<const workorder::Event> events) {
    std::vector<RecordPrecedent> list;
    UnitId unit; // that has it
    std::int64_t seq = 0;
    for (const workorder::Event& event : events) {
        ++seq;
        if (const auto* dispatched = std::get_if<workorder::Dispatched>(&event.body)) {
            unit = dispatched->unit;
        } else if (const auto* decided =
                       std::get_if<workorder::Accepted<workorder::DecideReturn>>(&event.body)) {
            const auto& next = decided->command.next_unit;
            if (decided->command.agree && next) {
                list.push_back(
                    {order, seq, DisputeDecision::passed_on, unit, *next, event.recorded_at});
            } else if (!decided->command.agree) {
                list.push_back({order, seq, DisputeDecision::kept, {}, unit, event.recorded_at});
            }
        } else if (const auto* designated =
                       std::get_if<workorder::Accepted<workorder::Designate>>(&event.body)) {
            const UnitId& named = designated->command.unit;
            list.push_back({order, seq, DisputeDecision::designated,
                            unit.empty() || unit == named ? std::nullopt : std::optional(unit),
                            named, event.recorded_at});
        }
    }
    return list;
}

std::string precedents_of(std::string_view district, std::string_view category) {
    if (category.empty()) {
        return {};
    }
    return (district.empty() ? "none" : std::string(district)) + "." + std::string(category);
}

} // namespace chengban::casework
