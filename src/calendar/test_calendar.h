// For tests only: the shipped calendar, and short ways to write instants.
#pragma once

#include "base/source_dir.h"
#include "calendar/deadline.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace chengban::calendar {

inline std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline const std::string& china_csv() {
    static const std::string text = file_text(source_dir() + "/calendars/china.csv");
    return text;
}

inline const Calendar& china() {
    static const Calendar calendar =
        Calendar::make(1, parse_calendar_csv(china_csv(), "china.csv").value()).value();
    return calendar;
}

// "2026-09-30 10:00" at +08:00, seconds and their fraction may follow.
inline Instant at(std::string_view text) {
    std::string full(text);
    full[10] = 'T';
    return parse_instant(full + (full.size() == 16 ? ":00+08:00" : "+08:00"), "at").value();
}

inline Day on(std::string_view text) {
    return parse_day(text, "on").value();
}

inline std::string due_text(const Calendar& calendar, std::string_view start, Amount amount,
                            const Counting& counting = {}) {
    const Result<Due> answer = due(calendar, at(start), amount, counting);
    return answer ? to_string(answer->at) : answer.error().reasons.front().code;
}

} // namespace chengban::calendar
