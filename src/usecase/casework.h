// The process manager of clauses 8.4, 12.1 and 14: what other orders say of an order lands on its
// own stream as events. It looks at one order and its surroundings and gives derived commands; to
// look twice changes nothing. Orders are looked at soon after something that may matter has
// happened: a timer row of the same commit says so.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

inline constexpr const char* k_wake_timer = "casework";
inline constexpr const char* k_long_unresolved_timer = "long_unresolved";

struct Attended {
    std::int64_t commands = 0;    // accepted
    std::optional<Instant> again; // when time alone may make a difference
};
// `matter`: where a person has just linked it, before its own stream says so.
Attended attend(Desk& desk, const OrderId& order, const std::string& matter = {});

// Attends to the order of a due timer, or to the orders of a matter; what becomes of the timer is
// for the caller to commit.
std::vector<store::TimerRow> fire_casework(Desk& desk, const store::TimerRow& timer);

// For a commit after which the order is to be looked at.
store::TimerRow wake_timer(Desk& desk, const OrderId& order);

} // namespace chengban::usecase
