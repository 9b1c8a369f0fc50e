#include "documents/tail_layout.h"

#include "documents/head_layout.h"
#include "documents/measures.h"
#include "documents/visible_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::documents {

namespace {

Line set(const Typesetter& typesetter, const std::string& text, double size, double width = 0) {
    return typesetter.set_line(text, {.size = size, .width = width});
}

TextMark body_mark(Line line, double x, double baseline, double size) {
    return TextMark{std::move(line), x, baseline, size, Face::fangsong, k_black};
}

} // namespace

// One line below the text, two characters in; further lines begin under the first title.
std::vector<Item> attachment_list(const Document& document, double width,
                                  const Typesetter& typesetter) {
    std::vector<Item> items;
    const double label_x = 2 * k_advance;
    const double number_x = label_x + 3 * k_advance;
    for (std::size_t i = 0; i < document.attachments.size(); ++i) {
        const bool several = document.attachments.size() > 1;
        const double text_x = number_x + (several ? 1.25 * k_advance : 0);
        const Setting setting{.size = k_size_3, .advance = k_advance, .width = width - text_x};
        bool first = true;
        for (Line& line : typesetter.set(visible(document.attachments[i].title), setting)) {
            Item item;
            item.height = k_pitch;
            item.on_grid = true;
            const double baseline = baseline_in(k_pitch, k_size_3);
            const auto add = [&](Line&& words, double x) {
                item.marks.emplace_back(body_mark(std::move(words), x, baseline, k_size_3));
            };
            if (first && i == 0) {
                items.push_back(gap(1));
                add(set(typesetter, "附件：", k_size_3), label_x);
            }
            if (first && several) {
                add(set(typesetter, fmt::format("{}.", i + 1), k_size_3), number_x);
            }
            add(std::move(line), text_x);
            first = false;
            items.push_back(std::move(item));
        }
    }
    return items;
}

// The day four characters from the right; the organ centred over it; the seal, where there is one,
// over both, so that they stand a little below its middle (7.3.5.1).
std::vector<Item> signature_items(const Signature& signature, double width,
                                  const Typesetter& typesetter) {
    Line day = set(typesetter, visible(signature.day), k_size_3, width / 2);
    Line organ = set(typesetter, visible(signature.organ), k_size_3, width);
    const double day_x = width - 4 * k_advance - day.width();
    const double middle = day_x + day.width() / 2;
    const double organ_x =
        std::clamp(middle - organ.width() / 2, 0.0, std::max(0.0, width - organ.width()));
    Item block;
    block.height = 2 * k_pitch;
    block.on_grid = true;
    const double baseline = baseline_in(k_pitch, k_size_3);
    block.marks.emplace_back(body_mark(std::move(organ), organ_x, baseline, k_size_3));
    block.marks.emplace_back(body_mark(std::move(day), day_x, k_pitch + baseline, k_size_3));
    if (signature.seal) {
        const double y = k_pitch - 4;
        block.marks.emplace_back(SealMark{middle, y, k_seal_radius});
        Line note = set(typesetter, "（盖章）", k_size_5);
        const double x = middle - note.width() / 2;
        block.marks.emplace_back(TextMark{std::move(note), x, y - k_seal_radius + 1.6 * k_size_5,
                                          k_size_5, Face::fangsong, k_red});
    }
    std::vector<Item> items{gap(signature.seal ? 2 : 1), std::move(block)};
    if (signature.seal) {
        items.push_back(gap(1)); // the rest of the seal
        items[1].keep_with_next = true;
        items.back().keep_with_next = false;
    }
    return items;
}

std::vector<Item> remark_items(const std::string& remark, double width,
                               const Typesetter& typesetter) {
    std::vector<Item> items;
    const Setting setting{.size = k_size_3,
                          .advance = k_advance,
                          .width = width,
                          .indent = 2 * k_advance,
                          .justify = true};
    for (const std::string& paragraph : paragraphs_of(remark)) {
        for (Line& line : typesetter.set("（" + paragraph + "）", setting)) {
            const double x = items.empty() ? 2 * k_advance : 0;
            items.push_back(grid_line(std::move(line), x, k_size_3, Face::fangsong));
        }
    }
    return items;
}

// Between two thick rules, a thin one between; one character free at either side (7.4).
Item imprint_item(const Imprint& imprint, double width, const Typesetter& typesetter) {
    constexpr double k_imprint_pitch = 26;
    const double inset = k_size_4;
    Item item;
    item.at_foot = true;
    double y = 0;
    const auto rule = [&](double thickness) {
        item.marks.emplace_back(RuleMark{0, y, width, y, thickness, k_black});
    };
    rule(k_rule_thick);
    const auto recipients = [&](const std::string& name, const std::string& who) {
        if (who.empty()) {
            return;
        }
        Line label = set(typesetter, name, k_size_4);
        const double text_x = inset + label.width();
        item.marks.emplace_back(body_mark(std::move(label), inset,
                                          y + baseline_in(k_imprint_pitch, k_size_4), k_size_4));
        const Setting setting{.size = k_size_4, .width = width - inset - text_x};
        for (Line& line : typesetter.set(visible(who) + "。", setting)) {
            item.marks.emplace_back(body_mark(
                std::move(line), text_x, y + baseline_in(k_imprint_pitch, k_size_4), k_size_4));
            y += k_imprint_pitch;
        }
    };
    recipients("报送：", imprint.reports_to);
    recipients("抄送：", imprint.copies_to);
    if (y > 0) {
        rule(k_rule_thin);
    }
    const double baseline = y + baseline_in(k_imprint_pitch, k_size_4);
    item.marks.emplace_back(
        body_mark(set(typesetter, visible(imprint.printer), k_size_4, 0.55 * width), inset,
                  baseline, k_size_4));
    Line day = set(typesetter, visible(imprint.day) + "印发", k_size_4, 0.35 * width);
    const double day_x = width - inset - day.width();
    item.marks.emplace_back(body_mark(std::move(day), day_x, baseline, k_size_4));
    y += k_imprint_pitch;
    rule(k_rule_thick);
    item.height = y + k_rule_thick;
    return item;
}

} // namespace chengban::documents
