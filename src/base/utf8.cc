#include "base/utf8.h"

#include <cstdint>

namespace chengban {

namespace {

// Length of the valid sequence at `at`, 0 when it is broken.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto continues = [&](std::size_t i) {
        return i < text.size() && (byte(i) & 0xC0U) == 0x80U;
    };
    const std::uint8_t lead = byte(at);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return continues(at + 1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!continues(at + 1) || !continues(at + 2)) {
            return 0;
        }
        const bool overlong = lead == 0xE0 && byte(at + 1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(at + 1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!continues(at + 1) || !continues(at + 2) || !continues(at + 3)) {
            return 0;
        }
        const bool overlong = lead == 0xF0 && byte(at + 1) < 0x90;
        const bool beyond = lead == 0xF4 && byte(at + 1) > 0x8F;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

} // namespace

std::size_t first_broken_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(text, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::string_view::npos;
}

bool is_utf8(std::string_view text) {
    return first_broken_utf8(text) == std::string_view::npos;
}

bool has_control(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return count;
}

std::u32string to_code_points(std::string_view text) {
    std::u32string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
            value = (value << 6) | (static_cast<std::uint8_t>(text[at + i]) & 0x3FU);
        }
        result.push_back(value);
        at += length;
    }
    return result;
}

void append_utf8(std::string& text, char32_t code_point) {
    const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0U | (code_point >> 6));
        put(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        put(0xE0U | (code_point >> 12));
        put(0x80U | ((code_point >> 6) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    } else {
        put(0xF0U | (code_point >> 18));
        put(0x80U | ((code_point >> 12) & 0x3FU));
        put(0x80U | ((code_point >> 6) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    }
}

std::string to_utf8(std::u32string_view text) {
    std::string result;
    result.reserve(text.size() * 3);
    for (const char32_t code_point : text) {
        append_utf8(result, code_point);
    }
    return result;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if ((static_cast<std::uint8_t>(text[at]) & 0xC0U) != 0x80U) {
            if (count == 0) {
                break;
            }
            --count;
        }
        ++at;
    }
    return text.substr(0, at);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view k_wide_space = "\xE3\x80\x80";
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    for (;;) {
        if (!text.empty() && is_space(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(k_wide_space)) {
            text.remove_prefix(k_wide_space.size());
        } else {
            break;
        }
    }
    for (;;) {
        if (!text.empty() && is_space(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(k_wide_space)) {
            text.remove_suffix(k_wide_space.size());
        } else {
            break;
        }
    }
    return text;
}

} // namespace chengban
