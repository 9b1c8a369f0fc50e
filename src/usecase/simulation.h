// Runs orders through their whole life on a simulated clock, by the same commands that people give:
// intake, classification, dispatch by rule, contact, answer, completion. For the demonstration with
// generated orders, and for real message files with their official replies.
#pragma once

#include "usecase/attachments.h"
#include "usecase/jobs.h"

#include <functional>

namespace chengban::usecase {

// A file that is put on the order before it is completed, marked as simulated.
struct ScriptFile {
    EvidenceKind kind = EvidenceKind::photo;
    std::string name;
    std::function<std::string()> content; // made when it is filed; on any thread
};

// One order to play. Texts the run needs besides the registration itself.
struct Script {
    workorder::Register registration;
    Instant arrives;      // on the simulated clock
    bool complete = true; // there is a reply to complete it with
    std::string contact_note;
    std::string answer;
    workorder::SubmitCompletion report; // the run fills in the day of a site visit
    std::string corrected;              // the reply after a first one was refused; empty: none
    std::vector<ScriptFile> evidence;
    // Detours that make a demonstration worth seeing.
    bool extend = false;
    bool return_it = false;
    bool late_contact = false;
};

// Where and why an order's way ended early.
struct PlayRefusal {
    std::string hotline_number;
    std::string step;
    std::vector<Reason> reasons;
};

struct SimulationReport {
    std::int64_t orders = 0;
    std::int64_t registered = 0;
    std::int64_t already_there = 0;
    std::int64_t refused_at_intake = 0;
    std::int64_t dispatched = 0;
    std::int64_t dispatched_by_hand = 0; // no rule named a unit; the simulated center chose one
    std::int64_t contacted = 0;
    std::int64_t completed = 0;
    std::int64_t awaiting_approval = 0;
    std::int64_t attached = 0;
    std::int64_t completion_refused = 0; // at last
    std::int64_t corrected = 0;          // refused first, and then right
    std::int64_t surveyed = 0;
    std::int64_t commands = 0;
    std::map<std::string, std::int64_t> ended;            // every order once: how far it came
    std::map<std::string, std::int64_t> refusals_by_rule; // of every step, by reason code
    std::map<std::string, std::int64_t> refusals_by_clause;
    std::vector<PlayRefusal> refusals;
    std::map<std::string, std::int64_t> flags_by_rule;
    std::map<std::string, std::int64_t> dispatched_by_unit;
};

struct SimulationOptions {
    Instant start;
    std::optional<Instant> end;        // the run breaks off here; what is under way stays open
    std::int64_t open_per_mille = 150; // of the last week's stay open, in every state
    std::int64_t stuck_per_mille = 0;  // of the older ones nobody went on with
    std::int64_t survey_per_mille = 0; // of the completed, asked by the hotline
    std::uint64_t seed = 1;
};

// Pulls scripts until `next` gives none, then plays all of them in the order of the clock.
SimulationReport simulate(Desk& desk, store::BlobStore& blobs, SimulatedClock& clock,
                          const std::function<std::optional<Script>()>& next,
                          const SimulationOptions& options, JobControl& control);
json::object simulation_json(const SimulationReport& report);

} // namespace chengban::usecase
