#include "usecase/casework_view.h"

#include "usecase/order_view.h"
#include "workorder/ownership.h"

namespace chengban::usecase {

namespace {

template <class E>
json::object enum_json(E value) {
    return {{"value", token(value)}, {"zh", zh(value)}, {"en", en(value)}};
}

json::object unit_json(const people::Organisation& organisation, const UnitId& id) {
    json::object object{{"id", id.text()}};
    if (const people::Unit* unit = organisation.unit(id)) {
        object["zh"] = unit->name.zh;
        object["en"] = unit->name.en;
    }
    return object;
}

json::object supervision_json(const workorder::WorkOrder& order,
                              const rulebook::Rulebook& rulebook) {
    const workorder::SupervisionState& supervision = order.supervision;
    json::array grounds;
    for (const workorder::SupervisionGround& ground : supervision.grounds) {
        json::array orders;
        for (const OrderId& other : ground.orders) {
            orders.emplace_back(other.text());
        }
        json::object item{{"trigger", enum_json(ground.trigger)},
                          {"citation", citation(rulebook, workorder::clause_of(ground.trigger))},
                          {"orders", std::move(orders)},
                          {"at", to_string(ground.at)}};
        if (ground.count) {
            item["count"] = *ground.count;
        }
        grounds.push_back(std::move(item));
    }
    return {{"stage", enum_json(supervision.stage)},
            {"grounds", std::move(grounds)},
            {"signed_by_leader", supervision.signed_by_leader},
            {"answer_owed", supervision.result_changed_at.has_value()}};
}

json::array ownership_json(const workorder::WorkOrder& order,
                           std::span<const workorder::Event> events,
                           const people::Organisation& organisation) {
    json::array list;
    for (const workorder::Holding& holding : workorder::ownership(order.id, events)) {
        json::object item{{"holder", enum_json(holding.holder)}, {"from", to_string(holding.from)}};
        if (!holding.unit.empty()) {
            item["unit"] = unit_json(organisation, holding.unit);
        }
        if (holding.until) {
            item["until"] = to_string(*holding.until);
        }
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace

json::object casework_json(const workorder::WorkOrder& order,
                           std::span<const workorder::Event> events,
                           const rulebook::Rulebook& rulebook,
                           const people::Organisation& organisation) {
    json::array attention;
    for (const workorder::AttentionReason reason : order.attention.reasons) {
        attention.push_back(enum_json(reason));
    }
    json::array assisting;
    for (const auto& [unit, contributed] : order.assisting) {
        json::object item = unit_json(organisation, unit);
        item["contributed"] = contributed;
        assisting.push_back(std::move(item));
    }
    json::array review_orders;
    for (const OrderId& review : order.review_orders) {
        review_orders.emplace_back(review.text());
    }
    json::object object{{"supervision", supervision_json(order, rulebook)},
                        {"attention", std::move(attention)},
                        {"assisting", std::move(assisting)},
                        {"review_orders", std::move(review_orders)},
                        {"reminders", order.reminders.size()},
                        {"ownership", ownership_json(order, events, organisation)}};
    if (order.matter) {
        object["matter"] = order.matter->text();
    }
    if (order.attention.cause) {
        object["repeat_cause"] = enum_json(*order.attention.cause);
    }
    if (order.facts.reviews) {
        object["reviews"] = order.facts.reviews->text();
    }
    if (order.linked_filing) {
        object["linked_filing"] = order.linked_filing->text();
    }
    return object;
}

} // namespace chengban::usecase
