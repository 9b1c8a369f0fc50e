#include "calendar/deadline.h"

#include <fmt/format.h>

namespace chengban::calendar {

namespace {

constexpr std::int64_t k_milliseconds_per_hour = 3'600'000;
constexpr std::int64_t k_milliseconds_per_minute = 60'000;
static_assert(Calendar::in_range(day_of(k_first_instant)) &&
              !Calendar::in_range(day_of(k_first_instant).plus(-1)) &&
              Calendar::in_range(day_of(k_end_instant).plus(-1)) &&
              !Calendar::in_range(day_of(k_end_instant)));

[[gnu::cold]] Problem bad_start() {
    return problem(
        "year_out_of_range", "start",
        fmt::format("起算时间超出范围，年份应在 {}–{} 之间", k_year_min, k_year_max),
        fmt::format("the start is out of range, the year must be {}–{}", k_year_min, k_year_max));
}

[[gnu::cold]] Problem bad_amount(std::int32_t count, std::int32_t maximum) {
    return problem("amount_out_of_range", "amount",
                   fmt::format("期限数量 {} 超出范围，应在 1–{} 之间", count, maximum),
                   fmt::format("the amount {} is out of range, it must be 1–{}", count, maximum));
}

[[gnu::cold]] Problem bad_due() {
    return problem("due_out_of_range", "amount",
                   fmt::format("期限届满日晚于 {} 年，无法计算", k_year_max),
                   fmt::format("the limit would end after the year {}", k_year_max));
}

[[gnu::cold]] Problem bad_closing(std::int32_t minute) {
    return problem("bad_closing_time", "closing_time",
                   fmt::format("截止时刻 {} 分无效，应在当日 1–1440 分之间", minute),
                   fmt::format("the closing minute {} is invalid, it must be 1–1440", minute));
}

// `into_day`: what of the first day has passed at its beginning, kept by same_time.
Result<Due> finish(std::optional<Day> last, std::int64_t into_day, bool provisional,
                   const Counting& counting) {
    if (!last) {
        return Failure{bad_due()};
    }
    if (counting.closing_minute < 1 || counting.closing_minute > 24 * 60) {
        return Failure{bad_closing(counting.closing_minute)};
    }
    const std::int64_t length = counting.mode == Counting::Mode::same_time
                                    ? into_day
                                    : counting.closing_minute * k_milliseconds_per_minute;
    const Instant at = start_of(*last).plus_milliseconds(length);
    if (!is_supported(at)) {
        return Failure{bad_due()};
    }
    return Due{at, provisional};
}

Result<Due> natural(const Calendar& calendar, Day first, std::int64_t into_day, NaturalDays days,
                    const Counting& counting) {
    if (days.count < 1 || days.count > k_days_max) {
        return Failure{bad_amount(days.count, k_days_max)};
    }
    const Day nominal = first.plus(days.count);
    const std::optional<Day> last = calendar.rolled(nominal);
    return finish(last, into_day, last && !calendar.all_known(nominal, *last), counting);
}

} // namespace

Result<Due> due(const Calendar& calendar, Instant start, Amount amount, const Counting& counting) {
    if (!is_supported(start)) {
        return Failure{bad_start()};
    }
    if (const Hours* hours = std::get_if<Hours>(&amount)) {
        if (hours->count < 1 || hours->count > k_hours_max) {
            return Failure{bad_amount(hours->count, k_hours_max)};
        }
        const Instant at = start.plus_milliseconds(hours->count * k_milliseconds_per_hour);
        if (!is_supported(at)) {
            return Failure{bad_due()};
        }
        return Due{at, false};
    }
    const Day first = day_of(start);
    const std::int64_t into_day = start.milliseconds() - start_of(first).milliseconds();
    if (const NaturalDays* days = std::get_if<NaturalDays>(&amount)) {
        return natural(calendar, first, into_day, *days, counting);
    }
    const WorkingDays days = std::get<WorkingDays>(amount);
    if (days.count < 1 || days.count > k_days_max) {
        return Failure{bad_amount(days.count, k_days_max)};
    }
    const std::optional<Day> last = calendar.working_day_after(first, days.count);
    return finish(last, into_day, last && !calendar.all_known(first.plus(1), *last), counting);
}

Result<Due> extend(const Calendar& calendar, Instant limit_in_force, NaturalDays days,
                   const Counting& counting) {
    if (!is_supported(limit_in_force) || limit_in_force == k_first_instant) {
        return Failure{bad_start()};
    }
    const Day first = day_bucket(limit_in_force);
    const std::int64_t into_day =
        limit_in_force.milliseconds() - start_of(first).milliseconds(); // up to 24:00 of the day
    return natural(calendar, first, into_day, days, counting);
}

} // namespace chengban::calendar
