// Room calendar (may use: base). Working days follow dated rows: Monday to Friday, except the rows'
// holidays, plus their make-up workdays. Pure: time zone, clock and locale of the machine play no
// part, +08:00 is a constant of the core.
//
// A calendar is immutable, copied by pointer, and answers every question in constant time from
// tables made once; no question ever walks day by day.
#pragma once

#include "base/enums.h"
#include "base/instant.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::calendar {

enum class DayKind { holiday, makeup_workday };

struct CalendarRow {
    Day day;
    DayKind kind = DayKind::holiday;
    std::string name; // 1–60 code points, e.g. «国庆节»

    bool operator==(const CalendarRow&) const = default;
};

using CalendarVersion = std::int64_t; // 1, 2, …

inline constexpr std::size_t k_calendar_rows_max = 20'000;
inline constexpr std::size_t k_calendar_bytes_max = 4 << 20;
inline constexpr std::size_t k_calendar_errors_max = 50; // listed in one refusal
inline constexpr std::size_t k_row_name_max = 60;        // code points

// Why a day counts as a working day or does not.
struct DayReason {
    enum class Why { weekday, weekend, holiday, makeup_workday };

    Why why = Why::weekday;
    bool working = true;
    bool assumed = false;  // the year has no rows: Monday to Friday is only assumed
    std::string_view name; // of the row, empty without one; lives as long as the calendar
};

class Calendar {
public:
    // Refuses, all faults at once (up to k_calendar_errors_max): a version below 1, too many rows,
    // a day outside k_year_min … k_year_max, two rows for one day, a make-up workday on a Monday to
    // Friday, an empty or too long name. Rows may come in any order. Without rows every year is
    // unknown.
    static Result<Calendar> make(CalendarVersion version, std::vector<CalendarRow> rows);

    CalendarVersion version() const { return tables_->version; }
    std::span<const CalendarRow> rows() const { return tables_->rows; } // in order of days

    // Days outside k_year_min … k_year_max: Monday to Friday.
    bool is_working_day(Day day) const;
    // A year without any row is unknown; Monday to Friday is assumed there.
    bool knows_year(int year) const;
    DayReason why(Day day) const;

    // The nth (≥ 1) working day strictly after `day`; empty when it lies beyond k_year_max or `day`
    // outside the supported years.
    std::optional<Day> working_day_after(Day day, std::int32_t nth) const {
        if (!in_range(day) || nth < 1) {
            return std::nullopt;
        }
        return nth_working_day(tables_->through[index(day) + 1] + static_cast<std::size_t>(nth) -
                               1);
    }
    // `day` itself when it is a working day, otherwise the next one (Civil Code 203).
    std::optional<Day> rolled(Day day) const {
        if (!in_range(day)) {
            return std::nullopt;
        }
        return nth_working_day(tables_->through[index(day)]);
    }
    // Working days in (after, until]; negative, for (until, after], when until < after. Days
    // outside the supported years are taken for the nearest one inside.
    std::int32_t working_days_between(Day after, Day until) const {
        return static_cast<std::int32_t>(tables_->through[index(clamped(until)) + 1]) -
               static_cast<std::int32_t>(tables_->through[index(clamped(after)) + 1]);
    }
    // Whether every day of first … last lies in a year with rows.
    bool all_known(Day first, Day last) const {
        return in_range(first) && in_range(last) &&
               tables_->next_unknown[index(first)] > index(last);
    }

    static constexpr bool in_range(Day day) {
        return day.number() >= k_first_day && day.number() < k_end_day;
    }

    bool operator==(const Calendar& other) const {
        return version() == other.version() && tables_->rows == other.tables_->rows;
    }

private:
    static constexpr std::int32_t k_first_day = 7305; // 1990-01-01
    static constexpr std::int32_t k_end_day = 47'482; // 2100-01-01
    static constexpr std::size_t k_days = k_end_day - k_first_day;
    static_assert(k_days < 65'535, "the tables hold day indices in 16 bits");
    static_assert(k_year_min == 1990 && k_year_max == 2099);

    // Indices count days from k_first_day.
    struct Tables {
        CalendarVersion version = 1;
        std::vector<CalendarRow> rows;
        std::array<bool, k_year_max - k_year_min + 1> known{};
        std::array<std::uint16_t, k_days + 1> through{};  // working days among the first n days
        std::array<std::uint16_t, k_days> nth{};          // index of the nth working day, from 0
        std::array<std::uint16_t, k_days> next_unknown{}; // first unknown day at or after
        std::size_t working_days = 0;
    };

    explicit Calendar(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

    static constexpr std::size_t index(Day day) {
        return static_cast<std::size_t>(day.number() - k_first_day);
    }
    static constexpr Day clamped(Day day) {
        return day.number() < k_first_day ? Day(k_first_day)
               : day.number() < k_end_day ? day
                                          : Day(k_end_day - 1);
    }
    std::optional<Day> nth_working_day(std::size_t ordinal) const {
        if (ordinal >= tables_->working_days) {
            return std::nullopt;
        }
        return Day(k_first_day + tables_->nth[ordinal]);
    }
    static void fill(Tables& tables);

    // Shared because a calendar is handed to every node of the program and never changes.
    std::shared_ptr<const Tables> tables_;
};

// What is wrong with one row by itself, or with two rows of one day; `field` is the column.
std::optional<Reason> fault_of(const CalendarRow& row);
Reason fault_of_pair(const CalendarRow& row, const CalendarRow& other);

// A file with the header `date,kind,name`, UTF-8, a byte order mark and CRLF allowed, quotes as in
// RFC 4180 (without line ends inside). Refusals list all faults at once (up to
// k_calendar_errors_max), each with `field` = file:line:column name. Rows come in file order.
Result<std::vector<CalendarRow>> parse_calendar_csv(std::string_view text,
                                                    std::string_view file_name);
// The inverse; LF line ends, rows in the order given.
std::string to_csv(std::span<const CalendarRow> rows);

} // namespace chengban::calendar

template <>
struct chengban::EnumTable<chengban::calendar::DayKind> {
    using Kind = calendar::DayKind;
    static constexpr std::array rows{
        EnumRow<Kind>{Kind::holiday, "holiday", "放假", "holiday"},
        EnumRow<Kind>{Kind::makeup_workday, "makeup_workday", "调休上班", "make-up workday"}};
};
