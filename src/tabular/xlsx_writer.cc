#include "tabular/refusal.h"
#include "tabular/sheet_time.h"
#include "tabular/table_reader.h"
#include "tabular/writer.h"
#include "tabular/writer_text.h"

#include "base/utf8.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace chengban::tabular {

namespace {

constexpr std::size_t k_cell_units_max = 32'767; // UTF-16 code units, Excel's own limit
constexpr std::uint32_t k_sheet_rows = 1'048'576;
constexpr double k_width_min = 8;
constexpr double k_width_max = 60;

struct FreeWorkbook {
    void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
};

std::size_t utf16_units(std::string_view text) {
    return code_points(text) +
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0xF0;
           }));
}

// A literal «_x000A_» would be read as an escape; its underscore is escaped itself.
std::string escape(std::string_view text) {
    std::string result;
    const auto is_hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        const bool is_escape = rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' &&
                               std::all_of(rest.begin() + 2, rest.begin() + 6, is_hex);
        if (is_escape) {
            result += "_x005F";
        }
        if (text[i] == '\r') {
            result += "_x000D_"; // XML would turn a bare one into a line feed
        } else {
            result.push_back(text[i]);
        }
    }
    return result;
}

double width_of(const Column& column) {
    if (column.width > 0) {
        return column.width;
    }
    double width = 4;
    for (const char32_t c : to_code_points(column.header)) {
        width += c < 0x100 ? 1 : 2;
    }
    return std::clamp(width, k_width_min, k_width_max);
}

class XlsxWriter : public TableWriter {
public:
    XlsxWriter(std::string path, std::size_t columns) : path_(std::move(path)), columns_(columns) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        workbook_.reset(workbook_new_opt(path_.c_str(), &options));
    }

    Result<Done> begin(const std::vector<Column>& columns, const WriterOptions& options) {
        if (workbook_ == nullptr) {
            return cannot_write("libxlsxwriter");
        }
        if (workbook_validate_sheet_name(workbook_.get(), options.sheet.c_str()) != LXW_NO_ERROR) {
            return refuse("bad_sheet_name", name(), {},
                          fmt::format("工作表名「{}」无效", options.sheet),
                          fmt::format("the sheet name \"{}\" is not valid", options.sheet));
        }
        sheet_ = workbook_add_worksheet(workbook_.get(), options.sheet.c_str());
        make_formats();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet_, column, column, width_of(columns[i]), nullptr);
        }
        if (!options.author.empty()) {
            set_properties(options);
        }
        write_head(columns, options);
        return Done{};
    }

    Result<Done> add(const std::vector<OutCell>& cells) override {
        invariant(cells.size() <= columns_, "more cells than columns");
        if (row_ >= k_sheet_rows) {
            return refuse("table_limit", name(), {}, "超过工作表行数上限 1,048,576",
                          "has more rows than a sheet can hold (1,048,576)");
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (Result<Done> written = write(i, cells[i]); !written) {
                return written;
            }
        }
        ++row_;
        return Done{};
    }

    Result<Done> finish() override {
        worksheet_autofilter(sheet_, header_row_, 0, std::max(row_ - 1, header_row_),
                             last_column());
        const lxw_error error = workbook_close(workbook_.release());
        if (error != LXW_NO_ERROR) {
            std::error_code ignored;
            std::filesystem::remove(path_, ignored);
            return cannot_write(lxw_strerror(error));
        }
        return Done{};
    }

