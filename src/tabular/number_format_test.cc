#include "tabular/number_format.h"

#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

using Kind = NumberFormat::Kind;

TEST(NumberFormat, DateFormatsAreKnownByTheirLetters) {
    for (const char* code : {"yyyy-mm-dd", "m/d/yy h:mm", "[$-804]yyyy\"年\"m\"月\"d\"日\"",
                             "[$-F800]dddd, mmmm dd, yyyy", "上午/下午h:mm", "h:mm AM/PM",
                             "yyyy/m/d;@", "[DBNum1][$-804]yyyy", "mm:ss.0"}) {
        EXPECT_EQ(custom_format(code).kind, Kind::date) << code;
    }
    for (const char* code :
         {"General", "0", "0.00", "#,##0", "0%", "@", "\"day\"0", "\\d0", "_d0", "*d0", "[Red]0",
          "[h]:mm", "[ss]", "0.00E+00", "", "\"open", "[open", "0;yyyy", "¥#,##0.00"}) {
        EXPECT_NE(custom_format(code).kind, Kind::date) << code;
    }
}

TEST(NumberFormat, BuiltinDates) {
    for (const std::uint32_t id : {14U, 22U, 27U, 36U, 45U, 47U, 50U, 58U}) {
        EXPECT_EQ(builtin_format(id).kind, Kind::date) << id;
    }
    for (const std::uint32_t id : {0U, 1U, 13U, 23U, 26U, 37U, 46U, 49U, 59U}) {
        EXPECT_EQ(builtin_format(id).kind, Kind::general) << id;
    }
}

TEST(NumberFormat, ZerosPad) {
    EXPECT_EQ(show_number(42, custom_format("00000")), "00042");
    EXPECT_EQ(show_number(4.5, custom_format("00000")), "4.5");
    EXPECT_EQ(show_number(-42, custom_format("00000")), "-42");
    EXPECT_EQ(custom_format("0").kind, Kind::general);
}

TEST(NumberFormat, LargeAndSmall) {
    EXPECT_EQ(show_number(1e20, {}), "100000000000000000000");
    EXPECT_EQ(show_number(1e-7, {}), "1e-07");
    EXPECT_EQ(show_number(1.0 / 3, {}), "0.333333333333333");
}

TEST(NumberFormat, SerialsRoundToTheSecond) {
    EXPECT_EQ(show_serial(43524.999999), "2019-03-01");
    EXPECT_EQ(show_serial(k_serial_max), "9999-12-31 23:59:59");
    EXPECT_EQ(show_serial(59), "1900-02-28");
}

TEST(NumberFormat, OnlyPlainNumbersAreRead) {
    EXPECT_EQ(read_number("1.5"), 1.5);
    EXPECT_EQ(read_number("+2"), 2);
    for (const char* text : {"", "+", "1 ", "0x10", "inf", "nan", "1e400", "--1", "一"}) {
        EXPECT_FALSE(read_number(text).has_value()) << text;
    }
}

} // namespace
} // namespace chengban::tabular
