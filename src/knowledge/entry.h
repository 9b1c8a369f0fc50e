// An entry of the knowledge base, or a snippet (惯用语), over its life (15.1–15.3, 15.5): drafted
// by the keeper of the unit that owns it, or proposed by the center; submitted to the center;
// published as an edition; reviewed; retired. A published edition stays in use while the next is
// being written.
#pragma once

#include "base/enums.h"
#include "base/record.h"
#include "calendar/calendar.h"
#include "knowledge/party.h"
#include "rulebook/rulebook.h"

#include <variant>

namespace chengban::knowledge {

enum class EntryKind { entry, snippet };
// Of what is being written beside the published edition.
enum class Stage { none, proposed, draft, submitted };
// As lists show it.
enum class EntryState { proposed, draft, submitted, published, retired };

inline constexpr Bounds k_title{1, 100};
inline constexpr Bounds k_answer{1, 10'000};
inline constexpr Bounds k_source{1, 200};
inline constexpr Bounds k_keywords{0, 20};
inline constexpr Bounds k_reason{1, 500};
inline constexpr Bounds k_orders{0, 50};

struct Content {
    EntryKind kind = EntryKind::entry;
    std::string title;
    std::string question; // as citizens ask it
    std::string answer;   // the one standard answer
    std::string source;   // the document it rests on
    std::string category; // token of the rulebook, empty when general
    std::vector<std::string> keywords;
    std::optional<Day> published_on; // of a new policy: 15.2 counts from here
    Day valid_from;
    std::optional<Day> valid_to; // inclusive
    Day review_on;               // to be looked through again on that day at the latest

    bool operator==(const Content&) const = default;
    static constexpr auto fields() {
        using T = Content;
        return std::tuple{
            field("kind", &T::kind, "类型", "kind"),
            field("title", &T::title, "标题", "title", k_title),
            defaulted("question", &T::question, "常见问法", "question", {0, 500}),
            field("answer", &T::answer, "统一口径", "answer", k_answer),
            field("source", &T::source, "依据", "source", k_source),
            defaulted("category", &T::category, "事项类别", "category", {0, 60}),
            defaulted("keywords", &T::keywords, "关键词", "keywords", k_keywords),
            field("published_on", &T::published_on, "政策公布日", "policy published on"),
            field("valid_from", &T::valid_from, "生效日", "valid from"),
            field("valid_to", &T::valid_to, "失效日", "valid to"),
            field("review_on", &T::review_on, "复核日", "review on")};
    }
};

// ---- commands, which are also the events where nothing needs to be added

struct DraftEntry {
    static constexpr std::string_view name = "draft_entry";
    UnitId unit;
    Content content;
    bool operator==(const DraftEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("unit", &DraftEntry::unit, "单位", "unit"),
                          field("content", &DraftEntry::content, "内容", "content")};
    }
};
// 15.3: by the center, out of frequent consultations.
struct ProposeEntry {
    static constexpr std::string_view name = "propose_entry";
    UnitId unit;
    Content content;
    std::string reason;
    std::vector<OrderId> orders; // the consultations it comes from
    bool operator==(const ProposeEntry&) const = default;
    static constexpr auto fields() {
        using T = ProposeEntry;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("content", &T::content, "内容", "content"),
                          field("reason", &T::reason, "建议理由", "reason", k_reason),
                          defaulted("orders", &T::orders, "相关工单", "orders", k_orders)};
    }
};
struct ReviseEntry {
    static constexpr std::string_view name = "revise_entry";
    Content content;
    bool operator==(const ReviseEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("content", &ReviseEntry::content, "内容", "content")};
    }
};
struct SubmitEntry {
    static constexpr std::string_view name = "submit_entry";
    bool operator==(const SubmitEntry&) const = default;
    static constexpr auto fields() { return std::tuple{}; }
};
struct AcceptEntry {
    static constexpr std::string_view name = "accept_entry";
    bool operator==(const AcceptEntry&) const = default;
    static constexpr auto fields() { return std::tuple{}; }
};
struct SendBackEntry {
    static constexpr std::string_view name = "send_back_entry";
    std::string reason;
    bool operator==(const SendBackEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("reason", &SendBackEntry::reason, "理由", "reason", k_reason)};
    }
};
// 15.1: looked through and still right.
struct ConfirmEntry {
    static constexpr std::string_view name = "confirm_entry";
    Day review_on; // the next time
    bool operator==(const ConfirmEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("review_on", &ConfirmEntry::review_on, "下次复核日", "review on")};
    }
};
struct RetireEntry {
    static constexpr std::string_view name = "retire_entry";
    std::string reason;
    bool operator==(const RetireEntry&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("reason", &RetireEntry::reason, "理由", "reason", k_reason)};
    }
};

// 15.2 as a fact: when it was due, and whether that was met.
struct EntrySubmitted {
    static constexpr std::string_view name = "entry_submitted";
    std::optional<Instant> due; // only of a new policy
    bool provisional = false;
    bool late = false;
    bool operator==(const EntrySubmitted&) const = default;
    static constexpr auto fields() {
        using T = EntrySubmitted;
        return std::tuple{field("due", &T::due, "截止", "due"),
                          defaulted("provisional", &T::provisional, "暂定", "provisional"),
                          defaulted("late", &T::late, "逾期", "late")};
    }
};