private:
    lxw_col_t last_column() const {
        return static_cast<lxw_col_t>(std::max<std::size_t>(columns_, 1) - 1);
    }

    void make_formats() {
        instant_format_ = workbook_add_format(workbook_.get());
        format_set_num_format(instant_format_, "yyyy-mm-dd hh:mm:ss");
        day_format_ = workbook_add_format(workbook_.get());
        format_set_num_format(day_format_, "yyyy-mm-dd");
        percent_format_ = workbook_add_format(workbook_.get());
        format_set_num_format(percent_format_, "0.00%");
        text_format_ = workbook_add_format(workbook_.get());
        format_set_num_format(text_format_, "@"); // stays text when edited
        header_format_ = workbook_add_format(workbook_.get());
        format_set_bold(header_format_);
        format_set_text_wrap(header_format_);
        format_set_border(header_format_, LXW_BORDER_THIN);
        title_format_ = workbook_add_format(workbook_.get());
        format_set_bold(title_format_);
        format_set_font_size(title_format_, 16);
        format_set_align(title_format_, LXW_ALIGN_CENTER);
    }

    void set_properties(const WriterOptions& options) {
        std::string title = escape(writable(options.title));
        std::string author = escape(writable(options.author));
        std::string note = escape(writable(options.note));
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.author = author.data();
        properties.comments = note.data();
        workbook_set_properties(workbook_.get(), &properties);
    }

    void write_head(const std::vector<Column>& columns, const WriterOptions& options) {
        if (!options.title.empty()) {
            const std::string title = escape(writable(options.title));
            if (columns_ > 1) {
                worksheet_merge_range(sheet_, row_, 0, row_, last_column(), title.c_str(),
                                      title_format_);
            } else {
                worksheet_write_string(sheet_, row_, 0, title.c_str(), title_format_);
            }
            ++row_;
        }
        if (!options.note.empty()) {
            worksheet_write_string(sheet_, row_, 0, escape(writable(options.note)).c_str(),
                                   nullptr);
            ++row_;
        }
        header_row_ = row_;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i),
                                   escape(writable(columns[i].header)).c_str(), header_format_);
        }
        ++row_;
        worksheet_freeze_panes(sheet_, row_, 0);
    }

    Result<Done> write(std::size_t column, const OutCell& cell) {
        const auto at = static_cast<lxw_col_t>(column);
        lxw_error error = LXW_NO_ERROR;
        if (const auto* text = std::get_if<std::string>(&cell)) {
            const std::string shown = escape(writable(*text));
            if (utf16_units(shown) > k_cell_units_max) {
                const std::string place = cell_name(column, row_ + 1);
                return refuse(
                    "table_limit", name(), place,
                    fmt::format("{} 超过单元格长度上限 {} 字", place, k_cell_units_max),
                    fmt::format("{} is longer than {} characters", place, k_cell_units_max));
            }
            if (!shown.empty()) {
                error = worksheet_write_string(sheet_, row_, at, shown.c_str(), text_format_);
            }
        } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            error = worksheet_write_number(sheet_, row_, at, static_cast<double>(*number), nullptr);
        } else if (const auto* instant = std::get_if<Instant>(&cell)) {
            error = worksheet_write_number(sheet_, row_, at, serial_of(*instant), instant_format_);
        } else if (const auto* day = std::get_if<Day>(&cell)) {
            error = worksheet_write_number(sheet_, row_, at, serial_of(*day), day_format_);
        } else if (const auto* percent = std::get_if<Percent>(&cell)) {
            error = worksheet_write_number(sheet_, row_, at,
                                           static_cast<double>(percent->hundredths) / 10'000,
                                           percent_format_);
        } else if (const auto* decimal = std::get_if<Decimal>(&cell)) {
            error = worksheet_write_number(
                sheet_, row_, at, static_cast<double>(decimal->thousandths) / 1'000, nullptr);
        }
        if (error != LXW_NO_ERROR) {
            return cannot_write(lxw_strerror(error));
        }
        return Done{};
    }

    std::string name() const { return std::filesystem::path(path_).filename().string(); }

    Failure<Problem> cannot_write(std::string_view detail) const {
        return refuse("file_unwritable", name(), {}, fmt::format("无法写入（{}）", detail),
                      fmt::format("cannot be written ({})", detail));
    }

    std::string path_;
    std::size_t columns_;
    std::unique_ptr<lxw_workbook, FreeWorkbook> workbook_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* instant_format_ = nullptr;
    lxw_format* day_format_ = nullptr;
    lxw_format* percent_format_ = nullptr;
    lxw_format* text_format_ = nullptr;
    lxw_format* header_format_ = nullptr;
    lxw_format* title_format_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_row_t header_row_ = 0;
};

} // namespace

Result<std::unique_ptr<TableWriter>> write_xlsx(const std::string& path,
                                                const std::vector<Column>& columns,
                                                const WriterOptions& options) {
    auto writer = std::make_unique<XlsxWriter>(path, columns.size());
    if (Result<Done> begun = writer->begin(columns, options); !begun) {
        return Failure{std::move(begun).error()};
    }
    return std::unique_ptr<TableWriter>(std::move(writer));
}

} // namespace chengban::tabular
