#include "tabular/test_files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace chengban::tabular::testing_files {

namespace {

constexpr std::string_view k_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view k_office =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view k_package =
    "http://schemas.openxmlformats.org/package/2006/relationships";

std::string relation(std::string_view id, std::string_view type, std::string_view target) {
    return fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, k_office, type,
                       target);
}

std::string styles_of(const WorkbookText& workbook) {
    std::string xfs = workbook.cell_formats.empty() ? R"(<xf numFmtId="0"/>)" : "";
    for (const int id : workbook.cell_formats) {
        xfs += fmt::format(R"(<xf numFmtId="{}"/>)", id);
    }
    return fmt::format(R"(<styleSheet xmlns="{}"><numFmts>{}</numFmts><cellStyleXfs>)"
                       R"(<xf numFmtId="14"/></cellStyleXfs><cellXfs>{}</cellXfs></styleSheet>)",
                       k_main, workbook.formats, xfs);
}

class Folder {
public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("chengban-tabular-{}", getpid())) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

} // namespace

std::string temporary(const std::string& name) {
    static const Folder folder;
    return folder.file(name);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string zip_of(const Parts& parts) {
    const std::string path = temporary("made.zip");
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    EXPECT_NE(archive, nullptr) << error;
    for (const auto& [name, content] : parts) {
        zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        EXPECT_GE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8), 0);
    }
    EXPECT_EQ(zip_close(archive), 0);
    return read_file(path);
}

Parts parts_of(const WorkbookText& workbook) {
    Parts parts;
    std::string sheets;
    std::string relations = relation("s", "sharedStrings", "sharedStrings.xml") +
                            relation("t", "styles", "/xl/styles.xml");
    for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
        const SheetText& sheet = workbook.sheets[i];
        sheets += fmt::format(R"(<sheet name="{}" sheetId="{}" state="{}" r:id="rId{}"/>)",
                              sheet.name, i + 1, sheet.state, i);
        relations += relation(fmt::format("rId{}", i), "worksheet",
                              fmt::format("worksheets/sheet{}.xml", i));
        parts[fmt::format("xl/worksheets/sheet{}.xml", i)] =
            fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{}">)"
                        R"(<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>)",
                        k_main, sheet.data);
    }
    parts["_rels/.rels"] = fmt::format(R"(<Relationships xmlns="{}">{}</Relationships>)", k_package,
                                       relation("r", "officeDocument", "xl/workbook.xml"));
    parts["xl/_rels/workbook.xml.rels"] =
        fmt::format(R"(<Relationships xmlns="{}">{}</Relationships>)", k_package, relations);
    parts["xl/workbook.xml"] =
        fmt::format(R"(<workbook xmlns="{}" xmlns:r="{}"><workbookPr date1904="{}"/>)"
                    R"(<sheets>{}</sheets></workbook>)",
                    k_main, k_office, workbook.is_1904 ? 1 : 0, sheets);
    parts["xl/styles.xml"] = styles_of(workbook);
    parts["xl/sharedStrings.xml"] =
        fmt::format(R"(<sst xmlns="{}">{}</sst>)", k_main, workbook.strings);
    return parts;
}

std::string xlsx_of(const WorkbookText& workbook) {
    return zip_of(parts_of(workbook));
}

std::string xlsx_with(std::string_view data) {
    WorkbookText workbook;
    workbook.sheets.push_back({"Sheet1", std::string(data), "visible"});
    return xlsx_of(workbook);
}

Read read_all(std::string bytes, OpenOptions options, std::string name) {
    Read read;
    Result<std::unique_ptr<RowSource>> source =
        open_table(std::move(bytes), std::move(name), std::move(options));
    if (!source) {
        read.reasons = source.error().reasons;
        return read;
    }
    for (;;) {
        Result<std::optional<Row>> row = (*source)->next();
        if (!row) {
            read.reasons = row.error().reasons;
            return read;
        }
        if (!row->has_value()) {
            return read;
        }
        read.rows.push_back(std::move(**row));
    }
}

std::vector<std::vector<std::string>> texts(const Read& read) {
    std::vector<std::vector<std::string>> result;
    for (const Row& row : read.rows) {
        std::vector<std::string>& cells = result.emplace_back();
        for (const Cell& cell : row.cells) {
            cells.push_back(cell.text);
        }
    }
    return result;
}

std::string code_of(const Read& read) {
    return read.reasons.empty() ? "ok" : read.reasons.front().code;
}

std::string message_of(const Read& read) {
    return read.reasons.empty() ? "ok" : read.reasons.front().words.en;
}

} // namespace chengban::tabular::testing_files
