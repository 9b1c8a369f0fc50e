// Clauses 6, 7 and 8: extension, return, call filing.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chengban::workorder {

using rulebook::Rule;

namespace {

void expect_stage(Draft& draft, bool fits, std::string_view clause, std::string_view zh,
                  std::string_view en) {
    if (!fits) {
        draft.checks.refuse("wrong_stage", clause, "stage", std::string(zh), std::string(en));
    }
}

// Requester and approver are never the same person.
void expect_other_person(Draft& draft, const std::optional<Actor>& applicant,
                         std::string_view clause) {
    if (applicant && applicant->person == draft.actor.person) {
        draft.checks.refuse("same_person", clause, "actor.person", "申请人不能审批自己的申请",
                            "who applied cannot decide on it");
    }
}

// 6.1: within the window of the dispatch, and within the order's own limit (I 5).
void check_extension_window(Draft& draft) {
    const auto window = draft.order.deadlines.find(DeadlineKind::extension_window);
    if (window != draft.order.deadlines.end() && !(draft.now() < window->second.fact.due)) {
        draft.checks.broken(Rule::extension_window, "",
                            {fmt::format("截止 {}", to_string(window->second.fact.due)),
                             fmt::format("it closed at {}", to_string(window->second.fact.due))});
    }
    const DeadlineFact* own = draft.order.live(DeadlineKind::completion);
    if (own != nullptr && !(draft.now() < own->due)) {
        draft.checks.broken(Rule::extension_own_limit, "",
                            {fmt::format("办理时限 {}", to_string(own->due)),
                             fmt::format("its own limit was {}", to_string(own->due))});
    }
}

void check_days(Draft& draft, std::int32_t days) {
    const std::vector<std::int32_t>& allowed = draft.context.rulebook.extension.days;
    if (std::find(allowed.begin(), allowed.end(), days) == allowed.end()) {
        std::string list;
        for (const std::int32_t day : allowed) {
            list += (list.empty() ? "" : "、") + std::to_string(day);
        }
        draft.checks.broken(Rule::extension_days, "days",
                            {fmt::format("可选 {} 天", list), fmt::format("allowed: {}", list)});
    }
}

} // namespace

// ---- 6 extension

void guard(const ApplyExtension*, Draft& draft) {
    expect_stage(draft, !draft.order.extension.pending(), "6.1", "已有延期申请在审批中",
                 "an extension is applied for already");
    if (draft.order.extension.granted >= draft.context.rulebook.extension.per_dispatch) {
        draft.checks.broken(Rule::extension_once, "");
    }
    check_extension_window(draft);
}

void fill(const ApplyExtension& c, Draft& draft) {
    check_days(draft, c.days);
    if (!draft.order.plan_set) {
        draft.checks.broken(Rule::solution_plan, "");
    }
}

void guard(const ConsentExtension*, Draft& draft) {
    expect_stage(draft, draft.order.extension.stage == Stage::applied, "6.1",
                 "没有待分管领导审批的延期申请", "no extension waits for the leader in charge");
    expect_other_person(draft, draft.order.extension.applicant, "6.1");
    if (draft.actor.role == Role::principal && !draft.order.leader_vacant) {
        draft.checks.refuse("wrong_role", "6.1", "actor.role", "延期由分管领导审批",
                            "the leader in charge consents to an extension");
    }
}

// A leader may say no at any time; a consent lies inside the window.
void fill(const ConsentExtension& c, Draft& draft) {
    if (c.agree) {
        check_extension_window(draft);
    }
}

void guard(const ReviewExtension*, Draft& draft) {
    expect_stage(draft, draft.order.extension.stage == Stage::consented, "6.2",
                 "没有待中心审核的延期申请", "no extension waits for the center");
    expect_other_person(draft, draft.order.extension.applicant, "6.2");
}

void guard(const AnswerExtension*, Draft& draft) {
    expect_stage(draft, draft.order.extension.stage == Stage::reviewed, "6.2",
                 "没有待热线审批的延期申请", "no extension waits for the hotline");
}

void fill(const AnswerExtension& c, Draft& draft) {
    if (draft.order.extension.stage != Stage::reviewed) {
        return; // nothing was asked
    }
    if (!c.agree) {
        if (c.days) {
            draft.checks.refuse("days_of_a_refusal", "6.2", "days", "未批准时不应填写批准天数",
                                "a refusal grants no days");
        }
        return;
    }
    const std::int32_t days = c.days.value_or(draft.order.extension.days);
    check_days(draft, days);
    for (const DeadlineKind kind : {DeadlineKind::completion, DeadlineKind::city}) {
        if (draft.order.live(kind) == nullptr) {
            continue; // each moves from its own base (I 17)
        }
        const Result<DeadlineFact> fact = extend_deadline(draft.order, draft.context, kind, days);
        if (!fact) {
            const Reason& reason = fact.error().reasons.front();
            draft.checks.refuse(reason.code, "6.2", "days", reason.words.zh, reason.words.en);
            continue;
        }
        draft.effects.set.push_back(*fact);
    }
    draft.start(DeadlineKind::extension_notice, draft.context.rulebook.limits.extension_notice,
                draft.now());
}

