// A period of appraisal (17): opened, reported on, closed. Closing freezes its figures with the cut
// they were made at; what is corrected later is shown beside them and changes nothing here.
#pragma once

#include "appraisal/report.h"
#include "workorder/actor.h"

#include <variant>

namespace chengban::appraisal {

struct OpenPeriod {
    static constexpr std::string_view name = "open_period";
    std::string title;
    Period days;
    static constexpr auto fields() {
        using T = OpenPeriod;
        return std::tuple{field("title", &T::title, "名称", "title", {1, 100}),
                          field("days", &T::days, "期间", "days")};
    }
};

struct ClosePeriod {
    static constexpr std::string_view name = "close_period";
    static constexpr auto fields() { return std::tuple{}; }
};

// The figures as they stood, and what they rest on: the cut in time, the seal that covers it, and
// the rulebook whose weights and cohorts were used.
struct PeriodClosed {
    static constexpr std::string_view name = "period_closed";
    Instant cut;
    std::int64_t seal = 0;
    std::string seal_root;
    std::int64_t rulebook_version = 0;
    std::int64_t facts = 0;
    std::string facts_digest; // SM3 over the facts of the period
    std::vector<Line> lines;
    static constexpr auto fields() {
        using T = PeriodClosed;
        constexpr Bounds any{0, 1'000'000'000'000};
        return std::tuple{
            field("cut", &T::cut, "数据截止", "cut"),
            field("seal", &T::seal, "封存编号", "seal", any),
            field("seal_root", &T::seal_root, "封存根摘要", "root of the seal", {64, 64}),
            field("rulebook_version", &T::rulebook_version, "规则版本", "rulebook version", any),
            field("facts", &T::facts, "轮次数", "rounds", any),
            field("facts_digest", &T::facts_digest, "明细摘要", "digest of the facts", {64, 64}),
            field("lines", &T::lines, "指标", "figures", {1, 100'000})};
    }
};

enum class PeriodState { absent, open, closed };

struct AppraisalPeriod {
    static constexpr std::string_view kind = "appraisal_period";
    using Command = std::variant<OpenPeriod, ClosePeriod>;
    using Event = std::variant<OpenPeriod, PeriodClosed>;
    std::string id;
    std::int64_t version = 0;
    PeriodState state = PeriodState::absent;
    std::string title;
    Period days;
    Instant created_at;
    std::optional<Instant> closed_at;
    std::optional<PeriodClosed> closed; // not in the row of lists: it is long
    static constexpr auto fields() {
        using T = AppraisalPeriod;
        return std::tuple{field("state", &T::state, "状态", "state"),
                          field("title", &T::title, "名称", "title", {0, 100}),
                          field("days", &T::days, "期间", "days"),
                          field("created_at", &T::created_at, "建立时间", "made at"),
                          field("closed_at", &T::closed_at, "关闭时间", "closed at")};
    }
};

// `figures` are those of the cut, of ClosePeriod only.
Result<std::vector<AppraisalPeriod::Event>> decide(const AppraisalPeriod& period,
                                                   const AppraisalPeriod::Command& command,
                                                   const workorder::Actor& actor, Instant now,
                                                   const std::optional<PeriodClosed>& figures);
void evolve(AppraisalPeriod& period, const AppraisalPeriod::Event& event, Instant at);

// A figure that reads otherwise now than when the period was closed. Empty where the line itself
// has come or gone.
struct Correction {
    Line line; // as it reads now, for its scope
    std::vector<Measure> measures;
};
std::vector<Correction> corrections(std::span<const Line> frozen, std::span<const Line> now);

} // namespace chengban::appraisal

template <>
struct chengban::EnumTable<chengban::appraisal::PeriodState> {
    using E = chengban::appraisal::PeriodState;
    static constexpr std::array rows{EnumRow<E>{E::absent, "absent", "无", "absent"},
                                     EnumRow<E>{E::open, "open", "统计中", "open"},
                                     EnumRow<E>{E::closed, "closed", "已关闭", "closed"}};
};
