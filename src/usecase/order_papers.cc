#include "usecase/order_papers.h"

#include "documents/wording.h"
#include "workorder/decide.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using documents::Form;
using workorder::Accepted;
using workorder::Actor;
using workorder::Event;

namespace {

std::string plain(const std::optional<Text>& text) {
    return text ? text->plain : std::string();
}

template <class E>
std::string words(const std::optional<E>& value) {
    return value ? std::string(zh(*value)) : std::string();
}

template <class C>
const C* command_in(const Event& event) {
    const auto* accepted = std::get_if<Accepted<C>>(&event.body);
    return accepted == nullptr ? nullptr : &accepted->command;
}

// Position of the last such event, from 1; 0 for none.
template <class C>
std::size_t last(const OrderHistory& history) {
    for (std::size_t i = history.events.size(); i > 0; --i) {
        if (command_in<C>(history.events[i - 1]) != nullptr) {
            return i;
        }
    }
    return 0;
}

// The first such event after `from` and before the next of kind `Until`.
template <class C, class Until>
const Event* next(const OrderHistory& history, std::size_t from) {
    for (std::size_t i = from; i < history.events.size(); ++i) {
        const Event& event = history.events[i];
        if (command_in<C>(event) != nullptr) {
            return &event;
        }
        if (command_in<Until>(event) != nullptr ||
            std::holds_alternative<workorder::Dispatched>(event.body)) {
            return nullptr;
        }
    }
    return nullptr;
}

class PaperWriter {
public:
    PaperWriter(const OrderHistory& history, std::size_t subject, const PaperContext& context)
        : history_(history), subject_(subject), context_(context),
          about_(history.events[subject - 1]) {}

    documents::CompletionReport completion_report() const {
        const auto& report = about<workorder::SubmitCompletion>();
        documents::CompletionReport paper;
        paper.number = context_.number;
        paper.order = facts();
        paper.contacts = contacts();
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
        paper.approvals = approvals(report);
        paper.evidence = evidence();
        paper.day = day_of(about_.occurred_at);
        return paper;
    }

    documents::ReplySummary reply_summary() const {
        const auto& report = about<workorder::SubmitCompletion>();
        return {history_.order.facts.hotline_number, report.reply_summary.plain,
                unit_name(about_.actor.unit), day_of(about_.occurred_at)};
    }

    documents::ReturnApplication return_application() const {
        const auto& request = about<workorder::ApplyReturn>();
        documents::ReturnApplication paper;
        paper.number = context_.number;
        paper.order = facts();
        paper.contacts = contacts();
        paper.event_time_place = request.event_time_place.plain;
        paper.people = request.people.plain;
        paper.matter = request.matter.plain;
        paper.reason = request.reason.plain;
        paper.next_unit = request.next_unit.plain;
        paper.policy_basis = request.policy_basis.plain;
        paper.verification = request.verification.plain;
        paper.designated = history_.order.designated_by_hotline || dispatch().designated_by_office;
        paper.special_circumstances = plain(request.special_circumstances);
        paper.applicant = person_name(about_.actor);
        paper.day = day_of(about_.occurred_at);
        paper.decision =
            opinion<workorder::DecideReturn, workorder::ApplyReturn>("同意退单。", "不同意退单。");
        return paper;
    }

    documents::ExtensionApplication extension_application() const {
        using workorder::ApplyExtension;
        const auto& request = about<ApplyExtension>();
        documents::ExtensionApplication paper;
        paper.number = context_.number;
        paper.order = facts();
        paper.ground = zh(request.ground);
        paper.days = request.days;
        paper.why = request.why.plain;
        paper.applicant = person_name(about_.actor);
        paper.day = day_of(about_.occurred_at);
        paper.consent =
            opinion<workorder::ConsentExtension, ApplyExtension>("同意申请。", "不同意申请。");
        paper.review = opinion<workorder::ReviewExtension, ApplyExtension>("同意。", "不同意。");
        paper.answer = opinion<workorder::AnswerExtension, ApplyExtension>("批准。", "不批准。");
        const Event* answer = next<workorder::AnswerExtension, ApplyExtension>(history_, subject_);
        if (answer != nullptr) {
            paper.extended_due = completion_due(*answer);
        }
        return paper;
    }

