#include "documents/typesetter.h"

#include "base/utf8.h"
#include "documents/visible_text.h"
#include "documents/wording.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace chengban::documents {

namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

int units(double points) {
    return static_cast<int>(std::lround(points * PANGO_SCALE));
}
double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

// Characters that no font has, by looking at what the shaper could not find.
std::set<char32_t> without_glyph(PangoLayout* layout) {
    std::set<char32_t> missing;
    if (pango_layout_get_unknown_glyphs_count(layout) == 0) {
        return missing;
    }
    for (GSList* lines = pango_layout_get_lines_readonly(layout); lines != nullptr;
         lines = lines->next) {
        for (GSList* runs = static_cast<PangoLayoutLine*>(lines->data)->runs; runs != nullptr;
             runs = runs->next) {
            const auto* run = static_cast<PangoGlyphItem*>(runs->data);
            for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
                const PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
                if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
                    missing.insert(static_cast<char32_t>(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
                }
            }
        }
    }
    return missing;
}

std::string written_out(const std::string& text, const std::set<char32_t>& missing) {
    std::string out;
    for (const char32_t c : to_code_points(text)) {
        if (missing.contains(c)) {
            out += code_point_words(c);
        } else {
            append_utf8(out, c);
        }
    }
    return out;
}

// What is to be filled in stands out.
void mark_blanks(PangoAttrList* attributes, const std::string& text) {
    for (std::size_t at = text.find(k_blank); at != std::string::npos;
         at = text.find(k_blank, at + k_blank.size())) {
        PangoAttribute* mark = pango_attr_background_new(0xFFFF, 0xF0F0, 0xA8A8);
        mark->start_index = static_cast<guint>(at);
        mark->end_index = static_cast<guint>(at + k_blank.size());
        pango_attr_list_insert(attributes, mark);
    }
}

// Spreads what is left of a broken line between its characters. Pango itself would put all of it
// into the spaces of the few Latin words.
void fill_width(PangoLayoutLine* line, int width, int most) {
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    const int slack = width - logical.width;
    int gaps = -1;
    PangoGlyphInfo* last = nullptr;
    for (GSList* runs = line->runs; runs != nullptr; runs = runs->next) {
        const auto* run = static_cast<PangoGlyphItem*>(runs->data);
        if (run->item->analysis.level % 2 != 0) {
            return; // right-to-left stays ragged
        }
        for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
            if (run->glyphs->glyphs[i].attr.is_cluster_start != 0U &&
                run->glyphs->glyphs[i].geometry.width > 0) {
                ++gaps;
                last = &run->glyphs->glyphs[i];
            }
        }
    }
    if (slack <= 0 || slack > most || gaps <= 0) {
        return;
    }
    int given = 0;
    int count = 0;
    for (GSList* runs = line->runs; runs != nullptr; runs = runs->next) {
        const auto* run = static_cast<PangoGlyphItem*>(runs->data);
        for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
            PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
            if (glyph.attr.is_cluster_start != 0U && glyph.geometry.width > 0 && &glyph != last) {
                ++count;
                const int due = static_cast<int>(static_cast<std::int64_t>(slack) * count / gaps);
                glyph.geometry.width += due - given;
                given = due;
            }
        }
    }
}

// The title face of an office is one heavy weight; Song, which stands in for it, must be asked for
// its bold one.
bool title_is_song(PangoContext* context) {
    PangoFontDescription* wanted =
        pango_font_description_from_string(font_stack(Face::title).c_str());
    const Owned<PangoFont> font(pango_context_load_font(context, wanted));
    pango_font_description_free(wanted);
    PangoFontDescription* found = pango_font_describe(font.get());
    const bool song =
        std::string_view(pango_font_description_get_family(found)).starts_with("Noto");
    pango_font_description_free(found);
    return song;
}

void describe(PangoLayout* layout, const Setting& setting, bool bold, const std::string& text) {
    PangoFontDescription* font =
        pango_font_description_from_string(font_stack(setting.face).c_str());
    pango_font_description_set_absolute_size(font, setting.size * PANGO_SCALE);
    if (bold) {
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    }
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);

    PangoAttrList* attributes = pango_attr_list_new();
    if (setting.advance > 0) {
        pango_attr_list_insert(attributes,
                               pango_attr_letter_spacing_new(static_cast<int>(
                                   std::floor((setting.advance - setting.size) * PANGO_SCALE))));
    }
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    mark_blanks(attributes, text);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);

    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_auto_dir(layout, FALSE);
    if (setting.width > 0) {
        pango_layout_set_width(layout, units(setting.width));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_indent(layout, units(setting.indent));
    }
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
}

} // namespace

