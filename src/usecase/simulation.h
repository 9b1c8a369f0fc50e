// Runs orders through their whole life on a simulated clock, by the same commands that people give:
// intake, classification, dispatch by rule, contact, answer, completion. For the demonstration with
// generated orders, and for real message files with their official replies.
#pragma once

#include "usecase/desk.h"
#include "usecase/jobs.h"

#include <functional>

namespace chengban::usecase {

// One order to play. Texts the run needs besides the registration itself.
struct Script {
    workorder::Register registration;
    Instant arrives;        // on the simulated clock
    bool complete = true;   // there is a reply to complete it with
    std::string contact_note;
    std::string answer;
    workorder::SubmitCompletion report; // reply summary and parts; the run fills what it decides itself
    // Detours that make a demonstration worth seeing.
    bool extend = false;
    bool return_it = false;
    bool late_contact = false;
};

struct SimulationReport {
    std::int64_t orders = 0;
    std::int64_t registered = 0;
    std::int64_t already_there = 0;
    std::int64_t refused_at_intake = 0;
    std::int64_t dispatched = 0;
    std::int64_t contacted = 0;
    std::int64_t completed = 0;
    std::int64_t awaiting_approval = 0;
    std::int64_t completion_refused = 0;
    std::int64_t commands = 0;
    std::map<std::string, std::int64_t> refusals_by_rule; // of completions, by reason code
    std::map<std::string, std::int64_t> refusals_by_clause;
    std::map<std::string, std::int64_t> flags_by_rule;
    std::map<std::string, std::int64_t> dispatched_by_unit;
};

struct SimulationOptions {
    Instant start;
    std::optional<Instant> end; // the run breaks off here; what is under way stays open
    std::int64_t open_per_mille = 150; // stay open at the end, in every state
    std::uint64_t seed = 1;
};

// Pulls scripts until `next` gives none, then plays all of them in the order of the clock.
SimulationReport simulate(Desk& desk, SimulatedClock& clock,
                          const std::function<std::optional<Script>()>& next,
                          const SimulationOptions& options, JobControl& control);
json::object simulation_json(const SimulationReport& report);

} // namespace chengban::usecase
