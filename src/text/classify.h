// Suggests category, kind, limit class, field and district of an order from word lists (clause 4),
// with the words that speak for each suggestion. Every list is data; this room knows no word.
#pragma once

#include "base/result.h"
#include "text/fold.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

inline constexpr std::int32_t k_word_weight_max = 1000;

struct WeightedWord {
    std::string word;
    std::int32_t weight = 10; // −1000 … 1000, not 0; below 0 it speaks against

    bool operator==(const WeightedWord&) const = default;
};

struct KeywordRule {
    std::string token;
    std::vector<WeightedWord> words;

    bool operator==(const KeywordRule&) const = default;
};

// All names that stand for a district: its own, its streets', roads, estates. A name may be listed
// under several districts; then it speaks for each of them.
struct PlaceRule {
    std::string token;
    std::vector<WeightedWord> names;

    bool operator==(const PlaceRule&) const = default;
};

struct ClassifyRules {
    std::vector<KeywordRule> categories;
    std::vector<KeywordRule> kinds;
    std::vector<KeywordRule> limit_classes;
    std::vector<KeywordRule> fields;
    std::vector<PlaceRule> districts;
    // How much more a word counts where it stands; 0–100.
    std::int32_t title_factor = 3;
    std::int32_t claim_factor = 1;
    std::int32_t address_factor = 5; // only places are looked for in the address

    bool operator==(const ClassifyRules&) const = default;
};

enum class Part { title, claim, address };

struct MatchedWord {
    std::string word; // as it stands in the text
    Part part = Part::title;
    Span span;              // of its first occurrence in that part
    std::int32_t score = 0; // weight × factor

    bool operator==(const MatchedWord&) const = default;
};

struct Suggestion {
    std::string token;
    std::int64_t score = 0;
    std::vector<MatchedWord> reasons; // best first

    bool operator==(const Suggestion&) const = default;
};

inline constexpr std::size_t k_suggestions_max = 3;

// Best first, scores above 0 only; empty when nothing speaks for anything. Equal scores: the longer
// longest word, then the order of the rules.
using Suggestions = std::vector<Suggestion>;

struct Classification {
    Suggestions category;
    Suggestions kind;
    Suggestions limit_class;
    Suggestions field;
    Suggestions district;

    bool operator==(const Classification&) const = default;
};

// Immutable once made, so it may be shared between threads.
class Classifier {
public:
    // Refuses empty tokens and words, repeated tokens in a list, weights and factors out of range;
    // the field of each reason names the list and the entry.
    static Result<Classifier> make(ClassifyRules rules);

    // Of overlapping words of one list only the longest counts («加装电梯» hides «电梯»); a word
    // counts once in each part.
    Classification classify(std::string_view title, std::string_view claim,
                            std::string_view address) const;

    const ClassifyRules& rules() const;

private:
    struct Index;
    explicit Classifier(std::shared_ptr<const Index> index) : index_(std::move(index)) {}

    std::shared_ptr<const Index> index_;
};

} // namespace chengban::text
