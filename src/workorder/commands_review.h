// Commands of clause 12: the attention list, its causes, checks by the center and reassignment.
#pragma once

#include "workorder/commands_application.h"

namespace chengban::workorder {

// 12.1: by the process manager; at so many repeats, or dissatisfied in the hotline's own survey.
struct NoteAttention {
    static constexpr std::string_view name = "note_attention";
    static constexpr std::string_view zh = "列入重点关注";
    AttentionReason reason = AttentionReason::repeats;
    static constexpr auto fields() {
        return std::tuple{field("reason", &NoteAttention::reason, "原因", "reason")};
    }
};

// 12.1: own fault → rectification with a date; objective cause → grounds to the center, and a
// proper reply.
struct RecordCause {
    static constexpr std::string_view name = "record_cause";
    static constexpr std::string_view zh = "登记重复原因";
    RepeatCause cause = RepeatCause::own_fault;
    Text explanation;
    std::optional<Day> rectified_by;
    std::optional<Text> grounds;
    static constexpr auto fields() {
        using T = RecordCause;
        return std::tuple{
            field("cause", &T::cause, "原因类别", "cause"),
            field("explanation", &T::explanation, "核查情况", "explanation", k_reason_text),
            field("rectified_by", &T::rectified_by, "整改期限", "rectified by"),
            field("grounds", &T::grounds, "事实依据", "grounds", k_long_text)};
    }
};

// 12.2: the center looks into a repeat or a completed review order.
struct CheckReview {
    static constexpr std::string_view name = "check_review";
    static constexpr std::string_view zh = "抽查回访";
    ReviewVerdict verdict = ReviewVerdict::content;
    Text finding;
    static constexpr auto fields() {
        using T = CheckReview;
        return std::tuple{field("verdict", &T::verdict, "抽查结论", "verdict"),
                          field("finding", &T::finding, "抽查情况", "finding", k_reason_text)};
    }
};

// 12.2: a review order takes up what this one left. Without a number it is made in the same moment;
// with one, it came from the hotline.
struct Reassign {
    static constexpr std::string_view name = "reassign";
    static constexpr std::string_view zh = "重新交办";
    OrderId review_order;
    Text reason;
    static constexpr auto fields() {
        using T = Reassign;
        return std::tuple{defaulted("review_order", &T::review_order, "回访复核单", "review order"),
                          field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

} // namespace chengban::workorder
