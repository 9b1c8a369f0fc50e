#include "documents/docx_xml.h"

#include "base/utf8.h"
#include "documents/cell_text.h"
#include "documents/measures.h"
#include "documents/visible_text.h"
#include "documents/word_breaks.h"
#include "documents/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace chengban::documents::docx {

namespace {

std::string spacing_before(double points) {
    return fmt::format(R"(<w:spacing w:before="{}"/>)", twips(points));
}

std::string rule(std::string_view side, double thickness, std::string_view colour,
                 double space = 1) {
    return fmt::format(
        R"(<w:pBdr><w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/></w:pBdr>)", side,
        static_cast<int>(thickness * 8 + 0.5), static_cast<int>(space + 0.5), colour);
}

// From `inset` at the left to `inset` before the right edge; rules above and below stay full width.
std::string two_tabs(double inset, double width) {
    return fmt::format(
        R"(<w:tabs><w:tab w:val="left" w:pos="{}"/><w:tab w:val="right" w:pos="{}"/>)"
        R"(</w:tabs>)",
        twips(inset), twips(width - inset));
}

constexpr std::string_view k_tab = "<w:r><w:tab/></w:r>";
constexpr std::string_view k_keep_next = "<w:keepNext/>";

class BodyWriter {
public:
    explicit BodyWriter(const Document& document)
        : document_(document), width_(document.landscape ? k_area_height : k_area_width) {}

    std::string xml() {
        head();
        for (const std::string& line : paragraphs_of(document_.title)) {
            for (const std::string& piece : even_pieces(line, width_, title_width)) {
                out_ += paragraph(k_title, {}, runs(piece));
            }
        }
        if (!document_.reference.empty()) {
            out_ += paragraph(k_plain, std::string(k_keep_next) + justification(Align::right),
                              runs(document_.reference, R"(<w:sz w:val="24"/>)"));
        }
        const bool begins_with_table =
            !document_.body.empty() && std::holds_alternative<Table>(document_.body.front());
        if (!begins_with_table || document_.head.index() != 0) {
            empty_lines(1);
        }
        if (!document_.addressee.empty()) {
            out_ += paragraph(k_plain, {}, runs(document_.addressee + "："));
        }
        keep_last_ = document_.signature || !document_.attachments.empty();
        blocks(document_.body);
        attachment_list();
        signature();
        for (const std::string& line : paragraphs_of(document_.remark)) {
            out_ += paragraph(k_body, {}, runs("（" + line + "）"));
        }
        attachments();
        imprint_lines();
        return std::move(out_);
    }

private:
    void empty_lines(int count) {
        for (int i = 0; i < count; ++i) {
            out_ += paragraph(k_plain, std::string(k_keep_next), {});
        }
    }

    static double organ_size(const std::string& name, double width) {
        const double characters =
            std::max<double>(1, static_cast<double>(code_points(visible(name))));
        return std::clamp(std::floor(width * 0.96 / characters), k_size_4, k_organ_size_max);
    }

    void organ(const std::string& name, double before) {
        const int size = static_cast<int>(organ_size(name, width_) * 2);
        out_ +=
            paragraph(k_organ, spacing_before(before),
                      runs(name, fmt::format(R"(<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>)", size)));
    }

    void head() {
        if (const auto* letter = std::get_if<Letterhead>(&document_.head)) {
            letterhead(*letter);
        } else if (const auto* bulletin = std::get_if<BulletinHead>(&document_.head)) {
            organ(bulletin->name, 0);
            out_ += paragraph(k_number, {}, runs(bulletin->issue, kai()));
            out_ += paragraph(k_plain,
                              rule("bottom", k_rule_red, "D90D0D") + two_tabs(k_advance, width_),
                              std::string(k_tab) + runs(bulletin->editor) + std::string(k_tab) +
                                  runs(bulletin->day));
            empty_lines(1);
        } else if (!document_.urgency.empty()) {
            out_ += urgency();
        }
    }

    std::string urgency() const {
        return paragraph(k_plain, {}, runs(document_.urgency, R"(<w:rFonts w:eastAsia="黑体"/>)"));
    }

