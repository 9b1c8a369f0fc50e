// Workbooks made by hand for tests: any XML in any part, good or bad.
#pragma once

#include "tabular/table_reader.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::tabular::testing_files {

using Parts = std::map<std::string, std::string>;

// A zip archive with these parts.
std::string zip_of(const Parts& parts);

struct SheetText {
    std::string name;
    std::string data;              // what stands inside <sheetData>
    std::string state = "visible"; // visible, hidden, veryHidden
};

struct WorkbookText {
    std::vector<SheetText> sheets;
    std::string strings;           // <si> elements
    std::string formats;           // <numFmt> elements
    std::vector<int> cell_formats; // numFmtId by style; style 0 is general when empty
    bool is_1904 = false;
};

Parts parts_of(const WorkbookText& workbook);
std::string xlsx_of(const WorkbookText& workbook);
// One sheet with this content of <sheetData>.
std::string xlsx_with(std::string_view data);

struct Read {
    std::vector<Row> rows;
    std::vector<Reason> reasons; // of the failure, if any
};

Read read_all(std::string bytes, OpenOptions options = {}, std::string name = "表.xlsx");
// The texts of all rows, without their numbers.
std::vector<std::vector<std::string>> texts(const Read& read);
std::string code_of(const Read& read);    // of the first reason, "ok" without
std::string message_of(const Read& read); // English words of the first reason
std::string read_file(const std::string& path);
// A path in a folder of this test process; the folder vanishes with it.
std::string temporary(const std::string& name);

} // namespace chengban::tabular::testing_files
