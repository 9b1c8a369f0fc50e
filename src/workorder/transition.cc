#include "workorder/transition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace chengban::workorder {

namespace {

using enum State;

constexpr std::array k_absent{absent};
constexpr std::array k_received{received};
constexpr std::array k_consulting{consulting};
constexpr std::array k_dispatched{dispatched};
constexpr std::array k_handling{handling};
constexpr std::array k_awaiting{awaiting_approval};
constexpr std::array k_completed{completed};
constexpr std::array k_with_unit{dispatched, handling};
constexpr std::array k_with_unit_or_signing{dispatched, handling, awaiting_approval};
constexpr std::array k_disputed{received, dispatched, handling};
constexpr std::array k_open{received, consulting, dispatched, handling, awaiting_approval};
constexpr std::array k_after_acknowledgement{handling, awaiting_approval, completed};
constexpr std::array k_after_dispatch{dispatched, handling, awaiting_approval, completed};
constexpr std::array k_all{received, consulting,        dispatched,
                           handling, awaiting_approval, completed};
constexpr std::array k_consultation_results{received, withdrawn};
constexpr std::array k_designation_results{dispatched, handling};
constexpr std::array k_return_results{received, consulting, dispatched, handling};
constexpr std::array k_submission_results{awaiting_approval, completed};
constexpr std::array k_approval_results{awaiting_approval, completed};

constexpr std::array k_intake{Role::dispatcher, Role::hotline, Role::system};
constexpr std::array k_dispatcher{Role::dispatcher};
constexpr std::array k_center_or_hotline{Role::dispatcher, Role::reviewer, Role::hotline};
constexpr std::array k_reviewer{Role::reviewer};
constexpr std::array k_return_deciders{Role::reviewer, Role::office_clerk};
constexpr std::array k_filing_keepers{Role::reviewer, Role::supervisor};
constexpr std::array k_office{Role::office_clerk};
constexpr std::array k_opinion_askers{Role::dispatcher, Role::office_clerk};
constexpr std::array k_workers{Role::handler, Role::section_head};
constexpr std::array k_assigners{Role::section_head, Role::principal};
constexpr std::array k_filing_signers{Role::section_head, Role::principal};
constexpr std::array k_unit{Role::handler, Role::section_head, Role::leader_in_charge,
                            Role::principal};
constexpr std::array k_unit_approvers{Role::leader_in_charge, Role::principal};
constexpr std::array k_bureau_notes{Role::dispatcher, Role::reviewer, Role::supervisor,
                                    Role::office_clerk};
constexpr std::array k_spot_checkers{Role::reviewer, Role::dispatcher, Role::hotline};
constexpr std::array k_callers{Role::follow_up_caller};
constexpr std::array k_surveyors{Role::hotline, Role::follow_up_caller, Role::dispatcher,
                                 Role::reviewer, Role::supervisor};
constexpr std::array k_dispute_deciders{Role::hotline, Role::reviewer, Role::supervisor};
constexpr std::array k_system{Role::system};
constexpr std::array k_reminders{Role::dispatcher, Role::reviewer, Role::supervisor, Role::hotline};
constexpr std::array k_proposers{Role::dispatcher, Role::reviewer, Role::follow_up_caller,
                                 Role::office_clerk, Role::system};
constexpr std::array k_supervision_openers{Role::supervisor, Role::hotline, Role::system};
constexpr std::array k_supervisor{Role::supervisor};
constexpr std::array k_supervisor_or_hotline{Role::supervisor, Role::hotline};
constexpr std::array k_checkers{Role::supervisor, Role::reviewer, Role::follow_up_caller};
constexpr std::array k_reassigners{Role::supervisor, Role::reviewer, Role::hotline, Role::system};
constexpr std::array k_unit_leads{Role::section_head, Role::principal};
constexpr std::array k_meeting_holders{Role::dispatcher, Role::reviewer, Role::supervisor,
                                       Role::office_clerk};
constexpr std::array k_bureau_instructors{Role::bureau_leader, Role::office_clerk};
constexpr std::array k_issuers{Role::administrative_principal, Role::principal};

constexpr std::span<const State> k_stays{};

using enum Relation;

// clang-format off
constexpr std::array k_transitions{
    // command                              clause  from                     to                      who                      relation
    Transition{"register",                  "2",    k_absent,                k_received,             k_intake,                bureau},
    Transition{"classify",                  "4",    k_open,                  k_stays,                k_dispatcher,            bureau},
    Transition{"classify",                  "10.1", k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"open_consultation",         "4.1",  k_received,              k_consulting,           k_dispatcher,            bureau},
    Transition{"conclude_consultation",     "4.1",  k_consulting,            k_consultation_results, k_center_or_hotline,     bureau},
    Transition{"dispatch",                  "4",    k_received,              k_dispatched,           k_dispatcher,            bureau},
    Transition{"recall",                    "4",    k_dispatched,            k_received,             k_dispatcher,            bureau},
    Transition{"designate",                 "3.1",  k_disputed,              k_designation_results,  k_office,                bureau},
    Transition{"request_opinion",           "3.3",  k_disputed,              k_stays,                k_opinion_askers,        bureau},
    Transition{"give_opinion",              "3.3",  k_disputed,              k_stays,                k_unit,                  asked_unit},
    Transition{"set_limit_class",           "5.2",  k_disputed,              k_stays,                k_center_or_hotline,     bureau},
    Transition{"request_limit_class",       "5.2",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"set_city_due",              "B4",   k_open,                  k_stays,                k_center_or_hotline,     bureau},
    Transition{"acknowledge",               "5",    k_dispatched,            k_handling,             k_workers,               own_unit},
    Transition{"assign_handler",            "5",    k_with_unit_or_signing,  k_stays,                k_assigners,             own_unit},
    Transition{"record_contact",            "5.1",  k_after_dispatch,        k_stays,                k_workers,               own_unit},
    Transition{"explain_no_contact",        "5.1",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"report_outcome",            "5.2",  k_with_unit_or_signing,  k_stays,                k_workers,               own_unit},
    Transition{"report_progress",           "5.2",  k_with_unit_or_signing,  k_stays,                k_workers,               own_unit},
    Transition{"report_interim",            "B3",   k_with_unit_or_signing,  k_stays,                k_workers,               own_unit},
    Transition{"set_plan",                  "5.3",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"attach",                    "9",    k_after_dispatch,        k_stays,                k_unit,                  own_unit},
    Transition{"attach",                    "4",    k_all,                   k_stays,                k_bureau_notes,          bureau},
    Transition{"add_note",                  "5",    k_after_dispatch,        k_stays,                k_unit,                  own_unit},
    Transition{"add_note",                  "4",    k_all,                   k_stays,                k_bureau_notes,          bureau},
    Transition{"apply_extension",           "6.1",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"consent_extension",         "6.1",  k_with_unit_or_signing,  k_stays,                k_unit_approvers,        own_unit},
    Transition{"review_extension",          "6.2",  k_with_unit_or_signing,  k_stays,                k_reviewer,              bureau},
    Transition{"answer_extension",          "6.2",  k_with_unit_or_signing,  k_stays,                k_center_or_hotline,     bureau},
    Transition{"withdraw_extension",        "6.1",  k_with_unit_or_signing,  k_stays,                k_workers,               own_unit},
    Transition{"apply_return",              "7.1",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"withdraw_return",           "7.1",  k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"decide_return",             "7.3",  k_with_unit,             k_return_results,       k_return_deciders,       bureau},
    Transition{"apply_filing",              "8.1",  k_after_acknowledgement, k_stays,                k_workers,               own_unit},
    Transition{"sign_filing",               "8.2",  k_after_acknowledgement, k_stays,                k_filing_signers,        own_unit},
    Transition{"review_filing",             "8.4",  k_after_acknowledgement, k_stays,                k_reviewer,              bureau},
    Transition{"record_filing",             "8.4",  k_after_acknowledgement, k_stays,                k_center_or_hotline,     bureau},
    Transition{"withdraw_filing",           "8.1",  k_after_acknowledgement, k_stays,                k_workers,               own_unit},
    Transition{"spot_check_filing",         "8.5",  k_after_acknowledgement, k_stays,                k_spot_checkers,         bureau},
    Transition{"void_filing",               "8.5",  k_after_acknowledgement, k_stays,                k_filing_keepers,        bureau},
    Transition{"record_answer",             "9",    k_with_unit,             k_stays,                k_workers,               own_unit},
    Transition{"submit_completion",         "9",    k_handling,              k_submission_results,   k_workers,               own_unit},
    Transition{"approve_completion",        "10.1", k_awaiting,              k_approval_results,     k_unit_approvers,        own_unit},
    Transition{"approve_completion",        "6.3",  k_awaiting,              k_approval_results,     k_reviewer,              bureau},
    Transition{"reject_completion",         "10.1", k_awaiting,              k_handling,             k_unit_approvers,        own_unit},
    Transition{"reject_completion",         "6.3",  k_awaiting,              k_handling,             k_reviewer,              bureau},
    Transition{"withdraw_completion",       "9",    k_awaiting,              k_handling,             k_workers,               own_unit},
    Transition{"send_back",                 "9",    k_completed,             k_handling,             k_center_or_hotline,     bureau},
    Transition{"record_follow_up",          "11",   k_completed,             k_stays,                k_callers,               bureau},
    Transition{"record_survey",             "11",   k_after_acknowledgement, k_stays,                k_surveyors,             bureau},
    Transition{"dispute_survey",            "11",   k_after_acknowledgement, k_stays,                k_unit,                  own_unit},
    Transition{"decide_survey_dispute",     "11",   k_after_acknowledgement, k_stays,                k_dispute_deciders,      bureau},
    Transition{"note_attention",            "12.1", k_all,                   k_stays,                k_system,                machine},
    Transition{"record_cause",              "12.1", k_after_dispatch,        k_stays,                k_workers,               own_unit},
    Transition{"check_review",              "12.2", k_completed,             k_stays,                k_checkers,              bureau},
    Transition{"reassign",                  "12.2", k_completed,             k_stays,                k_reassigners,           bureau},
    Transition{"propose_supervision",       "14",   k_all,                   k_stays,                k_proposers,             bureau},
    Transition{"open_supervision",          "14",   k_all,                   k_stays,                k_supervision_openers,   bureau},
    Transition{"decline_supervision",       "14",   k_all,                   k_stays,                k_supervisor,            bureau},
    Transition{"cancel_supervision",        "14",   k_all,                   k_stays,                k_supervisor_or_hotline, bureau},
    Transition{"sign_supervision",          "14.8", k_after_dispatch,        k_stays,                k_unit_approvers,        own_unit},
    Transition{"set_supervision_due",       "14.8", k_all,                   k_stays,                k_supervisor_or_hotline, bureau},
    Transition{"change_result",             "14.8", k_completed,             k_stays,                k_workers,               own_unit},
    Transition{"submit_supervision_report", "14.9", k_after_acknowledgement, k_stays,                k_workers,               own_unit},
    Transition{"issue_supervision_report",  "14.9", k_after_acknowledgement, k_stays,                k_issuers,               own_unit},
    Transition{"reject_supervision_report", "14.9", k_after_acknowledgement, k_stays,                k_issuers,               own_unit},
    Transition{"reject_supervision_report", "14.9", k_all,                   k_stays,                k_supervisor,            bureau},
    Transition{"close_supervision",         "14.9", k_all,                   k_stays,                k_supervisor,            bureau},
    Transition{"remind",                    "B3",   k_with_unit_or_signing,  k_stays,                k_reminders,             bureau},
    Transition{"add_assisting_unit",        "B3",   k_with_unit,             k_stays,                k_opinion_askers,        bureau},
    Transition{"add_assisting_unit",        "B3",   k_with_unit,             k_stays,                k_unit_leads,            own_unit},
    Transition{"release_assisting_unit",    "B3",   k_with_unit_or_signing,  k_stays,                k_opinion_askers,        bureau},
    Transition{"release_assisting_unit",    "B3",   k_with_unit_or_signing,  k_stays,                k_unit_leads,            own_unit},
    Transition{"contribute",                "B3",   k_with_unit,             k_stays,                k_workers,               assisting_unit},
    Transition{"record_meeting",            "B3",   k_open,                  k_stays,                k_meeting_holders,       bureau},
    Transition{"record_meeting",            "B3",   k_with_unit,             k_stays,                k_unit_leads,            own_unit},
    Transition{"give_instruction",          "B3",   k_all,                   k_stays,                k_bureau_instructors,    bureau},
    Transition{"give_instruction",          "B3",   k_after_dispatch,        k_stays,                k_unit_approvers,        own_unit},
    Transition{"note_repeats",              "12.1", k_all,                   k_stays,                k_system,                machine},
    Transition{"note_supervision",          "14",   k_all,                   k_stays,                k_system,                machine},
    Transition{"link_filing",               "8.4",  k_all,                   k_stays,                k_system,                machine},
    Transition{"apply_calendar",            "5.2",  k_open,                  k_stays,                k_system,                machine},
    Transition{"note_deadline_passed",      "5.2",  k_all,                   k_stays,                k_system,                machine},
};
// clang-format on

bool contains(std::span<const State> states, State state) {
    return std::find(states.begin(), states.end(), state) != states.end();
}
bool contains(std::span<const Role> roles, Role role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool related(const WorkOrder& order, Relation relation, const Actor& actor) {
    switch (relation) {
    case Relation::bureau:
    case Relation::machine:
        return true;
    case Relation::own_unit:
        return !order.unit.empty() && actor.unit == order.unit;
    case Relation::asked_unit:
        return order.opinions_asked.contains(actor.unit);
    case Relation::assisting_unit:
        return order.assisting.contains(actor.unit);
    }
    unreachable("related");
}

std::string role_names(std::span<const Role> roles, bool chinese) {
    std::string names;
    for (const Role role : roles) {
        names += (names.empty() ? "" : chinese ? "、" : ", ");
        names += chinese ? zh(role) : en(role);
    }
    return names;
}

Reason wrong_state(const Transition& row, State state) {
    return {"wrong_state",
            std::string(row.clause),
            "state",
            {fmt::format("工单现为「{}」，不能进行此操作", zh(state)),
             fmt::format("the order is «{}», this is not possible now", en(state))}};
}

Reason wrong_role(const Transition& row) {
    return {"wrong_role",
            std::string(row.clause),
            "actor.role",
            {fmt::format("此操作由{}进行", role_names(row.roles, true)),
             fmt::format("this is done by: {}", role_names(row.roles, false))}};
}

Reason wrong_unit(const Transition& row) {
    return {"wrong_unit",
            std::string(row.clause),
            "actor.unit",
            {"工单现不在您的单位", "the order is not with your unit"}};
}

} // namespace

std::span<const Transition> transitions() {
    return k_transitions;
}

const Transition* find_transition(std::string_view command, State from, Role role) {
    for (const Transition& row : k_transitions) {
        if (row.command == command && contains(row.from, from) && contains(row.roles, role)) {
            return &row;
        }
    }
    return nullptr;
}

const Transition* row_for(const WorkOrder& order, std::string_view command, const Actor& actor) {
    const Transition* row = find_transition(command, order.state, actor.role);
    return row != nullptr && related(order, row->relation, actor) ? row : nullptr;
}

std::vector<Reason> may_give(const WorkOrder& order, std::string_view command, const Actor& actor) {
    const Transition* of_role = nullptr; // the row that speaks of this role, else the first
    for (const Transition& row : k_transitions) {
        if (row.command == command &&
            (of_role == nullptr ||
             (!contains(of_role->roles, actor.role) && contains(row.roles, actor.role)))) {
            of_role = &row;
        }
    }
    invariant(of_role != nullptr, "a command without a transition");
    std::vector<Reason> reasons;
    if (!contains(of_role->roles, actor.role)) {
        reasons.push_back(wrong_role(*of_role));
    } else if (!related(order, of_role->relation, actor)) {
        reasons.push_back(wrong_unit(*of_role));
    }
    if (!contains(of_role->from, order.state)) {
        reasons.push_back(wrong_state(*of_role, order.state));
    }
    return reasons;
}

} // namespace chengban::workorder
