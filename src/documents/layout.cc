#include "documents/layout.h"

#include "documents/head_layout.h"
#include "documents/measures.h"
#include "documents/table_layout.h"
#include "documents/tail_layout.h"
#include "documents/visible_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::documents {

namespace {

class Composer {
public:
    Composer(const Document& document, const Area& area, const Typesetter& typesetter)
        : document_(document), area_(area), typesetter_(typesetter) {}

    std::vector<Item> items() {
        add(head_items(document_, area_.width, typesetter_));
        add_blocks(document_.body);
        add_tail();
        for (std::size_t i = 0; i < document_.attachments.size(); ++i) {
            add_attachment(i);
        }
        if (document_.imprint) {
            keep_last(2);
            items_.push_back(imprint_item(*document_.imprint, area_.width, typesetter_));
        }
        return std::move(items_);
    }

private:
    void add(std::vector<Item> more) {
        for (Item& item : more) {
            items_.push_back(std::move(item));
        }
    }

    // List of attachments, signature and remark stay together, and two lines of the text with them:
    // no page holds a seal alone.
    void add_tail() {
        const std::size_t before = items_.size();
        add(attachment_list(document_, area_.width, typesetter_));
        if (document_.signature) {
            add(signature_items(*document_.signature, area_.width, typesetter_));
        }
        add(remark_items(document_.remark, area_.width, typesetter_));
        if (items_.size() > before) {
            keep_last(items_.size() - before + 2);
            items_.back().keep_with_next = false;
        }
    }

    void keep_last(std::size_t count) {
        for (std::size_t i = items_.size() - std::min(count, items_.size()); i < items_.size();
             ++i) {
            items_[i].keep_with_next = true;
        }
    }

    void add_blocks(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            std::visit([this](const auto& b) { add_block(b); }, block);
        }
    }

    void add_block(const Heading& heading) {
        const Face face = heading.level == 1   ? Face::hei
                          : heading.level == 2 ? Face::kai
                                               : Face::fangsong;
        const std::size_t before = items_.size();
        add_text(visible(heading.text), face, true, Align::justify);
        for (std::size_t i = before; i < items_.size(); ++i) {
            items_[i].keep_with_next = true;
        }
    }

    void add_block(const Paragraph& paragraph) {
        for (const std::string& text : paragraphs_of(paragraph.text)) {
            if (paragraph.note) {
                add_note(text);
                continue;
            }
            add_text(text, Face::fangsong, paragraph.indent, paragraph.align);
        }
    }

    void add_block(const Table& table) {
        if (!table.caption.empty()) {
            Line line = typesetter_.set_line(visible(table.caption),
                                             {.face = Face::hei, .size = k_size_small_4});
            const double x = (area_.width - line.width()) / 2;
            items_.push_back(grid_line(std::move(line), x, k_size_small_4, Face::hei));
            items_.back().keep_with_next = true;
        }
        add(table_items(table, area_.width, typesetter_));
        Item below; // a little air
        below.height = k_cell_padding;
        items_.push_back(std::move(below));
    }

    void add_text(const std::string& text, Face face, bool indent, Align align) {
        Setting setting;
        setting.face = face;
        setting.size = k_size_3;
        setting.advance = k_advance;
        setting.width = area_.width;
        setting.indent = indent ? 2 * k_advance : 0;
        setting.justify = align == Align::justify;
        bool first = true;
        for (Line& line : typesetter_.set(text, setting)) {
            const double slack = area_.width - line.width();
            const double x = align == Align::centre  ? slack / 2
                             : align == Align::right ? slack
                             : first                 ? setting.indent
                                                     : 0;
            items_.push_back(grid_line(std::move(line), x, k_size_3, face));
            first = false;
        }
    }

    void add_note(const std::string& text) {
        const Setting setting{.size = k_size_small_4, .width = area_.width, .justify = true};
        for (Line& line : typesetter_.set(text, setting)) {
            Item item;
            item.height = k_table_pitch;
            item.marks.emplace_back(TextMark{std::move(line), 0,
                                             baseline_in(k_table_pitch, k_size_small_4),
                                             k_size_small_4, Face::fangsong, k_black});
            items_.push_back(std::move(item));
        }
    }

    // On a page of its own: «附件1» in Hei at the upper left, the title on the third line (7.3.7).
    void add_attachment(std::size_t i) {
        const Attachment& attachment = document_.attachments[i];
        if (attachment.body.empty()) {
            return;
        }
        const bool several = document_.attachments.size() > 1;
        const std::string label = several ? fmt::format("附件{}", i + 1) : "附件";
        Item first = grid_line(typesetter_.set_line(label, {.face = Face::hei, .size = k_size_3}),
                               0, k_size_3, Face::hei);
        first.starts_page = true;
        first.keep_with_next = true;
        items_.push_back(std::move(first));
        items_.push_back(gap(1));
        for (Item& item : title_items(attachment.title, area_.width, typesetter_)) {
            item.keep_with_next = true;
            items_.push_back(std::move(item));
        }
        items_.push_back(gap(1));
        add_blocks(attachment.body);
    }

    const Document& document_;
    const Area& area_;
    const Typesetter& typesetter_;
    std::vector<Item> items_;
};

// — 1 —, its dash 7 mm below the text; odd pages at the right, even at the left, one character in
// (7.5).
void add_page_number(Page& page, std::size_t number, const Area& area,
                     const Typesetter& typesetter) {
    Line line =
        typesetter.set_line(fmt::format("— {} —", number), {.face = Face::song, .size = k_size_4});
    const double x =
        number % 2 == 1 ? area.x + area.width - k_size_4 - line.width() : area.x + k_size_4;
    page.marks.emplace_back(TextMark{std::move(line), x,
                                     area.y + area.height + k_page_number_below + 0.38 * k_size_4,
                                     k_size_4, Face::song, k_black});
}

void add_export_mark(Page& page, const Pages& pages, const std::string& mark,
                     const Typesetter& typesetter) {
    Line line = typesetter.set_line(visible(mark), {.face = Face::hei, .size = k_size_mark});
    const double x = (pages.width - line.width()) / 2;
    page.marks.emplace_back(
        TextMark{std::move(line), x, pages.height - 5 * k_mm, k_size_mark, Face::hei, k_grey});
}

} // namespace

Pages lay_out(const Document& document, const Typesetter& typesetter) {
    // A wide table turns the sheet: its binding edge is the upper one.
    const Area area = document.landscape
                          ? Area{36 * k_mm, k_margin_left, k_area_height, k_area_width}
                          : Area{k_margin_left, k_margin_top, k_area_width, k_area_height};
    Pages pages{document.landscape ? k_page_height : k_page_width,
                document.landscape ? k_page_width : k_page_height,
                {}};
    pages.pages = fill_pages(Composer(document, area, typesetter).items(), area);
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
        add_page_number(pages.pages[i], i + 1, area, typesetter);
        if (!document.export_mark.empty()) {
            add_export_mark(pages.pages[i], pages, document.export_mark, typesetter);
        }
    }
    return pages;
}

} // namespace chengban::documents
