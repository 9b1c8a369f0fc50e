#include "usecase/replay.h"

#include "people/command_codec.h"
#include "usecase/projection.h"
#include "workorder/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <span>
#include <thread>

namespace chengban::usecase {

using workorder::Command;
using workorder::Event;
using workorder::WorkOrder;

namespace {

constexpr std::size_t k_differences_max = 1000;
constexpr int k_threads = 2; // the desk goes on meanwhile

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
    const bool words_matter = row.verdict != "accepted" || workorder::reads_words(row.name);
    if (!words_matter) {
        return command;
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
        const std::lock_guard lock(mutex_);
        const auto end = std::partition_point(
            events_.begin(), events_.end(),
            [&](const people::OrganisationEvent& event) { return event.recorded_at <= instant; });
        const auto [found, fresh] = known_.try_emplace({end - events_.begin(), day_of(instant)});
        if (fresh) {
            found->second = people::organisation_on(after(end - events_.begin()), day_of(instant));
        }
        return found->second;
    }

private:
    const people::OrganisationHistory& after(std::ptrdiff_t count) {
        const auto [found, fresh] = histories_.try_emplace(count);
        if (fresh) {
            std::for_each(events_.begin(), events_.begin() + count,
                          [&](const auto& event) { people::evolve(found->second, event); });
        }
        return found->second;
    }

    std::mutex mutex_;
    std::vector<people::OrganisationEvent> events_;
    std::map<std::ptrdiff_t, people::OrganisationHistory> histories_; // after so many events
    std::map<std::pair<std::ptrdiff_t, Day>, people::Organisation> known_;
};

// One order after another, each by one thread.
class OrderReplay {
public:
    OrderReplay(Desk& desk, const ReplayDraft& draft, OrganisationThen& organisation)
        : desk_(desk), draft_(draft), organisation_(organisation) {}

    ReplayReport replay(const std::string& id) {
        report_ = {};
        const store::StreamName stream{"order", id};
        std::vector<store::CommandLogRow> log = desk_.store().command_log(stream);
        std::erase_if(log, [](const auto& row) { return row.name == "apply_calendar"; });
        std::stable_sort(log.begin(), log.end(),
                         [](const auto& a, const auto& b) { return a.at < b.at; });
        report_.commands = static_cast<std::int64_t>(log.size());
        std::erase_if(log, [&](const auto& row) { return !can_change(row); });
        if (log.empty()) {
            return std::move(report_);
        }
        events_ = desk_.store().load(stream);
        folded_ = 0;
        order_ = WorkOrder{};
        order_.id = OrderId(id);
        for (const store::CommandLogRow& row : log) {
            judge(row);
        }
        return std::move(report_);
    }

private:
    // A draft that says nothing else of what the command looks at cannot change its verdict.
    bool can_change(const store::CommandLogRow& row) {
        if (!draft_.rules && !draft_.calendar) {
            return true; // the history itself
        }
        workorder::Parts changed;
        if (draft_.rules) {
            const Rules rules = rules_then(row);
            auto [known, is_new] = changed_.try_emplace(rules->book.version);
            if (is_new) {
                known->second = workorder::differing(rules->book, draft_.rules->book);
            }
            changed = known->second;
        }
        if (draft_.calendar) {
            changed.set(static_cast<std::size_t>(workorder::Part::calendar));
        }
        return (workorder::looked_at(row.name) & changed).any();
    }

    Rules rules_then(const store::CommandLogRow& row) {
        return row.rulebook_version > 0 ? desk_.library().rulebook(row.rulebook_version)
                                        : desk_.library().rulebook_in_force(day_of(row.at));
    }
    CalendarPtr calendar_for(const store::CommandLogRow& row) {
        CalendarPtr calendar =
            draft_.calendar ? draft_.calendar : desk_.library().calendar(row.calendar_version);
        return calendar ? calendar : desk_.library().latest_calendar();
    }

    void fold_until(std::int64_t version) {
        while (folded_ < events_.size() && static_cast<std::int64_t>(folded_) < version) {
            workorder::evolve(order_, event_of(events_[folded_++]));
        }
        // An order that lagged behind the calendar got that first, in the same commit.
        if (folded_ < events_.size() &&
            events_[folded_].event.type == workorder::ApplyCalendar::name) {
            workorder::evolve(order_, event_of(events_[folded_++]));
        }
    }

    void judge(const store::CommandLogRow& row) {
        std::int64_t met = 0;
        const std::optional<Command> command = read_logged(desk_, row, met);
        if (!command) {
            return;
        }
        fold_until(met);
        ++report_.judged;
        const auto actor_body = parse_json(row.actor);
        invariant(actor_body.has_value(), "a logged actor is JSON");
        const auto actor = read_stored<workorder::Actor>(*actor_body);
        const Rules rules = draft_.rules ? draft_.rules : rules_then(row);
        const CalendarPtr calendar = calendar_for(row);
        const people::Organisation& then = organisation_.at(row.at);
        const workorder::Context context{rules->book,
                                         *calendar,
                                         rules->lint,
                                         row.at,
                                         named_unit_facts(*command, then),
                                         unit_facts(order_.unit, then)};
        const auto verdict = workorder::decide(order_, *command, actor, context);
        const bool accepted_then = row.verdict == "accepted";
        if (verdict && accepted_then) {
            std::vector<Event> real;
            for (std::size_t i = 0; i < verdict->events.size() && folded_ + i < events_.size();
                 ++i) {
                real.push_back(event_of(events_[folded_ + i]));
            }
            note_moved(report_, order_, row.at, real, *verdict);
        }
        if (verdict.has_value() != accepted_then) {
            note_different(row, actor, verdict);
        }
    }

