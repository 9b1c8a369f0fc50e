#include "usecase/people_desk.h"

#include "usecase/duty_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

namespace {

template <class Command>
people::Given<Command> decoded(const store::StoredEvent& stored) {
    return people::decode<Command>(stored.event.type, stored.event.version, stored.event.actor,
                                   stored.event.bytes, stored.event.occurred_at,
                                   stored.event.recorded_at);
}

template <class Command>
stream::Write write_of(StreamRequest request, const char* kind, const Command& command) {
    stream::Write write;
    write.kind = kind;
    write.command = people::name_of(command);
    write.command_bytes = people::canonical_command(command);
    write.digest_bytes = request.id + '\n' + write.command + '\n' + write.command_bytes;
    write.request = std::move(request);
    return write;
}

template <class Command>
stream::Attempt attempt_of(const people::Given<Command>& event,
                           const std::vector<store::StoredEvent>& stored,
                           const store::StreamName& name, const UnitId& unit, Instant now) {
    stream::Attempt attempt;
    attempt.events.push_back({std::string(people::event_type_of(event.command)),
                              people::canonical_command(event.command)});
    attempt.row.stream = name;
    attempt.row.version = stored.empty() ? 1 : stored.back().seq + 1;
    attempt.row.state = "current";
    attempt.row.unit = unit;
    attempt.row.shared = true;
    attempt.row.created_at = stored.empty() ? now : stored.front().event.recorded_at;
    attempt.row.updated_at = now;
    attempt.row.body = "{}"; // lists are answered from the library
    return attempt;
}

void add_unit_findings(const people::Organisation& organisation,
                       std::vector<PeopleFinding>& findings) {
    for (const people::OrganisationFinding& one : organisation.findings()) {
        const rulebook::RuleRow& row = rulebook::row_of(one.rule);
        findings.push_back(
            {std::string(row.token), std::string(row.clause), one.unit, PersonId(), one.words});
    }
    for (const people::Unit& unit : organisation.units) {
        if (unit.takes_orders() && !organisation.can_take_orders(unit.id)) {
            findings.push_back(
                {"unit_cannot_take_orders",
                 "3.3",
                 unit.id,
                 PersonId(),
                 {fmt::format("{}：没有主要负责人或经办人，暂不能派单", unit.name.zh),
                  fmt::format("{}: without a principal or a handler no order can be "
                              "dispatched to it",
                              unit.name.en)}});
        }
    }
}

void add_roster_findings(Desk& desk, const people::Organisation& organisation,
                         std::vector<PeopleFinding>& findings) {
    const Instant now = desk.clock().now();
    const Rules rules = desk.library().rulebook_in_force(day_of(now));
    const CalendarPtr calendar = desk.library().latest_calendar();
    const DutyPtr duties = desk.library().duty();
    const people::UnitDuty none;
    for (const people::Unit& unit : organisation.units) {
        if (!unit.takes_orders()) {
            continue;
        }
        const auto found = duties->find(unit.id);
        const auto gap = people::first_roster_gap(
            found == duties->end() ? none : manned(found->second, organisation), rules->book.duty,
            *calendar, now);
        if (gap) {
            findings.push_back(
                {"roster_gap",
                 "B3",
                 unit.id,
                 PersonId(),
                 {fmt::format("{}：{} 起无人值班", unit.name.zh, to_string(*gap)),
                  fmt::format("{}: nobody is on duty from {}", unit.name.en, to_string(*gap))}});
        }
    }
}

void add_stranded_orders(Desk& desk, const people::Organisation& organisation,
                         std::vector<PeopleFinding>& findings) {
    for (const auto& [key, count] : open_orders(desk.store())) {
        const auto& [unit, person] = key;
        const people::Person* handler = organisation.person(person);
        if (count == 0 || person.empty() || (handler != nullptr && handler->belongs_to(unit))) {
            continue;
        }
        const std::string name = handler != nullptr ? handler->name : person.text();
        findings.push_back(
            {"orders_to_hand_over",
             "B9",
             unit,
             person,
             {fmt::format("{}已不在该单位任职，名下还有 {} 件未办结工单", name, count),
              fmt::format("{} holds no post in the unit any more and has {} open orders", name,
                          count)}});
    }
}

} // namespace

