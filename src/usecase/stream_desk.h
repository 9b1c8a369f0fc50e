// The door for things that are not orders: accounts, plans, knowledge entries, periods … A thing is
// a stream of its own, with one current row for lists. Loading, idempotency, references for texts,
// the command log and the one commit are the same for all of them and written once here; the thing
// brings its pure `decide` and `evolve`.
//
//   struct Plan {                                    // a record: fields() makes its row and its
//   view
//       static constexpr std::string_view kind = "sampling_plan";
//       using Command = std::variant<MakePlan, ClosePlan>;   // records with a `name`
//       using Event = std::variant<PlanMade, PlanClosed>;    // records with a `name`
//       std::string id; std::int64_t version = 0; …
//   };
//
// Reads and commits block; call it from a worker.
#pragma once

#include "store/port.h"
#include "usecase/clock.h"
#include "usecase/refusal.h"
#include "usecase/sealing.h"
#include "workorder/actor.h"

#include <functional>
#include <variant>

namespace chengban::usecase {

// Who did it and when; evolve may keep it.
struct Stamp {
    workorder::Actor actor;
    Instant at;
};

struct StreamRequest {
    workorder::Actor actor;
    std::string id; // of the thing; for a new one empty, or an id that says what it is
    std::optional<std::int64_t> expected_version; // If-Match; 0 = it must not be there yet
    std::string idempotency_key;                  // empty: none is kept
    bool dry_run = false;
};

struct StreamAnswer {
    std::string id;
    std::int64_t version = 0;
    bool already_there = false; // the same key again: nothing changed
};

namespace stream {

// What the template hands to the part that knows the store.
struct Write {
    StreamRequest request;
    std::string kind;
    std::string command;       // name
    std::string command_bytes; // canonical, texts by reference
    std::string digest_bytes;  // what was asked, texts in plain
    std::vector<store::NewText> texts;
};
struct EncodedEvent {
    std::string type;
    std::string bytes;
};
struct Attempt {
    std::vector<EncodedEvent> events;
    store::StreamRow row; // stream and version are filled in
    std::function<void(store::CommitUnit&)> extra;
};
// Decides on what is stored now; called again when somebody was faster.
using Decide =
    std::function<Outcome<Attempt>(const std::vector<store::StoredEvent>& stored, Instant now)>;

Outcome<StreamAnswer> write(store::Store& store, Clock& clock, Write write, const Decide& decide);
Stamp stamp_of(const store::StoredEvent& event);

template <class Variant>
std::string_view name_of(const Variant& value) {
    return std::visit([](const auto& one) { return one.name; }, value);
}
template <class Variant>
json::value body_of(const Variant& value) {
    return std::visit([](const auto& one) { return write_record(one); }, value);
}
template <class Variant, class Visit>
void each_text(Variant& value, const Visit& visit) {
    std::visit([&](auto& one) { record::each_text(one, std::string(), visit); }, value);
}
template <class... T>
std::variant<T...> read_event(std::string_view type, const json::value& body,
                              const std::variant<T...>*) {
    std::optional<std::variant<T...>> event;
    ((T::name == type ? (event.emplace(read_stored<T>(body)), true) : false) || ...);
    if (!event) {
        throw Bug("an event of an unknown type: " + std::string(type));
    }
    return std::move(*event);
}
template <class... T>
Result<std::variant<T...>> read_command(std::string_view name, const json::value& body,
                                        const std::variant<T...>*) {
    std::optional<Result<std::variant<T...>>> command;
    const auto try_one = [&]<class One>(const One*) {
        if (One::name != name) {
            return false;
        }
        Result<One> read = read_record<One>(body);
        if (read) {
            command.emplace(std::variant<T...>(std::move(*read)));
        } else {
            command.emplace(Failure{std::move(read).error()});
        }
        return true;
    };
    (try_one(static_cast<const T*>(nullptr)) || ...);
    if (!command) {
        return Failure{problem("unknown_command", "", "没有这个操作", "there is no such command")};
    }
    return std::move(*command);
}

// The field lists of all commands of a thing, by name: for the contract.
template <class... T>
void add_schemas(json::object& schemas, const std::variant<T...>*) {
    ((schemas[T::name] = schema_of<T>()), ...);
}

} // namespace stream

// What the row of a thing says beside its record: the columns that lists filter by.
struct RowFacts {
    std::string state;
    UnitId unit;
    PersonId person;
    std::string key;
    bool shared = false;
    std::optional<Instant> due;
    Instant created_at;
};

template <class Thing>
class StreamDesk {
public:
    using Command = typename Thing::Command;
    using Event = typename Thing::Event;
    // Pure: what the command makes of the thing (version 0 = not there yet), or all reasons why
    // not.
    using Decide =
        std::function<Result<std::vector<Event>>(const Thing&, const Command&, const Stamp&)>;
    using Evolve = std::function<void(Thing&, const Event&, const Stamp&)>;
    using Facts = std::function<RowFacts(const Thing&)>;
    // Claims, timers, outbox rows or a second stream that go with the same commit.
    using Extra = std::function<void(const Thing& after, store::CommitUnit&)>;

