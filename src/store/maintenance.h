// The writer's own housekeeping.
#pragma once

#include "base/instant.h"
#include "store/keyring.h"
#include "store/sql.h"

#include <string>

namespace chengban::store {

// Idempotency keys used before `before`; in pieces of one transaction each. Returns how many went.
std::int64_t forget_keys(Connection& connection, const Keyring& keys, const std::string& bureau,
                         Instant before);

// The keyed digest of an order's phone, in a transaction of its own; false when there is none.
bool forget_digests_of(Connection& connection, const Keyring& keys, const std::string& bureau,
                       const OrderId& order);

} // namespace chengban::store