    static std::string kai() { return R"(<w:rFonts w:eastAsia="楷体_GB2312"/>)"; }
    void letterhead(const Letterhead& letter) {
        double before = k_organ_top;
        if (!document_.urgency.empty()) {
            out_ += urgency();
            before -= k_pitch;
        }
        organ(letter.organ, before);
        empty_lines(2);
        const std::string red = rule("bottom", k_rule_red, "D90D0D", k_rule_below_number);
        if (letter.issuer.empty()) {
            out_ += paragraph(k_number, red, runs(letter.number));
        } else {
            out_ += paragraph(k_plain, red + two_tabs(k_advance, width_),
                              std::string(k_tab) + runs(letter.number) + std::string(k_tab) +
                                  runs("签发人：") + runs(letter.issuer, kai()));
        }
        empty_lines(2);
    }

    void blocks(const std::vector<Block>& list) {
        for (const Block& block : list) {
            keep_ = keep_last_ && &block == &list.back();
            std::visit([this](const auto& b) { add(b); }, block);
        }
        keep_last_ = false;
    }

    void add(const Heading& heading) {
        out_ += paragraph(fmt::format("Heading{}", heading.level), {}, runs(heading.text));
    }

    void add(const Paragraph& p) {
        const std::string properties =
            (keep_ ? std::string(k_keep_next) : std::string()) + justification(p.align);
        for (const std::string& line : paragraphs_of(p.text)) {
            out_ += paragraph(p.note     ? k_cell
                              : p.indent ? k_body
                                         : k_plain,
                              properties, runs(line));
        }
    }

    void add(const Table& table) {
        if (!table.caption.empty()) {
            out_ += paragraph(k_label, std::string(k_keep_next), runs(table.caption));
        }
        out_ += table_xml(table, width_);
        // Word wants a paragraph between a table and what follows.
        out_ += paragraph(k_plain, R"(<w:spacing w:line="80" w:lineRule="exact"/>)", {});
    }

    void attachment_list() {
        const bool several = document_.attachments.size() > 1;
        for (std::size_t i = 0; i < document_.attachments.size(); ++i) {
            if (i == 0) {
                empty_lines(1);
            }
            const std::string number = several ? fmt::format("{}. ", i + 1) : std::string{};
            const double hanging = (several ? 4 : 3) * k_advance;
            const double left = 2 * k_advance + hanging;
            const double first = i == 0 ? hanging : hanging - 3 * k_advance;
            out_ += paragraph(
                k_plain,
                std::string(k_keep_next) + fmt::format(R"(<w:ind w:left="{}" w:hanging="{}"/>)",
                                                       twips(left), twips(first)),
                runs((i == 0 ? "附件：" : "") + number + document_.attachments[i].title));
        }
    }

    // The organ is centred over the day by giving both the same middle.
    void signature() {
        if (!document_.signature) {
            return;
        }
        empty_lines(1);
        const double day = text_width(visible(document_.signature->day));
        const double organ = text_width(visible(document_.signature->organ));
        const double middle = std::min(width_ - 4 * k_advance - day / 2, width_ - organ / 2);
        const double left = 2 * middle - width_;
        const std::string place = std::string(k_keep_next) +
                                  fmt::format(R"(<w:ind w:left="{}"/>)", twips(left)) +
                                  justification(Align::centre);
        if (document_.signature->seal) {
            out_ += paragraph(k_plain, place,
                              runs("（盖章）", R"(<w:color w:val="D90D0D"/><w:sz w:val="21"/>)"));
        }
        out_ += paragraph(k_plain, place, runs(document_.signature->organ));
        out_ += paragraph(k_plain, place, runs(document_.signature->day));
    }

    // Without fonts at hand: a Latin character is half a Chinese one.
    static double width_at(const std::string& text, double advance) {
        double width = 0;
        for (const char32_t c : to_code_points(text)) {
            width += c < 0x80 ? advance / 2 : advance;
        }
        return width;
    }
    static double text_width(const std::string& text) { return width_at(text, k_advance); }
    static double title_width(const std::string& text) { return width_at(text, k_size_2); }

    void attachments() {
        const bool several = document_.attachments.size() > 1;
        for (std::size_t i = 0; i < document_.attachments.size(); ++i) {
            const Attachment& attachment = document_.attachments[i];
            if (attachment.body.empty()) {
                continue;
            }
            out_ += paragraph(k_plain, std::string(k_keep_next) + "<w:pageBreakBefore/>",
                              runs(several ? fmt::format("附件{}", i + 1) : "附件",
                                   R"(<w:rFonts w:eastAsia="黑体"/>)"));
            empty_lines(1);
            out_ += paragraph(k_title, {}, runs(attachment.title));
            empty_lines(1);
            blocks(attachment.body);
        }
    }

