#include "rulebook/read.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace chengban::rulebook {

namespace {

constexpr TextBounds k_phrase{1, 30};
constexpr std::size_t k_patterns_max = 2000;

struct PlacedPattern {
    LintPattern pattern;
    std::string path;
};

std::vector<PlacedPattern> read_patterns(TomlTable& list) {
    std::vector<PlacedPattern> patterns;
    std::vector<std::string> phrases = list.optional_texts("phrases", k_phrase);
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        patterns.push_back({{std::move(phrases[i]), {}, {}, {}},
                            fmt::format("{}[{}]", list.path_of("phrases"), i)});
    }
    for (TomlTable& table : list.optional_tables("patterns")) {
        LintPattern pattern;
        pattern.phrase = table.text("phrase", k_phrase);
        pattern.followed_by = table.optional_texts("followed_by", k_phrase);
        pattern.not_followed_by = table.optional_texts("not_followed_by", k_phrase);
        pattern.not_preceded_by = table.optional_texts("not_preceded_by", k_phrase);
        table.finish();
        patterns.push_back({std::move(pattern), table.path()});
    }
    return patterns;
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.starts_with(word); });
}

// All texts the pattern looks for: the phrase with each word that must follow.
std::vector<std::string> texts_of(const LintPattern& pattern) {
    std::vector<std::string> out;
    for (const std::string& follower : pattern.followed_by) {
        out.push_back(pattern.phrase + follower);
    }
    if (out.empty()) {
        out.push_back(pattern.phrase);
    }
    return out;
}

// The texts that are found wherever they stand; none when something may not stand beside them.
std::vector<std::string> unconditional_texts(const LintPattern& pattern) {
    const bool conditional = !pattern.not_followed_by.empty() || !pattern.not_preceded_by.empty();
    return conditional || pattern.phrase.empty() ? std::vector<std::string>{} : texts_of(pattern);
}

bool has_blank(std::string_view text) {
    return text.find_first_of(" \t\r\n") != std::string_view::npos ||
           text.find("\xE3\x80\x80") != std::string_view::npos;
}

void check_blanks(const PlacedPattern& placed, TomlErrors& errors) {
    const LintPattern& pattern = placed.pattern;
    std::vector<std::string> words{pattern.phrase};
    for (const auto* list :
         {&pattern.followed_by, &pattern.not_followed_by, &pattern.not_preceded_by}) {
        words.insert(words.end(), list->begin(), list->end());
    }
    for (const std::string& word : words) {
        if (has_blank(word)) {
            errors.refuse(placed.path, "pattern_never_matches",
                          fmt::format("「{}」含空白，匹配时不计空白，永远不会出现", word),
                          fmt::format("\"{}\" holds white space, which matching leaves out: it can "
                                      "never occur",
                                      word));
        }
    }
}

// Followers that an exclusion of the same pattern always forbids, or that a shorter one covers.
void check_followers(const PlacedPattern& placed, TomlErrors& errors) {
    const LintPattern& pattern = placed.pattern;
    for (std::size_t i = 0; i < pattern.followed_by.size(); ++i) {
        const std::string& follower = pattern.followed_by[i];
        const std::string path = fmt::format("{}.followed_by[{}]", placed.path, i);
        if (starts_with_any(follower, pattern.not_followed_by)) {
            errors.refuse(
                path, "pattern_never_matches",
                fmt::format("「{}」被同一条的 not_followed_by 排除", follower),
                fmt::format("\"{}\" is excluded by not_followed_by of the same pattern", follower));
        }
        for (std::size_t j = 0; j < pattern.followed_by.size(); ++j) {
            const bool equal = follower == pattern.followed_by[j];
            if (i != j && follower.starts_with(pattern.followed_by[j]) && (!equal || j < i)) {
                errors.refuse(path, "pattern_shadowed",
                              fmt::format("「{}」已被「{}」覆盖", follower, pattern.followed_by[j]),
                              fmt::format("\"{}\" is covered by \"{}\" already", follower,
                                          pattern.followed_by[j]));
                break;
            }
        }
    }
}

