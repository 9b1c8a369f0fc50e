// Clause 14: supervision, from the proposal to the issued report.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

using rulebook::Rule;

namespace {

bool contains(const std::vector<std::string>& list, std::string_view clause) {
    return std::find(list.begin(), list.end(), clause) != list.end();
}

void expect_supervision(Draft& draft, bool right, std::string_view clause, const char* zh,
                        const char* en) {
    if (!right) {
        draft.checks.refuse("wrong_stage", clause, "supervision", zh, en);
    }
}

void expect_live(Draft& draft, std::string_view clause) {
    expect_supervision(draft, draft.order.supervision.live(), clause, "工单不在督办中",
                       "the order is not under supervision");
}

void expect_stage(Draft& draft, SupervisionStage stage, const char* zh, const char* en) {
    expect_supervision(draft, draft.order.supervision.stage == stage, "14.9", zh, en);
}

bool is_empty(const SupervisionEvidence& evidence) {
    return evidence.orders.empty() && !evidence.count && !evidence.explanation;
}

void need_evidence(Draft& draft, SupervisionTrigger trigger, const SupervisionEvidence& evidence) {
    if (is_empty(evidence)) {
        draft.checks.refuse("evidence_missing", clause_of(trigger), "evidence",
                            "须写明列入督办的依据", "say what the supervision rests on");
    }
}

// A machine sees the same facts again and again; only more of them is news.
void expect_news(Draft& draft, SupervisionTrigger trigger, const SupervisionEvidence& evidence) {
    const auto known = draft.order.supervision.known(trigger);
    if (known && evidence.count.value_or(0) <= *known) {
        draft.checks.refuse("ground_known", clause_of(trigger), "trigger", "该情形已登记",
                            "this ground is on the record already");
    }
}

void check_due(Draft& draft, Instant due) {
    if (!(draft.now() < due)) {
        draft.checks.refuse("limit_in_past", "14.8", "due", "督办时限应晚于现在",
                            "the limit must lie ahead");
    }
}

void give_due(Draft& draft, Instant due) {
    check_due(draft, due);
    draft.effects.set.push_back(
        given_deadline(draft.order, draft.context, DeadlineKind::supervision, "14.8", due));
}

// 14.9: the unit's own attachments prove its report.
void check_major(Draft& draft) {
    if (!draft.order.facts.major_or_complicated) {
        return;
    }
    bool report = false;
    bool evidence = false;
    for (const AttachmentFact& fact : draft.order.attachments) {
        if (fact.unit == draft.order.unit) {
            report |= fact.kind == EvidenceKind::investigation_report;
            evidence |= fact.kind != EvidenceKind::investigation_report &&
                        fact.kind != EvidenceKind::sealed_document;
        }
    }
    if (!report) {
        draft.checks.broken(Rule::supervision_major_report, "attachments",
                            {"缺调查报告", "the investigation report is missing"});
    }
    if (!evidence) {
        draft.checks.broken(Rule::supervision_major_report, "attachments",
                            {"缺相关证据", "the evidence is missing"});
    }
}

} // namespace

void fill(const ProposeSupervision& c, Draft& draft) {
    need_evidence(draft, c.trigger, c.evidence);
    if (draft.actor.role != Role::system) {
        return;
    }
    const rulebook::SupervisionRules& rules = draft.context.rulebook.supervision;
    const std::string_view clause = clause_of(c.trigger);
    if (!contains(rules.opens_by_itself, clause) && !contains(rules.proposes, clause)) {
        draft.checks.refuse("trigger_off", clause, "trigger", "该督办情形未启用",
                            "this trigger is switched off");
    }
    expect_news(draft, c.trigger, c.evidence);
}

void guard(const OpenSupervision*, Draft& draft) {
    // 14(1): the hotline may add its own to one that runs.
    expect_supervision(draft, !draft.order.supervision.live() || draft.actor.role == Role::hotline,
                       "14", "工单已在督办中", "the order is under supervision already");
}

void fill(const OpenSupervision& c, Draft& draft) {
    const WorkOrder& order = draft.order;
    const std::string_view clause = clause_of(c.trigger);
    if (draft.actor.role == Role::hotline && c.trigger != SupervisionTrigger::hotline) {
        draft.checks.refuse("not_the_hotlines", clause, "trigger",
                            "市热线办督办应选「市热线办督办」",
                            "the hotline opens its own supervision only");
    }
    if (c.trigger != SupervisionTrigger::hotline && !order.supervision.known(c.trigger)) {
        need_evidence(draft, c.trigger, c.evidence);
    }
    if (draft.actor.role == Role::system) {
        if (!contains(draft.context.rulebook.supervision.opens_by_itself, clause)) {
            draft.checks.refuse("trigger_only_proposes", clause, "trigger",
                                "该情形由中心决定是否督办", "the center decides on this trigger");
        }
        if (c.trigger == SupervisionTrigger::repeats && order.linked_filing) {
            draft.checks.refuse("filed_matter", "8.4", "trigger", "已存电事项的重复只建议督办",
                                "repeats of a filed matter only propose");
        }
        expect_news(draft, c.trigger, c.evidence);
    }
    if (c.due) {
        give_due(draft, *c.due);
    } else if (!order.supervision.live()) {
        draft.start(DeadlineKind::supervision, draft.context.rulebook.limits.supervision,
                    draft.now());
    }
}

