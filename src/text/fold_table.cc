#include "text/fold_table.h"

#include "base/invariant.h"
#include "text/private_use.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uversion.h>

#include <memory>
#include <unordered_map>

namespace chengban::text {

namespace {

// Raised whenever this file folds differently on the same ICU.
constexpr int k_rules_version = 1;

// Hangul syllables stay whole: one syllable, one character of the search.
constexpr const char16_t* k_changing = u"[[:Changes_When_NFKC_Casefolded:][:NFKD_Quick_Check=No:]"
                                       u"[:White_Space:][:Default_Ignorable_Code_Point:][:Cc:]"
                                       u"-[\\uAC00-\\uD7A3]]";

bool is_dropped(UChar32 code_point) {
    return u_hasBinaryProperty(code_point, UCHAR_WHITE_SPACE) != 0 ||
           u_hasBinaryProperty(code_point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
           u_charType(code_point) == U_CONTROL_CHAR;
}

using Simplified = std::unordered_map<char32_t, char32_t>;

// ICU also holds rules for whole words; a key must not depend on neighbours, so each character is
// asked for alone.
Simplified load_simplified() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> transliterator(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    invariant(U_SUCCESS(status) != 0, "ICU has no Traditional-Simplified");
    icu::UnicodeSet sources;
    transliterator->getSourceSet(sources);
    Simplified simplified;
    for (std::int32_t i = 0; i < sources.getRangeCount(); ++i) {
        for (UChar32 c = sources.getRangeStart(i); c <= sources.getRangeEnd(i); ++c) {
            icu::UnicodeString text(c);
            transliterator->transliterate(text);
            if (text.countChar32() == 1 && text.char32At(0) != c) {
                simplified.emplace(static_cast<char32_t>(c),
                                   static_cast<char32_t>(text.char32At(0)));
            }
        }
    }
    return simplified;
}

// 薴 → 苧 → 苎: to the end, so that folding a key changes nothing.
char32_t simplest(char32_t code_point, const Simplified& simplified) {
    constexpr int k_steps_max = 4;
    for (int step = 0; step < k_steps_max; ++step) {
        const auto found = simplified.find(code_point);
        if (found == simplified.end()) {
            break;
        }
        code_point = found->second;
    }
    return code_point;
}

std::u32string folded_of(UChar32 code_point, const icu::Normalizer2& casefold,
                         const icu::Normalizer2& decompose, const Simplified& simplified) {
    std::u32string folded;
    if (is_dropped(code_point)) {
        return folded;
    }
    UErrorCode status = U_ZERO_ERROR;
    const auto standard = static_cast<UChar32>(standard_form(static_cast<char32_t>(code_point)));
    const icu::UnicodeString cased = casefold.normalize(icu::UnicodeString(standard), status);
    const icu::UnicodeString text = decompose.normalize(cased, status);
    invariant(U_SUCCESS(status) != 0, "ICU could not normalise a character");
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (!is_dropped(c)) {
            folded.push_back(simplest(static_cast<char32_t>(c), simplified));
        }
    }
    return folded;
}

} // namespace

FoldTable::FoldTable() {
    pages_.emplace_back(); // page 0 is never read
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeSet changing(icu::UnicodeString(k_changing), status);
    invariant(U_SUCCESS(status) != 0, "ICU has no normalisation data");
    const Simplified simplified = load_simplified();
    for (const auto& [from, to] : simplified) {
        changing.add(static_cast<UChar32>(from));
    }
    for (const auto& [from, to] : k_private_use) {
        changing.add(static_cast<UChar32>(from));
    }
    for (std::int32_t i = 0; i < changing.getRangeCount(); ++i) {
        for (UChar32 c = changing.getRangeStart(i); c <= changing.getRangeEnd(i); ++c) {
            set(static_cast<char32_t>(c), folded_of(c, *casefold, *decompose, simplified));
        }
    }
}

void FoldTable::set(char32_t code_point, std::u32string_view folded) {
    std::uint16_t& page = page_of_[code_point >> k_page_bits];
    if (page == 0) {
        page = static_cast<std::uint16_t>(pages_.size());
        Page& fresh = pages_.emplace_back();
        for (std::uint32_t i = 0; i < k_page_size; ++i) {
            fresh[i] = (static_cast<std::uint32_t>(code_point) & ~(k_page_size - 1)) + i;
        }
    }
    std::uint32_t entry = 0;
    if (folded.size() == 1) {
        entry = folded.front();
    } else {
        invariant(folded.size() <= k_length_mask && expansions_.size() <= k_offset_mask,
                  "a folding is too long");
        entry = k_expansion | static_cast<std::uint32_t>(folded.size()) << k_length_shift |
                static_cast<std::uint32_t>(expansions_.size());
        expansions_ += folded;
    }
    pages_[page][code_point & (k_page_size - 1)] = entry;
}

const FoldTable& FoldTable::instance() {
    static const FoldTable table;
    return table;
}

std::string FoldTable::version() {
    UVersionInfo version{};
    u_getVersion(version);
    return fmt::format("{}-icu{}.{}", k_rules_version, version[0], version[1]);
}

} // namespace chengban::text
