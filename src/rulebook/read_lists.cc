#include "rulebook/read.h"

#include <fmt/format.h>

#include <set>

namespace chengban::rulebook {

namespace {

// Refuses a token that was seen before.
void check_unique(TomlTable& table, std::string_view key, const std::string& token,
                  std::set<std::string>& seen) {
    if (!token.empty() && !seen.insert(token).second) {
        table.refuse(
            key, "duplicate", fmt::format("「{}」重复：前面已有 {}", table.path_of(key), token),
            fmt::format("\"{}\" is given twice: {} is there already", table.path_of(key), token));
    }
}

void check_unique_texts(TomlTable& table, std::string_view key,
                        const std::vector<std::string>& texts) {
    std::set<std::string> seen;
    for (const std::string& text : texts) {
        check_unique(table, key, text, seen);
    }
}

constexpr TextBounds k_keyword{1, 30};

void read_profile(TomlTable& table, Rulebook& rulebook, ReadContext& context) {
    Profile profile;
    profile.token = table.token("token");
    profile.clause = read_clause(table, context);
    profile.words = table.words();
    profile.tags = table.optional_texts("tags", k_keyword);
    check_unique_texts(table, "tags", profile.tags);
    if (table.has("sources")) {
        profile.sources = table.choices<Source>("sources");
    }
    profile.from = table.optional_day("from");
    profile.to = table.optional_day("to");
    if (std::optional<TomlTable> completion = table.optional_table("completion")) {
        for (const EnumRow<LimitClass>& row : EnumTable<LimitClass>::rows) {
            if (auto amount = completion->optional_table(row.token); amount && amount->is_table()) {
                profile.completion.emplace(row.value, read_amount(*amount, k_any_unit));
                amount->finish();
            }
        }
        completion->finish();
    }
    if (table.has("approvals")) {
        profile.approvals = table.choices<Approval>("approvals");
    }
    if (table.has("attachments")) {
        profile.attachments = table.choices<EvidenceKind>("attachments");
    }
    if (auto every = table.optional_table("report_every"); every && every->is_table()) {
        profile.report_every = read_amount(*every, k_any_unit);
        every->finish();
    }
    table.finish();
    rulebook.profiles.push_back(std::move(profile));
}

void read_categories(TomlTable& top, Rulebook& rulebook) {
    std::set<std::string> seen;
    for (TomlTable& table : top.tables("categories")) {
        CategoryWords category;
        category.token = table.token("token");
        check_unique(table, "token", category.token, seen);
        category.words = table.words();
        category.field = table.token("field");
        category.keywords = table.texts("keywords", k_keyword);
        check_unique_texts(table, "keywords", category.keywords);
        if (category.keywords.empty()) {
            table.refuse("keywords", "no_keywords", "类别没有关键词，无法识别",
                         "a category without keywords can never be suggested", "4");
        }
        table.finish();
        rulebook.categories.push_back(std::move(category));
    }
}

void read_kinds(TomlTable& top, Rulebook& rulebook) {
    std::set<std::string> seen;
    for (TomlTable& table : top.tables("kinds")) {
        KindWords kind;
        const std::optional<OrderKind> value = table.choice<OrderKind>("kind");
        kind.kind = value.value_or(OrderKind::other);
        if (value) {
            check_unique(table, "kind", std::string(token(*value)), seen);
        }
        kind.keywords = table.texts("keywords", k_keyword);
        check_unique_texts(table, "keywords", kind.keywords);
        table.finish();
        rulebook.kinds.push_back(std::move(kind));
    }
    for (const EnumRow<OrderKind>& row : EnumTable<OrderKind>::rows) {
        if (top.has("kinds") && !seen.contains(std::string(row.token))) {
            top.refuse("kinds", "missing_kind", fmt::format("缺少类别「{}」", row.token),
                       fmt::format("the kind \"{}\" is missing", row.token), "4");
        }
    }
}

} // namespace

void read_cases(TomlTable& top, Rulebook& rulebook, ReadContext& context) {
    std::set<std::string> matters;
    for (TomlTable& table : top.tables("filing_scope")) {
        FilingMatter matter;
        matter.token = table.token("token");
        check_unique(table, "token", matter.token, matters);
        matter.words = table.words();
        table.finish();
        rulebook.filing_scope.push_back(std::move(matter));
    }
    for (TomlTable& table : top.optional_tables("profiles")) {
        read_profile(table, rulebook, context);
    }
    read_categories(top, rulebook);
    read_kinds(top, rulebook);
    std::set<std::string> routed;
    for (TomlTable& table : top.tables("routes")) {
        Route route;
        route.field = table.token("field");
        check_unique(table, "field", route.field, routed);
        route.unit = table.token("unit");
        route.clause = read_clause(table, context);
        table.finish();
        rulebook.routes.push_back(std::move(route));
    }
    std::set<std::string> entries;
    for (TomlTable& table : top.optional_tables("catalogue")) {
        CatalogueEntry entry;
        entry.token = table.token("token");
        check_unique(table, "token", entry.token, entries);
        entry.category = table.has("category") ? table.token("category") : std::string();
        entry.district = table.has("district") ? table.token("district") : std::string();
        entry.unit = table.token("unit");
        entry.from = table.optional_day("from");
        entry.to = table.optional_day("to");
        entry.clause = read_clause(table, context);
        entry.basis = table.words();
        table.finish();
        rulebook.catalogue.push_back(std::move(entry));
    }
}

void read_texts(TomlTable& top, Rulebook& rulebook, ReadContext& context) {
    std::set<std::string> ids;
    for (TomlTable& table : top.tables("clauses")) {
        ClauseText clause;
        clause.id = table.text("id", {1, 20});
        check_unique(table, "id", clause.id, ids);
        clause.article = table.text("article", {1, 20});
        clause.words = table.words();
        clause.of_regulation = clause.article != "系统规则";
        if (clause.of_regulation && (clause.id.starts_with("B") || clause.id == "15.5")) {
            table.refuse(
                "article", "not_of_regulation",
                fmt::format("{} 不是文件条文，应为「系统规则」", clause.id),
                fmt::format("{} is not the regulation's, its article must be 系统规则", clause.id));
        }
        table.finish();
        rulebook.clauses.push_back(std::move(clause));
    }
    for (TomlTable& table : top.tables("interpretations")) {
        Interpretation interpretation;
        interpretation.number =
            static_cast<std::int32_t>(table.integer("number", 1, 999).value_or(0));
        interpretation.clause = read_clause(table, context);
        interpretation.setting = table.text("setting", {0, 100});
        interpretation.words = table.words();
        table.finish();
        rulebook.interpretations.push_back(std::move(interpretation));
    }
}

} // namespace chengban::rulebook
