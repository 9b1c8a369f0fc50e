// Clauses 9, 10 and 12.3: submission, approvals, completion, rework.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

using rulebook::Rule;

namespace {

void need(std::vector<ApprovalNeed>& needs, Approval approval, std::string_view clause,
          Words words) {
    const bool listed = std::any_of(needs.begin(), needs.end(),
                                    [&](const auto& n) { return n.approval == approval; });
    if (!listed) {
        needs.push_back({approval, std::string(clause), std::move(words)});
    }
}

// 5.1: waived when completed and answered within it.
void end_first_contact(Draft& draft) {
    const DeadlineFact* owed = draft.order.live(DeadlineKind::first_contact);
    if (owed == nullptr) {
        return;
    }
    const bool passed = !(draft.now() < owed->due);
    draft.effects.ended.push_back({DeadlineKind::first_contact,
                                   passed                       ? Ending::missed
                                   : draft.order.answer_reached ? Ending::closed
                                                                : Ending::cancelled,
                                   draft.now()});
    if (passed) {
        draft.late(Rule::first_contact_late, {"办结前未联系", "no contact before completion"});
    }
}

// 6.3, 6.4: what an extension owed, flagged once.
void end_extension(Draft& draft, Outcome outcome) {
    const WorkOrder& order = draft.order;
    if (order.extension.granted == 0) {
        return;
    }
    if (outcome != Outcome::resolved) {
        draft.checks.flag(Rule::extension_outcome);
    }
    const auto passed_unnoted = [&](DeadlineKind kind) {
        const DeadlineFact* fact = order.live(kind);
        return fact != nullptr && !(draft.now() < fact->due) &&
               !order.deadlines.at(kind).noted_passed;
    };
    if (passed_unnoted(DeadlineKind::completion)) {
        draft.late(Rule::extension_passed, {});
    }
    if (passed_unnoted(DeadlineKind::extension_notice)) {
        draft.late(Rule::extension_notice_late, {});
    }
    if (const DeadlineFact* owed = order.live(DeadlineKind::extension_notice)) {
        draft.effects.ended.push_back({DeadlineKind::extension_notice,
                                       draft.now() < owed->due ? Ending::closed : Ending::missed,
                                       draft.now()});
    }
}

// Ends every clock of the order: the report goes to the hotline.
void complete(Draft& draft, const SubmitCompletion& report,
              const std::vector<ApprovalNeed>& needs) {
    const WorkOrder& order = draft.order;
    Completed event;
    event.outcome = report.outcome;
    for (const ApprovalNeed& n : needs) {
        event.approvals.push_back(n.approval);
    }
    event.effects.state = State::completed;
    const std::size_t ended_before = draft.effects.ended.size();
    draft.meet(DeadlineKind::completion, draft.now(), Rule::completion_late);
    draft.meet(DeadlineKind::progress_report, draft.now(), Rule::progress_report_late);
    draft.meet(DeadlineKind::city, draft.now(), std::nullopt);
    end_first_contact(draft);
    end_extension(draft, report.outcome);
    // Submitted at once, the completion is the urgent order's report too (I 21).
    draft.meet(DeadlineKind::outcome_report, draft.now(), Rule::outcome_report_late);
    for (const DeadlineKind kind : {DeadlineKind::return_window, DeadlineKind::extension_window,
                                    DeadlineKind::profile_report}) {
        if (order.live(kind) != nullptr) {
            draft.effects.ended.push_back({kind, Ending::closed, draft.now()});
        }
    }
    const auto from = draft.effects.ended.begin() + static_cast<std::ptrdiff_t>(ended_before);
    event.effects.ended.assign(from, draft.effects.ended.end());
    draft.effects.ended.erase(from, draft.effects.ended.end());
    draft.following.emplace_back(std::move(event));
}

// The approval that is asked for next, or null when all are given.
const ApprovalNeed* next_need(const std::vector<ApprovalNeed>& needs,
                              const std::map<Approval, Signature>& given) {
    for (const ApprovalNeed& n : needs) {
        if (!given.contains(n.approval)) {
            return &n;
        }
    }
    return nullptr;
}

void expect_turn(Draft& draft) {
    const CompletionState& completion = draft.order.completion;
    invariant(completion.report.has_value(), "awaiting approval without a report");
    const auto needs = approvals_needed(draft.order, *completion.report, draft.context.rulebook);
    const ApprovalNeed* next = next_need(needs, completion.given);
    const auto mine = approvals_of(draft.actor.role, draft.order.leader_vacant);
    const auto is_mine = [&](const ApprovalNeed& n) {
        return std::find(mine.begin(), mine.end(), n.approval) != mine.end();
    };
    // When what an approval rested on has gone, whoever comes first may close the order.
    if (next != nullptr && !is_mine(*next)) {
        const bool later = std::any_of(needs.begin(), needs.end(), [&](const ApprovalNeed& n) {
            return is_mine(n) && !completion.given.contains(n.approval);
        });
        draft.checks.refuse(
            later ? "not_your_turn" : "approval_not_needed", next->clause, "actor.role",
            later ? fmt::format("须先由{}审批", zh(next->approval)) : "此办结不需要您审批",
            later ? fmt::format("first comes: {}", en(next->approval))
                  : "this completion does not need your approval");
    }
    if (completion.submitter && completion.submitter->person == draft.actor.person) {
        draft.checks.refuse("same_person", "10.1", "actor.person", "提交人不能审批自己的办结",
                            "who submitted cannot approve");
    }
}

} // namespace

