#include "tabular/sheet_source.h"

#include "base/utf8.h"
#include "tabular/number_format.h"
#include "tabular/refusal.h"
#include "tabular/workbook.h"
#include "tabular/xml_parser.h"
#include "tabular/zip_archive.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <deque>

namespace chengban::tabular {

namespace {

constexpr std::int64_t k_sheet_rows = 1'048'576;
constexpr std::size_t k_sheet_columns = 16'384;
constexpr double k_exact_below = 1e15;

// «AB12» → 27; nothing when it is not a reference.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && letters < 4 && reference[letters] >= 'A' &&
           reference[letters] <= 'Z') {
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
        ++letters;
    }
    if (letters == 0 || letters == reference.size() || column > k_sheet_columns) {
        return std::nullopt;
    }
    return column - 1;
}

class SheetHandler : public XmlHandler {
public:
    SheetHandler(const Workbook& workbook, const TableLimits& limits, const std::string& file)
        : workbook_(workbook), limits_(limits), file_(file) {}

    std::optional<Problem> start(std::string_view name, const XmlAttributes& with) override {
        if (name == "sheetData") {
            in_data_ = true;
        } else if (!in_data_) {
            return std::nullopt;
        } else if (name == "row") {
            return start_row(with);
        } else if (name == "c") {
            return start_cell(with);
        } else if (name == "f") {
            cell_.is_formula = true;
        } else if (name == "v") {
            collecting_ = true;
            has_value_ = true;
        } else if (name == "rPh") {
            in_phonetic_ = true;
        } else if (name == "t" && !in_phonetic_) {
            collecting_ = true;
            has_value_ = true;
        }
        return std::nullopt;
    }

    std::optional<Problem> end(std::string_view name) override {
        if (!in_data_) {
            return std::nullopt;
        }
        if (name == "v" || name == "t") {
            collecting_ = false;
        } else if (name == "rPh") {
            in_phonetic_ = false;
        } else if (name == "c") {
            return end_cell();
        } else if (name == "row") {
            return end_row();
        } else if (name == "sheetData") {
            in_data_ = false;
        }
        return std::nullopt;
    }

    std::optional<Problem> text(std::string_view text) override {
        if (collecting_) {
            value_ += text;
            if (value_.size() > limits_.cell_code_points_max * 4) {
                return too_long();
            }
        }
        return std::nullopt;
    }

    std::deque<Row> rows;

private:
    std::optional<Problem> start_row(const XmlAttributes& with) {
        const std::int64_t previous = row_.number;
        row_ = {previous + 1, {}};
        next_column_ = 0;
        if (const std::optional<std::string_view> given = with.get("r")) {
            const auto [end, error] =
                std::from_chars(given->data(), given->data() + given->size(), row_.number);
            if (error != std::errc() || end != given->data() + given->size()) {
                row_.number = 0;
            }
        }
        if (row_.number <= previous || row_.number > k_sheet_rows) {
            return refuse("broken_workbook", file_, {},
                          fmt::format("第 {} 行之后的行号有误", previous),
                          fmt::format("a wrong row number after row {}", previous))
                .error;
        }
        return std::nullopt;
    }

    std::optional<Problem> start_cell(const XmlAttributes& with) {
        cell_ = {};
        value_.clear();
        has_value_ = false;
        collecting_ = false;
        type_ = std::string(with.get_or("t", "n"));
        std::optional<std::size_t> column = next_column_;
        if (const std::optional<std::string_view> reference = with.get("r")) {
            column = column_of(*reference);
        }
        if (!column || *column < next_column_ || *column >= k_sheet_columns) {
            return refuse("broken_workbook", file_, {},
                          fmt::format("第 {} 行的单元格位置有误", row_.number),
                          fmt::format("a wrong cell reference in row {}", row_.number))
                .error;
        }
        column_ = *column;
        next_column_ = column_ + 1;
        std::size_t style = 0;
        const std::string_view given = with.get_or("s", "0");
        std::from_chars(given.data(), given.data() + given.size(), style);
        format_ = style < workbook_.formats.size() ? workbook_.formats[style] : NumberFormat{};
        return std::nullopt;
    }

    std::optional<Problem> end_cell() {
        if (std::optional<Problem> failed = fill_cell()) {
            return failed;
        }
        if (cell_.text.empty() && cell_.fault == CellFault::none) {
            return std::nullopt;
        }
        if (column_ >= limits_.columns_max) {
            return refuse("table_limit", file_, cell_name(column_, row_.number),
                          fmt::format("{} 超出列数上限 {}", cell_name(column_, row_.number),
                                      limits_.columns_max),
                          fmt::format("{} is beyond the limit of {} columns",
                                      cell_name(column_, row_.number), limits_.columns_max))
                .error;
        }
        if (cell_.text.size() > limits_.cell_code_points_max &&
            code_points(cell_.text) > limits_.cell_code_points_max) {
            return too_long();
        }
        row_.cells.resize(column_ + 1);
        row_.cells.back() = std::move(cell_);
        return std::nullopt;
    }

    std::optional<Problem> end_row() {
        if (row_.cells.empty()) {
            return std::nullopt;
        }
        if (++count_ > limits_.rows_max) {
            return refuse("table_limit", file_, {},
                          fmt::format("超过行数上限 {}", limits_.rows_max),
                          fmt::format("has more than {} rows", limits_.rows_max))
                .error;
        }
        rows.push_back({row_.number, std::move(row_.cells)});
        row_.cells.clear();
        return std::nullopt;
    }

