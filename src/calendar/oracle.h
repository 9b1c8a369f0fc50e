// For tests and proofs only: deadlines by stepping through the days one at a time, as a clerk with
// a paper calendar would. It shares no code with the calendar: it reads the CSV, steps dates, knows
// weekdays and writes instants by itself.
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace chengban::calendar::oracle {

struct Date {
    int year;
    int month;
    int day;

    auto operator<=>(const Date&) const = default;
};

// A time of day may be 24:00, the end of the date.
struct Moment {
    Date date;
    std::int64_t millisecond = 0;
};

inline int month_length(int year, int month) {
    if (month == 2) {
        return (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

inline Date next(Date date) {
    if (++date.day > month_length(date.year, date.month)) {
        date.day = 1;
        if (++date.month > 12) {
            date.month = 1;
            ++date.year;
        }
    }
    return date;
}

// Sakamoto: 0 = Sunday … 6 = Saturday
inline int weekday(Date date) {
    const int table[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    const int year = date.month < 3 ? date.year - 1 : date.year;
    return (year + year / 4 - year / 100 + year / 400 + table[date.month - 1] + date.day) % 7;
}

inline std::string text_of(Moment moment) {
    if (moment.millisecond >= 86'400'000) {
        moment = {next(moment.date), moment.millisecond - 86'400'000};
    }
    char text[64];
    const int seconds = static_cast<int>(moment.millisecond / 1000);
    const int fraction = static_cast<int>(moment.millisecond % 1000);
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", moment.date.year,
                  moment.date.month, moment.date.day, seconds / 3600, seconds / 60 % 60,
                  seconds % 60);
    std::string out = text;
    if (fraction != 0) {
        std::snprintf(text, sizeof text, ".%03d", fraction);
        out += text;
    }
    return out + "+08:00";
}

struct Answer {
    std::string due;
    bool provisional = false;

    bool operator==(const Answer&) const = default;
};

class Oracle {
public:
    // date,kind,name with a header line; nothing quoted before the name.
    explicit Oracle(const std::string& csv) {
        std::istringstream lines(csv);
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) {
            Date date{};
            char kind[32] = {};
            if (std::sscanf(line.c_str(), "%d-%d-%d,%31[a-z_]", &date.year, &date.month, &date.day,
                            kind) == 4) {
                makeup_[date] = std::string(kind) == "makeup_workday";
                years_.insert(date.year);
            }
        }
    }

    bool works(Date date) const {
        const auto row = makeup_.find(date);
        if (row != makeup_.end()) {
            return row->second;
        }
        return weekday(date) != 0 && weekday(date) != 6;
    }
    bool known(Date date) const { return years_.count(date.year) > 0; }

    // closing < 0: the start's time of day
    Answer working_days(Moment start, int days, std::int64_t closing) const {
        bool provisional = false;
        Date date = start.date;
        while (days > 0) {
            date = next(date);
            provisional = provisional || !known(date);
            days -= works(date) ? 1 : 0;
        }
        return {text_of({date, closing < 0 ? start.millisecond : closing}), provisional};
    }

    // An extension is the same from the limit in force, written with 24:00 where it ends a day.
    Answer natural_days(Moment start, int days, std::int64_t closing) const {
        Date date = start.date;
        for (int i = 0; i < days; ++i) {
            date = next(date);
        }
        bool provisional = !known(date);
        while (!works(date)) {
            date = next(date);
            provisional = provisional || !known(date);
        }
        return {text_of({date, closing < 0 ? start.millisecond : closing}), provisional};
    }

    Answer hours(Moment start, int hours) const {
        for (int i = 0; i < hours; ++i) {
            start.millisecond += 3'600'000;
            if (start.millisecond >= 86'400'000) {
                start = {next(start.date), start.millisecond - 86'400'000};
            }
        }
        return {text_of(start), false};
    }

    // Working days after `from` up to and with `to`, from ≤ to.
    int working_days_in(Date from, Date to) const {
        int count = 0;
        while (from < to) {
            from = next(from);
            count += works(from) ? 1 : 0;
        }
        return count;
    }

private:
    std::map<Date, bool> makeup_;
    std::set<int> years_;
};

// splitmix64: the same numbers on every machine and compiler.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    // 0 … sides − 1
    int roll(int sides) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(sides));
    }

private:
    std::uint64_t state_;
};

} // namespace chengban::calendar::oracle
