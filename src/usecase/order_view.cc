#include "usecase/order_view.h"

#include "calendar/deadline.h"
#include "casework/explained.h"
#include "usecase/casework_view.h"
#include "usecase/citizen_mask.h"
#include "usecase/duty_view.h"
#include "usecase/projection.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using workorder::Actor;
using workorder::Deadline;
using workorder::DeadlineFact;
using workorder::Event;
using workorder::WorkOrder;

namespace {

template <class E>
json::object enum_json(E value) {
    return {{"value", token(value)}, {"zh", zh(value)}, {"en", en(value)}};
}

json::object person_json(const people::Organisation& organisation, const PersonId& id) {
    json::object object{{"id", id.text()}};
    if (const people::Person* person = organisation.person(id)) {
        object["name"] = person->name;
    }
    return object;
}

json::object unit_json(const people::Organisation& organisation, const UnitId& id) {
    json::object object{{"id", id.text()}};
    if (const people::Unit* unit = organisation.unit(id)) {
        object["zh"] = unit->name.zh;
        object["en"] = unit->name.en;
    }
    return object;
}

json::object actor_json(const people::Organisation& organisation, const Actor& actor) {
    json::object object{{"person", person_json(organisation, actor.person)},
                        {"unit", unit_json(organisation, actor.unit)},
                        {"role", enum_json(actor.role)}};
    if (actor.substitute_for) {
        object["substitute_for"] = person_json(organisation, *actor.substitute_for);
    }
    return object;
}

Result<calendar::Trace> trace_of(const DeadlineFact& fact, const calendar::Calendar& calendar,
                                 const calendar::Counting& counting) {
    if (fact.extends) {
        return calendar::trace_extension(calendar, fact.start,
                                         NaturalDays{fact.natural_days.value_or(0)}, counting);
    }
    calendar::Amount amount = Hours{fact.hours.value_or(0)};
    if (fact.working_days) {
        amount = WorkingDays{*fact.working_days};
    } else if (fact.natural_days) {
        amount = NaturalDays{*fact.natural_days};
    }
    return calendar::trace(calendar, fact.start, amount, counting);
}

// What a limit counts from, as people call it.
Words start_words(const WorkOrder& order, const DeadlineFact& fact) {
    if (fact.start == order.dispatched_at) {
        return {"派单", "dispatch"};
    }
    return fact.start == order.registered_at ? Words{"收单", "receipt"}
                                             : Words{"起算", "the start"};
}

void add_trace(json::object& object, const DeadlineFact& fact, const WorkOrder& order,
               const calendar::Calendar& calendar, const calendar::Counting& counting) {
    if (!fact.hours && !fact.working_days && !fact.natural_days) {
        object["trace"] = nullptr; // set as an instant by the hotline
        return;
    }
    Result<calendar::Trace> trace = trace_of(fact, calendar, counting);
    if (!trace) {
        object["trace"] = nullptr;
        return;
    }
    if (!trace->is_extension) {
        trace->start_words = start_words(order, fact);
    }
    json::array days;
    for (const calendar::TraceDay& day : trace->days) {
        json::object item{{"day", to_string(day.day)},
                          {"counted", day.counted},
                          {"why", token(day.reason)},
                          {"zh", zh(day.reason)}};
        if (day.counted) {
            item["ordinal"] = day.ordinal;
        }
        if (!day.name.empty()) {
            item["name"] = day.name;
        }
        if (day.assumed) {
            item["assumed"] = true;
        }
        days.push_back(std::move(item));
    }
    object["trace"] = std::move(days);
    object["explanation"] = {{"zh", calendar::explain(*trace, Language::zh)},
                             {"en", calendar::explain(*trace, Language::en)}};
}

// Collects until when a body stays true.
struct Validity {
    Instant until;
    Instant now;
    void change_at(Instant instant) {
        if (now < instant && instant < until) {
            until = instant;
        }
    }
};

class OrderWriter {
public:
    OrderWriter(Desk& desk, const Actor& reader, const WorkOrder& order,
                const std::map<TextId, std::string>& texts, Instant now)
        : desk_(desk), reader_(reader), order_(order), texts_(texts), now_(now),
          organisation_(desk.library().organisation()), calendar_(desk.library().latest_calendar()),
          rules_(order.rulebook_version == 0 ? desk.library().rulebook_in_force(day_of(now))
                                             : desk.library().rulebook(order.rulebook_version)),
          mask_(desk, order, texts, reader), validity_{start_of(day_of(now).plus(1)), now} {}