std::vector<ApprovalNeed> approvals_needed(const WorkOrder& order, const SubmitCompletion& report,
                                           const rulebook::Rulebook& rulebook) {
    std::vector<ApprovalNeed> needs;
    if (order.facts.major_or_complicated) {
        need(needs, Approval::leader_in_charge, "10.1",
             {"重大或情况复杂的事项由分管领导审核同意", "major or complicated"});
    }
    if (report.site_visit == SiteVisit::not_visited) {
        need(needs, Approval::leader_in_charge, "9.4",
             {"有实际现场未查看，须分管领导同意并说明理由", "the site was not visited"});
    }
    const bool unresolved_extension =
        order.extension.granted > 0 && report.outcome != Outcome::resolved &&
        rulebook.strength(Rule::extension_outcome) == rulebook::Strength::block;
    if (order.repeats >= rulebook.repeats.principal) {
        need(needs, Approval::principal, "12.3",
             {"5次以上重复工单由主要领导审核", "five or more repeats"});
    }
    if (order.supervised) {
        need(needs, Approval::principal, "12.3", {"督办工单由主要领导审核", "supervised"});
    }
    if (report.outcome == Outcome::unresolved && rulebook.feedback.unresolved_needs_principal) {
        need(needs, Approval::principal, "9.3", {"未解决须主要负责人审核", "unresolved"});
    }
    if (unresolved_extension) {
        need(needs, Approval::principal, "6.3",
             {"延期工单未实际解决，须主要负责人签字", "an extended order not resolved"});
    }
    for (const rulebook::Profile* profile : profiles_in_force(order, rulebook)) {
        for (const Approval approval : profile->approvals) {
            need(needs, approval, profile->clause, profile->words);
        }
    }
    if (unresolved_extension) {
        need(needs, Approval::center, "6.3",
             {"延期工单未实际解决，须中心同意", "an extended order not resolved"});
    }
    std::stable_sort(needs.begin(), needs.end(),
                     [](const auto& a, const auto& b) { return a.approval < b.approval; });
    return needs;
}

void guard(const SubmitCompletion*, Draft& draft) {
    if (draft.order.returning.pending()) {
        draft.checks.refuse("return_pending", "7.1", "", "退单申请尚在审核中，请先撤回或等待审核",
                            "a return is applied for; withdraw it or wait for the decision");
    }
}

