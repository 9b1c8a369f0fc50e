#include "calendar/deadline.h"
#include "calendar/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace chengban::calendar {

namespace words {

namespace {

constexpr std::array<std::string_view, 7> k_weekdays_zh{"周一", "周二", "周三", "周四",
                                                        "周五", "周六", "周日"};
constexpr std::array<std::string_view, 7> k_weekdays_en{"Mon", "Tue", "Wed", "Thu",
                                                        "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> k_months_en{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

} // namespace

std::string date(Day day, bool with_year, bool zh) {
    const YearMonthDay ymd = year_month_day(day);
    if (zh) {
        const std::string year = with_year ? fmt::format("{}年", ymd.year) : "";
        return fmt::format("{}{}月{}日", year, ymd.month, ymd.day);
    }
    const std::string year = with_year ? fmt::format(" {}", ymd.year) : "";
    return fmt::format("{} {}{}", ymd.day, k_months_en[static_cast<std::size_t>(ymd.month - 1)],
                       year);
}

std::string weekday(Day day, bool zh) {
    const auto at = static_cast<std::size_t>(day.weekday());
    return std::string(zh ? k_weekdays_zh[at] : k_weekdays_en[at]);
}

std::string clock(Instant at, Day day, bool with_year, bool zh) {
    const std::int64_t in_day = at.milliseconds() - start_of(day).milliseconds();
    const std::int64_t seconds = in_day / 1000;
    std::string text =
        fmt::format("{} {:02}:{:02}", date(day, with_year, zh), seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 != 0) {
        text += fmt::format(":{:02}", seconds % 60);
    }
    return text;
}

} // namespace words

namespace {

struct Span {
    Instant from;
    Instant to;
};

// Milliseconds of working days between two instants, each working day counting 24 hours.
std::int64_t working_milliseconds(const Calendar& calendar, Span span) {
    const auto position = [&](Instant instant) {
        const Day day = day_of(instant);
        const std::int64_t through = calendar.working_days_between(Day(0), day);
        const std::int64_t rest =
            calendar.is_working_day(day)
                ? start_of(day.plus(1)).milliseconds() - instant.milliseconds()
                : 0;
        return through * k_milliseconds_per_day - rest;
    };
    return position(span.to) - position(span.from);
}

std::string hours_and_minutes(std::int64_t milliseconds, bool zh) {
    const std::int64_t minutes = milliseconds / 60'000;
    const std::int64_t hours = minutes / 60;
    if (minutes == 0) {
        return zh ? "不足 1 分钟" : "less than 1 minute";
    }
    std::string text;
    if (hours > 0) {
        text = zh ? fmt::format("{} 小时", hours)
                  : fmt::format("{} hour{}", hours, hours == 1 ? "" : "s");
    }
    if (minutes % 60 > 0) {
        const std::int64_t rest = minutes % 60;
        text += text.empty() ? "" : " ";
        text += zh ? fmt::format("{} 分{}", rest, hours > 0 ? "" : "钟")
                   : fmt::format("{} minute{}", rest, rest == 1 ? "" : "s");
    }
    return text;
}

std::string working_days_words(std::int32_t days, bool zh) {
    return zh ? fmt::format("{} 个工作日", days)
              : fmt::format("{} working day{}", days, days == 1 ? "" : "s");
}

Instant clamped(Instant instant) {
    return std::clamp(instant, k_first_instant, k_end_instant);
}

} // namespace

std::int32_t working_days_left(const Calendar& calendar, Instant now, Instant due) {
    now = clamped(now);
    due = clamped(due);
    const std::int32_t between = calendar.working_days_between(day_of(now), day_bucket(due));
    return now < due ? between : std::min(between, -1);
}

std::string limit_words(Instant due, Instant now, Language language) {
    now = clamped(now);
    due = clamped(due);
    const bool other_year =
        year_month_day(day_of(now)).year != year_month_day(day_bucket(due)).year;
    // To the minute, rounded down: whoever keeps the words is on time.
    const Instant minute = due.plus_milliseconds(-(due.milliseconds() % 60'000));
    return words::clock(minute, day_bucket(due), other_year, language == Language::zh);
}

std::string amount_words(const Amount& amount, Language language) {
    const bool zh = language == Language::zh;
    if (const WorkingDays* days = std::get_if<WorkingDays>(&amount)) {
        return working_days_words(days->count, zh);
    }
    if (const Hours* hours = std::get_if<Hours>(&amount)) {
        return zh ? fmt::format("{} 小时", hours->count)
                  : fmt::format("{} hour{}", hours->count, hours->count == 1 ? "" : "s");
    }
    const std::int32_t days = std::get<NaturalDays>(amount).count;
    return zh ? fmt::format("{} 日", days) : fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string remaining_words(const Calendar& calendar, Instant now, Instant due, Language language) {
    now = clamped(now);
    due = clamped(due);
    const bool zh = language == Language::zh;
    const bool past = now >= due;
    const std::int64_t apart =
        past ? now.milliseconds() - due.milliseconds() : due.milliseconds() - now.milliseconds();
    const std::int32_t days = std::abs(calendar.working_days_between(day_of(now), day_bucket(due)));
    const std::string much = days == 0 || apart < k_milliseconds_per_day
                                 ? hours_and_minutes(apart, zh)
                                 : working_days_words(days, zh);
    const std::string limit = limit_words(due, now, language);
    const std::string_view gap = apart < 60'000 ? "" : " "; // «剩余 3 小时», «剩余不足 1 分钟»
    if (past) {
        return zh ? fmt::format("已超期{}{} · {} 截止", gap, much, limit)
                  : fmt::format("{} overdue · was due {}", much, limit);
    }
    return zh ? fmt::format("剩余{}{} · {} 前", gap, much, limit)
              : fmt::format("{} left · before {}", much, limit);
}

Band band(const Calendar& calendar, Instant start, Instant due, Instant now,
          const BandThresholds& thresholds) {
    start = clamped(start);
    due = clamped(due);
    now = clamped(now);
    if (now >= due) {
        return Band::overdue;
    }
    if (now < start) {
        return Band::blue;
    }
    std::int64_t whole = due.milliseconds() - start.milliseconds();
    std::int64_t used = now.milliseconds() - start.milliseconds();
    if (whole >= k_milliseconds_per_day) {
        if (working_days_left(calendar, now, due) == 0) {
            return Band::red;
        }
        const std::int64_t working = working_milliseconds(calendar, {start, due});
        if (working > 0) {
            whole = working;
            used = working_milliseconds(calendar, {start, now});
        }
    }
    if (used * 1000 >= whole * thresholds.red_per_mille) {
        return Band::red;
    }
    return used * 1000 >= whole * thresholds.yellow_per_mille ? Band::yellow : Band::blue;
}

} // namespace chengban::calendar
