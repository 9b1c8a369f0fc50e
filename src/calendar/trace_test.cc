#include "calendar/oracle_compare.h"
#include "calendar/test_calendar.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace chengban::calendar {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Trace, Clause_5_2_explains_each_day_counted_or_skipped) {
    const Trace traced = trace(china(), at("2026-09-30 10:00"), WorkingDays{5}, {}).value();
    EXPECT_EQ(explain(traced, Language::zh), "9月30日 周三 派单当日不计入\n"
                                             "10月1日 周四 国庆节 休\n"
                                             "10月2日 周五 国庆节 休\n"
                                             "10月3日 周六 国庆节 休\n"
                                             "10月4日 周日 国庆节 休\n"
                                             "10月5日 周一 国庆节 休\n"
                                             "10月6日 周二 国庆节 休\n"
                                             "10月7日 周三 国庆节 休\n"
                                             "10月8日 周四 第 1 个工作日\n"
                                             "10月9日 周五 第 2 个工作日\n"
                                             "10月10日 周六 第 3 个工作日（国庆节调休上班）\n"
                                             "10月11日 周日 周末 休\n"
                                             "10月12日 周一 第 4 个工作日\n"
                                             "10月13日 周二 第 5 个工作日\n"
                                             "10月13日 24:00 截止");
    const std::string english = explain(traced, Language::en);
    EXPECT_THAT(english, HasSubstr("30 Sep Wed day of dispatch, not counted\n"));
    EXPECT_THAT(english, HasSubstr("1 Oct Thu 国庆节, day off\n"));
    EXPECT_THAT(english, HasSubstr("10 Oct Sat working day 3 (make-up for 国庆节)\n"));
    EXPECT_THAT(english, EndsWith("due 13 Oct 24:00"));
}

TEST(Trace, Clause_5_1_natural_days_roll_in_plain_words) {
    Trace traced = trace(china(), at("2026-10-01 10:00"), NaturalDays{3}, {}).value();
    traced.start_words = {"发布", "publication"};
    EXPECT_EQ(explain(traced, Language::zh),
              "10月1日 周四 发布当日不计入\n"
              "10月2日 周五 第 1 天（国庆节）\n"
              "10月3日 周六 第 2 天（国庆节）\n"
              "10月4日 周日 第 3 天（国庆节），期限最后一日不是工作日，顺延\n"
              "10月5日 周一 国庆节 休\n"
              "10月6日 周二 国庆节 休\n"
              "10月7日 周三 国庆节 休\n"
              "10月8日 周四 顺延至此日\n"
              "10月8日 24:00 截止");
}

TEST(Trace, Clause_6_2_extension_says_where_it_runs_from) {
    const Trace traced =
        trace_extension(china(), at("2026-10-14 00:00"), NaturalDays{15}, {}).value();
    EXPECT_TRUE(traced.is_extension);
    const std::string text = explain(traced, Language::zh);
    EXPECT_THAT(text, ::testing::StartsWith("10月13日 周二 原期限届满日，自次日起算\n"
                                            "10月14日 周三 第 1 天\n"));
    EXPECT_THAT(text, EndsWith("10月28日 周三 第 15 天\n10月28日 24:00 截止"));
}

TEST(Trace, Clause_5_2_hours_run_around_the_clock) {
    const Trace traced = trace(china(), at("2026-10-01 23:30"), Hours{2}, {}).value();
    EXPECT_TRUE(traced.days.empty());
    EXPECT_EQ(explain(traced, Language::zh),
              "10月1日 23:30 派单，连续计 2 小时，不分昼夜和节假日\n10月2日 01:30 截止");
    EXPECT_EQ(
        explain(trace(china(), at("2026-10-01 00:00:05"), Hours{1}, {}).value(), Language::en),
        "1 Oct 00:00:05 dispatch, 1 hour around the clock, days off included\n"
        "due 1 Oct 01:00:05");
}

