#include "text/classify.h"

#include "base/utf8.h"
#include "text/automaton.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace chengban::text {

namespace {

enum class List : std::uint8_t { category, kind, limit_class, field, district };
constexpr std::size_t k_lists = 5;

struct Use {
    List list;
    std::uint32_t rule; // index in its list
    std::int32_t weight;
};

struct Hit {
    std::uint32_t word;
    std::size_t begin; // in the key
    std::size_t end;
};

struct Tally {
    std::int64_t score = 0;
    std::size_t longest = 0;
    std::vector<MatchedWord> reasons;
};

using Tallies = std::array<std::map<std::uint32_t, Tally>, k_lists>;

// A hit inside a longer hit of the same list does not count.
std::vector<Hit> longest_only(std::vector<Hit> hits) {
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Hit> kept;
    std::size_t covered = 0;
    for (const Hit& hit : hits) {
        if (hit.end > covered) {
            kept.push_back(hit);
            covered = hit.end;
        }
    }
    return kept;
}

class RuleChecker {
public:
    template <class Rule, class Words>
    void check(const std::vector<Rule>& rules, std::string_view list, Words words) {
        std::set<std::string_view> tokens;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::string place = fmt::format("{}[{}]", list, i);
            if (rules[i].token.empty()) {
                refuse("empty_token", place, "缺少代码", "the token is empty");
            } else if (!tokens.insert(rules[i].token).second) {
                refuse("repeated_token", place, fmt::format("代码「{}」重复", rules[i].token),
                       fmt::format("the token \"{}\" is repeated", rules[i].token));
            }
            for (const WeightedWord& word : words(rules[i])) {
                check_word(word, fmt::format("{}({})", place, rules[i].token));
            }
        }
    }

    void check_factor(std::int32_t factor, std::string_view place) {
        if (factor < 0 || factor > 100) {
            refuse("bad_factor", std::string(place), fmt::format("倍数 {} 应在 0–100", factor),
                   fmt::format("the factor {} must be 0–100", factor));
        }
    }

    std::vector<Reason> reasons;

private:
    void check_word(const WeightedWord& word, const std::string& place) {
        if (!is_utf8(word.word) || fold_key(word.word).empty()) {
            refuse("empty_word", place, "有空词条", "a word is empty");
        }
        if (word.weight == 0 || word.weight < -k_word_weight_max ||
            word.weight > k_word_weight_max) {
            refuse("bad_weight", place,
                   fmt::format("「{}」的权重 {} 应在 −{}–{} 之间且不为 0", word.word, word.weight,
                               k_word_weight_max, k_word_weight_max),
                   fmt::format("the weight {} of \"{}\" must be within −{}–{} and not 0",
                               word.weight, word.word, k_word_weight_max, k_word_weight_max));
        }
    }

    void refuse(std::string code, std::string place, std::string zh, std::string en) {
        reasons.push_back({std::move(code), {}, std::move(place), {std::move(zh), std::move(en)}});
    }
};

std::vector<Reason> check(const ClassifyRules& rules) {
    RuleChecker checker;
    const auto words = [](const KeywordRule& rule) -> const auto& {
        return rule.words;
    };
    checker.check(rules.categories, "categories", words);
    checker.check(rules.kinds, "kinds", words);
    checker.check(rules.limit_classes, "limit_classes", words);
    checker.check(rules.fields, "fields", words);
    checker.check(
        rules.districts, "districts",
        [](const PlaceRule& rule) -> const auto& { return rule.names; });
    checker.check_factor(rules.title_factor, "title_factor");
    checker.check_factor(rules.claim_factor, "claim_factor");
    checker.check_factor(rules.address_factor, "address_factor");
    return std::move(checker.reasons);
}

template <class Rule>
Suggestions ranked(const std::vector<Rule>& rules, std::map<std::uint32_t, Tally>& tallies) {
    std::vector<std::pair<std::uint32_t, Tally*>> order;
    for (auto& [rule, tally] : tallies) {
        if (tally.score > 0) {
            order.emplace_back(rule, &tally);
        }
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.second->score != b.second->score ? a.second->score > b.second->score
                                                  : a.second->longest > b.second->longest;
    });
    Suggestions result;
    for (const auto& [rule, tally] : order) {
        if (result.size() == k_suggestions_max) {
            break;
        }
        std::stable_sort(
            tally->reasons.begin(), tally->reasons.end(),
            [](const MatchedWord& a, const MatchedWord& b) { return a.score > b.score; });
        result.push_back({rules[rule].token, tally->score, std::move(tally->reasons)});
    }
    return result;
}

} // namespace

