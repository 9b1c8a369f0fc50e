#include "casework/matter.h"

#include <algorithm>
#include <tuple>

namespace chengban::casework {

namespace {

void refuse(std::vector<Reason>& reasons, const char* code, const char* field, const char* zh,
            const char* en) {
    reasons.push_back({code, "B1", field, {zh, en}});
}

struct Judge {
    const Matter& matter;
    const workorder::Actor& actor;
    std::vector<Reason> reasons;

    const Link* linked(const OrderId& order, const char* field) {
        const Link* link = matter.link(order);
        if (link == nullptr) {
            refuse(reasons, "not_linked", field, "工单未关联到该事项",
                   "the order is not linked to this matter");
        }
        return link;
    }
    void operator()(const LinkOrder& c) {
        if (matter.link(c.order) != nullptr) {
            refuse(reasons, "linked_already", "order", "工单已关联到该事项",
                   "the order is linked already");
        }
        if (actor.role == workorder::Role::system && matter.has_parted(c.order)) {
            refuse(reasons, "parted_by_hand", "order", "该关联已由人工解除",
                   "a person undid this link");
        }
    }
    void operator()(const UnlinkOrder& c) {
        linked(c.order, "order");
        if (matter.leads(c.order)) {
            refuse(reasons, "leads_others", "order", "其他工单并入此单，请先撤销并单",
                   "others are merged into it; separate them first");
        }
    }
    void operator()(const MergeOrders& c) {
        const Link* lead = linked(c.lead, "lead");
        if (lead != nullptr && lead->merged_into) {
            refuse(reasons, "merged_itself", "lead", "主单已并入另一工单",
                   "the lead is merged into another order");
        }
        for (const OrderId& order : c.orders) {
            const Link* link = linked(order, "orders");
            if (order == c.lead) {
                refuse(reasons, "same_order", "orders", "工单不能并入自身",
                       "an order cannot be merged into itself");
            } else if (link != nullptr && (link->merged_into || matter.leads(order))) {
                refuse(reasons, "merged_already", "orders", "工单已并单", "it is merged already");
            }
        }
    }
    void operator()(const SeparateOrder& c) {
        const Link* link = matter.link(c.order);
        if (link == nullptr || !link->merged_into) {
            refuse(reasons, "not_merged", "order", "工单没有并单", "the order is not merged");
        }
    }
};

void set_lead(Matter& matter, const OrderId& order, const std::optional<OrderId>& lead) {
    for (Link& link : matter.links) {
        if (link.order == order) {
            link.merged_into = lead;
        }
    }
}

} // namespace

const Link* Matter::link(const OrderId& order) const {
    const auto found = std::find_if(links.begin(), links.end(),
                                    [&](const Link& link) { return link.order == order; });
    return found == links.end() ? nullptr : &*found;
}

bool Matter::has_parted(const OrderId& order) const {
    return std::find(parted.begin(), parted.end(), order) != parted.end();
}

bool Matter::leads(const OrderId& order) const {
    return std::any_of(links.begin(), links.end(),
                       [&](const Link& link) { return link.merged_into == order; });
}

Result<std::vector<Matter::Event>> decide(const Matter& matter, const Matter::Command& command,
                                          const workorder::Actor& actor) {
    Judge judge{matter, actor, {}};
    std::visit(judge, command);
    if (!judge.reasons.empty()) {
        return Failure{Problem{std::move(judge.reasons)}};
    }
    return std::vector<Matter::Event>{command};
}

void evolve(Matter& matter, const Matter::Event& event, const workorder::Actor& actor, Instant at) {
    if (matter.links.empty() && matter.parted.empty()) {
        matter.created_at = at;
    }
    if (const auto* link = std::get_if<LinkOrder>(&event)) {
        matter.links.push_back(
            {link->order, actor.role != workorder::Role::system, {}, link->reason});
        std::erase(matter.parted, link->order);
    } else if (const auto* unlink = std::get_if<UnlinkOrder>(&event)) {
        std::erase_if(matter.links, [&](const Link& one) { return one.order == unlink->order; });
        matter.parted.push_back(unlink->order);
    } else if (const auto* merge = std::get_if<MergeOrders>(&event)) {
        for (const OrderId& order : merge->orders) {
            set_lead(matter, order, merge->lead);
        }
    } else if (const auto* separate = std::get_if<SeparateOrder>(&event)) {
        set_lead(matter, separate->order, std::nullopt);
    }
}

std::map<OrderId, std::int32_t> repeats(std::span<const Counted> orders,
                                        const rulebook::RepeatRules& rules) {
    const auto year_of = [](const Counted& one) {
        return year_month_day(day_of(one.received_at)).year;
    };
    const auto key_of = [&](const Counted& one) {
        return std::pair(one.citizen.empty() ? "order " + one.order.text() : one.citizen,
                         year_of(one));
    };
    std::map<std::pair<std::string, int>, std::int32_t> counts;
    for (const Counted& one : orders) {
        const bool left_out =
            one.left_out || std::find(rules.not_counted.begin(), rules.not_counted.end(),
                                      one.kind) != rules.not_counted.end();
        counts[key_of(one)] += left_out ? 0 : 1;
    }
    std::map<OrderId, std::int32_t> result;
    for (const Counted& one : orders) {
        result[one.order] = std::max(counts[key_of(one)], 1);
    }
    return result;
}

} // namespace chengban::casework
