// What every import tells of its rows: the file with a line a row, and the summary of its job.
#pragma once

#include "base/json.h"
#include "base/problem.h"
#include "tabular/writer.h"

#include <string>
#include <vector>

namespace chengban::usecase {

// Row: row, hotline_number, outcome (an enum with words), order, reasons.
template <class Row>
std::string row_results_csv(const std::vector<Row>& rows) {
    std::string csv = "\xEF\xBB\xBF";
    csv +=
        tabular::csv_record({std::string("行号"), std::string("热线工单编号"), std::string("结果"),
                             std::string("工单"), std::string("位置"), std::string("原因")});
    for (const Row& row : rows) {
        std::string places;
        std::string words;
        for (const Reason& reason : row.reasons) {
            places += (places.empty() ? "" : "；") + reason.field;
            words += (words.empty() ? "" : "；") + reason.words.zh;
        }
        csv += tabular::csv_record({row.row, row.hotline_number, std::string(zh(row.outcome)),
                                    row.order.text(), places, words});
    }
    return csv;
}

// Report: rows, already_there, refused, unused_columns, broken_off; `made` counts what it did.
template <class Report>
json::object row_results_summary(const Report& report, std::string_view name, std::int64_t made) {
    json::object summary{{"rows", static_cast<std::int64_t>(report.rows.size())},
                         {name, made},
                         {"already_there", report.already_there},
                         {"refused", report.refused}};
    summary["unused_columns"] =
        json::array(report.unused_columns.begin(), report.unused_columns.end());
    if (!report.broken_off.empty()) {
        summary["broken_off"] = report.broken_off.front().words.zh;
    }
    return summary;
}

} // namespace chengban::usecase
