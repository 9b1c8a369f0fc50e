// The figures of a period, for the whole and for each unit, section and handler, each with what it
// was made of. Lines are facts that can be frozen as they are.
#pragma once

#include "appraisal/measure.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace chengban::appraisal {

struct ExcludedCount {
    Exclusion exclusion = Exclusion::not_assessed;
    std::int64_t count = 0;

    bool operator==(const ExcludedCount&) const = default;
    static constexpr auto fields() {
        using T = ExcludedCount;
        return std::tuple{field("exclusion", &T::exclusion, "排除原因", "exclusion"),
                          field("count", &T::count, "件数", "count", {0, k_many})};
    }
    static constexpr std::int64_t k_many = 1'000'000'000'000;
};

struct Figure {
    Measure measure = Measure::volume;
    std::int64_t gained = 0;  // numerator, in 1 / k_parts
    std::int64_t counted = 0; // denominator
    std::vector<ExcludedCount> excluded;

    std::optional<std::int64_t> hundredths() const {
        return hundredths_of_percent(gained, counted);
    }
    void add(const Membership& membership);
    bool operator==(const Figure&) const = default;
    static constexpr auto fields() {
        using T = Figure;
        constexpr Bounds any{0, 1'000'000'000'000'000};
        return std::tuple{field("measure", &T::measure, "指标", "measure"),
                          field("gained", &T::gained, "分子", "numerator", any),
                          field("counted", &T::counted, "分母", "denominator", any),
                          defaulted("excluded", &T::excluded, "排除", "excluded", {0, 20})};
    }
};

enum class Scope { total, unit, section, handler };

struct OutcomeCount {
    Outcome outcome = Outcome::resolved;
    std::int64_t count = 0;

    bool operator==(const OutcomeCount&) const = default;
    static constexpr auto fields() {
        using T = OutcomeCount;
        return std::tuple{field("outcome", &T::outcome, "处理结果", "outcome"),
                          field("count", &T::count, "件数", "count", {0, ExcludedCount::k_many})};
    }
};

struct Line {
    Scope scope = Scope::total;
    std::optional<UnitId> unit; // of all but the total
    std::optional<std::string> section;
    std::optional<PersonId> handler;
    std::vector<Figure> figures;        // volume and the four rates, in their order
    std::vector<OutcomeCount> outcomes; // the units' own, beside the citizens' word (I 18)

    const Figure& figure(Measure measure) const;
    std::int64_t completed() const; // in the cohort of the rates
    // The units' own outcome: share of `resolved`, and of `for_reference` (9.3).
    std::optional<std::int64_t> own_hundredths(Outcome outcome) const;

    bool operator==(const Line&) const = default;
    static constexpr auto fields() {
        using T = Line;
        return std::tuple{field("scope", &T::scope, "范围", "scope"),
                          field("unit", &T::unit, "承办单位", "unit"),
                          field("section", &T::section, "科室", "section", {0, 64}),
                          field("handler", &T::handler, "经办人", "handler"),
                          field("figures", &T::figures, "指标", "figures", {5, 5}),
                          defaulted("outcomes", &T::outcomes, "单位认定的处理结果",
                                    "the units' own outcomes", {0, 10})};
    }
};

// The section of the one who handles the round, empty when there is none. It must not change
// afterwards: closed periods are proven by it.
using SectionOf = std::function<std::string(const Fact&)>;

// The total first, then units, sections and handlers, each in the order of their ids.
std::vector<Line> report(std::span<const Fact> facts, const Period& period,
                         const AppraisalRules& rules, Instant now, const SectionOf& section_of);

// ---- 17, 14.10: grades rather than a bare ranking

enum class Grade { no_data, too_few, below_floor, adequate, good };
Grade grade(const Figure& figure, const AppraisalRules& rules);
std::int32_t floor_of(Measure measure, const AppraisalRules& rules); // thousandths
// 14.10: the rates whose lowness is proposed for admonition.
constexpr bool has_floor(Measure measure) {
    return measure == Measure::first_contact || measure == Measure::resolution ||
           measure == Measure::satisfaction;
}

} // namespace chengban::appraisal

template <>
struct chengban::EnumTable<chengban::appraisal::Scope> {
    using E = chengban::appraisal::Scope;
    static constexpr std::array rows{EnumRow<E>{E::total, "total", "合计", "total"},
                                     EnumRow<E>{E::unit, "unit", "承办单位", "unit"},
                                     EnumRow<E>{E::section, "section", "科室", "section"},
                                     EnumRow<E>{E::handler, "handler", "经办人", "handler"}};
};

template <>
struct chengban::EnumTable<chengban::appraisal::Grade> {
    using E = chengban::appraisal::Grade;
    static constexpr std::array rows{
        EnumRow<E>{E::no_data, "no_data", "–", "no data"},
        EnumRow<E>{E::too_few, "too_few", "件数不足", "too few"},
        EnumRow<E>{E::below_floor, "below_floor", "低于下限", "below the floor"},
        EnumRow<E>{E::adequate, "adequate", "达标", "adequate"},
        EnumRow<E>{E::good, "good", "良好", "good"}};
};
