#include "text/similarity.h"

#include "base/utf8.h"

#include <algorithm>
#include <unordered_map>

namespace chengban::text {

namespace {

constexpr std::size_t k_key_max = 10'000;
// Places tried for one gram; bounds the work on monotonous text.
constexpr std::size_t k_places_max = 16;

struct Match {
    std::size_t in_a = 0;
    std::size_t in_b = 0;
    std::size_t length = 0;
};

using Places = std::unordered_map<Gram, std::vector<std::uint32_t>>;

Places places_of(std::u32string_view key) {
    Places places;
    for (std::size_t i = 0; i + 1 < key.size(); ++i) {
        std::vector<std::uint32_t>& found = places[gram_of(key[i], key[i + 1])];
        if (found.size() < k_places_max) {
            found.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return places;
}

// From left to right through `b`, the longest piece of `a` that begins here; a piece found is
// passed over whole, so the work is linear.
std::vector<Match> matches_of(std::u32string_view a, std::u32string_view b) {
    const Places places = places_of(a);
    std::vector<Match> matches;
    std::size_t at = 0;
    while (at + 1 < b.size()) {
        Match best{0, at, 0};
        const auto found = places.find(gram_of(b[at], b[at + 1]));
        if (found != places.end()) {
            for (const std::uint32_t start : found->second) {
                std::size_t length = 2;
                while (start + length < a.size() && at + length < b.size() &&
                       a[start + length] == b[at + length]) {
                    ++length;
                }
                if (length > best.length) {
                    best = {start, at, length};
                }
            }
        }
        if (best.length >= k_common_part_length_min) {
            matches.push_back(best);
        }
        at += std::max<std::size_t>(best.length, 1);
    }
    return matches;
}

std::vector<CommonPart> common_parts(std::string_view a, std::string_view b) {
    const Folded folded_a = fold(a);
    const Folded folded_b = fold(b);
    const std::u32string_view key_a = std::u32string_view(folded_a.key).substr(0, k_key_max);
    const std::u32string_view key_b = std::u32string_view(folded_b.key).substr(0, k_key_max);
    std::vector<Match> matches = matches_of(key_a, key_b);
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& x, const Match& y) { return x.length > y.length; });
    const std::u32string text_a = to_code_points(a);
    std::vector<CommonPart> parts;
    for (const Match& match : matches) {
        if (parts.size() == k_common_parts_max) {
            break;
        }
        const std::u32string_view piece = key_a.substr(match.in_a, match.length);
        const bool known = std::any_of(parts.begin(), parts.end(), [&](const CommonPart& part) {
            return fold_key(part.text).find(piece) != std::u32string::npos;
        });
        if (known) {
            continue;
        }
        const Span in_a = folded_a.span(match.in_a, match.length);
        const Span in_b = folded_b.span(match.in_b, match.length);
        parts.push_back(
            {to_utf8(std::u32string_view(text_a).substr(in_a.begin, in_a.end - in_a.begin)), in_a,
             in_b});
    }
    return parts;
}

std::int32_t per_mille(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<std::int32_t>(part * 1000 / whole);
}

} // namespace

std::size_t GramSet::common_with(const GramSet& other) const {
    std::size_t common = 0;
    auto mine = grams_.begin();
    auto theirs = other.grams_.begin();
    while (mine != grams_.end() && theirs != other.grams_.end()) {
        if (*mine < *theirs) {
            ++mine;
        } else if (*theirs < *mine) {
            ++theirs;
        } else {
            ++common;
            ++mine;
            ++theirs;
        }
    }
    return common;
}

std::int32_t similarity_per_mille(const GramSet& a, const GramSet& b) {
    const std::size_t common = a.common_with(b);
    return per_mille(common, a.size() + b.size() - common);
}

Similarity similarity(std::string_view a, std::string_view b) {
    const GramSet set_a(a);
    const GramSet set_b(b);
    const std::size_t common = set_a.common_with(set_b);
    return {per_mille(common, set_a.size() + set_b.size() - common),
            per_mille(common, std::min(set_a.size(), set_b.size())), common_parts(a, b)};
}

} // namespace chengban::text
