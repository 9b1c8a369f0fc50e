#include "documents/head_layout.h"

#include "documents/measures.h"
#include "documents/visible_text.h"
#include "documents/word_breaks.h"

#include <algorithm>
#include <cmath>

namespace chengban::documents {

namespace {

constexpr double k_capital_share = 0.86; // of a Chinese character above its baseline

class HeadSetter {
public:
    HeadSetter(const Document& document, double width, const Typesetter& typesetter)
        : document_(document), width_(width), typesetter_(typesetter) {}

    std::vector<Item> items() {
        if (const auto* head = std::get_if<Letterhead>(&document_.head)) {
            letterhead(*head);
        } else if (const auto* bulletin = std::get_if<BulletinHead>(&document_.head)) {
            bulletin_head(*bulletin);
        } else if (!document_.urgency.empty()) {
            items_.push_back(urgency());
        }
        for (Item& item : title_items(document_.title, width_, typesetter_)) {
            items_.push_back(std::move(item));
        }
        if (!document_.reference.empty()) {
            Line line = set(visible(document_.reference), k_size_small_4, Face::fangsong);
            const double x = width_ - line.width();
            items_.push_back(grid_line(std::move(line), x, k_size_small_4, Face::fangsong));
        }
        const bool begins_with_table =
            !document_.body.empty() && std::holds_alternative<Table>(document_.body.front());
        if (!begins_with_table || document_.head.index() != 0) {
            items_.push_back(gap(1));
        }
        if (!document_.addressee.empty()) {
            addressee();
        }
        for (Item& item : items_) {
            item.keep_with_next = true;
        }
        return std::move(items_);
    }

private:
    // At most this share of the width.
    Line set(const std::string& text, double size, Face face, double share = 1) const {
        return typesetter_.set_line(text, {.face = face, .size = size, .width = share * width_});
    }

    // As large as the width allows.
    Line organ_line(const std::string& name, double& size) const {
        constexpr double k_share = 0.96;
        const Line largest =
            typesetter_.set_line(visible(name), {.face = Face::title, .size = k_organ_size_max});
        size = std::floor(k_organ_size_max * std::min(1.0, k_share * width_ / largest.width()));
        size = std::max(size, k_size_4);
        return set(visible(name), size, Face::title, k_share);
    }

    Item urgency() const {
        Item item =
            grid_line(set(visible(document_.urgency), k_size_3, Face::hei), 0, k_size_3, Face::hei);
        return item;
    }

    void letterhead(const Letterhead& head) {
        double size = 0;
        Line organ = organ_line(head.organ, size);
        Item masthead;
        masthead.height = k_organ_top + size;
        if (!document_.urgency.empty()) {
            masthead.marks = urgency().marks;
        }
        const double x = (width_ - organ.width()) / 2;
        masthead.marks.emplace_back(TextMark{
            std::move(organ), x, k_organ_top + k_capital_share * size, size, Face::title, k_red});
        items_.push_back(std::move(masthead));

        // Two free lines, the number, and the rule 4 mm below it (7.2.5, 7.2.7).
        Item number;
        const double number_y = 2 * k_pitch;
        number.height = number_y + k_pitch + k_rule_below_number;
        Line line = set(visible(head.number), k_size_3, Face::fangsong, 0.55);
        if (head.issuer.empty()) {
            number.marks.emplace_back(TextMark{line, (width_ - line.width()) / 2,
                                               number_y + baseline_in(k_pitch, k_size_3), k_size_3,
                                               Face::fangsong, k_black});
        } else {
            Line label = set("签发人：", k_size_3, Face::fangsong);
            Line issuer = set(visible(head.issuer), k_size_3, Face::kai, 0.2);
            const double baseline = number_y + baseline_in(k_pitch, k_size_3);
            const double issuer_x = width_ - k_advance - issuer.width();
            number.marks.emplace_back(
                TextMark{line, k_advance, baseline, k_size_3, Face::fangsong, k_black});
            number.marks.emplace_back(TextMark{label, issuer_x - label.width(), baseline, k_size_3,
                                               Face::fangsong, k_black});
            number.marks.emplace_back(
                TextMark{issuer, issuer_x, baseline, k_size_3, Face::kai, k_black});
        }
        const double rule_y = number_y + k_pitch + k_rule_below_number - k_rule_red;
        number.marks.emplace_back(RuleMark{0, rule_y, width_, rule_y, k_rule_red, k_red});
        items_.push_back(std::move(number));
        items_.push_back(gap(1)); // the grid adds what is left of the line under the rule
    }

