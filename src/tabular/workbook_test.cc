#include "tabular/test_files.h"
#include "tabular/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

using namespace testing_files;
using testing::HasSubstr;
using Texts = std::vector<std::vector<std::string>>;

Cell only_cell(const std::string& cell_xml, WorkbookText workbook = {}) {
    workbook.sheets = {{"Sheet1", "<row r=\"1\">" + cell_xml + "</row>", "visible"}};
    const Read read = read_all(xlsx_of(workbook));
    EXPECT_EQ(message_of(read), "ok");
    EXPECT_EQ(read.rows.size(), 1U);
    return read.rows.empty() ? Cell{} : read.rows[0].cells.back();
}

TEST(Workbook, TextOfAllKinds) {
    WorkbookText workbook;
    workbook.strings =
        "<si><t>共享</t></si>"
        "<si><r><rPr><b/></rPr><t>富</t></r><r><t xml:space=\"preserve\"> 文本</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>pinyin</t></rPh></si>"
        "<si><t>a_x000A_b_x005F_x000A__x0001_</t></si><si/>";
    workbook.sheets = {
        {"Sheet1",
         "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
         "<c r=\"D2\" t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>"
         "<row><c t=\"inlineStr\"><is><r><t>行</t></r><r><t>内</t></r></is></c>"
         "<c t=\"str\"><f>A1</f><v>公式</v></c><c t=\"b\"><v>1</v></c>"
         "<c t=\"b\"><v>0</v></c><c t=\"inlineStr\"><is><t>007</t></is></c></row>",
         "visible"}};
    const Read read = read_all(xlsx_of(workbook));
    EXPECT_EQ(texts(read), (Texts{{"共享", "富 文本", "", "a\nb_x000A__x0001_"},
                                  {"行内", "公式", "TRUE", "FALSE", "007"}}));
    EXPECT_EQ(read.rows[0].number, 2);
    EXPECT_EQ(read.rows[1].number, 3);
    EXPECT_TRUE(read.rows[1].cells[1].is_formula);
    EXPECT_FALSE(read.rows[1].cells[0].is_formula);
}

TEST(Workbook, NumbersAsTheSheetShowsThem) {
    for (const auto& [xml, shown] :
         std::vector<std::pair<std::string, std::string>>{{"188006", "188006"},
                                                          {"188006.0", "188006"},
                                                          {"1.88006E5", "188006"},
                                                          {"0.10000000000000001", "0.1"},
                                                          {"-3", "-3"},
                                                          {"-0", "0"},
                                                          {"2.5", "2.5"},
                                                          {"13812345678", "13812345678"},
                                                          {"999999999999999", "999999999999999"}}) {
        const Cell cell = only_cell("<c r=\"A1\"><v>" + xml + "</v></c>");
        EXPECT_EQ(cell.text, shown);
        EXPECT_TRUE(cell.number.has_value());
        EXPECT_EQ(cell.fault, CellFault::none);
    }
}

TEST(Workbook, NumbersThatLostDigitsAreFaulty) {
    const Cell cell = only_cell("<c r=\"A1\"><v>3.1011220261122E+17</v></c>");
    EXPECT_EQ(cell.fault, CellFault::digits_lost);
    EXPECT_EQ(cell.text, "310112202611220000");
    EXPECT_EQ(fault_reason(cell, 0, 1).code, "digits_lost");
    EXPECT_EQ(fault_reason(cell, 0, 1).field, "A1");
}

TEST(Workbook, DatesByTheirNumberFormat) {
    WorkbookText workbook;
    workbook.cell_formats = {0, 22, 165, 166, 167, 168, 31};
    workbook.formats = "<numFmt numFmtId=\"165\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
                       "<numFmt numFmtId=\"166\" formatCode=\"0.00_);[Red]\\d0\"/>"
                       "<numFmt numFmtId=\"167\" formatCode=\"000000\"/>"
                       "<numFmt numFmtId=\"168\" formatCode=\"[h]:mm:ss\"/>";
    const auto styled = [&](int style, const std::string& value) {
        return only_cell("<c r=\"A1\" s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>",
                         workbook);
    };
    EXPECT_EQ(styled(1, "43524.475752314815").text, "2019-02-28 11:25:05");
    EXPECT_TRUE(styled(1, "43524.475752314815").is_date);
    EXPECT_EQ(styled(2, "43524").text, "2019-02-28");
    EXPECT_EQ(styled(6, "43524").text, "2019-02-28");
    EXPECT_EQ(styled(1, "0.5").text, "12:00:00");
    EXPECT_EQ(styled(1, "1").text, "1900-01-01");
    EXPECT_EQ(styled(1, "61").text, "1900-03-01");
    EXPECT_EQ(styled(0, "43524").text, "43524");
    EXPECT_FALSE(styled(3, "43524").is_date);
    EXPECT_EQ(styled(4, "123").text, "000123");
    EXPECT_FALSE(styled(5, "1.5").is_date);
    EXPECT_EQ(styled(1, "-1").text, "-1");
    EXPECT_EQ(styled(1, "99999999").text, "99999999");
    EXPECT_EQ(styled(99, "7").text, "7");
}

TEST(Workbook, DatesOf1904) {
    WorkbookText workbook;
    workbook.cell_formats = {14};
    workbook.is_1904 = true;
    const Cell cell = only_cell("<c r=\"A1\" s=\"0\"><v>42062</v></c>", workbook);
    EXPECT_EQ(cell.text, "2019-02-28");
    EXPECT_EQ(cell.number, 43524);
}

