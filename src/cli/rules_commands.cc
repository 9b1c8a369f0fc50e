// deadline, rulebook and calendar: no store needed.
#include "base/json.h"
#include "calendar/batch.h"
#include "calendar/calendar.h"
#include "calendar/deadline.h"
#include "cli/commands.h"
#include "cli/shipped.h"
#include "rulebook/rulebook.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>

namespace chengban::cli {

namespace {

Result<rulebook::Rulebook> load_rulebook(const std::string& file) {
    if (file.empty()) {
        return rulebook::parse_rulebook(shipped_rulebook(), "shanghai-housing-2022.toml");
    }
    const Result<std::string> text = read_file(file);
    if (!text) {
        return Failure{text.error()};
    }
    return rulebook::parse_rulebook(*text, file);
}

Result<calendar::Calendar> load_calendar(const std::string& file) {
    Result<std::string> text =
        file.empty() ? Result<std::string>(std::string(shipped_calendar())) : read_file(file);
    if (!text) {
        return Failure{text.error()};
    }
    auto rows = calendar::parse_calendar_csv(*text, file.empty() ? "china.csv" : file);
    if (!rows) {
        return Failure{rows.error()};
    }
    return calendar::Calendar::make(1, std::move(*rows));
}

// Of two results of which one failed at least.
template <class A, class B>
Problem all_reasons(const Result<A>& first, const Result<B>& second) {
    Problem all = first ? Problem{} : first.error();
    if (!second) {
        all.reasons.insert(all.reasons.end(), second.error().reasons.begin(),
                           second.error().reasons.end());
    }
    return all;
}

// The amount a class of limit stands for: the first thing that is owed for it.
std::optional<calendar::Amount> amount_of_class(const rulebook::Rulebook& book,
                                                std::string_view name) {
    if (name == "first_contact") {
        return book.limits.first_contact.amount;
    }
    const auto limit_class = from_token<LimitClass>(name);
    if (!limit_class) {
        return std::nullopt;
    }
    switch (*limit_class) {
    case LimitClass::urgent:
        return book.limits.urgent_outcome_report.amount;
    case LimitClass::semi_urgent:
        return book.limits.semi_urgent_step.amount;
    case LimitClass::general:
    case LimitClass::complex:
    case LimitClass::review:
        return book.limits.completion.at(*limit_class).amount;
    }
    unreachable("amount_of_class");
}

std::string clause_of_class(const rulebook::Rulebook& book, std::string_view name) {
    if (name == "first_contact") {
        return book.limits.first_contact.clause;
    }
    return book.limits.completion.at(LimitClass::general).clause;
}

int run_batch(const calendar::BatchCalculator& calculator) {
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    std::string line;
    std::string out;
    while (std::getline(std::cin, line)) {
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        calculator.append_answer(line, out);
        out += '\n';
        if (out.size() > 1U << 16) {
            std::cout << out;
            out.clear();
        }
    }
    std::cout << out << std::flush;
    return std::cout ? k_ok : k_refused;
}

struct Wanted {
    calendar::Amount amount;
    std::string option; // that said it
    std::string clause; // of a class; a plain amount is nobody's limit
};

Result<std::int32_t> count_of(std::int64_t count, const char* option) {
    if (count != static_cast<std::int32_t>(count)) {
        return Failure{problem("amount_out_of_range", option,
                               fmt::format("期限数量 {} 超出范围", count),
                               fmt::format("the amount {} is out of range", count))};
    }
    return static_cast<std::int32_t>(count);
}

Result<Wanted> wanted_amount(const DeadlineOptions& options, const rulebook::Rulebook& book) {
    const int given = (options.limit_class.empty() ? 0 : 1) + (options.working_days ? 1 : 0) +
                      (options.natural_days ? 1 : 0) + (options.hours ? 1 : 0);
    if (given != 1) {
        return Failure{problem("one_amount", "--class",
                               "须且只须给出 --class、--working-days、--natural-days、--hours 之一",
                               "give exactly one of --class, --working-days, --natural-days, "
                               "--hours")};
    }
    const auto counted = [](std::int64_t count, const char* option, auto unit) -> Result<Wanted> {
        const Result<std::int32_t> read = count_of(count, option);
        return read ? Result<Wanted>(Wanted{decltype(unit){*read}, option, {}})
                    : Result<Wanted>(Failure{read.error()});
    };
    if (options.working_days) {
        return counted(*options.working_days, "--working-days", WorkingDays{});
    }
    if (options.natural_days) {
        return counted(*options.natural_days, "--natural-days", NaturalDays{});
    }
    if (options.hours) {
        return counted(*options.hours, "--hours", Hours{});
    }
    if (const auto amount = amount_of_class(book, options.limit_class)) {
        return Wanted{*amount, "--class", clause_of_class(book, options.limit_class)};
    }
    return Failure{problem("unknown_class", "--class",
                           fmt::format("没有时限类别「{}」", options.limit_class),
                           fmt::format("there is no class \"{}\"", options.limit_class), "5.2")};
}

Result<Instant> wanted_start(const std::string& text) {
    if (text.empty()) {
        return Failure{
            problem("missing_field", "--start", "须写明起算时间", "the start must be given")};
    }
    return parse_instant(text, "--start");
}

json::object trace_json(const calendar::Trace& trace, const std::string& clause) {
    json::object object{{"start", to_string(trace.start)},
                        {"due", to_string(trace.due.at)},
                        {"provisional", trace.due.provisional}};
    if (!clause.empty()) {
        object["clause"] = clause;
    }
    json::array days;
    for (const calendar::TraceDay& day : trace.days) {
        json::object one{
            {"day", to_string(day.day)}, {"counted", day.counted}, {"why", token(day.reason)}};
        if (day.counted) {
            one["ordinal"] = day.ordinal;
        }
        if (!day.name.empty()) {
            one["name"] = day.name;
        }
        days.push_back(std::move(one));
    }
    object["trace"] = std::move(days);
    return object;
}

} // namespace

int run_deadline(const DeadlineOptions& options, Language language) {
    const Result<rulebook::Rulebook> book = load_rulebook(options.files.rulebook);
    const Result<calendar::Calendar> calendar = load_calendar(options.files.calendar);
    if (!book || !calendar) {
        return refuse(all_reasons(book, calendar), language);
    }
    if (options.batch) {
        if (!options.start.empty() || !options.limit_class.empty() || options.working_days ||
            options.natural_days || options.hours) {
            return refuse(problem("batch_alone", "--batch",
                                  "--batch 从标准输入逐行读取，起算时间和时限写在各行中",
                                  "--batch reads lines from standard input; start and limit stand "
                                  "in each line"),
                          language);
        }
        return run_batch({*calendar, book->counting,
                          [&](std::string_view name) { return amount_of_class(*book, name); }});
    }
    const Result<Instant> start = wanted_start(options.start);
    const Result<Wanted> wanted = wanted_amount(options, *book);
    if (!start || !wanted) {
        return refuse(all_reasons(start, wanted), language);
    }
    Result<calendar::Trace> trace =
        calendar::trace(*calendar, *start, wanted->amount, book->counting);
    if (!trace) {
        Problem problem = trace.error();
        for (Reason& reason : problem.reasons) {
            reason.field = reason.field == "amount" ? wanted->option : reason.field;
        }
        return refuse(problem, language);
    }
    if (wanted->clause.empty()) {
        trace->start_words = {"起算", "the start"};
    }
    if (options.json) {
        fmt::print("{}\n", json::serialize(trace_json(*trace, wanted->clause)));
        return k_ok;
    }
    fmt::print("{}\n{}\n", to_string(trace->due.at), calendar::explain(*trace, language));
    if (const rulebook::ClauseText* text = book->clause(wanted->clause)) {
        fmt::print("{}「{}」\n", text->article, in(text->words, language));
    }
    if (trace->due.provisional) {
        fmt::print(
            stderr, "{}\n",
            language == Language::zh
                ? "注意：期间涉及尚未公布放假安排的年份，此时限为暂定。"
                : "Note: this reaches into a year without a published calendar; the limit is "
                  "provisional.");
    }
    return k_ok;
}

int run_rulebook_check(const std::string& file, Language language) {
    const Result<rulebook::Rulebook> book = load_rulebook(file);
    if (!book) {
        return refuse(book.error(), language);
    }
    fmt::print("{} v{}: {}\n", book->name, book->version,
               language == Language::zh ? "没有问题" : "no problems");
    return k_ok;
}

int run_rulebook_explain(const std::string& file, Language language) {
    const Result<rulebook::Rulebook> book = load_rulebook(file);
    if (!book) {
        return refuse(book.error(), language);
    }
    fmt::print("{}", rulebook::explain(*book, language));
    return k_ok;
}

int run_rulebook_diff(const std::string& before, const std::string& after, Language language) {
    const Result<rulebook::Rulebook> first = load_rulebook(before);
    const Result<rulebook::Rulebook> second = load_rulebook(after);
    if (!first || !second) {
        return refuse(all_reasons(first, second), language);
    }
    for (const rulebook::Difference& one : rulebook::diff(*first, *second)) {
        fmt::print("{}: {} → {}{}\n", one.key, one.before, one.after,
                   one.clause.empty() ? "" : fmt::format("  [{}]", one.clause));
    }
    return k_ok;
}

int run_calendar_check(const std::string& file, Language language) {
    const Result<calendar::Calendar> calendar = load_calendar(file);
    if (!calendar) {
        return refuse(calendar.error(), language);
    }
    int first = 0;
    int last = 0;
    for (int year = k_year_min; year <= k_year_max; ++year) {
        if (calendar->knows_year(year)) {
            first = first == 0 ? year : first;
            last = year;
        }
    }
    fmt::print("{} {}; {} {}–{}\n", calendar->rows().size(),
               language == Language::zh ? "行，没有问题" : "rows, no problems",
               language == Language::zh ? "已知年份" : "known years", first, last);
    return k_ok;
}

} // namespace chengban::cli
