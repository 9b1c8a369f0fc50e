#include "calendar/oracle_compare.h"
#include "calendar/test_calendar.h"

#include <gmock/gmock.h>

namespace chengban::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> faults(std::string_view text) {
    std::vector<std::string> found;
    const auto rows = parse_calendar_csv(text, "c.csv");
    if (!rows) {
        for (const Reason& reason : rows.error().reasons) {
            found.push_back(reason.field + " " + reason.code);
        }
    }
    return found;
}

TEST(CalendarCsv, reads_what_editors_write) {
    const std::string plain = "date,kind,name\n2026-10-01,holiday,国庆节\n"
                              "2026-10-10,makeup_workday,国庆节\n";
    const auto rows = parse_calendar_csv(plain, "c.csv");
    ASSERT_TRUE(rows);
    EXPECT_THAT(*rows,
                ElementsAre(CalendarRow{on("2026-10-01"), DayKind::holiday, "国庆节"},
                            CalendarRow{on("2026-10-10"), DayKind::makeup_workday, "国庆节"}));
    const std::string excel = "\xEF\xBB\xBF"
                              "date,kind,name\r\n2026-10-01,holiday,\"国庆节\"\r\n\r\n"
                              "2026-10-10,makeup_workday, 国庆节 ";
    EXPECT_EQ(*parse_calendar_csv(excel, "c.csv"), *rows);
}

TEST(CalendarCsv, writes_what_it_reads) {
    EXPECT_EQ(to_csv(china().rows()), china_csv());
    const std::vector<CalendarRow> odd{{on("2026-10-01"), DayKind::holiday, "a,\"b\""},
                                       {on("2026-10-02"), DayKind::holiday, "\""},
                                       {on("2026-10-03"), DayKind::holiday, "𠮷"}};
    EXPECT_EQ(*parse_calendar_csv(to_csv(odd), "c.csv"), odd);
}

TEST(CalendarCsv, names_every_fault_by_file_line_and_column) {
    EXPECT_THAT(faults("date,kind,name\n"
                       "2026-10-01,holiday,国庆节\n"
                       "2026/10/02,holiday,国庆节\n"
                       "2026-10-03,day off,国庆节\n"
                       "2026-10-07,makeup_workday,国庆节\n"
                       "2026-10-01,holiday,国庆节\n"
                       "2026-10-04,holiday\n"
                       "2026-10-05,holiday,\n"
                       "2026-10-06,holiday,\"国庆\n"
                       "2026-10-06,holiday,\"国\"庆\n"
                       "1899-10-06,nothing,x\n"
                       "2026-02-29,holiday,x\n"
                       "2026-10-10,holiday,x\n"
                       "2026-10-10,makeup_workday,x\n"),
                ElementsAre("c.csv:3:date bad_date", "c.csv:4:kind bad_kind",
                            "c.csv:5:kind makeup_on_weekday", "c.csv:6:date duplicate_day",
                            "c.csv:7 wrong_columns", "c.csv:8:name empty_name",
                            "c.csv:9 open_quote", "c.csv:10 text_after_quote",
                            "c.csv:11:date year_out_of_range", "c.csv:11:kind bad_kind",
                            "c.csv:12:date bad_date", "c.csv:14:date contradicting_rows"));
    const auto rows = parse_calendar_csv("date,kind,name\n2026-10-07,makeup_workday,国庆节\n"
                                         "2026-10-07,holiday,国庆节\n",
                                         "china.csv");
    ASSERT_FALSE(rows);
    EXPECT_THAT(rows.error().reasons[0].words.zh,
                HasSubstr("china.csv 第 2 行 kind 列：2026-10-07 是周三"));
    EXPECT_THAT(rows.error().reasons[1].words.en,
                HasSubstr("china.csv line 3, column date: 2026-10-07 is listed both"));
}

TEST(CalendarCsv, refuses_files_that_are_no_calendar) {
    EXPECT_THAT(faults(""), ElementsAre("c.csv:1 wrong_header"));
    EXPECT_THAT(faults("date;kind;name\n"), ElementsAre("c.csv:1 wrong_header"));
    EXPECT_THAT(faults("date,kind,name\n\n"), ElementsAre("c.csv:2 no_rows"));
    EXPECT_THAT(faults("date,kind,name\n2026-10-01,holiday,\xB9\xFA\n"),
                ElementsAre("c.csv:2 broken_utf8"));
    EXPECT_THAT(faults(std::string_view("date,kind,name\n2026-10-01,holiday,a\0b\n", 38)),
                ElementsAre("c.csv:2:name bad_name"));
    EXPECT_THAT(faults(std::string(k_calendar_bytes_max + 1, 'x')),
                ElementsAre("c.csv:0 file_too_large"));
    EXPECT_THAT(faults("date,kind,name\n" + std::string(100'000, ',')),
                ElementsAre("c.csv:2 wrong_columns"));
}

TEST(CalendarCsv, lists_fifty_faults_and_stops) {
    std::string text = "date,kind,name\n";
    for (int i = 0; i < 1000; ++i) {
        text += "x,y,z\n";
    }
    EXPECT_EQ(faults(text).size(), k_calendar_errors_max);
    text = "date,kind,name\n";
    for (Day day = on("1990-01-01"); day < on("2090-01-01"); day = day.plus(1)) {
        text += to_string(day) + ",holiday,x\n";
    }
    EXPECT_THAT(faults(text), ElementsAre("c.csv:20002 too_many_rows"));
}

// Whatever stands in the file, reading it ends, and what it accepts makes a calendar.
TEST(CalendarCsv, survives_20000_damaged_files) {
    oracle::Dice dice(7);
    const std::string good = china_csv().substr(0, 900);
    constexpr std::string_view k_pieces = ",\"\n\r-0129holidaymakeup_workday\xE5\xEF\xBB\xBF\0 ";
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto length = 30 + static_cast<std::size_t>(dice.roll(600));
        std::string text = good.substr(0, dice.roll(2) == 0 ? length : good.find('\n', length) + 1);
        for (int edits = dice.roll(4); edits > 0; --edits) {
            const auto where = static_cast<std::size_t>(dice.roll(static_cast<int>(text.size())));
            text[where] =
                k_pieces[static_cast<std::size_t>(dice.roll(static_cast<int>(k_pieces.size())))];
        }
        const auto rows = parse_calendar_csv(text, "c.csv");
        if (!rows) {
            ASSERT_FALSE(rows.error().reasons.empty());
            ASSERT_LE(rows.error().reasons.size(), k_calendar_errors_max);
            continue;
        }
        ++accepted;
        ASSERT_TRUE(Calendar::make(1, *rows)) << text;
        ASSERT_EQ(*parse_calendar_csv(to_csv(*rows), "c.csv"), *rows) << text;
    }
    EXPECT_GT(accepted, 1000);
}

} // namespace
} // namespace chengban::calendar
