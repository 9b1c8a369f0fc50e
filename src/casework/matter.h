// B1: one matter, the stream of what was linked to it. Links are what repeats are counted by;
// merging is a decision of people and only another link: every order keeps its own citizen, contact
// duty, clocks and answer.
#pragma once

#include "base/record.h"
#include "base/result.h"
#include "rulebook/rulebook.h"
#include "workorder/actor.h"
#include "workorder/commands_intake.h"

#include <map>
#include <span>
#include <variant>

namespace chengban::casework {

using workorder::k_reason_text;
using workorder::MatterId;

// By the process manager with the likeness as its reason, or by a person.
struct LinkOrder {
    static constexpr std::string_view name = "link_order";
    static constexpr std::string_view zh = "关联工单";
    OrderId order;
    Text reason; // may quote citizens
    static constexpr auto fields() {
        return std::tuple{field("order", &LinkOrder::order, "工单", "order"),
                          field("reason", &LinkOrder::reason, "理由", "reason", {1, 10'000})};
    }
};

// The machine does not link it again; a person may.
struct UnlinkOrder {
    static constexpr std::string_view name = "unlink_order";
    static constexpr std::string_view zh = "解除关联";
    OrderId order;
    Text reason;
    static constexpr auto fields() {
        return std::tuple{field("order", &UnlinkOrder::order, "工单", "order"),
                          field("reason", &UnlinkOrder::reason, "理由", "reason", k_reason_text)};
    }
};

// 并单: handled together under one of them.
struct MergeOrders {
    static constexpr std::string_view name = "merge_orders";
    static constexpr std::string_view zh = "并单办理";
    OrderId lead;
    std::vector<OrderId> orders; // with it
    Text reason;
    static constexpr auto fields() {
        using T = MergeOrders;
        return std::tuple{field("lead", &T::lead, "主单", "lead order"),
                          field("orders", &T::orders, "并入工单", "orders", {1, 200}),
                          field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

struct SeparateOrder {
    static constexpr std::string_view name = "separate_order";
    static constexpr std::string_view zh = "撤销并单";
    OrderId order;
    Text reason;
    static constexpr auto fields() {
        return std::tuple{field("order", &SeparateOrder::order, "工单", "order"),
                          field("reason", &SeparateOrder::reason, "理由", "reason", k_reason_text)};
    }
};

struct Link {
    OrderId order;
    bool by_hand = false;
    std::optional<OrderId> merged_into; // the lead; of the lead itself empty
    Text reason;
    static constexpr auto fields() {
        using T = Link;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("by_hand", &T::by_hand, "人工关联", "by hand"),
                          field("merged_into", &T::merged_into, "并入", "merged into"),
                          field("reason", &T::reason, "理由", "reason")};
    }
};

struct Matter {
    static constexpr std::string_view kind = "matter";
    using Command = std::variant<LinkOrder, UnlinkOrder, MergeOrders, SeparateOrder>;
    using Event = Command; // what was done says all
    std::string id;
    std::int64_t version = 0;
    std::vector<Link> links;     // in the order of linking
    std::vector<OrderId> parted; // once unlinked: never linked by the machine again
    Instant created_at;

    const Link* link(const OrderId& order) const; // null when not linked
    bool has_parted(const OrderId& order) const;
    bool leads(const OrderId& order) const; // others are merged into it
    static constexpr auto fields() {
        return std::tuple{field("links", &Matter::links, "工单", "links"),
                          field("parted", &Matter::parted, "已解除", "parted")};
    }
};

Result<std::vector<Matter::Event>> decide(const Matter& matter, const Matter::Command& command,
                                          const workorder::Actor& actor);
void evolve(Matter& matter, const Matter::Event& event, const workorder::Actor& actor, Instant at);

// ---- 12.1, I 33: how often a citizen came back

struct Counted {
    OrderId order;
    std::string citizen; // keyed digest; empty: a citizen of its own
    Instant received_at;
    OrderKind kind = OrderKind::complaint;
    bool left_out = false; // withdrawn, or a review order: no call of the citizen
};

// For each order the number of its citizen's orders of its calendar year, at least 1.
std::map<OrderId, std::int32_t> repeats(std::span<const Counted> orders,
                                        const rulebook::RepeatRules& rules);

} // namespace chengban::casework
