#include "rulebook/rulebook.h"

#include "rulebook/read.h"
#include "rulebook/settings.h"

#include <fmt/format.h>

#include <map>

namespace chengban::rulebook {

namespace {

constexpr bool rules_are_in_order() {
    for (std::size_t i = 0; i < k_rules.size(); ++i) {
        if (static_cast<std::size_t>(k_rules[i].value) != i) {
            return false;
        }
    }
    return true;
}
static_assert(rules_are_in_order(), "strengths are indexed by Rule");

// Interpretations can be cited like clauses, and are shown as the system's own rules.
void add_interpretation_clauses(Rulebook& rulebook) {
    for (const Interpretation& interpretation : rulebook.interpretations) {
        rulebook.clauses.push_back(
            {fmt::format("I {}", interpretation.number), "系统规则", interpretation.words, false});
    }
}

} // namespace

const ClauseText* Rulebook::clause(std::string_view id) const {
    for (const ClauseText& text : clauses) {
        if (text.id == id) {
            return &text;
        }
    }
    return nullptr;
}

Result<Rulebook> parse_rulebook(std::string_view toml, std::string_view file_name) {
    const Result<TomlValue> file = parse_toml(toml, file_name);
    if (!file) {
        return Failure{file.error()};
    }
    TomlErrors errors(file_name);
    ReadContext context{errors, {}};
    TomlTable top(errors, *file, "");
    Rulebook rulebook;
    for (const EnumRow<LimitClass>& row : EnumTable<LimitClass>::rows) {
        rulebook.limits.completion[row.value] = {WorkingDays{0}, {}};
    }
    read_head(top, rulebook);
    read_single_settings(top, rulebook, context);
    read_strengths(top, rulebook);
    read_cases(top, rulebook, context);
    read_lint(top, rulebook, errors);
    read_texts(top, rulebook, context);
    top.finish();
    check_rulebook(rulebook, context);
    if (!errors.empty()) {
        return Failure{errors.take()};
    }
    add_interpretation_clauses(rulebook);
    return rulebook;
}

std::vector<Difference> diff(const Rulebook& before, const Rulebook& after) {
    struct Pair {
        const Setting* before = nullptr;
        const Setting* after = nullptr;
    };
    SettingList old_list = settings_of(before);
    SettingList new_list = settings_of(after);
    const auto add_texts = [](const Rulebook& rulebook, SettingList& list) {
        for (const ClauseText& text : rulebook.clauses) {
            if (!text.id.starts_with("I ")) {
                const std::string plain =
                    fmt::format("{} {} | {}", text.article, text.words.zh, text.words.en);
                list.settings.push_back({"clauses." + text.id, text.id, {}, text.words, plain});
            }
        }
        for (const Interpretation& i : rulebook.interpretations) {
            const std::string plain =
                fmt::format("{} {} | {} | {}", i.clause, i.words.zh, i.words.en, i.setting);
            list.settings.push_back(
                {fmt::format("interpretations.{}", i.number), i.clause, {}, i.words, plain});
        }
    };
    add_texts(before, old_list);
    add_texts(after, new_list);
    // In the order of the old rulebook; settings only the new one has come last.
    std::vector<Pair> pairs;
    std::map<std::string_view, std::size_t> index;
    for (const Setting& setting : old_list.settings) {
        index.emplace(setting.key, pairs.size());
        pairs.push_back({&setting, nullptr});
    }
    for (const Setting& setting : new_list.settings) {
        if (const auto found = index.find(setting.key); found != index.end()) {
            pairs[found->second].after = &setting;
        } else {
            pairs.push_back({nullptr, &setting});
        }
    }
    std::vector<Difference> out;
    const auto plain = [](const Setting* s) { return s == nullptr ? std::string() : s->plain; };
    for (const auto& [old_one, new_one] : pairs) {
        const std::string& key = (new_one != nullptr ? new_one : old_one)->key;
        const std::string& clause = (new_one != nullptr ? new_one : old_one)->clause;
        if (old_one == nullptr || new_one == nullptr || old_one->plain != new_one->plain) {
            out.push_back({key, plain(old_one), plain(new_one), clause});
        }
        if (old_one != nullptr && new_one != nullptr && old_one->clause != new_one->clause) {
            out.push_back({key + ".clause", old_one->clause, new_one->clause, clause});
        }
    }
    return out;
}

} // namespace chengban::rulebook
