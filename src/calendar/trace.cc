#include "calendar/deadline.h"
#include "calendar/words.h"

#include <fmt/format.h>

namespace chengban::calendar {

namespace {

constexpr std::size_t k_shown_at_each_end = 10;

TraceReason reason_of(const DayReason& why) {
    switch (why.why) {
    case DayReason::Why::weekday:
        return TraceReason::working_day;
    case DayReason::Why::weekend:
        return TraceReason::weekend;
    case DayReason::Why::holiday:
        return TraceReason::holiday;
    case DayReason::Why::makeup_workday:
        return TraceReason::makeup_workday;
    }
    unreachable("a DayReason outside its list");
}

TraceDay bare(const Calendar& calendar, Day day, TraceReason reason) {
    const DayReason why = calendar.why(day);
    return {day, false, 0, reason, std::string(why.name), why.assumed};
}

void add_working_days(const Calendar& calendar, Day last, std::vector<TraceDay>& days) {
    int ordinal = 0;
    for (Day day = days.back().day.plus(1); day <= last; day = day.plus(1)) {
        const DayReason why = calendar.why(day);
        TraceDay entry = bare(calendar, day, reason_of(why));
        entry.counted = why.working;
        entry.ordinal = why.working ? ++ordinal : 0;
        days.push_back(std::move(entry));
    }
}

void add_natural_days(const Calendar& calendar, std::int32_t count, Day last,
                      std::vector<TraceDay>& days) {
    for (std::int32_t ordinal = 1; ordinal <= count; ++ordinal) {
        TraceDay entry = bare(calendar, days.back().day.plus(1), TraceReason::natural_day);
        entry.counted = true;
        entry.ordinal = ordinal;
        days.push_back(std::move(entry));
    }
    for (Day day = days.back().day.plus(1); day <= last; day = day.plus(1)) {
        const TraceReason reason =
            day == last ? TraceReason::rolled_to : reason_of(calendar.why(day));
        days.push_back(bare(calendar, day, reason));
    }
}

// The last day is found from the answer, so that trace and answer cannot disagree.
Day last_day(const Calendar& calendar, const Trace& trace, Day first) {
    if (const WorkingDays* days = std::get_if<WorkingDays>(&trace.amount)) {
        return *calendar.working_day_after(first, days->count);
    }
    return *calendar.rolled(first.plus(std::get<NaturalDays>(trace.amount).count));
}

Trace made(const Calendar& calendar, Instant start, Amount amount, const Counting& counting,
           const Due& due) {
    Trace trace;
    trace.start = start;
    trace.amount = amount;
    trace.counting = counting;
    trace.calendar_version = calendar.version();
    trace.due = due;
    return trace;
}

void add_days(const Calendar& calendar, Day first, Trace& trace) {
    trace.days.push_back(bare(calendar, first, TraceReason::start_day));
    const Day last = last_day(calendar, trace, first);
    if (const NaturalDays* days = std::get_if<NaturalDays>(&trace.amount)) {
        add_natural_days(calendar, days->count, last, trace.days);
    } else {
        add_working_days(calendar, last, trace.days);
    }
}

// ---- words ----

std::string named(const TraceDay& day, std::string_view otherwise) {
    return day.name.empty() ? std::string(otherwise) : day.name;
}

std::string natural_words(const TraceDay& day, bool rolls, bool zh) {
    const std::string name =
        day.name.empty() ? "" : fmt::format(fmt::runtime(zh ? "（{}）" : " ({})"), day.name);
    if (zh) {
        return fmt::format("第 {} 天{}{}", day.ordinal, name,
                           rolls ? "，期限最后一日不是工作日，顺延" : "");
    }
    return fmt::format("day {}{}{}", day.ordinal, name,
                       rolls ? ", the last day is a day off, rolled on" : "");
}

std::string start_day_words(const Trace& trace, bool zh) {
    if (trace.is_extension) {
        return zh ? "原期限届满日，自次日起算"
                  : "end of the limit in force, counted from the next day";
    }
    return zh ? fmt::format("{}当日不计入", trace.start_words.zh)
              : fmt::format("day of {}, not counted", trace.start_words.en);
}

std::string day_words(const Trace& trace, std::size_t i, bool zh) {
    const TraceDay& day = trace.days[i];
    switch (day.reason) {
    case TraceReason::start_day:
        return start_day_words(trace, zh);
    case TraceReason::working_day:
        return fmt::format(fmt::runtime(zh ? "第 {} 个工作日" : "working day {}"), day.ordinal);
    case TraceReason::makeup_workday:
        return fmt::format(
            fmt::runtime(zh ? "第 {} 个工作日（{}调休上班）" : "working day {} (make-up for {})"),
            day.ordinal, day.name);
    case TraceReason::weekend:
        return zh ? "周末 休" : "weekend, day off";
    case TraceReason::holiday:
        return fmt::format(fmt::runtime(zh ? "{} 休" : "{}, day off"),
                           named(day, zh ? "放假" : "holiday"));
    case TraceReason::natural_day: {
        const bool rolls =
            i + 1 < trace.days.size() && trace.days[i + 1].reason != TraceReason::natural_day;
        return natural_words(day, rolls, zh);
    }
    case TraceReason::rolled_to:
        return zh ? "顺延至此日" : "rolled to this working day";
    }
    unreachable("a TraceReason outside its list");
}

// The year is written where it is not that of the line before, if the trace has several years.
std::string dated(const Trace& trace, std::size_t i, bool after_gap, bool zh) {
    const Day day = trace.days[i].day;
    const std::int32_t year = year_month_day(day).year;
    const bool several = year_month_day(trace.days.front().day).year !=
                         year_month_day(day_bucket(trace.due.at)).year;
    const bool with_year =
        several && (i == 0 || after_gap || year_month_day(trace.days[i - 1].day).year != year);
    return words::date(day, with_year, zh) + " " + words::weekday(day, zh) + " ";
}

std::string gap_words(const Trace& trace, std::size_t from, std::size_t to, bool zh) {
    std::size_t counted = 0;
    for (std::size_t i = from; i < to; ++i) {
        counted += trace.days[i].counted ? 1U : 0U;
    }
    const std::string first = words::date(trace.days[from].day, true, zh);
    const std::string last = words::date(trace.days[to - 1].day, true, zh);
    return fmt::format(fmt::runtime(zh ? "……（{} 至 {}，共 {} 天：计入 {} 天，不计 {} 天）\n"
                                       : "… ({} to {}, {} days: {} counted, {} not)\n"),
                       first, last, to - from, counted, to - from - counted);
}

std::string hours_words(const Trace& trace, bool zh) {
    const std::string start = words::clock(trace.start, day_of(trace.start), false, zh);
    return zh ? fmt::format("{} {}，连续计 {}，不分昼夜和节假日\n", start, trace.start_words.zh,
                            amount_words(trace.amount, Language::zh))
              : fmt::format("{} {}, {} around the clock, days off included\n", start,
                            trace.start_words.en, amount_words(trace.amount, Language::en));
}

std::string provisional_words(const Trace& trace, bool zh) {
    std::int32_t year = 0;
    for (const TraceDay& day : trace.days) {
        if (day.assumed && day.reason != TraceReason::start_day) {
            year = year_month_day(day.day).year;
            break;
        }
    }
    return zh ? fmt::format("\n暂定：日历中没有 {} 年的放假安排，暂按周一至周五为工作日推算", year)
              : fmt::format("\nprovisional: the calendar does not know {}, Monday to Friday is "
                            "assumed",
                            year);
}

} // namespace

Result<Trace> trace(const Calendar& calendar, Instant start, Amount amount,
                    const Counting& counting) {
    const Result<Due> answer = due(calendar, start, amount, counting);
    if (!answer) {
        return Failure{answer.error()};
    }
    Trace made_trace = made(calendar, start, amount, counting, *answer);
    if (!std::holds_alternative<Hours>(amount)) {
        add_days(calendar, day_of(start), made_trace);
    }
    return made_trace;
}

Result<Trace> trace_extension(const Calendar& calendar, Instant limit_in_force, NaturalDays days,
                              const Counting& counting) {
    const Result<Due> answer = extend(calendar, limit_in_force, days, counting);
    if (!answer) {
        return Failure{answer.error()};
    }
    Trace made_trace = made(calendar, limit_in_force, days, counting, *answer);
    made_trace.is_extension = true;
    made_trace.start_words = {"原期限", "limit in force"};
    add_days(calendar, day_bucket(limit_in_force), made_trace);
    return made_trace;
}

std::string explain(const Trace& trace, Language language) {
    const bool zh = language == Language::zh;
    std::string text;
    if (trace.days.empty()) {
        text = hours_words(trace, zh);
    }
    const std::size_t size = trace.days.size();
    const bool long_run = size > k_explained_days_max;
    const std::size_t gap_from = long_run ? k_shown_at_each_end : size;
    const std::size_t gap_to = long_run ? size - k_shown_at_each_end : size;
    for (std::size_t i = 0; i < size; ++i) {
        if (i == gap_from) {
            text += gap_words(trace, gap_from, gap_to, zh);
            i = gap_to;
        }
        text += dated(trace, i, long_run && i == gap_to, zh) + day_words(trace, i, zh) + "\n";
    }
    const bool other_year =
        year_month_day(day_of(trace.start)).year != year_month_day(day_bucket(trace.due.at)).year;
    const std::string end = words::clock(trace.due.at, day_bucket(trace.due.at), other_year, zh);
    text += zh ? end + " 截止" : "due " + end;
    if (trace.due.provisional) {
        text += provisional_words(trace, zh);
    }
    return text;
}

} // namespace chengban::calendar
