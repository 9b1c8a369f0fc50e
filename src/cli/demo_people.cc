#include "cli/demo_scripts.h"

namespace chengban::cli {

using people::DutyKind;
using people::DutyTurn;
using people::Role;

namespace {

constexpr std::int32_t k_days_back = 7;
constexpr std::int32_t k_days_ahead = 14;

Instant minute(Day day, std::int32_t minutes) {
    return start_of(day).plus_milliseconds(minutes * std::int64_t{60'000});
}

// Takes people in turn.
class Rota {
public:
    Rota(const people::Organisation& organisation, const UnitId& unit,
         std::initializer_list<Role> roles) {
        for (const Role role : roles) {
            for (const people::Person* person : organisation.people_of(unit, role)) {
                people_.push_back(person->id);
            }
        }
    }
    const PersonId& next() { return people_[at_++ % people_.size()]; }

private:
    std::vector<PersonId> people_;
    std::size_t at_ = 0;
};

// Every night, and the days on which the office is closed.
people::SetRoster roster_of(const people::Organisation& organisation, const UnitId& unit,
                            const rulebook::DutyRules& rules, const calendar::Calendar& calendar,
                            Day today) {
    Rota officers(organisation, unit, {Role::handler, Role::section_head});
    Rota leaders(organisation, unit, {Role::leader_in_charge, Role::principal});
    people::SetRoster roster{today.plus(-k_days_back), today.plus(k_days_ahead), {}};
    const auto add = [&](Instant from, Instant until) {
        roster.turns.push_back({DutyKind::officer, officers.next(), from, until, "021-12345"});
        roster.turns.push_back({DutyKind::leader, leaders.next(), from, until, std::nullopt});
    };
    for (Day day = roster.from; day <= roster.until; day = day.plus(1)) {
        const Instant opens = minute(day, rules.office_opens_minute);
        const Instant closes = minute(day, rules.office_closes_minute);
        if (!calendar.is_working_day(day)) {
            add(opens, closes);
        }
        add(closes, minute(day.plus(1), rules.office_opens_minute));
    }
    return roster;
}

// Refused only by a broken or full disk.
Result<Done> give(usecase::PeopleDesk& people, const UnitId& unit, people::DutyCommand command) {
    usecase::StreamRequest request;
    request.actor = usecase::system_actor();
    request.id = unit.text();
    const auto answer = people.give(std::move(request), std::move(command));
    return answer ? Result<Done>(Done{}) : Result<Done>(Failure{answer.error().problem});
}

// The leader in charge is away for three days; the head of the responsible section signs (代).
Result<Done> send_away(usecase::PeopleDesk& people, const people::Organisation& organisation,
                       const people::Unit& unit, people::AbsenceKind kind, Instant now) {
    const auto heads = organisation.people_of(unit.id, Role::section_head);
    people::RecordAbsence command{
        *unit.leader_in_charge, kind, now, start_of(day_of(now).plus(3)), {}};
    command.substitutes.push_back({Role::leader_in_charge, std::nullopt, heads.front()->id});
    return give(people, unit.id, std::move(command));
}

} // namespace

Result<Done> arrange_people(usecase::PeopleDesk& people) {
    const usecase::Library& library = people.desk().library();
    const auto organisation = library.organisation();
    const Instant now = people.desk().clock().now();
    const auto rules = library.rulebook_in_force(day_of(now));
    const auto calendar = library.latest_calendar();
    std::size_t districts = 0;
    for (const people::Unit& unit : organisation->units) {
        if (!organisation->can_take_orders(unit.id)) {
            continue;
        }
        Result<Done> done =
            give(people, unit.id,
                 roster_of(*organisation, unit.id, rules->book.duty, *calendar, day_of(now)));
        // Every fifth district, in turn on leave and on business.
        const bool may_go = unit.kind == UnitKind::district && unit.leader_in_charge &&
                            !organisation->people_of(unit.id, Role::section_head).empty();
        if (done && may_go && districts++ % 5 == 1) {
            done = send_away(people, *organisation, unit,
                             districts % 2 == 0 ? people::AbsenceKind::leave
                                                : people::AbsenceKind::business_trip,
                             now);
        }
        if (!done) {
            return done;
        }
    }
    return Done{};
}

} // namespace chengban::cli
