#include "usecase/appraisal_paper.h"

#include "documents/wording.h"
#include "usecase/appraise.h"

#include <fmt/format.h>

namespace chengban::usecase {

using appraisal::Figure;
using appraisal::Line;
using appraisal::Measure;
using appraisal::Scope;

namespace {

documents::Rate rate_of(const Figure& figure) {
    return {tabular::decimal_text(decimal_of(figure.gained)), figure.counted, figure.hundredths()};
}

std::string name_of(const Line& line, const people::Organisation& organisation) {
    const people::Unit* unit = line.unit ? organisation.unit(*line.unit) : nullptr;
    std::string name = unit != nullptr ? unit->name.zh : line.unit ? line.unit->text() : "合计";
    if (line.section && unit != nullptr) {
        const people::Section* section = unit->section(*line.section);
        name += "\n" + (section != nullptr ? section->name.zh : *line.section);
    }
    if (line.handler) {
        const people::Person* person = organisation.person(*line.handler);
        name += "\n" + (person != nullptr ? person->name : line.handler->text());
    }
    return name;
}

// 17, 14.10: the floors missed, rather than a place in a ranking.
std::string remark_of(const Line& line, const appraisal::AppraisalRules& rules) {
    std::string remark;
    for (const Measure measure : appraisal::k_rates) {
        if (appraisal::has_floor(measure) &&
            appraisal::grade(line.figure(measure), rules) == appraisal::Grade::below_floor) {
            remark += (remark.empty() ? "" : "\n") + std::string(zh(measure)) + "低于下限";
        }
    }
    return remark;
}

documents::AppraisalRow row_of(const Line& line, const appraisal::AppraisalRules& rules,
                               const people::Organisation& organisation) {
    documents::AppraisalRow row;
    row.name = name_of(line, organisation);
    row.received = line.figure(Measure::volume).counted;
    row.on_time = rate_of(line.figure(Measure::on_time));
    row.first_contact = rate_of(line.figure(Measure::first_contact));
    row.resolution = rate_of(line.figure(Measure::resolution));
    row.satisfaction = rate_of(line.figure(Measure::satisfaction));
    row.remark = remark_of(line, rules);
    return row;
}

std::string period_words(const appraisal::Period& period) {
    const YearMonthDay first = year_month_day(period.first);
    const YearMonthDay after = year_month_day(period.last.plus(1));
    const bool month =
        first.day == 1 && after.day == 1 &&
        (after.month == first.month + 1 || (first.month == 12 && after.month == 1)) &&
        period.last.number() - period.first.number() < 31;
    return month ? fmt::format("{}年{}月", first.year, first.month)
                 : fmt::format("{}至{}", documents::day_words(period.first),
                               documents::day_words(period.last));
}

} // namespace

documents::AppraisalTable appraisal_table(std::span<const Line> lines, const AppraisalPaper& paper,
                                          const appraisal::AppraisalRules& rules,
                                          const people::Organisation& organisation) {
    documents::AppraisalTable table;
    table.number = paper.number;
    table.period = period_words(paper.period);
    table.by = zh(paper.by);
    for (const Line& line : lines) {
        if (line.scope == Scope::total) {
            table.total = row_of(line, rules, organisation);
        } else if (line.scope == paper.by) {
            table.rows.push_back(row_of(line, rules, organisation));
        }
    }
    for (const Measure measure : appraisal::k_rates) {
        const appraisal::MeasureWords words = appraisal::words_of(measure, rules);
        table.formulas.push_back(
            fmt::format("{}＝{}（{}）", words.name.zh, words.formula.zh, words.cohort.zh));
    }
    table.seal = paper.seal;
    table.issuer = organisation.office().name.zh;
    table.day = paper.day;
    return table;
}

} // namespace chengban::usecase
