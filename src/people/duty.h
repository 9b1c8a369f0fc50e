// Who of a unit is away and who signs instead, and who is on duty outside office hours. One stream
// per unit; `decide` and `evolve` are pure.
#pragma once

#include "calendar/calendar.h"
#include "people/command_codec.h"
#include "people/duty_commands.h"
#include "people/organisation.h"
#include "rulebook/casework_rules.h"

#include <map>

namespace chengban::people {

struct Substitution {
    SubstituteFor post;
    Instant from;
    std::optional<Instant> until;

    bool operator==(const Substitution&) const = default;
};

struct Absence {
    std::int64_t id = 0; // number of the event that recorded it
    PersonId person;
    AbsenceKind kind = AbsenceKind::leave;
    Instant from;
    std::optional<Instant> until;
    std::vector<Substitution> substitutions; // ended ones too
    Actor recorded_by;

    bool at(Instant instant) const { return from <= instant && (!until || instant < *until); }
    bool operator==(const Absence&) const = default;
};

struct UnitDuty {
    UnitId unit;
    std::int64_t version = 0; // events folded
    std::vector<Absence> absences;
    std::vector<DutyTurn> roster; // in order of their beginning

    const Absence* absence(std::int64_t id) const; // null when unknown
    bool away(const PersonId& person, Instant instant) const;
    std::vector<DutyTurn> on_duty(Instant instant) const; // officer first
    bool operator==(const UnitDuty&) const = default;
};

using DutyByUnit = std::map<UnitId, UnitDuty>;

using DutyEvent = Given<DutyCommand>;

struct DutyContext {
    const Organisation& organisation; // of the day of `now`
    const rulebook::DutyRules& rules;
    Instant now;
};

Result<DutyEvent> decide(const UnitDuty& duty, const DutyCommand& command, const Actor& actor,
                         const DutyContext& context);
void evolve(UnitDuty& duty, const DutyEvent& event);

// A post in which a person may act at an instant: their own, or one that they hold for somebody who
// is away (代).
struct Capacity {
    Post post;
    std::optional<PersonId> substitute_for;

    bool operator==(const Capacity&) const = default;
};
std::vector<Capacity> capacities_of(const Organisation& organisation, const DutyByUnit& duty,
                                    const PersonId& person, Instant now);

// B3: nights, weekends and holidays, by the hours of the rulebook.
bool outside_office_hours(const rulebook::DutyRules& rules, const calendar::Calendar& calendar,
                          Instant instant);

// The first instant within the days that the rulebook looks ahead at which an office is closed and
// no officer is on the roster; empty when all of it is covered.
std::optional<Instant> first_roster_gap(const UnitDuty& duty, const rulebook::DutyRules& rules,
                                        const calendar::Calendar& calendar, Instant now);

} // namespace chengban::people
