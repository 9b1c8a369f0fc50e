#include "lint/reply_lint.h"

#include "base/invariant.h"
#include "base/utf8.h"
#include "lint/personal_data.h"
#include "text/automaton.h"
#include "text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace chengban::lint {

namespace {

using rulebook::Rule;

// Marks that may stand inside a phrase without hiding it.
bool is_left_out(char32_t c) {
    constexpr std::u32string_view k_marks = U"\"'“”‘’„‟「」『』〝〞";
    return k_marks.find(c) != std::u32string_view::npos;
}

std::u32string key_of(std::string_view word) {
    std::u32string key = text::fold_key(word);
    std::erase_if(key, is_left_out);
    return key;
}

std::vector<std::u32string> keys_of(const std::vector<std::string>& words) {
    std::vector<std::u32string> keys;
    for (const std::string& word : words) {
        if (std::u32string key = key_of(word); !key.empty()) {
            keys.push_back(std::move(key));
        }
    }
    return keys;
}

struct Pattern {
    std::string phrase; // as in the rulebook
    std::size_t length; // of the folded phrase
    std::size_t list;
    std::vector<std::u32string> not_followed_by;
    std::vector<std::u32string> not_preceded_by;
};

struct List {
    Rule rule;
    bool exception_allowed;
};

Words words_for(Rule rule, std::string_view matched, std::string_view what, bool allowed) {
    const rulebook::RuleRow& row = rulebook::row_of(rule);
    const std::string named_zh =
        what.empty() ? fmt::format("「{}」", matched) : fmt::format("「{}」（{}）", matched, what);
    return {fmt::format("{}：{}；请{}", row.zh, named_zh,
                        allowed ? "修改，或者说明理由后保留" : "修改"),
            fmt::format("{}: \"{}\"; {}", row.en, matched,
                        allowed ? "change it, or confirm it with a reason" : "change it")};
}

bool is_person(PersonalDatum kind) {
    switch (kind) {
    case PersonalDatum::identity_number:
    case PersonalDatum::mobile:
    case PersonalDatum::bank_card:
    case PersonalDatum::plate:
        return true;
    case PersonalDatum::landline:
    case PersonalDatum::service_line:
    case PersonalDatum::email:
        return false;
    }
    unreachable("is_person");
}

} // namespace

struct ReplyLint::Tables {
    std::vector<List> lists;
    std::vector<Pattern> patterns;
    std::vector<std::vector<std::size_t>> patterns_of_word; // of the automaton
    text::Automaton automaton{std::vector<std::u32string>{}};

    explicit Tables(const rulebook::Rulebook& rulebook) {
        std::map<std::u32string, std::size_t> index;
        std::vector<std::u32string> words;
        for (const rulebook::LintList& list : rulebook.lint) {
            for (const rulebook::LintPattern& pattern : list.patterns) {
                add_words(pattern, index, words);
                patterns.push_back({pattern.phrase, key_of(pattern.phrase).size(), lists.size(),
                                    keys_of(pattern.not_followed_by),
                                    keys_of(pattern.not_preceded_by)});
            }
            lists.push_back({list.rule, list.exception_allowed});
        }
        automaton = text::Automaton(words);
    }

    void add_words(const rulebook::LintPattern& pattern,
                   std::map<std::u32string, std::size_t>& index,
                   std::vector<std::u32string>& words) {
        std::vector<std::u32string> found{key_of(pattern.phrase)};
        if (!pattern.followed_by.empty()) {
            const std::u32string phrase = found.front();
            found.clear();
            for (const std::u32string& follower : keys_of(pattern.followed_by)) {
                found.push_back(phrase + follower);
            }
        }
        for (std::u32string& word : found) {
            const auto [place, fresh] = index.emplace(word, words.size());
            if (fresh) {
                words.push_back(std::move(word));
                patterns_of_word.emplace_back();
            }
            patterns_of_word[place->second].push_back(patterns.size());
        }
    }

    bool exception_allowed(Rule rule) const {
        return std::any_of(lists.begin(), lists.end(), [&](const List& list) {
            return list.rule == rule && list.exception_allowed;
        });
    }

    void find_words(std::string_view text, const std::u32string& stored,
                    std::vector<LintFinding>& out) const;
    void find_data(const std::u32string& stored, std::vector<LintFinding>& out) const;
};

