// The two workbooks of real messages against their text twins, cell by cell.
#include "base/source_dir.h"
#include "tabular/headers.h"
#include "tabular/sheet_time.h"
#include "tabular/test_files.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace chengban::tabular {
namespace {

std::string data_file(const std::string& name) {
    const char* given = std::getenv("CHENGBAN_DATA");
    const std::string folder = given != nullptr ? given : source_dir() + "/../shared/data";
    return folder + "/" + name;
}

struct Pair {
    HeadedTable sheet;
    HeadedTable text;
};

std::optional<Pair> open_pair(const std::string& stem, const std::vector<ColumnSpec>& specs) {
    const std::string sheet_path = data_file(stem + ".xlsx");
    if (!std::filesystem::exists(sheet_path)) {
        return std::nullopt;
    }
    Result<HeadedTable> sheet = HeadedTable::open(*open_table_file(sheet_path), specs);
    Result<HeadedTable> text = HeadedTable::open(*open_table_file(data_file(stem + ".csv")), specs);
    EXPECT_TRUE(sheet) << (sheet ? "" : sheet.error().reasons.front().words.en);
    EXPECT_TRUE(text) << (text ? "" : text.error().reasons.front().words.en);
    return Pair{*std::move(sheet), *std::move(text)};
}

std::vector<ColumnSpec> columns(const std::vector<std::string>& names) {
    std::vector<ColumnSpec> specs;
    for (const std::string& name : names) {
        specs.push_back({name, {name, name}, true, {}});
    }
    return specs;
}

// The text twins were made with white space collapsed and zero-width characters left out.
std::string normal(const std::string& text) {
    std::u32string result;
    for (const char32_t c : to_code_points(text)) {
        if (std::u32string_view(U" \t\n\r\u00A0\u3000\u200B\u200C\u200D\uFEFF").find(c) ==
            std::u32string_view::npos) {
            result.push_back(c);
        }
    }
    return to_utf8(result);
}

struct Compared {
    std::size_t rows = 0;
    std::size_t different = 0;
    std::size_t serials = 0;
};

Compared compare(Pair& pair, const std::vector<std::string>& texts,
                 const std::vector<std::string>& times) {
    Compared compared;
    for (;;) {
        Result<std::optional<Row>> left = pair.sheet.next();
        Result<std::optional<Row>> right = pair.text.next();
        if (!left || !right) {
            ADD_FAILURE() << (left ? right : left).error().reasons.front().words.en;
            return compared;
        }
        EXPECT_EQ(left->has_value(), right->has_value()) << compared.rows;
        if (!left->has_value() || !right->has_value()) {
            return compared;
        }
        ++compared.rows;
        for (const std::string& name : texts) {
            const std::string a = normal(pair.sheet.cell(**left, name).text);
            const std::string b = normal(pair.text.cell(**right, name).text);
            if (a != b && ++compared.different < 5) {
                ADD_FAILURE() << pair.sheet.place(**left, name) << "\n" << a << "\n---\n" << b;
            }
        }
        for (const std::string& name : times) {
            const Cell& cell = pair.sheet.cell(**left, name);
            compared.serials += cell.is_date ? 1U : 0U;
            const Result<Instant> a = parse_sheet_time(cell, pair.sheet.place(**left, name));
            const Result<Instant> b =
                parse_sheet_time(pair.text.cell(**right, name), pair.text.place(**right, name));
            EXPECT_TRUE(a) << cell.text;
            EXPECT_TRUE(b);
            if (a && b) {
                EXPECT_EQ(to_string(*a), to_string(*b)) << pair.sheet.place(**left, name);
            }
        }
    }
}

TEST(RealData, Messages2019EveryCell) {
    const std::vector<std::string> texts{"留言编号", "留言用户", "留言主题",
                                         "留言详情", "反对数",   "点赞数"};
    const std::vector<std::string> times{"留言时间"};
    std::vector<std::string> all = texts;
    all.insert(all.end(), times.begin(), times.end());
    std::optional<Pair> pair = open_pair("messages_2019", columns(all));
    if (!pair) {
        GTEST_SKIP() << "messages_2019.xlsx is absent";
    }
    const Compared compared = compare(*pair, texts, times);
    EXPECT_EQ(compared.rows, 4326U);
    EXPECT_EQ(compared.different, 0U);
    EXPECT_EQ(compared.serials, 129U);
}

TEST(RealData, MessagesWithRepliesEveryCell) {
    const std::vector<std::string> texts{"留言编号", "留言用户", "留言主题", "留言详情",
                                         "答复意见"};
    const std::vector<std::string> times{"留言时间", "答复时间"};
    std::vector<std::string> all = texts;
    all.insert(all.end(), times.begin(), times.end());
    std::optional<Pair> pair = open_pair("messages_with_replies", columns(all));
    if (!pair) {
        GTEST_SKIP() << "messages_with_replies.xlsx is absent";
    }
    const Compared compared = compare(*pair, texts, times);
    EXPECT_EQ(compared.rows, 2816U);
    EXPECT_EQ(compared.different, 0U);
}

TEST(RealData, EveryTextFileIsRead) {
    if (!std::filesystem::exists(data_file("cn_calendar.csv"))) {
        GTEST_SKIP() << "the data folder is absent";
    }
    const std::vector<std::pair<std::string, std::size_t>> files{
        {"cn_calendar.csv", 431},
        {"messages_labeled.csv", 2801},
        {"messages_segmented_labeled.csv", 8254},
        {"reply_labels_sample.csv", 874},
        {"taxonomy.csv", 517},
        {"lifecycle_times.csv", 531},
        {"org_volumes.csv", 325},
        {"shanghai_streets.csv", 234}};
    for (const auto& [name, rows] : files) {
        const testing_files::Read read =
            testing_files::read_all(testing_files::read_file(data_file(name)), {}, name);
        EXPECT_EQ(testing_files::message_of(read), "ok") << name;
        EXPECT_EQ(read.rows.size(), rows + 1) << name;
    }
}

} // namespace
} // namespace chengban::tabular
