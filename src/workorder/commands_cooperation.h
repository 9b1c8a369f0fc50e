// B3: what several units and leaders do on one order besides its handling: co-handling,
// consultation meetings, instructions, reminders.
#pragma once

#include "workorder/commands_application.h"

namespace chengban::workorder {

// 催办; counted for 14(6).
struct Remind {
    static constexpr std::string_view name = "remind";
    static constexpr std::string_view zh = "催办";
    Text reason;
    std::optional<std::string> event_id; // the hotline's own, applied once
    static constexpr auto fields() {
        using T = Remind;
        return std::tuple{
            field("reason", &T::reason, "催办内容", "reason", k_reason_text),
            field("event_id", &T::event_id, "热线事件编号", "hotline event id", k_token)};
    }
};

// 协办: the unit sees the order and contributes; the unit that has the order completes it.
struct AddAssistingUnit {
    static constexpr std::string_view name = "add_assisting_unit";
    static constexpr std::string_view zh = "增加协办单位";
    UnitId unit;
    Text task;
    static constexpr auto fields() {
        using T = AddAssistingUnit;
        return std::tuple{field("unit", &T::unit, "协办单位", "assisting unit"),
                          field("task", &T::task, "协办事项", "task", k_reason_text)};
    }
};

struct ReleaseAssistingUnit {
    static constexpr std::string_view name = "release_assisting_unit";
    static constexpr std::string_view zh = "撤销协办";
    UnitId unit;
    Text reason;
    static constexpr auto fields() {
        using T = ReleaseAssistingUnit;
        return std::tuple{field("unit", &T::unit, "协办单位", "assisting unit"),
                          field("reason", &T::reason, "理由", "reason", k_reason_text)};
    }
};

struct Contribute {
    static constexpr std::string_view name = "contribute";
    static constexpr std::string_view zh = "提交协办意见";
    Text content;
    static constexpr auto fields() {
        return std::tuple{
            field("content", &Contribute::content, "协办情况", "contribution", k_long_text)};
    }
};

// 会商
struct RecordMeeting {
    static constexpr std::string_view name = "record_meeting";
    static constexpr std::string_view zh = "登记会商";
    Instant at;
    std::vector<UnitId> units;
    Text conclusion;
    static constexpr auto fields() {
        using T = RecordMeeting;
        return std::tuple{
            field("at", &T::at, "会商时间", "time of the meeting"),
            field("units", &T::units, "参加单位", "units", {2, 30}),
            field("conclusion", &T::conclusion, "会商结论", "conclusion", k_long_text)};
    }
};

// 批示
struct GiveInstruction {
    static constexpr std::string_view name = "give_instruction";
    static constexpr std::string_view zh = "领导批示";
    Text instruction;
    std::optional<PersonId> by; // whose words, when somebody else enters them
    static constexpr auto fields() {
        using T = GiveInstruction;
        return std::tuple{
            field("instruction", &T::instruction, "批示内容", "instruction", k_reason_text),
            field("by", &T::by, "批示人", "whose words")};
    }
};

} // namespace chengban::workorder
