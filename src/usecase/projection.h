// What an order's new events mean for everything that is kept beside them: the current row, search
// text, timers and the outbox.
#pragma once

#include "store/port.h"
#include "workorder/decide.h"

#include <span>

namespace chengban::usecase {

// What an order's citizen and place are found by without being known (18).
struct RowDigests {
    std::string phone; // empty when no number is known
    std::string place; // of the estate or house; empty when the address names neither
};

store::OrderRow row_of(const workorder::WorkOrder& order, const rulebook::Rulebook& rulebook,
                       const RowDigests& digests, const std::string& title, Instant now);

// What the store keeps of an order's event, read back; every type and version ever written.
workorder::Event event_of(const store::StoredEvent& stored);

// "role@unit" of everyone whose decision the order waits for.
std::vector<std::string> awaiting(const workorder::WorkOrder& order,
                                  const rulebook::Rulebook& rulebook);

// Timers whose limit began, moved or ended between the two states.
std::vector<store::TimerRow> timer_changes(const workorder::WorkOrder& before,
                                           const workorder::WorkOrder& after);

// Marks of the system among the tags of a row, for lists; an order's own tags begin with no «@».
inline constexpr const char* k_attention_mark = "@attention";
inline constexpr const char* k_supervision_mark = "@supervision."; // and the stage
inline constexpr const char* k_profile_mark = "@profile.";         // and the profile's token
inline bool is_mark(std::string_view tag) {
    return tag.starts_with('@');
}

// After these events the order and its surroundings are looked at (casework.h); empty when nothing
// of them can matter there.
std::optional<store::TimerRow> casework_timer(const workorder::WorkOrder& after,
                                              std::span<const workorder::Event> events,
                                              Instant now);

// What the hotline must be told, one row per effect and event.
std::vector<store::OutboxRow> outbox_rows(const OrderId& order, std::int64_t seq,
                                          const workorder::Event& event, Instant now);
// Ids of rows that a recall calls back before they are sent.
std::vector<std::string> recalled_rows(const workorder::WorkOrder& before,
                                       const workorder::Event& event);

// How long a bulk dispatch can be undone before the unit and the hotline hear of it.
inline constexpr std::int64_t k_recall_hold_ms = 60'000;

inline store::StreamName stream_of(const OrderId& order) {
    return {"order", order.text()};
}

} // namespace chengban::usecase
