// How alike two texts are, with the parts they share: the explanation of a suggested repeat.
#pragma once

#include "text/grams.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

// The distinct grams of a text, for comparing one text with many.
class GramSet {
public:
    explicit GramSet(std::string_view text) : grams_(distinct_grams(text)) {}

    std::size_t size() const { return grams_.size(); }
    std::size_t common_with(const GramSet& other) const;

private:
    std::vector<Gram> grams_;
};

// Jaccard: common grams ÷ all grams, 0–1000, rounded down. Two texts without grams are 0.
std::int32_t similarity_per_mille(const GramSet& a, const GramSet& b);

struct CommonPart {
    std::string text; // as it stands in the first text
    Span in_a;
    Span in_b;

    bool operator==(const CommonPart&) const = default;
};

struct Similarity {
    std::int32_t per_mille = 0; // Jaccard
    std::int32_t contained_per_mille =
        0;                          // common ÷ the smaller set: a short text inside a long one
    std::vector<CommonPart> common; // longest first
};

inline constexpr std::size_t k_common_parts_max = 5;
inline constexpr std::size_t k_common_part_length_min = 3; // code points of the key

// Common parts are looked for in the first 10,000 code points of each key.
Similarity similarity(std::string_view a, std::string_view b);

} // namespace chengban::text