    documents::FilingForm filing_form() const {
        using workorder::ApplyFiling;
        const auto& request = about<ApplyFiling>();
        documents::FilingForm paper;
        paper.number = context_.number;
        paper.order = facts();
        paper.matter = matter_words(request.matter);
        paper.summary = request.summary.plain;
        paper.facts = request.facts.plain;
        paper.law_policy = request.law_policy.plain;
        paper.conclusion = request.conclusion.plain;
        for (const AttachmentId& id : request.evidence) {
            paper.evidence.push_back(file_name(id));
        }
        paper.applicant = person_name(about_.actor);
        paper.day = day_of(about_.occurred_at);
        sign(paper);
        paper.review = opinion<workorder::ReviewFiling, ApplyFiling>("同意。", "不同意。");
        paper.record = opinion<workorder::RecordFiling, ApplyFiling>("同意备案。", "不同意备案。");
        return paper;
    }

    documents::InterimReport interim_report() const {
        documents::InterimReport paper;
        paper.number = context_.number;
        paper.order = facts();
        for (std::size_t i = 0; i + 1 < subject_; ++i) {
            if (const auto* earlier = command_in<workorder::ReportInterim>(history_.events[i])) {
                paper.earlier.push_back(documents::time_words(history_.events[i].occurred_at) +
                                        "：" + earlier->content.plain);
            }
        }
        paper.content = about<workorder::ReportInterim>().content.plain;
        paper.reporter = person_name(about_.actor);
        paper.reported_at = about_.occurred_at;
        return paper;
    }

    documents::ReviewNotice review_notice() const {
        documents::ReviewNotice paper;
        paper.issuer = context_.organisation.center().name.zh;
        paper.number = context_.number;
        paper.source = facts();
        paper.source.hotline_number
            .clear(); // of the order under review, which another stream knows
        paper.review_number = history_.order.facts.hotline_number;
        const workorder::Dispatched& dispatched = dispatch();
        paper.source.unit = unit_name(dispatched.unit);
        if (history_.order.repeats > 1) {
            paper.grounds.push_back(
                fmt::format("市民当年度就同一事项累计来电{}次。", history_.order.repeats));
        }
        if (dispatched.note) {
            paper.demands.push_back(dispatched.note->plain);
        }
        paper.due = completion_due(about_);
        paper.day = day_of(about_.occurred_at);
        return paper;
    }

    documents::SupervisionNotice supervision_notice() const {
        documents::SupervisionNotice paper;
        paper.issuer = context_.organisation.center().name.zh;
        paper.number = context_.number;
        paper.addressee = unit_name(history_.order.unit);
        paper.matter = title();
        const std::string basis = plain(about<workorder::NoteSupervision>().basis);
        if (!basis.empty()) {
            paper.evidence.push_back(basis);
        }
        if (history_.order.repeats > 1) {
            paper.evidence.push_back(
                fmt::format("市民当年度就同一事项累计来电{}次。", history_.order.repeats));
        }
        paper.orders.push_back(
            {history_.order.facts.hotline_number, title(), unit_name(history_.order.unit),
             day_of(history_.order.registered_at), std::string(zh(history_.order.state))});
        paper.due =
            history_.order.live(workorder::DeadlineKind::completion) != nullptr
                ? std::optional(history_.order.live(workorder::DeadlineKind::completion)->due)
                : std::nullopt;
        paper.day = day_of(about_.occurred_at);
        return paper;
    }

