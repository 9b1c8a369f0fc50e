#include "usecase/appraisal_export.h"

#include "usecase/temporary_file.h"

#include <fmt/format.h>

namespace chengban::usecase {

using appraisal::Figure;
using appraisal::Line;
using appraisal::Measure;

namespace {

std::vector<tabular::Column> export_columns() {
    std::vector<tabular::Column> columns{
        {"范围", 0}, {"单位", 30}, {"科室", 16}, {"经办人", 10}, {"受理量", 0}};
    for (const Measure rate : appraisal::k_rates) {
        for (const char* part : {"", "（分子）", "（分母）", "（档次）"}) {
            columns.push_back({std::string(zh(rate)) + part, 0});
        }
    }
    columns.push_back({"单位认定实际解决", 0});
    columns.push_back({"参考备案占比", 0});
    return columns;
}

// No data is an empty cell, never 0 %.
void add_rate(std::vector<tabular::OutCell>& cells, std::optional<std::int64_t> hundredths) {
    if (hundredths) {
        cells.emplace_back(tabular::Percent{*hundredths});
    } else {
        cells.emplace_back();
    }
}

std::vector<tabular::OutCell> export_row(const Line& line, const rulebook::AppraisalRules& rules,
                                         const people::Organisation& organisation) {
    json::object names;
    name_scope(names, line, organisation);
    const auto text = [&](const char* key) {
        const json::value* value = names.if_contains(key);
        return value == nullptr ? std::string() : std::string(value->as_string());
    };
    std::vector<tabular::OutCell> cells{std::string(zh(line.scope)), text("unit_zh"),
                                        text("section_zh"), text("handler_name"),
                                        line.figure(Measure::volume).counted};
    for (const Measure rate : appraisal::k_rates) {
        const Figure& figure = line.figure(rate);
        add_rate(cells, figure.hundredths());
        cells.emplace_back(decimal_of(figure.gained));
        cells.emplace_back(figure.counted);
        cells.emplace_back(std::string(zh(appraisal::grade(figure, rules))));
    }
    add_rate(cells, line.own_hundredths(::chengban::Outcome::resolved));
    add_rate(cells, line.own_hundredths(::chengban::Outcome::for_reference));
    return cells;
}

} // namespace

std::string appraisal_csv(Desk& desk, const Appraised& appraised, const workorder::Actor& reader) {
    const OrganisationPtr organisation = desk.library().organisation();
    std::vector<tabular::OutCell> header;
    for (const tabular::Column& column : export_columns()) {
        header.push_back(column.header);
    }
    std::string csv = "\xEF\xBB\xBF" + tabular::csv_record(header);
    for (const Line& line : readable(appraised.lines, reader)) {
        std::vector<tabular::OutCell> cells =
            export_row(line, appraised.rules->book.appraisal, *organisation);
        for (tabular::OutCell& cell : cells) { // as people read it; no data is «–», never 0 %
            if (const auto* percent = std::get_if<tabular::Percent>(&cell)) {
                cell = appraisal::percent_text(percent->hundredths);
            } else if (std::holds_alternative<std::monostate>(cell)) {
                cell = appraisal::percent_text(std::nullopt);
            }
        }
        csv += tabular::csv_record(cells);
    }
    return csv;
}

Result<std::string> appraisal_xlsx(Desk& desk, const Appraised& appraised,
                                   const workorder::Actor& reader, const std::string& mark) {
    const OrganisationPtr organisation = desk.library().organisation();
    const TemporaryFile file("appraisal.xlsx");
    Result<std::unique_ptr<tabular::TableWriter>> writer = tabular::write_xlsx(
        file.path(), export_columns(),
        {.sheet = "考核结果",
         .title = fmt::format("市民服务热线工单考核结果 {}—{}", to_string(appraised.days.first),
                              to_string(appraised.days.last)),
         .note = mark});
    if (!writer) {
        return Failure{std::move(writer).error()};
    }
    for (const Line& line : readable(appraised.lines, reader)) {
        Result<Done> added =
            (*writer)->add(export_row(line, appraised.rules->book.appraisal, *organisation));
        if (!added) {
            return Failure{std::move(added).error()};
        }
    }
    Result<Done> finished = (*writer)->finish();
    return finished ? Result<std::string>(file.bytes()) : Failure{std::move(finished).error()};
}

} // namespace chengban::usecase