    json::object facts() const {
        const workorder::Register& f = order_.facts;
        json::object object{{"source", enum_json(f.source)},
                            {"hotline_number", f.hotline_number},
                            {"kind", enum_json(f.kind)},
                            {"title", shown("title", f.title)},
                            {"claim", shown("claim", f.claim)},
                            {"district", f.district},
                            {"category", f.category},
                            {"field", f.field_token},
                            {"tags", json::array(f.tags.begin(), f.tags.end())},
                            {"anonymous", f.anonymous},
                            {"designated_by_hotline", order_.designated_by_hotline},
                            {"confidentiality", enum_json(f.confidentiality)},
                            {"major_or_complicated", f.major_or_complicated}};
        if (f.called_at) {
            object["called_at"] = to_string(*f.called_at);
        }
        if (f.transferred_at) {
            object["transferred_at"] = to_string(*f.transferred_at);
        }
        for (const auto& [field, text] :
             {std::pair{"citizen_name", &f.citizen_name},
              std::pair{"citizen_phone", &f.citizen_phone}, std::pair{"address", &f.address}}) {
            if (*text) {
                object[field] = shown(field, **text);
            }
        }
        return object;
    }

    json::array attachments() const {
        json::array list;
        for (const workorder::AttachmentFact& fact : order_.attachments) {
            list.push_back({{"id", fact.id.text()},
                            {"kind", enum_json(fact.kind)},
                            {"file_name", shown("file_name", fact.file_name)},
                            {"media_type", fact.media_type},
                            {"size", fact.size},
                            {"unit", unit_json(*organisation_, fact.unit)},
                            {"by", person_json(*organisation_, fact.by)},
                            {"at", to_string(fact.at)},
                            {"simulated", fact.simulated}});
        }
        return list;
    }

    json::array deadlines() {
        json::array list;
        for (const auto& [kind, deadline] : order_.deadlines) {
            list.push_back(deadline_json(deadline));
        }
        return list;
    }

    json::array next() const {
        const workorder::Context context{rules_->book, *calendar_,
                                         rules_->lint, now_,
                                         {},           unit_facts(order_.unit, *organisation_)};
        json::array list;
        for (const workorder::NextAction& action :
             workorder::next_actions(order_, reader_, context)) {
            json::object item{{"command", action.command},
                              {"zh", action.zh},
                              {"citation", citation(rules_->book, action.clause)},
                              {"open", action.closed_because.empty()}};
            if (!action.closed_because.empty()) {
                item["closed_because"] = reasons_json(rules_->book, action.closed_because);
            }
            list.push_back(std::move(item));
        }
        return list;
    }

    // The evidence of a supervision that the machine wrote itself, in both languages.
    static void add_explanation(json::object& object, const Event& event,
                                const json::object& data) {
        const json::value* evidence = data.if_contains("evidence");
        const json::value* words = evidence != nullptr && evidence->is_object()
                                       ? evidence->get_object().if_contains("explanation")
                                       : nullptr;
        if (event.actor.role == people::Role::system && words != nullptr && words->is_string()) {
            const std::string_view zh = words->get_string();
            object["explanation"] = {{"zh", zh}, {"en", casework::explained_in_english(zh)}};
        }
    }

