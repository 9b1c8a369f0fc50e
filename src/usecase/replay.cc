#include "usecase/replay.h"

#include "people/command_codec.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace chengban::usecase {

using workorder::Command;
using workorder::Event;
using workorder::WorkOrder;

namespace {

constexpr std::size_t k_differences_max = 1000;

struct Past {
    std::vector<Event> events;
    std::vector<store::StoredEvent> stored;
};

Past load_past(Desk& desk, const store::StreamName& stream) {
    Past past;
    past.stored = desk.store().load(stream);
    for (const store::StoredEvent& one : past.stored) {
        past.events.push_back(event_of(one));
    }
    return past;
}

// Logged commands hold references; the words are read back, so that the lint sees what it saw.
std::optional<Command> read_logged(Desk& desk, const store::CommandLogRow& row, std::int64_t& met) {
    const Result<json::value> body = parse_json(row.bytes, {.bytes_max = 1 << 24, .depth_max = 16});
    // The first stores kept no words of refused commands: those cannot be judged again.
    if (!body || row.bytes.find(R"("id":"")") != std::string::npos) {
        return std::nullopt;
    }
    met = body->at("version").as_int64();
    std::optional<Command> command = workorder::read_logged_command(row.name, body->at("command"));
    if (!command) {
        return std::nullopt;
    }
    std::vector<TextId> ids;
    workorder::each_text(*command,
                         [&](const std::string&, Text& text) { ids.push_back(text.ref.id); });
    const auto texts = desk.store().texts(row.stream.id, ids);
    workorder::each_text(*command, [&](const std::string&, Text& text) {
        const auto found = texts.find(text.ref.id);
        text.plain = found == texts.end() ? std::string() : found->second;
    });
    return command;
}

using Limits = std::map<workorder::DeadlineKind, Instant>;

// The limits that a run of events leaves behind.
Limits limits_of(std::span<const Event> events) {
    Limits limits;
    for (const Event& event : events) {
        for (const workorder::DeadlineEnd& end : event.effects().ended) {
            limits.erase(end.kind);
        }
        for (const workorder::DeadlineFact& fact : event.effects().set) {
            limits[fact.kind] = fact.due;
        }
    }
    return limits;
}

// Of every kind, not of completion alone: a draft may move the first contact or the return window.
void note_moved(ReplayReport& report, const WorkOrder& order, Instant at,
                std::span<const Event> real, const workorder::Decision& draft) {
    const Limits before = limits_of(real);
    const Limits after = limits_of(draft.events);
    UnitId unit = order.unit;
    for (const Event& event : real) {
        if (const auto* dispatched = std::get_if<workorder::Dispatched>(&event.body)) {
            unit = dispatched->unit; // its limits are the new unit's
        }
    }
    const auto note = [&](workorder::DeadlineKind kind, std::optional<Instant> was,
                          std::optional<Instant> is) {
        ++report.moved_limits;
        ++report.moved_by_kind[std::string(token(kind))];
        ++report.moved_by_unit[unit.text()];
        if (report.first_moved.size() < k_differences_max) {
            report.first_moved.push_back({order.id, at, unit, kind, was, is});
        }
    };
    for (const auto& [kind, due] : before) {
        const auto found = after.find(kind);
        if (found == after.end()) {
            note(kind, due, std::nullopt);
        } else if (found->second != due) {
            note(kind, due, found->second);
        }
    }
    for (const auto& [kind, due] : after) {
        if (!before.contains(kind)) {
            note(kind, std::nullopt, due);
        }
    }
}

// The organisation as it was known at an instant: what was recorded later, and for earlier days,
// was not there when the command was judged.
class OrganisationThen {
public:
    explicit OrganisationThen(store::Store& store) {
        for (const store::StoredEvent& stored :
             store.load({k_organisation_stream, k_organisation_stream})) {
            events_.push_back(people::decode<people::OrganisationCommand>(
                stored.event.type, stored.event.version, stored.event.actor, stored.event.bytes,
                stored.event.occurred_at, stored.event.recorded_at));
        }
    }

    const people::Organisation& at(Instant instant) {
        const auto end = std::partition_point(
            events_.begin(), events_.end(),
            [&](const people::OrganisationEvent& event) { return event.recorded_at <= instant; });
        const auto [found, fresh] = known_.try_emplace({end - events_.begin(), day_of(instant)});
        if (fresh) {
            people::OrganisationHistory history;
            std::for_each(events_.begin(), end,
                          [&](const auto& event) { people::evolve(history, event); });
            found->second = people::organisation_on(history, day_of(instant));
        }
        return found->second;
    }

private:
    std::vector<people::OrganisationEvent> events_;
    std::map<std::pair<std::ptrdiff_t, Day>, people::Organisation> known_;
};

} // namespace

