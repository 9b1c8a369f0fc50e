#include "people/duty.h"

#include <algorithm>

namespace chengban::people {

namespace {

constexpr std::int64_t k_minute_ms = 60'000;

Instant minute_of(Day day, std::int32_t minute) {
    return start_of(day).plus_milliseconds(minute * k_minute_ms);
}

// The office's closed times of a day, in order: around its hours, or the whole day.
std::vector<std::pair<Instant, Instant>> closed_times(const rulebook::DutyRules& rules,
                                                      const calendar::Calendar& calendar, Day day) {
    const Instant begin = start_of(day);
    const Instant end = start_of(day.plus(1));
    if (!calendar.is_working_day(day)) {
        return {{begin, end}};
    }
    return {{begin, minute_of(day, rules.office_opens_minute)},
            {minute_of(day, rules.office_closes_minute), end}};
}

} // namespace

const Absence* UnitDuty::absence(std::int64_t id) const {
    const auto found = std::find_if(absences.begin(), absences.end(),
                                    [&](const Absence& one) { return one.id == id; });
    return found == absences.end() ? nullptr : &*found;
}

bool UnitDuty::away(const PersonId& person, Instant instant) const {
    return std::any_of(absences.begin(), absences.end(),
                       [&](const Absence& one) { return one.person == person && one.at(instant); });
}

std::vector<DutyTurn> UnitDuty::on_duty(Instant instant) const {
    std::vector<DutyTurn> turns;
    for (const DutyTurn& turn : roster) {
        if (turn.at(instant)) {
            turns.push_back(turn);
        }
    }
    std::stable_sort(turns.begin(), turns.end(),
                     [](const DutyTurn& a, const DutyTurn& b) { return a.kind < b.kind; });
    return turns;
}

std::vector<Capacity> capacities_of(const Organisation& organisation, const DutyByUnit& duties,
                                    const PersonId& id, Instant now) {
    std::vector<Capacity> capacities;
    const Person* person = organisation.person(id);
    if (person == nullptr) {
        return capacities;
    }
    for (const Post& post : person->posts) {
        capacities.push_back({post, std::nullopt});
    }
    for (const auto& [unit, duty] : duties) {
        if (!person->belongs_to(unit) || duty.away(id, now)) {
            continue;
        }
        for (const Absence& absence : duty.absences) {
            const Person* principal = organisation.person(absence.person);
            if (!absence.at(now) || principal == nullptr) {
                continue;
            }
            for (const Substitution& one : absence.substitutions) {
                const Post post{unit, one.post.section, one.post.role};
                const bool held = std::find(principal->posts.begin(), principal->posts.end(),
                                            post) != principal->posts.end();
                if (held && one.post.substitute == id && one.from <= now &&
                    (!one.until || now < *one.until)) {
                    capacities.push_back({post, absence.person});
                }
            }
        }
    }
    return capacities;
}

bool outside_office_hours(const rulebook::DutyRules& rules, const calendar::Calendar& calendar,
                          Instant instant) {
    const Day day = day_of(instant);
    return !calendar.is_working_day(day) || instant < minute_of(day, rules.office_opens_minute) ||
           instant >= minute_of(day, rules.office_closes_minute);
}

std::optional<Instant> first_roster_gap(const UnitDuty& duty, const rulebook::DutyRules& rules,
                                        const calendar::Calendar& calendar, Instant now) {
    for (std::int32_t ahead = 0; ahead <= rules.roster_ahead_days; ++ahead) {
        for (const auto& [begin, end] : closed_times(rules, calendar, day_of(now).plus(ahead))) {
            // Walks from turn to turn until the closed time is covered or a hole is found.
            Instant covered = std::max(begin, now);
            for (const DutyTurn& turn : duty.roster) {
                if (turn.kind == DutyKind::officer && turn.at(covered)) {
                    covered = turn.until;
                }
            }
            if (covered < end) {
                return covered;
            }
        }
    }
    return std::nullopt;
}

} // namespace chengban::people
