// The acting person as the room people knows them; commands on orders are given in a post.
#pragma once

#include "people/actor.h"

namespace chengban::workorder {

using people::Actor;
using people::Role;

} // namespace chengban::workorder
