// The closed lists by name, each row with its token and its words; they need no store.
#pragma once

#include "base/json.h"

namespace chengban::api {

const json::object& closed_lists();

} // namespace chengban::api
