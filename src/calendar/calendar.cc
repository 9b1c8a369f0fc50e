#include "calendar/calendar.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::calendar {

namespace {

constexpr std::array<std::string_view, 7> k_weekdays_zh{"周一", "周二", "周三", "周四",
                                                        "周五", "周六", "周日"};
constexpr std::array<std::string_view, 7> k_weekdays_en{
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

bool is_weekday(Day day) {
    return day.weekday() < 5;
}

Reason fault(std::string code, std::string field, std::string zh, std::string en) {
    return Reason{std::move(code), {}, std::move(field), {std::move(zh), std::move(en)}};
}

std::optional<Reason> fault_of_name(const std::string& name) {
    if (!is_utf8(name) || has_control(name) || name.find_first_of("\r\n") != std::string::npos) {
        return fault("bad_name", "name", "名称含有无效字符或控制字符",
                     "the name holds broken or control characters");
    }
    if (trim(name).empty()) {
        return fault("empty_name", "name", "名称不能为空", "the name must not be empty");
    }
    if (trim(name) != name) {
        return fault("bad_name", "name", "名称首尾不能有空格",
                     "the name must not begin or end with spaces");
    }
    if (code_points(name) > k_row_name_max) {
        return fault("name_too_long", "name", fmt::format("名称超过 {} 个字", k_row_name_max),
                     fmt::format("the name is longer than {} characters", k_row_name_max));
    }
    return std::nullopt;
}

} // namespace

std::optional<Reason> fault_of(const CalendarRow& row) {
    if (!Calendar::in_range(row.day)) {
        return fault("year_out_of_range", "date",
                     fmt::format("日期超出范围，年份应在 {}–{} 之间", k_year_min, k_year_max),
                     fmt::format("the date is out of range, the year must be {}–{}", k_year_min,
                                 k_year_max));
    }
    if (row.kind == DayKind::makeup_workday && is_weekday(row.day)) {
        const auto weekday = static_cast<std::size_t>(row.day.weekday());
        return fault(
            "makeup_on_weekday", "kind",
            fmt::format("{} 是{}，本来就是工作日，不能列为调休上班；若当日放假，应只列放假",
                        to_string(row.day), k_weekdays_zh[weekday]),
            fmt::format("{} is a {}, a working day already, and cannot be a make-up "
                        "workday; if it is a holiday, list it as holiday only",
                        to_string(row.day), k_weekdays_en[weekday]));
    }
    return fault_of_name(row.name);
}

Reason fault_of_pair(const CalendarRow& row, const CalendarRow& other) {
    if (row.kind != other.kind) {
        return fault(
            "contradicting_rows", "date",
            fmt::format("{} 既列为放假又列为调休上班", to_string(row.day)),
            fmt::format("{} is listed both as holiday and as make-up workday", to_string(row.day)));
    }
    return fault("duplicate_day", "date", fmt::format("{} 重复列出", to_string(row.day)),
                 fmt::format("{} is listed twice", to_string(row.day)));
}

Result<Calendar> Calendar::make(CalendarVersion version, std::vector<CalendarRow> rows) {
    std::vector<Reason> reasons;
    if (version < 1) {
        reasons.push_back(fault("bad_version", "version",
                                fmt::format("日历版本 {} 无效，应从 1 起", version),
                                fmt::format("calendar version {} must be 1 or more", version)));
    }
    if (rows.size() > k_calendar_rows_max) {
        reasons.push_back(
            fault("too_many_rows", "rows",
                  fmt::format("日历有 {} 行，上限 {} 行", rows.size(), k_calendar_rows_max),
                  fmt::format("the calendar has {} rows, the limit is {}", rows.size(),
                              k_calendar_rows_max)));
        return Failure{Problem{std::move(reasons)}};
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const CalendarRow& a, const CalendarRow& b) { return a.day < b.day; });
    for (std::size_t i = 0; i < rows.size() && reasons.size() < k_calendar_errors_max; ++i) {
        std::optional<Reason> found = fault_of(rows[i]);
        if (!found && i > 0 && rows[i].day == rows[i - 1].day) {
            found = fault_of_pair(rows[i], rows[i - 1]);
        }
        if (found) {
            found->field =
                fmt::format("rows[{}].{}",
                            in_range(rows[i].day) ? to_string(rows[i].day) : fmt::format("{}", i),
                            found->field);
            reasons.push_back(std::move(*found));
        }
    }
    if (!reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    const auto tables = std::make_shared<Tables>();
    tables->version = version;
    tables->rows = std::move(rows);
    fill(*tables);
    return Calendar(tables);
}

void Calendar::fill(Tables& tables) {
    for (const CalendarRow& row : tables.rows) {
        tables.known[static_cast<std::size_t>(year_month_day(row.day).year - k_year_min)] = true;
    }
    auto row = tables.rows.begin();
    for (std::size_t i = 0; i < k_days; ++i) {
        const Day day(k_first_day + static_cast<std::int32_t>(i));
        bool working = is_weekday(day);
        if (row != tables.rows.end() && row->day == day) {
            working = row->kind == DayKind::makeup_workday;
            ++row;
        }
        if (working) {
            tables.nth[tables.working_days] = static_cast<std::uint16_t>(i);
            ++tables.working_days;
        }
        tables.through[i + 1] = static_cast<std::uint16_t>(tables.working_days);
    }
    auto next = static_cast<std::uint16_t>(k_days);
    std::size_t year_end = k_days;
    for (std::int32_t year = k_year_max; year >= k_year_min; --year) {
        const std::size_t year_begin = index(day_of(YearMonthDay{year, 1, 1}));
        const bool known = tables.known[static_cast<std::size_t>(year - k_year_min)];
        for (std::size_t i = year_end; i-- > year_begin;) {
            next = known ? next : static_cast<std::uint16_t>(i);
            tables.next_unknown[i] = next;
        }
        year_end = year_begin;
    }
}

bool Calendar::is_working_day(Day day) const {
    if (!in_range(day)) {
        return is_weekday(day);
    }
    return tables_->through[index(day) + 1] != tables_->through[index(day)];
}

bool Calendar::knows_year(int year) const {
    return year >= k_year_min && year <= k_year_max &&
           tables_->known[static_cast<std::size_t>(year - k_year_min)];
}

DayReason Calendar::why(Day day) const {
    using Why = DayReason::Why;
    const bool assumed = !all_known(day, day);
    const auto row = std::lower_bound(
        tables_->rows.begin(), tables_->rows.end(), day,
        [](const CalendarRow& candidate, Day wanted) { return candidate.day < wanted; });
    if (row == tables_->rows.end() || row->day != day) {
        const bool working = is_weekday(day);
        return {working ? Why::weekday : Why::weekend, working, assumed, {}};
    }
    const bool working = row->kind == DayKind::makeup_workday;
    return {working ? Why::makeup_workday : Why::holiday, working, assumed, row->name};
}

} // namespace chengban::calendar
