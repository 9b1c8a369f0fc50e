// Sampling plans (11): who is asked how often, and the record of every draw.
#pragma once

#include "followup/draw.h"
#include "workorder/actor.h"

#include <variant>

namespace chengban::followup {

struct MakePlan {
    static constexpr std::string_view name = "make_plan";
    Plan plan;
    static constexpr auto fields() {
        return std::tuple{field("plan", &MakePlan::plan, "方案", "plan")};
    }
};

struct ChangePlan {
    static constexpr std::string_view name = "change_plan";
    Plan plan;
    static constexpr auto fields() {
        return std::tuple{field("plan", &ChangePlan::plan, "方案", "plan")};
    }
};

struct RetirePlan {
    static constexpr std::string_view name = "retire_plan";
    static constexpr auto fields() { return std::tuple{}; }
};

// Of the orders completed on these days, both included. Whoever draws may name the seed.
struct DrawSample {
    static constexpr std::string_view name = "draw_sample";
    Day first;
    Day last;
    std::optional<std::int64_t> seed;
    static constexpr auto fields() {
        using T = DrawSample;
        return std::tuple{field("first", &T::first, "首日", "first day"),
                          field("last", &T::last, "末日", "last day"),
                          field("seed", &T::seed, "随机种子", "seed", {0, 1'000'000'000'000})};
    }
};

// Everything needed to draw again: the plan as it was, seed, days, and the cut of the candidates.
struct DrawingRecord {
    std::int64_t drawing = 1;
    Day first;
    Day last;
    std::int64_t seed = 0;
    Plan plan;
    Instant cut;                      // what was recorded later plays no part
    std::optional<std::int64_t> seal; // the seal that covers the cut
    std::int64_t candidates = 0;
    std::int64_t drawn = 0;
    std::string candidates_digest;
    std::string sample_digest;

    bool operator==(const DrawingRecord&) const = default;
    static constexpr auto fields() {
        using T = DrawingRecord;
        constexpr Bounds any{0, 1'000'000'000'000};
        return std::tuple{field("drawing", &T::drawing, "第几次抽取", "drawing", any),
                          field("first", &T::first, "首日", "first day"),
                          field("last", &T::last, "末日", "last day"),
                          field("seed", &T::seed, "随机种子", "seed", any),
                          field("plan", &T::plan, "方案", "plan"),
                          field("cut", &T::cut, "数据截止", "cut"),
                          field("seal", &T::seal, "封存编号", "seal", any),
                          field("candidates", &T::candidates, "可抽件数", "candidates", any),
                          field("drawn", &T::drawn, "抽取件数", "drawn", any),
                          field("candidates_digest", &T::candidates_digest, "可抽清单摘要",
                                "digest of the candidates", {64, 64}),
                          field("sample_digest", &T::sample_digest, "样本摘要",
                                "digest of the sample", {64, 64})};
    }
};

struct DrawnOrder {
    OrderId order;
    UnitId unit;
    std::vector<OrderId> reserves; // the first of them; more are hardly ever needed

    bool operator==(const DrawnOrder&) const = default;
    static constexpr auto fields() {
        using T = DrawnOrder;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("unit", &T::unit, "承办单位", "unit"),
                          defaulted("reserves", &T::reserves, "候补", "reserves", {0, 100})};
    }
};
inline constexpr std::size_t k_reserves_kept = 5;

struct SampleDrawn {
    static constexpr std::string_view name = "sample_drawn";
    DrawingRecord record;
    std::vector<DrawnOrder> orders;

    bool operator==(const SampleDrawn&) const = default;
    static constexpr auto fields() {
        using T = SampleDrawn;
        return std::tuple{field("record", &T::record, "抽取记录", "record"),
                          defaulted("orders", &T::orders, "样本", "sample", {0, 1'000'000})};
    }
};

struct SamplingPlan {
    static constexpr std::string_view kind = "sampling_plan";
    using Command = std::variant<MakePlan, ChangePlan, RetirePlan, DrawSample>;
    using Event = std::variant<MakePlan, ChangePlan, RetirePlan, SampleDrawn>;
    std::string id;
    std::int64_t version = 0;
    Plan plan;
    bool active = false;
    Instant created_at;
    std::vector<DrawingRecord> drawings;
    static constexpr auto fields() {
        using T = SamplingPlan;
        return std::tuple{
            field("plan", &T::plan, "方案", "plan"), field("active", &T::active, "在用", "active"),
            field("created_at", &T::created_at, "建立时间", "made at"),
            defaulted("drawings", &T::drawings, "抽取记录", "drawings", {0, 100'000})};
    }
};

// `drawn` is what drawing under the command gave, of DrawSample only.
Result<std::vector<SamplingPlan::Event>> decide(const SamplingPlan& plan,
                                                const SamplingPlan::Command& command,
                                                const workorder::Actor& actor, Instant now,
                                                const std::optional<SampleDrawn>& drawn);
void evolve(SamplingPlan& plan, const SamplingPlan::Event& event, Instant at);

} // namespace chengban::followup
