// Figures of a period: sums, groups and grades (17, B5, 14.10).
#include "appraisal/report.h"

#include "rulebook/rulebook.h"
#include "rulebook/shipped_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

namespace chengban::appraisal {
namespace {

using testing::ElementsAre;
using enum workorder::Satisfaction;
using enum workorder::Resolution;

Instant at(std::string_view time) {
    return parse_instant(std::string(time) + ":00+08:00", "").value();
}

const Period k_october{parse_day("2026-10-01", "").value(), parse_day("2026-10-31", "").value()};
const Instant k_now = at("2026-11-02T09:00");

AppraisalRules shipped() {
    static const AppraisalRules rules =
        rulebook::parse_rulebook(rulebook::shipped_text(), "shipped").value().appraisal;
    return rules;
}

std::string section_of(const Fact& fact) {
    return fact.handler->text().ends_with("1") ? "hotline" : "";
}

std::vector<Line> october(const std::vector<Fact>& facts) {
    return report(facts, k_october, shipped(), k_now, section_of);
}

Fact completed(int number, const char* unit = "district-310101", const char* handler = "p-1") {
    Fact fact;
    fact.order = OrderId(fmt::format("o-{}", number));
    fact.round = 1;
    fact.unit = UnitId(unit);
    fact.handler = PersonId(handler);
    fact.end = RoundEnd::completed;
    fact.registered_at = fact.received_at = at("2026-10-08T09:00");
    fact.due = at("2026-10-15T00:00");
    fact.completed_at = at("2026-10-12T10:00");
    fact.outcome = Outcome::resolved;
    fact.punctuality = Punctuality::kept;
    fact.contact = ContactRecord::made;
    return fact;
}

const Line& of_unit(const std::vector<Line>& lines, const char* unit) {
    for (const Line& line : lines) {
        if (line.scope == Scope::unit && line.unit == UnitId(unit)) {
            return line;
        }
    }
    throw Bug("no such unit");
}

TEST(Report, Clause_17_PerUnitSectionAndHandlerWithTheTotalFirst) {
    const std::vector<Line> lines = october(
        {completed(1), completed(2, "district-310101", "p-2"), completed(3, "dept-market")});
    std::vector<std::string> scopes;
    for (const Line& line : lines) {
        scopes.push_back(
            fmt::format("{} {} {} {} {}", token(line.scope), line.unit ? line.unit->text() : "-",
                        line.section.value_or("-"), line.handler ? line.handler->text() : "-",
                        line.figure(Measure::volume).counted));
    }
    EXPECT_THAT(scopes,
                ElementsAre("total - - - 3", "unit dept-market - - 1", "unit district-310101 - - 2",
                            "section dept-market hotline - 1",
                            "section district-310101 hotline - 1", "handler dept-market - p-1 1",
                            "handler district-310101 - p-1 1", "handler district-310101 - p-2 1"));
}

TEST(Report, B5_NumeratorDenominatorAndExclusionsStandBesideEachFigure) {
    std::vector<Fact> facts{completed(1), completed(2), completed(3), completed(4)};
    facts[0].survey.resolution = resolved;
    facts[1].survey.resolution = explained_understood;
    facts[2].end = RoundEnd::returned;
    facts[2].completed_at = at("2026-10-12T10:00");
    const Figure figure = october(facts).front().figure(Measure::resolution);
    EXPECT_EQ(figure.gained, k_parts);
    EXPECT_EQ(figure.counted, 2);
    EXPECT_EQ(percent_text(figure.hundredths()), "50.00%");
    EXPECT_THAT(figure.excluded, ElementsAre(ExcludedCount{Exclusion::returned, 1},
                                             ExcludedCount{Exclusion::not_assessed, 1}));
}

TEST(Report, B5_NoDataIsADash) {
    const Line total = october({}).front();
    for (const Measure rate : k_rates) {
        EXPECT_EQ(percent_text(total.figure(rate).hundredths()), "–");
        EXPECT_EQ(grade(total.figure(rate), shipped()), Grade::no_data);
    }
    EXPECT_EQ(total.own_hundredths(Outcome::resolved), std::nullopt);
}

TEST(Report, I_18_TheUnitsOwnOutcomeIsShownBesideAndNeverMixedIn) {
    std::vector<Fact> facts{completed(1), completed(2), completed(3), completed(4)};
    facts[0].survey.resolution = neither;
    facts[1].outcome = Outcome::for_reference;
    const Line total = october(facts).front();
    EXPECT_EQ(percent_text(total.figure(Measure::resolution).hundredths()), "0.00%");
    EXPECT_EQ(percent_text(total.own_hundredths(Outcome::resolved)), "75.00%");
    EXPECT_EQ(percent_text(total.own_hundredths(Outcome::for_reference)), "25.00%");
}

std::vector<Fact> rated(int good, int bad) {
    std::vector<Fact> facts;
    for (int i = 0; i < good + bad; ++i) {
        Fact fact = completed(i);
        fact.survey.overall = i < good ? satisfied : dissatisfied;
        facts.push_back(fact);
    }
    return facts;
}

Grade satisfaction_grade(int good, int bad) {
    return grade(october(rated(good, bad)).front().figure(Measure::satisfaction), shipped());
}

TEST(Grades, Clause_14_10_I_36_BelowTheFloorByTheExactFraction) {
    EXPECT_EQ(satisfaction_grade(70, 30), Grade::adequate); // 70 % is the floor
    EXPECT_EQ(satisfaction_grade(69, 31), Grade::below_floor);
    // 69.998 % reads 70.00 % and is still below.
    const Figure near{Measure::satisfaction, 69'998 * k_parts, 100'000, {}};
    EXPECT_EQ(percent_text(near.hundredths()), "70.00%");
    EXPECT_EQ(grade(near, shipped()), Grade::below_floor);
}

TEST(Grades, Clause_17_GoodAdequateAndTooFew) {
    EXPECT_EQ(satisfaction_grade(85, 15), Grade::good);
    EXPECT_EQ(satisfaction_grade(84, 16), Grade::adequate);
    EXPECT_EQ(satisfaction_grade(9, 0), Grade::too_few);
    EXPECT_EQ(satisfaction_grade(10, 0), Grade::good);
}

TEST(Report, EveryLineSurvivesWritingAndReading) {
    for (const Line& line : october(rated(3, 2))) {
        EXPECT_EQ(read_stored<Line>(write_record(line)), line);
    }
}

// Any facts at all: units add up to the total, figures are fractions, and who is listed as counted
// is who is counted.
TEST(Report, B5_PartsAddUpWhateverTheFacts) {
    std::mt19937_64 random(20'221'220);
    const auto any = [&](int count) {
        return static_cast<int>(random() % static_cast<std::uint64_t>(count));
    };
    const auto maybe = [&]<class E>(std::optional<E>& value) {
        if (any(2) == 0) {
            value = static_cast<E>(any(4));
        }
    };
    for (int round = 0; round < 50; ++round) {
        std::vector<Fact> facts;
        for (int i = 0; i < 200; ++i) {
            Fact fact = completed(i, any(2) == 0 ? "district-310101" : "dept-market",
                                  any(2) == 0 ? "p-1" : "p-2");
            fact.end = static_cast<RoundEnd>(any(5));
            fact.contact = static_cast<ContactRecord>(any(5));
            fact.punctuality = static_cast<Punctuality>(any(4));
            fact.received_at = at("2026-09-20T09:00").plus_milliseconds(any(50) * 86'400'000LL);
            fact.due = fact.received_at.plus_milliseconds(any(20) * 86'400'000LL);
            fact.completed_at = fact.received_at.plus_milliseconds(any(20) * 86'400'000LL);
            fact.filed = any(5) == 0;
            maybe(fact.survey.resolution);
            maybe(fact.survey.overall);
            maybe(fact.follow_up.speed);
            facts.push_back(fact);
        }
        const std::vector<Line> lines = october(facts);
        for (const auto& row : EnumTable<Measure>::rows) {
            const Figure& total = lines.front().figure(row.value);
            const Figure& one = of_unit(lines, "district-310101").figure(row.value);
            const Figure& two = of_unit(lines, "dept-market").figure(row.value);
            EXPECT_EQ(total.gained, one.gained + two.gained);
            EXPECT_EQ(total.counted, one.counted + two.counted);
            EXPECT_GE(total.gained, 0);
            EXPECT_LE(total.gained, total.counted * k_parts);
            Figure drilled{row.value, 0, 0, {}};
            for (const Fact& fact : facts) {
                drilled.add(membership(fact, row.value, k_october, shipped(), k_now));
            }
            EXPECT_EQ(drilled.gained, total.gained);
            EXPECT_EQ(drilled.counted, total.counted);
            std::int64_t out = 0;
            for (const ExcludedCount& count : drilled.excluded) {
                out += count.count;
            }
            for (const ExcludedCount& count : total.excluded) {
                out -= count.count;
            }
            EXPECT_EQ(out, 0);
        }
    }
}

} // namespace
} // namespace chengban::appraisal