void guard(const WithdrawExtension*, Draft& draft) {
    expect_stage(draft, draft.order.extension.pending(), "6.1", "没有在审批中的延期申请",
                 "no extension is applied for");
}

// ---- 7 return

namespace {

// 7.2, I 24: the citizen was reached, or enough attempts at different hours were made, or there is
// no means of contact at all.
void check_contacted(Draft& draft) {
    const WorkOrder& order = draft.order;
    if (order.first_contact_at) {
        return;
    }
    const rulebook::ReturnRules& rules = draft.context.rulebook.returns;
    std::set<std::int64_t> hours;
    for (const Contact& contact : order.contacts) {
        hours.insert(contact.at.milliseconds() / 3'600'000);
    }
    const auto counted = static_cast<std::int32_t>(
        rules.attempts_different_hours ? hours.size() : order.contacts.size());
    const bool no_means = !order.facts.citizen_phone.has_value();
    if (no_means || counted >= rules.attempts_min) {
        draft.checks.broken(Rule::return_without_contact, "",
                            no_means ? Words{"无联系方式", "no means of contact"}
                                     : Words{fmt::format("已在不同时段尝试 {} 次", counted),
                                             fmt::format("{} attempts were made", counted)});
        return;
    }
    draft.checks.broken(
        Rule::return_not_contacted, "",
        {fmt::format("未联系上，不同时段的尝试 {} 次，至少 {} 次", counted, rules.attempts_min),
         fmt::format("not reached, {} attempts at different hours of at least {}", counted,
                     rules.attempts_min)});
}

// 7.5, I 12: what is never returned, whoever wants it.
void check_returnable(Draft& draft) {
    if (draft.order.is_review()) {
        draft.checks.broken(Rule::return_review_order, "");
    }
    if (draft.order.supervised) {
        draft.checks.broken(Rule::return_supervised, "");
    }
    if (draft.order.rework) {
        draft.checks.broken(Rule::return_rework, "");
    }
}

} // namespace

void guard(const ApplyReturn*, Draft& draft) {
    const WorkOrder& order = draft.order;
    expect_stage(draft, !order.returning.pending(), "7.1", "已有退单申请在审核中",
                 "a return is applied for already");
    const auto window = order.deadlines.find(DeadlineKind::return_window);
    if (window != order.deadlines.end() && !(draft.now() < window->second.fact.due)) {
        draft.checks.broken(Rule::return_window, "",
                            {fmt::format("截止 {}", to_string(window->second.fact.due)),
                             fmt::format("it closed at {}", to_string(window->second.fact.due))});
    }
    check_returnable(draft);
    check_contacted(draft);
    if (order.designated_by_office) {
        draft.checks.broken(Rule::return_by_designated_unit, "");
    }
}

void fill(const ApplyReturn& c, Draft& draft) {
    if (!draft.order.designated_by_hotline) {
        return;
    }
    if (!c.special_circumstances) {
        draft.checks.broken(Rule::return_designated, "special_circumstances",
                            {"须说明特殊情况", "the special circumstances are missing"});
    }
    const auto sealed = std::find_if(draft.order.attachments.begin(), draft.order.attachments.end(),
                                     [&](const AttachmentFact& fact) {
                                         return c.sealed_application &&
                                                fact.id == *c.sealed_application &&
                                                fact.kind == EvidenceKind::sealed_document;
                                     });
    if (sealed == draft.order.attachments.end()) {
        draft.checks.broken(Rule::return_designated, "sealed_application",
                            {"须附加盖公章的书面申请", "the sealed application is not attached"});
    }
}

void guard(const WithdrawReturn*, Draft& draft) {
    expect_stage(draft, draft.order.returning.pending(), "7.1", "没有在审核中的退单申请",
                 "no return is applied for");
}

void guard(const DecideReturn*, Draft& draft) {
    const WorkOrder& order = draft.order;
    expect_stage(draft, order.returning.pending(), "7.3", "没有待审核的退单申请",
                 "no return is applied for");
    expect_other_person(draft, order.returning.applicant, "7.3");
    // I 10: the office decides on what was designated, the center on everything else.
    const bool office_decides = order.designated_by_hotline || order.designated_by_office;
    if (office_decides != (draft.actor.role == Role::office_clerk)) {
        draft.checks.refuse("wrong_role", office_decides ? "7.6" : "7.3", "actor.role",
                            office_decides ? "指定办理的工单由局办公室决定"
                                           : "此退单申请由中心审核",
                            office_decides ? "the office decides on a designated order"
                                           : "the center decides on this return");
    }
}

