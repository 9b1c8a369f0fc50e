#include "usecase/matters.h"

#include "lint/mask.h"
#include "usecase/casework.h"
#include "usecase/projection.h"
#include "usecase/queues.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using casework::Matter;
using workorder::Actor;
using workorder::Role;

namespace {

constexpr std::int32_t k_suggestions_looked_at = 100;
constexpr std::size_t k_suggestions_max = 20;

Refusal no_order() {
    return {RefusalKind::not_found,
            problem("not_found", "order", "没有这张工单，或您无权知悉",
                    "there is no such order for you"),
            std::nullopt};
}

// Center and office decide what is one matter; units see the result on their orders.
Outcome<Done> may_arrange(const Actor& actor) {
    constexpr std::array k_arrangers{Role::dispatcher, Role::reviewer, Role::supervisor,
                                     Role::office_clerk};
    if (std::find(k_arrangers.begin(), k_arrangers.end(), actor.role) == k_arrangers.end()) {
        return refusal(RefusalKind::forbidden,
                       problem("wrong_role", "actor.role", "由中心或局办公室关联、并单",
                               "the center or the office links and merges", "B1"));
    }
    return Done{};
}

std::vector<OrderId> named_orders(const Matter::Command& command) {
    return std::visit(
        [](const auto& c) {
            std::vector<OrderId> list;
            if constexpr (requires { c.orders; }) {
                list = c.orders;
                list.push_back(c.lead);
            } else {
                list.push_back(c.order);
            }
            return list;
        },
        command);
}

json::object member_json(Desk& desk, const store::OrderRow& row, Instant now) {
    json::object item = row_json(row, desk, now);
    item["order"] = row.id.text();
    return item;
}

json::array suggestions(Desk& desk, const History& history, const Matter& matter,
                        const Actor& reader) {
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const casework::Likable mine = likable(desk, history);
    store::PageRequest page;
    page.sort = store::SortKey::received_at;
    page.descending = true;
    page.limit = k_suggestions_looked_at;
    std::map<OrderId, store::OrderRow> candidates;
    const auto look = [&](const store::OrderFilter& filter) {
        const auto found = desk.store().list(filter, page, visibility_of(reader));
        invariant(found.has_value(), "a listing of the system is well formed");
        for (const store::OrderRow& row : found->rows) {
            if (row.id != history.order.id && matter.link(row.id) == nullptr) {
                candidates.emplace(row.id, row);
            }
        }
    };
    if (!history.phone_digest.empty()) {
        store::OrderFilter same_phone;
        same_phone.phone_digest = history.phone_digest;
        look(same_phone);
    }
    if (!casework::place_of(mine.address).empty()) {
        store::OrderFilter nearby;
        nearby.districts = {history.order.facts.district};
        nearby.categories = {history.order.facts.category};
        look(nearby);
    }
    std::vector<std::pair<casework::Likeness, const store::OrderRow*>> found;
    for (const auto& [id, row] : candidates) {
        const auto other = history_of(desk, id);
        if (!other) {
            continue;
        }
        casework::Likeness likeness = casework::likeness(mine, likable(desk, *other));
        if (likeness.suggests(rules->book.matters) || likeness.links(rules->book.matters)) {
            found.emplace_back(std::move(likeness), &row);
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.first.per_mille > b.first.per_mille;
    });
    json::array list;
    for (std::size_t i = 0; i < std::min(found.size(), k_suggestions_max); ++i) {
        const auto& [likeness, row] = found[i];
        json::object item = member_json(desk, *row, desk.clock().now());
        item["same_phone"] = likeness.same_phone;
        item["same_place"] = likeness.same_place;
        item["similarity_per_mille"] = likeness.per_mille;
        item["common"] = json::array(likeness.common.begin(), likeness.common.end());
        item["zh"] = casework::explain(likeness);
        item["parted"] = matter.has_parted(row->id);
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace

StreamDesk<Matter> matter_desk(Desk& desk) {
    return {desk.store(), desk.clock(),
            [](Matter& matter, const Matter::Event& event, const Stamp& stamp) {
                casework::evolve(matter, event, stamp.actor, stamp.at);
            },
            [](const Matter& matter) {
                RowFacts facts;
                const bool merged = std::any_of(
                    matter.links.begin(), matter.links.end(),
                    [](const casework::Link& link) { return link.merged_into.has_value(); });
                facts.state = matter.links.empty() ? "empty" : merged ? "merged" : "linked";
                facts.created_at = matter.created_at;
                return facts;
            }};
}

std::optional<History> history_of(Desk& desk, const OrderId& id) {
    const KnownOrder known = desk.known(id);
    if (!known || !known->row) {
        return std::nullopt;
    }
    return History{known->order, known->row->phone_digest, known->row->place_digest};
}

std::vector<workorder::Event> events_of(Desk& desk, const OrderId& id) {
    std::vector<workorder::Event> events;
    for (const store::StoredEvent& one : desk.store().load(stream_of(id))) {
        events.push_back(event_of(one));
    }
    return events;
}

casework::Likable likable(Desk& desk, const History& history) {
    const workorder::Register& facts = history.order.facts;
    std::vector<TextId> ids{facts.title.ref.id, facts.claim.ref.id};
    for (const std::optional<Text>* text : {&facts.address, &facts.citizen_name}) {
        if (*text) {
            ids.push_back((*text)->ref.id);
        }
    }
    const auto texts = desk.store().texts(history.order.id.text(), ids);
    const auto plain = [&](const std::optional<Text>& text) {
        const auto found = text ? texts.find(text->ref.id) : texts.end();
        return found == texts.end() ? std::string() : found->second;
    };
    // 18: what two orders have in common is shown, so it is looked for in what may be shown.
    return {history.phone_digest, facts.category, facts.district, plain(facts.address),
            lint::mask_personal_data(plain(facts.title) + "\n" + plain(facts.claim),
                                     plain(facts.citizen_name))};
}

Outcome<json::object> matter_view(Desk& desk, const OrderId& id, const Actor& reader) {
    const store::Visibility sees = visibility_of(reader);
    const auto history =
        desk.store().row(id, sees) ? history_of(desk, id) : std::optional<History>();
    if (!history) {
        return Failure{no_order()};
    }
    auto matters = matter_desk(desk);
    Matter matter;
    if (history->order.matter) {
        if (auto loaded = matters.load(history->order.matter->text())) {
            matter = matters.with_texts(std::move(*loaded));
        }
    }
    json::array members;
    std::int64_t hidden = 0;
    for (const casework::Link& link : matter.links) {
        const auto row = desk.store().row(link.order, sees);
        if (!row) {
            ++hidden;
            continue;
        }
        json::object item = member_json(desk, *row, desk.clock().now());
        item["by_hand"] = link.by_hand;
        item["reason"] = link.reason.plain;
        if (link.merged_into) {
            item["merged_into"] = link.merged_into->text();
        }
        members.push_back(std::move(item));
    }
    json::object body{
        {"repeats", history->order.repeats}, {"orders", std::move(members)}, {"hidden", hidden}};
    if (history->order.matter) {
        body["matter"] = history->order.matter->text();
        body["version"] = matter.version;
    }
    body["suggestions"] =
        may_arrange(reader) ? suggestions(desk, *history, matter, reader) : json::array();
    return body;
}

Outcome<StreamAnswer> give_matter(Desk& desk, StreamRequest request, Matter::Command command) {
    if (const auto allowed = may_arrange(request.actor); !allowed) {
        return Failure{allowed.error()};
    }
    const std::vector<OrderId> orders = named_orders(command);
    for (const OrderId& order : orders) {
        if (!desk.store().row(order, visibility_of(request.actor))) {
            return Failure{no_order()};
        }
    }
    if (const auto* link = std::get_if<casework::LinkOrder>(&command)) {
        const auto order = desk.load(link->order);
        const auto& known = order->order.matter;
        const auto other = known && known->text() != request.id
                               ? matter_desk(desk).load(known->text())
                               : std::optional<Matter>();
        if (other && other->link(link->order) != nullptr) {
            return refusal(RefusalKind::conflict,
                           problem("linked_elsewhere", "order", "工单已属另一事项，请先解除关联",
                                   "the order is of another matter; undo that link first", "B1"));
        }
    }
    // The orders hear of it even when this program ends before it has told them.
    const auto wake = [&](const Matter& matter, store::CommitUnit& unit) {
        unit.timers.push_back({StreamDesk<Matter>::stream_of(matter.id), k_wake_timer,
                               matter.version, desk.clock().now()});
        for (const OrderId& order : orders) {
            unit.timers.push_back(wake_timer(desk, order));
        }
    };
    const bool dry_run = request.dry_run;
    const auto answer = matter_desk(desk).give(
        std::move(request), std::move(command),
        [](const Matter& matter, const Matter::Command& asked, const Stamp& stamp) {
            return casework::decide(matter, asked, stamp.actor);
        },
        wake);
    if (answer && !dry_run) {
        for (const OrderId& order : orders) {
            attend(desk, order, answer->id);
        }
    }
    return answer;
}

Outcome<StreamAnswer> join_orders(Desk& desk, StreamRequest request, const OrderId& order,
                                  const OrderId& with, const Text& reason) {
    const auto mine = desk.load(order);
    const auto other = desk.load(with);
    if (!mine || !other) {
        return Failure{no_order()};
    }
    if (order == with) {
        return refusal(RefusalKind::invalid,
                       problem("same_order", "with", "不能关联自身",
                               "an order cannot be linked with itself", "B1"));
    }
    const auto& known = other->order.matter ? other->order.matter : mine->order.matter;
    request.id = known ? known->text() : with.text();
    const auto matter = matter_desk(desk).load(request.id);
    std::optional<Outcome<StreamAnswer>> answer;
    for (const OrderId& one : {with, order}) {
        if (!matter || matter->link(one) == nullptr) {
            StreamRequest step = request;
            if (!step.idempotency_key.empty()) {
                step.idempotency_key += "/" + one.text();
            }
            answer = give_matter(desk, std::move(step), casework::LinkOrder{one, reason});
            if (!*answer) {
                return std::move(*answer);
            }
        }
    }
    if (!answer) {
        return refusal(RefusalKind::conflict,
                       problem("linked_already", "with", "两张工单已属同一事项",
                               "the orders are of one matter already", "B1"));
    }
    return std::move(*answer);
}

} // namespace chengban::usecase
