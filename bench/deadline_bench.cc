// Deadlines per second of CPU of one core: random starts in 2014–2026, the regulation's limit
// classes (2 hours, 1, 3, 5, 13 working days, 15–90 natural days), against the naive loop that
// walks day by day, in the same run. Medians of several passes; the checksums must agree.
#include "calendar/batch.h"
#include "calendar/oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace chengban;
using namespace chengban::calendar;

constexpr std::size_t k_questions = 1 << 20;
constexpr int k_passes = 7;

struct Question {
    Instant start;
    Amount amount;
};

std::vector<Question> random_questions() {
    constexpr std::array<Amount, 8> k_classes{Hours{2},        WorkingDays{1},  WorkingDays{3},
                                              WorkingDays{5},  WorkingDays{13}, NaturalDays{15},
                                              NaturalDays{30}, NaturalDays{90}};
    oracle::Dice dice(20260930);
    const Day first = day_of(YearMonthDay{2014, 1, 1});
    const int days = day_of(YearMonthDay{2027, 1, 1}).number() - first.number();
    std::vector<Question> questions;
    for (std::size_t i = 0; i < k_questions; ++i) {
        const Instant start =
            start_of(first.plus(dice.roll(days))).plus_milliseconds(dice.roll(86'400'000));
        questions.push_back({start, k_classes[static_cast<std::size_t>(dice.roll(8))]});
    }
    return questions;
}

Instant naive_due(const Calendar& calendar, const Question& question) {
    if (const Hours* hours = std::get_if<Hours>(&question.amount)) {
        return question.start.plus_milliseconds(hours->count * std::int64_t{3'600'000});
    }
    Day day = day_of(question.start);
    if (const NaturalDays* natural = std::get_if<NaturalDays>(&question.amount)) {
        day = day.plus(natural->count);
        while (!calendar.is_working_day(day)) {
            day = day.plus(1);
        }
        return start_of(day.plus(1));
    }
    for (int left = std::get<WorkingDays>(question.amount).count; left > 0;) {
        day = day.plus(1);
        left -= calendar.is_working_day(day) ? 1 : 0;
    }
    return start_of(day.plus(1));
}

struct Measured {
    double per_second = 0;
    std::int64_t checksum = 0;
};

template <class Work>
Measured measure(std::size_t count, Work&& work) {
    std::vector<double> rates;
    Measured measured;
    for (int pass = 0; pass < k_passes; ++pass) {
        const std::clock_t begin = std::clock(); // CPU of this process: a busy machine says nothing
        measured.checksum = work();
        const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        rates.push_back(static_cast<double>(count) / took);
    }
    std::sort(rates.begin(), rates.end());
    measured.per_second = rates[rates.size() / 2];
    return measured;
}

Calendar shipped_calendar() {
    std::ifstream file(CHENGBAN_CHINA_CSV);
    std::ostringstream csv;
    csv << file.rdbuf();
    return Calendar::make(1, parse_calendar_csv(csv.str(), "china.csv").value()).value();
}

Measured measure_lines(const Calendar& calendar, const std::vector<Question>& questions) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        lines.push_back(fmt::format(R"({{"id":"{}","start":"{}","working_days":{}}})", i,
                                    to_string(questions[i].start), 1 + i % 13));
    }
    const BatchCalculator calculator(calendar, {}, nullptr);
    return measure(lines.size(), [&] {
        std::string out;
        std::int64_t bytes = 0;
        for (const std::string& line : lines) {
            out.clear();
            calculator.append_answer(line, out);
            bytes += static_cast<std::int64_t>(out.size());
        }
        return bytes;
    });
}

} // namespace

int main() {
    const Calendar calendar = shipped_calendar();
    const std::vector<Question> questions = random_questions();
    const Measured ours = measure(questions.size(), [&] {
        std::int64_t sum = 0;
        for (const Question& question : questions) {
            sum += due(calendar, question.start, question.amount, {})->at.milliseconds() / 1000;
        }
        return sum;
    });
    const Measured naive = measure(questions.size(), [&] {
        std::int64_t sum = 0;
        for (const Question& question : questions) {
            sum += naive_due(calendar, question).milliseconds() / 1000;
        }
        return sum;
    });
    const Measured lines = measure_lines(calendar, questions);
    fmt::print("deadlines          {:>8.2f} million/s\n", ours.per_second / 1e6);
    fmt::print("naive day loop     {:>8.2f} million/s\n", naive.per_second / 1e6);
    fmt::print("ratio              {:>8.2f}\n", ours.per_second / naive.per_second);
    fmt::print("batch JSON lines   {:>8.2f} million/s\n", lines.per_second / 1e6);
    if (ours.checksum != naive.checksum) {
        fmt::print("the answers differ from the naive loop's\n");
        return 1;
    }
    return 0;
}
