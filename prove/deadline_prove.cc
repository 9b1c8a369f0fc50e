// Compares the calendar's deadlines with the day-stepping oracle, in millions of random cases over
// the shipped calendar and over random ones.
//
//   chengban_deadline_prove --cases 10000000 --seed 1
//
// Prints the seed, every difference (the first 20 of them) and ends with 1 if there is any.
#include "calendar/oracle_compare.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using chengban::Result;
using chengban::calendar::Calendar;
using chengban::calendar::CalendarRow;
namespace oracle = chengban::calendar::oracle;

constexpr std::int64_t k_cases_per_calendar = 20'000;
constexpr std::int64_t k_differences_shown = 20;

struct Options {
    std::int64_t cases = 1'000'000;
    std::uint64_t seed = 20260930;
    std::string calendar = CHENGBAN_CHINA_CSV;
};

std::optional<Options> read_options(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        if (name == "--cases") {
            options.cases = std::strtoll(words[i + 1], nullptr, 10);
        } else if (name == "--seed") {
            options.seed = std::strtoull(words[i + 1], nullptr, 10);
        } else if (name == "--calendar") {
            options.calendar = words[i + 1];
        } else {
            return std::nullopt;
        }
    }
    return count % 2 == 1 && options.cases > 0 ? std::optional(options) : std::nullopt;
}

std::optional<Calendar> calendar_of(const std::string& csv) {
    Result<std::vector<CalendarRow>> rows =
        chengban::calendar::parse_calendar_csv(csv, "calendar.csv");
    if (!rows) {
        fmt::print("{}\n", rows.error().reasons.front().words.en);
        return std::nullopt;
    }
    Result<Calendar> made = Calendar::make(1, *std::move(rows));
    return made ? std::optional(*made) : std::nullopt;
}

// Every second batch asks the shipped calendar, the others a random one each.
std::optional<std::int64_t> count_differences(const Options& options, const std::string& shipped) {
    oracle::Dice dice(options.seed);
    std::int64_t differences = 0;
    for (std::int64_t done = 0, batch = 0; done < options.cases; ++batch) {
        const bool random = batch % 2 == 1;
        const std::string csv = random ? oracle::random_calendar_csv(dice, 2014, 2026) : shipped;
        if (csv.find('\n') + 1 == csv.size()) {
            continue; // a random calendar without rows
        }
        const std::optional<Calendar> calendar = calendar_of(csv);
        if (!calendar) {
            return std::nullopt;
        }
        const oracle::Oracle clerk(csv);
        for (std::int64_t i = 0; i < k_cases_per_calendar && done < options.cases; ++i, ++done) {
            const oracle::Case asked = oracle::random_case(dice, 2014, 2026);
            const auto difference = oracle::difference(*calendar, clerk, asked);
            if (difference && ++differences <= k_differences_shown) {
                fmt::print("{}\n", *difference);
            }
        }
    }
    return differences;
}

} // namespace

int main(int count, char** words) {
    const std::optional<Options> options = read_options(count, words);
    if (!options) {
        fmt::print(stderr, "usage: {} [--cases N] [--seed S] [--calendar FILE]\n", words[0]);
        return 2;
    }
    std::ifstream file(options->calendar);
    std::ostringstream shipped;
    shipped << file.rdbuf();
    if (shipped.str().empty()) {
        fmt::print(stderr, "cannot read {}\n", options->calendar);
        return 2;
    }
    const std::optional<std::int64_t> differences = count_differences(*options, shipped.str());
    if (!differences) {
        return 2;
    }
    fmt::print("deadline oracle: {} cases, seed {}, {} differences\n", options->cases,
               options->seed, *differences);
    return *differences == 0 ? 0 : 1;
}
