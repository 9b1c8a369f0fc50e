// What the product asks of a database, whichever it is. Events are the truth; everything else in a
// CommitUnit (current row, search text, counters, timers, outbox, idempotency key, command log) is
// written in the same transaction and can be rebuilt from them. Adapters: sqlite now; PostgreSQL
// will be another, without any caller changing. Behaviour is proven by conformance_suite.h.
//
// Promise: units handed to submit() are independent of each other; each completes exactly once, and
// with `ok` only when it is durable. Nothing is decided inside the writer. Reads may be called from
// any thread and block; they see every unit that completed before they began.
#pragma once

#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace chengban::store {

using Digest = std::array<std::uint8_t, 32>; // SM3 by default; zero before a stream's first event

// A stream is one thing's history: an order, a rulebook, a calendar, a node's audit.
struct StreamName {
    std::string kind; // "order", "rulebook", "calendar", "organisation", "audit", …
    std::string id;

    auto operator<=>(const StreamName&) const = default;
};

struct NewEvent {
    std::string type;
    std::int32_t version = 1;
    std::string actor;   // canonical JSON: person, unit, role used, substitute for whom
    std::string bytes;   // canonical JSON, stored and hashed verbatim
    Instant occurred_at; // when it happened
    Instant recorded_at; // when we learnt it; never runs backwards within a stream
    std::optional<Instant> effective_at; // where a rule dates it
};

struct StoredEvent {
    std::int64_t seq = 0; // 1, 2, … without gaps
    NewEvent event;
    Digest hash{}; // over previous hash, stream, seq, metadata and bytes
};

struct Append {
    StreamName stream;
    std::int64_t expected_seq = 0; // the last seq the decision saw; 0 = new stream
    Digest expected_head{};        // its hash
    std::vector<NewEvent> events;
};

// Free text of a citizen or about one; sealed (encrypted) at rest, erasable without breaking the
// chain.
struct NewText {
    TextId id;
    std::string owner; // the order id whose key space it belongs to
    std::string field; // which field of which event, for reports and erasure
    std::string salt;  // raw bytes; the event holds digest(salt ‖ text)
    std::string text;
};

// The current row of an order: what lists show and filter by. Free text stands in it only sealed.
struct OrderRow {
    OrderId id;
    std::int64_t version = 0; // seq of the last event
    std::string source;
    std::string hotline_number;
    std::string state;
    std::string kind;
    std::string limit_class;
    std::string category;
    std::string district; // district code
    UnitId unit;          // responsible now, empty at the center
    PersonId handler;     // empty when none
    std::int32_t round = 0;
    std::string title; // sealed by the adapter at rest
    std::vector<std::string> tags;
    std::vector<std::string>
        awaiting; // decisions waited for, "role@unit", e.g. "principal@d-310101"
    bool confidential = false;
    bool supervised = false;
    bool extended = false;
    bool open = true;
    Instant received_at;
    std::optional<Instant> dispatched_at;
    std::optional<Instant> completed_at;
    std::optional<Instant> next_due; // the earliest live limit
    std::string next_due_kind;
    std::optional<Instant> next_due_since; // when that limit began to run (bands, B4)
    std::optional<Instant> completion_due;
    std::optional<Instant> city_due;
    bool provisional = false; // a limit reaches into an unknown calendar year
    std::int64_t calendar_version = 0;
    std::vector<PersonId> chain; // people of the handling chain, who may see it when confidential
    std::string phone_digest;    // keyed digest, empty when no number is known
    std::string place_digest;    // keyed digest of the estate or house; empty when none is known
    Instant updated_at;

    bool operator==(const OrderRow&) const = default;
};

struct SearchText {
    OrderId order;
    std::string text; // only what the least-privileged reader of the index may see; empty removes
};

