// The one decision: command + actor + now → events, or a refusal that lists all its reasons with
// their clauses and fields. Pure: rulebook and calendar come in by version, time as an argument.
#pragma once

#include "base/problem.h"
#include "base/result.h"
#include "calendar/calendar.h"
#include "lint/reply_lint.h"
#include "rulebook/rulebook.h"
#include "workorder/transition.h"

namespace chengban::workorder {

// What the order's stream does not know of the unit a command names.
struct UnitFacts {
    bool exists = false;
    bool can_handle =
        false; // departments, institutions and districts handle; office and center do not
    bool is_district = false;
    bool has_leader_in_charge = true;
    bool has_responsible_section = true;
    bool has_administrative_principal = false; // 14.9: besides its principal
    Words name;
};

struct Context {
    const rulebook::Rulebook& rulebook; // pinned by the order's round, or in force for a new round
    const calendar::Calendar& calendar; // the version the order carries
    const lint::ReplyLint& lint;        // of the rulebook's word lists
    Instant now;
    UnitFacts target_unit;   // of the unit a command names, when it names one
    UnitFacts own_unit = {}; // of the unit that has the order
};

struct Advice {
    std::string rule;
    std::string clause;
    std::string field;
    Words words;
};

struct Decision {
    std::vector<Event> events; // at least one
    std::vector<Advice> advice;
};

Result<Decision> decide(const WorkOrder& order, const Command& command, const Actor& actor,
                        const Context& context);

// What the caller may do next. A command that is open to the caller but closed by a rule is listed
// with the reasons, so that a desk can say why.
struct NextAction {
    std::string_view command;
    std::string_view zh;
    std::string_view clause;
    std::vector<Reason> closed_because; // empty = may be given now
};
std::vector<NextAction> next_actions(const WorkOrder& order, const Actor& actor,
                                     const Context& context);

// 9.1: whether the finding stands in the list of this kind of order.
bool is_offered(OrderKind kind, FactFinding finding);

// Who must still sign a submitted completion, in order (9.3, 9.4, 10.1, 6.3, 12.3, 13).
struct ApprovalNeed {
    Approval approval;
    std::string clause;
    Words words;
};
std::vector<ApprovalNeed> approvals_needed(const WorkOrder& order, const SubmitCompletion& report,
                                           const rulebook::Rulebook& rulebook);

} // namespace chengban::workorder
