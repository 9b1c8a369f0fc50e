// What a citizen says of the handling after completion (11.1–11.3), to the center's caller or to
// the hotline. A part that was not asked or not answered is empty: «not assessed».
#pragma once

#include "base/record.h"

namespace chengban::workorder {

// 11.2, within the limit. `neither`: not resolved, and not explained either.
enum class Resolution { resolved, explained_understood, explained_not_understood, neither };
// 11.3
enum class Satisfaction { satisfied, basically_satisfied, so_so, dissatisfied };

struct CitizenAnswers {
    std::optional<bool> first_contact; // 11.1: made within 1 working day
    std::optional<bool> procedure_told;
    std::optional<bool> limit_told;
    std::optional<Resolution> resolution;
    std::optional<Satisfaction> attitude;
    std::optional<Satisfaction> speed;
    std::optional<Satisfaction> result;
    std::optional<Satisfaction> overall; // where the hotline gives one grade for all

    bool empty() const { return *this == CitizenAnswers{}; }
    // 12.1: the grade for all says so, or where there is none any of its parts.
    bool dissatisfied() const {
        constexpr Satisfaction no = Satisfaction::dissatisfied;
        return overall ? *overall == no : attitude == no || speed == no || result == no;
    }
    // What `later` says replaces what was said before; where it says nothing that stays.
    void take_over(const CitizenAnswers& later);

    bool operator==(const CitizenAnswers&) const = default;
    static constexpr auto fields() {
        using T = CitizenAnswers;
        return std::tuple{
            field("first_contact", &T::first_contact, "1个工作日内先行联系",
                  "contacted within 1 working day"),
            field("procedure_told", &T::procedure_told, "已告知办理程序", "told the procedure"),
            field("limit_told", &T::limit_told, "已告知期限", "told the limit"),
            field("resolution", &T::resolution, "诉求解决情况", "resolution"),
            field("attitude", &T::attitude, "态度满意度", "satisfaction with the attitude"),
            field("speed", &T::speed, "效率满意度", "satisfaction with the speed"),
            field("result", &T::result, "处置结果满意度", "satisfaction with the result"),
            field("overall", &T::overall, "综合满意度", "satisfaction as a whole")};
    }
};

inline void CitizenAnswers::take_over(const CitizenAnswers& later) {
    std::apply(
        [&](const auto&... specs) {
            const auto take = [&](const auto& spec) {
                if (later.*(spec.member)) {
                    this->*(spec.member) = later.*(spec.member);
                }
            };
            (take(specs), ...);
        },
        fields());
}

} // namespace chengban::workorder

template <>
struct chengban::EnumTable<chengban::workorder::Resolution> {
    using E = chengban::workorder::Resolution;
    static constexpr std::array rows{
        EnumRow<E>{E::resolved, "resolved", "已实际解决", "resolved"},
        EnumRow<E>{E::explained_understood, "explained_understood", "已解释并取得理解",
                   "explained and understood"},
        EnumRow<E>{E::explained_not_understood, "explained_not_understood", "已解释未取得理解",
                   "explained, not understood"},
        EnumRow<E>{E::neither, "neither", "未解决也未解释", "neither resolved nor explained"}};
};

template <>
struct chengban::EnumTable<chengban::workorder::Satisfaction> {
    using E = chengban::workorder::Satisfaction;
    static constexpr std::array rows{
        EnumRow<E>{E::satisfied, "satisfied", "满意", "satisfied"},
        EnumRow<E>{E::basically_satisfied, "basically_satisfied", "基本满意",
                   "basically satisfied"},
        EnumRow<E>{E::so_so, "so_so", "一般", "so-so"},
        EnumRow<E>{E::dissatisfied, "dissatisfied", "不满意", "dissatisfied"}};
};
