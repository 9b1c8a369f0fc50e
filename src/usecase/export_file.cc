// The file of an export: the columns of the list, as the owner sees them now.
#include "usecase/exports.h"

#include "documents/wording.h"
#include "lint/mask.h"
#include "tabular/writer.h"
#include "usecase/bulletins.h"
#include "usecase/temporary_file.h"

#include <fmt/format.h>

namespace chengban::usecase {

using workorder::Actor;

namespace {

template <class E>
std::string words_of(const std::string& text) {
    const std::optional<E> value = from_token<E>(text);
    return value ? std::string(zh(*value)) : text;
}

tabular::OutCell cell(const std::optional<Instant>& at) {
    return at ? tabular::OutCell(*at) : tabular::OutCell();
}

double width_of(ExportColumn column) {
    switch (column) {
    case ExportColumn::title:
        return 40;
    case ExportColumn::kind:
        return 8;
    case ExportColumn::handler:
    case ExportColumn::state:
    case ExportColumn::limit_class:
        return 10;
    case ExportColumn::category:
        return 12;
    case ExportColumn::hotline_number:
    case ExportColumn::district:
    case ExportColumn::unit:
    case ExportColumn::received_at:
    case ExportColumn::dispatched_at:
    case ExportColumn::completion_due:
    case ExportColumn::completed_at:
        return 20;
    }
    unreachable("width_of column");
}

std::vector<ExportColumn> columns_of(const RequestExport& request) {
    std::vector<ExportColumn> columns = request.columns;
    if (columns.empty()) {
        for (const auto& row : EnumTable<ExportColumn>::rows) {
            columns.push_back(row.value);
        }
    }
    return columns;
}

std::vector<tabular::Column> headings(const std::vector<ExportColumn>& columns) {
    std::vector<tabular::Column> list;
    for (const ExportColumn column : columns) {
        list.push_back({std::string(zh(column)), width_of(column)});
    }
    return list;
}

// Words for people: no token of ours stands in a file.
tabular::OutCell cell_of(ExportColumn column, const store::OrderRow& row,
                         const people::Organisation& organisation, const bulletin::Names& names) {
    switch (column) {
    case ExportColumn::hotline_number:
        return row.hotline_number;
    case ExportColumn::title:
        return lint::mask_personal_data(row.title);
    case ExportColumn::kind:
        return words_of<OrderKind>(row.kind);
    case ExportColumn::category:
        return row.category.empty() ? std::string() : names.category(row.category);
    case ExportColumn::district:
        return row.district.empty() ? std::string() : names.district(row.district);
    case ExportColumn::unit:
        return names.unit(row.unit);
    case ExportColumn::handler: {
        const people::Person* handler = organisation.person(row.handler);
        return handler == nullptr ? row.handler.text() : handler->name;
    }
    case ExportColumn::state:
        return words_of<workorder::State>(row.state);
    case ExportColumn::limit_class:
        return words_of<LimitClass>(row.limit_class);
    case ExportColumn::received_at:
        return row.received_at;
    case ExportColumn::dispatched_at:
        return cell(row.dispatched_at);
    case ExportColumn::completion_due:
        return cell(row.completion_due);
    case ExportColumn::completed_at:
        return cell(row.completed_at);
    }
    unreachable("cell_of column");
}

std::vector<tabular::OutCell> cells_of(const std::vector<ExportColumn>& columns,
                                       const store::OrderRow& row,
                                       const people::Organisation& organisation,
                                       const bulletin::Names& names) {
    std::vector<tabular::OutCell> cells;
    for (const ExportColumn column : columns) {
        cells.push_back(cell_of(column, row, organisation, names));
    }
    return cells;
}

struct Kind {
    std::string_view suffix;
    std::string_view content_type;
};
Kind kind_of(ExportFormat format) {
    return format == ExportFormat::xlsx
               ? Kind{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
           : format == ExportFormat::csv ? Kind{".csv", "text/csv; charset=utf-8"}
                                         : Kind{".csv", "text/csv; charset=gb18030"};
}

Result<std::unique_ptr<tabular::TableWriter>>
open_writer(ExportFormat format, const std::string& path,
            const std::vector<tabular::Column>& columns, const std::string& watermark,
            const std::string& author) {
    switch (format) {
    case ExportFormat::xlsx:
        return tabular::write_xlsx(
            path, columns,
            {.sheet = "工单", .title = "工单清单", .note = watermark, .author = author});
    case ExportFormat::csv:
        return tabular::write_csv(path, columns, tabular::CsvEncoding::utf8_with_mark);
    case ExportFormat::csv_gb18030:
        return tabular::write_csv(path, columns, tabular::CsvEncoding::gb18030);
    }
    unreachable("open_writer");
}

} // namespace

// Not more rows than were approved; what the owner may see today, not what was once.
Outcome<ExportFile> Exports::write_file(const Actor& owner, const Export& wanted,
                                        std::int64_t& rows) {
    const Export one = exports_.with_texts(wanted);
    const OrganisationPtr organisation = desk_.library().organisation();
    const Instant now = desk_.clock().now();
    const bulletin::Names names =
        bulletin_names(organisation, desk_.library().rulebook_in_force(day_of(now)));
    const people::Person* person = organisation->person(owner.person);
    const std::string who =
        fmt::format("{}（{}，{}）", person == nullptr ? owner.person.text() : person->name,
                    zh(owner.role), names.unit(owner.unit));
    const std::string watermark =
        fmt::format("导出人：{}　时间：{}　用途：{}　编号：{}　内部资料，不得外传", who,
                    documents::time_words(now), one.request.reason.plain, one.id);
    const Kind kind = kind_of(one.request.format);
    const TemporaryFile file("orders" + std::string(kind.suffix));
    const std::vector<ExportColumn> columns = columns_of(one.request);
    auto writer = open_writer(one.request.format, file.path(), headings(columns), watermark, who);
    if (!writer) {
        return refusal(RefusalKind::full, writer.error());
    }
    ListRequest request;
    request.queue = one.request.queue;
    const Result<json::value> filters = parse_json(one.request.filters.plain);
    invariant(filters.has_value(), "filters are kept as JSON");
    for (const json::value& filter : filters->as_array()) {
        request.filters.emplace_back(filter.at("name").as_string(), filter.at("value").as_string());
    }
    const Outcome<store::OrderFilter> filter = order_filter(desk_, owner, request);
    if (!filter) {
        return Failure{filter.error()};
    }
    const store::Visibility sees =
        visibility_of(people::scope_of("work_order.export", owner.role), owner);
    store::PageRequest page =
        sorted_page(one.request.sort.empty() ? "received_at" : one.request.sort).value();
    page.limit = 500;
    do {
        const Result<store::OrderPage> found = desk_.store().list(*filter, page, sees);
        if (!found) {
            return refusal(RefusalKind::invalid, found.error());
        }
        for (const store::OrderRow& row : found->rows) {
            if (rows == one.request.rows) {
                break;
            }
            if (auto added = (*writer)->add(cells_of(columns, row, *organisation, names)); !added) {
                return refusal(RefusalKind::invalid, added.error());
            }
            ++rows;
        }
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty() && rows < one.request.rows);
    if (one.request.format != ExportFormat::xlsx) {
        if (auto added = (*writer)->add({watermark}); !added) {
            return refusal(RefusalKind::invalid, added.error());
        }
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return refusal(RefusalKind::full, finished.error());
    }
    return ExportFile{fmt::format("工单清单-{}{}", to_string(day_of(now)), kind.suffix),
                      std::string(kind.content_type), file.bytes()};
}

} // namespace chengban::usecase
