// What the hotline sends down (15.4): a correction (纠错) of an entry, or a missing entry (查无).
// The center issues it to the unit, whose keeper finishes it in time; the center confirms to the
// hotline.
#pragma once

#include "knowledge/entry.h"

namespace chengban::knowledge {

enum class TaskKind { correction, missing_entry };
enum class TaskState { issued, finished, confirmed };

struct IssueTask {
    static constexpr std::string_view name = "issue_task";
    TaskKind kind = TaskKind::correction;
    UnitId unit;
    std::string words;                   // what is wrong or missing
    std::optional<std::string> entry;    // the entry to be corrected
    std::optional<OrderId> order;        // where it came up
    std::optional<std::string> event_id; // of the hotline's; the same again changes nothing (2)
    bool operator==(const IssueTask&) const = default;
    static constexpr auto fields() {
        using T = IssueTask;
        return std::tuple{field("kind", &T::kind, "类型", "kind"),
                          field("unit", &T::unit, "单位", "unit"),
                          field("words", &T::words, "内容", "words", {1, 2000}),
                          field("entry", &T::entry, "条目", "entry", {1, 64}),
                          field("order", &T::order, "工单", "order"),
                          field("event_id", &T::event_id, "热线事件编号", "event id", {1, 100})};
    }
};
// To another unit, whose clock begins anew (I 37: from issue to the unit).
struct PassOnTask {
    static constexpr std::string_view name = "pass_on_task";
    UnitId unit;
    std::string reason;
    bool operator==(const PassOnTask&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("unit", &PassOnTask::unit, "单位", "unit"),
                          field("reason", &PassOnTask::reason, "理由", "reason", k_reason)};
    }
};
struct FinishTask {
    static constexpr std::string_view name = "finish_task";
    std::string words;                // what was done, or why nothing needs to be
    std::optional<std::string> entry; // the entry that now says it
    bool operator==(const FinishTask&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            field("words", &FinishTask::words, "办理情况", "what was done", {1, 2000}),
            field("entry", &FinishTask::entry, "条目", "entry", {1, 64})};
    }
};
struct ConfirmTask {
    static constexpr std::string_view name = "confirm_task";
    bool operator==(const ConfirmTask&) const = default;
    static constexpr auto fields() { return std::tuple{}; }
};
// Not good enough: the unit goes on, its limit stays.
struct ReopenTask {
    static constexpr std::string_view name = "reopen_task";
    std::string reason;
    bool operator==(const ReopenTask&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("reason", &ReopenTask::reason, "理由", "reason", k_reason)};
    }
};

// With the unit, and until when.
struct TaskIssued {
    static constexpr std::string_view name = "task_issued";
    IssueTask task;
    Instant due;
    bool provisional = false;
    bool operator==(const TaskIssued&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            field("task", &TaskIssued::task, "任务", "task"),
            field("due", &TaskIssued::due, "截止", "due"),
            defaulted("provisional", &TaskIssued::provisional, "暂定", "provisional")};
    }
};
struct TaskPassedOn {
    static constexpr std::string_view name = "task_passed_on";
    UnitId unit;
    std::string reason;
    Instant due;
    bool provisional = false;
    bool operator==(const TaskPassedOn&) const = default;
    static constexpr auto fields() {
        using T = TaskPassedOn;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("reason", &T::reason, "理由", "reason", k_reason),
                          field("due", &T::due, "截止", "due"),
                          defaulted("provisional", &T::provisional, "暂定", "provisional")};
    }
};
struct TaskFinished {
    static constexpr std::string_view name = "task_finished";
    std::string words;
    std::optional<std::string> entry;
    bool late = false;
    bool operator==(const TaskFinished&) const = default;
    static constexpr auto fields() {
        using T = TaskFinished;
        return std::tuple{field("words", &T::words, "办理情况", "what was done", {1, 2000}),
                          field("entry", &T::entry, "条目", "entry", {1, 64}),
                          defaulted("late", &T::late, "逾期", "late")};
    }
};

struct Task {
    static constexpr std::string_view kind = "knowledge_task";
    using Command = std::variant<IssueTask, PassOnTask, FinishTask, ConfirmTask, ReopenTask>;
    using Event = std::variant<TaskIssued, TaskPassedOn, TaskFinished, ConfirmTask, ReopenTask>;

    std::string id;
    std::int64_t version = 0;
    TaskState state = TaskState::issued;
    IssueTask task;
    Instant issued_at;
    Instant unit_issued_at; // to the unit that has it now
    Instant due;
    bool provisional = false;
    std::optional<TaskFinished> result;
    std::optional<Instant> finished_at;
    std::string reopen_reason;
    PersonId issued_by;

    static constexpr auto fields() {
        using T = Task;
        return std::tuple{
            field("state", &T::state, "状态", "state"),
            field("task", &T::task, "任务", "task"),
            field("issued_at", &T::issued_at, "下发时间", "issued at"),
            field("unit_issued_at", &T::unit_issued_at, "下发本单位时间", "issued to the unit at"),
            field("due", &T::due, "截止", "due"),
            defaulted("provisional", &T::provisional, "暂定", "provisional"),
            field("result", &T::result, "结果", "result"),
            field("finished_at", &T::finished_at, "完成时间", "finished at"),
            defaulted("reopen_reason", &T::reopen_reason, "退回理由", "reopening reason"),
            field("issued_by", &T::issued_by, "下发人", "issued by")};
    }
};

Result<std::vector<Task::Event>> decide(const Task& task, const Task::Command& command,
                                        const Party& party, const EntryContext& context);
void evolve(Task& task, const Task::Event& event, const Party& party, Instant at);

} // namespace chengban::knowledge

template <>
struct chengban::EnumTable<chengban::knowledge::TaskKind> {
    using E = chengban::knowledge::TaskKind;
    static constexpr std::array rows{
        EnumRow<E>{E::correction, "correction", "纠错", "correction"},
        EnumRow<E>{E::missing_entry, "missing_entry", "查无", "missing entry"}};
};
template <>
struct chengban::EnumTable<chengban::knowledge::TaskState> {
    using E = chengban::knowledge::TaskState;
    static constexpr std::array rows{EnumRow<E>{E::issued, "issued", "办理中", "issued"},
                                     EnumRow<E>{E::finished, "finished", "待确认", "finished"},
                                     EnumRow<E>{E::confirmed, "confirmed", "已完成", "confirmed"}};
};
