// What is recorded beside the orders' own events: sign-ins, refusals, reads of an identity,
// exports. One stream per node and boot, chained and sealed like every other.
#pragma once

#include "base/instant.h"
#include "base/json.h"

#include <string>
#include <vector>

namespace chengban::usecase {

// Commands given on an order stand in its own stream and in the command log, not here.
struct AuditEvent {
    Instant at;
    std::string what;    // a token: "sign_in", "refused", "identity_read", "export", …
    std::string actor;   // canonical JSON; empty when nobody is signed in
    std::string subject; // "order/0190…", "person/p-1", a route's name; never a citizen's data
    std::string outcome; // "done", or why not: "forbidden", "not_found", …
    std::vector<std::string> clauses;
    json::object details; // no secret, no identity, no citizen's words
};

class Audit {
public:
    virtual ~Audit() = default;
    // Durable soon; never waits for the disk.
    virtual void record(AuditEvent event) = 0;
    // Waits until the record is durable. False: it is not, and what it is to prove may not happen.
    [[nodiscard]] virtual bool record_durably(AuditEvent event) = 0;
};

} // namespace chengban::usecase
