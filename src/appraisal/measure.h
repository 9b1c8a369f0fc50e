// The arithmetic of B5: whether a handling round belongs to a rate, and what it gives. Reports add
// these up, drilling down lists them: the same function decides both.
#pragma once

#include "appraisal/fact.h"
#include "rulebook/casework_rules.h"

namespace chengban::appraisal {

using rulebook::AppraisalRules;

// volume: rounds received. The four rates of 17.
enum class Measure { volume, on_time, first_contact, resolution, satisfaction };
inline constexpr std::array k_rates{Measure::on_time, Measure::first_contact, Measure::resolution,
                                    Measure::satisfaction};

// Why a round of the period is not in the rate, although it is of the cohort.
enum class Exclusion {
    returned,     // B5
    withdrawn,    // recalled or passed on before the unit was done
    not_due_yet,  // neither due nor completed when the figure was made
    no_limit,     // its limit was called off
    not_assessed, // nobody asked, or no answer to this part
    filed,        // 8.4
    other_answer, // the two-term formula leaves «neither» out (I 18)
};

enum class Standing { outside, excluded, counted };

// gained and of are in 1 / k_parts: satisfaction may be a mean of three weights in thousandths.
inline constexpr std::int64_t k_parts = 6'000;

struct Membership {
    Standing standing = Standing::outside;
    Exclusion exclusion = Exclusion::not_assessed; // when excluded
    std::int64_t gained = 0;                       // of k_parts, when counted

    bool operator==(const Membership&) const = default;
};

// Days, first and last included.
struct Period {
    Day first;
    Day last;

    bool operator==(const Period&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("first", &Period::first, "首日", "first day"),
                          field("last", &Period::last, "末日", "last day")};
    }
};

// The day a limit belongs to: 24:00 of the 13th is the 13th.
Day due_day(Instant due);

// `now` is the cut: a limit that passes later has not passed.
Membership membership(const Fact& fact, Measure measure, const Period& period,
                      const AppraisalRules& rules, Instant now);

// Survey and follow-up in one, by the rulebook's order of the two.
workorder::CitizenAnswers answers_of(const Fact& fact, const AppraisalRules& rules);

struct MeasureWords {
    Measure measure;
    Words name;
    Words formula; // under these rules
    Words cohort;
    std::string clause;
};
MeasureWords words_of(Measure measure, const AppraisalRules& rules);

// Percent with two decimals, rounded half up; empty without data: «–», never 0 % or 100 %.
std::optional<std::int64_t> hundredths_of_percent(std::int64_t gained, std::int64_t counted);
std::string percent_text(std::optional<std::int64_t> hundredths); // «87.50%» or «–»

} // namespace chengban::appraisal

template <>
struct chengban::EnumTable<chengban::appraisal::Measure> {
    using E = chengban::appraisal::Measure;
    static constexpr std::array rows{
        EnumRow<E>{E::volume, "volume", "受理量", "volume"},
        EnumRow<E>{E::on_time, "on_time", "按时办结率", "on-time completion rate"},
        EnumRow<E>{E::first_contact, "first_contact", "先行联系率", "first-contact rate"},
        EnumRow<E>{E::resolution, "resolution", "诉求解决率", "resolution rate"},
        EnumRow<E>{E::satisfaction, "satisfaction", "市民满意率", "satisfaction rate"}};
};

template <>
struct chengban::EnumTable<chengban::appraisal::Standing> {
    using E = chengban::appraisal::Standing;
    static constexpr std::array rows{EnumRow<E>{E::outside, "outside", "不在统计范围", "outside"},
                                     EnumRow<E>{E::excluded, "excluded", "排除", "excluded"},
                                     EnumRow<E>{E::counted, "counted", "计入", "counted"}};
};

template <>
struct chengban::EnumTable<chengban::appraisal::Exclusion> {
    using E = chengban::appraisal::Exclusion;
    static constexpr std::array rows{
        EnumRow<E>{E::returned, "returned", "退单成功", "returned"},
        EnumRow<E>{E::withdrawn, "withdrawn", "已撤回或改派", "recalled or passed on"},
        EnumRow<E>{E::not_due_yet, "not_due_yet", "尚未到期", "not due yet"},
        EnumRow<E>{E::no_limit, "no_limit", "时限已取消", "limit called off"},
        EnumRow<E>{E::not_assessed, "not_assessed", "未评价", "not assessed"},
        EnumRow<E>{E::filed, "filed", "存电事项", "on a filed matter"},
        EnumRow<E>{E::other_answer, "other_answer", "两项式之外的回答",
                   "an answer outside the two-term formula"}};
};