    void note_different(const store::CommandLogRow& row, const workorder::Actor& actor,
                        const Result<workorder::Decision>& verdict) {
        ++report_.differing;
        ReplayDifference difference{order_.id,   row.at,
                                    row.name,    order_.unit.empty() ? actor.unit : order_.unit,
                                    row.verdict, verdict ? "accepted" : "refused",
                                    {}};
        if (!verdict) {
            for (const Reason& reason : verdict.error().reasons) {
                difference.clauses.push_back(reason.clause);
                ++report_.by_clause[reason.clause];
            }
        }
        ++report_.by_unit[difference.unit.text()];
        report_.first.push_back(std::move(difference));
    }

    Desk& desk_;
    const ReplayDraft& draft_;
    OrganisationThen& organisation_;
    std::map<rulebook::RulebookVersion, workorder::Parts> changed_; // by the draft
    ReplayReport report_;                                           // of the order
    std::vector<store::StoredEvent> events_;
    std::size_t folded_ = 0; // of them, into the order
    WorkOrder order_;
};

void add(std::map<std::string, std::int64_t>& sum, const std::map<std::string, std::int64_t>& one) {
    for (const auto& [key, count] : one) {
        sum[key] += count;
    }
}

template <class Line>
void add(std::vector<Line>& sum, std::vector<Line> one) {
    for (Line& line : one) {
        if (sum.size() < k_differences_max) {
            sum.push_back(std::move(line));
        }
    }
}

void add(ReplayReport& sum, ReplayReport one) {
    sum.commands += one.commands;
    sum.judged += one.judged;
    sum.differing += one.differing;
    sum.moved_limits += one.moved_limits;
    add(sum.moved_by_kind, one.moved_by_kind);
    add(sum.moved_by_unit, one.moved_by_unit);
    add(sum.by_unit, one.by_unit);
    add(sum.by_clause, one.by_clause);
    add(sum.first_moved, std::move(one.first_moved));
    add(sum.first, std::move(one.first));
}

// Hands out the orders by their ids, a page at a time, and keeps their reports in that order.
class Orders {
public:
    Orders(store::Store& store, JobControl& control) : store_(store), control_(control) {
        store::OrderFilter all;
        total_ =
            store_
                .count(all, std::numeric_limits<std::int64_t>::max(), visibility_of(system_actor()))
                .count;
    }

    struct Page {
        std::size_t number = 0;
        std::vector<std::string> ids;
    };
    std::optional<Page> next() {
        const std::lock_guard lock(mutex_);
        if (control_.cancelled() || ended_) {
            return std::nullopt;
        }
        Page page{pages_++, store_.stream_ids("order", after_, k_orders_a_page)};
        ended_ = page.ids.empty();
        if (ended_) {
            return std::nullopt;
        }
        after_ = page.ids.back();
        return page;
    }
    void done(const Page& page, ReplayReport report) {
        const std::lock_guard lock(mutex_);
        waiting_.emplace(page.number, std::move(report));
        for (auto first = waiting_.find(taken_); first != waiting_.end();
             first = waiting_.find(++taken_)) {
            add(sum_, std::move(first->second));
            waiting_.erase(first);
        }
        orders_ += static_cast<std::int64_t>(page.ids.size());
        control_.progress(orders_, std::max(orders_, total_));
    }
    void failed(std::exception_ptr why) {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        failure_ = std::move(why);
    }
    ReplayReport report() {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        return std::move(sum_);
    }

private:
    static constexpr std::int32_t k_orders_a_page = 200;

    store::Store& store_;
    JobControl& control_;
    std::mutex mutex_;
    std::string after_;
    std::int64_t total_ = 0;
    std::int64_t orders_ = 0;
    std::size_t pages_ = 0;
    std::size_t taken_ = 0;
    std::map<std::size_t, ReplayReport> waiting_; // for an earlier page
    ReplayReport sum_;
    bool ended_ = false;
    std::exception_ptr failure_;
};

void replay_pages(Desk& desk, const ReplayDraft& draft, OrganisationThen& organisation,
                  Orders& orders) {
    try {
        OrderReplay one(desk, draft, organisation);
        while (const auto page = orders.next()) {
            ReplayReport report;
            for (const std::string& id : page->ids) {
                add(report, one.replay(id));
            }
            orders.done(*page, std::move(report));
        }
    } catch (...) {
        orders.failed(std::current_exception());
    }
}

} // namespace

ReplayReport replay(Desk& desk, const ReplayDraft& draft, JobControl& control) {
    OrganisationThen organisation(desk.store());
    Orders orders(desk.store(), control);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([&] { replay_pages(desk, draft, organisation, orders); });
        }
    }
    return orders.report();
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
            {"judged", report.judged},
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