void guard(const DeclineSupervision*, Draft& draft) {
    expect_supervision(draft, draft.order.supervision.stage == SupervisionStage::proposed, "14",
                       "没有待决定的督办建议", "no supervision is proposed");
}

void guard(const CancelSupervision*, Draft& draft) {
    expect_live(draft, "14");
}

void fill(const CancelSupervision&, Draft& draft) {
    draft.cancel(DeadlineKind::supervision);
}

void guard(const SignSupervision*, Draft& draft) {
    expect_live(draft, "14.8");
    if (draft.order.supervision.signed_by_leader) {
        draft.checks.refuse("signed_already", "14.8", "supervision", "单位领导已签阅",
                            "the unit's leader has signed already");
    }
    const Approval wanted = draft.context.rulebook.supervision.reported_to;
    const auto mine = approvals_of(draft.actor.role, draft.order.leader_vacant);
    if (std::find(mine.begin(), mine.end(), wanted) == mine.end()) {
        draft.checks.refuse("wrong_role", "14.8", "actor.role",
                            fmt::format("督办件由{}签阅", zh(wanted)),
                            fmt::format("a supervision is signed by the {}", en(wanted)));
    }
}

void guard(const SetSupervisionDue*, Draft& draft) {
    expect_supervision(draft, draft.order.live(DeadlineKind::supervision) != nullptr, "14.8",
                       "没有在计的督办时限", "no limit of a supervision runs");
}

void fill(const SetSupervisionDue& c, Draft& draft) {
    give_due(draft, c.due);
}

void guard(const ChangeResult*, Draft& draft) {
    expect_live(draft, "14.8");
}

void guard(const SubmitSupervisionReport*, Draft& draft) {
    expect_stage(draft, SupervisionStage::opened, "没有待报告的督办",
                 "no supervision waits for a report");
    if (draft.order.supervision.result_changed_at) {
        draft.checks.broken(Rule::supervision_reanswer, "");
    }
    if (!draft.order.supervision.signed_by_leader) {
        draft.checks.broken(Rule::supervision_not_signed, "");
    }
}

void fill(const SubmitSupervisionReport&, Draft& draft) {
    check_major(draft);
}

void guard(const IssueSupervisionReport*, Draft& draft) {
    expect_stage(draft, SupervisionStage::reported, "没有待签发的督办报告",
                 "no report waits for its issue");
    if (draft.actor.role == Role::principal &&
        draft.context.own_unit.has_administrative_principal) {
        draft.checks.refuse("wrong_role", "14.9", "actor.role", "督办报告由行政主要负责人签发",
                            "the administrative principal issues the report");
    }
    if (draft.actor.substitute_for && !draft.context.rulebook.duty.substitute_issues_report) {
        draft.checks.broken(Rule::supervision_substitute, "actor.person");
    }
    const auto& submitter = draft.order.supervision.submitter;
    if (submitter && submitter->person == draft.actor.person) {
        draft.checks.refuse("same_person", "14.9", "actor.person", "提交人不能签发自己的报告",
                            "who submitted the report cannot issue it");
    }
}

void fill(const IssueSupervisionReport& c, Draft& draft) {
    if (day_of(draft.now()) < c.date) {
        draft.checks.refuse("time_in_future", "14.9", "date", "报告日期晚于今天",
                            "the date lies in the future");
    }
    const auto& list = draft.order.attachments;
    const bool sealed = std::any_of(list.begin(), list.end(), [&](const AttachmentFact& fact) {
        return c.sealed_report && fact.id == *c.sealed_report &&
               fact.kind == EvidenceKind::sealed_document && fact.unit == draft.order.unit;
    });
    if (!sealed) {
        draft.checks.broken(Rule::supervision_seal, "sealed_report");
    }
    draft.meet(DeadlineKind::supervision, draft.now(),
               draft.order.live(DeadlineKind::supervision) != nullptr &&
                       draft.order.deadlines.at(DeadlineKind::supervision).noted_passed
                   ? std::nullopt
                   : std::optional(Rule::supervision_late));
}

void guard(const RejectSupervisionReport*, Draft& draft) {
    const bool center = draft.actor.role == Role::supervisor;
    expect_stage(draft, center ? SupervisionStage::issued : SupervisionStage::reported,
                 "没有可退回的督办报告", "there is no report to reject");
}

// As in 9: the limit runs again, or 1 working day when it is past.
void fill(const RejectSupervisionReport&, Draft& draft) {
    if (draft.order.supervision.stage != SupervisionStage::issued) {
        return;
    }
    DeadlineFact fact = draft.order.deadlines.at(DeadlineKind::supervision).fact;
    if (draft.now() < fact.due) {
        fact.generation += 1;
        draft.effects.set.push_back(fact);
    } else {
        const rulebook::Limit& again = draft.context.rulebook.limits.rework_when_past;
        draft.start(DeadlineKind::supervision, {again.amount, "14.8"}, draft.now());
    }
}

void guard(const CloseSupervision*, Draft& draft) {
    expect_stage(draft, SupervisionStage::issued, "督办报告尚未签发", "the report is not issued");
}

} // namespace chengban::workorder
