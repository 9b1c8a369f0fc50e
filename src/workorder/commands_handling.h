// Commands of clause 5: what a unit does with an order between dispatch and completion.
#pragma once

#include "workorder/commands_intake.h"

namespace chengban::workorder {

struct Acknowledge {
    static constexpr std::string_view name = "acknowledge";
    static constexpr std::string_view zh = "签收";
    std::optional<PersonId> handler;
    static constexpr auto fields() {
        return std::tuple{field("handler", &Acknowledge::handler, "经办人", "handler")};
    }
};

struct AssignHandler {
    static constexpr std::string_view name = "assign_handler";
    static constexpr std::string_view zh = "指派经办人";
    PersonId handler;
    std::optional<Text> reason; // kept when the orders of a person are handed over (B9)
    static constexpr auto fields() {
        return std::tuple{field("handler", &AssignHandler::handler, "经办人", "handler"),
                          field("reason", &AssignHandler::reason, "理由", "reason", k_reason_text)};
    }
};

// 5.1: one attempt to speak to the citizen; not reached is an attempt, not a contact. Times are
// when it happened; an entry made later shows both.
struct RecordContact {
    static constexpr std::string_view name = "record_contact";
    static constexpr std::string_view zh = "登记联系";
    Instant at;
    Channel channel = Channel::phone;
    PersonId caller;
    bool reached = false;
    std::optional<Text> whom;   // who was spoken to
    std::optional<Text> learnt; // what was learnt
    bool told_acceptance = false;
    bool told_procedure = false;
    bool told_limit = false;
    bool told_extension = false; // 6.4
    bool simulated = false;      // made by a demonstration, not by a person
    static constexpr auto fields() {
        using T = RecordContact;
        return std::tuple{
            field("at", &T::at, "联系时间", "time of contact"),
            defaulted("channel", &T::channel, "联系方式", "channel"),
            field("caller", &T::caller, "联系人员", "caller"),
            field("reached", &T::reached, "是否联系上", "reached"),
            field("whom", &T::whom, "联系对象", "whom", {1, 100}),
            field("learnt", &T::learnt, "了解情况", "what was learnt", k_reason_text),
            defaulted("told_acceptance", &T::told_acceptance, "已告知受理情况", "told acceptance"),
            defaulted("told_procedure", &T::told_procedure, "已告知办理程序", "told procedure"),
            defaulted("told_limit", &T::told_limit, "已告知期限", "told limit"),
            defaulted("told_extension", &T::told_extension, "已告知延期", "told extension"),
            defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

// 5.1: owed when no contact was made by the limit.
struct ExplainNoContact {
    static constexpr std::string_view name = "explain_no_contact";
    static constexpr std::string_view zh = "说明未联系原因";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &ExplainNoContact::reason, "未联系原因", "reason", k_reason_text)};
    }
};

// 5.2 (1): the outcome of an urgent order, around the clock.
struct ReportOutcome {
    static constexpr std::string_view name = "report_outcome";
    static constexpr std::string_view zh = "报告办理结果";
    Text content;
    static constexpr auto fields() {
        return std::tuple{
            field("content", &ReportOutcome::content, "办理结果", "outcome", k_reason_text)};
    }
};

// 5.2 (2)
struct ReportProgress {
    static constexpr std::string_view name = "report_progress";
    static constexpr std::string_view zh = "报告办理进度";
    Text content;
    static constexpr auto fields() {
        return std::tuple{
            field("content", &ReportProgress::content, "办理进度", "progress", k_reason_text)};
    }
};

// B3: recorded; meets no limit of 5.2 (I 21).
struct ReportInterim {
    static constexpr std::string_view name = "report_interim";
    static constexpr std::string_view zh = "中途汇报";
    Text content;
    static constexpr auto fields() {
        return std::tuple{
            field("content", &ReportInterim::content, "汇报内容", "content", k_reason_text)};
    }
};

// 5.3: steps, person, date.
struct SetPlan {
    static constexpr std::string_view name = "set_plan";
    static constexpr std::string_view zh = "制定解决方案";
    Text steps;
    PersonId responsible;
    Day by;
    static constexpr auto fields() {
        return std::tuple{field("steps", &SetPlan::steps, "步骤", "steps", k_reason_text),
                          field("responsible", &SetPlan::responsible, "责任人", "responsible"),
                          field("by", &SetPlan::by, "完成日期", "date")};
    }
};

// The bytes are in the blob store already; this puts them on the record.
struct Attach {
    static constexpr std::string_view name = "attach";
    static constexpr std::string_view zh = "添加附件";
    AttachmentId attachment;
    EvidenceKind kind = EvidenceKind::other;
    Text file_name;
    std::string media_type;
    std::int64_t size = 0;
    std::string digest;     // keyed, see usecase/attachments.h
    bool simulated = false; // made by a demonstration, not by a person
    static constexpr auto fields() {
        using T = Attach;
        return std::tuple{field("attachment", &T::attachment, "附件编号", "attachment id"),
                          defaulted("kind", &T::kind, "证据种类", "kind of evidence"),
                          field("file_name", &T::file_name, "文件名", "file name", {1, 255}),
                          defaulted("media_type", &T::media_type, "类型", "media type", {0, 100}),
                          field("size", &T::size, "大小", "size", {1, 2'000'000'000}),
                          defaulted("digest", &T::digest, "摘要", "digest", {0, 128}),
                          defaulted("simulated", &T::simulated, "模拟", "simulated")};
    }
};

struct AddNote {
    static constexpr std::string_view name = "add_note";
    static constexpr std::string_view zh = "备注";
    Text note;
    static constexpr auto fields() {
        return std::tuple{field("note", &AddNote::note, "备注", "note", k_reason_text)};
    }
};

} // namespace chengban::workorder