// The current row of a stream other than an order's (an account, a plan, a knowledge entry, a
// period …): what lists show and filter by. Written only in a unit that also appends to that
// stream.
struct StreamRow {
    StreamName stream;
    std::int64_t version = 0; // seq of the last event
    std::string state;        // token of the kind's own list
    UnitId unit;              // whose it is; empty when no unit's
    PersonId person;          // who must act, or whom it is about; empty when none
    std::string key;     // the kind's second key, for equality: a digest, "2026-11", an order id
    bool shared = false; // everyone who signed in may see it
    std::optional<Instant> due;
    Instant created_at;
    Instant updated_at;
    // Canonical JSON, what lists show; sealed by the adapter at rest. No citizen's text: that is
    // erasable and stands in sealed texts.
    std::string body;

    bool operator==(const StreamRow&) const = default;
};

// What figures are made of (B5): one handling round of an order in a few facts, derived from its
// events. A period finds the rounds whose days overlap it.
struct FactRow {
    OrderId order;
    std::int64_t round = 0;
    Day first;
    Day last;
    std::string body; // canonical JSON without personal data

    bool operator==(const FactRow&) const = default;
};

struct TimerRow {
    StreamName stream;
    std::string kind;
    std::int64_t generation = 0; // a later generation of the same kind replaces the earlier
    std::optional<Instant> due;  // empty cancels
};

struct OutboxRow {
    std::string id; // derived, e.g. "<order>/<seq>/<topic>"; never expires, an effect happens once
    std::string topic; // "hotline.extension_request", …
    StreamName stream;
    std::string payload; // canonical JSON without personal data (references only)
    Instant not_before;
};

struct IdempotencyKey {
    std::string actor;
    std::string key;
    Digest request{}; // digest of what was asked
};

// One row per command, whatever became of it.
struct CommandLogRow {
    std::string id;
    Instant at;
    std::string actor; // canonical JSON
    std::string name;
    StreamName stream;
    std::string bytes;   // canonical JSON, free text by reference
    std::string verdict; // "accepted" | "refused" | …
    std::vector<std::string> clauses;
    std::int64_t rulebook_version = 0;
    std::int64_t calendar_version = 0;
};

// An exclusive business key (source + hotline number, a hotline event id); never expires.
struct Claim {
    std::string kind;
    std::string key;
    std::string owner; // who gets it, e.g. the order id
};

struct TextErasure {
    std::string owner;
    TextId id;
};

struct CommitUnit {
    std::vector<Append> appends;
    std::vector<NewText> texts;
    std::vector<TextErasure>
        erasures;                   // sealed texts that go with this commit; missing ones are fine
    std::vector<OrderRow> rows;     // upserted; counters follow by the difference to the stored row
    std::vector<SearchText> search; // the order has a row, in this unit or stored
    std::vector<StreamRow> stream_rows; // upserted
    std::vector<FactRow> facts;         // upserted by order and round
    std::vector<TimerRow> timers;
    std::vector<OutboxRow> outbox;
    std::vector<std::string> outbox_cancel; // held back until now (recall); sent = conflict
    std::vector<Claim> claims;
    std::optional<IdempotencyKey> idempotency;
    std::vector<CommandLogRow> log;
};

enum class Verdict {
    ok,
    conflict,        // a stream moved on: load and decide again
    duplicate,       // this idempotency key was used for this request: see `range`
    key_reused,      // this idempotency key was used for another request
    claimed,         // a business key is taken: see `claimed_by`
    full,            // the disk is full; reads go on
    unavailable,     // stopping, or the database cannot be reached
    unknown_outcome, // ask again by idempotency key
    corrupt,         // the database says so; an operator is needed
};

