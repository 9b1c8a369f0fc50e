// Facts of handling rounds as the store keeps them: written with each commit of an order, derived
// again from its events at any time.
#pragma once

#include "appraisal/measure.h"
#include "store/port.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

store::FactRow fact_row(const appraisal::Fact& fact);
appraisal::Fact read_fact(const store::FactRow& row);

// What a commit changes: rounds that its events end, and the round in hand where it reads
// otherwise.
std::vector<store::FactRow> fact_rows(const workorder::WorkOrder& before,
                                      const std::vector<workorder::Event>& events,
                                      const workorder::WorkOrder& after);

// Every round whose days touch the period, in the order of its ids.
std::vector<appraisal::Fact> facts_between(store::Store& store, const appraisal::Period& period);

// The same from the events alone, as they stood at the cut (recorded no later). Slow: it reads the
// whole history. For proofs, and for stores that were made before facts were kept.
std::vector<appraisal::Fact> derive_facts(store::Store& store, Instant cut, JobControl& control);

// Writes the facts of every order anew where they differ; how many were wrong or missing.
std::int64_t repair_facts(store::Store& store, JobControl& control);

// For a store that was made before facts were kept: derives them once, before anybody writes.
void ensure_facts(store::Store& store);

} // namespace chengban::usecase