ReplayReport replay(Desk& desk, const ReplayDraft& draft, JobControl& control) {
    ReplayReport report;
    OrganisationThen organisation(desk.store());
    std::string last_stream;
    Past past;
    std::vector<store::CommandLogRow> log;
    desk.store().each_command([&](const store::CommandLogRow& row) {
        if (row.stream.kind == "order" && row.name != "apply_calendar") {
            log.push_back(row);
        }
        return !control.cancelled();
    });
    std::stable_sort(log.begin(), log.end(), [](const auto& a, const auto& b) {
        return a.stream < b.stream || (a.stream == b.stream && a.at < b.at);
    });
    const auto total = static_cast<std::int64_t>(log.size());
    WorkOrder order;
    std::size_t folded = 0;
    for (const store::CommandLogRow& row : log) {
        if (control.cancelled()) {
            break;
        }
        control.progress(++report.commands, total);
        if (row.stream.id != last_stream) {
            last_stream = row.stream.id;
            past = load_past(desk, row.stream);
            order = WorkOrder{};
            order.id = OrderId(row.stream.id);
            folded = 0;
        }
        std::int64_t met = 0;
        const std::optional<Command> command = read_logged(desk, row, met);
        if (!command) {
            continue;
        }
        while (folded < past.events.size() && static_cast<std::int64_t>(folded) < met) {
            workorder::evolve(order, past.events[folded++]);
        }
        // An order that lagged behind the calendar got that first, in the same commit.
        if (folded < past.events.size() &&
            std::holds_alternative<workorder::Accepted<workorder::ApplyCalendar>>(
                past.events[folded].body)) {
            workorder::evolve(order, past.events[folded++]);
        }
        const auto actor_body = parse_json(row.actor);
        invariant(actor_body.has_value(), "a logged actor is JSON");
        const auto actor = read_stored<workorder::Actor>(*actor_body);
        const Rules rules = draft.rules ? draft.rules
                            : row.rulebook_version > 0
                                ? desk.library().rulebook(row.rulebook_version)
                                : desk.library().rulebook_in_force(day_of(row.at));
        CalendarPtr calendar =
            draft.calendar ? draft.calendar : desk.library().calendar(row.calendar_version);
        if (!calendar) {
            calendar = desk.library().latest_calendar();
        }
        const people::Organisation& then = organisation.at(row.at);
        const workorder::Context context{rules->book,
                                         *calendar,
                                         rules->lint,
                                         row.at,
                                         named_unit_facts(*command, then),
                                         unit_facts(order.unit, then)};
        const auto verdict = workorder::decide(order, *command, actor, context);
        const bool accepted_then = row.verdict == "accepted";
        if (verdict && accepted_then) {
            const std::size_t events =
                std::min(verdict->events.size(), past.events.size() - folded);
            note_moved(report, order, row.at, std::span(past.events).subspan(folded, events),
                       *verdict);
        }
        if (verdict.has_value() == accepted_then) {
            continue;
        }
        ++report.differing;
        ReplayDifference difference{order.id,    row.at,
                                    row.name,    order.unit.empty() ? actor.unit : order.unit,
                                    row.verdict, verdict ? "accepted" : "refused",
                                    {}};
        if (!verdict) {
            for (const Reason& reason : verdict.error().reasons) {
                difference.clauses.push_back(reason.clause);
                ++report.by_clause[reason.clause];
            }
        }
        ++report.by_unit[difference.unit.text()];
        if (report.first.size() < k_differences_max) {
            report.first.push_back(std::move(difference));
        }
    }
    return report;
}

void leave_visible(ReplayReport& report, store::Store& store, const store::Visibility& sees) {
    std::map<OrderId, bool> known;
    const auto is_hidden = [&](const auto& line) {
        const auto [place, is_new] = known.try_emplace(line.order, false);
        if (is_new) {
            place->second = store.row(line.order, sees).has_value();
        }
        return !place->second;
    };
    report.hidden += static_cast<std::int64_t>(std::erase_if(report.first, is_hidden));
    report.hidden += static_cast<std::int64_t>(std::erase_if(report.first_moved, is_hidden));
}

json::object replay_json(const ReplayReport& report) {
    const auto counts = [](const std::map<std::string, std::int64_t>& map) {
        json::object object;
        for (const auto& [name, count] : map) {
            object[name] = count;
        }
        return object;
    };
    const auto instant = [](const std::optional<Instant>& at) {
        return at ? json::value(to_string(*at)) : json::value(nullptr);
    };
    json::array moved;
    for (const MovedLimit& one : report.first_moved) {
        moved.push_back({{"order", one.order.text()},
                         {"at", to_string(one.at)},
                         {"unit", one.unit.text()},
                         {"kind", token(one.kind)},
                         {"before", instant(one.before)},
                         {"after", instant(one.after)}});
    }
    json::array first;
    for (const ReplayDifference& one : report.first) {
        first.push_back({{"order", one.order.text()},
                         {"at", to_string(one.at)},
                         {"command", one.command},
                         {"unit", one.unit.text()},
                         {"before", one.before},
                         {"after", one.after},
                         {"clauses", json::array(one.clauses.begin(), one.clauses.end())}});
    }
    return {{"commands", report.commands},
            {"differing", report.differing},
            {"moved_limits", report.moved_limits},
            {"moved_by_kind", counts(report.moved_by_kind)},
            {"moved_by_unit", counts(report.moved_by_unit)},
            {"moved", std::move(moved)},
            {"by_unit", counts(report.by_unit)},
            {"by_clause", counts(report.by_clause)},
            {"differences", std::move(first)},
            {"hidden", report.hidden}};
}

} // namespace chengban::usecase