// A pattern all of whose texts hold an unconditional text of another one adds nothing.
void check_shadows(const std::vector<PlacedPattern>& patterns, TomlErrors& errors) {
    struct Place {
        std::string path;
        std::string phrase;
    };
    std::map<std::string, Place> found; // unconditional text → where it is
    for (const PlacedPattern& placed : patterns) {
        for (std::string& text : unconditional_texts(placed.pattern)) {
            found.emplace(std::move(text), Place{placed.path, placed.pattern.phrase});
        }
    }
    const auto covering = [&](const std::string& text, const PlacedPattern& own) {
        std::string best;
        for (std::size_t at = 0; at < text.size(); ++at) {
            for (std::size_t end = at + 1; end <= text.size(); ++end) {
                const auto match = found.find(text.substr(at, end - at));
                if (match != found.end() && match->second.path != own.path &&
                    match->second.phrase != own.pattern.phrase) {
                    best = match->first;
                }
            }
        }
        return best;
    };
    for (const PlacedPattern& placed : patterns) {
        std::string cover;
        for (const std::string& text : texts_of(placed.pattern)) {
            cover = covering(text, placed);
            if (cover.empty()) {
                break;
            }
        }
        if (!cover.empty()) {
            errors.refuse(
                placed.path, "pattern_shadowed",
                fmt::format("「{}」永远不会单独出现：「{}」已覆盖它", placed.pattern.phrase, cover),
                fmt::format("\"{}\" can never match by itself: \"{}\" covers it",
                            placed.pattern.phrase, cover));
        }
    }
}

void check_patterns(const std::vector<PlacedPattern>& patterns, TomlTable& list,
                    TomlErrors& errors) {
    if (patterns.size() > k_patterns_max) {
        list.refuse("patterns", "too_many_patterns", fmt::format("词表超过 {} 条", k_patterns_max),
                    fmt::format("more than {} patterns", k_patterns_max));
        return;
    }
    std::set<std::string> phrases;
    for (const PlacedPattern& placed : patterns) {
        check_blanks(placed, errors);
        check_followers(placed, errors);
        if (!placed.pattern.phrase.empty() && !phrases.insert(placed.pattern.phrase).second) {
            errors.refuse(placed.path, "duplicate",
                          fmt::format("「{}」在同一词表中重复", placed.pattern.phrase),
                          fmt::format("\"{}\" is given twice in this list", placed.pattern.phrase));
        }
    }
    check_shadows(patterns, errors);
}

} // namespace

void read_lint(TomlTable& top, Rulebook& rulebook, TomlErrors& errors) {
    std::set<std::string> seen;
    for (TomlTable& table : top.tables("lint")) {
        LintList list;
        const std::string word = table.token("rule");
        const auto* row = std::find_if(k_rules.begin(), k_rules.end(),
                                       [&](const RuleRow& r) { return r.token == word; });
        const bool known = row != k_rules.end() && word.starts_with("reply_");
        if (!word.empty() && !known) {
            std::vector<std::string> choices;
            for (const RuleRow& candidate : k_rules) {
                if (candidate.token.starts_with("reply_")) {
                    choices.emplace_back(candidate.token);
                }
            }
            table.refuse(
                "rule", "not_in_list",
                fmt::format("「{}」不是答复用词规则；可选：{}", word, fmt::join(choices, ", ")),
                fmt::format("\"{}\" is no rule of the reply; choices: {}", word,
                            fmt::join(choices, ", ")));
        }
        if (!word.empty() && !seen.insert(word).second) {
            table.refuse("rule", "duplicate", fmt::format("「{}」的词表重复", word),
                         fmt::format("a second list of \"{}\"", word));
        }
        list.rule = known ? row->value : Rule::reply_ground;
        list.exception_allowed = table.boolean("exception_allowed").value_or(false);
        const std::vector<PlacedPattern> patterns = read_patterns(table);
        check_patterns(patterns, table, errors);
        for (const PlacedPattern& placed : patterns) {
            list.patterns.push_back(placed.pattern);
        }
        table.finish();
        rulebook.lint.push_back(std::move(list));
    }
    for (const RuleRow& row : k_rules) {
        if (row.token.starts_with("reply_") && !seen.contains(std::string(row.token)) &&
            top.has("lint")) {
            top.refuse("lint", "missing_list", fmt::format("缺少「{}」的词表", row.token),
                       fmt::format("the list of \"{}\" is missing", row.token),
                       std::string(row.clause));
        }
    }
}

} // namespace chengban::rulebook
