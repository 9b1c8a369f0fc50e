// Order lists of the trade (B6): recognised by header aliases, idempotent by hotline number, a
// result for every row. Good rows are committed when others are bad.
#pragma once

#include "tabular/headers.h"
#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

std::span<const tabular::ColumnSpec> import_columns();

enum class RowOutcome { created, already_there, refused };

struct ImportRow {
    std::int64_t row = 0; // as the sheet shows it
    std::string hotline_number;
    RowOutcome outcome = RowOutcome::refused;
    OrderId order;
    std::vector<Reason> reasons; // of a refusal
};

struct ImportReport {
    std::vector<ImportRow> rows; // in order of the file
    std::int64_t created = 0;
    std::int64_t already_there = 0;
    std::int64_t refused = 0;
    std::vector<std::string> unused_columns;
    // The file broke off in the middle; the rows before it stand.
    std::vector<Reason> broken_off;
};

struct ImportOptions {
    workorder::Actor actor; // whose intake it is
    std::optional<std::string> district_default;
    std::string number_prefix; // for sources whose numbers are not the hotline's
};

// Refused whole only when nothing could be read (no header, not a table).
Result<ImportReport> import_orders(Desk& desk, std::unique_ptr<tabular::RowSource> source,
                                   const tabular::ExplicitColumns& columns,
                                   const ImportOptions& options, JobControl& control);

// A result per row as CSV with BOM: row, number, result, order, reason.
std::string import_result_csv(const ImportReport& report);
json::object import_summary(const ImportReport& report);

// One row as a command; used by the import and by the demonstration.
Result<workorder::Register> read_order_row(const tabular::HeadedTable& table,
                                           const tabular::Row& row, Desk& desk,
                                           const ImportOptions& options);

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::RowOutcome> {
    using E = chengban::usecase::RowOutcome;
    static constexpr std::array rows{
        EnumRow<E>{E::created, "created", "已受理", "created"},
        EnumRow<E>{E::already_there, "already_there", "已存在", "already there"},
        EnumRow<E>{E::refused, "refused", "未受理", "refused"}};
};
