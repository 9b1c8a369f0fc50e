// Clauses 5.1, 5.2, 6.2, 13 and B4: which clocks run, from when, until when.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

namespace {

std::int64_t next_generation(const WorkOrder& order, DeadlineKind kind) {
    const auto found = order.deadlines.find(kind);
    return found == order.deadlines.end() ? 1 : found->second.fact.generation + 1;
}

void put_amount(DeadlineFact& fact, const calendar::Amount& amount) {
    if (const auto* hours = std::get_if<Hours>(&amount)) {
        fact.hours = hours->count;
    } else if (const auto* working = std::get_if<WorkingDays>(&amount)) {
        fact.working_days = working->count;
    } else {
        fact.natural_days = std::get<NaturalDays>(amount).count;
    }
}

std::optional<calendar::Amount> amount_of(const DeadlineFact& fact) {
    if (fact.hours) {
        return Hours{*fact.hours};
    }
    if (fact.working_days) {
        return WorkingDays{*fact.working_days};
    }
    if (fact.natural_days) {
        return NaturalDays{*fact.natural_days};
    }
    return std::nullopt;
}

void start_in(Draft& draft, Effects& effects, DeadlineKind kind, const rulebook::Limit& limit,
              Instant start) {
    const Result<DeadlineFact> fact = make_deadline(draft.order, draft.context, kind, limit, start);
    if (!fact) {
        const Reason& reason = fact.error().reasons.front();
        draft.checks.refuse(reason.code, limit.clause, std::string(token(kind)), reason.words.zh,
                            reason.words.en);
        return;
    }
    effects.set.push_back(*fact);
}

// The earliest of several limits of one kind; empty after a refusal, or without candidates.
std::optional<DeadlineFact> strictest(Draft& draft, DeadlineKind kind,
                                      const std::vector<rulebook::Limit>& candidates,
                                      Instant from) {
    std::optional<DeadlineFact> earliest;
    for (const rulebook::Limit& limit : candidates) {
        const Result<DeadlineFact> fact =
            make_deadline(draft.order, draft.context, kind, limit, from);
        if (!fact) {
            const Reason& reason = fact.error().reasons.front();
            draft.checks.refuse(reason.code, limit.clause, std::string(token(kind)),
                                reason.words.zh, reason.words.en);
            return std::nullopt;
        }
        if (!earliest || fact->due < earliest->due) {
            earliest = *fact;
        }
    }
    return earliest;
}

// The city's limit (7.3) and a supervision belong to the order, whoever has it.
bool survives_handover(DeadlineKind kind) {
    return kind == DeadlineKind::city || kind == DeadlineKind::supervision;
}

} // namespace

void start_completion(Draft& draft, LimitClass limit_class,
                      const std::vector<const rulebook::Profile*>& profiles, Effects& effects,
                      Instant from) {
    std::vector<rulebook::Limit> candidates{
        draft.context.rulebook.limits.completion.at(limit_class)};
    for (const rulebook::Profile* profile : profiles) {
        if (const auto found = profile->completion.find(limit_class);
            found != profile->completion.end()) {
            candidates.push_back({found->second, profile->clause});
        }
    }
    if (const auto fact = strictest(draft, DeadlineKind::completion, candidates, from)) {
        effects.set.push_back(*fact);
    }
}

void start_profile_report(Draft& draft, const std::vector<const rulebook::Profile*>& profiles,
                          Effects& effects) {
    std::vector<rulebook::Limit> candidates;
    for (const rulebook::Profile* profile : profiles) {
        if (profile->report_every) {
            candidates.push_back({*profile->report_every, profile->clause});
        }
    }
    if (const auto fact = strictest(draft, DeadlineKind::profile_report, candidates, draft.now())) {
        effects.set.push_back(*fact);
    }
}

DeadlineFact given_deadline(const WorkOrder& order, const Context& context, DeadlineKind kind,
                            std::string_view clause, Instant due) {
    DeadlineFact fact;
    fact.kind = kind;
    fact.clause = clause;
    fact.start = context.now;
    fact.due = due;
    fact.calendar_version = context.calendar.version();
    fact.generation = next_generation(order, kind);
    return fact;
}

