// 12.4: each unit reviews its repeats every half year: a task with the list of repeats, the
// rectification in words, due by 31 July and 31 January (I 14).
#pragma once

#include "base/record.h"
#include "base/result.h"
#include "rulebook/rulebook.h"
#include "workorder/actor.h"
#include "workorder/state.h"

#include <variant>

namespace chengban::casework {

struct HalfYear {
    std::int32_t year = 2026;
    bool second = false; // July to December

    Day first_day() const;
    Day end() const;           // exclusive
    std::string token() const; // «2026-h1»
    // Exclusive, as every limit: «31 July» ends at 00:00 of 1 August.
    Instant due(const rulebook::HalfYearRules& rules) const;
};
HalfYear half_year_of(Day day);
HalfYear before(const HalfYear& half);

// One matter that came back: what the unit must look into.
struct RepeatedMatter {
    workorder::MatterId matter;
    std::int32_t count = 0; // of orders of the half year
    std::vector<OrderId> orders;
    static constexpr auto fields() {
        using T = RepeatedMatter;
        return std::tuple{field("matter", &T::matter, "事项", "matter"),
                          field("count", &T::count, "次数", "count", {1, 100'000}),
                          field("orders", &T::orders, "工单", "orders", {1, 500})};
    }
};

struct IssueHalfYear {
    static constexpr std::string_view name = "issue_half_year";
    static constexpr std::string_view zh = "下达半年梳理";
    UnitId unit;
    std::string period;
    Instant due;
    std::vector<RepeatedMatter> matters;
    static constexpr auto fields() {
        using T = IssueHalfYear;
        return std::tuple{
            field("unit", &T::unit, "承办单位", "unit"),
            field("period", &T::period, "半年", "half year", {7, 7}),
            field("due", &T::due, "截止", "due"),
            defaulted("matters", &T::matters, "重复来电事项", "matters", {0, 10'000})};
    }
};

struct SubmitHalfYear {
    static constexpr std::string_view name = "submit_half_year";
    static constexpr std::string_view zh = "提交半年梳理";
    Text causes;
    Text rectification;
    static constexpr auto fields() {
        using T = SubmitHalfYear;
        return std::tuple{
            field("causes", &T::causes, "重复原因分析", "causes", {1, 10'000}),
            field("rectification", &T::rectification, "整改情况", "rectification", {1, 10'000})};
    }
};

// The center is content, or asks again; the limit stays.
struct ReviewHalfYear {
    static constexpr std::string_view name = "review_half_year";
    static constexpr std::string_view zh = "审核半年梳理";
    bool agree = false;
    Text opinion;
    static constexpr auto fields() {
        using T = ReviewHalfYear;
        return std::tuple{field("agree", &T::agree, "是否同意", "agree"),
                          field("opinion", &T::opinion, "意见", "opinion", {1, 2'000})};
    }
};

enum class HalfYearState { issued, submitted, accepted };

struct HalfYearReview {
    static constexpr std::string_view kind = "half_year_review";
    using Command = std::variant<IssueHalfYear, SubmitHalfYear, ReviewHalfYear>;
    using Event = Command;
    std::string id; // «district-310101.2026-h1»
    std::int64_t version = 0;
    UnitId unit;
    std::string period;
    Instant due;
    std::vector<RepeatedMatter> matters;
    HalfYearState state = HalfYearState::issued;
    std::optional<Instant> submitted_at; // the last time
    bool late = false;                   // flagged, never refused
    Text causes;
    Text rectification;
    Text opinion;
    Instant created_at;
    static constexpr auto fields() {
        using T = HalfYearReview;
        return std::tuple{field("unit", &T::unit, "承办单位", "unit"),
                          field("period", &T::period, "半年", "half year"),
                          field("due", &T::due, "截止", "due"),
                          field("matters", &T::matters, "重复来电事项", "matters"),
                          field("state", &T::state, "状态", "state"),
                          field("submitted_at", &T::submitted_at, "提交时间", "submitted"),
                          field("late", &T::late, "超期", "late"),
                          field("causes", &T::causes, "重复原因分析", "causes"),
                          field("rectification", &T::rectification, "整改情况", "rectification"),
                          field("opinion", &T::opinion, "意见", "opinion")};
    }
};

Result<std::vector<HalfYearReview::Event>> decide(const HalfYearReview& review,
                                                  const HalfYearReview::Command& command,
                                                  const workorder::Actor& actor);
void evolve(HalfYearReview& review, const HalfYearReview::Event& event,
            const workorder::Actor& actor, Instant at);

} // namespace chengban::casework

template <>
struct chengban::EnumTable<chengban::casework::HalfYearState> {
    using E = chengban::casework::HalfYearState;
    static constexpr std::array rows{EnumRow<E>{E::issued, "issued", "待梳理", "issued"},
                                     EnumRow<E>{E::submitted, "submitted", "待审核", "submitted"},
                                     EnumRow<E>{E::accepted, "accepted", "已完成", "accepted"}};
};
