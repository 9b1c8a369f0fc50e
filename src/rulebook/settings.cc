#include "rulebook/settings.h"

#include "rulebook/setting_fields.h"

#include <fmt/format.h>

namespace chengban::rulebook {

namespace {

using calendar::amount_words;

std::string plain_amount(const Amount& amount) {
    if (const Hours* hours = std::get_if<Hours>(&amount)) {
        return fmt::format("{} hours", hours->count);
    }
    if (const WorkingDays* days = std::get_if<WorkingDays>(&amount)) {
        return fmt::format("{} working_days", days->count);
    }
    return fmt::format("{} natural_days", std::get<NaturalDays>(amount).count);
}

Words words_of(const Amount& amount) {
    if (const NaturalDays* days = std::get_if<NaturalDays>(&amount)) {
        return {fmt::format("{} 个自然日", days->count),
                fmt::format("{} natural {}", days->count, days->count == 1 ? "day" : "days")};
    }
    return {amount_words(amount, Language::zh), amount_words(amount, Language::en)};
}

Words same_words(const std::string& text) {
    return {text, text};
}

template <Tabled E>
Words words_of(E value) {
    return {std::string(zh(value)), std::string(en(value))};
}

template <Tabled E>
Words joined_words(const std::vector<E>& values) {
    Words out;
    for (const E value : values) {
        out.zh += (out.zh.empty() ? "" : "、") + std::string(zh(value));
        out.en += (out.en.empty() ? "" : ", ") + std::string(en(value));
    }
    return out.zh.empty() ? Words{"无", "none"} : out;
}

template <Tabled E>
std::string joined_tokens(const std::vector<E>& values) {
    std::string out;
    for (const E value : values) {
        out += (out.empty() ? "" : ", ") + std::string(token(value));
    }
    return out;
}

Words joined_texts(const std::vector<std::string>& values) {
    return values.empty() ? Words{"无", "none"}
                          : Words{fmt::format("{}", fmt::join(values, "、")),
                                  fmt::format("{}", fmt::join(values, ", "))};
}

std::string plain_texts(const std::vector<std::string>& values) {
    return fmt::format("{}", fmt::join(values, " | "));
}

class Lister {
public:
    explicit Lister(SettingList& list) : list_(&list) {}

    void section(std::string_view key, std::string_view zh, std::string_view en) {
        section_ = key;
        list_->sections.push_back({section_, {std::string(zh), std::string(en)}});
    }
    void add(std::string_view key, std::string clause, Words label, Words value,
             std::string plain) {
        list_->settings.push_back({key.empty() ? section_ : section_ + "." + std::string(key),
                                   std::move(clause), std::move(label), std::move(value),
                                   std::move(plain)});
    }
    void limit(std::string_view key, const Limit& limit, Units, std::string_view zh,
               std::string_view en) {
        add(key, limit.clause, label(zh, en), words_of(limit.amount), plain_amount(limit.amount));
    }
    void amount(std::string_view key, const Amount& amount, Units, std::string_view clause,
                std::string_view zh, std::string_view en) {
        add(key, std::string(clause), label(zh, en), words_of(amount), plain_amount(amount));
    }
    void integer(std::string_view key, std::int32_t value, Range, std::string_view clause,
                 std::string_view zh, std::string_view en) {
        const std::string plain = std::to_string(value);
        add(key, std::string(clause), label(zh, en), same_words(plain), plain);
    }
    // Written in thousandths, read as a percentage: 985 is 98.5%.
    void per_mille(std::string_view key, std::int32_t value, Range, std::string_view clause,
                   std::string_view zh, std::string_view en) {
        const std::string tenth = value % 10 == 0 ? "" : fmt::format(".{}", value % 10);
        add(key, std::string(clause), label(zh, en),
            same_words(fmt::format("{}{}%", value / 10, tenth)), std::to_string(value));
    }
    void boolean(std::string_view key, bool value, std::string_view clause, std::string_view zh,
                 std::string_view en) {
        add(key, std::string(clause), label(zh, en), value ? Words{"是", "yes"} : Words{"否", "no"},
            value ? "true" : "false");
    }
    template <Tabled E>
    void choice(std::string_view key, E value, std::string_view clause, std::string_view zh,
                std::string_view en) {
        add(key, std::string(clause), label(zh, en), words_of(value), std::string(token(value)));
    }
    template <Tabled E>
    void choices(std::string_view key, const std::vector<E>& values, std::string_view clause,
                 std::string_view zh, std::string_view en) {
        add(key, std::string(clause), label(zh, en), joined_words(values), joined_tokens(values));
    }
    void integers(std::string_view key, const std::vector<std::int32_t>& values, Range,
                  std::string_view clause, std::string_view zh, std::string_view en) {
        add(key, std::string(clause), label(zh, en),
            {fmt::format("{}", fmt::join(values, "、")),
             fmt::format("{}", fmt::join(values, ", "))},
            fmt::format("{}", fmt::join(values, ", ")));
    }
    void clauses(std::string_view key, const std::vector<std::string>& values,
                 std::string_view clause, std::string_view zh, std::string_view en) {
        add(key, std::string(clause), label(zh, en), joined_texts(values), plain_texts(values));
    }
    void minute(std::string_view key, std::int32_t value, std::string_view clause,
                std::string_view zh, std::string_view en) {
        const std::string plain = fmt::format("{:02}:{:02}", value / 60, value % 60);
        add(key, std::string(clause), label(zh, en), same_words(plain), plain);
    }
    void month_day(std::string_view key, MonthDay value, std::string_view clause,
                   std::string_view zh, std::string_view en) {
        const std::string plain = fmt::format("{:02}-{:02}", value.month, value.day);
        add(key, std::string(clause), label(zh, en),
            {fmt::format("{}月{}日", value.month, value.day), plain}, plain);
    }

private:
    static Words label(std::string_view zh, std::string_view en) {
        return {std::string(zh), std::string(en)};
    }