void fill(const DecideReturn& c, Draft& draft) {
    if (!c.agree) {
        if (c.next_unit || c.to_hotline) {
            draft.checks.refuse("refused_with_destination", "7.4", "next_unit",
                                "不同意退单时仍由原单位办理，不应填写去向",
                                "a refused return stays with the unit and has no destination");
        }
        return;
    }
    check_returnable(draft); // it may have changed since the application
    if (c.next_unit && c.to_hotline) {
        draft.checks.refuse("two_destinations", "7.3", "to_hotline", "只能选择一个去向",
                            "only one destination can be chosen");
        return;
    }
    const bool leaves = c.to_hotline || draft.order.returning.request.leaves_housing_system;
    if (draft.order.designated_by_hotline && leaves && !c.hotline_agreed) {
        draft.checks.broken(Rule::return_hotline_agreement, "hotline_agreed");
    }
    if (c.next_unit) {
        check_target_unit(draft, "next_unit");
        if (*c.next_unit == draft.order.unit) {
            draft.checks.refuse("same_unit", "7.3", "next_unit", "新的责任单位与原单位相同",
                                "the next unit is the one that returns it");
        }
        // 3.1: a unit that the office names is designated by it.
        hand_over(draft, *c.next_unit, draft.order.limit_class.value_or(LimitClass::general),
                  draft.actor.role == Role::office_clerk, std::nullopt);
        return;
    }
    take_back(draft);
    const rulebook::Limits& limits = draft.context.rulebook.limits;
    draft.effects.state = c.to_hotline ? State::consulting : State::received;
    draft.start(c.to_hotline ? DeadlineKind::consultation : DeadlineKind::dispatch,
                c.to_hotline ? limits.consultation : limits.dispatch, draft.now());
}

// ---- 8 call filing

void guard(const ApplyFiling*, Draft& draft) {
    const FilingStage stage = draft.order.filing.stage;
    expect_stage(draft, !draft.order.filing.pending() && stage != FilingStage::recorded, "8.1",
                 "已有存电申请或备案", "a filing is applied for or recorded already");
}

void fill(const ApplyFiling& c, Draft& draft) {
    const auto& scope = draft.context.rulebook.filing_scope;
    const bool known = std::any_of(scope.begin(), scope.end(),
                                   [&](const auto& matter) { return matter.token == c.matter; });
    if (!known) {
        std::string list;
        for (const rulebook::FilingMatter& matter : scope) {
            list += (list.empty() ? "" : "、") + matter.words.zh;
        }
        draft.checks.broken(Rule::filing_scope, "matter",
                            {fmt::format("可选：{}", list), "see the list of the rulebook"});
    }
    const auto attached = [&](const AttachmentId& id) {
        return std::any_of(draft.order.attachments.begin(), draft.order.attachments.end(),
                           [&](const AttachmentFact& fact) { return fact.id == id; });
    };
    if (c.evidence.empty()) {
        draft.checks.broken(Rule::filing_evidence, "evidence");
    }
    for (const AttachmentId& id : c.evidence) {
        if (!attached(id)) {
            draft.checks.refuse("unknown_attachment", "8.3", "evidence",
                                fmt::format("工单没有附件 {}", id.text()),
                                fmt::format("the order has no attachment {}", id.text()));
        }
    }
}

void guard(const SignFiling*, Draft& draft) {
    const FilingState& filing = draft.order.filing;
    expect_stage(draft, filing.stage == FilingStage::applied, "8.2", "没有待审签的存电申请",
                 "no filing waits for signatures");
    const bool principal = draft.actor.role == Role::principal;
    const auto& own = principal ? filing.principal : filing.section_head;
    if (filing.stage != FilingStage::applied) {
        return;
    }
    if (own) {
        draft.checks.refuse("signed_already", "8.2", "actor.role", "该岗位已审签",
                            "this office has signed already");
        return;
    }
    // Two people, and for two people when one of them substitutes (B9).
    if (filing.signers.contains(draft.actor.person) ||
        (draft.actor.substitute_for && filing.signers.contains(*draft.actor.substitute_for))) {
        draft.checks.broken(Rule::filing_signers, "actor.person");
    }
}

void guard(const ReviewFiling*, Draft& draft) {
    expect_stage(draft, draft.order.filing.stage == FilingStage::signed_off, "8.4",
                 "存电申请尚未完成双审签", "the filing lacks its two signatures");
}

void guard(const RecordFiling*, Draft& draft) {
    expect_stage(draft, draft.order.filing.stage == FilingStage::reviewed, "8.4",
                 "没有待热线备案的存电", "no filing waits for the hotline");
}

void guard(const WithdrawFiling*, Draft& draft) {
    expect_stage(draft, draft.order.filing.pending(), "8.1", "没有在审批中的存电申请",
                 "no filing is applied for");
}

void guard(const SpotCheckFiling*, Draft& draft) {
    expect_stage(draft, draft.order.filing.stage == FilingStage::recorded, "8.5",
                 "该工单没有已备案的存电", "the order has no recorded filing");
}

void guard(const VoidFiling*, Draft& draft) {
    expect_stage(draft, draft.order.filing.stage == FilingStage::recorded, "8.5",
                 "该工单没有已备案的存电", "the order has no recorded filing");
    const std::optional<SpotCheck> finding = draft.order.filing.finding;
    if (!finding || *finding == SpotCheck::sound) {
        draft.checks.refuse("no_finding", "8.5", "", "抽查未发现问题的存电不作废",
                            "only a spot check with a finding voids a filing");
    }
}

} // namespace chengban::workorder
