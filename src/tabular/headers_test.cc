#include "tabular/headers.h"
#include "tabular/test_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

using namespace testing_files;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<ColumnSpec>& specs() {
    static const std::vector<ColumnSpec> k_specs{
        {"hotline_number", {"工单编号", "hotline number"}, true, {"案件编号", "任务号"}},
        {"received_at", {"受理时间", "received at"}, true, {"收单时间", "发现时间"}},
        {"phone", {"联系电话", "phone"}, false, {"来电电话", "反映人电话"}},
        {"name", {"姓名", "name"}, false, {"联系人", "反映人姓名"}},
    };
    return k_specs;
}

std::vector<Row> rows_of(const std::vector<std::vector<std::string>>& texts) {
    std::vector<Row> rows;
    for (const std::vector<std::string>& cells : texts) {
        Row row{static_cast<std::int64_t>(rows.size()) + 1, {}};
        for (const std::string& text : cells) {
            row.cells.push_back(Cell{.text = text});
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<std::string> codes(const Result<HeaderMap>& map) {
    std::vector<std::string> result;
    if (!map) {
        for (const Reason& reason : map.error().reasons) {
            result.push_back(reason.code + " " + reason.field);
        }
    }
    return result;
}

TEST(Headers, AliasesWithoutRegardToSpelling) {
    const auto map = map_headers(
        rows_of({{"网格", "* 案件编号：", "收单 时间", "联系電話(手机)"}, {"1", "2", "3", "4"}}),
        specs());
    ASSERT_TRUE(map) << codes(map)[0];
    EXPECT_EQ(map->header_row, 1);
    EXPECT_EQ(map->first_data, 1U);
    EXPECT_EQ(map->find("hotline_number"), 1U);
    EXPECT_EQ(map->find("received_at"), 2U);
    EXPECT_EQ(map->find("phone"), 3U);
    EXPECT_EQ(map->find("name"), std::nullopt);
    EXPECT_THAT(map->unused, ElementsAre("A \"网格\""));
}

TEST(Headers, TitleRowsAreNotTheHeader) {
    const auto map = map_headers(rows_of({{"2026 年 10 月工单清单"},
                                          {"导出人：某某", "", "联系电话"},
                                          {"工单编号", "受理时间", "姓名"},
                                          {"H1", "2026-10-01", "张三"}}),
                                 specs());
    ASSERT_TRUE(map);
    EXPECT_EQ(map->header_row, 3);
    EXPECT_EQ(map->first_data, 3U);
}

TEST(Headers, AHeaderOverTwoRows) {
    const auto map = map_headers(rows_of({{"清单"},
                                          {"序号", "工单编号", "反映人", "", "受理时间"},
                                          {"", "", "姓名", "电话", ""},
                                          {"1", "H1", "张三", "138", "2026-10-01"}}),
                                 specs());
    ASSERT_TRUE(map) << codes(map)[0];
    EXPECT_EQ(map->header_row, 3);
    EXPECT_EQ(map->find("hotline_number"), 1U);
    EXPECT_EQ(map->find("name"), 2U);
    EXPECT_EQ(map->find("phone"), 3U);
    EXPECT_EQ(map->find("received_at"), 4U);
}

TEST(Headers, TheFirstDataRowIsNotTakenForAHeader) {
    const auto map =
        map_headers(rows_of({{"工单编号", "受理时间", ""}, {"H1", "2026-10-01", "备注"}}), specs());
    ASSERT_TRUE(map);
    EXPECT_EQ(map->header_row, 1);
}

TEST(Headers, MissingRequiredColumnsAreNamedTogether) {
    const auto map = map_headers(rows_of({{"联系电话", "网格"}}), specs());
    EXPECT_THAT(codes(map),
                ElementsAre("missing_column hotline_number", "missing_column received_at"));
    EXPECT_THAT(map.error().reasons[0].words.zh, HasSubstr("A \"联系电话\", B \"网格\""));
}

TEST(Headers, NothingFoundSaysWhatWasSeen) {
    const auto map = map_headers(rows_of({{"甲", "乙"}, {"丙"}}), specs());
    EXPECT_THAT(codes(map), ElementsAre("header_not_found "));
    EXPECT_THAT(map.error().reasons[0].words.en, HasSubstr("A \"甲\", B \"乙\"; A \"丙\""));
    EXPECT_THAT(codes(map_headers({}, specs())), ElementsAre("header_not_found "));
    std::vector<std::vector<std::string>> late(10, {"x"});
    late.push_back({"工单编号", "受理时间"});
    EXPECT_THAT(codes(map_headers(rows_of(late), specs())), ElementsAre("header_not_found "));
}

TEST(Headers, AmbiguousColumnsMustBeNamed) {
    const std::vector<Row> rows = rows_of({{"工单编号", "受理时间", "联系电话", "来电电话"}});
    const auto map = map_headers(rows, specs());
    EXPECT_THAT(codes(map), ElementsAre("ambiguous_column phone"));
    EXPECT_THAT(map.error().reasons[0].words.en, HasSubstr("C \"联系电话\", D \"来电电话\""));
    EXPECT_EQ(map_headers(rows, specs(), {{"phone", "来电电话"}})->find("phone"), 3U);
    EXPECT_EQ(map_headers(rows, specs(), {{"phone", "c"}})->find("phone"), 2U);
    // The exact name outranks the same name with a remark.
    const auto exact =
        map_headers(rows_of({{"工单编号", "受理时间", "联系电话(旧)", "联系电话"}}), specs());
    EXPECT_EQ(exact->find("phone"), 3U);
}

TEST(Headers, ExplicitColumnsAreChecked) {
    const std::vector<Row> rows = rows_of({{"工单编号", "受理时间", "别的"}});
    EXPECT_THAT(codes(map_headers(rows, specs(), {{"phone", "没有"}})),
                ElementsAre("explicit_column_missing phone"));
    EXPECT_THAT(codes(map_headers(rows, specs(), {{"fone", "别的"}})),
                ElementsAre("unknown_column_name fone"));
    EXPECT_THAT(codes(map_headers(rows, specs(), {{"phone", "A"}})),
                ElementsAre("shared_column phone"));
    EXPECT_EQ(map_headers(rows, specs(), {{"phone", "别的"}})->find("phone"), 2U);
}

TEST(HeadedTable, YieldsTheDataRowsAfterTheHeader) {
    std::string bytes = "标题,,\n工单编号,受理时间,姓名\n";
    for (int i = 0; i < 20; ++i) {
        bytes += "H" + std::to_string(i) + ",2026-10-01,\n";
    }
    auto table = HeadedTable::open(*open_table(bytes, "表.csv"), specs());
    ASSERT_TRUE(table);
    for (int i = 0; i < 20; ++i) {
        const Result<std::optional<Row>> row = table->next();
        ASSERT_TRUE(row && row->has_value());
        EXPECT_EQ((*row)->number, i + 3);
        EXPECT_EQ(table->cell(**row, "hotline_number").text, "H" + std::to_string(i));
        EXPECT_EQ(table->cell(**row, "phone").text, "");
        EXPECT_EQ(table->place(**row, "received_at"), "B" + std::to_string(i + 3));
        EXPECT_EQ(table->place(**row, "phone"), std::to_string(i + 3));
    }
    EXPECT_FALSE(table->next()->has_value());
}

TEST(HeadedTable, RefusalsNameTheFile) {
    const auto table = HeadedTable::open(*open_table("a,b\n1,2\n", "表.csv"), specs());
    ASSERT_FALSE(table);
    EXPECT_THAT(table.error().reasons[0].words.zh, HasSubstr("文件「表.csv」"));
}

} // namespace
} // namespace chengban::tabular