struct Edition {
    std::int64_t number = 0;
    Content content;
    Instant at;
    PersonId accepted_by;
    bool operator==(const Edition&) const = default;
    static constexpr auto fields() {
        using T = Edition;
        return std::tuple{field("number", &T::number, "版次", "edition", {0, 1'000'000}),
                          field("content", &T::content, "内容", "content"),
                          field("at", &T::at, "发布时间", "published at"),
                          field("accepted_by", &T::accepted_by, "审核人", "accepted by")};
    }
};

struct Entry {
    static constexpr std::string_view kind = "knowledge_entry";
    using Command = std::variant<DraftEntry, ProposeEntry, ReviseEntry, SubmitEntry, AcceptEntry,
                                 SendBackEntry, ConfirmEntry, RetireEntry>;
    using Event = std::variant<DraftEntry, ProposeEntry, ReviseEntry, EntrySubmitted, AcceptEntry,
                               SendBackEntry, ConfirmEntry, RetireEntry>;

    std::string id;
    std::int64_t version = 0;
    UnitId unit;
    Stage stage = Stage::none;
    std::optional<Content> draft;     // what is being written
    std::optional<Edition> published; // what is in use
    std::optional<EntrySubmitted> submission;
    bool was_late = false; // 15.2, of any submission
    std::string send_back_reason;
    std::string proposal_reason;
    std::vector<OrderId> orders;
    bool retired = false;
    std::string retire_reason;
    PersonId drafted_by;
    Instant created_at;
    Instant updated_at;

    EntryState state() const;
    static constexpr auto fields() {
        using T = Entry;
        return std::tuple{
            field("unit", &T::unit, "单位", "unit"),
            field("stage", &T::stage, "拟稿阶段", "stage"),
            field("draft", &T::draft, "拟稿", "draft"),
            field("published", &T::published, "在用版本", "published edition"),
            field("submission", &T::submission, "提交", "submission"),
            defaulted("was_late", &T::was_late, "曾逾期提交", "was submitted late"),
            defaulted("send_back_reason", &T::send_back_reason, "退回理由", "send-back reason"),
            defaulted("proposal_reason", &T::proposal_reason, "建议理由", "proposal's reason"),
            defaulted("orders", &T::orders, "相关工单", "orders", k_orders),
            defaulted("retired", &T::retired, "已停用", "retired"),
            defaulted("retire_reason", &T::retire_reason, "停用理由", "reason for retiring"),
            field("drafted_by", &T::drafted_by, "拟稿人", "drafted by"),
            field("created_at", &T::created_at, "建立时间", "created at"),
            field("updated_at", &T::updated_at, "更新时间", "updated at")};
    }
};

// What the knowledge base must know beside the entry.
struct EntryContext {
    const rulebook::Rulebook& rulebook;
    const calendar::Calendar& calendar;
    Instant now;
    bool unit_keeps_entries = true; // the unit named is a department or an institution (3.3)
};

// Every reason at once. Nobody accepts what they drafted themselves.
Result<std::vector<Entry::Event>> decide(const Entry& entry, const Entry::Command& command,
                                         const Party& party, const EntryContext& context);
void evolve(Entry& entry, const Entry::Event& event, const Party& party, Instant at);

// Whether the content says something that holds on that day.
enum class Validity { valid, not_yet, expired };
Validity validity(const Content& content, Day day);
// 15.1: its review day has come.
bool review_is_due(const Entry& entry, Day today);

} // namespace chengban::knowledge

template <>
struct chengban::EnumTable<chengban::knowledge::EntryKind> {
    using E = chengban::knowledge::EntryKind;
    static constexpr std::array rows{EnumRow<E>{E::entry, "entry", "知识条目", "entry"},
                                     EnumRow<E>{E::snippet, "snippet", "惯用语", "snippet"}};
};
template <>
struct chengban::EnumTable<chengban::knowledge::Stage> {
    using E = chengban::knowledge::Stage;
    static constexpr std::array rows{EnumRow<E>{E::none, "none", "无", "none"},
                                     EnumRow<E>{E::proposed, "proposed", "建议", "proposed"},
                                     EnumRow<E>{E::draft, "draft", "拟稿", "draft"},
                                     EnumRow<E>{E::submitted, "submitted", "待审核", "submitted"}};
};
template <>
struct chengban::EnumTable<chengban::knowledge::EntryState> {
    using E = chengban::knowledge::EntryState;
    static constexpr std::array rows{EnumRow<E>{E::proposed, "proposed", "建议", "proposed"},
                                     EnumRow<E>{E::draft, "draft", "拟稿", "draft"},
                                     EnumRow<E>{E::submitted, "submitted", "待审核", "submitted"},
                                     EnumRow<E>{E::published, "published", "在用", "published"},
                                     EnumRow<E>{E::retired, "retired", "已停用", "retired"}};
};
template <>
struct chengban::EnumTable<chengban::knowledge::Validity> {
    using E = chengban::knowledge::Validity;
    static constexpr std::array rows{EnumRow<E>{E::valid, "valid", "有效", "valid"},
                                     EnumRow<E>{E::not_yet, "not_yet", "未生效", "not yet valid"},
                                     EnumRow<E>{E::expired, "expired", "已失效", "expired"}};
};