    // 14.9, from the completion report of the supervised order.
    documents::SupervisionReport supervision_report() const {
        const auto& report = about<workorder::SubmitCompletion>();
        documents::SupervisionReport paper;
        paper.unit = unit_name(about_.actor.unit);
        paper.number = context_.number;
        if (const people::Person* principal =
                context_.organisation.administrative_principal_of(about_.actor.unit)) {
            paper.issued_by = principal->name;
        }
        paper.addressee = context_.organisation.center().name.zh;
        paper.matter = title();
        paper.problem = report.problem.plain;
        paper.facts_evidence = report.facts_evidence.plain;
        paper.opinion_grounds = report.process_result.plain;
        if (report.investigation) {
            paper.opinion_grounds += "\n" + report.investigation->plain;
        }
        paper.answer_to_citizen = report.answer_to_citizen.plain;
        paper.attachments = evidence();
        paper.day = day_of(about_.occurred_at);
        return paper;
    }

private:
    template <class C>
    const C& about() const {
        return std::get<Accepted<C>>(about_.body).command;
    }

    std::string title() const {
        for (const Event& event : history_.events) {
            if (const auto* registered = command_in<workorder::Register>(event)) {
                return registered->title.plain;
            }
        }
        return {};
    }

    std::string unit_name(const UnitId& id) const {
        const people::Unit* unit = context_.organisation.unit(id);
        return unit == nullptr ? std::string() : unit->name.zh;
    }

    std::string name_of(const PersonId& id) const {
        if (id.text() == people::k_hotline_person) {
            return "市民服务热线";
        }
        const people::Person* person = context_.organisation.person(id);
        return person == nullptr ? std::string() : person->name;
    }

    // B9: a substitute is shown as 代.
    std::string person_name(const Actor& actor) const {
        const std::string name = name_of(actor.person);
        return actor.substitute_for
                   ? fmt::format("{}（代{}）", name, name_of(*actor.substitute_for))
                   : name;
    }

    // Of the round the subject belongs to.
    const workorder::Dispatched& dispatch() const {
        static const workorder::Dispatched k_none{};
        const Event* event = dispatch_event();
        return event == nullptr ? k_none : std::get<workorder::Dispatched>(event->body);
    }
    const Event* dispatch_event() const {
        for (std::size_t i = subject_; i > 0; --i) {
            if (std::holds_alternative<workorder::Dispatched>(history_.events[i - 1].body)) {
                return &history_.events[i - 1];
            }
        }
        return nullptr;
    }

    static std::optional<Instant> completion_due(const Event& event) {
        for (const workorder::DeadlineFact& fact : event.effects().set) {
            if (fact.kind == workorder::DeadlineKind::completion) {
                return fact.due;
            }
        }
        return std::nullopt;
    }

    documents::OrderFacts facts() const {
        documents::OrderFacts facts;
        const workorder::Register* registered = nullptr;
        for (const Event& event : history_.events) {
            registered =
                registered == nullptr ? command_in<workorder::Register>(event) : registered;
        }
        facts.hotline_number = history_.order.facts.hotline_number;
        facts.kind = zh(history_.order.facts.kind);
        facts.source = zh(history_.order.facts.source);
        facts.called_at = history_.order.facts.called_at;
        if (registered != nullptr) {
            facts.title = registered->title.plain;
            facts.claim = registered->claim.plain;
            facts.citizen = registered->anonymous ? "匿名" : plain(registered->citizen_name);
            facts.phone = plain(registered->citizen_phone);
            facts.address = plain(registered->address);
        }
        if (const Event* event = dispatch_event()) {
            facts.dispatched_at = event->occurred_at;
            facts.unit = unit_name(dispatch().unit);
            facts.limit_class = zh(dispatch().limit_class);
        }
        for (std::size_t i = 0; i < subject_; ++i) { // the limit in force then
            if (const std::optional<Instant> due = completion_due(history_.events[i])) {
                facts.due = due;
            }
        }
        facts.handler = name_of(history_.order.handler);
        return facts;
    }

