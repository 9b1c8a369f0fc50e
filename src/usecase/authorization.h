// The one question that every use case asks before it looks at anything: may this person do this,
// and to which orders? The answer follows from the table in people/permission.cc; lists, counts and
// search take it as the visibility that the store adds to every query.
#pragma once

#include "people/permission.h"
#include "store/port.h"
#include "usecase/refusal.h"
#include "workorder/actor.h"

#include <string_view>

namespace chengban::usecase {

// 403 when the person's post never may; else how far.
Outcome<people::Scope> authorize(std::string_view action, const workorder::Actor& actor);

// The orders within that reach. Nothing for `never`, not even along the handling chain.
store::Visibility visibility_of(people::Scope scope, const workorder::Actor& actor);
// What a person may see.
store::Visibility visibility_of(const workorder::Actor& actor);

// The order's row when the person may do this to it. 404 when the person may not know that it
// exists.
Outcome<store::OrderRow> authorize_order(store::Store& store, std::string_view action,
                                         const workorder::Actor& actor, const OrderId& order);

// The same from a row at hand; nothing when only the store can tell whether the person may see it.
std::optional<Outcome<store::OrderRow>>
authorize_known(std::string_view action, const workorder::Actor& actor, const store::OrderRow& row);

Refusal order_not_found();

} // namespace chengban::usecase
