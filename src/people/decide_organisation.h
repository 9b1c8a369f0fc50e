// What the organisation does with a command: an event, or a refusal that lists all its reasons.
// Pure: time, actor and what other streams know of open orders are arguments.
#pragma once

#include "people/command_codec.h"
#include "people/history.h"
#include "people/organisation_commands.h"

#include <map>
#include <span>

namespace chengban::people {

using OrganisationEvent = Given<OrganisationCommand>;

// Open orders by unit and handler, as the order lists count them; the handler is empty while none
// is assigned.
using OpenOrders = std::map<std::pair<UnitId, PersonId>, std::int64_t>;

struct OrganisationContext {
    Instant now;
    const OpenOrders& open_orders;
};

// Who may give a command: the office keeps units and leaders, the security administrator posts
// (B10).
std::span<const Role> roles_for(const OrganisationCommand& command);

Result<OrganisationEvent> decide(const OrganisationHistory& history,
                                 const OrganisationCommand& command, const Actor& actor,
                                 const OrganisationContext& context);

void evolve(OrganisationHistory& history, const OrganisationEvent& event);

// People who left by this event: their sessions end.
std::vector<PersonId> leavers_of(const OrganisationHistory& before,
                                 const OrganisationHistory& after, Day day);

} // namespace chengban::people
