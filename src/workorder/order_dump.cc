#include "workorder/order_dump.h"

#include "base/json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace chengban::workorder {

namespace {

json::value of(const std::optional<Instant>& instant) {
    return instant ? json::value(to_string(*instant)) : json::value();
}
json::value of(const Actor& actor) {
    return write_record(actor);
}
template <class Tag>
json::value of(const Id<Tag>& id) {
    return json::value(id.text());
}
template <class T>
json::value of(const std::optional<T>& value) {
    return value ? of(*value) : json::value();
}
template <Tabled E>
json::value of(E value) {
    return json::value(token(value));
}
template <Tabled E>
json::value of(const std::optional<E>& value) {
    return value ? json::value(token(*value)) : json::value();
}
template <class List>
json::array list_of(const List& list) {
    json::array items;
    for (const auto& item : list) {
        if constexpr (requires { item.text(); }) {
            items.emplace_back(item.text());
        } else {
            items.emplace_back(item);
        }
    }
    return items;
}

json::object completion_of(const CompletionState& completion) {
    json::object given;
    for (const auto& [approval, signature] : completion.given) {
        given[token(approval)] = {of(signature.actor), to_string(signature.at)};
    }
    return {{"report", completion.report ? write_record(*completion.report) : json::value()},
            {"submitter", of(completion.submitter)},
            {"given", std::move(given)}};
}

json::object supervision_of(const SupervisionState& supervision) {
    json::array grounds;
    for (const SupervisionGround& ground : supervision.grounds) {
        grounds.push_back({of(ground.trigger), list_of(ground.orders),
                           ground.count ? json::value(*ground.count) : json::value(),
                           to_string(ground.at)});
    }
    return {{"stage", of(supervision.stage)},
            {"grounds", std::move(grounds)},
            {"signed_by_leader", supervision.signed_by_leader},
            {"result_changed_at", of(supervision.result_changed_at)},
            {"submitter", of(supervision.submitter)}};
}

json::object filing_of(const FilingState& filing) {
    return {{"stage", of(filing.stage)},
            {"applicant", of(filing.applicant)},
            {"section_head", of(filing.section_head)},
            {"principal", of(filing.principal)},
            {"signers", list_of(filing.signers)},
            {"finding", of(filing.finding)}};
}

json::object round_of(const WorkOrder& order) {
    json::array reminders;
    for (const Instant at : order.reminders) {
        reminders.emplace_back(to_string(at));
    }
    json::array contacts;
    for (const Contact& contact : order.contacts) {
        contacts.push_back({to_string(contact.at), contact.reached});
    }
    return {{"number", order.round},
            {"unit", of(order.unit)},
            {"handler", of(order.handler)},
            {"limit_class", of(order.limit_class)},
            {"rulebook", order.rulebook},
            {"rulebook_version", order.rulebook_version},
            {"calendar_version", order.calendar_version},
            {"profiles", list_of(order.profiles)},
            {"dispatched_at", of(order.dispatched_at)},
            {"dispatched_seq", order.dispatched_seq},
            {"acknowledged_at", of(order.acknowledged_at)},
            {"designated_by_office", order.designated_by_office},
            {"leader_vacant", order.leader_vacant},
            {"rework", order.rework},
            {"sent_back_at", of(order.sent_back_at)},
            {"contacts", std::move(contacts)},
            {"reminders", std::move(reminders)},
            {"first_contact_at", of(order.first_contact_at)},
            {"no_contact_explained", order.no_contact_explained},
            {"answered", order.answered},
            {"answer_reached", order.answer_reached},
            {"plan_set", order.plan_set},
            {"extension",
             {of(order.extension.stage), of(order.extension.applicant), order.extension.days,
              order.extension.granted}},
            {"returning",
             {of(order.returning.stage), of(order.returning.applicant),
              write_record(order.returning.request)}},
            {"completion", completion_of(order.completion)}};
}

json::object follow_up_of(const WorkOrder& order) {
    json::array surveys;
    for (const SurveyFact& survey : order.surveys) {
        surveys.push_back({survey.event_id, survey.round, to_string(survey.at), survey.reached,
                           write_record(survey.answers), of(survey.dispute)});
    }
    json::object object{{"surveys", std::move(surveys)}};
    if (order.follow_up) {
        object["call"] = {order.follow_up->round, to_string(order.follow_up->at),
                          order.follow_up->reached, write_record(order.follow_up->answers)};
    }
    return object;
}

} // namespace

std::string dump(const WorkOrder& order) {
    json::array attention;
    for (const AttentionReason reason : order.attention.reasons) {
        attention.push_back(of(reason));
    }
    json::object assisting;
    for (const auto& [unit, contributed] : order.assisting) {
        assisting[unit.text()] = contributed;
    }
    json::object deadlines;
    for (const auto& [kind, deadline] : order.deadlines) {
        deadlines[token(kind)] = {write_record(deadline.fact),
                                  deadline.end ? write_record(*deadline.end) : json::value(),
                                  deadline.noted_passed};
    }
    json::array attachments;
    for (const AttachmentFact& fact : order.attachments) {
        attachments.push_back({of(fact.id), of(fact.kind), of(fact.unit), to_string(fact.at),
                               of(fact.by), write_record(fact.file_name.ref), fact.media_type,
                               fact.size, fact.digest, fact.simulated});
    }
    json::array flags;
    for (const FlagFact& flag : order.flags) {
        flags.push_back(write_record(flag));
    }
    return canonical_json(json::object{{"id", of(order.id)},
                                       {"version", order.version},
                                       {"state", of(order.state)},
                                       {"facts", write_record(order.facts)},
                                       {"registered_at", to_string(order.registered_at)},
                                       {"last_recorded_at", to_string(order.last_recorded_at)},
                                       {"round", round_of(order)},
                                       {"deadlines", std::move(deadlines)},
                                       {"filing", filing_of(order.filing)},
                                       {"attachments", std::move(attachments)},
                                       {"flags", std::move(flags)},
                                       {"opinions_asked", list_of(order.opinions_asked)},
                                       {"limit_class_asked", of(order.limit_class_asked)},
                                       {"major_decided", order.major_decided},
                                       {"designated_by_hotline", order.designated_by_hotline},
                                       {"supervised", order.supervised},
                                       {"supervision", supervision_of(order.supervision)},
                                       {"repeats", order.repeats},
                                       {"matter", of(order.matter)},
                                       {"attention", std::move(attention)},
                                       {"cause", of(order.attention.cause)},
                                       {"review_orders", list_of(order.review_orders)},
                                       {"assisting", std::move(assisting)},
                                       {"linked_filing", of(order.linked_filing)},
                                       {"follow_up", follow_up_of(order)},
                                       {"completed_at", of(order.completed_at)},
                                       {"units", list_of(order.units)},
                                       {"chain", list_of(order.chain)},
                                       {"hotline_events", list_of(order.hotline_events)}});
}

} // namespace chengban::workorder
