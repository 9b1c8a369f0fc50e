// 11: which completed orders are asked about. A plan says how many of what; the draw follows from
// the candidates and a seed alone, so that anybody can draw again and prove the sample.
//
// Room followup (may use: base, crypto, people, rulebook, workorder). Pure.
#pragma once

#include "base/record.h"
#include "rulebook/vocabulary.h"

#include <span>
#include <vector>

namespace chengban::followup {

// The first row that fits an order decides its rate; what is left open fits all.
struct RateRow {
    std::optional<UnitId> unit;
    std::optional<OrderKind> kind;
    std::optional<Outcome> outcome;
    std::int32_t per_mille = 0;

    bool operator==(const RateRow&) const = default;
    static constexpr auto fields() {
        using T = RateRow;
        return std::tuple{
            field("unit", &T::unit, "承办单位", "unit"),
            field("kind", &T::kind, "诉求性质", "kind"),
            field("outcome", &T::outcome, "处理结果", "outcome"),
            field("per_mille", &T::per_mille, "抽查比例（千分）", "per mille", {0, 1000})};
    }
};

struct Plan {
    std::string title;
    std::int32_t per_mille = 100; // of what no row fits
    std::int32_t minimum = 1;     // of each unit and row, as far as there are so many
    std::vector<RateRow> rates;
    std::vector<OrderKind> left_out; // kinds nobody asks about

    bool operator==(const Plan&) const = default;
    static constexpr auto fields() {
        using T = Plan;
        return std::tuple{
            field("title", &T::title, "名称", "title", {1, 100}),
            defaulted("per_mille", &T::per_mille, "抽查比例（千分）", "per mille", {0, 1000}),
            defaulted("minimum", &T::minimum, "每组最少件数", "at least of each group", {0, 1000}),
            defaulted("rates", &T::rates, "分类比例", "rates", {0, 500}),
            defaulted("left_out", &T::left_out, "不抽查的类别", "kinds left out", {0, 20})};
    }
};

struct Candidate {
    OrderId order;
    Instant completed_at;
    UnitId unit;
    OrderKind kind = OrderKind::other;
    Outcome outcome = Outcome::resolved;
};

// One stretch of completion time of one group; one order is asked, the others stand by.
struct Pick {
    UnitId unit;
    std::int32_t row = -1; // of the plan's rates, −1 for the general rate
    OrderId order;
    std::vector<OrderId> reserves; // in the order in which they take its place
};

struct Group {
    UnitId unit;
    std::int32_t row = -1;
    std::int32_t per_mille = 0;
    std::int64_t candidates = 0;
    std::int64_t drawn = 0;
};

struct Drawing {
    std::vector<Pick> picks; // in the order of their completion
    std::vector<Group> groups;
    std::string candidates_digest; // SM3 over the candidates, hexadecimal
    std::string sample_digest;     // SM3 over plan, seed, candidates and picks
};

// The order of `candidates` does not matter; an order that stands twice is a Bug.
Drawing draw(const Plan& plan, std::vector<Candidate> candidates, std::uint64_t seed);

} // namespace chengban::followup