    void bulletin_head(const BulletinHead& head) {
        double size = 0;
        Line name = organ_line(head.name, size);
        Item masthead;
        masthead.height = size + 3 * k_pitch;
        const double x = (width_ - name.width()) / 2;
        masthead.marks.emplace_back(
            TextMark{std::move(name), x, k_capital_share * size, size, Face::title, k_red});
        Line issue = set(visible(head.issue), k_size_3, Face::kai);
        const double issue_x = (width_ - issue.width()) / 2;
        masthead.marks.emplace_back(TextMark{std::move(issue), issue_x,
                                             size + k_pitch / 2 + baseline_in(k_pitch, k_size_3),
                                             k_size_3, Face::kai, k_black});
        const double line_y = size + 3 * k_pitch / 2;
        const double baseline = line_y + baseline_in(k_pitch, k_size_3);
        masthead.marks.emplace_back(
            TextMark{set(visible(head.editor), k_size_3, Face::fangsong, 0.55), k_advance, baseline,
                     k_size_3, Face::fangsong, k_black});
        Line day = set(visible(head.day), k_size_3, Face::fangsong, 0.35);
        const double day_x = width_ - k_advance - day.width();
        masthead.marks.emplace_back(
            TextMark{std::move(day), day_x, baseline, k_size_3, Face::fangsong, k_black});
        const double rule_y = line_y + k_pitch + k_rule_below_number / 2;
        masthead.marks.emplace_back(RuleMark{0, rule_y, width_, rule_y, k_rule_red, k_red});
        items_.push_back(std::move(masthead));
        items_.push_back(gap(1));
    }

    // Flush left, one line below the title, with a full-width colon (7.3.2).
    void addressee() {
        const Setting setting{.face = Face::fangsong,
                              .size = k_size_3,
                              .advance = k_advance,
                              .width = width_,
                              .justify = true};
        for (Line& line : typesetter_.set(visible(document_.addressee) + "：", setting)) {
            items_.push_back(grid_line(std::move(line), 0, k_size_3, Face::fangsong));
        }
    }

    const Document& document_;
    double width_;
    const Typesetter& typesetter_;
    std::vector<Item> items_;
};

} // namespace

Item grid_line(Line line, double x, double size, Face face, Colour colour) {
    Item item;
    item.height = k_pitch;
    item.on_grid = true;
    item.marks.emplace_back(
        TextMark{std::move(line), x, baseline_in(k_pitch, size), size, face, colour});
    return item;
}

Item gap(int lines) {
    Item item;
    item.height = lines * k_pitch;
    item.on_grid = true;
    item.keep_with_next = true;
    return item;
}

std::vector<Item> title_items(const std::string& text, double width, const Typesetter& typesetter) {
    std::vector<Item> items;
    const Setting setting{.face = Face::title, .size = k_size_2, .width = width};
    const auto width_of = [&](const std::string& part) {
        return typesetter.set_line(part, {.face = setting.face, .size = setting.size}).width();
    };
    for (const std::string& part : paragraphs_of(text)) {
        for (const std::string& piece : even_pieces(part, width, width_of)) {
            for (Line& line : typesetter.set(piece, setting)) {
                const double x = (width - line.width()) / 2;
                items.push_back(grid_line(std::move(line), x, k_size_2, Face::title));
            }
        }
    }
    return items;
}

std::vector<Item> head_items(const Document& document, double width, const Typesetter& typesetter) {
    return HeadSetter(document, width, typesetter).items();
}

} // namespace chengban::documents
