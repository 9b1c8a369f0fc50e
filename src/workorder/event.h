// What has happened to an order. An event holds the accepted command and its effects as facts:
// instants, limits and versions are inside it, so that folding needs no rulebook and no calendar.
#pragma once

#include "workorder/actor.h"
#include "workorder/commands_cooperation.h"
#include "workorder/commands_follow_up.h"
#include "workorder/commands_review.h"
#include "workorder/commands_supervision.h"

#include <variant>

namespace chengban::workorder {

// Every command, in the order of the regulation. One list drives decoding, OpenAPI and the tables.
template <template <class...> class To>
using AllCommands =
    To<Register, Classify, OpenConsultation, ConcludeConsultation, Dispatch, Recall, Designate,
       RequestOpinion, GiveOpinion, SetLimitClass, RequestLimitClass, SetCityDue, Acknowledge,
       AssignHandler, RecordContact, ExplainNoContact, ReportOutcome, ReportProgress, ReportInterim,
       SetPlan, Attach, AddNote, ApplyExtension, ConsentExtension, ReviewExtension, AnswerExtension,
       WithdrawExtension, ApplyReturn, WithdrawReturn, DecideReturn, ApplyFiling, SignFiling,
       ReviewFiling, RecordFiling, WithdrawFiling, SpotCheckFiling, VoidFiling, RecordAnswer,
       SubmitCompletion, ApproveCompletion, RejectCompletion, WithdrawCompletion, SendBack,
       RecordFollowUp, RecordSurvey, DisputeSurvey, DecideSurveyDispute, NoteAttention, RecordCause,
       CheckReview, Reassign, ProposeSupervision, OpenSupervision, DeclineSupervision,
       CancelSupervision, SignSupervision, SetSupervisionDue, ChangeResult, SubmitSupervisionReport,
       IssueSupervisionReport, RejectSupervisionReport, CloseSupervision, Remind, AddAssistingUnit,
       ReleaseAssistingUnit, Contribute, RecordMeeting, GiveInstruction, NoteRepeats,
       NoteSupervision, LinkFiling, ApplyCalendar, NoteDeadlinePassed>;

using Command = AllCommands<std::variant>;

// A limit as a fact: enough to explain it again from the calendar version it was computed with.
struct DeadlineFact {
    DeadlineKind kind = DeadlineKind::completion;
    std::string clause;
    Instant start;                     // what the amount counts from
    std::optional<std::int32_t> hours; // exactly one amount, or none for a limit given as such
    std::optional<std::int32_t> working_days;
    std::optional<std::int32_t> natural_days;
    bool extends = false; // natural days on top of `start`, the limit in force before (6.2)
    Instant due;          // exclusive
    bool provisional = false;
    std::int64_t calendar_version = 0;
    std::int64_t generation = 0;

    bool operator==(const DeadlineFact&) const = default;
    static constexpr auto fields() {
        using T = DeadlineFact;
        constexpr Bounds amount{0, 1'000'000};
        return std::tuple{
            field("kind", &T::kind, "时限", "limit"),
            field("clause", &T::clause, "条款", "clause"),
            field("start", &T::start, "起算", "start"),
            field("hours", &T::hours, "小时", "hours", amount),
            field("working_days", &T::working_days, "工作日", "working days", amount),
            field("natural_days", &T::natural_days, "自然日", "natural days", amount),
            defaulted("extends", &T::extends, "延期", "extends"),
            field("due", &T::due, "截止", "due"),
            defaulted("provisional", &T::provisional, "暂定", "provisional"),
            field("calendar_version", &T::calendar_version, "日历版本", "calendar version", amount),
            field("generation", &T::generation, "代", "generation", amount)};
    }
};

// missed: it never happened, and its limit had passed when the order ended.
enum class Ending { met, met_late, closed, cancelled, missed };

struct DeadlineEnd {
    DeadlineKind kind = DeadlineKind::completion;
    Ending how = Ending::met;
    Instant at; // when what was owed happened

    bool operator==(const DeadlineEnd&) const = default;
    static constexpr auto fields() {
        using T = DeadlineEnd;
        return std::tuple{field("kind", &T::kind, "时限", "limit"),
                          field("how", &T::how, "结果", "how"), field("at", &T::at, "时间", "at")};
    }
};

inline constexpr std::int64_t k_flag_words_max = 1'000; // code points

// A violation that was allowed and is on the record for reports and supervision. Its words name
// places and rules, never what a citizen said.
struct FlagFact {
    std::string rule; // token of rulebook::Rule
    std::string clause;
    std::string zh;
    std::string en;

