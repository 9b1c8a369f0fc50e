// The figures of a bulletin (16), counted from orders: what is concentrated, what trends, and what
// rises beyond chance. Frozen into the bulletin when it is drafted.
//
// Room bulletin (may use: base, rulebook, people, knowledge).
#pragma once

#include "base/record.h"

#include <map>

namespace chengban::bulletin {

// One order as far as bulletins look at it.
struct OrderFact {
    OrderId id;
    std::string kind;
    std::string category;
    std::string district;
    UnitId unit; // empty at the center
    Instant received_at;
    std::optional<Instant> completion_due;
    std::optional<Instant> completed_at;
    bool open = true;
    bool confidential = false; // counted, but in no cell of a place and a matter (18)
};

struct Period {
    Instant from;
    Instant to; // exclusive

    bool has(Instant at) const { return from <= at && at < to; }
    bool operator==(const Period&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("from", &Period::from, "起", "from"),
                          field("to", &Period::to, "止", "to")};
    }
};

inline constexpr int k_history_periods = 4;     // of the same sort, before the period
inline constexpr int k_history_periods_min = 2; // fewer tell nothing of what is usual
inline constexpr Bounds k_count{0, 1'000'000'000};
inline constexpr Bounds k_rows{0, 2'000};

// A count beside the same count of the period before.
struct Share {
    std::string token;
    std::int64_t now = 0;
    std::int64_t before = 0;

    bool operator==(const Share&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("token", &Share::token, "项目", "item"),
                          field("now", &Share::now, "本期", "now", k_count),
                          field("before", &Share::before, "上期", "before", k_count)};
    }
};

struct UnitFigures {
    UnitId unit;
    std::int64_t received = 0;  // in the period
    std::int64_t completed = 0; // in the period
    std::int64_t late = 0;      // of these, after their limit
    std::int64_t overdue = 0;   // still open at the end of the period, past their limit

    bool operator==(const UnitFigures&) const = default;
    static constexpr auto fields() {
        using T = UnitFigures;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("received", &T::received, "受理", "received", k_count),
                          field("completed", &T::completed, "办结", "completed", k_count),
                          field("late", &T::late, "逾期办结", "completed late", k_count),
                          field("overdue", &T::overdue, "超期未结", "overdue", k_count)};
    }
};

// Orders of one category in one district.
struct Cell {
    std::string category;
    std::string district;
    std::int64_t count = 0;
    std::int64_t expected_milli = 0; // of the periods before, on average, in thousandths
    std::int64_t chance_ppm = 0;     // how often so many come by chance, in millionths
    std::vector<OrderId> orders;     // at most 20, the newest first

    bool operator==(const Cell&) const = default;
    static constexpr auto fields() {
        using T = Cell;
        return std::tuple{field("category", &T::category, "事项", "category"),
                          field("district", &T::district, "区域", "district"),
                          field("count", &T::count, "件数", "count", k_count),
                          field("expected_milli", &T::expected_milli, "往期平均（千分）",
                                "expected, thousandths", k_count),
                          field("chance_ppm", &T::chance_ppm, "偶然概率（百万分）",
                                "by chance, millionths", k_count),
                          field("orders", &T::orders, "工单", "orders", {0, 20})};
    }
};

struct Figures {
    Period period;
    Period before;
    std::int64_t received = 0;
    std::int64_t received_before = 0;
    std::int64_t completed = 0;
    std::int64_t completed_late = 0;
    std::int64_t overdue = 0; // open and past the limit at the end of the period
    std::vector<Share> kinds;
    std::vector<Share> categories;
    std::vector<Share> districts;
    std::vector<UnitFigures> units;
    std::vector<Cell> concentrated; // at least k_concentrated_min, the largest first
    std::vector<Cell> early_signs;  // risen beyond chance, the least likely first
    std::int64_t history_periods = k_history_periods; // that data goes back to, at most so many

    bool operator==(const Figures&) const = default;
    static constexpr auto fields() {
        using T = Figures;
        return std::tuple{
            field("period", &T::period, "统计期", "period"),
            field("before", &T::before, "上期", "period before"),
            field("received", &T::received, "受理", "received", k_count),
            field("received_before", &T::received_before, "上期受理", "received before", k_count),
            field("completed", &T::completed, "办结", "completed", k_count),
            field("completed_late", &T::completed_late, "逾期办结", "completed late", k_count),
            field("overdue", &T::overdue, "超期未结", "overdue", k_count),
            field("kinds", &T::kinds, "类别", "kinds", k_rows),
            field("categories", &T::categories, "事项", "categories", k_rows),
            field("districts", &T::districts, "区域", "districts", k_rows),
            field("units", &T::units, "单位", "units", k_rows),
            field("concentrated", &T::concentrated, "集中问题", "concentrated", k_rows),
            field("early_signs", &T::early_signs, "苗头性问题", "early signs", k_rows),
            defaulted("history_periods", &T::history_periods, "往期数", "periods before",
                      {0, k_history_periods})};
    }
};

inline constexpr std::int64_t k_concentrated_min = 5;
inline constexpr std::int64_t k_sign_count_min = 4; // fewer say nothing
inline constexpr double k_sign_chance_max = 0.01;
inline constexpr std::size_t k_cells_max = 10;

// Facts of the period and of the k_history_periods before it; others do no harm. `data_begins`: the
// first order ever; periods that reach before it are not compared with.
Figures count(const std::vector<OrderFact>& facts, const Period& period, Instant data_begins);

// The first instant whose orders `count` looks at.
Instant history_begins(const Period& period);

// P(X ≥ count) of a Poisson count with that mean; 1 for count 0.
double chance_of(std::int64_t count, double mean);

} // namespace chengban::bulletin
