// B7: the whole history under a draft rulebook or calendar. Each command is judged against the
// state it really met; a verdict that would differ does not cascade into later ones, and the result
// says so.
#pragma once

#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

struct ReplayDifference {
    OrderId order;
    Instant at;
    std::string command;
    UnitId unit;
    std::string before; // «accepted» or the clauses of the refusal
    std::string after;
    std::vector<std::string> clauses; // of the draft's refusal
};

// A limit of any kind that the draft computes otherwise, or that only one of the two sets.
struct MovedLimit {
    OrderId order;
    Instant at;
    UnitId unit;
    workorder::DeadlineKind kind;
    std::optional<Instant> before; // empty: history set none
    std::optional<Instant> after;  // empty: the draft sets none
};

struct ReplayReport {
    std::int64_t commands = 0;
    std::int64_t judged = 0; // the others look at nothing that the draft changes
    std::int64_t differing = 0;
    std::int64_t moved_limits = 0;
    std::map<std::string, std::int64_t> moved_by_kind;
    std::map<std::string, std::int64_t> moved_by_unit; // «»: at the center
    std::vector<MovedLimit> first_moved;               // at most 1,000
    std::map<std::string, std::int64_t> by_unit;
    std::map<std::string, std::int64_t> by_clause;
    std::vector<ReplayDifference> first; // at most 1,000
    std::int64_t hidden = 0;             // lines that leave_visible() took away
};

struct ReplayDraft {
    Rules rules;          // empty: the one that was in force
    CalendarPtr calendar; // empty: the one that was in force
};

ReplayReport replay(Desk& desk, const ReplayDraft& draft, JobControl& control);
// 18: takes the lines of orders away that the reader may not know of; the counts stay.
void leave_visible(ReplayReport& report, store::Store& store, const store::Visibility& sees);
json::object replay_json(const ReplayReport& report);

} // namespace chengban::usecase
