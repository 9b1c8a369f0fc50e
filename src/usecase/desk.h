// The one door for commands: load, decide, commit once. Idempotency, pinned versions, references
// for citizens' texts and the command log are the same for every verb, so they are written once
// here.
#pragma once

#include "store/port.h"
#include "usecase/authorization.h"
#include "usecase/casework_memory.h"
#include "usecase/clock.h"
#include "usecase/lanes.h"
#include "usecase/library.h"
#include "usecase/order_cache.h"
#include "usecase/refusal.h"
#include "workorder/codec.h"
#include "workorder/decide.h"

#include <functional>

namespace chengban::usecase {

struct CommandRequest {
    workorder::Actor actor;
    OrderId order;                                // empty for `register`
    std::optional<std::int64_t> expected_version; // If-Match
    std::string idempotency_key;                  // empty: derived commands bring their own
    workorder::Command command;
    bool dry_run = false; // decide and tell, write nothing
};

struct CommandAnswer {
    OrderId order;
    std::int64_t version = 0;
    bool already_there = false; // the same transfer, event or key again: nothing changed
    std::vector<workorder::Advice> advice;
    std::vector<workorder::FlagFact> flags;
    std::vector<workorder::ApprovalNeed> approvals;
    std::optional<json::object> on_duty; // of an urgent order dispatched outside office hours (B3)
    std::optional<OrderId> review_order; // made by a reassignment (12.2)
};

// What live pages are told after a commit; only a hint to read again.
struct Change {
    OrderId order;
    std::int64_t version = 0;
    std::string event; // type of the last event
    UnitId unit;
    bool confidential = false;
    std::vector<PersonId> readers; // of a confidential order: along its handling chain
};

using CommandDone = std::function<void(Outcome<CommandAnswer>)>;
using Post = std::function<void(std::function<void()>)>; // runs a task on a worker, soon

class Desk {
public:
    Desk(store::Store& store, Library& library, Clock& clock, Post post);

    // `done` is called once, on a worker or on the calling thread.
    void give(CommandRequest request, CommandDone done);
    // Waits. Not from within `done`.
    Outcome<CommandAnswer> give_now(CommandRequest request);

    void on_change(std::function<void(const Change&)> observer) { observer_ = std::move(observer); }

    store::Store& store() { return store_; }
    Library& library() { return library_; }
    Clock& clock() { return clock_; }

    // Null when there is none. Asks the store for what came since it was last known.
    KnownOrder load(const OrderId& order);
    // The same with its row, and as this program left it: of what is known nothing is asked again.
    KnownOrder known(const OrderId& order);
    // After something else than a command changed its row or erased its words.
    void forget(const OrderId& order);
    CaseworkMemory& casework_memory() { return casework_memory_; }
    // The request's key came before, with this request or another one.
    bool was_used(const CommandRequest& request);

private:
    struct Pass;
    void attempt(const std::shared_ptr<Pass>& pass);
    void give_up(const std::shared_ptr<Pass>& pass);
    void finish(const std::shared_ptr<Pass>& pass, Outcome<CommandAnswer> outcome);
    void committed(const std::shared_ptr<Pass>& pass, store::CommitOutcome outcome);
    void add_review_order(const Pass& pass, Instant now, store::CommitUnit& unit);
    bool answer_repeat(const std::shared_ptr<Pass>& pass);
    bool find_order(const std::shared_ptr<Pass>& pass);
    void remember(Pass& pass, const store::CommitOutcome& outcome);
    void log_refusal(Pass& pass, const Problem& problem);

    store::Store& store_;
    Library& library_;
    Clock& clock_;
    Post post_;
    Lanes lanes_;
    OrderCache orders_;
    CaseworkMemory casework_memory_;
    std::function<void(const Change&)> observer_;
};

workorder::Actor system_actor();

// A file belongs to one order; the claim also tells the sweep that it is named.
inline constexpr const char* k_attachment_claim = "attachment";
// What the organisation says of a unit; nothing when it is unknown.
workorder::UnitFacts unit_facts(const UnitId& unit, const people::Organisation& organisation);
// The same of the unit that a command names, when it names one.
workorder::UnitFacts named_unit_facts(const workorder::Command& command,
                                      const people::Organisation& organisation);

// The identity of an order's source: the number belongs to the platform it came from (2).
std::string claim_key(const workorder::Register& command);

} // namespace chengban::usecase