    SettingList* list_;
    std::string section_;
};

void list_head(Lister& lister, const Rulebook& rulebook) {
    const auto add_one = [&](std::string_view key, std::string_view zh, std::string_view en,
                             const Words& value, const std::string& plain) {
        lister.section(key, zh, en);
        lister.add("", "", {std::string(zh), std::string(en)}, value, plain);
    };
    add_one("name", "名称", "Name", same_words(rulebook.name), rulebook.name);
    const std::string version = std::to_string(rulebook.version);
    add_one("version", "版本", "Version", same_words(version), version);
    const std::string day = to_string(rulebook.effective_from);
    add_one("effective_from", "生效日期", "Effective from", same_words(day), day);
    add_one("title", "标题", "Title", rulebook.title,
            rulebook.title.zh + " | " + rulebook.title.en);
}

void list_rules(Lister& lister, const Rulebook& rulebook) {
    lister.section("rules", "规则力度", "Strength of the rules");
    for (const RuleRow& row : k_rules) {
        const Strength strength = rulebook.strength(row.value);
        lister.add(row.token, std::string(row.clause), {std::string(row.zh), std::string(row.en)},
                   words_of(strength), std::string(token(strength)));
    }
}

Words profile_words(const Profile& profile) {
    Words out{fmt::format("标签 {}", fmt::join(profile.tags, "、")),
              fmt::format("tags {}", fmt::join(profile.tags, ", "))};
    const auto part = [&](const std::string& zh, const std::string& en) {
        out.zh += "；" + zh;
        out.en += "; " + en;
    };
    if (!profile.sources.empty()) {
        const Words words = joined_words(profile.sources);
        part("来源 " + words.zh, "sources " + words.en);
    }
    if (profile.from || profile.to) {
        const std::string from = profile.from ? to_string(*profile.from) : "…";
        const std::string to = profile.to ? to_string(*profile.to) : "…";
        part(fmt::format("派单日期 {} 至 {}", from, to),
             fmt::format("dispatched {} to {}", from, to));
    }
    for (const auto& [limit_class, amount] : profile.completion) {
        const Words words = words_of(amount);
        part(fmt::format("{}办结 {}", zh(limit_class), words.zh),
             fmt::format("{} completed in {}", en(limit_class), words.en));
    }
    if (!profile.approvals.empty()) {
        const Words words = joined_words(profile.approvals);
        part("审核 " + words.zh, "approvals " + words.en);
    }
    if (!profile.attachments.empty()) {
        const Words words = joined_words(profile.attachments);
        part("材料 " + words.zh, "attachments " + words.en);
    }
    if (profile.report_every) {
        const Words words = words_of(*profile.report_every);
        part(fmt::format("每 {} 报告", words.zh), fmt::format("reports every {}", words.en));
    }
    return out;
}

std::string plain_profile(const Profile& profile) {
    std::string out = fmt::format(
        "{} | {} | tags {} | sources {} | {} – {}", profile.words.zh, profile.words.en,
        plain_texts(profile.tags), joined_tokens(profile.sources),
        profile.from ? to_string(*profile.from) : "", profile.to ? to_string(*profile.to) : "");
    for (const auto& [limit_class, amount] : profile.completion) {
        out += fmt::format(" | {} {}", token(limit_class), plain_amount(amount));
    }
    return out + fmt::format(" | approvals {} | attachments {} | report_every {}",
                             joined_tokens(profile.approvals), joined_tokens(profile.attachments),
                             profile.report_every ? plain_amount(*profile.report_every) : "");
}

void list_cases(Lister& lister, const Rulebook& rulebook) {
    lister.section("filing_scope", "存电事项范围", "Scope of call filing");
    for (const FilingMatter& matter : rulebook.filing_scope) {
        lister.add(matter.token, "8.1", {matter.token, matter.token}, matter.words,
                   matter.words.zh + " | " + matter.words.en);
    }
    lister.section("profiles", "重点工单", "Key orders");
    for (const Profile& profile : rulebook.profiles) {
        lister.add(profile.token, profile.clause, profile.words, profile_words(profile),
                   plain_profile(profile));
    }
    lister.section("categories", "事项分类", "Categories");
    for (const CategoryWords& category : rulebook.categories) {
        const Words keywords = joined_texts(category.keywords);
        lister.add(category.token, "4", category.words,
                   {fmt::format("领域 {}；{}", category.field, keywords.zh),
                    fmt::format("field {}; {}", category.field, keywords.en)},
                   fmt::format("{} | {} | field {} | {}", category.words.zh, category.words.en,
                               category.field, plain_texts(category.keywords)));
    }
    lister.section("kinds", "工单类别", "Order kinds");
    for (const KindWords& kind : rulebook.kinds) {
        lister.add(token(kind.kind), "4", words_of(kind.kind), joined_texts(kind.keywords),
                   plain_texts(kind.keywords));
    }
    lister.section("routes", "兜底部门", "Routes");
    for (const Route& route : rulebook.routes) {
        lister.add(route.field, route.clause, same_words(route.field), same_words(route.unit),
                   route.unit);
    }
    lister.section("catalogue", "派单目录", "Dispatch catalogue");
    for (const CatalogueEntry& entry : rulebook.catalogue) {
        const std::string what =
            fmt::format("{} {} → {}", entry.category, entry.district, entry.unit);
        const std::string when = fmt::format("{} – {}", entry.from ? to_string(*entry.from) : "",
                                             entry.to ? to_string(*entry.to) : "");
        lister.add(entry.token, entry.clause, entry.basis, same_words(what),
                   fmt::format("{} | {} | {} | {}", what, when, entry.basis.zh, entry.basis.en));
    }
}

Words pattern_words(const LintPattern& pattern) {
    Words out;
    const auto part = [&](std::string_view zh, std::string_view en,
                          const std::vector<std::string>& texts) {
        if (!texts.empty()) {
            const Words joined = joined_texts(texts);
            out.zh += fmt::format("{}{}：{}", out.zh.empty() ? "" : "；", zh, joined.zh);
            out.en += fmt::format("{}{}: {}", out.en.empty() ? "" : "; ", en, joined.en);
        }
    };
    part("其后紧跟", "followed by", pattern.followed_by);
    part("其后不是", "not followed by", pattern.not_followed_by);
    part("其前不是", "not preceded by", pattern.not_preceded_by);
    return out.zh.empty() ? Words{"出现即是", "wherever it occurs"} : out;
}

void list_lint(Lister& lister, const Rulebook& rulebook) {
    for (const LintList& list : rulebook.lint) {
        const RuleRow& row = row_of(list.rule);
        const std::string clause(row.clause);
        lister.section(fmt::format("lint.{}", row.token), fmt::format("答复用词：{}", row.zh),
                       fmt::format("Reply: {}", row.en));
        lister.add("exception_allowed", clause,
                   {"可说明理由后保留", "may be confirmed with a reason"},
                   list.exception_allowed ? Words{"是", "yes"} : Words{"否", "no"},
                   list.exception_allowed ? "true" : "false");
        for (const LintPattern& pattern : list.patterns) {
            lister.add(
                pattern.phrase, clause, {"「" + pattern.phrase + "」", "«" + pattern.phrase + "»"},
                pattern_words(pattern),
                fmt::format("followed_by {} ; not_followed_by {} ; not_preceded_by {}",
                            plain_texts(pattern.followed_by), plain_texts(pattern.not_followed_by),
                            plain_texts(pattern.not_preceded_by)));
        }
    }
}

} // namespace

SettingList settings_of(const Rulebook& rulebook) {
    SettingList list;
    Lister lister(list);
    list_head(lister, rulebook);
    visit_settings(lister, rulebook);
    list_rules(lister, rulebook);
    list_cases(lister, rulebook);
    list_lint(lister, rulebook);
    return list;
}

} // namespace chengban::rulebook