struct Classifier::Index {
    explicit Index(ClassifyRules given) : rules(std::move(given)) {
        std::map<std::u32string, std::uint32_t> known;
        add(rules.categories, List::category, known);
        add(rules.kinds, List::kind, known);
        add(rules.limit_classes, List::limit_class, known);
        add(rules.fields, List::field, known);
        for (std::size_t i = 0; i < rules.districts.size(); ++i) {
            add(rules.districts[i].names, List::district, i, known);
        }
        std::vector<std::u32string> words(known.size());
        for (const auto& [word, index] : known) {
            words[index] = word;
        }
        automaton = std::make_unique<Automaton>(words);
    }

    void add(const std::vector<KeywordRule>& list_rules, List list,
             std::map<std::u32string, std::uint32_t>& known) {
        for (std::size_t i = 0; i < list_rules.size(); ++i) {
            add(list_rules[i].words, list, i, known);
        }
    }

    void add(const std::vector<WeightedWord>& words, List list, std::size_t rule,
             std::map<std::u32string, std::uint32_t>& known) {
        for (const WeightedWord& word : words) {
            const auto [found, fresh] =
                known.try_emplace(fold_key(word.word), static_cast<std::uint32_t>(known.size()));
            if (fresh) {
                uses.emplace_back();
            }
            uses[found->second].push_back({list, static_cast<std::uint32_t>(rule), word.weight});
        }
    }

    void tally(std::string_view text, Part part, std::int32_t factor, Tallies& tallies) const;

    ClassifyRules rules;
    std::unique_ptr<Automaton> automaton;
    std::vector<std::vector<Use>> uses; // by word
};

void Classifier::Index::tally(std::string_view text, Part part, std::int32_t factor,
                              Tallies& tallies) const {
    if (text.empty() || factor == 0) {
        return;
    }
    const Folded folded = fold(text);
    std::array<std::vector<Hit>, k_lists> hits;
    automaton->scan(folded.key, [&](std::uint32_t word, std::size_t begin, std::size_t end) {
        for (const Use& use : uses[word]) {
            std::vector<Hit>& of_list = hits[static_cast<std::size_t>(use.list)];
            const bool taken =
                !of_list.empty() && of_list.back().word == word && of_list.back().end == end;
            if (!taken && (part != Part::address || use.list == List::district)) {
                of_list.push_back({word, begin, end});
            }
        }
    });
    for (std::size_t list = 0; list < k_lists; ++list) {
        std::set<std::uint32_t> counted;
        for (const Hit& hit : longest_only(std::move(hits[list]))) {
            if (!counted.insert(hit.word).second) {
                continue;
            }
            const Span span = folded.span(hit.begin, hit.end - hit.begin);
            const std::string_view before = first_code_points(text, span.begin);
            const std::string_view up_to = first_code_points(text, span.end);
            for (const Use& use : uses[hit.word]) {
                if (static_cast<std::size_t>(use.list) != list) {
                    continue;
                }
                Tally& of_rule = tallies[list][use.rule];
                of_rule.score += std::int64_t{use.weight} * factor;
                of_rule.longest = std::max(of_rule.longest, hit.end - hit.begin);
                of_rule.reasons.push_back(
                    {std::string(up_to.substr(before.size())), part, span, use.weight * factor});
            }
        }
    }
}

Result<Classifier> Classifier::make(ClassifyRules rules) {
    if (std::vector<Reason> reasons = check(rules); !reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    return Classifier(std::make_shared<const Index>(std::move(rules)));
}

Classification Classifier::classify(std::string_view title, std::string_view claim,
                                    std::string_view address) const {
    const ClassifyRules& rules = index_->rules;
    Tallies tallies;
    index_->tally(title, Part::title, rules.title_factor, tallies);
    index_->tally(claim, Part::claim, rules.claim_factor, tallies);
    index_->tally(address, Part::address, rules.address_factor, tallies);
    const auto of = [&](List list) -> auto& {
        return tallies[static_cast<std::size_t>(list)];
    };
    return {ranked(rules.categories, of(List::category)), ranked(rules.kinds, of(List::kind)),
            ranked(rules.limit_classes, of(List::limit_class)),
            ranked(rules.fields, of(List::field)), ranked(rules.districts, of(List::district))};
}

const ClassifyRules& Classifier::rules() const {
    return index_->rules;
}

} // namespace chengban::text