    json::object event(std::int64_t seq, Event& event) const {
        mask_.fill(event, texts_);
        json::object object{{"seq", seq},
                            {"type", event.type()},
                            {"actor", actor_json(*organisation_, event.actor)},
                            {"occurred_at", to_string(event.occurred_at)},
                            {"recorded_at", to_string(event.recorded_at)}};
        workorder::EventData data = workorder::readable(event);
        object["zh"] = data.zh;
        add_explanation(object, event, data.body);
        object["data"] = std::move(data.body);
        json::array flags;
        for (const workorder::FlagFact& flag : event.effects().flags) {
            flags.push_back({{"rule", flag.rule},
                             {"zh", flag.zh},
                             {"en", flag.en},
                             {"citation", citation(rules_->book, flag.clause)}});
        }
        if (!flags.empty()) {
            object["flags"] = std::move(flags);
        }
        return object;
    }

    json::object head() const {
        json::object object{
            {"id", order_.id.text()},
            {"version", order_.version},
            {"state", enum_json(order_.state)},
            {"round", order_.round},
            {"registered_at", to_string(order_.registered_at)},
            {"repeats", order_.repeats},
            {"supervised", order_.supervised},
            {"rework", order_.rework},
            {"rulebook", {{"name", order_.rulebook}, {"version", order_.rulebook_version}}},
            {"calendar_version", order_.calendar_version}};
        if (order_.limit_class) {
            object["limit_class"] = enum_json(*order_.limit_class);
        }
        if (!order_.unit.empty()) {
            object["unit"] = unit_json(*organisation_, order_.unit);
        }
        if (!order_.handler.empty()) {
            object["handler"] = person_json(*organisation_, order_.handler);
        }
        if (order_.completed_at) {
            object["completed_at"] = to_string(*order_.completed_at);
        }
        object["extension"] = {{"stage", enum_json(order_.extension.stage)},
                               {"days", order_.extension.days}};
        object["return"] = {{"stage", enum_json(order_.returning.stage)}};
        object["filing"] = {{"stage", enum_json(order_.filing.stage)}};
        if (order_.state == workorder::State::awaiting_approval) {
            object["approvals"] = approvals();
        }
        return object;
    }

    void add_duty(json::object& body) {
        if (auto notice = duty_notice(desk_.library(), order_, now_)) {
            body["on_duty"] = std::move(notice->body);
            if (notice->changes_at) {
                validity_.change_at(*notice->changes_at);
            }
        }
    }
    json::object casework(std::span<const Event> events) const {
        return casework_json(order_, events, rules_->book, *organisation_);
    }

    Instant valid_until() const { return validity_.until; }

private:
    json::array approvals() const {
        json::array list;
        for (const workorder::ApprovalNeed& need :
             workorder::approvals_needed(order_, *order_.completion.report, rules_->book)) {
            const auto given = order_.completion.given.find(need.approval);
            json::object item{{"approval", enum_json(need.approval)},
                              {"citation", citation(rules_->book, need.clause)},
                              {"zh", need.words.zh},
                              {"en", need.words.en},
                              {"given", given != order_.completion.given.end()}};
            if (given != order_.completion.given.end()) {
                item["by"] = actor_json(*organisation_, given->second.actor);
                item["at"] = to_string(given->second.at);
            }
            list.push_back(std::move(item));
        }
        return list;
    }

    json::object deadline_json(const Deadline& deadline) {
        const DeadlineFact& fact = deadline.fact;
        json::object object{{"kind", token(fact.kind)},
                            {"zh", zh(fact.kind)},
                            {"en", en(fact.kind)},
                            {"citation", citation(rules_->book, fact.clause)},
                            {"start", to_string(fact.start)},
                            {"due", to_string(fact.due)},
                            {"provisional", fact.provisional},
                            {"is_window", workorder::is_window(fact.kind)},
                            {"calendar_version", fact.calendar_version}};
        if (deadline.end) {
            object["ended"] = {{"how", enum_json(deadline.end->how)},
                               {"at", to_string(deadline.end->at)}};
        } else {
            // Colours are the desk's, not the order's: today's rulebook, as in lists.
            object["band"] = enum_json(
                calendar::band(*calendar_, fact.start, fact.due, now_,
                               desk_.library().rulebook_in_force(day_of(now_))->book.bands));
            object["remaining"] = {
                {"zh", calendar::remaining_words(*calendar_, now_, fact.due, Language::zh)},
                {"en", calendar::remaining_words(*calendar_, now_, fact.due, Language::en)}};
            note_changes(fact);
        }
        const CalendarPtr used = desk_.library().calendar(fact.calendar_version);
        add_trace(object, fact, order_, used ? *used : *calendar_, rules_->book.counting);
        return object;
    }

