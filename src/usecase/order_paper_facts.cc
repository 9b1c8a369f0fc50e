#include "usecase/order_paper_facts.h"

#include "documents/wording.h"

#include <fmt/format.h>

namespace chengban::usecase {

using workorder::Dispatched;
using workorder::Event;

std::string plain(const std::optional<Text>& text) {
    return text ? text->plain : std::string();
}

std::string repeats_words(const workorder::WorkOrder& order) {
    return fmt::format("市民当年度就同一事项累计来电{}次。", order.repeats);
}

std::string decision_words(bool agree, std::string_view verdict, const std::string& reason) {
    return reason.starts_with(agree ? "同意" : "不同意") ? reason : std::string(verdict) + reason;
}

const workorder::Register* PaperFacts::registered() const {
    for (const Event& event : history_.events) {
        if (const auto* registered = command_in<workorder::Register>(event)) {
            return registered;
        }
    }
    return nullptr;
}

std::string PaperFacts::title() const {
    const workorder::Register* made = registered();
    return made == nullptr ? std::string() : made->title.plain;
}

std::string PaperFacts::unit_name(const UnitId& id) const {
    const people::Unit* unit = context_.organisation.unit(id);
    return unit == nullptr ? std::string() : unit->name.zh;
}

std::string PaperFacts::name_of(const PersonId& id) const {
    if (id.text() == people::k_hotline_person) {
        return "市民服务热线";
    }
    const people::Person* person = context_.organisation.person(id);
    return person == nullptr ? std::string() : person->name;
}

std::string PaperFacts::person_name(const workorder::Actor& actor) const {
    const std::string name = name_of(actor.person);
    return actor.substitute_for ? fmt::format("{}（代{}）", name, name_of(*actor.substitute_for))
                                : name;
}

const Event* PaperFacts::dispatch_event() const {
    for (std::size_t i = subject_; i > 0; --i) {
        if (std::holds_alternative<Dispatched>(history_.events[i - 1].body)) {
            return &history_.events[i - 1];
        }
    }
    return nullptr;
}

const Dispatched& PaperFacts::dispatch() const {
    static const Dispatched k_none{};
    const Event* event = dispatch_event();
    return event == nullptr ? k_none : std::get<Dispatched>(event->body);
}

std::optional<Instant> PaperFacts::due_in(const Event& event, workorder::DeadlineKind kind) {
    for (const workorder::DeadlineFact& fact : event.effects().set) {
        if (fact.kind == kind) {
            return fact.due;
        }
    }
    return std::nullopt;
}

documents::OrderFacts PaperFacts::facts() const {
    documents::OrderFacts facts;
    facts.hotline_number = history_.order.facts.hotline_number;
    facts.kind = zh(history_.order.facts.kind);
    facts.source = zh(history_.order.facts.source);
    facts.called_at = history_.order.facts.called_at;
    if (const workorder::Register* made = registered()) {
        facts.title = made->title.plain;
        facts.claim = made->claim.plain;
        facts.citizen = made->anonymous ? "匿名" : plain(made->citizen_name);
        facts.phone = plain(made->citizen_phone);
        facts.address = plain(made->address);
    }
    if (const Event* event = dispatch_event()) {
        facts.dispatched_at = event->occurred_at;
        facts.unit = unit_name(dispatch().unit);
        facts.limit_class = zh(dispatch().limit_class);
    }
    for (std::size_t i = 0; i < subject_; ++i) { // the limit in force then
        if (const auto due = due_in(history_.events[i], workorder::DeadlineKind::completion)) {
            facts.due = due;
        }
    }
    facts.handler = name_of(history_.order.handler);
    return facts;
}

std::vector<documents::ContactFact> PaperFacts::contacts() const {
    std::vector<documents::ContactFact> contacts;
    for (std::size_t i = 0; i < subject_; ++i) {
        if (std::holds_alternative<Dispatched>(history_.events[i].body)) {
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

std::string PaperFacts::file_name(const AttachmentId& id) const {
    for (const Event& event : history_.events) {
        const auto* attached = command_in<workorder::Attach>(event);
        if (attached != nullptr && attached->attachment == id) {
            return attached->file_name.plain;
        }
    }
    return std::string(documents::k_blank);
}

std::vector<std::string> PaperFacts::evidence() const {
    std::vector<std::string> files;
    for (std::size_t i = 0; i < subject_; ++i) {
        const auto* attached = command_in<workorder::Attach>(history_.events[i]);
        if (attached != nullptr && history_.events[i].actor.unit == about_.actor.unit) {
            files.push_back(attached->file_name.plain);
        }
    }
    return files;
}

} // namespace chengban::usecase
