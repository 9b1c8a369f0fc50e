// Commands of clause 11: what the center's follow-up call and the hotline's survey found.
#pragma once

#include "workorder/citizen_answers.h"
#include "workorder/commands_completion.h"

namespace chengban::workorder {

// The end of a follow-up call: the answers, or that the citizen could not be reached.
struct RecordFollowUp {
    static constexpr std::string_view name = "record_follow_up";
    static constexpr std::string_view zh = "登记回访";
    Instant at; // of the call
    bool reached = true;
    CitizenAnswers answers;
    std::optional<Text> remark;
    std::optional<std::string> call; // the drawn call that this ends
    bool simulated = false;
    static constexpr auto fields() {
        using T = RecordFollowUp;
        return std::tuple{field("at", &T::at, "回访时间", "time of the call"),
                          defaulted("reached", &T::reached, "是否接通", "reached"),
                          defaulted("answers", &T::answers, "市民评价", "answers"),
                          field("remark", &T::remark, "市民意见", "remark", k_reason_text),
                          field("call", &T::call, "回访任务编号", "follow-up call", Bounds{1, 100}),
                          defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

// The hotline's own survey; each of its events applies once (2). A later one replaces what it says.
struct RecordSurvey {
    static constexpr std::string_view name = "record_survey";
    static constexpr std::string_view zh = "登记热线测评";
    Instant at;
    std::string event_id; // the hotline's own, or made from list, month and number (B6)
    bool reached = true;
    bool declined = false; // the citizen did not want to be asked
    CitizenAnswers answers;
    std::optional<Text> remark;
    bool simulated = false;
    static constexpr auto fields() {
        using T = RecordSurvey;
        return std::tuple{
            field("at", &T::at, "测评时间", "time of the survey"),
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", {1, 128}),
            defaulted("reached", &T::reached, "是否打通", "reached"),
            defaulted("declined", &T::declined, "拒绝调查", "declined"),
            defaulted("answers", &T::answers, "市民评价", "answers"),
            field("remark", &T::remark, "市民意见", "remark", k_reason_text),
            defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

// A unit that holds a survey wrong says why; until it is decided the survey counts.
struct DisputeSurvey {
    static constexpr std::string_view name = "dispute_survey";
    static constexpr std::string_view zh = "对测评提出异议";
    std::string event_id;
    Text reason;
    static constexpr auto fields() {
        using T = DisputeSurvey;
        return std::tuple{
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", {1, 128}),
            field("reason", &T::reason, "异议理由", "reason", k_reason_text)};
    }
};

struct DecideSurveyDispute {
    static constexpr std::string_view name = "decide_survey_dispute";
    static constexpr std::string_view zh = "答复测评异议";
    std::string event_id;
    bool upheld = false; // the survey no longer counts
    Text reason;
    static constexpr auto fields() {
        using T = DecideSurveyDispute;
        return std::tuple{
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", {1, 128}),
            field("upheld", &T::upheld, "异议是否成立", "upheld"),
            field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

} // namespace chengban::workorder
