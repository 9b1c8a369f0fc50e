// A bulletin (16): 每日动态, 周报, 月报（简报）, or an ad-hoc one. Drafted by the center from the
// data, edited by a person, issued with a number of its kind and year, and then unchangeable.
#pragma once

#include "base/enums.h"
#include "bulletin/figures.h"
#include "knowledge/party.h"

#include <variant>

namespace chengban::bulletin {

using knowledge::Party;

enum class BulletinKind { daily, weekly, monthly, ad_hoc };
enum class BulletinState { draft, issued, dropped };

struct Section {
    std::string heading;
    std::string text; // paragraphs, LF between them

    bool operator==(const Section&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("heading", &Section::heading, "小标题", "heading", {1, 60}),
                          field("text", &Section::text, "正文", "text", {0, 10'000})};
    }
};

inline constexpr Bounds k_sections{1, 20};
inline constexpr Bounds k_bulletin_title{1, 100};

struct DraftBulletin {
    static constexpr std::string_view name = "draft_bulletin";
    BulletinKind kind = BulletinKind::daily;
    std::optional<Day> day; // any day of the period; empty = the last one that is over
    bool operator==(const DraftBulletin&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("kind", &DraftBulletin::kind, "类型", "kind"),
                          field("day", &DraftBulletin::day, "统计期内某日", "a day of the period")};
    }
};
struct EditBulletin {
    static constexpr std::string_view name = "edit_bulletin";
    std::string title;
    std::vector<Section> sections;
    bool operator==(const EditBulletin&) const = default;
    static constexpr auto fields() {
        using T = EditBulletin;
        return std::tuple{field("title", &T::title, "标题", "title", k_bulletin_title),
                          field("sections", &T::sections, "正文", "sections", k_sections)};
    }
};
struct IssueBulletin {
    static constexpr std::string_view name = "issue_bulletin";
    bool operator==(const IssueBulletin&) const = default;
    static constexpr auto fields() { return std::tuple{}; }
};
struct DropBulletin {
    static constexpr std::string_view name = "drop_bulletin";
    std::string reason;
    bool operator==(const DropBulletin&) const = default;
    static constexpr auto fields() {
        return std::tuple{field("reason", &DropBulletin::reason, "理由", "reason", {1, 500})};
    }
};

struct BulletinDrafted {
    static constexpr std::string_view name = "bulletin_drafted";
    BulletinKind kind = BulletinKind::daily;
    Figures figures;
    std::string title;
    std::vector<Section> sections;
    bool operator==(const BulletinDrafted&) const = default;
    static constexpr auto fields() {
        using T = BulletinDrafted;
        return std::tuple{field("kind", &T::kind, "类型", "kind"),
                          field("figures", &T::figures, "数据", "figures"),
                          field("title", &T::title, "标题", "title", k_bulletin_title),
                          field("sections", &T::sections, "正文", "sections", k_sections)};
    }
};
struct BulletinIssued {
    static constexpr std::string_view name = "bulletin_issued";
    std::int32_t year = 0;
    std::int32_t number = 0; // of its kind in that year
    bool operator==(const BulletinIssued&) const = default;
    static constexpr auto fields() {
        using T = BulletinIssued;
        return std::tuple{field("year", &T::year, "年份", "year", {1990, 2099}),
                          field("number", &T::number, "期号", "number", {1, 100'000})};
    }
};

struct Bulletin {
    static constexpr std::string_view kind = "bulletin";
    using Command = std::variant<DraftBulletin, EditBulletin, IssueBulletin, DropBulletin>;
    using Event = std::variant<BulletinDrafted, EditBulletin, BulletinIssued, DropBulletin>;

    std::string id;
    std::int64_t version = 0;
    BulletinState state = BulletinState::draft;
    BulletinKind type = BulletinKind::daily;
    Figures figures;
    std::string title;
    std::vector<Section> sections;
    std::int32_t year = 0;
    std::int32_t number = 0;
    PersonId drafted_by;
    Instant created_at;
    std::optional<Instant> issued_at;
    std::optional<PersonId> issued_by;

    static constexpr auto fields() {
        using T = Bulletin;
        return std::tuple{field("state", &T::state, "状态", "state"),
                          field("type", &T::type, "类型", "kind"),
                          field("figures", &T::figures, "数据", "figures"),
                          field("title", &T::title, "标题", "title", k_bulletin_title),
                          field("sections", &T::sections, "正文", "sections", k_sections),
                          defaulted("year", &T::year, "年份", "year", {0, 2099}),
                          defaulted("number", &T::number, "期号", "number", {0, 100'000}),
                          field("drafted_by", &T::drafted_by, "拟稿人", "drafted by"),
                          field("created_at", &T::created_at, "拟稿时间", "drafted at"),
                          field("issued_at", &T::issued_at, "签发时间", "issued at"),
                          field("issued_by", &T::issued_by, "签发人", "issued by")};
    }
};

// What the decision needs beside the bulletin: made from the data for a draft, the next number of
// the kind for an issue.
struct BulletinContext {
    Instant now;
    std::optional<BulletinDrafted> draft;
    std::int32_t next_number = 1;
};

Result<std::vector<Bulletin::Event>> decide(const Bulletin& bulletin,
                                            const Bulletin::Command& command, const Party& party,
                                            const BulletinContext& context);
void evolve(Bulletin& bulletin, const Bulletin::Event& event, const Party& party, Instant at);

// The whole day, week (Monday to Sunday) or month that `day` lies in; an ad-hoc one looks back 30
// days.
Period period_of(BulletinKind kind, Day day);
// The last one that is over at `now`; for 每日动态 the day itself, which it reports on the same day
// (16).
Day default_day(BulletinKind kind, Instant now);

} // namespace chengban::bulletin

template <>
struct chengban::EnumTable<chengban::bulletin::BulletinKind> {
    using E = chengban::bulletin::BulletinKind;
    static constexpr std::array rows{EnumRow<E>{E::daily, "daily", "每日动态", "daily brief"},
                                     EnumRow<E>{E::weekly, "weekly", "周报", "weekly"},
                                     EnumRow<E>{E::monthly, "monthly", "月报（简报）", "monthly"},
                                     EnumRow<E>{E::ad_hoc, "ad_hoc", "专报", "ad hoc"}};
};
template <>
struct chengban::EnumTable<chengban::bulletin::BulletinState> {
    using E = chengban::bulletin::BulletinState;
    static constexpr std::array rows{EnumRow<E>{E::draft, "draft", "拟稿", "draft"},
                                     EnumRow<E>{E::issued, "issued", "已签发", "issued"},
                                     EnumRow<E>{E::dropped, "dropped", "已作废", "dropped"}};
};
