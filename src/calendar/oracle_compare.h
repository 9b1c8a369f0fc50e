// For tests and proofs only: asks calendar and oracle the same random question.
#pragma once

#include "calendar/deadline.h"
#include "calendar/oracle.h"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace chengban::calendar::oracle {

struct Case {
    enum class Kind { hours, working_days, natural_days, extension };

    Kind kind;
    Moment start;
    int count;
    Counting counting;
};

inline Date random_date(Dice& dice, int first_year, int last_year) {
    const int year = first_year + dice.roll(last_year - first_year + 1);
    const int month = 1 + dice.roll(12);
    return {year, month, 1 + dice.roll(month_length(year, month))};
}

// Midnights, last milliseconds and round hours come up far more often than by chance.
inline std::int64_t random_time(Dice& dice) {
    switch (dice.roll(6)) {
    case 0:
        return 0;
    case 1:
        return 86'399'999;
    case 2:
        return dice.roll(24) * std::int64_t{3'600'000};
    default:
        return dice.roll(86'400'000);
    }
}

inline Case random_case(Dice& dice, int first_year, int last_year) {
    Case made{};
    made.kind = static_cast<Case::Kind>(dice.roll(4));
    made.start = {random_date(dice, first_year, last_year), random_time(dice)};
    made.count = 1 + (dice.roll(10) == 0 ? dice.roll(400) : dice.roll(30));
    if (made.kind == Case::Kind::extension && made.start.millisecond == 0) {
        made.start.millisecond = 86'400'000; // a limit at midnight ends the day before
    }
    if (dice.roll(4) == 0) {
        made.counting.mode = Counting::Mode::same_time;
    }
    if (dice.roll(3) == 0) {
        made.counting.closing_minute = 1 + dice.roll(24 * 60);
    }
    return made;
}

inline Result<Due> by_calendar(const Calendar& calendar, const Case& asked) {
    const Result<Instant> start = parse_instant(text_of(asked.start), "start");
    if (!start) {
        return Failure{start.error()};
    }
    switch (asked.kind) {
    case Case::Kind::hours:
        return due(calendar, *start, Hours{asked.count}, asked.counting);
    case Case::Kind::working_days:
        return due(calendar, *start, WorkingDays{asked.count}, asked.counting);
    case Case::Kind::natural_days:
        return due(calendar, *start, NaturalDays{asked.count}, asked.counting);
    case Case::Kind::extension:
        return extend(calendar, *start, NaturalDays{asked.count}, asked.counting);
    }
    unreachable("a Case::Kind outside its list");
}

inline Answer by_oracle(const Oracle& oracle, const Case& asked) {
    const std::int64_t closing = asked.counting.mode == Counting::Mode::same_time
                                     ? -1
                                     : asked.counting.closing_minute * std::int64_t{60'000};
    switch (asked.kind) {
    case Case::Kind::hours:
        return oracle.hours(asked.start, asked.count);
    case Case::Kind::working_days:
        return oracle.working_days(asked.start, asked.count, closing);
    case Case::Kind::natural_days:
    case Case::Kind::extension:
        return oracle.natural_days(asked.start, asked.count, closing);
    }
    unreachable("a Case::Kind outside its list");
}

// What differs, in words; empty when the two agree.
inline std::optional<std::string> difference(const Calendar& calendar, const Oracle& oracle,
                                             const Case& asked) {
    const Answer expected = by_oracle(oracle, asked);
    const Result<Due> found = by_calendar(calendar, asked);
    const Answer got = found ? Answer{to_string(found->at), found->provisional}
                             : Answer{found.error().reasons.front().words.en, false};
    if (got == expected) {
        return std::nullopt;
    }
    return fmt::format("kind {} start {} count {} mode {} closing {}: calendar {} {}, oracle {} {}",
                       static_cast<int>(asked.kind), text_of(asked.start), asked.count,
                       token(asked.counting.mode), asked.counting.closing_minute, got.due,
                       got.provisional, expected.due, expected.provisional);
}

// A calendar no State Council ever published: several years, dense and odd rows, unknown years.
inline std::string random_calendar_csv(Dice& dice, int first_year, int last_year) {
    std::string csv = "date,kind,name\n";
    const int off_percent = 1 + dice.roll(60);
    for (int year = first_year; year <= last_year; ++year) {
        if (dice.roll(4) == 0) {
            continue;
        }
        for (Date date{year, 1, 1}; date.year == year; date = next(date)) {
            const bool weekend = weekday(date) == 0 || weekday(date) == 6;
            if (dice.roll(100) < off_percent) {
                csv += fmt::format("{:04}-{:02}-{:02},{},x\n", date.year, date.month, date.day,
                                   weekend && dice.roll(2) == 0 ? "makeup_workday" : "holiday");
            }
        }
    }
    return csv;
}

} // namespace chengban::calendar::oracle
