// Clause 14, triggers (3), (5), (6), (7), with I 34's numbers.
#include "casework/triggers.h"

#include "calendar/test_calendar.h"
#include "casework/explained.h"
#include "rulebook/shipped_file.h"

#include <gtest/gtest.h>

namespace chengban::casework {
namespace {

using namespace workorder;

const rulebook::Rulebook& book() {
    static const rulebook::Rulebook loaded =
        rulebook::parse_rulebook(rulebook::shipped_text(), "shipped").value();
    return loaded;
}

Instant at(const std::string& time) {
    return *parse_instant(time + ":00+08:00", "t");
}

// With a unit, its limit the end of 15 October.
WorkOrder open_order() {
    WorkOrder order;
    order.state = State::handling;
    order.unit = UnitId("district-310101");
    DeadlineFact limit;
    limit.kind = DeadlineKind::completion;
    limit.clause = "5.2";
    limit.start = at("2026-10-08T09:00");
    limit.due = at("2026-10-16T00:00");
    order.deadlines[DeadlineKind::completion] = {limit, {}, false};
    return order;
}

// Nothing of the machine's Chinese is left; «…» and dashes are no Chinese.
bool is_latin(const std::string& text) {
    return text.find('\xe4') == std::string::npos && text.find('\xe5') == std::string::npos &&
           text.find('\xe6') == std::string::npos && text.find('\xe7') == std::string::npos &&
           text.find('\xe8') == std::string::npos && text.find('\xe9') == std::string::npos &&
           text.find('\xef') == std::string::npos && text.find('\xe3') == std::string::npos;
}

std::string found(const WorkOrder& order, const std::string& now, bool dissatisfied = false) {
    std::string list;
    for (const Found& one : triggers(order, dissatisfied, book(), calendar::china(), at(now))) {
        EXPECT_FALSE(one.explanation.empty());
        EXPECT_TRUE(is_latin(explained_in_english(one.explanation))) << one.explanation;
        list += (list.empty() ? "" : " ") + std::string(token(one.trigger));
    }
    return list;
}

TEST(Triggers, Clause_14_3_LongUnresolvedIsThirtyDaysPastTheLimit) {
    const WorkOrder order = open_order();
    // The 30th day after the 15th is Saturday 14 November; the limit rolls to Monday's end.
    EXPECT_EQ(long_unresolved_from(order, book(), calendar::china()), at("2026-11-17T00:00"));
    EXPECT_EQ(found(order, "2026-11-16T23:59"), "");
    EXPECT_EQ(found(order, "2026-11-17T00:00"), "long_unresolved");
    WorkOrder done = open_order();
    done.state = State::completed;
    done.deadlines.at(DeadlineKind::completion).end =
        DeadlineEnd{DeadlineKind::completion, Ending::met_late, at("2026-11-20T00:00")};
    EXPECT_EQ(found(done, "2026-12-17T00:00"), "");
}

TEST(Triggers, Clause_14_5_AppliedToReturnWhatIsItsDutyWithDelayAndDissatisfaction) {
    WorkOrder order = open_order();
    order.returning.stage = Stage::refused;
    EXPECT_EQ(found(order, "2026-10-16T00:00", false), "");
    EXPECT_EQ(found(order, "2026-10-15T23:59", true), "") << "no delay";
    EXPECT_EQ(found(order, "2026-10-16T00:00", true), "applied_to_return");
    order.returning.stage = Stage::withdrawn;
    EXPECT_EQ(found(order, "2026-10-16T00:00", true), "") << "nobody said that it is its duty";
    order.designated_by_office = true;
    EXPECT_EQ(found(order, "2026-10-16T00:00", true), "applied_to_return")
        << "applied is enough, whatever the decision";
    order.returning.stage = Stage::none;
    EXPECT_EQ(found(order, "2026-10-16T00:00", true), "");
}

TEST(Triggers, Clause_14_6_RemindedThreeTimesPastItsLimitWithoutReason) {
    WorkOrder order = open_order();
    order.reminders = {at("2026-10-10T09:00"), at("2026-10-12T09:00")};
    EXPECT_EQ(found(order, "2026-10-16T00:00"), "");
    order.reminders.push_back(at("2026-10-15T09:00"));
    EXPECT_EQ(found(order, "2026-10-15T23:59"), "");
    EXPECT_EQ(found(order, "2026-10-16T00:00"), "reminded");
    order.extension.stage = Stage::applied;
    EXPECT_EQ(found(order, "2026-10-16T00:00"), "") << "the reason is not judged yet";
}

TEST(Triggers, Clause_14_7_UnresolvedAndFailedExtensions) {
    WorkOrder order = open_order();
    order.state = State::completed;
    order.completion.report = SubmitCompletion{};
    EXPECT_EQ(found(order, "2026-10-15T00:00"), "");
    order.completion.report->outcome = Outcome::unresolved;
    EXPECT_EQ(found(order, "2026-10-15T00:00"), "should_be_solved") << "9.3";
    order.completion.report->outcome = Outcome::explained;
    order.extension.granted = 1;
    EXPECT_EQ(found(order, "2026-10-15T00:00"), "should_be_solved") << "6.3";
    WorkOrder passed = open_order();
    passed.extension.granted = 1;
    passed.deadlines.at(DeadlineKind::completion).noted_passed = true;
    EXPECT_EQ(found(passed, "2026-10-16T00:00"), "should_be_solved") << "6.3";
    WorkOrder filed = open_order();
    filed.filing.finding = SpotCheck::solvable_but_unsolved;
    EXPECT_EQ(found(filed, "2026-10-15T00:00"), "should_be_solved") << "8.5";
}

TEST(Triggers, Clause_14_what_the_machine_wrote_reads_the_same_in_english) {
    EXPECT_EQ(explained_in_english("超过办理时限 31 天仍未办结"),
              "past its limit by 31 days and not completed");
    EXPECT_EQ(explained_in_english("同一市民同一事项当年度第 6 次反映"),
              "call 6 of one citizen on one matter in the year");
    EXPECT_EQ(explained_in_english("演示路1弄：12 名市民集中反映同一地点同类问题"),
              "演示路1弄: 12 citizens complain of the same at one place");
    EXPECT_EQ(explained_in_english("办结时处理结果为「未解决」；延期工单未实际解决"),
              "completed as «not resolved»; extended, and not really resolved");
    const std::string contradiction =
        explained_in_english("事实认定：2026-10-08「属实」，2026-10-20「不属实」");
    EXPECT_TRUE(is_latin(contradiction)) << contradiction;
}

} // namespace
} // namespace chengban::casework
