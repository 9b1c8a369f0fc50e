// What appraisal knows of one handling round: a few facts, taken from the order's events and made
// again from them at any time. One order has a fact for every round it had; the last one changes
// until the order rests.
//
// Room appraisal (may use: base, rulebook, workorder). Pure.
#pragma once

#include "workorder/order.h"

#include <optional>
#include <vector>

namespace chengban::appraisal {

// How the round stands. Returned: approved on the unit's application (7.3); recalled by the center
// before acknowledgement; passed on by the office's designation (3.1).
enum class RoundEnd { open, completed, returned, recalled, passed_on };

// By the system's own record (5.1): waived when completed and answered within the limit.
enum class ContactRecord { none, pending, made, not_made, waived };

// Whether the limit that «on time» looks at was kept (B5, I 16).
enum class Punctuality { none, pending, kept, missed };

struct Fact {
    OrderId order;
    std::int64_t round = 0;
    UnitId unit;
    std::optional<PersonId> handler; // since the unit acknowledged it
    OrderKind kind = OrderKind::other;
    LimitClass limit_class = LimitClass::general;
    std::string category;
    std::string district;
    RoundEnd end = RoundEnd::open;
    Instant registered_at;
    Instant received_at; // dispatch to the unit is receipt (5)
    std::optional<Instant> completed_at;
    std::optional<Outcome> outcome; // the unit's own
    // The limit of the rate: the 2-hour report of urgent orders, else completion as extended.
    std::optional<Instant> due;
    Punctuality punctuality = Punctuality::none;
    ContactRecord contact = ContactRecord::none;
    bool confidential = false;
    bool filed = false; // a later order on a filed matter (8.4)
    bool reworked = false;
    bool extended = false;
    std::int32_t repeats = 1;
    std::optional<bool> follow_up_reached; // empty: nobody called
    workorder::CitizenAnswers follow_up;
    workorder::CitizenAnswers survey;

    bool operator==(const Fact&) const = default;
    static constexpr auto fields() {
        using T = Fact;
        return std::tuple{
            field("order", &T::order, "工单", "order"),
            field("round", &T::round, "轮次", "round", {1, 1'000'000}),
            field("unit", &T::unit, "承办单位", "unit"),
            field("handler", &T::handler, "经办人", "handler"),
            field("kind", &T::kind, "诉求性质", "kind"),
            field("limit_class", &T::limit_class, "时限类别", "limit class"),
            defaulted("category", &T::category, "内容分类", "category", {0, 64}),
            defaulted("district", &T::district, "区", "district", {0, 64}),
            field("end", &T::end, "轮次状态", "state of the round"),
            field("registered_at", &T::registered_at, "受理时间", "intake"),
            field("received_at", &T::received_at, "收到时间", "receipt"),
            field("completed_at", &T::completed_at, "办结时间", "completion"),
            field("outcome", &T::outcome, "处理结果", "outcome"),
            field("due", &T::due, "截止", "due"),
            field("punctuality", &T::punctuality, "按时情况", "punctuality"),
            field("contact", &T::contact, "先行联系记录", "record of the first contact"),
            defaulted("confidential", &T::confidential, "保密", "confidential"),
            defaulted("filed", &T::filed, "存电后续", "on a filed matter"),
            defaulted("reworked", &T::reworked, "退回重办", "sent back"),
            defaulted("extended", &T::extended, "已延期", "extended"),
            defaulted("repeats", &T::repeats, "重复次数", "repeats", {1, 100'000}),
            field("follow_up_reached", &T::follow_up_reached, "回访接通", "follow-up reached"),
            defaulted("follow_up", &T::follow_up, "回访评价", "answers in the follow-up"),
            defaulted("survey", &T::survey, "测评评价", "answers in the survey")};
    }
};

// Facts follow an order event by event: before `evolve` the round that the event ends is closed,
// after the last event the round in hand is taken down. Empty where there is nothing to tell.
std::optional<Fact> closed_by(const workorder::WorkOrder& before, const workorder::Event& event);
std::optional<Fact> fact_of(const workorder::WorkOrder& order);

// All facts of an order from its events, for deriving them again.
std::vector<Fact> facts_of(const OrderId& order, const std::vector<workorder::Event>& events);

} // namespace chengban::appraisal

template <>
struct chengban::EnumTable<chengban::appraisal::RoundEnd> {
    using E = chengban::appraisal::RoundEnd;
    static constexpr std::array rows{EnumRow<E>{E::open, "open", "在办", "open"},
                                     EnumRow<E>{E::completed, "completed", "已办结", "completed"},
                                     EnumRow<E>{E::returned, "returned", "退单成功", "returned"},
                                     EnumRow<E>{E::recalled, "recalled", "已撤回", "recalled"},
                                     EnumRow<E>{E::passed_on, "passed_on", "已改派", "passed on"}};
};

template <>
struct chengban::EnumTable<chengban::appraisal::ContactRecord> {
    using E = chengban::appraisal::ContactRecord;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无", "none"},
        EnumRow<E>{E::pending, "pending", "待联系", "pending"},
        EnumRow<E>{E::made, "made", "按时联系", "made in time"},
        EnumRow<E>{E::not_made, "not_made", "未按时联系", "not made in time"},
        EnumRow<E>{E::waived, "waived", "免联系", "waived"}};
};

template <>
struct chengban::EnumTable<chengban::appraisal::Punctuality> {
    using E = chengban::appraisal::Punctuality;
    static constexpr std::array rows{EnumRow<E>{E::none, "none", "不适用", "none"},
                                     EnumRow<E>{E::pending, "pending", "未到期", "pending"},
                                     EnumRow<E>{E::kept, "kept", "按时", "kept"},
                                     EnumRow<E>{E::missed, "missed", "未按时", "missed"}};
};
