// Spreadsheets of the trade, read row by row: .xlsx and delimited text (CSV). What a file is, its
// content decides, not its name. Hostile input is expected: archives are inflated under limits,
// document types and entities are refused, nothing is evaluated.
//
// Room tabular (may use: base, text).
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::tabular {

// Why the value of a cell must not be used although the sheet as a whole is readable.
enum class CellFault : std::uint8_t {
    none,
    formula_without_value, // a formula that was never calculated
    error_value,           // #N/A, #REF! …
    digits_lost,           // a number of 16 digits or more: Excel keeps 15
};

struct Cell {
    // As the sheet shows it: 188006, not 188006.0; leading zeros of text kept; dates as
    // 2019-02-28 11:25:05 or 2019-02-28; TRUE/FALSE.
    std::string text;
    // Numeric cells of .xlsx. For a date: days of the 1900 system (also in files of the 1904 one).
    std::optional<double> number;
    bool is_date = false;
    bool is_formula = false; // text is the value calculated last
    CellFault fault = CellFault::none;

    bool operator==(const Cell&) const = default;
};

struct Row {
    std::int64_t number = 0; // from 1, as the sheet shows it
    std::vector<Cell> cells; // trailing empty cells may be missing

    bool operator==(const Row&) const = default;

    // An empty cell where the row has none.
    const Cell& at(std::size_t column) const;
};

struct TableLimits {
    std::uint64_t file_bytes_max = std::uint64_t{64} << 20;
    std::uint64_t inflated_bytes_max = std::uint64_t{512} << 20; // all parts read, together
    std::uint64_t ratio_max = 100; // inflated ÷ compressed, of a part beyond ratio_free_bytes
    std::uint64_t ratio_free_bytes = std::uint64_t{8} << 20;
    std::uint64_t entries_max = 4096;                          // files in the archive
    std::uint64_t shared_bytes_max = std::uint64_t{128} << 20; // of shared strings
    std::int64_t rows_max = 500'000;
    std::size_t columns_max = 256; // with content; empty formatted cells beyond do not count
    std::size_t cell_code_points_max = 32'767;
};

struct OpenOptions {
    std::string sheet;     // by name; empty: the first visible one
    char delimiter = '\0'; // for text; '\0': found by looking
    TableLimits limits;
};

// Rows without content are passed over. After a failure or the end, next() must not be called
// again.
class RowSource {
public:
    virtual ~RowSource() = default;
    RowSource() = default;
    RowSource(const RowSource&) = delete;
    RowSource& operator=(const RowSource&) = delete;

    // Nothing at the end. Failures name row and column («C5») where there is one.
    virtual Result<std::optional<Row>> next() = 0;
    virtual const std::string& file_name() const = 0;
    virtual const std::string& sheet() const = 0; // empty for text
};

// Refuses what is neither .xlsx nor text with words for the common cases (.xls, .ods, .xlsb,
// password, HTML named .xls, PDF …).
Result<std::unique_ptr<RowSource>> open_table(std::string bytes, std::string file_name,
                                              OpenOptions options = {});
Result<std::unique_ptr<RowSource>> open_table_file(const std::string& path,
                                                   OpenOptions options = {});

// «C5»; column from 0, row from 1.
std::string cell_name(std::size_t column, std::int64_t row);
std::string column_name(std::size_t column);

// The refusal of a faulty cell; `cell.fault` must not be none.
Reason fault_reason(const Cell& cell, std::size_t column, std::int64_t row);

} // namespace chengban::tabular
