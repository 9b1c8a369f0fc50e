#include "appraisal/measure.h"

#include <fmt/format.h>

namespace chengban::appraisal {

using rulebook::CohortBy;
using rulebook::FirstContactBy;
using workorder::CitizenAnswers;
using workorder::Resolution;
using workorder::Satisfaction;

namespace {

CohortBy cohort_of(Measure measure, const AppraisalRules& rules) {
    switch (measure) {
    case Measure::volume:
        return rules.volume_by;
    case Measure::on_time:
        return rules.on_time_by;
    case Measure::first_contact:
    case Measure::resolution:
    case Measure::satisfaction:
        return rules.rates_by;
    }
    unreachable("cohort_of");
}

std::optional<Day> day_in(const Fact& fact, CohortBy by) {
    switch (by) {
    case CohortBy::registered:
        return day_of(fact.registered_at);
    case CohortBy::received:
        return day_of(fact.received_at);
    case CohortBy::due:
        return fact.due ? std::optional(due_day(*fact.due)) : std::nullopt;
    case CohortBy::completed:
        return fact.completed_at ? std::optional(day_of(*fact.completed_at)) : std::nullopt;
    }
    unreachable("day_in");
}

Membership excluded(Exclusion exclusion) {
    return {Standing::excluded, exclusion, 0};
}
Membership counted(std::int64_t gained) {
    return {Standing::counted, Exclusion::not_assessed, gained};
}
Membership counted(bool gained) {
    return counted(gained ? k_parts : 0);
}

Membership on_time(const Fact& fact, Instant now) {
    switch (fact.punctuality) {
    case Punctuality::none:
        return excluded(Exclusion::no_limit);
    case Punctuality::pending:
        return now < *fact.due ? excluded(Exclusion::not_due_yet) : counted(false);
    case Punctuality::kept:
        return counted(true);
    case Punctuality::missed:
        return counted(false);
    }
    unreachable("on_time");
}

// 11.1: made means in time, and unless the rulebook asks less, with procedure and limit told.
std::optional<bool> contact_by_citizen(const CitizenAnswers& answers, const AppraisalRules& rules) {
    if (!answers.first_contact) {
        return std::nullopt;
    }
    const bool untold = answers.procedure_told == false || answers.limit_told == false;
    return *answers.first_contact && !(rules.first_contact_told && untold);
}

Membership first_contact(const Fact& fact, const CitizenAnswers& answers,
                         const AppraisalRules& rules) {
    if (fact.contact == ContactRecord::waived) {
        return counted(true); // 5.1
    }
    if (const auto said = contact_by_citizen(answers, rules)) {
        return counted(*said);
    }
    const bool recorded =
        fact.contact == ContactRecord::made || fact.contact == ContactRecord::not_made;
    if (rules.first_contact_by == FirstContactBy::record && recorded) {
        return counted(fact.contact == ContactRecord::made);
    }
    return excluded(Exclusion::not_assessed);
}

Membership resolution(const CitizenAnswers& answers, const AppraisalRules& rules) {
    if (!answers.resolution) {
        return excluded(Exclusion::not_assessed);
    }
    if (rules.resolution_two_terms && *answers.resolution == Resolution::neither) {
        return excluded(Exclusion::other_answer);
    }
    return counted(*answers.resolution == Resolution::resolved);
}

std::int64_t weight_of(Satisfaction grade, const AppraisalRules& rules) {
    switch (grade) {
    case Satisfaction::satisfied:
        return rules.weight_satisfied;
    case Satisfaction::basically_satisfied:
        return rules.weight_basically;
    case Satisfaction::so_so:
        return rules.weight_so_so;
    case Satisfaction::dissatisfied:
        return rules.weight_dissatisfied;
    }
    unreachable("weight_of");
}

Membership satisfaction(const Fact& fact, const CitizenAnswers& answers,
                        const AppraisalRules& rules) {
    if (fact.filed && rules.filed_out_of_satisfaction) {
        return excluded(Exclusion::filed);
    }
    constexpr std::int64_t k_scale = k_parts / 1000;
    if (answers.overall) {
        return counted(weight_of(*answers.overall, rules) * k_scale);
    }
    std::int64_t sum = 0;
    std::int64_t given = 0;
    for (const auto& part : {answers.attitude, answers.speed, answers.result}) {
        if (part) {
            sum += weight_of(*part, rules);
            ++given;
        }
    }
    return given == 0 ? excluded(Exclusion::not_assessed) : counted(sum * k_scale / given);
}

Words cohort_words(CohortBy by) {
    switch (by) {
    case CohortBy::registered:
        return {"期内受理", "taken in within the period"};
    case CohortBy::received:
        return {"承办单位期内收到", "received by the unit within the period"};
    case CohortBy::due:
        return {"期内到期", "due within the period"};
    case CohortBy::completed:
        return {"期内办结", "completed within the period"};
    }
    unreachable("cohort_words");
}

std::string weight_text(std::int32_t thousandths) {
    return fmt::format("{}", thousandths / 1000.0);
}

} // namespace

Day due_day(Instant due) {
    return day_of(due.plus_milliseconds(-1));
}

CitizenAnswers answers_of(const Fact& fact, const AppraisalRules& rules) {
    CitizenAnswers answers = rules.survey_first ? fact.follow_up : fact.survey;
    answers.take_over(rules.survey_first ? fact.survey : fact.follow_up);
    return answers;
}

Membership membership(const Fact& fact, Measure measure, const Period& period,
                      const AppraisalRules& rules, Instant now) {
    const std::optional<Day> day = day_in(fact, cohort_of(measure, rules));
    if (!day || *day < period.first || period.last < *day) {
        return {};
    }
    if (fact.end == RoundEnd::recalled || fact.end == RoundEnd::passed_on) {
        return excluded(Exclusion::withdrawn);
    }
    if (fact.end == RoundEnd::returned && rules.returned_out_of_all) {
        return excluded(Exclusion::returned);
    }
    switch (measure) {
    case Measure::volume:
        return counted(true);
    case Measure::on_time:
        return on_time(fact, now);
    case Measure::first_contact:
        return first_contact(fact, answers_of(fact, rules), rules);
    case Measure::resolution:
        return resolution(answers_of(fact, rules), rules);
    case Measure::satisfaction:
        return satisfaction(fact, answers_of(fact, rules), rules);
    }
    unreachable("membership");
}

MeasureWords words_of(Measure measure, const AppraisalRules& rules) {
    MeasureWords words;
    words.measure = measure;
    words.name = {std::string(zh(measure)), std::string(en(measure))};
    words.cohort = cohort_words(cohort_of(measure, rules));
    words.clause = "B5";
    switch (measure) {
    case Measure::volume:
        words.formula = {"件数", "number of rounds"};
        break;
    case Measure::on_time:
        words.formula = {"时限内办结（含批准的延期） ÷ 到期应办结",
                         "completed within the limit in force ÷ due"};
        break;
    case Measure::first_contact:
        words.formula = {"是 ÷（是＋否），未评价不计，免联系计为是",
                         "yes ÷ (yes + no), not assessed in neither, waived is yes"};
        break;
    case Measure::resolution:
        words.formula =
            rules.resolution_two_terms
                ? Words{"已实际解决 ÷（已实际解决＋已解释）", "resolved ÷ (resolved + explained)"}
                : Words{"已实际解决 ÷ 全部有回答", "resolved ÷ all with an answer"};
        break;
    case Measure::satisfaction:
        words.formula = {
            fmt::format("Σ权重 ÷ 已评价（满意 {}、基本满意 {}、一般 {}、不满意 {}）",
                        weight_text(rules.weight_satisfied), weight_text(rules.weight_basically),
                        weight_text(rules.weight_so_so), weight_text(rules.weight_dissatisfied)),
            fmt::format("Σ weight ÷ assessed (satisfied {}, basically {}, so-so {}, "
                        "dissatisfied {})",
                        weight_text(rules.weight_satisfied), weight_text(rules.weight_basically),
                        weight_text(rules.weight_so_so), weight_text(rules.weight_dissatisfied))};
        break;
    }
    return words;
}

std::optional<std::int64_t> hundredths_of_percent(std::int64_t gained, std::int64_t counted) {
    if (counted == 0) {
        return std::nullopt;
    }
    const std::int64_t of = counted * k_parts;
    return (gained * 10'000 * 2 + of) / (of * 2);
}

std::string percent_text(std::optional<std::int64_t> hundredths) {
    return hundredths ? fmt::format("{}.{:02}%", *hundredths / 100, *hundredths % 100) : "–";
}

} // namespace chengban::appraisal
