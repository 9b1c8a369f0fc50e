#include "usecase/import_surveys.h"

#include "tabular/sheet_time.h"
#include "usecase/row_results.h"

#include <fmt/format.h>

namespace chengban::usecase {

using tabular::Cell;
using tabular::HeadedTable;
using tabular::Row;
using workorder::RecordSurvey;
using workorder::Resolution;
using workorder::Satisfaction;

namespace {

const std::vector<tabular::ColumnSpec>& columns() {
    static const std::vector<tabular::ColumnSpec> k_columns{
        {"hotline_number",
         {"热线工单编号", "hotline number"},
         true,
         {"工单编号", "工单号", "编号", "任务号", "案件编号", "受理编号", "12345工单编号"}},
        {"at",
         {"测评时间", "time of the survey"},
         false,
         {"回访时间", "评价时间", "测评日期", "回访日期"}},
        {"overall",
         {"综合满意度", "satisfaction"},
         false,
         {"满意度", "是否满意", "市民是否满意", "满意情况"}},
        {"resolution",
         {"解决情况", "resolution"},
         false,
         {"诉求解决", "是否解决", "诉求解决情况", "实际解决"}},
        {"first_contact",
         {"先行联系", "first contact"},
         false,
         {"是否先行联系", "先行联系情况", "是否先联"}},
        {"remark",
         {"市民意见", "remark"},
         false,
         {"市民反馈", "不满意原因", "未解决原因", "备注", "说明"}}};
    return k_columns;
}

std::optional<Satisfaction> satisfaction_of(std::string_view word) {
    for (const auto& row : EnumTable<Satisfaction>::rows) {
        if (row.zh == word || row.token == word) {
            return row.value;
        }
    }
    return word == "非常不满意" ? std::optional(Satisfaction::dissatisfied)
           : word == "非常满意" ? std::optional(Satisfaction::satisfied)
                                : std::nullopt;
}

std::optional<Resolution> resolution_of(std::string_view word) {
    for (const auto& row : EnumTable<Resolution>::rows) {
        if (row.zh == word || row.token == word) {
            return row.value;
        }
    }
    if (word == "是" || word == "已解决" || word == "实际解决" || word == "解决") {
        return Resolution::resolved;
    }
    if (word == "解释说明") {
        return Resolution::explained_understood;
    }
    if (word == "否" || word == "未解决") {
        return Resolution::neither;
    }
    return std::nullopt;
}

std::optional<bool> contact_of(std::string_view word) {
    if (word == "是" || word == "已联系" || word == "已先行联系") {
        return true;
    }
    if (word == "否" || word == "未联系" || word == "未先行联系") {
        return false;
    }
    return std::nullopt;
}

class Reader {
public:
    Reader(const HeadedTable& table, const Row& row) : table_(table), row_(row) {}

    std::string text(const std::string& name) {
        const Cell& cell = table_.cell(row_, name);
        if (cell.fault != tabular::CellFault::none) {
            const auto column = table_.header().find(name);
            reasons.push_back(tabular::fault_reason(cell, column.value_or(0), row_.number));
            return {};
        }
        return std::string(trim(cell.text));
    }
    // What the column says replaces what the list itself means; «未评价» and nothing say nothing.
    template <class T>
    void put(std::optional<T>& answer, const std::string& name,
             std::optional<T> (*read)(std::string_view)) {
        const std::string word = text(name);
        if (word.empty() || word == "未评价" || word == "未测评") {
            return;
        }
        if (const std::optional<T> value = read(word)) {
            answer = value;
            return;
        }
        reasons.push_back(
            {"not_in_list",
             "11",
             table_.place(row_, name),
             {fmt::format("不认识「{}」", first_code_points(word, 30)),
              fmt::format("\"{}\" is not in the list", first_code_points(word, 30))}});
    }
    std::optional<Instant> time(const std::string& name) {
        if (text(name).empty()) {
            return std::nullopt;
        }
        Result<Instant> parsed =
            tabular::parse_sheet_time(table_.cell(row_, name), table_.place(row_, name));
        if (!parsed) {
            reasons.push_back(parsed.error().reasons.front());
            return std::nullopt;
        }
        return *parsed;
    }
    std::string place(const std::string& name) const { return table_.place(row_, name); }

