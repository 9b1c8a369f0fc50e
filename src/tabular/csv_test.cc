#include "tabular/formula_guard.h"
#include "tabular/test_files.h"
#include "text/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

using namespace testing_files;
using testing::HasSubstr;
using Texts = std::vector<std::vector<std::string>>;

Read csv(std::string bytes, OpenOptions options = {}) {
    return read_all(std::move(bytes), std::move(options), "表.csv");
}

TEST(Csv, QuotesLineFeedsAndRowNumbers) {
    const Read read = csv("编号,内容\r\n1,\"甲,\"\"乙\"\"\n丙\"\n\n2,\n3,丁");
    EXPECT_EQ(texts(read),
              (Texts{{"编号", "内容"}, {"1", "甲,\"乙\"\n丙"}, {"2", ""}, {"3", "丁"}}));
    ASSERT_EQ(read.rows.size(), 4U);
    EXPECT_EQ(read.rows[2].number, 4); // the empty record counts, as on the sheet
    EXPECT_EQ(read.rows[3].number, 5);
    EXPECT_FALSE(read.rows[1].cells[0].number.has_value());
}

TEST(Csv, DelimitersAreFound) {
    EXPECT_EQ(texts(csv("a;b\n1,5;2\n")), (Texts{{"a", "b"}, {"1,5", "2"}}));
    EXPECT_EQ(texts(csv("a\tb\n一,二\t三;四\n")), (Texts{{"a", "b"}, {"一,二", "三;四"}}));
    EXPECT_EQ(texts(csv("a,b\n\"x;y;z\",2\n")), (Texts{{"a", "b"}, {"x;y;z", "2"}}));
    EXPECT_EQ(texts(csv("一列\n甲\n")), (Texts{{"一列"}, {"甲"}}));
    EXPECT_EQ(texts(csv("sep=;\na;b,c,d\n")), (Texts{{"a", "b,c,d"}}));
    EXPECT_EQ(csv("sep=;\na;b\n").rows[0].number, 2);
    EXPECT_EQ(texts(csv("2026 年清单\na,b,c\n1,2,3\n")),
              (Texts{{"2026 年清单"}, {"a", "b", "c"}, {"1", "2", "3"}}));
    OpenOptions options;
    options.delimiter = ';';
    EXPECT_EQ(texts(csv("a,b;c\n", options)), (Texts{{"a,b", "c"}}));
}

TEST(Csv, EncodingsAreFound) {
    const std::string text = "工单编号,姓名\n001,𠮷野\n";
    const Texts wanted{{"工单编号", "姓名"}, {"001", "𠮷野"}};
    EXPECT_EQ(texts(csv(text)), wanted);
    EXPECT_EQ(texts(csv("\xEF\xBB\xBF" + text)), wanted);
    EXPECT_EQ(texts(csv(*text::encode_gb18030(text))), wanted);
    EXPECT_EQ(texts(csv(std::string("\xFF\xFE\x41\x00\x2C\x00\x42\x00", 8))), (Texts{{"A", "B"}}));
}

TEST(Csv, ErrorsNameRowAndColumn) {
    const Read open = csv("a,b\n1,\"x\n");
    EXPECT_EQ(code_of(open), "broken_csv");
    EXPECT_EQ(open.reasons.front().field, "B2");
    EXPECT_THAT(message_of(open), HasSubstr("row 2, column 2 (B2, line 2)"));
    const Read after = csv("a,b\n\"1\n2\"x,3\n");
    EXPECT_EQ(after.reasons.front().field, "A2");
    EXPECT_THAT(message_of(after), HasSubstr("line 3"));
    EXPECT_EQ(code_of(csv(std::string("a,b\n1,\0", 7))), "nul_in_text");
    EXPECT_EQ(code_of(csv("a,b\n\xB9\xA4,\xFF\n")), "broken_encoding");
    EXPECT_THAT(message_of(csv("a,b\n\xB9\xA4,\xFF\n")), HasSubstr("line 2 (byte 8)"));
}

TEST(Csv, LimitsNameTheirPlace) {
    OpenOptions options;
    options.limits.columns_max = 2;
    EXPECT_EQ(texts(csv("a,b,,,\n", options)), (Texts{{"a", "b"}}));
    EXPECT_EQ(csv("a,b,c\n", options).reasons.front().field, "C1");
    options.limits.cell_code_points_max = 3;
    EXPECT_EQ(texts(csv("一二三\n", options)), (Texts{{"一二三"}}));
    EXPECT_EQ(csv("x,一二三四\n", options).reasons.front().field, "B1");
    options.limits.rows_max = 2;
    EXPECT_EQ(csv("1\n2\n3\n", options).rows.size(), 2U);
    EXPECT_EQ(code_of(csv("1\n2\n3\n", options)), "table_limit");
    options.limits.file_bytes_max = 4;
    EXPECT_EQ(code_of(csv("1\n2\n3\n", options)), "table_limit");
}

TEST(Csv, StrayQuotesInsidePlainCellsStay) {
    EXPECT_EQ(texts(csv("5\"管,2\n")), (Texts{{"5\"管", "2"}}));
    EXPECT_EQ(texts(csv("\"\",x\n")), (Texts{{"", "x"}}));
}

TEST(FormulaGuard, GuardedTextsComeBack) {
    for (const char* text : {"=1+1",
                             "+8613800001234",
                             "-5",
                             "@SUM(A1)",
                             "\t=1",
                             "\r=1",
                             "  =1",
                             "'=1",
                             "''=1",
                             "＝1",
                             "＋1",
                             "－1",
                             "＠x",
                             "　=1",
                             "\xEF\xBB\xBF=1",
                             "−1",
                             "' =1",
                             "'",
                             "it's",
                             "正常",
                             "",
                             "=cmd|' /C calc'!A0"}) {
        EXPECT_EQ(unguard_formula(guard_formula(text)), text);
        EXPECT_EQ(guard_formula(text).starts_with('\''), starts_formula(text) || text[0] == '\'');
    }
    EXPECT_FALSE(starts_formula("'正常"));
    EXPECT_TRUE(starts_formula(" '\xE2\x80\x8B＝1"));
    EXPECT_EQ(unguard_formula("'正常"), "'正常");
    EXPECT_EQ(unguard_formula("=\"00123\""), "00123");
    EXPECT_EQ(unguard_formula("=\"a\"&\"b\""), "=\"a\"&\"b\"");
}

} // namespace
} // namespace chengban::tabular
