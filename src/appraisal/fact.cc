#include "appraisal/fact.h"

namespace chengban::appraisal {

using workorder::Deadline;
using workorder::DeadlineKind;
using workorder::Ending;
using workorder::Event;
using workorder::State;
using workorder::WorkOrder;

namespace {

const Deadline* deadline_of(const WorkOrder& order, DeadlineKind kind) {
    const auto found = order.deadlines.find(kind);
    return found == order.deadlines.end() ? nullptr : &found->second;
}

Punctuality punctuality_of(const Deadline& deadline) {
    if (!deadline.end) {
        return Punctuality::pending;
    }
    switch (deadline.end->how) {
    case Ending::met:
        return Punctuality::kept;
    case Ending::met_late:
    case Ending::missed:
        return Punctuality::missed;
    case Ending::closed:
    case Ending::cancelled:
        return Punctuality::none;
    }
    unreachable("punctuality_of");
}

// B5: urgent orders by their 2-hour report; semi-urgent ones need their step and their completion.
void put_punctuality(Fact& fact, const WorkOrder& order) {
    const bool urgent = order.limit_class == LimitClass::urgent;
    const Deadline* limit =
        deadline_of(order, urgent ? DeadlineKind::outcome_report : DeadlineKind::completion);
    if (limit == nullptr) {
        return;
    }
    fact.due = limit->fact.due;
    fact.punctuality = punctuality_of(*limit);
    const Deadline* step = deadline_of(order, DeadlineKind::progress_report);
    if (order.limit_class == LimitClass::semi_urgent && step != nullptr &&
        punctuality_of(*step) == Punctuality::missed && fact.punctuality == Punctuality::kept) {
        fact.punctuality = Punctuality::missed;
    }
}

ContactRecord contact_of(const WorkOrder& order) {
    const Deadline* limit = deadline_of(order, DeadlineKind::first_contact);
    if (limit == nullptr) {
        return ContactRecord::none;
    }
    if (!limit->end) {
        return ContactRecord::pending;
    }
    switch (limit->end->how) {
    case Ending::met:
        return ContactRecord::made;
    case Ending::met_late:
    case Ending::missed:
        return ContactRecord::not_made;
    case Ending::closed:
        return ContactRecord::waived;
    case Ending::cancelled:
        return ContactRecord::none;
    }
    unreachable("contact_of");
}

// Empty when the event leaves the round where it is.
std::optional<RoundEnd> end_by(const WorkOrder& before, const Event& event) {
    using namespace workorder;
    return std::visit(
        [&](const auto& body) -> std::optional<RoundEnd> {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Accepted<Recall>>) {
                return RoundEnd::recalled;
            } else if constexpr (std::is_same_v<Body, Accepted<DecideReturn>>) {
                return body.command.agree ? std::optional(RoundEnd::returned) : std::nullopt;
            } else if constexpr (std::is_same_v<Body, Dispatched>) {
                return before.unit.empty() ? std::nullopt : std::optional(RoundEnd::passed_on);
            } else {
                return std::nullopt;
            }
        },
        event.body);
}

Fact describe(const WorkOrder& order) {
    Fact fact;
    fact.order = order.id;
    fact.round = order.round;
    fact.unit = order.unit;
    if (!order.handler.empty()) {
        fact.handler = order.handler;
    }
    fact.kind = order.facts.kind;
    fact.limit_class = order.limit_class.value_or(LimitClass::general);
    fact.category = order.facts.category;
    fact.district = order.facts.district;
    fact.end = order.state == State::completed ? RoundEnd::completed : RoundEnd::open;
    fact.registered_at = order.registered_at;
    fact.received_at = order.dispatched_at.value_or(order.registered_at);
    if (order.state == State::completed) {
        fact.completed_at = order.completed_at;
        fact.outcome = order.completion.report ? std::optional(order.completion.report->outcome)
                                               : std::nullopt;
    }
    put_punctuality(fact, order);
    fact.contact = contact_of(order);
    fact.confidential = order.facts.confidentiality != workorder::Confidentiality::none;
    fact.filed = order.linked_filing.has_value();
    fact.reworked = order.rework;
    fact.extended = order.extension.granted > 0;
    fact.repeats = order.repeats;
    if (order.follow_up && order.follow_up->round == order.round) {
        fact.follow_up_reached = order.follow_up->reached;
        fact.follow_up = order.follow_up->answers;
    }
    fact.survey = order.survey_answers();
    return fact;
}

} // namespace

std::optional<Fact> closed_by(const WorkOrder& before, const Event& event) {
    const std::optional<RoundEnd> end = end_by(before, event);
    if (!end || before.unit.empty()) {
        return std::nullopt;
    }
    Fact fact = describe(before);
    fact.end = *end;
    return fact;
}

std::optional<Fact> fact_of(const WorkOrder& order) {
    return order.unit.empty() ? std::nullopt : std::optional(describe(order));
}

std::vector<Fact> facts_of(const OrderId& id, const std::vector<Event>& events) {
    std::vector<Fact> facts;
    WorkOrder order;
    order.id = id;
    for (const Event& event : events) {
        if (std::optional<Fact> closed = closed_by(order, event)) {
            facts.push_back(std::move(*closed));
        }
        workorder::evolve(order, event);
    }
    if (std::optional<Fact> last = fact_of(order)) {
        facts.push_back(std::move(*last));
    }
    return facts;
}

} // namespace chengban::appraisal