std::string font_stack(Face face) {
    switch (face) {
    case Face::fangsong:
        return "仿宋_GB2312,FangSong_GB2312,仿宋,FangSong,方正仿宋_GBK,STFangsong,FandolFang R,"
               "Noto Serif CJK SC,AR PL SungtiL GB,serif";
    case Face::kai:
        return "楷体_GB2312,KaiTi_GB2312,楷体,KaiTi,方正楷体_GBK,STKaiti,FandolKai,AR PL UKai CN,"
               "AR PL KaitiM GB,LXGW WenKai,Noto Serif CJK SC,serif";
    case Face::hei:
        return "黑体,SimHei,方正黑体_GBK,STHeiti,FandolHei,Noto Sans CJK SC,WenQuanYi Zen "
               "Hei,sans-serif";
    case Face::song:
        return "宋体,SimSun,方正书宋_GBK,STSong,FandolSong,Noto Serif CJK SC,AR PL SungtiL "
               "GB,serif";
    case Face::title:
        return "方正小标宋_GBK,方正小标宋简体,FZXiaoBiaoSong-B05S,STZhongsong,Noto Serif CJK SC,"
               "AR PL SungtiL GB,serif";
    }
    unreachable("face without a stack");
}

std::string Line::text() const {
    const PangoLayoutLine* line = pango_layout_get_line_readonly(layout_.get(), index_);
    return std::string(pango_layout_get_text(layout_.get()) + line->start_index,
                       static_cast<std::size_t>(line->length));
}

double Line::width() const {
    PangoRectangle logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout_.get(), index_), nullptr,
                                  &logical);
    return points(logical.width);
}

void Line::draw(cairo_t* cairo, double x, double baseline) const {
    cairo_move_to(cairo, x, baseline);
    pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout_.get(), index_));
}

struct Typesetter::Fonts {
    Owned<PangoFontMap> map{pango_cairo_font_map_new()};
    Owned<PangoContext> context;
    bool bold_title = false;

    Fonts() {
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
        context.reset(pango_font_map_create_context(map.get()));
        pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
        pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
        pango_context_set_round_glyph_positions(context.get(), FALSE);
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context.get(), options);
        cairo_font_options_destroy(options);
        bold_title = title_is_song(context.get());
    }
};

Typesetter::Typesetter() : fonts_(std::make_unique<Fonts>()) {}
Typesetter::~Typesetter() = default;

std::vector<Line> Typesetter::set(const std::string& words, const Setting& setting) const {
    std::string text = words;
    std::replace(text.begin(), text.end(), '\n', ' '); // paragraphs are cut by who calls
    std::shared_ptr<PangoLayout> layout(pango_layout_new(fonts_->context.get()), Unref{});
    const bool bold = setting.face == Face::title && fonts_->bold_title;
    describe(layout.get(), setting, bold, text);
    if (const std::set<char32_t> missing = without_glyph(layout.get()); !missing.empty()) {
        describe(layout.get(), setting, bold, written_out(text, missing));
    }
    const int count = pango_layout_get_line_count(layout.get());
    std::vector<Line> lines;
    for (int i = 0; i < count; ++i) {
        if (setting.justify && i + 1 < count) {
            const double width = setting.width - (i == 0 ? setting.indent : 0);
            fill_width(pango_layout_get_line(layout.get(), i), units(width),
                       units(2 * setting.size));
        }
        lines.emplace_back(layout, i);
    }
    return lines;
}

Line Typesetter::set_line(const std::string& text, const Setting& setting) const {
    Setting whole = setting;
    whole.width = 0;
    Line line = set(text, whole).front();
    if (setting.width > 0 && line.width() > setting.width) {
        whole.size *= setting.width / line.width();
        whole.advance = 0;
        line = set(text, whole).front();
    }
    return line;
}

} // namespace chengban::documents
