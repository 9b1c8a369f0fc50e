// What a new version of the calendar changes: its rows, and the open limits that would move (B7).
#pragma once

#include "calendar/deadline.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chengban::calendar {

// One day on which two calendars differ; both sides empty never occurs.
struct RowChange {
    Day day;
    std::optional<CalendarRow> before;
    std::optional<CalendarRow> after;

    bool operator==(const RowChange&) const = default;
};

// In order of days; versions are not compared.
std::vector<RowChange> diff(const Calendar& before, const Calendar& after);

// A limit as it was made: counted from `start`, then extended from its own base (I 17).
struct OpenLimit {
    std::string id;
    Instant start;                        // without an amount: a limit set from outside
    std::optional<Amount> amount;         // as dispatched
    std::optional<NaturalDays> extension; // granted, 6.2
    Counting counting;
    Instant due; // as it stands now
};

struct Moved {
    std::string id;
    Instant old_due;
    Instant new_due; // equals old_due when `problem` is set
    bool was_provisional = false;
    bool is_provisional = false;
    std::optional<Problem> problem; // the draft cannot say when this one is due
};

// How the limit stands under a calendar; refuses like `due` and `extend`. A limit set from outside
// and never extended is what it is, whatever the calendar.
Result<Due> standing(const Calendar& calendar, const OpenLimit& limit);

// The limits, in the order given, whose instant under `draft` differs from the one they have now.
std::vector<Moved> preview(const Calendar& current, const Calendar& draft,
                           std::span<const OpenLimit> limits);

} // namespace chengban::calendar