    std::vector<documents::ContactFact> contacts() const {
        std::vector<documents::ContactFact> contacts;
        for (std::size_t i = 0; i < subject_; ++i) {
            if (std::holds_alternative<workorder::Dispatched>(history_.events[i].body)) {
                contacts.clear(); // of this round alone
            }
            if (const auto* contact = command_in<workorder::RecordContact>(history_.events[i])) {
                contacts.push_back({contact->at, std::string(zh(contact->channel)),
                                    name_of(contact->caller), contact->reached,
                                    plain(contact->learnt)});
            }
        }
        return contacts;
    }

    static std::string site_visit(const workorder::SubmitCompletion& report) {
        std::vector<std::string> parts;
        if (report.site_visit_day) {
            parts.push_back(documents::day_words(*report.site_visit_day));
        }
        for (const std::optional<Text>& text :
             {report.site_visit_people, report.site_visit_reason}) {
            if (text) {
                parts.push_back(text->plain);
            }
        }
        return fmt::format("{}", fmt::join(parts, "，"));
    }

    std::vector<documents::Opinion> approvals(const workorder::SubmitCompletion& report) const {
        std::vector<documents::Opinion> list;
        bool open = true;
        for (std::size_t i = subject_; i < history_.events.size() && open; ++i) {
            const Event& event = history_.events[i];
            open = command_in<workorder::SubmitCompletion>(event) == nullptr &&
                   command_in<workorder::WithdrawCompletion>(event) == nullptr &&
                   command_in<workorder::RejectCompletion>(event) == nullptr;
            if (const auto* approved = command_in<workorder::ApproveCompletion>(event)) {
                list.push_back({fmt::format("{}\n审批意见", zh(event.actor.role)),
                                approved->opinion.plain, person_name(event.actor),
                                event.occurred_at});
            }
        }
        if (history_.order.state == workorder::State::awaiting_approval && open) {
            for (const workorder::ApprovalNeed& need :
                 workorder::approvals_needed(history_.order, report, context_.rulebook)) {
                if (!history_.order.completion.given.contains(need.approval)) {
                    list.push_back({fmt::format("{}\n审批意见", zh(need.approval)), {}, {}, {}});
                }
            }
        }
        return list;
    }

    template <class C, class Until>
    documents::Opinion opinion(std::string_view yes, std::string_view no) const {
        const Event* event = next<C, Until>(history_, subject_);
        if (event == nullptr) {
            return {};
        }
        const C& given = std::get<Accepted<C>>(event->body).command;
        return {std::string(zh(event->actor.role)),
                std::string(given.agree ? yes : no) + given.reason.plain, person_name(event->actor),
                event->occurred_at};
    }

    // 8.2: two signatures by two people, in whichever order.
    void sign(documents::FilingForm& paper) const {
        for (std::size_t i = subject_; i < history_.events.size(); ++i) {
            const Event& event = history_.events[i];
            if (command_in<workorder::ApplyFiling>(event) != nullptr) {
                return;
            }
            if (const auto* signed_by = command_in<workorder::SignFiling>(event)) {
                documents::Opinion& place = event.actor.role == people::Role::section_head
                                                ? paper.section_head
                                                : paper.principal;
                place = {std::string(zh(event.actor.role)),
                         (signed_by->agree ? "同意。" : "不同意。") + signed_by->reason.plain,
                         person_name(event.actor), event.occurred_at};
            }
        }
    }

    std::string matter_words(const std::string& token) const {
        for (const rulebook::FilingMatter& matter : context_.rulebook.filing_scope) {
            if (matter.token == token) {
                return matter.words.zh;
            }
        }
        return token;
    }

    std::string file_name(const AttachmentId& id) const {
        for (const Event& event : history_.events) {
            const auto* attached = command_in<workorder::Attach>(event);
            if (attached != nullptr && attached->attachment == id) {
                return attached->file_name.plain;
            }
        }
        return std::string(documents::k_blank);
    }

