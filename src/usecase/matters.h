// B1: the streams of matters, what a page shows of one, and what people do to it.
#pragma once

#include "casework/likeness.h"
#include "casework/matter.h"
#include "usecase/desk.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

StreamDesk<casework::Matter> matter_desk(Desk& desk);

// An order and whose it is, for those who look at several at once.
struct History {
    workorder::WorkOrder order;
    std::string phone_digest; // keyed
    std::string place_digest; // keyed
};
std::optional<History> history_of(Desk& desk, const OrderId& order);
// Its whole life; slow, for the few questions that the order as it stands does not answer.
std::vector<workorder::Event> events_of(Desk& desk, const OrderId& order);

// The plain words that likeness is judged by.
casework::Likable likable(Desk& desk, const History& history);

// The order's matter with all that is linked, and what else may belong to it, each with its
// reasons; only what the reader may see.
Outcome<json::object> matter_view(Desk& desk, const OrderId& order, const workorder::Actor& reader);

// By a person. Afterwards every order concerned knows its new count.
Outcome<StreamAnswer> give_matter(Desk& desk, StreamRequest request,
                                  casework::Matter::Command command);
// Links both orders; in the matter of the one or the other, or in a new one.
Outcome<StreamAnswer> join_orders(Desk& desk, StreamRequest request, const OrderId& order,
                                  const OrderId& with, const Text& reason);

} // namespace chengban::usecase
