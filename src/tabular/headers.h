// Finds the header row of a sheet made by people and maps its columns to our names (B6).
#pragma once

#include "base/result.h"
#include "tabular/table_reader.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chengban::tabular {

struct ColumnSpec {
    std::string name; // ours, stable
    Words title;      // for people; both are also accepted as headers
    bool is_required = false;
    std::vector<std::string> aliases;
};

// Our name → the header as it stands in the file, or a column letter («C»). It overrides aliases.
using ExplicitColumns = std::map<std::string, std::string>;

struct HeaderMap {
    std::int64_t header_row = 0; // as the sheet shows it; the lower one of two
    std::size_t first_data = 0;  // index in the rows given
    std::map<std::string, std::size_t> columns;
    std::vector<std::string> unused; // headers nobody claimed, as «C "网格"»

    std::optional<std::size_t> find(const std::string& name) const;
};

inline constexpr std::size_t k_header_rows_max = 10;

// Looks at the first 10 of `rows` (title rows above the header are passed over) and takes the one
// with most known columns; two rows together where merged cells spread the header over both.
// Headers match without regard to width, case, spaces, «*», a final colon, or a final remark in
// brackets. Refused, all at once: no header found (with what was seen), a required column missing,
// a column claimed twice, an explicit column that is not there.
Result<HeaderMap> map_headers(std::span<const Row> rows, std::span<const ColumnSpec> specs,
                              const ExplicitColumns& explicit_columns = {});

// A source whose header has been found; yields the data rows.
class HeadedTable {
public:
    static Result<HeadedTable> open(std::unique_ptr<RowSource> source,
                                    std::span<const ColumnSpec> specs,
                                    const ExplicitColumns& explicit_columns = {});

    Result<std::optional<Row>> next();
    const HeaderMap& header() const { return header_; }
    // The cell of that name in a row; an empty cell where the file has no such column.
    const Cell& cell(const Row& row, const std::string& name) const;
    // «C5» for messages; only the row where the file has no such column.
    std::string place(const Row& row, const std::string& name) const;
    const RowSource& source() const { return *source_; }

private:
    HeadedTable(std::unique_ptr<RowSource> source, HeaderMap header, std::deque<Row> waiting)
        : source_(std::move(source)), header_(std::move(header)), waiting_(std::move(waiting)) {}

    std::unique_ptr<RowSource> source_;
    HeaderMap header_;
    std::deque<Row> waiting_;
};

} // namespace chengban::tabular
