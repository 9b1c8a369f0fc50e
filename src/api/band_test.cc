// B4: when a clock on the wall, in a list and on an order's page turns colour, to the millisecond.
#include "api/test_bench.h"

#include <gtest/gtest.h>

namespace chengban::api::testing {
namespace {

using workorder::Role;

constexpr const char* k_unit = "district-310101";

class Bands : public ::testing::Test {
protected:
    void at(const char* local, std::int64_t milliseconds = 0) {
        const Instant instant = *parse_instant(std::string(local) + "+08:00", "t");
        bench_.clock.advance_to(instant.plus_milliseconds(milliseconds));
    }
    // Of the limit of completion, as the order's page shows it.
    std::string band() {
        const json::value page =
            parse_json(text_of(bench_.get(dispatcher_, "/api/v1/work-orders/" + order_))).value();
        for (const json::value& limit : page.at("deadlines").as_array()) {
            if (limit.at("kind") == "completion") {
                return std::string(limit.at("band").at("value").as_string());
            }
        }
        return "no limit";
    }
    // The same in a list, where the first limit stands.
    std::string listed() {
        const json::value rows = parse_json(text_of(bench_.get(dispatcher_, "/api/v1/work-orders",
                                                               {{"queue", "all_open"}})))
                                     .value();
        return std::string(
            rows.at("items").at(0).at("next_due").at("band").at("value").as_string());
    }

    TestBench bench_;
    workorder::Actor dispatcher_ = person_of(Role::dispatcher);
    std::string order_;
};

// Dispatched as Monday begins, five working days: the 12th to the 16th and the 19th are six days of
// work to the end of the 19th; half of them is the end of the 14th, three quarters noon of the
// 16th.
TEST_F(Bands, Clause_B4_turn_right_on_the_shares_of_the_rulebook) {
    at("2026-10-12T00:00:00");
    const auto& book = bench_.library->rulebook_in_force(day_of(bench_.clock.now()))->book;
    ASSERT_EQ(book.bands.yellow_per_mille, 500);
    ASSERT_EQ(book.bands.red_per_mille, 750);
    order_ = bench_.dispatched_order("B-1", "楼道漏水", k_unit);
    EXPECT_EQ(band(), "blue");
    at("2026-10-15T00:00:00", -1);
    EXPECT_EQ(band(), "blue");
    at("2026-10-15T00:00:00");
    EXPECT_EQ(band(), "yellow");
    at("2026-10-16T12:00:00", -1);
    EXPECT_EQ(band(), "yellow");
    at("2026-10-16T12:00:00");
    EXPECT_EQ(band(), "red");
    at("2026-10-20T00:00:00", -1); // 24:00 of the 19th is no longer the 19th
    EXPECT_EQ(band(), "red");
    at("2026-10-20T00:00:00");
    EXPECT_EQ(band(), "overdue");
}

// Signing for it is due by the end of the next working day: on the last one it is red, whatever
// share of the time is left.
TEST_F(Bands, Clause_B4_the_last_working_day_is_red_and_the_limit_itself_is_late) {
    at("2026-10-12T00:00:00");
    order_ = bench_.dispatched_order("B-2", "楼道漏水", k_unit);
    at("2026-10-12T12:00:00");
    EXPECT_EQ(listed(), "blue");
    at("2026-10-13T00:00:00", -1);
    EXPECT_EQ(listed(), "blue");
    at("2026-10-13T00:00:00");
    EXPECT_EQ(listed(), "red");
    at("2026-10-14T00:00:00", -1);
    EXPECT_EQ(listed(), "red");
    at("2026-10-14T00:00:00");
    EXPECT_EQ(listed(), "overdue");
}

} // namespace
} // namespace chengban::api::testing
