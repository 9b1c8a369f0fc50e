#include "documents/page_reader.h"

#include "documents/measures.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace chengban::documents {

std::vector<SeenText> seen_texts(const Pages& pages) {
    std::vector<SeenText> texts;
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
        for (const Mark& mark : pages.pages[i].marks) {
            if (const auto* text = std::get_if<TextMark>(&mark)) {
                texts.push_back({i + 1, text->line.text(), text->x, text->x + text->line.width(),
                                 text->baseline, text->size, text->face, text->colour});
            }
        }
    }
    return texts;
}

std::vector<RuleMark> rules_of(const Page& page) {
    std::vector<RuleMark> rules;
    for (const Mark& mark : page.marks) {
        if (const auto* rule = std::get_if<RuleMark>(&mark)) {
            rules.push_back(*rule);
        }
    }
    return rules;
}

const SeenText& find_text(const std::vector<SeenText>& texts, std::string_view part) {
    for (const SeenText& text : texts) {
        if (text.text.find(part) != std::string::npos) {
            return text;
        }
    }
    throw std::runtime_error("not on any page: " + std::string(part));
}

const Typesetter& shared_typesetter() {
    static const Typesetter k_typesetter;
    return k_typesetter;
}

std::string description(const Pages& pages) {
    constexpr std::array<std::string_view, 5> k_faces{"仿宋", "楷体", "黑体", "宋体", "小标宋"};
    std::string out;
    std::size_t page = 0;
    for (const SeenText& text : seen_texts(pages)) {
        if (text.page != page) {
            page = text.page;
            out += fmt::format("  page {}\n", page);
        }
        out += fmt::format("    {:5.1f} {:5.1f} {:>4} {} {}\n", text.x / k_mm, text.baseline / k_mm,
                           text.size, k_faces[static_cast<std::size_t>(text.face)], text.text);
    }
    return out;
}

} // namespace chengban::documents
