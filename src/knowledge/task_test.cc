#include "knowledge/task.h"

#include "knowledge/test_context.h"

#include <gmock/gmock.h>

namespace chengban::knowledge {
namespace {

using ::testing::ElementsAre;

struct Life {
    Task task;
    Result<std::vector<Task::Event>> give(const Task::Command& command, const Party& party,
                                          const char* now) {
        const EntryContext context = context_at(now);
        Result<std::vector<Task::Event>> events = decide(task, command, party, context);
        if (events) {
            for (const Task::Event& event : *events) {
                evolve(task, event, party, context.now);
                ++task.version;
            }
        }
        return events;
    }
};

IssueTask issue(TaskKind kind) {
    IssueTask command;
    command.kind = kind;
    command.unit = UnitId("property-division");
    command.words = "口径与现行规定不一致";
    command.entry = "e-1";
    return command;
}

constexpr const char* k_friday = "2026-09-25T10:00:00+08:00"; // before the National Day holidays

TEST(Task, Clause_15_4_a_correction_is_due_in_two_working_days_a_missing_entry_in_five) {
    Life correction;
    ASSERT_TRUE(
        correction.give(issue(TaskKind::correction), center(), "2026-03-03T10:00:00+08:00"));
    EXPECT_EQ(correction.task.due, at("2026-03-06T00:00:00+08:00"));
    Life missing;
    ASSERT_TRUE(
        missing.give(issue(TaskKind::missing_entry), center(), "2026-03-03T10:00:00+08:00"));
    EXPECT_EQ(missing.task.due, at("2026-03-11T00:00:00+08:00"));
}

TEST(Task, Clause_15_4_the_same_event_again_changes_nothing) {
    Life life;
    ASSERT_TRUE(life.give(issue(TaskKind::correction), center(), k_friday));
    const auto again = life.give(issue(TaskKind::correction), center(), k_friday);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->empty());
    IssueTask other = issue(TaskKind::correction);
    other.words = "另一件";
    EXPECT_THAT(codes(life.give(other, center(), k_friday)), ElementsAre("wrong_state"));
}

TEST(Task, Clause_15_4_passing_on_begins_the_new_units_clock) {
    Life life;
    ASSERT_TRUE(life.give(issue(TaskKind::correction), center(), "2026-03-02T10:00:00+08:00"));
    EXPECT_THAT(codes(life.give(PassOnTask{UnitId("property-division"), "误派"}, center(),
                                "2026-03-03T10:00:00+08:00")),
                ElementsAre("same_unit"));
    ASSERT_TRUE(life.give(PassOnTask{UnitId("market-division"), "误派"}, center(),
                          "2026-03-03T10:00:00+08:00"));
    EXPECT_EQ(life.task.due, at("2026-03-06T00:00:00+08:00"));
    EXPECT_THAT(codes(life.give(FinishTask{"已改", {}}, keeper(), "2026-03-04T10:00:00+08:00")),
                ElementsAre("wrong_unit"));
    ASSERT_TRUE(
        life.give(FinishTask{"已改", {}}, keeper("market-division"), "2026-03-05T23:59:59+08:00"));
    EXPECT_FALSE(life.task.result->late);
}

TEST(Task, Clause_15_4_a_late_finish_is_flagged_and_a_reopened_task_keeps_its_limit) {
    Life life;
    ASSERT_TRUE(life.give(issue(TaskKind::correction), center(), "2026-03-03T10:00:00+08:00"));
    EXPECT_THAT(codes(life.give(ConfirmTask{}, center(), "2026-03-04T10:00:00+08:00")),
                ElementsAre("wrong_state"));
    ASSERT_TRUE(life.give(FinishTask{"已改", "e-2"}, keeper(), "2026-03-05T10:00:00+08:00"));
    ASSERT_TRUE(life.give(ReopenTask{"仍不一致"}, center(), "2026-03-05T11:00:00+08:00"));
    EXPECT_EQ(life.task.due, at("2026-03-06T00:00:00+08:00"));
    ASSERT_TRUE(life.give(FinishTask{"已改", "e-2"}, keeper(), "2026-03-06T00:00:00+08:00"));
    EXPECT_TRUE(life.task.result->late);
    ASSERT_TRUE(life.give(ConfirmTask{}, center(), "2026-03-06T10:00:00+08:00"));
    EXPECT_EQ(life.task.state, TaskState::confirmed);
    EXPECT_THAT(codes(life.give(ReopenTask{"再看"}, center(), "2026-03-06T11:00:00+08:00")),
                ElementsAre("wrong_state"));
}

TEST(Task, Clause_15_4_refusals_list_all_reasons) {
    Life life;
    IssueTask wrong = issue(TaskKind::correction);
    wrong.entry.reset();
    wrong.words = " ";
    EXPECT_THAT(codes(life.give(wrong, keeper(), k_friday)),
                ElementsAre("wrong_role", "empty", "nothing_to_correct"));
}

} // namespace
} // namespace chengban::knowledge
