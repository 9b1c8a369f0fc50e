// What can be printed of each thing, read as its reader may see it.
#include "usecase/appraisal_paper.h"
#include "usecase/appraise.h"
#include "usecase/bulletins.h"
#include "usecase/escalations.h"
#include "usecase/follow_up.h"
#include "usecase/half_years.h"
#include "usecase/knowledge_base.h"
#include "usecase/office_documents.h"
#include "usecase/office_papers.h"
#include "usecase/order_documents.h"
#include "usecase/order_paper_facts.h"

#include "documents/wording.h"
#include "lint/mask.h"

#include <fmt/format.h>

#include <map>

namespace chengban::usecase {

using documents::Form;
using workorder::Actor;

namespace {

Failure<Refusal> not_found() {
    return refusal(RefusalKind::not_found,
                   problem("not_found", "id", "没有此项，或您无权知悉", "there is none for you"));
}

Failure<Refusal> no_paper() {
    return refusal(RefusalKind::not_found,
                   problem("no_document", "file", "没有这份文书", "there is no such document"));
}

// Who did the last such step of a thing, and when.
template <class E>
std::optional<Stamp> last_stamp(store::Store& store, const store::StreamName& stream) {
    std::optional<Stamp> last;
    for (const store::StoredEvent& event : store.load(stream)) {
        if (event.event.type == E::name) {
            last = stream::stamp_of(event);
        }
    }
    return last;
}

} // namespace

std::vector<std::string> OfficeDocuments::hotline_numbers(const std::vector<OrderId>& orders,
                                                          const Actor& reader) {
    std::vector<std::string> numbers;
    for (const OrderId& id : orders) {
        if (const auto row = desk_.store().row(id, visibility_of(reader))) {
            numbers.push_back(row->hotline_number);
        }
    }
    return numbers;
}

auto OfficeDocuments::bulletin(const PaperRequest& wanted, const Actor& reader)
    -> Outcome<Subject> {
    const Outcome<bulletin::Bulletin> found = bulletins_.find(reader, wanted.id);
    if (!found) {
        return Failure{found.error()};
    }
    if (found->state == bulletin::BulletinState::dropped) {
        return no_paper();
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const documents::Bulletin paper = bulletin_paper(
        *found,
        bulletin_names(organisation, desk_.library().rulebook_in_force(day_of(found->created_at))),
        *organisation);
    Subject subject;
    subject.forms = {documents::form_of(paper.kind)};
    subject.name = found->title;
    if (found->number > 0) {
        subject.number = number_text(subject.forms.front(), found->year, found->number);
    }
    subject.fill = [paper](Form, const std::string&) { return documents::bulletin(paper); };
    return subject;
}

auto OfficeDocuments::half_year(const PaperRequest& wanted, const Actor& reader)
    -> Outcome<Subject> {
    using casework::HalfYearReview;
    auto reviews = half_year_desk(desk_);
    const store::StreamName stream = StreamDesk<HalfYearReview>::stream_of(wanted.id);
    if (!desk_.store().stream_row(stream, visibility_of(reader))) {
        return not_found();
    }
    HalfYearFacts facts;
    facts.review = reviews.with_texts(*reviews.load(wanted.id));
    facts.submitted = last_stamp<casework::SubmitHalfYear>(desk_.store(), stream);
    for (const casework::RepeatedMatter& matter : facts.review.matters) {
        RepeatHistory repeat;
        for (const OrderId& id : matter.orders) {
            if (auto order = history_for(desk_, id, reader)) {
                repeat.orders.push_back(std::move(*order));
            } else {
                ++repeat.hidden;
            }
        }
        facts.matters.push_back(std::move(repeat));
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    Subject subject;
    subject.forms = {Form::half_year_table};
    subject.issuer = facts.review.unit;
    subject.numbered = wanted.id;
    subject.name = fmt::format("{}-{}", zh(Form::half_year_table), facts.review.period);
    subject.fill = [facts = std::move(facts), organisation](Form, const std::string& number) {
        documents::HalfYearTable paper = half_year_paper(facts, *organisation);
        paper.number = number;
        return documents::half_year_table(paper);
    };
    return subject;
}

auto OfficeDocuments::admonition(const PaperRequest& wanted, const Actor& reader)
    -> Outcome<Subject> {
    using casework::Admonition;
    using casework::AdmonitionState;
    auto admonitions = admonition_desk(desk_);
    if (!desk_.store().stream_row(StreamDesk<Admonition>::stream_of(wanted.id),
                                  visibility_of(reader))) {
        return not_found();
    }
    const Admonition one = admonitions.with_texts(*admonitions.load(wanted.id));
    if (one.state == AdmonitionState::declined) {
        return no_paper();
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    Subject subject;
    subject.forms = one.measure == casework::Measure::reprimand
                        ? std::vector{Form::reprimand}
                        : std::vector{Form::admonition, Form::reminder};
    if (!one.measure) { // the office has not decided what it will be
        subject.forms.push_back(Form::reprimand);
    }
    subject.issuer = organisation->office().id;
    subject.numbered = wanted.id;
    subject.name = organisation->unit(one.proposal.unit) == nullptr
                       ? one.proposal.unit.text()
                       : organisation->unit(one.proposal.unit)->name.zh;
    subject.fill = [one, numbers = hotline_numbers(one.proposal.orders, reader),
                    organisation](Form form, const std::string& number) {
        if (form == Form::reprimand) {
            return documents::reprimand(reprimand_paper(one, numbers, number, *organisation));
        }
        documents::Admonition paper = admonition_paper(one, numbers, number, *organisation);
        paper.kind = form == Form::reminder ? documents::AdmonitionKind::reminder
                                            : documents::AdmonitionKind::interview;
        return documents::admonition(paper);
    };
    return subject;
}

auto OfficeDocuments::entry(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    using knowledge::Entry;
    const Outcome<Entry> found = knowledge_.find_entry(reader, wanted.id);
    if (!found) {
        return Failure{found.error()};
    }
    if (!found->draft && !found->published) {
        return no_paper();
    }
    const store::StreamName stream = StreamDesk<Entry>::stream_of(wanted.id);
    SheetFacts facts;
    facts.written = found->draft ? found->draft : std::optional(found->published->content);
    if (found->draft && found->published) {
        facts.current = found->published->content;
    }
    if (!found->draft || found->stage == knowledge::Stage::submitted) {
        facts.submitted = last_stamp<knowledge::EntrySubmitted>(desk_.store(), stream);
    }
    if (!found->draft) {
        facts.accepted = last_stamp<knowledge::AcceptEntry>(desk_.store(), stream);
    }
    const std::int64_t edition =
        (found->published ? found->published->number : 0) + (found->draft ? 1 : 0);
    const OrganisationPtr organisation = desk_.library().organisation();
    Subject subject;
    subject.forms = {Form::knowledge_sheet};
    subject.issuer = found->unit;
    subject.numbered = fmt::format("{}.{}", wanted.id, edition);
    subject.name = fmt::format("{}-{}", zh(documents::KnowledgeKind::update), facts.written->title);
    subject.fill = [entry = *found, facts, organisation](Form, const std::string& number) {
        documents::KnowledgeSheet paper = entry_sheet(entry, facts, *organisation);
        paper.number = number;
        return documents::knowledge_sheet(paper);
    };
    return subject;
}

auto OfficeDocuments::task(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    using knowledge::Task;
    const Outcome<Task> found = knowledge_.find_task(reader, wanted.id);
    if (!found) {
        return Failure{found.error()};
    }
    const auto content = [&](const std::optional<std::string>& id) {
        const auto entry =
            id ? knowledge_.find_entry(reader, *id) : Outcome<knowledge::Entry>(not_found());
        return entry && entry->published ? std::optional(entry->published->content) : std::nullopt;
    };
    const store::StreamName stream = StreamDesk<Task>::stream_of(wanted.id);
    SheetFacts facts;
    facts.current = content(found->task.entry);
    if (found->result) {
        facts.written = content(found->result->entry);
        facts.submitted = last_stamp<knowledge::TaskFinished>(desk_.store(), stream);
    }
    if (found->state == knowledge::TaskState::confirmed) {
        facts.accepted = last_stamp<knowledge::ConfirmTask>(desk_.store(), stream);
    }
    facts.hotline_number = found->task.event_id.value_or("");
    if (facts.hotline_number.empty() && found->task.order) {
        for (std::string& number : hotline_numbers({*found->task.order}, reader)) {
            facts.hotline_number = std::move(number);
        }
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    Subject subject;
    subject.forms = {Form::knowledge_sheet};
    subject.issuer = found->task.unit;
    subject.numbered = wanted.id;
    subject.name = fmt::format("知识库{}单", zh(found->task.kind));
    subject.fill = [task = *found, facts, organisation](Form, const std::string& number) {
        documents::KnowledgeSheet paper = task_sheet(task, facts, *organisation);
        paper.number = number;
        return documents::knowledge_sheet(paper);
    };
    return subject;
}

auto OfficeDocuments::period(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    const Outcome<PeriodDesk::Figures> found = PeriodDesk(desk_).figures(wanted.id, reader);
    if (!found) {
        return Failure{found.error()};
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const std::optional<appraisal::PeriodClosed>& closed = found->period.closed;
    AppraisalPaper paper;
    paper.period = found->period.days;
    paper.by = wanted.by;
    paper.seal =
        closed ? fmt::format("{}（封存编号{}）", documents::time_words(closed->cut), closed->seal)
               : documents::time_words(found->appraised.now) + "（考核期尚未关闭）";
    if (closed) {
        paper.day = day_of(closed->cut);
    }
    Subject subject;
    subject.forms = {Form::appraisal_table};
    subject.issuer = organisation->office().id;
    subject.numbered = fmt::format("{}.{}", wanted.id, token(wanted.by));
    subject.name = fmt::format("{}-{}", found->period.title, zh(wanted.by));
    subject.fill = [paper, appraised = found->appraised, organisation](Form,
                                                                       const std::string& number) {
        AppraisalPaper numbered = paper;
        numbered.number = number;
        return documents::appraisal_table(appraisal_table(
            appraised.lines, numbered, appraised.rules->book.appraisal, *organisation));
    };
    return subject;
}

auto OfficeDocuments::plan(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    FollowUpDesk desk(desk_);
    const std::optional<followup::SampleDrawn> drawn = desk.drawn(wanted.id, wanted.drawing);
    if (!drawn) {
        return desk.plan(wanted.id) ? no_paper() : not_found();
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const followup::DrawingRecord& record = drawn->record;
    documents::SamplingSheet paper;
    paper.plan = record.plan.title;
    paper.first = record.first;
    paper.last = record.last;
    paper.drawing = record.drawing;
    paper.seed = std::to_string(record.seed);
    paper.candidates = record.candidates;
    paper.cut = record.cut;
    paper.sample_digest = record.sample_digest;
    for (const followup::DrawnOrder& one : drawn->orders) {
        documents::SampledOrder row;
        const people::Unit* unit = organisation->unit(one.unit);
        row.unit = unit == nullptr ? one.unit.text() : unit->name.zh;
        if (const auto order = desk_.store().row(one.order, visibility_of(reader))) {
            row.hotline_number = order->hotline_number;
            row.title = lint::mask_personal_data(order->title);
            row.completed_at = order->completed_at;
        } else {
            row.hotline_number = "（无权知悉）";
        }
        const auto call =
            desk.find_call(followup::call_id(wanted.id, record.drawing, one.order), reader);
        row.state = call ? std::string(zh(call->state)) : std::string();
        paper.rows.push_back(std::move(row));
    }
    Subject subject;
    subject.forms = {Form::sampling_sheet};
    subject.name = fmt::format("{}-第{}次", record.plan.title, record.drawing);
    subject.fill = [paper = std::move(paper)](Form, const std::string&) {
        return documents::sampling_sheet(paper);
    };
    return subject;
}

namespace {

template <class E>
std::vector<std::string> words_of_list() {
    std::vector<std::string> words;
    for (const EnumRow<E>& row : EnumTable<E>::rows) {
        words.emplace_back(row.zh);
    }
    return words;
}

template <class T>
documents::CallQuestion question(const T& answer, std::string name, std::string say) {
    documents::CallQuestion question{std::move(name), std::move(say), {}, {}};
    using Value = typename T::value_type;
    if constexpr (std::is_same_v<Value, bool>) {
        question.options = {"是", "否"};
        question.answer = answer ? (*answer ? "是" : "否") : "";
    } else {
        question.options = words_of_list<Value>();
        question.answer = answer ? std::string(zh(*answer)) : "";
    }
    return question;
}

// The words of the script stand before the first of the answers it asks for.
std::vector<documents::CallQuestion> questions_of(const workorder::CitizenAnswers& answers) {
    std::map<std::string, std::string> says;
    for (const followup::ScriptPart& part : followup::call_script()) {
        if (!part.answers.empty()) {
            says[part.answers.front()] = part.say.zh;
        }
    }
    return {question(answers.first_contact, "先行联系", says["first_contact"]),
            question(answers.procedure_told, "告知程序", ""),
            question(answers.limit_told, "告知期限", ""),
            question(answers.resolution, "解决情况", says["resolution"]),
            question(answers.attitude, "态度", says["attitude"]),
            question(answers.speed, "效率", ""),
            question(answers.result, "处置结果", "")};
}

} // namespace

auto OfficeDocuments::call(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    const Outcome<followup::Call> found = FollowUpDesk(desk_).find_call(wanted.id, reader);
    if (!found) {
        return Failure{found.error()};
    }
    const std::optional<OrderHistory> order = history_for(desk_, found->drawn.order, reader);
    if (!order) {
        return not_found();
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const auto name = [&](const PersonId& id) {
        const people::Person* person = organisation->person(id);
        return person == nullptr ? id.text() : person->name;
    };
    const Rules rules = desk_.library().rulebook_in_force(day_of(desk_.clock().now()));
    const PaperContext context{*organisation, rules->book, {}, {}, {}};
    const PaperFacts from(*order, order->events.size(), context);
    documents::CallRecord paper;
    paper.order = from.facts();
    if (const auto& report = order->order.completion.report) {
        paper.outcome = zh(report->outcome);
    }
    for (const followup::Attempt& attempt : found->attempts) {
        paper.attempts.push_back(
            fmt::format("{}，未接通，{}", documents::time_words(attempt.at), name(attempt.by)));
    }
    paper.greeting = followup::call_script().front().say.zh;
    workorder::CitizenAnswers answers;
    for (const workorder::Event& event : order->events) {
        const auto* recorded = command_in<workorder::RecordFollowUp>(event);
        if (recorded != nullptr && recorded->call == wanted.id) {
            answers = recorded->answers;
            paper.remark = plain(recorded->remark);
            paper.caller = from.person_name(event.actor);
            paper.at = recorded->at;
        }
    }
    paper.questions = questions_of(answers);
    Subject subject;
    subject.forms = {Form::call_record};
    subject.name = safe_file_name(order->order.facts.hotline_number);
    subject.fill = [paper = std::move(paper)](Form, const std::string&) {
        return documents::call_record(paper);
    };
    return subject;
}

} // namespace chengban::usecase
