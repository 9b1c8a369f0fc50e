#include "usecase/facts.h"

#include "usecase/projection.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>

namespace chengban::usecase {

using appraisal::Fact;

namespace {

constexpr std::int32_t k_ids_a_time = 1'000;
constexpr std::size_t k_facts_a_commit = 500;

std::vector<workorder::Event> events_until(store::Store& store, const std::string& order,
                                           Instant cut) {
    std::vector<workorder::Event> events;
    for (const store::StoredEvent& one : store.load({"order", order})) {
        if (cut < one.event.recorded_at) {
            break; // recorded times never run backwards within a stream
        }
        events.push_back(event_of(one));
    }
    return events;
}

template <class Visit>
void each_order(store::Store& store, JobControl& control, const Visit& visit) {
    std::int64_t done = 0;
    std::string after;
    while (!control.cancelled()) {
        const std::vector<std::string> ids = store.stream_ids("order", after, k_ids_a_time);
        if (ids.empty()) {
            return;
        }
        for (const std::string& id : ids) {
            visit(id);
            control.progress(++done, 0);
        }
        after = ids.back();
    }
}

} // namespace

store::FactRow fact_row(const Fact& fact) {
    store::FactRow row;
    row.order = fact.order;
    row.round = fact.round;
    row.first = day_of(fact.registered_at);
    row.last = day_of(fact.received_at);
    if (fact.due) {
        row.last = std::max(row.last, appraisal::due_day(*fact.due));
    }
    if (fact.completed_at) {
        row.last = std::max(row.last, day_of(*fact.completed_at));
    }
    row.body = canonical_json(write_record(fact));
    return row;
}

Fact read_fact(const store::FactRow& row) {
    const Result<json::value> body = parse_json(row.body);
    invariant(body.has_value(), "stored facts are JSON");
    return read_stored<Fact>(*body);
}

std::vector<store::FactRow> fact_rows(const workorder::WorkOrder& before,
                                      const std::vector<workorder::Event>& events,
                                      const workorder::WorkOrder& after) {
    std::vector<store::FactRow> rows;
    std::optional<workorder::WorkOrder> between;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::optional<Fact> closed =
            appraisal::closed_by(between ? *between : before, events[i]);
        if (closed) {
            rows.push_back(fact_row(*closed));
        }
        if (i + 1 < events.size()) {
            workorder::evolve(between ? *between : between.emplace(before), events[i]);
        }
    }
    const std::optional<Fact> in_hand = appraisal::fact_of(after);
    if (in_hand && in_hand != appraisal::fact_of(before)) {
        rows.push_back(fact_row(*in_hand));
    }
    return rows;
}

std::vector<Fact> facts_between(store::Store& store, const appraisal::Period& period) {
    std::vector<Fact> facts;
    store.each_fact(period.first, period.last, [&](const store::FactRow& row) {
        facts.push_back(read_fact(row));
        return true;
    });
    std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
        return a.order != b.order ? a.order < b.order : a.round < b.round;
    });
    return facts;
}

std::vector<Fact> derive_facts(store::Store& store, Instant cut, JobControl& control) {
    std::vector<Fact> facts;
    each_order(store, control, [&](const std::string& id) {
        for (Fact& fact : appraisal::facts_of(OrderId(id), events_until(store, id, cut))) {
            facts.push_back(std::move(fact));
        }
    });
    std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
        return a.order != b.order ? a.order < b.order : a.round < b.round;
    });
    return facts;
}

void ensure_facts(store::Store& store) {
    bool any = store.stream_ids("order", "", 1).empty();
    store.each_fact(Day(0), day_of(YearMonthDay{k_year_max, 12, 31}), [&](const store::FactRow&) {
        any = true;
        return false;
    });
    if (!any) {
        JobControl control;
        repair_facts(store, control);
    }
}

std::int64_t repair_facts(store::Store& store, JobControl& control) {
    std::map<std::pair<std::string, std::int64_t>, std::string> kept;
    store.each_fact(Day(0), day_of(YearMonthDay{k_year_max, 12, 31}),
                    [&](const store::FactRow& row) {
                        kept.emplace(std::pair{row.order.text(), row.round}, row.body);
                        return true;
                    });
    std::int64_t repaired = 0;
    store::CommitUnit unit;
    const auto flush = [&] {
        if (!unit.facts.empty()) {
            const store::CommitOutcome outcome = store.commit(std::move(unit));
            invariant(outcome.verdict == store::Verdict::ok, "facts could not be written");
            unit = {};
        }
    };
    for (const Fact& fact :
         derive_facts(store, Instant(std::numeric_limits<std::int64_t>::max()), control)) {
        store::FactRow row = fact_row(fact);
        const auto found = kept.find({row.order.text(), row.round});
        if (found != kept.end() && found->second == row.body) {
            continue;
        }
        ++repaired;
        unit.facts.push_back(std::move(row));
        if (unit.facts.size() >= k_facts_a_commit) {
            flush();
        }
    }
    flush();
    return repaired;
}

} // namespace chengban::usecase
