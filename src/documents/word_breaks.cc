#include "documents/word_breaks.h"

#include "base/invariant.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>

namespace chengban::documents {

namespace {

struct Close {
    void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
    void operator()(UText* text) const { utext_close(text); }
};

} // namespace

std::vector<std::size_t> word_starts(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, Close> utf8(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
    const std::unique_ptr<UBreakIterator, Close> breaks(
        ubrk_open(UBRK_WORD, "zh", nullptr, 0, &status));
    ubrk_setUText(breaks.get(), utf8.get(), &status);
    invariant(U_SUCCESS(status) != 0, "ICU knows Chinese words");
    std::vector<std::size_t> starts;
    for (int at = ubrk_next(breaks.get()); at != UBRK_DONE; at = ubrk_next(breaks.get())) {
        if (static_cast<std::size_t>(at) < text.size()) {
            starts.push_back(static_cast<std::size_t>(at));
        }
    }
    return starts;
}

} // namespace chengban::documents