    std::vector<Reason> reasons;

private:
    const HeadedTable& table_;
    const Row& row_;
};

Day first_of_next_month(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return ymd.month == 12 ? day_of(YearMonthDay{ymd.year + 1, 1, 1})
                           : day_of(YearMonthDay{ymd.year, ymd.month + 1, 1});
}

RecordSurvey survey_of(Reader& reader, const SurveyImport& wanted, const std::string& number) {
    RecordSurvey command;
    command.event_id = survey_event_id(wanted.list, wanted.month, number);
    command.at = start_of(first_of_next_month(wanted.month)).plus_milliseconds(-1000);
    switch (wanted.list) {
    case SurveyList::dissatisfied:
        command.answers.overall = Satisfaction::dissatisfied;
        break;
    case SurveyList::unresolved:
        command.answers.resolution = Resolution::neither;
        break;
    case SurveyList::not_contacted:
        command.answers.first_contact = false;
        break;
    }
    if (const auto at = reader.time("at")) {
        command.at = *at;
    }
    reader.put(command.answers.overall, "overall", satisfaction_of);
    reader.put(command.answers.resolution, "resolution", resolution_of);
    reader.put(command.answers.first_contact, "first_contact", contact_of);
    if (const std::string remark = reader.text("remark"); !remark.empty()) {
        command.remark = Text{std::string(first_code_points(remark, 2'000)), {}};
    }
    return command;
}

// The order of a number: the hotline's own first, then the one other source that has it.
std::optional<OrderId> find_order(Desk& desk, const workorder::Actor& actor,
                                  const std::string& number, Reader& reader) {
    if (const auto owner = desk.store().claim_owner("hotline_number", "12345/" + number)) {
        return OrderId(*owner);
    }
    store::OrderFilter filter;
    filter.hotline_number = number;
    const auto page = desk.store().list(filter, {}, visibility_of(actor));
    if (page && page->rows.size() == 1) {
        return page->rows.front().id;
    }
    const bool several = page && page->rows.size() > 1;
    reader.reasons.push_back(
        {several ? "ambiguous_number" : "unknown_number", "2", reader.place("hotline_number"),
         several ? Words{"多个来源都有这个编号，请在工单上登记",
                         "several sources know this number; record it on the order"}
                 : Words{"没有这个编号的工单", "there is no order of this number"}});
    return std::nullopt;
}

SurveyRow take_row(Desk& desk, const HeadedTable& table, const Row& row,
                   const SurveyImport& wanted) {
    Reader reader(table, row);
    SurveyRow result;
    result.row = row.number;
    result.hotline_number = reader.text("hotline_number");
    RecordSurvey command = survey_of(reader, wanted, result.hotline_number);
    std::optional<OrderId> order;
    if (result.hotline_number.empty()) {
        reader.reasons.push_back({"missing_field",
                                  "2",
                                  reader.place("hotline_number"),
                                  {"缺少热线工单编号", "the hotline number is missing"}});
    } else {
        order = find_order(desk, wanted.actor, result.hotline_number, reader);
    }
    if (!order || !reader.reasons.empty()) {
        result.reasons = std::move(reader.reasons);
        return result;
    }
    CommandRequest request;
    request.actor = wanted.actor;
    request.order = *order;
    request.command = std::move(command);
    const Outcome<CommandAnswer> outcome = desk.give_now(std::move(request));
    if (!outcome) {
        result.reasons = outcome.error().problem.reasons;
        return result;
    }
    result.order = *order;
    result.outcome =
        outcome->already_there ? SurveyRowOutcome::already_there : SurveyRowOutcome::recorded;
    return result;
}

} // namespace

std::string survey_event_id(SurveyList list, Day month, std::string_view hotline_number) {
    return fmt::format("list/{}/{}/{}", token(list), to_string(month).substr(0, 7), hotline_number);
}

Result<SurveyReport> import_surveys(Desk& desk, std::unique_ptr<tabular::RowSource> source,
                                    const SurveyImport& wanted, JobControl& control) {
    if (desk.clock().now() < start_of(first_of_next_month(wanted.month))) {
        return Failure{
            problem("period_not_over", "month", "该月尚未结束", "the month is not over yet", "11")};
    }
    Result<HeadedTable> opened = HeadedTable::open(std::move(source), columns());
    if (!opened) {
        return Failure{opened.error()};
    }
    SurveyReport report;
    report.unused_columns = opened->header().unused;
    while (!control.cancelled()) {
        Result<std::optional<Row>> next = opened->next();
        if (!next) {
            report.broken_off = next.error().reasons;
            break;
        }
        if (!next->has_value()) {
            break;
        }
        report.rows.push_back(take_row(desk, *opened, **next, wanted));
        const SurveyRowOutcome outcome = report.rows.back().outcome;
        report.recorded += outcome == SurveyRowOutcome::recorded ? 1 : 0;
        report.already_there += outcome == SurveyRowOutcome::already_there ? 1 : 0;
        report.refused += outcome == SurveyRowOutcome::refused ? 1 : 0;
        control.progress(static_cast<std::int64_t>(report.rows.size()), 0);
    }
    return report;
}

std::string survey_result_csv(const SurveyReport& report) {
    return row_results_csv(report.rows);
}

json::object survey_summary(const SurveyReport& report) {
    return row_results_summary(report, "recorded", report.recorded);
}

} // namespace chengban::usecase
