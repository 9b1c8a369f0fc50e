#include "documents/wording.h"

#include "base/invariant.h"
#include "base/utf8.h"

#include <fmt/format.h>

#include <array>

namespace chengban::documents {

std::string or_blank(std::string_view text) {
    const std::string_view said = trim(text);
    return std::string(said.empty() ? k_blank : said);
}

std::string day_words(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return fmt::format("{}年{}月{}日", ymd.year, ymd.month, ymd.day);
}

std::string day_words(std::optional<Day> day) {
    return day ? day_words(*day) : std::string(k_blank);
}

std::string time_words(Instant at) {
    const Day day = day_of(at);
    const std::int64_t minutes = (at.milliseconds() - start_of(day).milliseconds()) / 60'000;
    return fmt::format("{}{}时{:02}分", day_words(day), minutes / 60, minutes % 60);
}

std::string time_words(std::optional<Instant> at) {
    return at ? time_words(*at) : std::string(k_blank);
}

std::string due_words(std::optional<Instant> due) {
    if (!due) {
        return std::string(k_blank);
    }
    const Day day = day_of(*due);
    return start_of(day) == *due ? day_words(day.plus(-1)) + "24时" : time_words(*due);
}

std::string reference_number(std::string_view prefix, std::int32_t year, std::int64_t number) {
    return fmt::format("{}〔{}〕{}号", prefix, year, number);
}

std::string chinese_number(int number) {
    invariant(number >= 1 && number <= 99, "a number of a heading is between 1 and 99");
    constexpr std::array<std::string_view, 10> k_digits{"",   "一", "二", "三", "四",
                                                        "五", "六", "七", "八", "九"};
    const auto digit = [&](int value) { return k_digits[static_cast<std::size_t>(value)]; };
    if (number < 10) {
        return std::string(digit(number));
    }
    return fmt::format("{}十{}", number < 20 ? std::string_view{} : digit(number / 10),
                       digit(number % 10));
}

} // namespace chengban::documents
