#include "text/grams.h"

#include "base/utf8.h"
#include "text/fold_table.h"
#include "text/utf8_walk.h"

#include <algorithm>

namespace chengban::text {

namespace {

enum class FinalGram { left_out, added };

std::vector<Gram> cut(std::string_view text, FinalGram final_gram) {
    const FoldTable& table = FoldTable::instance();
    std::vector<Gram> result;
    result.reserve(text.size() / 2 + 1);
    char32_t previous = 0;
    bool begun = false;
    walk_utf8(text, [&](char32_t code_point) {
        table.fold(code_point, [&](char32_t folded) {
            if (begun) {
                result.push_back(gram_of(previous, folded));
            }
            previous = folded;
            begun = true;
        });
    });
    if (begun && final_gram == FinalGram::added) {
        result.push_back(gram_of(previous, 0));
    }
    return result;
}

} // namespace

std::vector<Gram> grams(std::string_view text) {
    return cut(text, FinalGram::left_out);
}

std::vector<Gram> index_grams(std::string_view text) {
    return cut(text, FinalGram::added);
}

std::vector<Gram> distinct_grams(std::string_view text) {
    std::vector<Gram> result = grams(text);
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::string gram_text(Gram gram) {
    std::string result;
    append_utf8(result, static_cast<char32_t>(gram >> k_gram_shift));
    const auto second = static_cast<char32_t>(gram & ((1U << k_gram_shift) - 1));
    if (second != 0) {
        append_utf8(result, second);
    }
    return result;
}

PhraseMatcher::PhraseMatcher(std::string_view phrase) : key_(fold_key(phrase)) {}

bool PhraseMatcher::in(std::string_view text) const {
    return !key_.empty() && fold_key(text).find(key_) != std::u32string::npos;
}

std::vector<Span> PhraseMatcher::places(std::string_view text, std::size_t limit) const {
    std::vector<Span> result;
    if (key_.empty()) {
        return result;
    }
    const Folded folded = fold(text);
    std::size_t at = folded.key.find(key_);
    while (at != std::u32string::npos && result.size() < limit) {
        result.push_back(folded.span(at, key_.size()));
        at = folded.key.find(key_, at + key_.size());
    }
    return result;
}

bool contains_phrase(std::string_view text, std::string_view phrase) {
    return PhraseMatcher(phrase).in(text);
}

} // namespace chengban::text
