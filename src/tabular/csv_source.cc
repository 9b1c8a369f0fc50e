#include "tabular/csv_source.h"

#include "base/utf8.h"
#include "tabular/formula_guard.h"
#include "tabular/refusal.h"
#include "text/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace chengban::tabular {

namespace {

constexpr std::array<char, 3> k_delimiters{',', ';', '\t'};
constexpr std::size_t k_sniff_bytes = std::size_t{64} << 10;
constexpr std::size_t k_sniff_records = 20;

// How often `delimiter` stands outside of quotes in each of the first records.
std::vector<std::size_t> counts(std::string_view text, char delimiter) {
    std::vector<std::size_t> result(1, 0);
    bool quoted = false;
    bool at_start = true;
    for (const char c : text.substr(0, k_sniff_bytes)) {
        if (c == '"' && (quoted || at_start)) {
            quoted = !quoted;
        } else if (!quoted && c == '\n') {
            if (result.size() == k_sniff_records) {
                break;
            }
            result.push_back(0);
        } else if (!quoted && c == delimiter) {
            ++result.back();
        }
        at_start = c == delimiter || c == '\n';
    }
    return result;
}

// The delimiter whose number per record is the same most often; the more columns on a tie.
char sniff(std::string_view text) {
    char best = ',';
    std::pair<std::size_t, std::size_t> best_score{0, 0};
    for (const char delimiter : k_delimiters) {
        std::map<std::size_t, std::size_t> records_with;
        for (const std::size_t count : counts(text, delimiter)) {
            ++records_with[count];
        }
        records_with.erase(0);
        for (const auto& [count, records] : records_with) {
            const std::pair score{records, count};
            if (score > best_score) {
                best_score = score;
                best = delimiter;
            }
        }
    }
    return best;
}

class CsvSource : public RowSource {
public:
    CsvSource(std::string text, std::string file_name, char delimiter, const TableLimits& limits)
        : text_(std::move(text)), file_name_(std::move(file_name)), delimiter_(delimiter),
          limits_(limits) {
        read_separator_line();
        if (delimiter_ == '\0') {
            delimiter_ = sniff(std::string_view(text_).substr(at_));
        }
    }

    Result<std::optional<Row>> next() override {
        while (at_ < text_.size()) {
            Row row{++record_, {}};
            const std::size_t first_line = line_;
            if (Result<Done> read = read_record(row); !read) {
                return Failure{std::move(read).error()};
            }
            const bool has_content =
                std::any_of(row.cells.begin(), row.cells.end(),
                            [](const Cell& cell) { return !cell.text.empty(); });
            if (!has_content) {
                continue;
            }
            if (++count_ > limits_.rows_max) {
                return refuse(
                    "table_limit", file_name_, {},
                    fmt::format("超过行数上限 {}（文件第 {} 行）", limits_.rows_max, first_line),
                    fmt::format("has more than {} rows (line {})", limits_.rows_max, first_line));
            }
            return std::optional<Row>(std::move(row));
        }
        return std::optional<Row>();
    }
    const std::string& file_name() const override { return file_name_; }
    const std::string& sheet() const override { return sheet_; }

private:
    // «sep=;» as the first line is Excel's own hint.
    void read_separator_line() {
        const std::string_view text(text_);
        if (!text.starts_with("sep=") || text.size() < 5) {
            return;
        }
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (trim(text.substr(5, end - 5)).empty() &&
            std::find(k_delimiters.begin(), k_delimiters.end(), text[4]) != k_delimiters.end()) {
            delimiter_ = text[4];
            at_ = std::min(end + 1, text.size());
            ++record_;
            ++line_;
        }
    }

    Result<Done> read_record(Row& row) {
        for (;;) {
            std::string value;
            const std::size_t column = row.cells.size();
            const bool quoted = at_ < text_.size() && text_[at_] == '"';
            Result<Done> read = quoted ? read_quoted(value, column, row.number) : read_plain(value);
            if (!read) {
                return read;
            }
            if (value.size() > limits_.cell_code_points_max &&
                code_points(value) > limits_.cell_code_points_max) {
                return fail(
                    "table_limit", column, row.number,
                    fmt::format("超过单元格长度上限 {} 字", limits_.cell_code_points_max),
                    fmt::format("is longer than {} characters", limits_.cell_code_points_max));
            }
            if (!value.empty() && column >= limits_.columns_max) {
                return fail("table_limit", column, row.number,
                            fmt::format("超出列数上限 {}", limits_.columns_max),
                            fmt::format("is beyond the limit of {} columns", limits_.columns_max));
            }
            if (column < limits_.columns_max) {
                row.cells.emplace_back().text = unguard_formula(value);
            }
            if (at_ >= text_.size() || end_line()) {
                return Done{};
            }
            ++at_; // the delimiter
        }
    }

    Result<Done> read_plain(std::string& value) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
               text_[at_] != '\r') {
            ++at_;
        }
        value = text_.substr(begin, at_ - begin);
        return Done{};
    }

    Result<Done> read_quoted(std::string& value, std::size_t column, std::int64_t row) {
        ++at_;
        for (;;) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string::npos) {
                return fail("broken_csv", column, row, "引号没有闭合", "has a quote never closed");
            }
            const std::string_view piece = std::string_view(text_).substr(at_, quote - at_);
            line_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
            value += piece;
            at_ = quote + 1;
            if (at_ >= text_.size() || text_[at_] != '"') {
                break;
            }
            value.push_back('"');
            ++at_;
        }
        const bool ends = at_ >= text_.size() || text_[at_] == delimiter_ || text_[at_] == '\n' ||
                          text_[at_] == '\r';
        if (!ends) {
            return fail("broken_csv", column, row, "引号之后还有文字",
                        "has text after its closing quote");
        }
        return Done{};
    }

    bool end_line() {
        const char c = text_[at_];
        if (c == '\r') {
            at_ += at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 2U : 1U;
        } else if (c == '\n') {
            ++at_;
        } else {
            return false;
        }
        ++line_;
        return true;
    }

    Failure<Problem> fail(std::string_view code, std::size_t column, std::int64_t row,
                          std::string_view zh, std::string_view en) const {
        const std::string place = cell_name(column, row);
        return refuse(
            code, file_name_, place,
            fmt::format("第 {} 行第 {} 列（{}，文件第 {} 行）{}", row, column + 1, place, line_,
                        zh),
            fmt::format("row {}, column {} ({}, line {}) {}", row, column + 1, place, line_, en));
    }

    std::string text_;
    std::string file_name_;
    std::string sheet_;
    char delimiter_;
    TableLimits limits_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::int64_t record_ = 0;
    std::int64_t count_ = 0;
};

} // namespace

Result<std::unique_ptr<RowSource>> open_csv(std::string bytes, std::string file_name,
                                            const OpenOptions& options) {
    Result<std::string> text = text::decode_text(bytes, file_name);
    if (!text) {
        return Failure{std::move(text).error()};
    }
    std::string().swap(bytes);
    return std::unique_ptr<RowSource>(std::make_unique<CsvSource>(
        *std::move(text), std::move(file_name), options.delimiter, options.limits));
}

} // namespace chengban::tabular
