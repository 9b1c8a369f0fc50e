#include "usecase/order_papers.h"

#include "documents/wording.h"
#include "usecase/order_paper_facts.h"
#include "usecase/supervision_papers.h"
#include "workorder/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::usecase {

using documents::Document;
using documents::Form;
using workorder::DeadlineKind;
using workorder::Event;

namespace {

std::string site_visit(const workorder::SubmitCompletion& report) {
    std::vector<std::string> parts;
    if (report.site_visit_day) {
        parts.push_back(documents::day_words(*report.site_visit_day));
    }
    for (const std::optional<Text>& text : {report.site_visit_people, report.site_visit_reason}) {
        if (text) {
            parts.push_back(text->plain);
        }
    }
    return fmt::format("{}", fmt::join(parts, "，"));
}

// Those given, and those still owed while the report waits.
std::vector<documents::Opinion> approvals(const PaperFacts& from,
                                          const workorder::SubmitCompletion& report) {
    std::vector<documents::Opinion> list;
    const std::vector<Event>& events = from.history().events;
    bool open = true;
    for (std::size_t i = from.subject(); i < events.size() && open; ++i) {
        const Event& event = events[i];
        open = command_in<workorder::SubmitCompletion>(event) == nullptr &&
               command_in<workorder::WithdrawCompletion>(event) == nullptr &&
               command_in<workorder::RejectCompletion>(event) == nullptr;
        if (const auto* approved = command_in<workorder::ApproveCompletion>(event)) {
            list.push_back({fmt::format("{}\n审批意见", zh(event.actor.role)),
                            approved->opinion.plain, from.person_name(event.actor),
                            event.occurred_at});
        }
    }
    if (from.order().state == workorder::State::awaiting_approval && open) {
        for (const workorder::ApprovalNeed& need :
             workorder::approvals_needed(from.order(), report, from.context().rulebook)) {
            if (!from.order().completion.given.contains(need.approval)) {
                list.push_back({fmt::format("{}\n审批意见", zh(need.approval)), {}, {}, {}});
            }
        }
    }
    return list;
}

Document completion_report(const PaperFacts& from) {
    const auto& report = from.about<workorder::SubmitCompletion>();
    documents::CompletionReport paper;
    paper.number = from.context().number;
    paper.order = from.facts();
    paper.contacts = from.contacts();
    paper.problem = report.problem.plain;
    paper.facts_evidence = report.facts_evidence.plain;
    paper.process_result = report.process_result.plain;
    paper.answer_to_citizen = report.answer_to_citizen.plain;
    paper.investigation = plain(report.investigation);
    paper.fact_finding = zh(report.fact_finding);
    paper.fact_reason = plain(report.fact_reason);
    paper.claim_assessment = words(report.claim_assessment);
    paper.claim_reason = plain(report.claim_reason);
    paper.outcome = zh(report.outcome);
    paper.outcome_reason = plain(report.outcome_reason);
    paper.site_visit = words(report.site_visit);
    paper.site_visit_detail = site_visit(report);
    paper.approvals = approvals(from, report);
    paper.evidence = from.evidence();
    paper.day = from.day();
    return documents::completion_report(paper);
}

Document reply_summary(const PaperFacts& from) {
    return documents::reply_summary({from.order().facts.hotline_number,
                                     from.about<workorder::SubmitCompletion>().reply_summary.plain,
                                     from.unit_name(from.event().actor.unit), from.day()});
}

Document return_application(const PaperFacts& from) {
    const auto& request = from.about<workorder::ApplyReturn>();
    documents::ReturnApplication paper;
    paper.number = from.context().number;
    paper.order = from.facts();
    paper.contacts = from.contacts();
    paper.event_time_place = request.event_time_place.plain;
    paper.people = request.people.plain;
    paper.matter = request.matter.plain;
    paper.reason = request.reason.plain;
    paper.next_unit = request.next_unit.plain;
    paper.policy_basis = request.policy_basis.plain;
    paper.verification = request.verification.plain;
    paper.designated = from.order().designated_by_hotline || from.dispatch().designated_by_office;
    paper.special_circumstances = plain(request.special_circumstances);
    paper.applicant = from.person_name(from.event().actor);
    paper.day = from.day();
    paper.decision =
        from.opinion<workorder::DecideReturn, workorder::ApplyReturn>("同意退单。", "不同意退单。");
    return documents::return_application(paper);
}

Document extension_application(const PaperFacts& from) {
    using workorder::ApplyExtension;
    const auto& request = from.about<ApplyExtension>();
    documents::ExtensionApplication paper;
    paper.number = from.context().number;
    paper.order = from.facts();
    paper.ground = zh(request.ground);
    paper.days = request.days;
    paper.why = request.why.plain;
    paper.applicant = from.person_name(from.event().actor);
    paper.day = from.day();
    paper.consent =
        from.opinion<workorder::ConsentExtension, ApplyExtension>("同意申请。", "不同意申请。");
    paper.review = from.opinion<workorder::ReviewExtension, ApplyExtension>("同意。", "不同意。");
    paper.answer = from.opinion<workorder::AnswerExtension, ApplyExtension>("批准。", "不批准。");
    if (const Event* answer = from.next<workorder::AnswerExtension, ApplyExtension>()) {
        paper.extended_due = PaperFacts::due_in(*answer, DeadlineKind::completion);
    }
    return documents::extension_application(paper);
}

// 8.2: two signatures by two people, in whichever order.
void sign(const PaperFacts& from, documents::FilingForm& paper) {
    const std::vector<Event>& events = from.history().events;
    for (std::size_t i = from.subject(); i < events.size(); ++i) {
        const Event& event = events[i];
        if (command_in<workorder::ApplyFiling>(event) != nullptr) {
            return;
        }
        if (const auto* signed_by = command_in<workorder::SignFiling>(event)) {
            documents::Opinion& place = event.actor.role == people::Role::section_head
                                            ? paper.section_head
                                            : paper.principal;
            place = {std::string(zh(event.actor.role)),
                     decision_words(signed_by->agree, signed_by->agree ? "同意。" : "不同意。",
                                    signed_by->reason.plain),
                     from.person_name(event.actor), event.occurred_at};
        }
    }
}

Document filing_form(const PaperFacts& from) {
    using workorder::ApplyFiling;
    const auto& request = from.about<ApplyFiling>();
    const auto& scope = from.context().rulebook.filing_scope;
    const auto matter =
        std::find_if(scope.begin(), scope.end(), [&](const rulebook::FilingMatter& one) {
            return one.token == request.matter;
        });
    documents::FilingForm paper;
    paper.number = from.context().number;
    paper.order = from.facts();
    paper.matter = matter == scope.end() ? request.matter : matter->words.zh;
    paper.summary = request.summary.plain;
    paper.facts = request.facts.plain;
    paper.law_policy = request.law_policy.plain;
    paper.conclusion = request.conclusion.plain;
    for (const AttachmentId& id : request.evidence) {
        paper.evidence.push_back(from.file_name(id));
    }
    paper.applicant = from.person_name(from.event().actor);
    paper.day = from.day();
    sign(from, paper);
    paper.review = from.opinion<workorder::ReviewFiling, ApplyFiling>("同意。", "不同意。");
    paper.record = from.opinion<workorder::RecordFiling, ApplyFiling>("同意备案。", "不同意备案。");
    return documents::filing_form(paper);
}

Document interim_report(const PaperFacts& from) {
    documents::InterimReport paper;
    paper.number = from.context().number;
    paper.order = from.facts();
    for (std::size_t i = 0; i + 1 < from.subject(); ++i) {
        const Event& event = from.history().events[i];
        if (const auto* earlier = command_in<workorder::ReportInterim>(event)) {
            paper.earlier.push_back(documents::time_words(event.occurred_at) + "：" +
                                    earlier->content.plain);
        }
    }
    paper.content = from.about<workorder::ReportInterim>().content.plain;
    paper.reporter = from.person_name(from.event().actor);
    paper.reported_at = from.event().occurred_at;
    return documents::interim_report(paper);
}

// 12.2: what the order under review says of itself, as the reader may know it.
Document review_notice(const PaperFacts& from) {
    documents::ReviewNotice paper;
    paper.issuer = from.context().organisation.center().name.zh;
    paper.number = from.context().number;
    paper.source = from.facts();
    paper.source.hotline_number.clear();
    paper.review_number = from.order().facts.hotline_number;
    const workorder::Register* made = from.registered();
    if (const auto source = made != nullptr && made->reviews ? from.context().other(*made->reviews)
                                                             : std::optional<OrderHistory>()) {
        paper.source.hotline_number = source->order.facts.hotline_number;
        if (const std::size_t at = last_of<workorder::Reassign>(*source)) {
            paper.grounds.push_back(
                command_in<workorder::Reassign>(source->events[at - 1])->reason.plain);
        }
    }
    const workorder::Dispatched& dispatched = from.dispatch();
    paper.source.unit = from.unit_name(dispatched.unit);
    if (from.order().repeats > 1) {
        paper.grounds.push_back(repeats_words(from.order()));
    }
    if (dispatched.note) {
        paper.demands.push_back(dispatched.note->plain);
    }
    paper.due = PaperFacts::due_in(from.event(), DeadlineKind::completion);
    paper.day = from.day();
    return documents::review_notice(paper);
}

std::size_t last_dispatch(const OrderHistory& history) {
    for (std::size_t i = history.events.size(); i > 0; --i) {
        if (std::holds_alternative<workorder::Dispatched>(history.events[i - 1].body)) {
            return i;
        }
    }
    return 0;
}

std::size_t review_dispatch(const OrderHistory& history) {
    return history.order.is_review() ? last_dispatch(history) : 0;
}

// A form of one order: the event it is about, how it is filled, and whose paper it is: of the unit
// that acted, or the center's.
struct OrderForm {
    Form form;
    std::size_t (*subject)(const OrderHistory&);
    Document (*fill)(const PaperFacts&);
    bool of_center = false;
};
constexpr std::array k_order_forms{
    OrderForm{Form::completion_report, last_of<workorder::SubmitCompletion>, completion_report},
    OrderForm{Form::reply_summary, last_of<workorder::SubmitCompletion>, reply_summary},
    OrderForm{Form::return_application, last_of<workorder::ApplyReturn>, return_application},
    OrderForm{Form::extension_application, last_of<workorder::ApplyExtension>,
              extension_application},
    OrderForm{Form::filing_form, last_of<workorder::ApplyFiling>, filing_form},
    OrderForm{Form::interim_report, last_of<workorder::ReportInterim>, interim_report},
    OrderForm{Form::review_notice, review_dispatch, review_notice, true},
    OrderForm{Form::supervision_notice, last_of<workorder::OpenSupervision>, supervision_notice,
              true},
    OrderForm{Form::supervision_report, last_of<workorder::SubmitSupervisionReport>,
              supervision_report},
};

const OrderForm* find(Form form) {
    const auto* row = std::find_if(k_order_forms.begin(), k_order_forms.end(),
                                   [&](const OrderForm& one) { return one.form == form; });
    return row == k_order_forms.end() ? nullptr : row;
}

} // namespace

std::optional<std::size_t> subject_of(const OrderHistory& history, Form form) {
    const OrderForm* row = find(form);
    const std::size_t at = row == nullptr ? 0 : row->subject(history);
    return at == 0 ? std::nullopt : std::optional(at);
}

Document paper_of(const OrderHistory& history, Form form, const PaperContext& context) {
    const std::optional<std::size_t> subject = subject_of(history, form);
    invariant(subject.has_value(), "a paper is made of what happened");
    return find(form)->fill(PaperFacts(history, *subject, context));
}

UnitId issuer_of(const OrderHistory& history, Form form, const people::Organisation& organisation) {
    const std::optional<std::size_t> subject = subject_of(history, form);
    invariant(subject.has_value(), "a paper is made of what happened");
    return find(form)->of_center ? organisation.center().id
                                 : history.events[*subject - 1].actor.unit;
}

} // namespace chengban::usecase
