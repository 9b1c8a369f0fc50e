#include "tabular/formula_guard.h"
#include "tabular/sheet_time.h"
#include "tabular/test_files.h"
#include "tabular/writer.h"

#include "text/decode.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace chengban::tabular {
namespace {

using namespace testing_files;
using testing::HasSubstr;

Instant moment(std::string_view text) {
    return *parse_instant(text, "x");
}

const std::vector<Column>& three_columns() {
    static const std::vector<Column> k_columns{{"工单编号", 0}, {"时间", 20}, {"次数", 0}};
    return k_columns;
}

Read written_xlsx(const std::vector<std::vector<OutCell>>& rows,
                  const WriterOptions& options = {}) {
    const std::string path = temporary("out.xlsx");
    auto writer = write_xlsx(path, three_columns(), options);
    EXPECT_TRUE(writer);
    for (const std::vector<OutCell>& row : rows) {
        EXPECT_TRUE((*writer)->add(row));
    }
    EXPECT_TRUE((*writer)->finish());
    return read_all(read_file(path));
}

Read written_csv(const std::vector<std::vector<OutCell>>& rows, CsvEncoding encoding) {
    const std::string path = temporary("out.csv");
    auto writer = write_csv(path, three_columns(), encoding);
    EXPECT_TRUE(writer);
    for (const std::vector<OutCell>& row : rows) {
        EXPECT_TRUE((*writer)->add(row));
    }
    EXPECT_TRUE((*writer)->finish());
    return read_all(read_file(path), {}, "out.csv");
}

// Everything that a spreadsheet program might take for a formula, and texts that formats mangle.
std::vector<std::string> hard_texts() {
    std::vector<std::string> texts{"00123",
                                   "310112202611220001",
                                   "13800001234",
                                   "a,b;c\td\"e\"",
                                   "甲\n乙",
                                   "甲\r\n乙",
                                   " 前后 ",
                                   "_x000A_",
                                   "_x005F_x000A_",
                                   "it's",
                                   "'",
                                   "''",
                                   "𠮷野\U0003134A",
                                   "<b>&amp;</b>",
                                   "TRUE",
                                   "2019/2/28",
                                   "#N/A",
                                   "1e5",
                                   "]]>",
                                   "\xEF\xBB\xBF甲"};
    const std::vector<std::string> triggers{"=",  "+",  "-",  "@",  "\t", "\r",
                                            "\n", "＝", "＋", "－", "＠", "−"};
    const std::vector<std::string> before{"",   " ",  "　",           "'",
                                          "''", "' ", "\xEF\xBB\xBF", "  \xC2\xA0"};
    const std::vector<std::string> after{"1+1",
                                         "cmd|' /C calc'!A0",
                                         "SUM(A1:A9)",
                                         "HYPERLINK(\"http://x\",\"y\")",
                                         "8613800001234",
                                         "",
                                         "DDE(\"a\",\"b\")",
                                         "\"x\"",
                                         "1",
                                         "A1",
                                         "IMPORTXML(CONCAT(\"\",1),\"//a\")",
                                         "@SUM(1)*cmd",
                                         "-2+3",
                                         "x=1",
                                         "日期",
                                         "\n=1",
                                         ",=1",
                                         ";=1",
                                         "\t=1",
                                         "'",
                                         "{1}"};
    for (const std::string& b : before) {
        for (const std::string& t : triggers) {
            for (const std::string& a : after) {
                texts.push_back(b + t + a);
            }
        }
    }
    return texts;
}

TEST(Writer, NoTextBecomesAFormulaInXlsxAndAllComeBack) {
    const std::vector<std::string> hard = hard_texts();
    EXPECT_GT(hard.size(), 2000U);
    std::vector<std::vector<OutCell>> rows;
    for (const std::string& text : hard) {
        rows.push_back({"x", text});
    }
    const Read read = written_xlsx(rows);
    ASSERT_EQ(message_of(read), "ok");
    ASSERT_EQ(read.rows.size(), hard.size() + 1);
    for (std::size_t i = 0; i < hard.size(); ++i) {
        const Cell& cell = read.rows[i + 1].at(1);
        ASSERT_EQ(cell.text, hard[i]) << i;
        ASSERT_FALSE(cell.is_formula);
        ASSERT_FALSE(cell.number.has_value());
    }
}

TEST(Writer, NoTextBecomesAFormulaInCsvAndAllComeBack) {
    const std::vector<std::string> hard = hard_texts();
    std::vector<std::vector<OutCell>> rows;
    for (const std::string& text : hard) {
        rows.push_back({"x", text});
    }
    for (const CsvEncoding encoding : {CsvEncoding::utf8_with_mark, CsvEncoding::gb18030}) {
        const Read read = written_csv(rows, encoding);
        ASSERT_EQ(message_of(read), "ok");
        ASSERT_EQ(read.rows.size(), hard.size() + 1);
        for (std::size_t i = 0; i < hard.size(); ++i) {
            ASSERT_EQ(read.rows[i + 1].at(1).text, hard[i]) << i;
        }
    }
    for (const std::string& text : hard) {
        std::string record = csv_record({text});
        record.erase(0, record.starts_with('"') ? 1 : 0);
        ASSERT_TRUE(record.starts_with('\'') || !starts_formula(text)) << text;
    }
}

TEST(Writer, TypesOfCells) {
    const std::vector<std::vector<OutCell>> rows{
        {"00123", moment("2026-10-01T08:30:05+08:00"), std::int64_t{-7}},
        {std::monostate{}, Day(20'000)},
        {}};
    const Read xlsx = written_xlsx(rows);
    ASSERT_EQ(xlsx.rows.size(), 3U);
    const Row& row = xlsx.rows[1];
    EXPECT_EQ(row.at(0).text, "00123");
    EXPECT_FALSE(row.at(0).number.has_value());
    EXPECT_TRUE(row.at(1).is_date);
    EXPECT_EQ(row.at(1).text, "2026-10-01 08:30:05");
    EXPECT_EQ(*parse_sheet_time(row.at(1), "x"), moment("2026-10-01T08:30:05+08:00"));
    EXPECT_EQ(row.at(2).text, "-7");
    EXPECT_EQ(xlsx.rows[2].at(1).text, to_string(Day(20'000)));
    const Read csv = written_csv(rows, CsvEncoding::utf8_with_mark);
    EXPECT_EQ(csv.rows[1].at(1).text, "2026-10-01 08:30:05");
    EXPECT_EQ(csv.rows[1].at(2).text, "-7");
}

TEST(Writer, TitleNoteAndHeader) {
    WriterOptions options;
    options.sheet = "工单清单";
    options.title = "=2026 年 10 月";
    options.note = "导出：张三 2026-10-01 08:30";
    const Read read = written_xlsx({{"H1"}}, options);
    ASSERT_EQ(read.rows.size(), 4U);
    EXPECT_EQ(read.rows[0].at(0).text, "=2026 年 10 月");
    EXPECT_EQ(read.rows[1].at(0).text, options.note);
    EXPECT_EQ(read.rows[2].at(2).text, "次数");
    EXPECT_EQ(read.rows[3].number, 4);
}

TEST(Writer, ControlCharactersBecomeVisible) {
    const std::string text("a\0b\x01\xFF", 5);
    EXPECT_EQ(written_xlsx({{text}}).rows[1].at(0).text, "a\uFFFDb\uFFFD\uFFFD");
    EXPECT_EQ(written_csv({{text}}, CsvEncoding::gb18030).rows[1].at(0).text,
              "a\uFFFDb\uFFFD\uFFFD");
}

TEST(Writer, RefusalsNameTheCell) {
    auto writer = write_xlsx(temporary("long.xlsx"), three_columns());
    std::string limit;
    for (int i = 0; i < 32'767; ++i) {
        limit += "字";
    }
    EXPECT_TRUE((*writer)->add({"x", limit}));
    const Result<Done> refused = (*writer)->add({"x", limit + "字"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reasons.front().field, "B3");
    EXPECT_THROW(static_cast<void>((*writer)->add({1, 2, 3, 4})), Bug);
    WriterOptions options;
    options.sheet = "a/b";
    EXPECT_FALSE(write_xlsx(temporary("bad.xlsx"), three_columns(), options));
}

TEST(Writer, UnfinishedAndUnwritableFilesLeaveNothing) {
    const std::string xlsx = temporary("unfinished.xlsx");
    const std::string csv = temporary("unfinished.csv");
    {
        auto first = write_xlsx(xlsx, three_columns());
        auto second = write_csv(csv, three_columns());
        EXPECT_TRUE((*first)->add({"x"}));
        EXPECT_TRUE((*second)->add({"x"}));
    }
    EXPECT_FALSE(std::filesystem::exists(xlsx));
    EXPECT_FALSE(std::filesystem::exists(csv));
    EXPECT_FALSE(write_csv(temporary("no/folder.csv"), three_columns()));
    auto nowhere = write_xlsx(temporary("no/folder.xlsx"), three_columns());
    EXPECT_TRUE(!nowhere || !(*nowhere)->finish());
}

TEST(Writer, AHundredThousandRowsThereAndBack) {
    const std::string path = temporary("large.xlsx");
    const std::vector<Column> columns{{"工单编号", 0}, {"时间", 0}, {"标题", 0},
                                      {"内容", 0},     {"电话", 0}, {"次数", 0}};
    auto writer = write_xlsx(path, columns);
    const Instant start = moment("2026-01-01T00:00:00+08:00");
    constexpr std::int64_t k_rows = 100'000;
    for (std::int64_t i = 0; i < k_rows; ++i) {
        const std::string number = fmt::format("HX{:012}", i);
        ASSERT_TRUE((*writer)->add(
            {number, start.plus_milliseconds(i * 61'000), fmt::format("小区电梯故障第 {} 次", i),
             fmt::format("市民反映小区电梯经常故障，编号 {}，要求物业尽快维修并说明原因。", number),
             fmt::format("138{:08}", i), i}));
    }
    ASSERT_TRUE((*writer)->finish());
    auto source = open_table_file(path);
    ASSERT_TRUE(source);
    std::int64_t count = 0;
    ASSERT_TRUE((*source)->next()->has_value()); // the header
    for (;; ++count) {
        const Result<std::optional<Row>> row = (*source)->next();
        ASSERT_TRUE(row);
        if (!row->has_value()) {
            break;
        }
        ASSERT_EQ((*row)->number, count + 2);
        ASSERT_EQ((*row)->at(0).text, fmt::format("HX{:012}", count));
        ASSERT_EQ(*parse_sheet_time((*row)->at(1), "x"), start.plus_milliseconds(count * 61'000));
        ASSERT_EQ((*row)->at(4).text, fmt::format("138{:08}", count));
        ASSERT_EQ((*row)->at(5).text, std::to_string(count));
    }
    EXPECT_EQ(count, k_rows);
}

} // namespace
} // namespace chengban::tabular
