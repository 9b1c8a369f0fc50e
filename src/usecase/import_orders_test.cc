// Files as they come: every bad one is answered by row, place and reason, and the good rows stand.
#include "usecase/import_orders.h"

#include "tabular/test_files.h"
#include "usecase/desk_fixture.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace chengban::usecase {
namespace {

using namespace std::string_literals;

using tabular::testing_files::SheetText;
using tabular::testing_files::WorkbookText;
using tabular::testing_files::xlsx_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view k_header = "工单编号,标题,诉求内容,来电时间,转办时间\n";

class ImportTest : public DeskTest {
protected:
    Result<ImportReport> import_bytes(const std::string& bytes) {
        const std::filesystem::path file = options_.directory.parent_path() / "list";
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
        auto source = tabular::open_table_file(file.string());
        if (!source) {
            return Failure{source.error()};
        }
        ImportOptions options;
        options.actor = dispatcher();
        JobControl control;
        return import_orders(*desk_, std::move(*source), {}, options, control);
    }
    ImportReport imported(const std::string& bytes) {
        Result<ImportReport> report = import_bytes(bytes);
        EXPECT_TRUE(report) << (report ? "" : report.error().reasons.front().words.en);
        return report ? std::move(*report) : ImportReport{};
    }
    std::string refused_whole(const std::string& bytes) {
        const Result<ImportReport> report = import_bytes(bytes);
        return report ? "read" : report.error().reasons.front().code;
    }
    // «code place» of every reason of every refused row.
    static std::vector<std::string> reasons(const ImportReport& report) {
        std::vector<std::string> list;
        for (const ImportRow& row : report.rows) {
            for (const Reason& reason : row.reasons) {
                EXPECT_FALSE(reason.words.zh.empty());
                list.push_back(reason.code + " " + reason.field);
            }
        }
        return list;
    }
    static std::string csv(std::string_view rows) {
        return std::string(k_header) + std::string(rows);
    }
    std::int64_t orders() {
        return store_->count({}, 1'000'000, visibility_of(system_actor())).count;
    }
};

TEST_F(ImportTest, Clause_2_a_second_import_changes_nothing) {
    const std::string file = csv("N-1,停梯,电梯停运三天,2026/9/29 8:00:00,\nN-2,漏水,楼道漏水,,\n");
    EXPECT_EQ(imported(file).created, 2);
    const ImportReport again = imported(file);
    EXPECT_EQ(again.already_there, 2);
    EXPECT_EQ(again.created, 0);
    EXPECT_EQ(orders(), 2);
}

TEST_F(ImportTest, the_same_number_twice_in_one_file_is_one_order) {
    const ImportReport report = imported(csv("N-1,停梯,一,,\nN-1,停梯,一,,\n"));
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(report.already_there, 1);
    EXPECT_EQ(orders(), 1);
}

TEST_F(ImportTest, good_rows_are_committed_when_others_are_bad) {
    const ImportReport report = imported(csv("N-1,停梯,电梯停运,,\n,无号,内容,,\nN-3,好,内容,,\n"));
    EXPECT_EQ(report.created, 2);
    EXPECT_THAT(reasons(report), ElementsAre(HasSubstr("empty ")));
    EXPECT_EQ(report.rows[1].row, 3);
    EXPECT_THAT(import_result_csv(report), HasSubstr("未受理"));
}

TEST_F(ImportTest, dates_of_1899_and_2999_are_refused_with_their_cell) {
    const ImportReport report =
        imported(csv("N-1,甲,内容,1899/12/31,\nN-2,乙,内容,2999-01-01 08:00:00,\n"
                     "N-3,丙,内容,2026-02-30,\nN-4,丁,内容,明天,\n"));
    EXPECT_EQ(report.refused, 4);
    EXPECT_THAT(reasons(report), ElementsAre(HasSubstr(" D2"), HasSubstr(" D3"), HasSubstr(" D4"),
                                             HasSubstr(" D5")));
    EXPECT_EQ(orders(), 0);
}

TEST_F(ImportTest, Clause_2_an_order_transferred_before_it_was_called_in_is_refused) {
    const ImportReport report = imported(csv("N-1,甲,内容,2026-09-29 10:00:00,2026-09-28 10:00:00\n"
                                             "N-2,乙,内容,2026-10-30 10:00:00,\n"));
    EXPECT_EQ(report.refused, 2);
    EXPECT_THAT(reasons(report),
                ElementsAre("times_out_of_order called_at", "times_out_of_order called_at"));
}

TEST_F(ImportTest, a_time_without_zone_is_of_the_bureau) {
    const ImportReport report = imported(csv("N-1,甲,内容,2026-09-29 10:00:00,\n"));
    ASSERT_EQ(report.created, 1);
    EXPECT_EQ(to_string(*desk_->load(report.rows[0].order)->order.facts.called_at),
              "2026-09-29T10:00:00+08:00");
}

TEST_F(ImportTest, lengths_are_those_of_the_api) {
    std::string title;
    for (int i = 0; i < 10'000; ++i) {
        title += "长";
    }
    const ImportReport report =
        imported("工单编号,标题,诉求内容,地址,电话\nN-1," + title + ",内容,,\nN-2,甲,内容," +
                 title + ",\nN-3,甲,内容,," + std::string(41, '1') + "\n");
    EXPECT_EQ(report.refused, 3);
    EXPECT_THAT(reasons(report),
                ElementsAre("wrong_length B2", "wrong_length D3", "wrong_length E4"));
}

TEST_F(ImportTest, nul_and_broken_text_name_their_place_and_nothing_is_half_done) {
    EXPECT_NE(refused_whole(csv("N-1,a"s + '\0' + "b,内容,,\n")), "read");
    EXPECT_NE(refused_whole(csv("N-1,\xE5\x8A,内容,,\n")), "read");
    EXPECT_EQ(orders(), 0);
}

TEST_F(ImportTest, gb_18030_is_read_as_what_it_is) {
    // 工单编号,标题,诉求内容 / N-1,停梯,漏水
    const ImportReport report = imported(
        "\xB9\xA4\xB5\xA5\xB1\xE0\xBA\xC5,\xB1\xEA\xCC\xE2,\xCB\xDF\xC7\xF3\xC4\xDA\xC8\xDD\n"
        "N-1,\xCD\xA3\xCC\xDD,\xC2\xA9\xCB\xAE\n");
    ASSERT_EQ(report.created, 1);
    EXPECT_EQ(store_->row(report.rows[0].order, visibility_of(dispatcher()))->title, "停梯");
}

std::string text_cell(std::string_view place, std::string_view text) {
    return fmt::format("<c r=\"{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", place, text);
}
std::string header_row() {
    return "<row r=\"1\">" + text_cell("A1", "工单编号") + text_cell("B1", "标题") +
           text_cell("C1", "诉求内容") + text_cell("D1", "来电时间") + "</row>";
}
std::string workbook(const std::string& rows) {
    WorkbookText book;
    book.cell_formats = {0, 22}; // general, date and time
    book.sheets.push_back(SheetText{"工单", header_row() + rows, "visible"});
    return xlsx_of(book);
}

TEST_F(ImportTest, formulas_and_lost_digits_are_refused_by_cell_not_evaluated) {
    const ImportReport report = imported(
        workbook("<row r=\"2\"><c r=\"A2\"><f>1+1</f></c>" + text_cell("C2", "公式编号") +
                 "</row><row r=\"3\"><c r=\"A3\"><v>31010120260930123456</v></c>" +
                 text_cell("C3", "位数丢失") + "</row><row r=\"4\">" + text_cell("A4", "N-4") +
                 text_cell("C4", "=HYPERLINK(&quot;http://x&quot;)") + "</row>"));
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(report.refused, 2);
    EXPECT_THAT(report.rows[0].reasons.front().words.zh, HasSubstr("A2"));
    EXPECT_THAT(report.rows[1].reasons.front().words.zh, HasSubstr("A3"));
}

TEST_F(ImportTest, dates_of_mixed_types_in_one_column_are_all_read) {
    const ImportReport report = imported(workbook(
        "<row r=\"2\">" + text_cell("A2", "N-2") + text_cell("C2", "甲") +
        "<c r=\"D2\" s=\"1\"><v>46294.5</v></c></row><row r=\"3\">" + text_cell("A3", "N-3") +
        text_cell("C3", "乙") + text_cell("D3", "2026/9/30 9:30:00") + "</row><row r=\"4\">" +
        text_cell("A4", "N-4") + text_cell("C4", "丙") + text_cell("D4", "2026年9月30日") +
        "</row>"));
    EXPECT_THAT(reasons(report), IsEmpty());
    EXPECT_EQ(report.created, 3);
}

TEST_F(ImportTest, a_zip_bomb_is_refused_before_it_unfolds) {
    EXPECT_EQ(refused_whole(workbook(std::string(200'000'000, ' '))), "archive_limit");
    EXPECT_EQ(orders(), 0);
}

TEST_F(ImportTest, Clause_13_tags_and_a_known_category_come_from_the_file) {
    const std::string category =
        library_->rulebook_in_force(day_of(clock_.now()))->book.categories.front().words.zh;
    const ImportReport report = imported("工单编号,诉求内容,标签,内容分类\nN-1,内容," +
                                         std::string("国办、 专项；,") + category + "\n");
    ASSERT_EQ(report.created, 1);
    const auto facts = desk_->load(report.rows[0].order)->order.facts;
    EXPECT_THAT(facts.tags, ElementsAre("国办", "专项"));
    EXPECT_EQ(facts.category,
              library_->rulebook_in_force(day_of(clock_.now()))->book.categories.front().token);
}

TEST_F(ImportTest, a_file_without_the_columns_names_what_is_missing) {
    const Result<ImportReport> report = import_bytes("电话,网格\n138,1\n");
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().reasons.front().code, "missing_column");
    EXPECT_EQ(report.error().reasons.size(), 2U);
}

TEST_F(ImportTest, a_file_that_breaks_off_keeps_the_rows_before_it) {
    std::string rows;
    for (int i = 0; i < 100; ++i) {
        rows += fmt::format("N-{},甲,内容,,\n", i);
    }
    const ImportReport report = imported(csv(rows + "N-100,\"乙,内容,,\n"));
    EXPECT_EQ(report.created, 100);
    ASSERT_FALSE(report.broken_off.empty());
    EXPECT_THAT(report.broken_off.front().words.en, HasSubstr("row 102"));
    EXPECT_EQ(orders(), 100);
}

} // namespace
} // namespace chengban::usecase