TEST(Trace, writes_the_year_where_it_changes_and_warns_of_unknown_years) {
    const std::string text =
        explain(trace(china(), at("2026-12-30 10:00"), WorkingDays{2}, {}).value(), Language::zh);
    EXPECT_EQ(text, "2026年12月30日 周三 派单当日不计入\n"
                    "12月31日 周四 第 1 个工作日\n"
                    "2027年1月1日 周五 第 2 个工作日\n"
                    "2027年1月1日 24:00 截止\n"
                    "暂定：日历中没有 2027 年的放假安排，暂按周一至周五为工作日推算");
}

TEST(Trace, sums_up_the_middle_of_long_runs) {
    const Trace traced = trace(china(), at("2026-01-05 10:00"), NaturalDays{90}, {}).value();
    const std::string text = explain(traced, Language::zh);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 21);
    EXPECT_THAT(text, HasSubstr("1月14日 周三 第 9 天\n……（2026年1月15日 至 2026年3月28日，"
                                "共 73 天：计入 73 天，不计 0 天）\n3月29日 周日 第 83 天\n"));
    const Trace longest =
        trace(china(), at("2026-01-05 10:00"), WorkingDays{k_days_max}, {}).value();
    EXPECT_EQ(longest.days.back().ordinal, k_days_max);
    EXPECT_LT(explain(longest, Language::en).size(), 2000U);
    const std::string sixty =
        explain(trace(china(), at("2026-01-05 10:00"), NaturalDays{58}, {}).value(), Language::zh);
    EXPECT_THAT(sixty, Not(HasSubstr("……")));
}

TEST(Trace, refuses_what_due_refuses) {
    EXPECT_FALSE(trace(china(), at("2026-01-05 10:00"), WorkingDays{0}, {}));
    EXPECT_FALSE(trace(china(), at("2099-12-31 10:00"), WorkingDays{1}, {}));
    EXPECT_FALSE(trace_extension(china(), at("2026-01-05 10:00"), NaturalDays{-1}, {}));
}

// Every trace holds consecutive days, counts 1, 2, …, and ends on the day its answer belongs to.
TEST(Trace, Clause_5_2_leads_to_the_answer_in_20000_cases) {
    oracle::Dice dice(11);
    for (int i = 0; i < 20'000; ++i) {
        const oracle::Case asked = oracle::random_case(dice, 2014, 2026);
        if (asked.kind == oracle::Case::Kind::hours) {
            continue;
        }
        const Instant start = parse_instant(oracle::text_of(asked.start), "start").value();
        const bool working = asked.kind == oracle::Case::Kind::working_days;
        const Amount amount =
            working ? Amount(WorkingDays{asked.count}) : Amount(NaturalDays{asked.count});
        const Trace traced =
            asked.kind == oracle::Case::Kind::extension
                ? trace_extension(china(), start, NaturalDays{asked.count}, asked.counting).value()
                : trace(china(), start, amount, asked.counting).value();
        ASSERT_EQ(traced.due, *oracle::by_calendar(china(), asked));
        int ordinal = 0;
        for (std::size_t j = 1; j < traced.days.size(); ++j) {
            const TraceDay& day = traced.days[j];
            ASSERT_EQ(day.day, traced.days[j - 1].day.plus(1));
            ASSERT_EQ(day.ordinal, day.counted ? ++ordinal : 0);
            ASSERT_TRUE(!working || day.counted == china().is_working_day(day.day));
        }
        ASSERT_EQ(ordinal, asked.count);
        const bool at_midnight = asked.counting.mode == Counting::Mode::same_time &&
                                 traced.due.at == start_of(day_of(traced.due.at)) &&
                                 !traced.is_extension;
        ASSERT_EQ(traced.days.back().day,
                  at_midnight ? day_of(traced.due.at) : day_bucket(traced.due.at));
        ASSERT_FALSE(explain(traced, Language::zh).empty());
    }
}

} // namespace
} // namespace chengban::calendar
