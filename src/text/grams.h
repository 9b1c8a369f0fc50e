// The one tokenizer for both stores. The key of a text (fold.h) is cut into overlapping pairs of
// code points, punctuation included; gram i stands at position i of the key. So any phrase whose
// key has two or more code points occurs in a text if and only if its grams occur there as one
// consecutive run, and a conjunction of its grams followed by contains_phrase is exact as well.
#pragma once

#include "text/fold.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

// first << 21 | second: 42 bits, so it is positive in a signed 64-bit column. A single code point
// has second = 0.
using Gram = std::uint64_t;

inline constexpr std::uint32_t k_gram_shift = 21;

constexpr Gram gram_of(char32_t first, char32_t second) {
    return static_cast<Gram>(first) << k_gram_shift | static_cast<Gram>(second);
}

// The pairs alone, in order; empty when the key is shorter than two code points. For queries, and
// for texts whose index never answers one-character queries.
std::vector<Gram> grams(std::string_view text);

// The pairs and, as the last entry, the final code point alone: with it, every single character is
// the beginning of some gram of the index. Never for queries: a query that ends in this entry only
// matches at the end of a text.
std::vector<Gram> index_grams(std::string_view text);

// Sorted, each once: for a set column.
std::vector<Gram> distinct_grams(std::string_view text);

// All grams that begin with `code_point` lie in [first, last].
struct GramRange {
    Gram first;
    Gram last;
};
constexpr GramRange grams_beginning_with(char32_t code_point) {
    return {gram_of(code_point, 0), gram_of(code_point, (1U << k_gram_shift) - 1)};
}

// As one or two characters of UTF-8, for a token of a full-text index.
std::string gram_text(Gram gram);

// A phrase folded once and looked for in many texts. A phrase whose key is empty is in no text.
class PhraseMatcher {
public:
    explicit PhraseMatcher(std::string_view phrase);

    bool in(std::string_view text) const;
    // Where it stands, without overlaps, at most `limit` places.
    std::vector<Span> places(std::string_view text, std::size_t limit = 100) const;
    std::size_t key_size() const { return key_.size(); }

private:
    std::u32string key_;
};

bool contains_phrase(std::string_view text, std::string_view phrase);

} // namespace chengban::text
