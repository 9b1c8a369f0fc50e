// One order for one reader: facts with masked identity, every limit with its trace, the timeline,
// and what the reader may do next. A client repeats no rule.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

struct OrderView {
    std::string body; // JSON
    std::int64_t version = 0;
    Instant valid_until; // until when the body says the same, if the order does not change
};

// Refused when the order is not there or not for this reader.
Outcome<OrderView> order_view(Desk& desk, const OrderId& order, const workorder::Actor& reader);

// {"clause","article","zh","en"}: the regulation's own words for a clause id.
json::object citation(const rulebook::Rulebook& rulebook, std::string_view clause);
json::array reasons_json(const rulebook::Rulebook& rulebook, const std::vector<Reason>& reasons);

} // namespace chengban::usecase
