// What the papers of an order are filled with, read from its history up to the event that the paper
// is about: names, the round's order facts, contacts, opinions, evidence. Pure.
#pragma once

#include "usecase/order_papers.h"
#include "workorder/event.h"

namespace chengban::usecase {

template <class C>
const C* command_in(const workorder::Event& event) {
    const auto* accepted = std::get_if<workorder::Accepted<C>>(&event.body);
    return accepted == nullptr ? nullptr : &accepted->command;
}

// Position of the last such event, from 1; 0 for none.
template <class C>
std::size_t last_of(const OrderHistory& history) {
    for (std::size_t i = history.events.size(); i > 0; --i) {
        if (command_in<C>(history.events[i - 1]) != nullptr) {
            return i;
        }
    }
    return 0;
}

std::string plain(const std::optional<Text>& text);
std::string repeats_words(const workorder::WorkOrder& order); // 市民…累计来电5次

// «同意。情况属实»; a reason that says so itself says it once: «同意存电».
std::string decision_words(bool agree, std::string_view verdict, const std::string& reason);

template <class E>
std::string words(const std::optional<E>& value) {
    return value ? std::string(zh(*value)) : std::string();
}

class PaperFacts {
public:
    // `subject` as subject_of() gives it.
    PaperFacts(const OrderHistory& history, std::size_t subject, const PaperContext& context)
        : history_(history), subject_(subject), context_(context),
          about_(history.events[subject - 1]) {}

    const OrderHistory& history() const { return history_; }
    const workorder::WorkOrder& order() const { return history_.order; }
    std::size_t subject() const { return subject_; }
    const PaperContext& context() const { return context_; }
    const workorder::Event& event() const { return about_; }
    Day day() const { return day_of(about_.occurred_at); }
    template <class C>
    const C& about() const {
        return std::get<workorder::Accepted<C>>(about_.body).command;
    }

    const workorder::Register* registered() const;
    std::string title() const;
    std::string unit_name(const UnitId& id) const;
    std::string name_of(const PersonId& id) const;
    std::string person_name(const workorder::Actor& actor) const; // B9: a substitute is shown as 代
    // Of the round the subject belongs to; empty words when it never went to a unit.
    const workorder::Dispatched& dispatch() const;
    documents::OrderFacts facts() const;
    std::vector<documents::ContactFact> contacts() const; // of this round
    std::vector<std::string> evidence() const;            // what the unit attached until then
    std::string file_name(const AttachmentId& id) const;

    static std::optional<Instant> due_in(const workorder::Event& event,
                                         workorder::DeadlineKind kind);

    // The first such event after the subject and before the next of kind `Until`.
    template <class C, class Until>
    const workorder::Event* next() const {
        for (std::size_t i = subject_; i < history_.events.size(); ++i) {
            const workorder::Event& event = history_.events[i];
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
    template <class C, class Until>
    documents::Opinion opinion(std::string_view yes, std::string_view no) const {
        const workorder::Event* event = next<C, Until>();
        if (event == nullptr) {
            return {};
        }
        const C& given = std::get<workorder::Accepted<C>>(event->body).command;
        return {std::string(zh(event->actor.role)),
                decision_words(given.agree, given.agree ? yes : no, given.reason.plain),
                person_name(event->actor), event->occurred_at};
    }

private:
    const workorder::Event* dispatch_event() const;

    const OrderHistory& history_;
    std::size_t subject_;
    const PaperContext& context_;
    const workorder::Event& about_;
};

} // namespace chengban::usecase
