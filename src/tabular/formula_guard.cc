#include "tabular/formula_guard.h"

#include <algorithm>
#include <array>

namespace chengban::tabular {

namespace {

// Ideographic and no-break space, byte order mark, zero-width space.
constexpr std::array<std::string_view, 6> k_passed_over{
    " ", "'", "\xE3\x80\x80", "\xC2\xA0", "\xEF\xBB\xBF", "\xE2\x80\x8B"};
// The last five: ＝ ＋ － ＠ and the minus sign.
constexpr std::array<std::string_view, 12> k_triggers{"=",
                                                      "+",
                                                      "-",
                                                      "@",
                                                      "\t",
                                                      "\r",
                                                      "\n",
                                                      "\xEF\xBC\x9D",
                                                      "\xEF\xBC\x8B",
                                                      "\xEF\xBC\x8D",
                                                      "\xEF\xBC\xA0",
                                                      "\xE2\x88\x92"};

} // namespace

bool starts_formula(std::string_view text) {
    for (;;) {
        const auto passed =
            std::find_if(k_passed_over.begin(), k_passed_over.end(),
                         [&](std::string_view space) { return text.starts_with(space); });
        if (passed == k_passed_over.end()) {
            break;
        }
        text.remove_prefix(passed->size());
    }
    return std::any_of(k_triggers.begin(), k_triggers.end(),
                       [&](std::string_view trigger) { return text.starts_with(trigger); });
}

std::string guard_formula(std::string_view text) {
    return starts_formula(text) ? "'" + std::string(text) : std::string(text);
}

std::string unguard_formula(std::string_view text) {
    if (text.starts_with('\'') && starts_formula(text)) {
        return std::string(text.substr(1));
    }
    if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
        const std::string_view inside = text.substr(2, text.size() - 3);
        if (inside.find('"') == std::string_view::npos) {
            return std::string(inside);
        }
    }
    return std::string(text);
}

} // namespace chengban::tabular