struct EventRange {
    StreamName stream;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct CommitOutcome {
    Verdict verdict = Verdict::unavailable;
    std::vector<EventRange> ranges; // per append; of the first use when `duplicate`
    std::vector<Digest> heads;      // per append, when `ok`: the hash of its last event
    std::string claimed_by;         // owner of the taken claim
    std::string detail;             // for the log, never for users
};

// ---- reads

// Who is asking; the adapter adds it to every query, so that no list, count or search hit can leak.
struct Visibility {
    PersonId person;
    bool everything = false;       // office and center: every order that is not confidential
    std::vector<UnitId> units;     // orders now or earlier with these units
    bool confidential_all = false; // sees confidential ones too (hotline gateway, system)
};

enum class SortKey { next_due, received_at, updated_at, completed_at };

struct OrderFilter {
    std::vector<std::string> states;
    std::vector<std::string> kinds;
    std::vector<std::string> limit_classes;
    std::vector<std::string> categories;
    std::vector<std::string> districts;
    std::vector<UnitId> units;
    std::vector<PersonId> handlers;
    std::vector<std::string> tags;
    std::vector<std::string> awaiting; // any of these
    std::optional<bool> open;
    std::optional<bool> supervised;
    std::optional<bool> extended;
    std::optional<bool> provisional;
    std::optional<Instant> due_from; // next_due >= from
    std::optional<Instant> due_to; // next_due < to; also finds overdue ones when due_from is empty
    std::optional<Instant> received_from;
    std::optional<Instant> received_to;
    std::optional<Instant> completed_from;
    std::optional<Instant> completed_to;
    std::string hotline_number; // exact
    std::string phone_digest;   // exact
    std::string place_digest;   // exact
    std::string phrase;         // two or more characters
    std::optional<std::int64_t> calendar_version_below;
};

struct PageRequest {
    SortKey sort = SortKey::next_due;
    bool descending = false;
    std::string cursor;      // opaque, from the page before; empty = first
    std::int32_t limit = 50; // 1–500
    bool titles = true;      // false: the rows come without, and nothing is unsealed
};

struct OrderPage {
    std::vector<OrderRow> rows;
    std::string next_cursor; // empty = the last page
};

enum class StreamSort { due, created_at };

// Of one kind. Empty lists ask nothing.
struct StreamFilter {
    std::string kind;
    std::vector<std::string> states;
    std::vector<UnitId> units;
    std::vector<PersonId> persons;
    std::vector<std::string> keys;
    std::optional<Instant> due_from;
    std::optional<Instant> due_to;
    std::optional<Instant> created_from;
    std::optional<Instant> created_to;
};

struct StreamPageRequest {
    StreamSort sort = StreamSort::created_at;
    bool descending = false;
    std::string cursor;      // opaque, from the page before; empty = first
    std::int32_t limit = 50; // 1–500
};

struct StreamPage {
    std::vector<StreamRow> rows;
    std::string next_cursor; // empty = the last page
};

struct StreamCount {
    std::string state;
    UnitId unit;
    std::int64_t count = 0;
};

// Orders by unit, handler, state and due day, kept with each commit.
struct CountBucket {
    UnitId unit;
    PersonId handler;
    std::string state;
    std::optional<Day> due_day; // the day a limit belongs to: 24:00 of the 13th is the 13th
    bool confidential = false;
    std::int64_t count = 0;
};

struct BoundedCount {
    std::int64_t count = 0;
    bool more = false; // «999+»
};

struct IdempotentUse {
    Digest request{};
    std::vector<EventRange> ranges;
};

struct DueTimer {
    TimerRow timer;
};

struct StreamHead {
    std::int64_t seq = 0;
    Digest hash{};
};

struct Seal {
    std::int64_t number = 0;
    Instant at;
    std::int64_t heads = 0; // how many streams it covers
    Digest root{};
};

struct Fault {
    std::string place; // stream, seq or file
    Words words;
};

struct VerifyReport {
    std::int64_t streams = 0;
    std::int64_t events = 0;
    std::int64_t texts = 0;
    std::int64_t seals = 0;
    std::vector<Fault> faults; // empty = every byte is as it was written; bounded at 1,000
};

using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

// What a read throws when the machine under it is broken (never for what a caller asked). `verdict`
// is `full`, `unavailable` or `corrupt`; the words are for the log, not for users.
class StoreBroken : public std::runtime_error {
public:
    StoreBroken(Verdict verdict, const std::string& detail)
        : std::runtime_error(detail), verdict_(verdict) {}
    Verdict verdict() const { return verdict_; }

private:
    Verdict verdict_;
};

class Store {
public:
    virtual ~Store() = default;

