#include "documents/visible_text.h"

#include "base/utf8.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

constexpr char32_t k_replacement = 0xFFFD;

// Invisible, and able to make a text read as another: direction marks and overrides, zero-width
// characters, byte order mark, tags, line and paragraph separators.
bool is_deceptive(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0x061C ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_control(char32_t c) {
    return (c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) || (c & 0xFFFE) == 0xFFFE;
}

// The valid parts as they are, each broken byte as U+FFFD.
std::u32string decode(std::string_view text) {
    std::u32string out;
    while (!text.empty()) {
        const std::size_t broken = first_broken_utf8(text);
        const std::string_view valid = text.substr(0, broken);
        out += to_code_points(valid);
        text.remove_prefix(valid.size());
        if (!text.empty()) {
            out.push_back(k_replacement);
            text.remove_prefix(1);
        }
    }
    return out;
}

} // namespace

std::string code_point_words(char32_t code_point) {
    return fmt::format("〔U+{:04X}〕", static_cast<std::uint32_t>(code_point));
}

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const std::u32string code_points = decode(text);
    for (std::size_t i = 0; i < code_points.size(); ++i) {
        const char32_t c = code_points[i];
        if (c == '\r') {
            if (i + 1 == code_points.size() || code_points[i + 1] != '\n') {
                out.push_back('\n');
            }
        } else if (c == '\t') {
            out.push_back(' ');
        } else if (is_deceptive(c)) {
            out += code_point_words(c);
        } else {
            append_utf8(out, is_control(c) ? k_replacement : c);
        }
    }
    return out;
}

std::vector<std::string> paragraphs_of(std::string_view text) {
    const std::string shown = visible(text);
    std::string_view rest = trim(shown);
    std::vector<std::string> paragraphs;
    while (true) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = trim(rest.substr(0, end));
        if (!line.empty()) {
            paragraphs.emplace_back(line);
        }
        if (end == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(end + 1);
    }
    return paragraphs;
}

} // namespace chengban::documents
