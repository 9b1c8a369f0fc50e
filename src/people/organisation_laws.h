// What must hold of the organisation on every day. Private to the room.
#pragma once

#include "people/history.h"
#include "people/reasons.h"

namespace chengban::people {

// Compares the organisation before and after a command on every day on which something turns, from
// `from` on.
void check_laws(const OrganisationHistory& before, const OrganisationHistory& after, Day from,
                Reasons& reasons);

} // namespace chengban::people
