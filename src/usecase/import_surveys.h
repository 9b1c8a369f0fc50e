// The three lists the hotline sends each month (B6, 11): dissatisfied, unresolved, not contacted.
// Recognised by header aliases, matched by hotline number; the same row of the same list and month
// applies once, whatever file it comes in.
#pragma once

#include "tabular/headers.h"
#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

enum class SurveyList { dissatisfied, unresolved, not_contacted };

struct SurveyImport {
    workorder::Actor actor;
    SurveyList list = SurveyList::dissatisfied;
    Day month; // any day of it
};

enum class SurveyRowOutcome { recorded, already_there, refused };

struct SurveyRow {
    std::int64_t row = 0; // as the sheet shows it
    std::string hotline_number;
    SurveyRowOutcome outcome = SurveyRowOutcome::refused;
    OrderId order;
    std::vector<Reason> reasons;
};

struct SurveyReport {
    std::vector<SurveyRow> rows;
    std::int64_t recorded = 0;
    std::int64_t already_there = 0;
    std::int64_t refused = 0;
    std::vector<std::string> unused_columns;
    std::vector<Reason> broken_off; // the file ended in the middle; the rows before it stand
};

// The hotline's event that a row of a list stands for.
std::string survey_event_id(SurveyList list, Day month, std::string_view hotline_number);

// Refused whole only when nothing could be read, or the month is not over.
Result<SurveyReport> import_surveys(Desk& desk, std::unique_ptr<tabular::RowSource> source,
                                    const SurveyImport& wanted, JobControl& control);

std::string survey_result_csv(const SurveyReport& report);
json::object survey_summary(const SurveyReport& report);

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::SurveyList> {
    using E = chengban::usecase::SurveyList;
    static constexpr std::array rows{
        EnumRow<E>{E::dissatisfied, "dissatisfied", "不满意件", "dissatisfied"},
        EnumRow<E>{E::unresolved, "unresolved", "未解决件", "unresolved"},
        EnumRow<E>{E::not_contacted, "not_contacted", "未先行联系件", "not contacted"}};
};

template <>
struct chengban::EnumTable<chengban::usecase::SurveyRowOutcome> {
    using E = chengban::usecase::SurveyRowOutcome;
    static constexpr std::array rows{
        EnumRow<E>{E::recorded, "recorded", "已登记", "recorded"},
        EnumRow<E>{E::already_there, "already_there", "已登记过", "already there"},
        EnumRow<E>{E::refused, "refused", "未登记", "refused"}};
};
