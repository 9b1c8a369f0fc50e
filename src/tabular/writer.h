// Tables for people: .xlsx (dates as dates, numbers of orders and phones as text, frozen header)
// and CSV (UTF-8 with byte order mark, or GB 18030).
//
// No cell becomes a formula. In .xlsx text cells are text by type. In CSV a text that a spreadsheet
// program would take for a formula gets an apostrophe in front (formula_guard.h); our reader takes
// it away again. Control characters, which neither format can hold, are written as U+FFFD.
#pragma once

#include "base/instant.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace chengban::tabular {

struct Column {
    std::string header;
    double width = 0; // in characters; 0: from the header
};

struct Percent {
    std::int64_t hundredths = 0; // 9950 is 99.50 %
    bool operator==(const Percent&) const = default;
};

struct Decimal {
    std::int64_t thousandths = 0; // 108800 is 108.8
    bool operator==(const Decimal&) const = default;
};
// At most three places, no more than it needs: 108.8
std::string decimal_text(Decimal decimal);

// Nothing, text, a count, a time (+08:00, seconds), a day, a percentage, a decimal number.
using OutCell =
    std::variant<std::monostate, std::string, std::int64_t, Instant, Day, Percent, Decimal>;

struct WriterOptions {
    std::string sheet = "Sheet1"; // at most 31 characters, none of []:*?/\  (.xlsx)
    std::string title;            // a merged row above the header (.xlsx)
    std::string note;             // a row below the title: who exported it, when (.xlsx)
    std::string author = {};      // of the document's properties, with the note as comment (.xlsx)
};

enum class CsvEncoding { utf8_with_mark, gb18030 };

// Rows go straight to the file; memory does not grow with them. Without finish() no file is left.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    TableWriter() = default;
    TableWriter(const TableWriter&) = delete;
    TableWriter& operator=(const TableWriter&) = delete;

    // As many cells as columns, or fewer. Refuses, naming the cell, what does not fit the format:
    // more than 32,767 characters in a cell, more rows than a sheet has (.xlsx).
    virtual Result<Done> add(const std::vector<OutCell>& cells) = 0;
    // Fails when the file could not be written, e.g. on a full disk.
    virtual Result<Done> finish() = 0;
};

Result<std::unique_ptr<TableWriter>> write_xlsx(const std::string& path,
                                                const std::vector<Column>& columns,
                                                const WriterOptions& options = {});
Result<std::unique_ptr<TableWriter>> write_csv(const std::string& path,
                                               const std::vector<Column>& columns,
                                               CsvEncoding encoding = CsvEncoding::utf8_with_mark);

// The record of a CSV file for these cells, with its line end; for streams.
std::string csv_record(const std::vector<OutCell>& cells);

} // namespace chengban::tabular