    void imprint_lines() {
        if (!document_.imprint) {
            return;
        }
        empty_lines(1);
        const Imprint& imprint = *document_.imprint;
        double upper = k_rule_thick;
        const auto recipients = [&](const char* name, const std::string& who) {
            if (who.empty()) {
                return;
            }
            const std::string edge =
                upper == k_rule_thick ? rule("top", k_rule_thick, "000000") : std::string{};
            // The first line hangs out to the edge, so that the rule above begins there.
            const double text = k_size_4 + text_width(name) * k_size_4 / k_advance;
            out_ +=
                paragraph(k_imprint,
                          std::string(k_keep_next) + edge + two_tabs(k_size_4, width_) +
                              fmt::format(R"(<w:ind w:left="{0}" w:hanging="{0}"/>)", twips(text)),
                          std::string(k_tab) + runs(name + who + "。"));
            upper = k_rule_thin;
        };
        recipients("报送：", imprint.reports_to);
        recipients("抄送：", imprint.copies_to);
        const std::string borders = fmt::format(
            R"(<w:pBdr><w:top w:val="single" w:sz="{}" w:space="1" w:color="000000"/>)"
            R"(<w:bottom w:val="single" w:sz="{}" w:space="1" w:color="000000"/></w:pBdr>)",
            static_cast<int>(upper * 8), static_cast<int>(k_rule_thick * 8));
        out_ += paragraph(k_imprint, borders + two_tabs(k_size_4, width_),
                          std::string(k_tab) + runs(imprint.printer) + std::string(k_tab) +
                              runs(imprint.day + "印发"));
    }

    const Document& document_;
    double width_;
    bool keep_last_ = false; // the last block stays with the signature
    bool keep_ = false;
    std::string out_;
};

std::string section(const Document& document) {
    const int wide = twips(k_page_height);
    const int narrow = twips(k_page_width);
    const bool turned = document.landscape;
    const double left = turned ? 36 * k_mm : k_margin_left;
    const double top = turned ? k_margin_left : k_margin_top;
    const double right =
        (turned ? k_page_height - k_area_height : k_page_width - k_area_width) - left;
    const double bottom =
        (turned ? k_page_width - k_area_width : k_page_height - k_area_height) - top;
    // The page number hangs 7 mm below the text.
    return fmt::format(
        R"(<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/>)"
        R"(<w:footerReference w:type="even" r:id="rIdEven"/>)"
        R"(<w:pgSz w:w="{}" w:h="{}"{}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" )"
        R"(w:header="851" w:footer="{}" w:gutter="0"/><w:docGrid w:type="lines" )"
        R"(w:linePitch="{}"/></w:sectPr>)",
        turned ? wide : narrow, turned ? narrow : wide, turned ? R"( w:orient="landscape")" : "",
        twips(top), twips(right), twips(bottom), twips(left),
        twips(bottom - k_page_number_below - k_pitch), twips(k_pitch));
}

} // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : visible(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out.push_back(c);
        }
    }
    return out;
}

std::string justification(Align align) {
    switch (align) {
    case Align::justify:
        return {};
    case Align::left:
        return R"(<w:jc w:val="left"/>)";
    case Align::centre:
        return R"(<w:jc w:val="center"/>)";
    case Align::right:
        return R"(<w:jc w:val="right"/>)";
    }
    unreachable("alignment without a word");
}

std::string runs(std::string_view text, const std::string& properties) {
    std::string out;
    while (!text.empty()) {
        const bool blank = text.starts_with(k_blank);
        const std::string_view part = text.substr(0, blank ? k_blank.size() : text.find(k_blank));
        std::string set = properties;
        if (blank) {
            set += R"(<w:highlight w:val="yellow"/>)";
        }
        out += "<w:r>";
        if (!set.empty()) {
            out += "<w:rPr>" + set + "</w:rPr>";
        }
        out += R"(<w:t xml:space="preserve">)" + escaped(part) + "</w:t></w:r>";
        text.remove_prefix(part.size());
    }
    return out;
}

std::string paragraph(std::string_view style, const std::string& properties,
                      const std::string& content) {
    return fmt::format(R"(<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr>{}</w:p>)", style, properties,
                       content);
}

std::string body_xml(const Document& document) {
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
        R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
        R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)"
        R"(<w:body>{}{}</w:body></w:document>)",
        BodyWriter(document).xml(), section(document));
}

} // namespace chengban::documents::docx
