#include "usecase/appraisal_paper.h"

#include "rulebook/rulebook.h"
#include "rulebook/shipped_file.h"

#include <gtest/gtest.h>

namespace chengban::usecase {
namespace {

using appraisal::Figure;
using appraisal::Line;
using appraisal::Measure;

Line line_of(appraisal::Scope scope, std::int64_t satisfied, std::int64_t asked) {
    Line line;
    line.scope = scope;
    for (const Measure measure : {Measure::volume, Measure::on_time, Measure::first_contact,
                                  Measure::resolution, Measure::satisfaction}) {
        line.figures.push_back({measure, satisfied, asked, {}});
    }
    return line;
}

TEST(AppraisalPaper, Clause_17_shows_the_figures_as_appraisal_made_them) {
    const auto organisation = people::parse_organisation(
        rulebook::read_source_file("organisations/shanghai-demo.toml"), "shanghai-demo.toml");
    ASSERT_TRUE(organisation);
    const auto book = rulebook::parse_rulebook(rulebook::shipped_text(), "r.toml");
    ASSERT_TRUE(book);
    // 8 satisfied, 1 basically, of 128: 8.8 in parts.
    std::vector<Line> lines{
        line_of(appraisal::Scope::total, 8'800 * appraisal::k_parts / 1'000, 128),
        line_of(appraisal::Scope::unit, 0, 0)};
    lines[1].unit = UnitId("district-310101");
    const documents::AppraisalTable table =
        appraisal_table(lines,
                        {{*parse_day("2026-10-01", "d"), *parse_day("2026-10-31", "d")},
                         appraisal::Scope::unit,
                         {},
                         {},
                         {}},
                        book->appraisal, *organisation);
    EXPECT_EQ(table.period, "2026年10月");
    ASSERT_TRUE(table.total);
    EXPECT_EQ(table.total->satisfaction.numerator, "8.8");
    EXPECT_EQ(table.total->satisfaction.denominator, 128);
    EXPECT_EQ(table.total->satisfaction.percent,
              appraisal::hundredths_of_percent(8'800 * appraisal::k_parts / 1'000, 128));
    EXPECT_NE(table.total->remark.find("市民满意率低于下限"), std::string::npos);
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].name, "黄浦区住房保障和房屋管理局");
    EXPECT_FALSE(table.rows[0].on_time.percent.has_value()); // no data is no rate
    EXPECT_EQ(table.rows[0].remark, "");
    EXPECT_EQ(table.formulas.size(), 4U);
}

TEST(AppraisalPaper, APeriodThatIsNoMonthNamesItsDays) {
    const auto organisation = people::parse_organisation(
        rulebook::read_source_file("organisations/shanghai-demo.toml"), "shanghai-demo.toml");
    const auto table = [&](const char* first, const char* last) {
        return appraisal_table({},
                               {{*parse_day(first, "d"), *parse_day(last, "d")}, {}, {}, {}, {}},
                               {}, *organisation)
            .period;
    };
    EXPECT_EQ(table("2026-12-01", "2026-12-31"), "2026年12月");
    EXPECT_EQ(table("2026-10-01", "2026-10-30"), "2026年10月1日至2026年10月30日");
    EXPECT_EQ(table("2026-10-01", "2027-10-31"), "2026年10月1日至2027年10月31日");
    EXPECT_EQ(table("2026-10-02", "2026-10-31"), "2026年10月2日至2026年10月31日");
}

} // namespace
} // namespace chengban::usecase
