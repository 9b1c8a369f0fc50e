#include "tabular/sheet_time.h"

#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

std::string read(const std::string& text) {
    const Result<Instant> time = parse_sheet_time(Cell{.text = text}, "C5");
    return time ? to_string(*time) : time.error().reasons.front().code;
}

std::string read(double serial) {
    Cell cell;
    cell.number = serial;
    cell.is_date = true;
    const Result<Instant> time = parse_sheet_time(cell, "C5");
    return time ? to_string(*time) : time.error().reasons.front().code;
}

TEST(SheetTime, FormsOfOneMoment) {
    for (const char* text :
         {"2019/2/28 11:25:05", "2019-02-28 11:25:05", "2019.2.28 11:25:05",
          "2019年2月28日 11:25:05", "2019年2月28日11时25分05秒",
          "２０１９／２／２８　１１：２５：０５", "2019/2/28 上午11:25:05", "2019/2/28 11:25:05 AM",
          " 2019-2-28  11:25:5 ", "2019-02-28T11:25:05", "2019-02-28T03:25:05Z",
          "2019-02-28T11:25:05+08:00", "2019年2月28日 11點25分5秒", "2019-02-28 11:25:05.000"}) {
        EXPECT_EQ(read(text), "2019-02-28T11:25:05+08:00") << text;
    }
}

TEST(SheetTime, ShorterForms) {
    EXPECT_EQ(read("2019/2/28"), "2019-02-28T00:00:00+08:00");
    EXPECT_EQ(read("2019年2月28日"), "2019-02-28T00:00:00+08:00");
    EXPECT_EQ(read("2019-02-28 11:25"), "2019-02-28T11:25:00+08:00");
    EXPECT_EQ(read("2019-02-28 下午3:25"), "2019-02-28T15:25:00+08:00");
    EXPECT_EQ(read("2019-02-28 下午 15:25"), "2019-02-28T15:25:00+08:00");
    EXPECT_EQ(read("2019-02-28 12:05 AM"), "2019-02-28T00:05:00+08:00");
    EXPECT_EQ(read("2019年2月28日9时"), "2019-02-28T09:00:00+08:00");
    EXPECT_EQ(read("2015-03-25 13:05:02.125"), "2015-03-25T13:05:02.125+08:00");
    EXPECT_EQ(read("2020/2/29"), "2020-02-29T00:00:00+08:00");
}

TEST(SheetTime, SerialsAreExactToTheMillisecond) {
    EXPECT_EQ(read(43524.475752314815), "2019-02-28T11:25:05+08:00");
    EXPECT_EQ(read(43524), "2019-02-28T00:00:00+08:00");
    EXPECT_EQ(read(32874), "1990-01-01T00:00:00+08:00");
    for (std::int64_t ms = 0; ms < k_milliseconds_per_day; ms += 997'003) {
        const Instant instant = start_of(Day(18'000)).plus_milliseconds(ms);
        ASSERT_EQ(instant_of_serial(serial_of(instant)), instant) << ms;
    }
}

TEST(SheetTime, YearsOutsideAreRefused) {
    for (const char* text : {"1899/12/31", "2999-01-01 08:00", "1989-12-31 23:59", "2100/1/1"}) {
        EXPECT_EQ(read(text), "time_out_of_range") << text;
    }
    for (const double serial : {0.0, 0.5, 1.0, 32873.9, 73051.0, 401768.0, -5.0, 1e300}) {
        EXPECT_EQ(read(serial), "time_out_of_range") << serial;
    }
    EXPECT_EQ(read(73050.999), "2099-12-31T23:58:33.600+08:00");
}

TEST(SheetTime, NonsenseIsRefused) {
    for (const char* text :
         {"", "昨天", "2019/2/29", "2019/13/1", "2019/0/1", "2019/2/28 24:00", "2019/2/28 11:60",
          "2019/2/28 11:25:60", "28/2/2019", "2019/2", "2019/2/28 11:25 x", "2019/2/28x",
          "20190228", "2019-02-28 上午 15:00", "43524.475", "2019/2/28 11:", "2019/2/28-1"}) {
        if (std::string(text) == "2019/2/28 11:") { // a cut-off «11时»
            EXPECT_EQ(read(text), "2019-02-28T11:00:00+08:00");
        } else {
            EXPECT_EQ(read(text), "bad_time") << text;
        }
    }
    Cell faulty{.text = "2019/2/28"};
    faulty.fault = CellFault::error_value;
    EXPECT_FALSE(parse_sheet_time(faulty, "C5"));
    const Reason reason = parse_sheet_time(Cell{.text = "昨天"}, "C5").error().reasons.front();
    EXPECT_EQ(reason.field, "C5");
    EXPECT_EQ(reason.words.zh, "C5 的时间「昨天」无法识别，应如 2019-02-28 11:25");
}

} // namespace
} // namespace chengban::tabular