void fill(const SubmitCompletion& c, Draft& draft) {
    check_report(draft, c);
    for (const auto& [unit, contributed] : draft.order.assisting) {
        if (!contributed) {
            draft.checks.broken(Rule::assisting_outstanding, "", {unit.text(), unit.text()});
        }
    }
    if (!draft.order.attention.reasons.empty() && !draft.order.attention.cause) {
        draft.checks.broken(Rule::repeat_cause, "");
    }
    const auto needs = approvals_needed(draft.order, c, draft.context.rulebook);
    if (!needs.empty()) {
        draft.effects.state = State::awaiting_approval;
        return;
    }
    complete(draft, c, needs);
}

void guard(const ApproveCompletion*, Draft& draft) {
    expect_turn(draft);
}

void fill(const ApproveCompletion&, Draft& draft) {
    const CompletionState& completion = draft.order.completion;
    // What an approval rests on may have changed since submission (supervision, repeats).
    const auto needs = approvals_needed(draft.order, *completion.report, draft.context.rulebook);
    std::map<Approval, Signature> given = completion.given;
    for (const Approval approval : approvals_of(draft.actor.role, draft.order.leader_vacant)) {
        given.try_emplace(approval, Signature{draft.actor, draft.now()});
    }
    if (next_need(needs, given) == nullptr) {
        complete(draft, *completion.report, needs);
    }
}

void guard(const RejectCompletion*, Draft& draft) {
    expect_turn(draft);
}

void fill(const RejectCompletion&, Draft& draft) {
    draft.effects.state = State::handling;
}

void fill(const WithdrawCompletion&, Draft& draft) {
    draft.effects.state = State::handling;
}

namespace {

// I 64: the windows of 6.1 and 7.1 and the word about an extension (6.4) are counted from dispatch
// and grant; a completion that does not stand did not use them up. What time has closed stays so.
void resume(Draft& draft) {
    for (const DeadlineKind kind : {DeadlineKind::return_window, DeadlineKind::extension_window,
                                    DeadlineKind::extension_notice}) {
        const auto found = draft.order.deadlines.find(kind);
        if (found == draft.order.deadlines.end() || !found->second.end ||
            found->second.end->how != Ending::closed || !(draft.now() < found->second.fact.due)) {
            continue;
        }
        DeadlineFact fact = found->second.fact;
        ++fact.generation;
        draft.effects.set.push_back(std::move(fact));
    }
}

} // namespace

// I 12: its original limit, or the one the hotline sets; if that is past, 1 working day.
void fill(const SendBack& c, Draft& draft) {
    const WorkOrder& order = draft.order;
    draft.effects.state = State::handling;
    const auto found = order.deadlines.find(DeadlineKind::completion);
    invariant(found != order.deadlines.end(), "a completed order without a completion limit");
    DeadlineFact fact = found->second.fact;
    if (c.due) {
        fact = given_deadline(order, draft.context, DeadlineKind::completion, "9", *c.due);
    }
    fact.generation = found->second.fact.generation + 1;
    if (draft.now() < fact.due) {
        draft.effects.set.push_back(fact);
    } else {
        draft.start(DeadlineKind::completion, draft.context.rulebook.limits.rework_when_past,
                    draft.now());
    }
    // B4: the city's limit runs again, and shows when it is past.
    const auto city = order.deadlines.find(DeadlineKind::city);
    if (city != order.deadlines.end()) {
        DeadlineFact again = city->second.fact;
        if (c.due) {
            again = given_deadline(order, draft.context, DeadlineKind::city, "B4", *c.due);
        }
        again.generation = city->second.fact.generation + 1;
        draft.effects.set.push_back(again);
    }
    resume(draft);
    start_profile_report(draft, profiles_in_force(order, draft.context.rulebook), draft.effects);
}

} // namespace chengban::workorder
