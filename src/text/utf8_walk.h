// Walks UTF-8 without building a vector of code points first.
#pragma once

#include <cstdint>
#include <string_view>

namespace chengban::text {

// Calls visit(char32_t) for each code point. Broken sequences yield arbitrary code points, never a
// read outside of `text`.
template <class Visit>
void walk_utf8(std::string_view text, Visit&& visit) {
    std::size_t at = 0;
    const std::size_t size = text.size();
    const auto tail = [&](std::size_t i) -> char32_t {
        return i < size ? static_cast<std::uint8_t>(text[i]) & 0x3FU : 0U;
    };
    while (at < size) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        if (lead < 0x80) {
            visit(static_cast<char32_t>(lead));
            at += 1;
        } else if (lead < 0xE0) {
            visit((lead & 0x1FU) << 6 | tail(at + 1));
            at += 2;
        } else if (lead < 0xF0) {
            visit((lead & 0x0FU) << 12 | tail(at + 1) << 6 | tail(at + 2));
            at += 3;
        } else {
            visit((lead & 0x07U) << 18 | tail(at + 1) << 12 | tail(at + 2) << 6 | tail(at + 3));
            at += 4;
        }
    }
}

} // namespace chengban::text