TEST(Workbook, FormulasGiveTheirLastValueOrAFault) {
    const Cell good = only_cell("<c r=\"A1\"><f>1+1</f><v>2</v></c>");
    EXPECT_EQ(good.text, "2");
    EXPECT_TRUE(good.is_formula);
    EXPECT_EQ(good.fault, CellFault::none);
    for (const char* xml : {"<c r=\"A1\"><f>1+1</f></c>", "<c r=\"A1\"><f>1+1</f><v/></c>",
                            "<c r=\"A1\" t=\"str\"><f>HYPERLINK(\"x\")</f></c>"}) {
        const Cell bad = only_cell(xml);
        EXPECT_EQ(bad.fault, CellFault::formula_without_value) << xml;
        EXPECT_THAT(fault_reason(bad, 0, 1).words.zh, HasSubstr("A1"));
    }
    EXPECT_EQ(only_cell("<c r=\"A1\" t=\"str\"><f>B1</f><v></v></c><c r=\"B1\"><v>1</v></c>").text,
              "1");
    const Cell error = only_cell("<c r=\"A1\" t=\"e\"><v>#REF!</v></c>");
    EXPECT_EQ(error.fault, CellFault::error_value);
    EXPECT_EQ(error.text, "#REF!");
}

TEST(Workbook, EmptyCellsAndRowsAreLeftOut) {
    const Read read =
        read_all(xlsx_with("<row r=\"1\"/><row r=\"3\"><c r=\"A3\" s=\"1\"/></row>"
                           "<row r=\"5\"><c r=\"B5\"><v>1</v></c><c r=\"XFD5\"/></row>"));
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0].number, 5);
    EXPECT_EQ(read.rows[0].cells.size(), 2U);
    EXPECT_EQ(read.rows[0].at(0).text, "");
    EXPECT_EQ(read.rows[0].at(700).text, "");
}

TEST(Workbook, FirstVisibleSheetOrByName) {
    WorkbookText workbook;
    workbook.sheets = {{"隐藏", "<row><c><v>1</v></c></row>", "hidden"},
                       {"清单", "<row><c><v>2</v></c></row>", "visible"},
                       {"Ｌｉｓｔ", "<row><c><v>3</v></c></row>", "veryHidden"}};
    const std::string bytes = xlsx_of(workbook);
    EXPECT_EQ(texts(read_all(bytes)), (Texts{{"2"}}));
    OpenOptions options;
    options.sheet = "list";
    EXPECT_EQ(texts(read_all(bytes, options)), (Texts{{"3"}}));
    options.sheet = "没有";
    EXPECT_EQ(code_of(read_all(bytes, options)), "no_sheet");
    EXPECT_THAT(message_of(read_all(bytes, options)), HasSubstr("隐藏, 清单, Ｌｉｓｔ"));
    workbook.sheets.resize(1);
    EXPECT_EQ(code_of(read_all(xlsx_of(workbook))), "no_sheet");
}

TEST(Workbook, PrefixedNamesAndOtherPathsAreRead) {
    Parts parts = parts_of({{{"S", "", "visible"}}, "", "", {}, false});
    parts.erase("xl/worksheets/sheet0.xml");
    parts["xl/worksheets/Sheet0.xml"] =
        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
        "<x:row><x:c t=\"d\"><x:v>2019-02-28T11:25:05</x:v></x:c></x:row></x:sheetData>"
        "</x:worksheet>";
    parts.erase("xl/sharedStrings.xml");
    const Read read = read_all(zip_of(parts));
    EXPECT_EQ(texts(read), (Texts{{"2019-02-28T11:25:05"}}));
    EXPECT_TRUE(read.rows[0].cells[0].is_date);
}

TEST(Workbook, BadReferencesAreRefusedWithTheirPlace) {
    for (const char* data :
         {"<row r=\"0\"><c><v>1</v></c></row>", "<row r=\"1048577\"/>",
          "<row r=\"2\"/><row r=\"2\"/>", "<row r=\"x\"/>",
          "<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "<row><c r=\"1\"/></row>",
          "<row><c r=\"ZZZZ1\"/></row>", "<row><c t=\"s\"><v>9</v></c></row>",
          "<row><c t=\"s\"><v>-1</v></c></row>", "<row><c><v>nan</v></c></row>",
          "<row><c><v>1e999</v></c></row>", "<row><c><v>1,5</v></c></row>"}) {
        EXPECT_EQ(code_of(read_all(xlsx_with(data))), "broken_workbook") << data;
    }
    const Read read = read_all(xlsx_with("<row r=\"7\"><c r=\"C7\" t=\"s\"><v>9</v></c></row>"));
    EXPECT_EQ(read.reasons.front().field, "C7");
}

TEST(Workbook, ColumnNames) {
    EXPECT_EQ(cell_name(0, 1), "A1");
    EXPECT_EQ(cell_name(25, 2), "Z2");
    EXPECT_EQ(cell_name(26, 3), "AA3");
    EXPECT_EQ(cell_name(16'383, 1'048'576), "XFD1048576");
}

TEST(Workbook, Unescape) {
    EXPECT_EQ(unescape("_x4E2D_文_x00_x"), "中文_x00_x");
    EXPECT_EQ(unescape("_xD83D__xDE00_"), "_xD83D__xDE00_");
    EXPECT_EQ(unescape("_x"), "_x");
}

} // namespace
} // namespace chengban::tabular