    // Words in hours and minutes change every minute, all others at midnight or at the limit.
    void note_changes(const DeadlineFact& fact) {
        validity_.change_at(fact.due);
        const bool soon =
            fact.due.milliseconds() - now_.milliseconds() < 2 * k_milliseconds_per_day;
        if (fact.hours || soon) {
            validity_.change_at(Instant((now_.milliseconds() / 60'000 + 1) * 60'000));
        }
    }

    json::value shown(std::string_view field, const Text& text) const {
        const auto found = texts_.find(text.ref.id);
        return found == texts_.end() ? json::value(nullptr)
                                     : json::value(mask_.shown(field, found->second));
    }

    Desk& desk_;
    const Actor& reader_;
    const WorkOrder& order_;
    const std::map<TextId, std::string>& texts_;
    Instant now_;
    OrganisationPtr organisation_;
    CalendarPtr calendar_;
    Rules rules_;
    CitizenMask mask_;
    Validity validity_;
};

} // namespace

json::object citation(const rulebook::Rulebook& rulebook, std::string_view clause) {
    json::object object{{"clause", clause}};
    if (const rulebook::ClauseText* text = rulebook.clause(clause)) {
        object["article"] = text->article;
        object["zh"] = text->words.zh;
        object["en"] = text->words.en;
    }
    return object;
}

json::array reasons_json(const rulebook::Rulebook& rulebook, const std::vector<Reason>& reasons) {
    json::array list;
    for (const Reason& reason : reasons) {
        json::object item{{"code", reason.code},
                          {"field", reason.field},
                          {"zh", reason.words.zh},
                          {"en", reason.words.en}};
        if (!reason.clause.empty()) {
            item["citation"] = citation(rulebook, reason.clause);
        }
        list.push_back(std::move(item));
    }
    return list;
}

Outcome<OrderView> order_view(Desk& desk, const OrderId& id, const Actor& reader) {
    const Outcome<store::OrderRow> row =
        authorize_order(desk.store(), "work_order.read", reader, id);
    if (!row) {
        return Failure{row.error()};
    }
    const std::vector<store::StoredEvent> stored = desk.store().load(stream_of(id));
    invariant(!stored.empty(), "an order with a row has events");
    const Instant now = desk.clock().now();
    WorkOrder order;
    order.id = id;
    std::vector<Event> events;
    std::vector<TextId> ids;
    for (const store::StoredEvent& one : stored) {
        events.push_back(event_of(one));
        workorder::evolve(order, events.back());
        workorder::each_text(events.back(),
                             [&](const std::string&, Text& text) { ids.push_back(text.ref.id); });
    }
    const std::map<TextId, std::string> texts = desk.store().texts(id.text(), ids);
    OrderWriter writer(desk, reader, order, texts, now);
    json::object body = writer.head();
    body["facts"] = writer.facts();
    body["attachments"] = writer.attachments();
    body["deadlines"] = writer.deadlines();
    body["next_actions"] = writer.next();
    writer.add_duty(body);
    json::array timeline;
    for (std::size_t i = 0; i < events.size(); ++i) {
        timeline.push_back(writer.event(stored[i].seq, events[i]));
    }
    body["timeline"] = std::move(timeline);
    body["casework"] = writer.casework(events);
    return OrderView{json::serialize(body), order.version, writer.valid_until()};
}

} // namespace chengban::usecase
