// A drawn order to be asked about (11): calls until the citizen is reached, or until the rulebook
// says that is enough. What was answered stands on the order; here stands what became of the call.
#pragma once

#include "rulebook/casework_rules.h"
#include "workorder/actor.h"
#include "workorder/commands_follow_up.h"

#include <variant>
#include <vector>

namespace chengban::followup {

enum class CallState { absent, waiting, answered, unreachable, dropped };

// Given by the draw; id is made of drawing and order, so that drawing again makes no second call.
struct OpenCall {
    static constexpr std::string_view name = "open_call";
    OrderId order;
    UnitId unit;
    std::string plan;              // whose draw it was
    std::int64_t drawing = 0;      // which of its draws, from 1
    std::vector<OrderId> reserves; // who takes its place, in order
    std::optional<OrderId> replaces;
    static constexpr auto fields() {
        using T = OpenCall;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("unit", &T::unit, "承办单位", "unit"),
                          field("plan", &T::plan, "抽查方案", "plan", {1, 64}),
                          field("drawing", &T::drawing, "第几次抽取", "drawing", {1, 1'000'000}),
                          defaulted("reserves", &T::reserves, "候补", "reserves", {0, 1'000'000}),
                          field("replaces", &T::replaces, "替换", "replaces")};
    }
};

// Nobody answered.
struct RecordAttempt {
    static constexpr std::string_view name = "record_attempt";
    Instant at;
    std::optional<Text> note;
    static constexpr auto fields() {
        return std::tuple{
            field("at", &RecordAttempt::at, "呼叫时间", "time of the call"),
            field("note", &RecordAttempt::note, "说明", "note", workorder::k_reason_text)};
    }
};

// The answers go to the order with the same command; the call keeps that it is done.
struct FinishCall {
    static constexpr std::string_view name = "finish_call";
    Instant at;
    workorder::CitizenAnswers answers;
    std::optional<Text> remark;
    bool simulated = false;
    static constexpr auto fields() {
        using T = FinishCall;
        return std::tuple{
            field("at", &T::at, "回访时间", "time of the call"),
            field("answers", &T::answers, "市民评价", "answers"),
            field("remark", &T::remark, "市民意见", "remark", workorder::k_reason_text),
            defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

// 11: not reachable; the next of the same stretch takes its place.
struct GiveUpCall {
    static constexpr std::string_view name = "give_up_call";
    static constexpr auto fields() { return std::tuple{}; }
};

// The order is being handled again, or may no longer be asked about; the next takes its place.
struct DropCall {
    static constexpr std::string_view name = "drop_call";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &DropCall::reason, "理由", "reason", workorder::k_reason_text)};
    }
};

struct Attempt {
    Instant at;
    PersonId by;

    bool operator==(const Attempt&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("at", &Attempt::at, "呼叫时间", "time of the call"),
                          field("by", &Attempt::by, "回访员", "caller")};
    }
};

struct Call {
    static constexpr std::string_view kind = "follow_up_call";
    using Command = std::variant<OpenCall, RecordAttempt, FinishCall, GiveUpCall, DropCall>;
    using Event = Command; // what was done says all
    std::string id;
    std::int64_t version = 0;
    CallState state = CallState::absent;
    OpenCall drawn;
    std::vector<Attempt> attempts;
    std::optional<Instant> ended_at;
    Instant created_at;
    static constexpr auto fields() {
        using T = Call;
        return std::tuple{field("state", &T::state, "状态", "state"),
                          field("drawn", &T::drawn, "抽取", "drawn"),
                          defaulted("attempts", &T::attempts, "呼叫", "attempts", {0, 1'000}),
                          field("ended_at", &T::ended_at, "结束时间", "ended"),
                          field("created_at", &T::created_at, "抽取时间", "drawn at")};
    }
};

std::string call_id(const std::string& plan, std::int64_t drawing, const OrderId& order);

Result<std::vector<Call::Event>> decide(const Call& call, const Call::Command& command,
                                        const workorder::Actor& actor, Instant now,
                                        const rulebook::FollowUpRules& rules);
void evolve(Call& call, const Call::Event& event, const workorder::Actor& actor, Instant at);

// The reasons why the citizen does not count as unreachable yet; empty when the calls suffice.
std::vector<Reason> still_to_call(const Call& call, const rulebook::FollowUpRules& rules);

// 11: what the caller says and asks, part by part.
struct ScriptPart {
    std::string clause;
    Words say;
    std::vector<std::string> answers; // fields of CitizenAnswers that it fills
};
std::vector<ScriptPart> call_script();

} // namespace chengban::followup

template <>
struct chengban::EnumTable<chengban::followup::CallState> {
    using E = chengban::followup::CallState;
    static constexpr std::array rows{
        EnumRow<E>{E::absent, "absent", "无", "absent"},
        EnumRow<E>{E::waiting, "waiting", "待回访", "waiting"},
        EnumRow<E>{E::answered, "answered", "已回访", "answered"},
        EnumRow<E>{E::unreachable, "unreachable", "无法接通", "not reachable"},
        EnumRow<E>{E::dropped, "dropped", "已取消", "dropped"}};
};