    // What the unit attached until then.
    std::vector<std::string> evidence() const {
        std::vector<std::string> files;
        for (std::size_t i = 0; i < subject_; ++i) {
            const auto* attached = command_in<workorder::Attach>(history_.events[i]);
            if (attached != nullptr && history_.events[i].actor.unit == about_.actor.unit) {
                files.push_back(attached->file_name.plain);
            }
        }
        return files;
    }

    const OrderHistory& history_;
    std::size_t subject_;
    const PaperContext& context_;
    const Event& about_;
};

std::size_t last_dispatch(const OrderHistory& history) {
    for (std::size_t i = history.events.size(); i > 0; --i) {
        if (std::holds_alternative<workorder::Dispatched>(history.events[i - 1].body)) {
            return i;
        }
    }
    return 0;
}

} // namespace

std::optional<std::size_t> subject_of(const OrderHistory& history, Form form) {
    std::size_t at = 0;
    switch (form) {
    case Form::completion_report:
    case Form::reply_summary:
        at = last<workorder::SubmitCompletion>(history);
        break;
    case Form::return_application:
        at = last<workorder::ApplyReturn>(history);
        break;
    case Form::extension_application:
        at = last<workorder::ApplyExtension>(history);
        break;
    case Form::filing_form:
        at = last<workorder::ApplyFiling>(history);
        break;
    case Form::interim_report:
        at = last<workorder::ReportInterim>(history);
        break;
    case Form::review_notice:
        at = history.order.is_review() ? last_dispatch(history) : 0;
        break;
    case Form::supervision_notice:
        at = history.order.supervised ? last<workorder::NoteSupervision>(history) : 0;
        break;
    case Form::supervision_report:
        at = history.order.supervised ? last<workorder::SubmitCompletion>(history) : 0;
        break;
    case Form::admonition:
    case Form::reprimand:
    case Form::half_year_table:
    case Form::daily_brief:
    case Form::weekly_bulletin:
    case Form::monthly_bulletin:
    case Form::knowledge_sheet:
    case Form::appraisal_table:
        break; // not of one order
    }
    return at == 0 ? std::nullopt : std::optional(at);
}

documents::Document paper_of(const OrderHistory& history, Form form, const PaperContext& context) {
    const std::optional<std::size_t> subject = subject_of(history, form);
    invariant(subject.has_value(), "a paper is made of what happened");
    const PaperWriter writer(history, *subject, context);
    switch (form) {
    case Form::completion_report:
        return documents::completion_report(writer.completion_report());
    case Form::reply_summary:
        return documents::reply_summary(writer.reply_summary());
    case Form::return_application:
        return documents::return_application(writer.return_application());
    case Form::extension_application:
        return documents::extension_application(writer.extension_application());
    case Form::filing_form:
        return documents::filing_form(writer.filing_form());
    case Form::interim_report:
        return documents::interim_report(writer.interim_report());
    case Form::review_notice:
        return documents::review_notice(writer.review_notice());
    case Form::supervision_notice:
        return documents::supervision_notice(writer.supervision_notice());
    case Form::supervision_report:
        return documents::supervision_report(writer.supervision_report());
    case Form::admonition:
    case Form::reprimand:
    case Form::half_year_table:
    case Form::daily_brief:
    case Form::weekly_bulletin:
    case Form::monthly_bulletin:
    case Form::knowledge_sheet:
    case Form::appraisal_table:
        break;
    }
    unreachable("a form that is of no order");
}

UnitId issuer_of(const OrderHistory& history, Form form, const people::Organisation& organisation) {
    if (form == Form::review_notice || form == Form::supervision_notice) {
        return organisation.center().id;
    }
    const std::optional<std::size_t> subject = subject_of(history, form);
    invariant(subject.has_value(), "a paper is made of what happened");
    return history.events[*subject - 1].actor.unit;
}

} // namespace chengban::usecase