Result<DeadlineFact> make_deadline(const WorkOrder& order, const Context& context,
                                   DeadlineKind kind, const rulebook::Limit& limit, Instant start) {
    const Result<calendar::Due> due =
        calendar::due(context.calendar, start, limit.amount, context.rulebook.counting);
    if (!due) {
        return Failure{due.error()};
    }
    DeadlineFact fact;
    fact.kind = kind;
    fact.clause = limit.clause;
    fact.start = start;
    put_amount(fact, limit.amount);
    fact.due = due->at;
    fact.provisional = due->provisional;
    fact.calendar_version = context.calendar.version();
    fact.generation = next_generation(order, kind);
    return fact;
}

Result<DeadlineFact> extend_deadline(const WorkOrder& order, const Context& context,
                                     DeadlineKind kind, std::int32_t days) {
    const DeadlineFact* in_force = order.live(kind);
    invariant(in_force != nullptr, "extending a limit that is not live");
    const Result<calendar::Due> due = calendar::extend(
        context.calendar, in_force->due, NaturalDays{days}, context.rulebook.counting);
    if (!due) {
        return Failure{due.error()};
    }
    DeadlineFact fact;
    fact.kind = kind;
    fact.clause = kind == DeadlineKind::city ? "B4" : "6.2";
    fact.start = in_force->due;
    fact.natural_days = days;
    fact.extends = true;
    fact.due = due->at;
    fact.provisional = due->provisional;
    fact.calendar_version = context.calendar.version();
    fact.generation = next_generation(order, kind);
    return fact;
}

std::vector<const rulebook::Profile*> profiles_of(const WorkOrder& order,
                                                  const rulebook::Rulebook& rulebook, Day day) {
    std::vector<const rulebook::Profile*> matching;
    for (const rulebook::Profile& profile : rulebook.profiles) {
        const bool in_time =
            (!profile.from || *profile.from <= day) && (!profile.to || day <= *profile.to);
        // Without tags and sources a profile selects by its dates alone: a special period.
        const bool tagged =
            (profile.tags.empty() && profile.sources.empty()) ||
            std::find(profile.sources.begin(), profile.sources.end(), order.facts.source) !=
                profile.sources.end() ||
            std::any_of(profile.tags.begin(), profile.tags.end(), [&](const std::string& tag) {
                return std::find(order.facts.tags.begin(), order.facts.tags.end(), tag) !=
                       order.facts.tags.end();
            });
        if (in_time && tagged) {
            matching.push_back(&profile);
        }
    }
    return matching;
}

std::vector<const rulebook::Profile*> profiles_in_force(const WorkOrder& order,
                                                        const rulebook::Rulebook& rulebook) {
    std::vector<const rulebook::Profile*> pinned;
    for (const rulebook::Profile& profile : rulebook.profiles) {
        if (std::find(order.profiles.begin(), order.profiles.end(), profile.token) !=
            order.profiles.end()) {
            pinned.push_back(&profile);
        }
    }
    return pinned;
}

void Draft::meet(DeadlineKind kind, Instant at, std::optional<rulebook::Rule> late_rule) {
    const DeadlineFact* fact = order.live(kind);
    if (fact == nullptr) {
        return;
    }
    const bool is_late = !(at < fact->due);
    effects.ended.push_back({kind, is_late ? Ending::met_late : Ending::met, at});
    if (is_late && late_rule) {
        late(*late_rule, {fmt::format("截止 {}，实际 {}", to_string(fact->due), to_string(at)),
                          fmt::format("due {}, done {}", to_string(fact->due), to_string(at))});
    }
}

void Draft::late(rulebook::Rule rule, Words detail) {
    if (context.rulebook.strength(rule) == rulebook::Strength::block) {
        checks.flag(rule);
    } else {
        checks.broken(rule, "", std::move(detail));
    }
}

void Draft::cancel(DeadlineKind kind) {
    if (order.live(kind) != nullptr) {
        effects.ended.push_back({kind, Ending::cancelled, now()});
    }
}

void Draft::start(DeadlineKind kind, const rulebook::Limit& limit, Instant from) {
    start_in(*this, effects, kind, limit, from);
}