    bool operator==(const FlagFact&) const = default;
    static constexpr auto fields() {
        using T = FlagFact;
        return std::tuple{
            field("rule", &T::rule, "规则", "rule"), field("clause", &T::clause, "条款", "clause"),
            field("zh", &T::zh, "说明", "words", {0, k_flag_words_max}),
            field("en", &T::en, "英文说明", "words in English", {0, k_flag_words_max})};
    }
};

struct Effects {
    std::optional<State> state;
    std::vector<DeadlineFact> set; // replaces a live limit of the same kind
    std::vector<DeadlineEnd> ended;
    std::vector<FlagFact> flags;

    bool operator==(const Effects&) const = default;
    static constexpr auto fields() {
        using T = Effects;
        return std::tuple{field("state", &T::state, "状态", "state"),
                          defaulted("set", &T::set, "时限", "limits set", {0, 50}),
                          defaulted("ended", &T::ended, "结束的时限", "limits ended", {0, 50}),
                          defaulted("flags", &T::flags, "标记", "flags", {0, 100})};
    }
};

// The command was accepted; the type of the event is the command's name.
template <class C>
struct Accepted {
    static constexpr std::string_view name = C::name;
    C command;
    Effects effects;
    static constexpr auto fields() {
        using T = Accepted<C>;
        return std::tuple{field("command", &T::command, "命令", "command"),
                          defaulted("effects", &T::effects, "效果", "effects")};
    }
};

// A handling round began: the unit has received the order (5), all its clocks start.
struct Dispatched {
    static constexpr std::string_view name = "dispatched";
    UnitId unit;
    std::int64_t round = 1;
    LimitClass limit_class = LimitClass::general;
    std::string rulebook; // name and version pinned for this round
    std::int64_t rulebook_version = 0;
    std::int64_t calendar_version = 0;
    bool designated_by_office = false;
    bool leader_vacant = false;        // 3.4: the principal signs for the leader in charge (I 19)
    std::vector<std::string> profiles; // 13: tokens in force
    std::optional<Text> note;
    Effects effects;
    static constexpr auto fields() {
        using T = Dispatched;
        constexpr Bounds any{0, 1'000'000};
        return std::tuple{
            field("unit", &T::unit, "承办单位", "unit"),
            field("round", &T::round, "轮次", "round", any),
            field("limit_class", &T::limit_class, "时限类别", "limit class"),
            field("rulebook", &T::rulebook, "规则", "rulebook"),
            field("rulebook_version", &T::rulebook_version, "规则版本", "rulebook version", any),
            field("calendar_version", &T::calendar_version, "日历版本", "calendar version", any),
            defaulted("designated_by_office", &T::designated_by_office, "办公室指定",
                      "designated by the office"),
            defaulted("leader_vacant", &T::leader_vacant, "分管领导空缺",
                      "no leader in charge on record"),
            defaulted("profiles", &T::profiles, "重点工单类型", "profiles", {0, 1'000}),
            field("note", &T::note, "说明", "note", k_reason_text),
            defaulted("effects", &T::effects, "效果", "effects")};
    }
};

// All approvals are given: the report goes to the hotline.
struct Completed {
    static constexpr std::string_view name = "completed";
    Outcome outcome = Outcome::resolved;
    std::vector<Approval> approvals; // that it needed and got
    Effects effects;
    static constexpr auto fields() {
        using T = Completed;
        return std::tuple{field("outcome", &T::outcome, "处理结果", "outcome"),
                          defaulted("approvals", &T::approvals, "审批", "approvals", {0, 10}),
                          defaulted("effects", &T::effects, "效果", "effects")};
    }
};

template <class... C>
using EventsOf = std::variant<Accepted<C>..., Dispatched, Completed>;

using EventBody = AllCommands<EventsOf>;

struct Event {
    EventBody body;
    Actor actor;
    Instant occurred_at; // when it happened
    Instant recorded_at; // when we learnt it

    std::string_view type() const {
        return std::visit([](const auto& e) { return e.name; }, body);
    }
    const Effects& effects() const {
        return std::visit([](const auto& e) -> const Effects& { return e.effects; }, body);
    }
};

} // namespace chengban::workorder

template <>
struct chengban::EnumTable<chengban::workorder::Ending> {
    using E = chengban::workorder::Ending;
    static constexpr std::array rows{EnumRow<E>{E::met, "met", "按时", "met"},
                                     EnumRow<E>{E::met_late, "met_late", "超时完成", "met late"},
                                     EnumRow<E>{E::closed, "closed", "已结束", "closed"},
                                     EnumRow<E>{E::cancelled, "cancelled", "已取消", "cancelled"},
                                     EnumRow<E>{E::missed, "missed", "未履行", "missed"}};
};