    virtual BureauId bureau() const = 0;
    virtual bool is_demonstration() const = 0; // a mark set at creation, never later

    // `done` is called once, from the writer's thread; it must be quick and must not throw.
    virtual void submit(CommitUnit unit, std::function<void(CommitOutcome)> done) = 0;
    CommitOutcome commit(CommitUnit unit); // submits and waits

    virtual std::vector<StoredEvent> load(const StreamName& stream, std::int64_t after_seq = 0) = 0;
    virtual std::optional<StreamHead> head(const StreamName& stream) = 0;
    virtual std::vector<std::string> stream_ids(const std::string& kind, const std::string& after,
                                                std::int32_t limit) = 0;
    // Missing ids were erased.
    virtual std::map<TextId, std::string> texts(const std::string& owner,
                                                std::span<const TextId> ids) = 0;
    virtual bool erase_text(const std::string& owner, const TextId& id) = 0;

    virtual std::optional<OrderRow> row(const OrderId& order, const Visibility& seen_by) = 0;
    virtual std::optional<std::string> claim_owner(const std::string& kind,
                                                   const std::string& key) = 0;
    virtual Result<OrderPage> list(const OrderFilter& filter, const PageRequest& page,
                                   const Visibility& seen_by) = 0;
    virtual BoundedCount count(const OrderFilter& filter, std::int64_t at_most,
                               const Visibility& seen_by) = 0;
    virtual std::vector<CountBucket> counts(const Visibility& seen_by) = 0;

    // Rows that are shared, of the viewer's units, or about the viewer; all with `everything`.
    virtual std::optional<StreamRow> stream_row(const StreamName& stream,
                                                const Visibility& seen_by) = 0;
    virtual Result<StreamPage> stream_rows(const StreamFilter& filter,
                                           const StreamPageRequest& page,
                                           const Visibility& seen_by) = 0;
    virtual std::vector<StreamCount> stream_counts(const std::string& kind,
                                                   const Visibility& seen_by) = 0;

    // Facts whose days overlap these; `visit` returns false to stop.
    virtual void each_fact(Day first, Day last,
                           const std::function<bool(const FactRow&)>& visit) = 0;

    virtual std::vector<DueTimer> due_timers(Instant now, std::int32_t limit) = 0;
    virtual std::vector<OutboxRow> due_outbox(Instant now, std::int32_t limit) = 0;
    virtual void outbox_sent(const std::string& id, Instant at) = 0;
    virtual std::vector<CommandLogRow> command_log(const StreamName& stream) = 0;
    // The whole log in order, for replay; `visit` returns false to stop.
    virtual void each_command(const std::function<bool(const CommandLogRow&)>& visit) = 0;
    virtual std::optional<Instant> last_recorded_at() = 0;
    // Looked up before deciding: a repeat is answered from the first use, not judged anew.
    virtual std::optional<IdempotentUse> idempotent_use(const std::string& actor,
                                                        const std::string& key) = 0;

    virtual std::optional<Seal> seal_heads(Instant now) = 0; // empty when nothing changed
    virtual std::optional<Seal> last_seal() = 0;
    virtual VerifyReport verify(const Progress& progress) = 0;
    virtual Result<Done> backup_to(const std::string& directory, const Progress& progress) = 0;

    // Keyed digest for equality search of identities; the key never leaves the store.
    virtual std::string keyed_digest(const std::string& text) const = 0;
};

} // namespace chengban::store
