#include "bulletin/figures.h"

#include <gtest/gtest.h>

#include <random>

namespace chengban::bulletin {
namespace {

Instant at(const char* text) {
    return *parse_instant(text, "t");
}
const Instant k_long_ago = at("2025-01-06T09:00:00+08:00");
const Period k_week{at("2026-03-09T00:00:00+08:00"), at("2026-03-16T00:00:00+08:00")};

OrderFact fact(int number, Instant received, const char* category = "lift",
               const char* district = "310101") {
    OrderFact fact;
    fact.id = OrderId("o-" + std::to_string(number));
    fact.kind = "complaint";
    fact.category = category;
    fact.district = district;
    fact.unit = UnitId("district-310101");
    fact.received_at = received;
    fact.completion_due = received.plus_milliseconds(5 * k_milliseconds_per_day);
    return fact;
}

TEST(Figures, Clause_16_an_order_counts_where_its_instants_lie) {
    std::vector<OrderFact> facts{fact(1, k_week.from),                       // in
                                 fact(2, k_week.to),                         // the next period's
                                 fact(3, k_week.from.plus_milliseconds(-1)), // the period before
                                 fact(4, k_week.from.plus_milliseconds(1))};
    facts[0].completed_at = facts[0].completion_due->plus_milliseconds(-1);
    facts[0].open = false;
    facts[2].completed_at = facts[2].completion_due; // late: the limit is exclusive
    facts[2].open = false;
    const Figures figures = count(facts, k_week, k_long_ago);
    EXPECT_EQ(figures.received, 2);
    EXPECT_EQ(figures.received_before, 1);
    EXPECT_EQ(figures.completed, 2);
    EXPECT_EQ(figures.completed_late, 1);
    EXPECT_EQ(figures.overdue, 1); // the fourth, due on Saturday
    ASSERT_EQ(figures.units.size(), 1U);
    EXPECT_EQ(figures.units[0].received, 2);
    EXPECT_EQ(figures.units[0].late, 1);
    EXPECT_EQ(figures.units[0].overdue, 1);
    ASSERT_EQ(figures.categories.size(), 1U);
    EXPECT_EQ(figures.categories[0], (Share{"lift", 2, 1}));
}

TEST(Figures, Clause_16_sums_agree_with_a_count_one_by_one) {
    std::mt19937_64 random(16);
    std::vector<OrderFact> facts;
    for (int i = 0; i < 3000; ++i) {
        const auto day = static_cast<std::int64_t>(random() % 60);
        OrderFact one =
            fact(i, k_week.from.plus_milliseconds((day - 40) * k_milliseconds_per_day),
                 random() % 2 == 0 ? "lift" : "leak", random() % 3 == 0 ? "310104" : "310101");
        one.unit = UnitId(random() % 2 == 0 ? "u-1" : "u-2");
        if (random() % 3 != 0) {
            one.completed_at = one.received_at.plus_milliseconds(
                static_cast<std::int64_t>(random() % 10) * k_milliseconds_per_day);
            one.open = false;
        }
        facts.push_back(one);
    }
    const Figures figures = count(facts, k_week, k_long_ago);
    std::int64_t received = 0;
    std::int64_t late = 0;
    for (const OrderFact& one : facts) {
        received += k_week.has(one.received_at) ? 1 : 0;
        late += one.completed_at && k_week.has(*one.completed_at) &&
                        *one.completed_at >= *one.completion_due
                    ? 1
                    : 0;
    }
    EXPECT_EQ(figures.received, received);
    EXPECT_EQ(figures.completed_late, late);
    std::int64_t by_category = 0;
    for (const Share& share : figures.categories) {
        by_category += share.now;
    }
    std::int64_t by_unit = 0;
    for (const UnitFigures& unit : figures.units) {
        by_unit += unit.received;
    }
    EXPECT_EQ(by_category, received);
    EXPECT_EQ(by_unit, received);
}

TEST(Figures, Clause_16_what_rises_beyond_chance_is_an_early_sign_and_what_is_usual_is_not) {
    std::vector<OrderFact> facts;
    int number = 0;
    const auto add = [&](int periods_ago, int count, const char* category) {
        for (int i = 0; i < count; ++i) {
            facts.push_back(
                fact(++number,
                     k_week.from.plus_milliseconds(-7 * periods_ago * k_milliseconds_per_day + i),
                     category));
        }
    };
    for (int period = 1; period <= k_history_periods; ++period) {
        add(period, 10, "usual");
        add(period, 1, "rising");
    }
    add(0, 12, "usual"); // concentrated, but no more than ever
    add(0, 7, "rising"); // one a week until now
    add(0, 3, "few");    // too few to say anything
    const Figures figures = count(facts, k_week, k_long_ago);
    ASSERT_EQ(figures.early_signs.size(), 1U);
    EXPECT_EQ(figures.early_signs[0].category, "rising");
    EXPECT_EQ(figures.early_signs[0].expected_milli, 1000);
    EXPECT_EQ(figures.early_signs[0].orders.size(), 7U);
    EXPECT_EQ(figures.early_signs[0].orders[0], facts[facts.size() - 4].id); // the newest
    ASSERT_EQ(figures.concentrated.size(), 2U);
    EXPECT_EQ(figures.concentrated[0].category, "usual");
}

TEST(Figures, Clause_16_the_chance_is_that_of_a_poisson_count) {
    EXPECT_DOUBLE_EQ(chance_of(0, 3), 1.0);
    EXPECT_NEAR(chance_of(1, 1), 0.632120558, 1e-9);
    EXPECT_NEAR(chance_of(4, 1), 0.018988157, 1e-9);
    EXPECT_NEAR(chance_of(7, 1), 0.0000832411, 1e-9);
    EXPECT_GT(chance_of(10, 10), 0.5);
    EXPECT_GE(chance_of(500, 10), 0.0);
}

TEST(Figures, Clause_16_a_month_is_compared_with_the_calendar_month_before) {
    const Period march{at("2026-03-01T00:00:00+08:00"), at("2026-04-01T00:00:00+08:00")};
    const Figures figures =
        count({fact(1, at("2026-02-01T00:00:00+08:00")), fact(2, at("2026-01-31T23:59:59+08:00"))},
              march, k_long_ago);
    EXPECT_EQ(figures.before, (Period{at("2026-02-01T00:00:00+08:00"), march.from}));
    EXPECT_EQ(figures.received_before, 1);
    EXPECT_EQ(history_begins(march), at("2025-11-01T00:00:00+08:00"));
}

TEST(Figures, Clause_16_nothing_is_said_to_rise_before_two_periods_are_known) {
    std::vector<OrderFact> facts;
    for (int i = 0; i < 9; ++i) {
        facts.push_back(fact(i, k_week.from.plus_milliseconds(i)));
    }
    const auto begun = [](int days_before) {
        return k_week.from.plus_milliseconds(-days_before * k_milliseconds_per_day);
    };
    EXPECT_EQ(count(facts, k_week, begun(13)).history_periods, 1);
    EXPECT_TRUE(count(facts, k_week, begun(13)).early_signs.empty());
    EXPECT_EQ(count(facts, k_week, begun(14)).history_periods, 2);
    EXPECT_EQ(count(facts, k_week, begun(14)).early_signs.size(), 1U);
    EXPECT_EQ(count(facts, k_week, begun(90)).history_periods, k_history_periods);
}

TEST(Figures, Clause_18_a_confidential_order_is_counted_and_in_no_cell) {
    std::vector<OrderFact> facts;
    for (int i = 0; i < 5; ++i) {
        facts.push_back(fact(i, k_week.from.plus_milliseconds(i)));
    }
    facts.back().confidential = true;
    const Figures figures = count(facts, k_week, k_long_ago);
    EXPECT_EQ(figures.received, 5);
    EXPECT_TRUE(figures.concentrated.empty()) << "four are shown";
}

TEST(Figures, Clause_16_figures_are_stored_as_they_are) {
    std::vector<OrderFact> facts;
    for (int i = 0; i < 30; ++i) {
        facts.push_back(fact(i, k_week.from.plus_milliseconds(i)));
    }
    const Figures figures = count(facts, k_week, k_long_ago);
    EXPECT_EQ(read_stored<Figures>(write_record(figures)), figures);
    EXPECT_EQ(figures.concentrated.at(0).orders.size(), 20U);
}

} // namespace
} // namespace chengban::bulletin