    std::optional<Problem> fill_cell() {
        if (type_ == "inlineStr" || type_ == "str") {
            cell_.text = value_.find("_x") == std::string::npos ? value_ : unescape(value_);
            if (cell_.is_formula && !has_value_) {
                cell_.fault = CellFault::formula_without_value;
            }
            return std::nullopt;
        }
        if (value_.empty()) {
            if (cell_.is_formula) {
                cell_.fault = CellFault::formula_without_value;
            }
            return std::nullopt;
        }
        if (type_ == "s") {
            std::size_t index = 0;
            const char* end = value_.data() + value_.size();
            const auto [stop, error] = std::from_chars(value_.data(), end, index);
            const std::optional<std::string_view> found =
                error == std::errc() && stop == end ? workbook_.strings.at(index) : std::nullopt;
            if (!found) {
                return broken_cell();
            }
            cell_.text = *found;
        } else if (type_ == "b") {
            cell_.text = value_ == "1" || value_ == "true" ? "TRUE" : "FALSE";
        } else if (type_ == "e") {
            cell_.text = value_;
            cell_.fault = CellFault::error_value;
        } else if (type_ == "d") {
            cell_.text = value_;
            cell_.is_date = true;
        } else {
            return fill_number();
        }
        return std::nullopt;
    }

    std::optional<Problem> fill_number() {
        const std::optional<double> number = read_number(trim(value_));
        if (!number) {
            return broken_cell();
        }
        cell_.number = *number;
        const double serial = *number + (workbook_.is_1904 ? k_days_of_1904 : 0);
        if (format_.kind == NumberFormat::Kind::date && *number >= 0 && serial <= k_serial_max) {
            cell_.is_date = true;
            cell_.number = serial;
            cell_.text = show_serial(serial);
            return std::nullopt;
        }
        cell_.text = show_number(*number, format_);
        if (std::abs(*number) >= k_exact_below) {
            cell_.fault = CellFault::digits_lost;
        }
        return std::nullopt;
    }

    Problem too_long() const {
        const std::string place = cell_name(column_, row_.number);
        return refuse(
                   "table_limit", file_, place,
                   fmt::format("{} 超过单元格长度上限 {} 字", place, limits_.cell_code_points_max),
                   fmt::format("{} is longer than {} characters", place,
                               limits_.cell_code_points_max))
            .error;
    }

    Problem broken_cell() const {
        const std::string place = cell_name(column_, row_.number);
        return refuse("broken_workbook", file_, place, fmt::format("{} 的内容无法读取", place),
                      fmt::format("the content of {} cannot be read", place))
            .error;
    }

    const Workbook& workbook_;
    const TableLimits& limits_;
    const std::string& file_;
    bool in_data_ = false;
    bool in_phonetic_ = false;
    bool collecting_ = false;
    bool has_value_ = false;
    std::int64_t count_ = 0;
    Row row_;
    Cell cell_;
    std::size_t column_ = 0;
    std::size_t next_column_ = 0;
    NumberFormat format_;
    std::string type_;
    std::string value_;
};

class SheetSource : public RowSource {
public:
    SheetSource(std::unique_ptr<ZipArchive> archive, Workbook workbook, SheetEntry sheet,
                ZipPart part, const TableLimits& limits)
        : archive_(std::move(archive)), workbook_(std::move(workbook)), sheet_(std::move(sheet)),
          limits_(limits), part_(std::move(part)),
          handler_(workbook_, limits_, archive_->file_name()),
          parser_(handler_, archive_->file_name(), sheet_.part) {}

    Result<std::optional<Row>> next() override {
        while (handler_.rows.empty() && !ended_ && !failed_) {
            read_more();
        }
        if (!handler_.rows.empty()) { // rows before a failure come first
            std::optional<Row> row(std::move(handler_.rows.front()));
            handler_.rows.pop_front();
            return row;
        }
        if (failed_) {
            return Failure{*failed_};
        }
        return std::optional<Row>();
    }
    const std::string& file_name() const override { return archive_->file_name(); }
    const std::string& sheet() const override { return sheet_.name; }

private:
    void read_more() {
        Result<std::string_view> bytes = part_.read();
        if (!bytes) {
            failed_ = std::move(bytes).error();
            return;
        }
        ended_ = bytes->empty();
        if (Result<Done> parsed = ended_ ? parser_.finish() : parser_.feed(*bytes); !parsed) {
            failed_ = std::move(parsed).error();
        }
    }

    std::unique_ptr<ZipArchive> archive_;
    Workbook workbook_;
    SheetEntry sheet_;
    TableLimits limits_;
    ZipPart part_;
    SheetHandler handler_;
    XmlParser parser_;
    std::optional<Problem> failed_;
    bool ended_ = false;
};

} // namespace

Result<std::unique_ptr<RowSource>> open_workbook(std::string bytes, std::string file_name,
                                                 const OpenOptions& options) {
    Result<std::unique_ptr<ZipArchive>> archive =
        ZipArchive::open(std::move(bytes), std::move(file_name), options.limits);
    if (!archive) {
        return Failure{std::move(archive).error()};
    }
    Result<Workbook> workbook = read_workbook(**archive, options.limits);
    if (!workbook) {
        return Failure{std::move(workbook).error()};
    }
    Result<SheetEntry> sheet = find_sheet(*workbook, options.sheet, (*archive)->file_name());
    if (!sheet) {
        return Failure{std::move(sheet).error()};
    }
    Result<ZipPart> part = (*archive)->part(sheet->part);
    if (!part) {
        return Failure{std::move(part).error()};
    }
    return std::unique_ptr<RowSource>(
        std::make_unique<SheetSource>(*std::move(archive), *std::move(workbook), *std::move(sheet),
                                      *std::move(part), options.limits));
}

} // namespace chengban::tabular
