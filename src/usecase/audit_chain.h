// How far the record is proven, as the audit administrator asks: the last seal, the last line of
// the anchor outside the database, what is not sealed yet, and when everything was last recomputed.
#pragma once

#include "store/sqlite_store.h"
#include "usecase/audit.h"
#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

inline constexpr const char* k_verification = "verification"; // what its audit record is called

json::object audit_chain(store::SqliteStore& store);

// `chengban verify` while the server works: everything is recomputed, and what came out is on
// record.
JobResult run_verification(Desk& desk, store::SqliteStore& store, Audit& audit,
                           const workorder::Actor& actor, JobControl& control);

} // namespace chengban::usecase
