#include "documents/sheet.h"

#include "base/invariant.h"
#include "documents/cell_text.h"

namespace chengban::documents {

namespace {

const Table* sheet_table(const Document& document) {
    for (const Block& block : document.body) {
        const Table* table = std::get_if<Table>(&block);
        if (table != nullptr && table->head.size() == 1 &&
            table->head.front().size() == table->shares.size()) {
            return table;
        }
    }
    return nullptr;
}

} // namespace

bool has_sheet(const Document& document) {
    return sheet_table(document) != nullptr;
}

Result<Done> write_sheet(const Document& document, const std::string& path) {
    const Table* table = sheet_table(document);
    invariant(table != nullptr, "a sheet is asked only of documents with a table");
    std::vector<tabular::Column> columns;
    for (const Cell& cell : table->head.front()) {
        columns.push_back({cell_text(cell.value), 0});
    }
    tabular::WriterOptions options;
    options.title = document.title;
    options.note = document.export_mark;
    Result<std::unique_ptr<tabular::TableWriter>> writer =
        tabular::write_xlsx(path, columns, options);
    if (!writer) {
        return Failure{std::move(writer).error()};
    }
    for (const Row& row : table->rows) {
        std::vector<tabular::OutCell> cells;
        for (const Cell& cell : row) {
            cells.push_back(cell.value);
            // Cells that span columns keep what stands beside them in its place.
            cells.resize(cells.size() + static_cast<std::size_t>(std::max(cell.span, 1)) - 1);
        }
        if (Result<Done> added = (*writer)->add(cells); !added) {
            return added;
        }
    }
    return (*writer)->finish();
}

} // namespace chengban::documents