Outcome<StreamAnswer> PeopleDesk::give(StreamRequest request, people::OrganisationCommand command) {
    request.id = k_organisation_stream;
    const bool dry_run = request.dry_run;
    const workorder::Actor actor = request.actor;
    std::vector<PersonId> leavers;
    Outcome<StreamAnswer> answer = stream::write(
        desk_.store(), desk_.clock(), write_of(std::move(request), k_organisation_stream, command),
        [&](const std::vector<store::StoredEvent>& stored,
            Instant now) -> Outcome<stream::Attempt> {
            people::OrganisationHistory history;
            for (const store::StoredEvent& one : stored) {
                people::evolve(history, decoded<people::OrganisationCommand>(one));
            }
            const people::OpenOrders open = open_orders(desk_.store());
            auto event = people::decide(history, command, actor, {now, open});
            if (!event) {
                return Failure{refusal_of(std::move(event).error())};
            }
            people::OrganisationHistory after = history;
            people::evolve(after, *event);
            leavers = people::leavers_of(history, after, day_of(now));
            return attempt_of(*event, stored, {k_organisation_stream, k_organisation_stream},
                              UnitId(), now);
        });
    if (!answer || answer->already_there || dry_run) {
        return answer;
    }
    desk_.library().refresh_organisation();
    for (const PersonId& person : leavers) {
        if (left_) {
            left_(person);
        }
    }
    if (changed_) {
        changed_();
    }
    return answer;
}

Outcome<StreamAnswer> PeopleDesk::give(StreamRequest request, people::DutyCommand command) {
    const UnitId unit(request.id);
    const OrganisationPtr organisation = desk_.library().organisation();
    const people::Unit* known = organisation->unit(unit);
    if (known == nullptr || known->closed) {
        return refusal(RefusalKind::not_found,
                       problem("unit_not_there", "unit", "没有这个单位", "there is no such unit"));
    }
    const bool dry_run = request.dry_run;
    const workorder::Actor actor = request.actor;
    Outcome<StreamAnswer> answer = stream::write(
        desk_.store(), desk_.clock(), write_of(std::move(request), k_duty_stream, command),
        [&](const std::vector<store::StoredEvent>& stored,
            Instant now) -> Outcome<stream::Attempt> {
            people::UnitDuty duty;
            duty.unit = unit;
            for (const store::StoredEvent& one : stored) {
                people::evolve(duty, decoded<people::DutyCommand>(one));
            }
            const Rules rules = desk_.library().rulebook_in_force(day_of(now));
            const auto event =
                people::decide(duty, command, actor, {*organisation, rules->book.duty, now});
            if (!event) {
                return Failure{refusal_of(Problem(event.error()))};
            }
            return attempt_of(*event, stored, {k_duty_stream, unit.text()}, unit, now);
        });
    if (answer && !answer->already_there && !dry_run) {
        desk_.library().refresh_duty(unit);
        if (changed_) {
            changed_();
        }
    }
    return answer;
}

std::vector<workorder::Actor> actors_of(const Library& library, const PersonId& person,
                                        Instant now) {
    std::vector<workorder::Actor> actors;
    for (const people::Capacity& capacity :
         people::capacities_of(*library.organisation(), *library.duty(), person, now)) {
        const workorder::Actor actor{person, capacity.post.unit, capacity.post.role,
                                     capacity.substitute_for};
        // Two sections of one unit are one post for whoever holds both.
        if (std::find(actors.begin(), actors.end(), actor) == actors.end()) {
            actors.push_back(actor);
        }
    }
    return actors;
}

bool may_act(const Library& library, const workorder::Actor& actor, Instant now) {
    // Machines hold no posts; what they may do rests on their keys.
    if (actor.role == workorder::Role::hotline || actor.role == workorder::Role::system) {
        return true;
    }
    const std::vector<workorder::Actor> actors = actors_of(library, actor.person, now);
    return std::find(actors.begin(), actors.end(), actor) != actors.end();
}

std::vector<PeopleFinding> people_findings(Desk& desk) {
    const OrganisationPtr organisation = desk.library().organisation();
    std::vector<PeopleFinding> findings;
    add_unit_findings(*organisation, findings);
    add_stranded_orders(desk, *organisation, findings);
    add_roster_findings(desk, *organisation, findings);
    return findings;
}

} // namespace chengban::usecase
