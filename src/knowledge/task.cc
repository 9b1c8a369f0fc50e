#include "knowledge/task.h"

#include "calendar/deadline.h"

namespace chengban::knowledge {

namespace {

constexpr std::array k_issuers{Role::dispatcher, Role::reviewer, Role::supervisor, Role::hotline};

void need_state(const Task& task, bool holds, Reasons& reasons) {
    if (task.version == 0) {
        reasons.need(holds, "未下发", "not there", "15.4");
    } else {
        reasons.need(holds, std::string(zh(task.state)), std::string(en(task.state)), "15.4");
    }
}

void check_unit(const EntryContext& context, Reasons& reasons) {
    if (!context.unit_keeps_entries) {
        reasons.add("not_a_department", "3.3", "unit", "知识库由职能处室、事业单位维护",
                    "departments and institutions keep the knowledge base");
    }
}

// I 37: from issue to the unit.
Result<calendar::Due> due_of(TaskKind kind, const EntryContext& context) {
    const rulebook::KnowledgeRules& rules = context.rulebook.knowledge;
    const rulebook::Limit& limit =
        kind == TaskKind::correction ? rules.correction : rules.missing_entry;
    return calendar::due(context.calendar, context.now, limit.amount, context.rulebook.counting);
}

class Decider {
public:
    Decider(const Task& task, const Party& party, const EntryContext& context)
        : task_(task), party_(party), context_(context) {}

    Result<std::vector<Task::Event>> operator()(const IssueTask& command) {
        if (task_.version > 0 && task_.task == command) {
            return std::vector<Task::Event>{}; // 2: the same event again changes nothing
        }
        reasons_.need_role(party_, k_issuers, "15.4");
        check_unit(context_, reasons_);
        need_state(task_, task_.version == 0, reasons_);
        reasons_.need_words(command.words, "words", "15.4");
        if (command.kind == TaskKind::correction && !command.entry && !command.order) {
            reasons_.add("nothing_to_correct", "15.4", "entry", "纠错须指明条目或工单",
                         "a correction names the entry or the order it is about");
        }
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        const Result<calendar::Due> due = due_of(command.kind, context_);
        if (!due) {
            return Failure{due.error()};
        }
        return std::vector<Task::Event>{TaskIssued{command, due->at, due->provisional}};
    }
    Result<std::vector<Task::Event>> operator()(const PassOnTask& command) {
        reasons_.need_center(party_, "15.4");
        check_unit(context_, reasons_);
        need_state(task_, task_.version > 0 && task_.state == TaskState::issued, reasons_);
        reasons_.need_words(command.reason, "reason", "15.4");
        if (task_.version > 0 && command.unit == task_.task.unit) {
            reasons_.add("same_unit", "15.4", "unit", "任务已在该单位",
                         "the task is with this unit already");
        }
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        const Result<calendar::Due> due = due_of(task_.task.kind, context_);
        if (!due) {
            return Failure{due.error()};
        }
        return std::vector<Task::Event>{
            TaskPassedOn{command.unit, command.reason, due->at, due->provisional}};
    }
    Result<std::vector<Task::Event>> operator()(const FinishTask& command) {
        reasons_.need_keeper(party_, task_.task.unit, "15.4");
        need_state(task_, task_.version > 0 && task_.state == TaskState::issued, reasons_);
        reasons_.need_words(command.words, "words", "15.4");
        return done(TaskFinished{command.words, command.entry, context_.now >= task_.due});
    }
    Result<std::vector<Task::Event>> operator()(const ConfirmTask& command) {
        reasons_.need_center(party_, "15.4");
        need_state(task_, task_.version > 0 && task_.state == TaskState::finished, reasons_);
        return done(command);
    }
    Result<std::vector<Task::Event>> operator()(const ReopenTask& command) {
        reasons_.need_center(party_, "15.4");
        need_state(task_, task_.version > 0 && task_.state == TaskState::finished, reasons_);
        reasons_.need_words(command.reason, "reason", "15.4");
        return done(command);
    }

private:
    Result<std::vector<Task::Event>> done(Task::Event event) {
        if (reasons_.any()) {
            return Failure{reasons_.problem()};
        }
        return std::vector<Task::Event>{std::move(event)};
    }

    const Task& task_;
    const Party& party_;
    const EntryContext& context_;
    Reasons reasons_;
};

struct Evolver {
    Task& task;
    const Party& party;
    Instant at;

    void operator()(const TaskIssued& event) {
        task.task = event.task;
        task.issued_at = at;
        task.issued_by = party.person;
        begin(event.due, event.provisional);
    }
    void operator()(const TaskPassedOn& event) {
        task.task.unit = event.unit;
        begin(event.due, event.provisional);
    }
    void operator()(const TaskFinished& event) {
        task.state = TaskState::finished;
        task.result = event;
        task.finished_at = at;
    }
    void operator()(const ConfirmTask&) { task.state = TaskState::confirmed; }
    void operator()(const ReopenTask& event) {
        task.state = TaskState::issued;
        task.reopen_reason = event.reason;
        task.result.reset();
        task.finished_at.reset();
    }

private:
    void begin(Instant due, bool provisional) {
        task.state = TaskState::issued;
        task.unit_issued_at = at;
        task.due = due;
        task.provisional = provisional;
    }
};

} // namespace

Result<std::vector<Task::Event>> decide(const Task& task, const Task::Command& command,
                                        const Party& party, const EntryContext& context) {
    return std::visit(Decider(task, party, context), command);
}

void evolve(Task& task, const Task::Event& event, const Party& party, Instant at) {
    std::visit(Evolver{task, party, at}, event);
}

} // namespace chengban::knowledge
