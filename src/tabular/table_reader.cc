#include "tabular/table_reader.h"

#include "tabular/csv_source.h"
#include "tabular/refusal.h"
#include "tabular/sheet_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace chengban::tabular {

namespace {

struct ForeignKind {
    std::string_view begins;
    std::string_view zh;
    std::string_view en;
};

// Compared without regard to case, after a byte order mark and white space.
constexpr std::array<ForeignKind, 11> k_foreign{{
    {"\xD0\xCF\x11\xE0", "旧版 .xls 或带密码的工作簿，请在 Excel/WPS 中另存为无密码的 .xlsx",
     "an old .xls or a workbook with a password; save it as .xlsx without a password"},
    {"%pdf", "PDF 文件，请提供 .xlsx 或 CSV", "a PDF; give .xlsx or CSV"},
    {"<html", "网页（HTML），不是真正的表格文件，请另存为 .xlsx",
     "a web page (HTML), not a real spreadsheet; save it as .xlsx"},
    {"<!doctype", "网页（HTML），不是真正的表格文件，请另存为 .xlsx",
     "a web page (HTML), not a real spreadsheet; save it as .xlsx"},
    {"<table", "网页（HTML），不是真正的表格文件，请另存为 .xlsx",
     "a web page (HTML), not a real spreadsheet; save it as .xlsx"},
    {"<?xml", "XML 文件，请另存为 .xlsx", "an XML file; save it as .xlsx"},
    {"rar!", "RAR 压缩包，请先解压", "a RAR archive; unpack it first"},
    {"7z\xBC\xAF", "7z 压缩包，请先解压", "a 7z archive; unpack it first"},
    {"\x1F\x8B", "gzip 压缩包，请先解压", "a gzip archive; unpack it first"},
    {"PK\x05\x06", "空压缩包", "an empty archive"},
    {"{\\rtf", "RTF 文档，请提供 .xlsx 或 CSV", "an RTF document; give .xlsx or CSV"},
}};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_with(std::string_view bytes, std::string_view mark) {
    return bytes.size() >= mark.size() &&
           std::equal(mark.begin(), mark.end(), bytes.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

const ForeignKind* foreign_kind(std::string_view bytes) {
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\r' ||
                             text.front() == '\t')) {
        text.remove_prefix(1);
    }
    for (const ForeignKind& kind : k_foreign) {
        if (begins_with(bytes, kind.begins) || begins_with(text, kind.begins)) {
            return &kind;
        }
    }
    return nullptr;
}

} // namespace

const Cell& Row::at(std::size_t column) const {
    static const Cell k_empty;
    return column < cells.size() ? cells[column] : k_empty;
}

std::string column_name(std::size_t column) {
    std::string name;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return name;
}

std::string cell_name(std::size_t column, std::int64_t row) {
    return column_name(column) + std::to_string(row);
}

Reason fault_reason(const Cell& cell, std::size_t column, std::int64_t row) {
    const std::string place = cell_name(column, row);
    switch (cell.fault) {
    case CellFault::formula_without_value:
        return {"formula_without_value",
                {},
                place,
                {fmt::format("{} 是未计算过的公式，请在 Excel/WPS 中打开并保存一次", place),
                 fmt::format("{} is a formula without a value; open and save the file once in a "
                             "spreadsheet program",
                             place)}};
    case CellFault::error_value:
        return {"error_value",
                {},
                place,
                {fmt::format("{} 是错误值「{}」", place, cell.text),
                 fmt::format("{} holds the error \"{}\"", place, cell.text)}};
    case CellFault::digits_lost:
        return {
            "digits_lost",
            {},
            place,
            {fmt::format("{} 的数字超过 15 位，末尾数字已被表格软件改为 0，请将该列设为文本后"
                         "重新填写",
                         place),
             fmt::format("{} is a number of more than 15 digits, whose last ones the "
                         "spreadsheet program has lost; make the column text and enter it again",
                         place)}};
    case CellFault::none:
        break;
    }
    unreachable("fault_reason of a cell without fault");
}

Result<std::unique_ptr<RowSource>> open_table(std::string bytes, std::string file_name,
                                              OpenOptions options) {
    if (bytes.empty()) {
        return refuse("not_a_table", file_name, {}, "文件是空的", "the file is empty");
    }
    if (bytes.size() > options.limits.file_bytes_max) {
        return refuse(
            "table_limit", file_name, {},
            fmt::format("文件超过 {} MB", options.limits.file_bytes_max >> 20),
            fmt::format("the file is larger than {} MB", options.limits.file_bytes_max >> 20));
    }
    if (bytes.starts_with("PK\x03\x04")) {
        return open_workbook(std::move(bytes), std::move(file_name), options);
    }
    if (const ForeignKind* kind = foreign_kind(bytes); kind != nullptr) {
        return refuse("not_a_table", file_name, {}, fmt::format("是{}", kind->zh),
                      fmt::format("is {}", kind->en));
    }
    return open_csv(std::move(bytes), std::move(file_name), options);
}

Result<std::unique_ptr<RowSource>> open_table_file(const std::string& path, OpenOptions options) {
    const std::string name = std::filesystem::path(path).filename().string();
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        const std::string why = std::error_code(errno, std::generic_category()).message();
        return refuse("file_unreadable", name, {}, "无法打开：" + why, "cannot be opened: " + why);
    }
    std::string bytes;
    std::string chunk(std::size_t{1} << 20, '\0');
    while (bytes.size() <= options.limits.file_bytes_max) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        bytes.append(chunk, 0, static_cast<std::size_t>(file.gcount()));
        if (!file) {
            break;
        }
    }
    if (file.bad()) {
        return refuse("file_unreadable", name, {}, "读取失败", "cannot be read");
    }
    return open_table(std::move(bytes), name, std::move(options));
}

} // namespace chengban::tabular
