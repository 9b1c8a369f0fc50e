// B2: how disputes over who handles what were decided, by place and category; the next suggestion
// shows it.
#pragma once

#include "base/record.h"
#include "workorder/event.h"

#include <span>
#include <variant>

namespace chengban::casework {

enum class DisputeDecision { designated, passed_on, kept };

// One dispute and its decision.
struct RecordPrecedent {
    static constexpr std::string_view name = "record_precedent";
    OrderId order;
    std::int64_t seq = 0; // of the deciding event on the order
    DisputeDecision decision = DisputeDecision::kept;
    std::optional<UnitId> from; // that did not want it
    UnitId unit;                // that handles it
    Instant at;
    static constexpr auto fields() {
        using T = RecordPrecedent;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("seq", &T::seq, "事件", "event", {1, 1'000'000}),
                          field("decision", &T::decision, "决定", "decision"),
                          field("from", &T::from, "原单位", "from"),
                          field("unit", &T::unit, "承办单位", "unit"),
                          field("at", &T::at, "时间", "at")};
    }
};

struct Precedents {
    static constexpr std::string_view kind = "precedent";
    using Command = std::variant<RecordPrecedent>;
    using Event = Command;
    std::string id; // «310101.elevator»
    std::int64_t version = 0;
    std::vector<RecordPrecedent> decisions; // oldest first
    Instant created_at;

    bool holds(const OrderId& order, std::int64_t seq) const;
    static constexpr auto fields() {
        return std::tuple{field("decisions", &Precedents::decisions, "先例", "precedents")};
    }
};
void evolve(Precedents& precedents, const Precedents::Event& event, Instant at);

// The disputes of an order that were decided: a return passed on to another unit or refused, and a
// unit designated by the office.
std::vector<RecordPrecedent> decided_disputes(const OrderId& order,
                                              std::span<const workorder::Event> events);

// Where precedents on such orders are kept; empty when the order says too little.
std::string precedents_of(std::string_view district, std::string_view category);

} // namespace chengban::casework

template <>
struct chengban::EnumTable<chengban::casework::DisputeDecision> {
    using E = chengban::casework::DisputeDecision;
    static constexpr std::array rows{
        EnumRow<E>{E::designated, "designated", "局办公室指定", "designated by the office"},
        EnumRow<E>{E::passed_on, "passed_on", "退单改派", "returned and passed on"},
        EnumRow<E>{E::kept, "kept", "退单未获同意", "return refused"}};
};