void check_target_unit(Draft& draft, const std::string& field) {
    const UnitFacts& unit = draft.context.target_unit;
    if (!unit.exists) {
        draft.checks.refuse("unknown_unit", "4", field, "没有这个单位", "there is no such unit");
        return;
    }
    if (!unit.can_handle) {
        draft.checks.refuse("unit_cannot_handle", "4", field,
                            fmt::format("{}不是承办单位", unit.name.zh),
                            fmt::format("{} is not a handling unit", unit.name.en));
    }
    if (unit.is_district && !unit.has_leader_in_charge) {
        draft.checks.broken(rulebook::Rule::district_lacks_leader_in_charge, field,
                            {unit.name.zh, unit.name.en});
    }
    if (unit.is_district && !unit.has_responsible_section) {
        draft.checks.broken(rulebook::Rule::district_lacks_responsible_section, field,
                            {unit.name.zh, unit.name.en});
    }
}

void hand_over(Draft& draft, const UnitId& unit, LimitClass limit_class, bool designated_by_office,
               const std::optional<Text>& note) {
    const rulebook::Rulebook& rulebook = draft.context.rulebook;
    const rulebook::Limits& limits = rulebook.limits;
    const Instant now = draft.now();
    const auto profiles = profiles_of(draft.order, rulebook, day_of(now));
    Dispatched event;
    event.unit = unit;
    event.round = draft.order.round + 1;
    event.limit_class = limit_class;
    event.rulebook = rulebook.name;
    event.rulebook_version = rulebook.version;
    event.calendar_version = draft.context.calendar.version();
    event.designated_by_office = designated_by_office;
    event.leader_vacant = !draft.context.target_unit.has_leader_in_charge;
    event.note = note;
    for (const rulebook::Profile* profile : profiles) {
        event.profiles.push_back(profile->token);
    }
    Effects& effects = event.effects;
    effects.state = State::dispatched;
    for (const auto& [kind, deadline] : draft.order.deadlines) {
        if (!deadline.end && kind != DeadlineKind::dispatch && !survives_handover(kind)) {
            effects.ended.push_back({kind, Ending::cancelled, now});
        }
    }
    start_in(draft, effects, DeadlineKind::acknowledge, limits.acknowledge, now);
    start_in(draft, effects, DeadlineKind::first_contact, limits.first_contact, now);
    start_in(draft, effects, DeadlineKind::return_window, limits.return_window, now);
    start_in(draft, effects, DeadlineKind::extension_window, limits.extension_window, now);
    if (limit_class == LimitClass::urgent) {
        start_in(draft, effects, DeadlineKind::outcome_report, limits.urgent_outcome_report, now);
    }
    if (limit_class == LimitClass::semi_urgent) {
        start_in(draft, effects, DeadlineKind::progress_report, limits.semi_urgent_step, now);
    }
    start_completion(draft, limit_class, profiles, effects, now);
    start_profile_report(draft, profiles, effects);
    draft.following.emplace_back(std::move(event));
}

void take_back(Draft& draft) {
    for (const auto& [kind, deadline] : draft.order.deadlines) {
        if (!deadline.end && !survives_handover(kind)) {
            draft.effects.ended.push_back({kind, Ending::cancelled, draft.now()});
        }
    }
}

void recompute(Draft& draft) {
    for (const auto& [kind, deadline] : draft.order.deadlines) {
        const DeadlineFact& old = deadline.fact;
        const std::optional<calendar::Amount> amount = amount_of(old);
        if (deadline.end || !amount) {
            continue;
        }
        if (is_window(kind) && !(draft.now() < old.due)) {
            continue; // what has closed stays closed
        }
        const Result<calendar::Due> due =
            old.extends ? calendar::extend(draft.context.calendar, old.start,
                                           NaturalDays{old.natural_days.value_or(0)},
                                           draft.context.rulebook.counting)
                        : calendar::due(draft.context.calendar, old.start, *amount,
                                        draft.context.rulebook.counting);
        if (!due) {
            draft.checks.refuse("limit_out_of_range", old.clause, std::string(token(kind)),
                                due.error().reasons.front().words.zh,
                                due.error().reasons.front().words.en);
            continue;
        }
        if (due->at == old.due && due->provisional == old.provisional) {
            continue;
        }
        DeadlineFact fact = old;
        fact.due = due->at;
        fact.provisional = due->provisional;
        fact.calendar_version = draft.context.calendar.version();
        fact.generation = old.generation + 1;
        draft.effects.set.push_back(fact);
    }
}

} // namespace chengban::workorder
