// B5 rate by rate: who is in, who is out and why, and what an order gives.
#include "appraisal/measure.h"

#include "rulebook/rulebook.h"
#include "rulebook/shipped_file.h"

#include <gtest/gtest.h>

namespace chengban::appraisal {
namespace {

using enum workorder::Satisfaction;
using enum workorder::Resolution;
using enum Measure;

Instant at(std::string_view time) {
    return parse_instant(std::string(time) + ":00+08:00", "").value();
}
Day day(std::string_view text) {
    return parse_day(text, "").value();
}

const Period k_october{day("2026-10-01"), day("2026-10-31")};
const Instant k_now = at("2026-11-02T09:00");

AppraisalRules shipped() {
    static const AppraisalRules rules =
        rulebook::parse_rulebook(rulebook::shipped_text(), "shipped").value().appraisal;
    return rules;
}

// Received on the 8th, due at the end of the 14th, completed on the 12th.
Fact completed() {
    Fact fact;
    fact.order = OrderId("o-1");
    fact.round = 1;
    fact.unit = UnitId("district-310101");
    fact.end = RoundEnd::completed;
    fact.registered_at = at("2026-10-08T08:00");
    fact.received_at = at("2026-10-08T09:00");
    fact.due = at("2026-10-15T00:00");
    fact.completed_at = at("2026-10-12T10:00");
    fact.outcome = Outcome::resolved;
    fact.punctuality = Punctuality::kept;
    fact.contact = ContactRecord::made;
    return fact;
}

Membership of(const Fact& fact, Measure measure, const AppraisalRules& rules = shipped(),
              Instant now = k_now) {
    return membership(fact, measure, k_october, rules, now);
}
Membership counted(std::int64_t thousandths) {
    return {Standing::counted, Exclusion::not_assessed, thousandths * k_parts / 1000};
}
Membership excluded(Exclusion why) {
    return {Standing::excluded, why, 0};
}

TEST(Cohort, B5_VolumeByReceiptOnTimeByDueDateTheOthersByCompletion) {
    Fact fact = completed();
    fact.received_at = at("2026-09-30T23:59");
    EXPECT_EQ(of(fact, volume).standing, Standing::outside);
    EXPECT_EQ(of(fact, on_time), counted(1000));
    fact = completed();
    fact.due = at("2026-11-01T00:00").plus_milliseconds(1);
    EXPECT_EQ(of(fact, on_time).standing, Standing::outside);
    EXPECT_EQ(of(fact, volume), counted(1000));
    fact = completed();
    fact.completed_at = at("2026-11-01T00:00");
    fact.survey.resolution = resolved;
    for (const Measure rate : {first_contact, resolution, satisfaction}) {
        EXPECT_EQ(of(fact, rate).standing, Standing::outside);
    }
}

TEST(Cohort, B5_TwentyFourHundredOfTheLastDayIsThatDay) {
    Fact fact = completed();
    fact.due = at("2026-11-01T00:00");
    EXPECT_EQ(due_day(*fact.due), day("2026-10-31"));
    EXPECT_EQ(of(fact, on_time), counted(1000));
    fact.due = at("2026-10-01T00:00");
    EXPECT_EQ(of(fact, on_time).standing, Standing::outside);
}

TEST(Cohort, B5_CohortsAreSettings) {
    AppraisalRules rules = shipped();
    rules.on_time_by = rulebook::CohortBy::completed;
    Fact fact = completed();
    fact.due = at("2026-12-01T00:00");
    EXPECT_EQ(of(fact, on_time, rules), counted(1000));
    rules.volume_by = rulebook::CohortBy::registered;
    fact.registered_at = at("2026-09-30T23:59");
    EXPECT_EQ(of(fact, volume, rules).standing, Standing::outside);
}

TEST(OnTime, B5_ThoseNotCompletedAreIncludedOnceTheyAreDue) {
    Fact fact = completed();
    fact.end = RoundEnd::open;
    fact.completed_at.reset();
    fact.punctuality = Punctuality::pending;
    EXPECT_EQ(of(fact, on_time, shipped(), at("2026-10-14T23:59")),
              excluded(Exclusion::not_due_yet));
    EXPECT_EQ(of(fact, on_time, shipped(), at("2026-10-15T00:00")), counted(0));
    fact.punctuality = Punctuality::missed;
    EXPECT_EQ(of(fact, on_time), counted(0));
}

TEST(Exclusions, B5_ReturnedOrdersAreOutOfAllUnlessTheRulebookSaysOtherwise) {
    Fact fact = completed();
    fact.end = RoundEnd::returned;
    fact.completed_at.reset();
    fact.punctuality = Punctuality::none;
    EXPECT_EQ(of(fact, volume), excluded(Exclusion::returned));
    AppraisalRules rules = shipped();
    rules.returned_out_of_all = false;
    EXPECT_EQ(of(fact, volume, rules), counted(1000));
    EXPECT_EQ(of(fact, on_time, rules), excluded(Exclusion::no_limit));
}

TEST(Exclusions, B5_RecalledAndPassedOnRoundsCountNowhere) {
    for (const RoundEnd end : {RoundEnd::recalled, RoundEnd::passed_on}) {
        Fact fact = completed();
        fact.end = end;
        for (const Measure measure : {volume, on_time}) {
            EXPECT_EQ(of(fact, measure), excluded(Exclusion::withdrawn));
        }
    }
}

TEST(FirstContact, B5_YesOverYesAndNoNotAssessedInNeitherWaivedIsYes) {
    Fact fact = completed();
    EXPECT_EQ(of(fact, first_contact), excluded(Exclusion::not_assessed));
    fact.survey.first_contact = true;
    EXPECT_EQ(of(fact, first_contact), counted(1000));
    fact.survey.first_contact = false;
    EXPECT_EQ(of(fact, first_contact), counted(0));
    fact.contact = ContactRecord::waived;
    EXPECT_EQ(of(fact, first_contact), counted(1000));
}

TEST(FirstContact, Clause_11_1_MadeMeansProcedureAndLimitToldAsWell) {
    Fact fact = completed();
    fact.follow_up.first_contact = true;
    fact.follow_up.limit_told = false;
    EXPECT_EQ(of(fact, first_contact), counted(0));
    AppraisalRules rules = shipped();
    rules.first_contact_told = false;
    EXPECT_EQ(of(fact, first_contact, rules), counted(1000));
}

TEST(FirstContact, B5_TheRecordWhereTheRulebookAsksForIt) {
    AppraisalRules rules = shipped();
    rules.first_contact_by = rulebook::FirstContactBy::record;
    Fact fact = completed();
    EXPECT_EQ(of(fact, first_contact, rules), counted(1000));
    fact.contact = ContactRecord::not_made;
    EXPECT_EQ(of(fact, first_contact, rules), counted(0));
    fact.survey.first_contact = true;
    EXPECT_EQ(of(fact, first_contact, rules), counted(1000)) << "the citizen's word goes before";
    fact.survey.first_contact.reset();
    fact.contact = ContactRecord::none;
    EXPECT_EQ(of(fact, first_contact, rules), excluded(Exclusion::not_assessed));
}

TEST(Resolution, B5_I_18_ResolvedOverAllWithAnAnswerOrTwoTerms) {
    AppraisalRules two_terms = shipped();
    two_terms.resolution_two_terms = true;
    Fact fact = completed();
    EXPECT_EQ(of(fact, resolution), excluded(Exclusion::not_assessed));
    fact.survey.resolution = resolved;
    EXPECT_EQ(of(fact, resolution), counted(1000));
    EXPECT_EQ(of(fact, resolution, two_terms), counted(1000));
    for (const auto explained : {explained_understood, explained_not_understood}) {
        fact.survey.resolution = explained;
        EXPECT_EQ(of(fact, resolution), counted(0));
        EXPECT_EQ(of(fact, resolution, two_terms), counted(0));
    }
    fact.survey.resolution = neither;
    EXPECT_EQ(of(fact, resolution), counted(0));
    EXPECT_EQ(of(fact, resolution, two_terms), excluded(Exclusion::other_answer));
}

TEST(SatisfactionRate, B5_WeightsOneEightSixNothing) {
    Fact fact = completed();
    const std::array weights{std::pair{satisfied, 1000}, std::pair{basically_satisfied, 800},
                             std::pair{so_so, 600}, std::pair{dissatisfied, 0}};
    for (const auto& [grade, weight] : weights) {
        fact.survey.overall = grade;
        EXPECT_EQ(of(fact, satisfaction), counted(weight));
    }
}

TEST(SatisfactionRate, B5_WithoutAGradeForAllTheMeanOfThePartsGiven) {
    Fact fact = completed();
    fact.follow_up.attitude = satisfied;
    EXPECT_EQ(of(fact, satisfaction), counted(1000));
    fact.follow_up.speed = so_so;
    EXPECT_EQ(of(fact, satisfaction), counted(800));
    fact.follow_up.result = dissatisfied;
    EXPECT_EQ(of(fact, satisfaction).gained, 1600 * 6 / 3);
}

TEST(SatisfactionRate, Clause_8_4_FiledMattersStayOut) {
    Fact fact = completed();
    fact.filed = true;
    fact.survey.overall = dissatisfied;
    fact.survey.resolution = resolved;
    EXPECT_EQ(of(fact, satisfaction), excluded(Exclusion::filed));
    EXPECT_EQ(of(fact, resolution), counted(1000)) << "they count everywhere else";
    EXPECT_EQ(of(fact, volume), counted(1000));
    AppraisalRules rules = shipped();
    rules.filed_out_of_satisfaction = false;
    EXPECT_EQ(of(fact, satisfaction, rules), counted(0));
}

TEST(Answers, B5_TheSurveyHoldsPartByPartTheFollowUpFillsTheRest) {
    Fact fact = completed();
    fact.follow_up.resolution = resolved;
    fact.follow_up.overall = satisfied;
    fact.survey.overall = dissatisfied;
    EXPECT_EQ(of(fact, satisfaction), counted(0));
    EXPECT_EQ(of(fact, resolution), counted(1000));
    AppraisalRules rules = shipped();
    rules.survey_first = false;
    EXPECT_EQ(of(fact, satisfaction, rules), counted(1000));
}

TEST(Percent, B5_RoundedHalfUpToTwoDecimalsAndNoDataIsADash) {
    EXPECT_EQ(percent_text(hundredths_of_percent(0, 0)), "–");
    EXPECT_EQ(percent_text(hundredths_of_percent(0, 3)), "0.00%");
    EXPECT_EQ(percent_text(hundredths_of_percent(3 * k_parts, 3)), "100.00%");
    EXPECT_EQ(percent_text(hundredths_of_percent(1 * k_parts, 3)), "33.33%");
    EXPECT_EQ(percent_text(hundredths_of_percent(2 * k_parts, 3)), "66.67%");
    EXPECT_EQ(percent_text(hundredths_of_percent(1 * k_parts, 20'000)), "0.01%"); // 0.005
    EXPECT_EQ(percent_text(hundredths_of_percent(1 * k_parts, 20'001)), "0.00%");
    EXPECT_EQ(percent_text(hundredths_of_percent(1 * k_parts, 8)), "12.50%");
}

TEST(Words, B5_EveryFigureSaysItsFormulaAndCohort) {
    AppraisalRules rules = shipped();
    for (const auto& row : EnumTable<Measure>::rows) {
        const MeasureWords words = words_of(row.value, rules);
        EXPECT_FALSE(words.formula.zh.empty()) << row.token;
        EXPECT_FALSE(words.formula.en.empty()) << row.token;
        EXPECT_FALSE(words.cohort.zh.empty()) << row.token;
    }
    EXPECT_EQ(words_of(satisfaction, rules).formula.zh,
              "Σ权重 ÷ 已评价（满意 1、基本满意 0.8、一般 0.6、不满意 0）");
    rules.resolution_two_terms = true;
    EXPECT_EQ(words_of(resolution, rules).formula.zh, "已实际解决 ÷（已实际解决＋已解释）");
    // The two labels are easily swapped.
    EXPECT_EQ(zh(resolution), "诉求解决率");
    EXPECT_EQ(zh(satisfaction), "市民满意率");
}

} // namespace
} // namespace chengban::appraisal