    StreamDesk(store::Store& store, Clock& clock, Evolve evolve, Facts facts)
        : store_(store), clock_(clock), evolve_(std::move(evolve)), facts_(std::move(facts)) {}

    static Result<Command> read_command(std::string_view name, const json::value& body) {
        return stream::read_command(name, body, static_cast<const Command*>(nullptr));
    }
    static void add_schemas(json::object& schemas) {
        stream::add_schemas(schemas, static_cast<const Command*>(nullptr));
    }
    static store::StreamName stream_of(const std::string& id) {
        return {std::string(Thing::kind), id};
    }

    Outcome<StreamAnswer> give(StreamRequest request, Command command, const Decide& decide,
                               const Extra& extra = {}) {
        stream::Write write;
        write.kind = Thing::kind;
        write.command = stream::name_of(command);
        write.digest_bytes = request.id + '\n' + write.command;
        if (request.id.empty()) {
            request.id = new_id(clock_.now());
        }
        stream::each_text(command, [&](const std::string& path, Text& text) {
            write.digest_bytes += '\n' + path + '\n' + text.plain;
            write.texts.push_back(
                sealed_text(text, write.kind + "/" + request.id, path, clock_.now()));
        });
        write.command_bytes = canonical_json(stream::body_of(command));
        write.digest_bytes += '\n' + digest_body(command);
        const workorder::Actor actor = request.actor;
        const std::string id = request.id;
        write.request = std::move(request);
        return stream::write(
            store_, clock_, std::move(write),
            [&](const std::vector<store::StoredEvent>& stored,
                Instant now) -> Outcome<stream::Attempt> {
                Thing thing = fold(id, stored);
                const Stamp stamp{actor, now};
                Result<std::vector<Event>> events = decide(thing, command, stamp);
                if (!events) {
                    return Failure{refusal_of(std::move(events).error())};
                }
                stream::Attempt attempt;
                for (const Event& event : *events) {
                    evolve_(thing, event, stamp);
                    ++thing.version;
                    attempt.events.push_back({std::string(stream::name_of(event)),
                                              canonical_json(stream::body_of(event))});
                }
                attempt.row = row_of(thing, now);
                if (extra) {
                    attempt.extra = [extra, thing](store::CommitUnit& unit) { extra(thing, unit); };
                }
                return attempt;
            });
    }

    // Texts stay references; see with_texts(). Empty when it is not there.
    std::optional<Thing> load(const std::string& id) {
        const std::vector<store::StoredEvent> stored = store_.load(stream_of(id));
        return stored.empty() ? std::nullopt : std::optional(fold(id, stored));
    }
    // The thing with its texts in plain; erased ones are empty.
    Thing with_texts(Thing thing) {
        std::vector<TextId> ids;
        record::each_text(thing, std::string(), [&](const std::string&, Text& text) {
            if (!text.ref.id.empty()) {
                ids.push_back(text.ref.id);
            }
        });
        const auto plain = store_.texts(std::string(Thing::kind) + "/" + thing.id, ids);
        record::each_text(thing, std::string(), [&](const std::string&, Text& text) {
            const auto found = plain.find(text.ref.id);
            text.plain = found == plain.end() ? std::string() : found->second;
        });
        return thing;
    }

    store::Store& store() { return store_; }
    Clock& clock() { return clock_; }

private:
    static std::string digest_body(Command command) {
        stream::each_text(command, [](const std::string&, Text& text) { text.ref = {}; });
        return canonical_json(stream::body_of(command));
    }
    Thing fold(const std::string& id, const std::vector<store::StoredEvent>& stored) const {
        Thing thing;
        thing.id = id;
        for (const store::StoredEvent& event : stored) {
            const Result<json::value> body = parse_json(event.event.bytes);
            invariant(body.has_value(), "stored events are JSON");
            evolve_(thing,
                    stream::read_event(event.event.type, *body, static_cast<const Event*>(nullptr)),
                    stream::stamp_of(event));
            thing.version = event.seq;
        }
        return thing;
    }
    store::StreamRow row_of(const Thing& thing, Instant now) const {
        const RowFacts facts = facts_(thing);
        store::StreamRow row;
        row.stream = stream_of(thing.id);
        row.version = thing.version;
        row.state = facts.state;
        row.unit = facts.unit;
        row.person = facts.person;
        row.key = facts.key;
        row.shared = facts.shared;
        row.due = facts.due;
        row.created_at = facts.created_at;
        row.updated_at = now;
        row.body = canonical_json(write_record(thing));
        return row;
    }

    store::Store& store_;
    Clock& clock_;
    Evolve evolve_;
    Facts facts_;
};

} // namespace chengban::usecase