void ReplyLint::Tables::find_words(std::string_view text, const std::u32string& stored,
                                   std::vector<LintFinding>& out) const {
    const text::Folded folded = text::fold(text);
    std::u32string key;
    std::vector<std::uint32_t> origin;
    key.reserve(folded.key.size());
    origin.reserve(folded.key.size());
    for (std::size_t i = 0; i < folded.key.size(); ++i) {
        if (!is_left_out(folded.key[i])) {
            key.push_back(folded.key[i]);
            origin.push_back(folded.origin[i]);
        }
    }
    const std::u32string_view all = key;
    automaton.scan(all, [&](std::uint32_t word, std::size_t begin, std::size_t end) {
        for (const std::size_t index : patterns_of_word[word]) {
            const Pattern& pattern = patterns[index];
            const std::u32string_view before = all.substr(0, begin);
            const std::u32string_view after = all.substr(begin + pattern.length);
            const auto precedes = [&](const std::u32string& w) { return before.ends_with(w); };
            const auto follows = [&](const std::u32string& w) { return after.starts_with(w); };
            if (std::any_of(pattern.not_preceded_by.begin(), pattern.not_preceded_by.end(),
                            precedes) ||
                std::any_of(pattern.not_followed_by.begin(), pattern.not_followed_by.end(),
                            follows)) {
                continue;
            }
            const List& list = lists[pattern.list];
            LintFinding finding{.rule = list.rule};
            finding.begin = origin[begin];
            finding.end = std::size_t{origin[end - 1]} + 1;
            finding.matched = to_utf8(
                std::u32string_view(stored).substr(finding.begin, finding.end - finding.begin));
            finding.pattern = pattern.phrase;
            finding.exception_allowed = list.exception_allowed;
            finding.words = words_for(list.rule, finding.matched, {}, finding.exception_allowed);
            out.push_back(std::move(finding));
        }
    });
}

void ReplyLint::Tables::find_data(const std::u32string& stored,
                                  std::vector<LintFinding>& out) const {
    for (const FoundDatum& datum : find_personal_data(stored)) {
        const Rule rule =
            is_person(datum.kind) ? Rule::reply_personal_data : Rule::reply_contact_number;
        LintFinding finding{.rule = rule, .begin = datum.begin, .end = datum.end};
        finding.matched =
            to_utf8(std::u32string_view(stored).substr(datum.begin, datum.end - datum.begin));
        finding.pattern = zh(datum.kind);
        finding.exception_allowed = exception_allowed(rule);
        finding.words = words_for(rule, finding.matched, zh(datum.kind), finding.exception_allowed);
        out.push_back(std::move(finding));
    }
}

namespace {

bool lies_inside(const LintFinding& inner, const LintFinding& outer) {
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

std::string part_of(const std::u32string& stored, std::size_t begin, std::size_t end) {
    return to_utf8(std::u32string_view(stored).substr(begin, end - begin));
}

// By position, longer ones first. Findings of one rule that overlap («将尽快», «尽快处理») become
// one; what lies inside a finding of its own rule, or is a word of a forbidden ground, is dropped.
void settle(std::vector<LintFinding>& findings, const std::u32string& stored) {
    std::stable_sort(
        findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
            return std::tuple(a.begin, b.end, a.rule) < std::tuple(b.begin, a.end, b.rule);
        });
    // Of each rule the findings kept so far grow to the right, so the last one is the only one that
    // can still meet a later one.
    std::map<Rule, std::size_t> last;
    std::vector<LintFinding> kept;
    for (LintFinding& finding : findings) {
        const auto ground = last.find(Rule::reply_ground);
        if (finding.rule == Rule::reply_unsolved_words && ground != last.end() &&
            lies_inside(finding, kept[ground->second])) {
            continue;
        }
        const auto own = last.find(finding.rule);
        if (own != last.end() && finding.begin < kept[own->second].end) {
            LintFinding& before = kept[own->second];
            if (finding.end > before.end) {
                before.end = finding.end;
                before.matched = part_of(stored, before.begin, before.end);
                before.words = words_for(before.rule, before.matched, {}, before.exception_allowed);
            }
            continue;
        }
        last[finding.rule] = kept.size();
        kept.push_back(std::move(finding));
    }
    findings = std::move(kept);
}

bool confirms(const LintException& exception, const LintFinding& finding) {
    return exception.begin == finding.begin && exception.end == finding.end &&
           exception.matched == finding.matched && is_utf8(exception.reason) &&
           !trim(exception.reason).empty();
}

} // namespace

ReplyLint::ReplyLint(const rulebook::Rulebook& rulebook)
    : tables_(std::make_unique<const Tables>(rulebook)) {}

ReplyLint::~ReplyLint() = default;

std::vector<LintFinding> ReplyLint::check(std::string_view text,
                                          std::span<const LintException> exceptions) const {
    invariant(is_utf8(text), "a reply that is not UTF-8");
    const std::u32string stored = to_code_points(text);
    std::vector<LintFinding> findings;
    tables_->find_words(text, stored, findings);
    tables_->find_data(stored, findings);
    settle(findings, stored);
    for (LintFinding& finding : findings) {
        finding.excepted =
            finding.exception_allowed &&
            std::any_of(exceptions.begin(), exceptions.end(), [&](const LintException& exception) {
                return confirms(exception, finding);
            });
    }
    return findings;
}

std::vector<LintFinding> lint_reply(const rulebook::Rulebook& rulebook, std::string_view text,
                                    std::span<const LintException> exceptions) {
    return ReplyLint(rulebook).check(text, exceptions);
}

} // namespace chengban::lint
