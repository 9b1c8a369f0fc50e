#include "documents/word_breaks.h"

#include "base/invariant.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <cmath>
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

std::vector<std::string> even_pieces(std::string text, double width,
                                     const std::function<double(const std::string&)>& width_of) {
    std::vector<std::string> pieces;
    for (double rest = width_of(text); rest > width; rest = width_of(text)) {
        const double target = rest / std::ceil(rest / width);
        std::size_t best = 0;
        double distance = 0;
        for (const std::size_t at : word_starts(text)) {
            const double piece = width_of(text.substr(0, at));
            if (piece <= width && (best == 0 || std::abs(piece - target) < distance)) {
                best = at;
                distance = std::abs(piece - target);
            }
        }
        if (best == 0) {
            break; // one word wider than a line
        }
        pieces.push_back(text.substr(0, best));
        text.erase(0, best);
    }
    pieces.push_back(std::move(text));
    return pieces;
}

} // namespace chengban::documents
