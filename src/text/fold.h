// Keys for search and equality. Text is stored as received; only keys are folded: compatibility
// and width (NFKC), case, traditional characters to simplified ones, and no white space.
//
// Folding works one code point at a time, so fold(a + b) = fold(a) + fold(b): whatever is a part of
// a text is a part of its key, which is what makes the search in grams.h exact. Combining marks
// stay decomposed for the same reason.
//
// Room text (may use: base).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

// Half open, in code points of the text as stored.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const Span&) const = default;
};

struct Folded {
    std::u32string key;
    std::vector<std::uint32_t> origin; // for each code point of the key, the one it came from

    // Where key[first, first + count) stands in the text; count ≥ 1.
    Span span(std::size_t first, std::size_t count) const;
};

// Broken UTF-8 never reads out of bounds, but what it folds to is unspecified.
Folded fold(std::string_view text);
std::u32string fold_key(std::string_view text);
// The same key as UTF-8, for unique columns and maps.
std::string fold_key_utf8(std::string_view text);

// Changes when keys change (our rules or ICU's data): stored keys and grams must then be rebuilt.
std::string fold_version();

} // namespace chengban::text
