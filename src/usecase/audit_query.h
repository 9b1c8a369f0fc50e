// What the audit administrator reads: newest first, by person, kind, subject and period. Reading it
// is on record too.
#pragma once

#include "usecase/audit.h"
#include "usecase/authorization.h"
#include "usecase/clock.h"
#include "usecase/read_watch.h"

#include <optional>

namespace chengban::usecase {

struct AuditFilter {
    std::string person; // id of who did it
    std::string what;   // token; «alarm» lists what somebody should look at
    std::string subject;
    std::string outcome;
    std::optional<Instant> from; // recorded at or after
    std::optional<Instant> to;   // recorded before
    std::string cursor;          // of the page before
    std::int32_t limit = 50;     // 1–500
};

// {"items":[{stream, seq, at, what, actor, subject, outcome, clauses, details}],"next_cursor":…}. A
// page may hold fewer rows than asked for, or none, and still have a next one: the work of one
// request is bounded.
Outcome<json::object> read_audit(store::Store& store, Clock& clock, Audit& audit,
                                 const workorder::Actor& reader, const AuditFilter& filter);

// Newest first.
std::vector<std::string> audit_streams(store::Store& store);
// The newest record of that kind, as read_audit() shows it; none among the last many.
std::optional<json::object> newest_record(store::Store& store, std::string_view what);

// At the start of a node, before it serves: the identities that any node's record says were read
// since then count on.
void recall_identity_reads(store::Store& store, Instant since, ReadWatch& watch);

} // namespace chengban::usecase
