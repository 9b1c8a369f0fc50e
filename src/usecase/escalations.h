// 14.10: what goes to the office as a proposal of an admonition, by itself or by the center.
#pragma once

#include "casework/admonition.h"
#include "usecase/matters.h"

namespace chengban::usecase {

StreamDesk<casework::Admonition> admonition_desk(Desk& desk);

Outcome<StreamAnswer> give_admonition(Desk& desk, StreamRequest request,
                                      casework::Admonition::Command command);

// A filing found false or concealed (8.5), a supervision whose limit has passed: proposed once.
void escalate(Desk& desk, const History& history);

// A rate of a unit in a period below the rulebook's floor (I 36), proposed once; false when it is
// not below, or was proposed before.
struct LowRate {
    UnitId unit;
    std::string period; // «2026-11»
    casework::AdmonitionGround ground = casework::AdmonitionGround::satisfaction_rate;
    std::int32_t rate_per_mille = 0;
};
bool propose_low_rate(Desk& desk, const LowRate& rate);

json::object admonition_json(Desk& desk, const casework::Admonition& admonition);

} // namespace chengban::usecase
