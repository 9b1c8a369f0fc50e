// When something is due, and why (clauses 5.1, 5.2, 6.2, B4).
//
// The day of the start does not count (Civil Code 201). A limit in days ends at 24:00 of its last
// day, stored as the exclusive instant 00:00 of the next: on time if and only if now < due. Hours
// run around the clock from the instant of the start. Natural days that end on a day off roll to
// the next working day (Civil Code 203).
#pragma once

#include "base/instant.h"
#include "base/language.h"
#include "base/result.h"
#include "calendar/calendar.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace chengban::calendar {

using Amount = std::variant<Hours, WorkingDays, NaturalDays>;

// Instants the product counts with: k_year_min … k_year_max at +08:00.
inline constexpr Instant k_first_instant = start_of(Day(7305)); // 1990-01-01
inline constexpr Instant k_end_instant = start_of(Day(47'482)); // 2100-01-01, exclusive
constexpr bool is_supported(Instant instant) {
    return instant >= k_first_instant && instant < k_end_instant;
}

// Amounts run from 1 to these.
inline constexpr std::int32_t k_days_max = 10'000; // working or natural
inline constexpr std::int32_t k_hours_max = 100'000;

// Interpretation I 4. It governs days; hours end where they end.
struct Counting {
    // whole_days: the limit ends at `closing_minute` of the last day.
    // same_time: it ends at the start's time of day on the last day, and closing_minute is unused.
    enum class Mode { whole_days, same_time };

    Mode mode = Mode::whole_days;
    std::int32_t closing_minute = 24 * 60; // 1–1440 minutes after 00:00; 17:30 is 1050

    bool operator==(const Counting&) const = default;
};

struct Due {
    Instant at; // exclusive
    // The answer leans on a day of a year without rows, and may move once that year is published.
    // In a count of natural days only the days from its end on can do that; hours never can.
    bool provisional = false;

    bool operator==(const Due&) const = default;
};

// Refuses an amount outside its range, a start or an end outside k_year_min … k_year_max at +08:00
// (24:00 of the very last day included), a closing minute outside 1–1440. Constant time.
Result<Due> due(const Calendar& calendar, Instant start, Amount amount, const Counting& counting);

// Clause 6.2, I 6: natural days from the limit in force, then rolled. A limit at 24:00 of the 13th
// belongs to the 13th, and the first day of the extension is the 14th. With same_time the time of
// day of the limit in force is kept. Refuses like `due`.
Result<Due> extend(const Calendar& calendar, Instant limit_in_force, NaturalDays days,
                   const Counting& counting);

// The day a limit belongs to in lists and counts: that of the last millisecond before it.
constexpr Day day_bucket(Instant due) {
    return day_of(due.plus_milliseconds(-1));
}

// ---- The trace: each day counted or skipped, and why ----

enum class TraceReason {
    start_day,      // never counted
    working_day,    // Monday to Friday, counted
    makeup_workday, // a weekend day worked by the calendar, counted
    weekend,        // skipped
    holiday,        // skipped
    natural_day,    // counted whatever day it is
    rolled_to       // the working day to which a count of natural days rolls
};

struct TraceDay {
    Day day;
    bool counted = false;
    int ordinal = 0; // 1, 2, … of the counted days, 0 for the others
    TraceReason reason = TraceReason::working_day;
    std::string name;     // of the calendar's row, empty without one
    bool assumed = false; // in a year the calendar does not know

    bool operator==(const TraceDay&) const = default;
};

struct Trace {
    Instant start; // of an extension: the limit in force
    Amount amount;
    Counting counting;
    bool is_extension = false;
    CalendarVersion calendar_version = 0;
    Due due;
    std::vector<TraceDay> days;            // from the start's day to the last; empty for hours
    Words start_words{"派单", "dispatch"}; // what the start is called when explained
};

// Refuse exactly when `due` and `extend` do, and hold their answer.
Result<Trace> trace(const Calendar& calendar, Instant start, Amount amount,
                    const Counting& counting);
Result<Trace> trace_extension(const Calendar& calendar, Instant limit_in_force, NaturalDays days,
                              const Counting& counting);

// One line per day, LF between lines, e.g. «9月30日 周三 派单当日不计入» … «10月13日 24:00 截止».
// Of more than k_explained_days_max days the middle is summed up in one line.
inline constexpr std::size_t k_explained_days_max = 60;
std::string explain(const Trace& trace, Language language);

// ---- What is left: instants outside the supported years are taken for the nearest inside ----

// Working days after today up to the limit's day: 0 when none is left but today. Negative from the
// limit on: the working days begun since its day, at least 1. Constant time.
std::int32_t working_days_left(const Calendar& calendar, Instant now, Instant due);

// «剩余 1 个工作日 · 12月9日 24:00 前»; under a day, or when no further working day is left, in
// hours and minutes («剩余 5 小时 20 分 · …»); past the limit «已超期 2 个工作日 · 12月9日 24:00
// 截止».
std::string remaining_words(const Calendar& calendar, Instant now, Instant due, Language language);

// «12月9日 24:00», with the year when it is not that of `now`.
std::string limit_words(Instant due, Instant now, Language language);

// «5 个工作日», «2 小时», «15 日»; "5 working days", "2 hours", "15 days".
std::string amount_words(const Amount& amount, Language language);

// B4: blue under way, yellow and red from a part of the time used, red on the last working day too.
enum class Band { blue, yellow, red, overdue };

// Thousandths of the time used from which a band begins, yellow before red.
struct BandThresholds {
    std::int32_t yellow_per_mille = 500;
    std::int32_t red_per_mille = 750;

    bool operator==(const BandThresholds&) const = default;
};

// Limits of a day or more are measured in working time, so that a long holiday uses up nothing, and
// are red on their last working day; shorter ones by the clock. Constant time.
Band band(const Calendar& calendar, Instant start, Instant due, Instant now,
          const BandThresholds& thresholds);

} // namespace chengban::calendar

template <>
struct chengban::EnumTable<chengban::calendar::Counting::Mode> {
    using Mode = calendar::Counting::Mode;
    static constexpr std::array rows{
        EnumRow<Mode>{Mode::whole_days, "whole_days", "按整日", "whole days"},
        EnumRow<Mode>{Mode::same_time, "same_time", "按同一时刻", "same time of day"}};
};

template <>
struct chengban::EnumTable<chengban::calendar::TraceReason> {
    using R = calendar::TraceReason;
    static constexpr std::array rows{
        EnumRow<R>{R::start_day, "start_day", "起算当日不计入", "day of the start, not counted"},
        EnumRow<R>{R::working_day, "working_day", "工作日", "working day"},
        EnumRow<R>{R::makeup_workday, "makeup_workday", "调休上班", "make-up workday"},
        EnumRow<R>{R::weekend, "weekend", "周末", "weekend"},
        EnumRow<R>{R::holiday, "holiday", "放假", "holiday"},
        EnumRow<R>{R::natural_day, "natural_day", "自然日", "natural day"},
        EnumRow<R>{R::rolled_to, "rolled_to", "顺延至此日", "rolled to this day"}};
};

template <>
struct chengban::EnumTable<chengban::calendar::Band> {
    using B = calendar::Band;
    static constexpr std::array rows{EnumRow<B>{B::blue, "blue", "蓝", "blue"},
                                     EnumRow<B>{B::yellow, "yellow", "黄", "yellow"},
                                     EnumRow<B>{B::red, "red", "红", "red"},
                                     EnumRow<B>{B::overdue, "overdue", "已超期", "overdue"}};
};
