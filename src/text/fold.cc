#include "text/fold.h"

#include "base/invariant.h"
#include "base/utf8.h"
#include "text/fold_table.h"
#include "text/utf8_walk.h"

namespace chengban::text {

Span Folded::span(std::size_t first, std::size_t count) const {
    invariant(count > 0 && first + count <= origin.size(), "a span outside of its key");
    return {origin[first], std::size_t{origin[first + count - 1]} + 1};
}

Folded fold(std::string_view text) {
    const FoldTable& table = FoldTable::instance();
    Folded folded;
    folded.key.reserve(text.size() / 2);
    folded.origin.reserve(text.size() / 2);
    std::uint32_t index = 0;
    walk_utf8(text, [&](char32_t code_point) {
        table.fold(code_point, [&](char32_t result) {
            folded.key.push_back(result);
            folded.origin.push_back(index);
        });
        ++index;
    });
    return folded;
}

std::u32string fold_key(std::string_view text) {
    const FoldTable& table = FoldTable::instance();
    std::u32string key;
    key.reserve(text.size() / 2);
    walk_utf8(text, [&](char32_t code_point) {
        table.fold(code_point, [&](char32_t result) { key.push_back(result); });
    });
    return key;
}

std::string fold_key_utf8(std::string_view text) {
    return to_utf8(fold_key(text));
}

std::string fold_version() {
    return FoldTable::version();
}

} // namespace chengban::text
