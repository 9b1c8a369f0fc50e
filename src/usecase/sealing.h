// Ids, and references for citizens' texts: what a command brings in plain is sealed beside the
// events.
#pragma once

#include "base/record.h"
#include "store/port.h"

namespace chengban::usecase {

// UUIDv7.
std::string new_id(Instant now);

// Gives the text its reference. `owner` names the keys it is sealed under: an order's id, or
// "kind/id" of another stream.
store::NewText sealed_text(Text& text, std::string owner, std::string field, Instant now);

} // namespace chengban::usecase
