// 14.10: admonitions (约谈) and reprimands (通报批评) by the office: proposed for false or
// concealed reporting, rates below the floors (I 36) or an overdue supervision; recorded with
// subject and result.
#pragma once

#include "base/record.h"
#include "base/result.h"
#include "workorder/actor.h"

#include <variant>

namespace chengban::casework {

enum class Measure { admonition, reprimand };
enum class AdmonitionGround {
    false_or_concealed,
    first_contact_rate,
    resolution_rate,
    satisfaction_rate,
    overdue_supervision,
    other,
};
enum class AdmonitionState { proposed, declined, held, concluded };

struct ProposeAdmonition {
    static constexpr std::string_view name = "propose_admonition";
    static constexpr std::string_view zh = "建议约谈";
    UnitId unit;
    AdmonitionGround ground = AdmonitionGround::other;
    std::vector<OrderId> orders;
    std::string period; // of a rate, «2026-11»
    std::optional<std::int32_t> rate_per_mille;
    std::optional<std::int32_t> floor_per_mille;
    Text evidence;
    static constexpr auto fields() {
        using T = ProposeAdmonition;
        return std::tuple{
            field("unit", &T::unit, "承办单位", "unit"),
            field("ground", &T::ground, "情形", "ground"),
            defaulted("orders", &T::orders, "相关工单", "orders", {0, 500}),
            defaulted("period", &T::period, "期间", "period", {0, 20}),
            field("rate_per_mille", &T::rate_per_mille, "比率（千分）", "rate", {0, 1'000}),
            field("floor_per_mille", &T::floor_per_mille, "下限（千分）", "floor", {0, 1'000}),
            field("evidence", &T::evidence, "依据", "evidence", {1, 10'000})};
    }
};

struct DeclineAdmonition {
    static constexpr std::string_view name = "decline_admonition";
    static constexpr std::string_view zh = "不予约谈";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &DeclineAdmonition::reason, "理由", "reason", {1, 2'000})};
    }
};

struct RecordAdmonition {
    static constexpr std::string_view name = "record_admonition";
    static constexpr std::string_view zh = "登记约谈";
    Measure measure = Measure::admonition;
    Instant at;
    Text subject;
    Text attendees;
    static constexpr auto fields() {
        using T = RecordAdmonition;
        return std::tuple{field("measure", &T::measure, "措施", "measure"),
                          field("at", &T::at, "时间", "time"),
                          field("subject", &T::subject, "约谈或通报事由", "subject", {1, 10'000}),
                          field("attendees", &T::attendees, "参加人员", "attendees", {1, 500})};
    }
};

struct ConcludeAdmonition {
    static constexpr std::string_view name = "conclude_admonition";
    static constexpr std::string_view zh = "登记约谈结果";
    Text result;
    static constexpr auto fields() {
        return std::tuple{
            field("result", &ConcludeAdmonition::result, "结果", "result", {1, 10'000})};
    }
};

struct Admonition {
    static constexpr std::string_view kind = "admonition";
    using Command =
        std::variant<ProposeAdmonition, DeclineAdmonition, RecordAdmonition, ConcludeAdmonition>;
    using Event = Command;
    std::string id;
    std::int64_t version = 0;
    ProposeAdmonition proposal;
    AdmonitionState state = AdmonitionState::proposed;
    std::optional<Measure> measure;
    std::optional<Instant> held_at;
    Text reason; // why declined
    Text subject;
    Text attendees;
    Text result;
    Instant created_at;
    static constexpr auto fields() {
        using T = Admonition;
        return std::tuple{field("proposal", &T::proposal, "建议", "proposal"),
                          field("state", &T::state, "状态", "state"),
                          field("measure", &T::measure, "措施", "measure"),
                          field("held_at", &T::held_at, "时间", "time"),
                          field("reason", &T::reason, "理由", "reason"),
                          field("subject", &T::subject, "事由", "subject"),
                          field("attendees", &T::attendees, "参加人员", "attendees"),
                          field("result", &T::result, "结果", "result")};
    }
};

Result<std::vector<Admonition::Event>> decide(const Admonition& admonition,
                                              const Admonition::Command& command,
                                              const workorder::Actor& actor, Instant now);
void evolve(Admonition& admonition, const Admonition::Event& event, const workorder::Actor& actor,
            Instant at);

} // namespace chengban::casework

template <>
struct chengban::EnumTable<chengban::casework::Measure> {
    using E = chengban::casework::Measure;
    static constexpr std::array rows{
        EnumRow<E>{E::admonition, "admonition", "约谈", "admonition"},
        EnumRow<E>{E::reprimand, "reprimand", "通报批评", "reprimand"}};
};

template <>
struct chengban::EnumTable<chengban::casework::AdmonitionGround> {
    using E = chengban::casework::AdmonitionGround;
    static constexpr std::array rows{
        EnumRow<E>{E::false_or_concealed, "false_or_concealed", "谎报瞒报", "false or concealed"},
        EnumRow<E>{E::first_contact_rate, "first_contact_rate", "先行联系率过低",
                   "first-contact rate too low"},
        EnumRow<E>{E::resolution_rate, "resolution_rate", "诉求解决率过低",
                   "resolution rate too low"},
        EnumRow<E>{E::satisfaction_rate, "satisfaction_rate", "市民满意率过低",
                   "satisfaction rate too low"},
        EnumRow<E>{E::overdue_supervision, "overdue_supervision", "督办件超期未报",
                   "overdue supervision"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::casework::AdmonitionState> {
    using E = chengban::casework::AdmonitionState;
    static constexpr std::array rows{
        EnumRow<E>{E::proposed, "proposed", "待办公室决定", "proposed"},
        EnumRow<E>{E::declined, "declined", "不予约谈", "declined"},
        EnumRow<E>{E::held, "held", "已约谈", "held"},
        EnumRow<E>{E::concluded, "concluded", "已有结果", "concluded"}};
};
