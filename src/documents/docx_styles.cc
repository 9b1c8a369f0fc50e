#include "documents/docx_xml.h"

#include "documents/measures.h"

#include <fmt/format.h>

namespace chengban::documents::docx {

namespace {

constexpr std::string_view k_namespace =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";
constexpr std::string_view k_declaration =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";

// The names an office PC knows; where one is missing, Word and WPS put a Song or FangSong of their
// own.
constexpr std::string_view k_fangsong = "仿宋_GB2312";
constexpr std::string_view k_kai = "楷体_GB2312";
constexpr std::string_view k_hei = "黑体";
constexpr std::string_view k_song = "宋体";
constexpr std::string_view k_title_song = "方正小标宋简体";

std::string fonts(std::string_view name) {
    return fmt::format(R"(<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="{0}"/>)",
                       name);
}

// 28 characters a line. A grid of characters would say it too, but LibreOffice reads one
// differently from Word, and both agree on this: a quarter of a point less between the characters.
constexpr std::string_view k_tighter = R"(<w:spacing w:val="-5"/>)";

struct Style {
    std::string_view id;
    std::string_view name;
    std::string_view font;
    double size;
    std::string_view paragraph; // inside w:pPr
    std::string_view run;       // between fonts and size
};

std::string style_xml(const Style& style) {
    return fmt::format(
        R"(<w:style w:type="paragraph" w:customStyle="1" w:styleId="{}"><w:name w:val="{}"/>)"
        R"(<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{}</w:pPr>)"
        R"(<w:rPr>{}{}<w:sz w:val="{}"/><w:szCs w:val="{}"/></w:rPr></w:style>)",
        style.id, style.name, style.paragraph, fonts(style.font), style.run,
        static_cast<int>(style.size * 2), static_cast<int>(style.size * 2));
}

// Outline levels let Word show the headings as a tree.
std::string heading_xml(int level, std::string_view font) {
    return fmt::format(
        R"(<w:style w:type="paragraph" w:styleId="Heading{0}"><w:name w:val="heading {0}"/>)"
        R"(<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>)"
        R"(<w:ind w:firstLineChars="200" w:firstLine="{1}"/><w:outlineLvl w:val="{2}"/></w:pPr>)"
        R"(<w:rPr>{3}{4}<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>)",
        level, twips(2 * k_advance), level - 1, fonts(font), k_tighter);
}

} // namespace

std::string styles_xml() {
    const std::string body =
        fmt::format(R"(<w:ind w:firstLineChars="200" w:firstLine="{}"/>)", twips(2 * k_advance));
    std::string xml = fmt::format(
        R"({}<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:kern w:val="0"/><w:sz w:val="32"/>)"
        R"(<w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>)"
        R"(</w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:spacing w:before="0" )"
        R"(w:after="0" w:line="{}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>)"
        R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>)"
        R"(<w:qFormat/><w:pPr><w:kinsoku/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>)"
        R"(<w:snapToGrid w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>)"
        R"(<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>)"
        R"(<w:uiPriority w:val="99"/><w:semiHidden/></w:style>)",
        k_declaration, k_namespace, fonts(k_fangsong), twips(k_pitch));
    xml += heading_xml(1, k_hei) + heading_xml(2, k_kai) + heading_xml(3, k_fangsong) +
           heading_xml(4, k_fangsong);
    const std::string tight =
        fmt::format(R"(<w:spacing w:line="{}" w:lineRule="exact"/>)", twips(k_table_pitch));
    const std::string tight_centred = tight + R"(<w:jc w:val="center"/>)";
    const std::vector<Style> styles{
        {k_body, "公文正文", k_fangsong, k_size_3, body, k_tighter},
        {k_plain, "公文顶格", k_fangsong, k_size_3, "", k_tighter},
        {k_organ, "发文机关标志", k_title_song, k_organ_size_max,
         R"(<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>)",
         R"(<w:color w:val="D90D0D"/>)"},
        {k_number, "发文字号", k_fangsong, k_size_3, R"(<w:jc w:val="center"/>)", ""},
        {k_title, "公文标题", k_title_song, k_size_2, R"(<w:keepNext/><w:jc w:val="center"/>)", ""},
        {k_cell, "表格文字", k_fangsong, k_size_small_4, tight, ""},
        {k_label, "表格栏目", k_hei, k_size_small_4, tight_centred, ""},
        {k_imprint, "版记", k_fangsong, k_size_4, R"(<w:spacing w:line="520" w:lineRule="exact"/>)",
         ""},
        {k_page_number, "页码", k_song, k_size_4, "", ""}};
    for (const Style& style : styles) {
        xml += style_xml(style);
    }
    return xml + "</w:styles>";
}

std::string settings_xml() {
    return fmt::format(
        R"({}<w:settings {}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>)"
        R"(<w:bordersDoNotSurroundFooter/><w:evenAndOddHeaders/>)"
        R"(<w:drawingGridVerticalSpacing w:val="{}"/>)"
        R"(<w:characterSpacingControl w:val="doNotCompress"/><w:compat>)"
        R"(<w:compatSetting w:name="compatibilityMode" )"
        R"(w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>)"
        R"(<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>)",
        k_declaration, k_namespace, twips(k_pitch));
}

// — 1 —, odd pages at the right, even at the left, one character in.
std::string footer_xml(bool odd, const std::string& export_mark) {
    const std::string field = runs("— ") +
                              R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText )"
                              R"(xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar )"
                              R"(w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r>)"
                              R"(<w:fldChar w:fldCharType="end"/></w:r>)" +
                              runs(" —");
    const std::string place =
        odd ? fmt::format(R"(<w:ind w:right="{}"/><w:jc w:val="right"/>)", twips(k_size_4))
            : fmt::format(R"(<w:ind w:left="{}"/><w:jc w:val="left"/>)", twips(k_size_4));
    std::string xml = fmt::format("{}<w:ftr {}>", k_declaration, k_namespace) +
                      paragraph(k_page_number, place, field);
    if (!export_mark.empty()) {
        xml += paragraph(k_page_number, R"(<w:jc w:val="center"/>)",
                         runs(export_mark, R"(<w:color w:val="737373"/><w:sz w:val="14"/>)"));
    }
    return xml + "</w:ftr>";
}

// Where a font is missing, a program should take one of the same kind.
std::string font_table_xml() {
    struct Font {
        std::string_view name, other, family;
    };
    std::string xml = fmt::format("{}<w:fonts {}>", k_declaration, k_namespace);
    for (const Font& font : {Font{k_fangsong, "仿宋", "roman"}, Font{k_kai, "楷体", "roman"},
                             Font{k_hei, "SimHei", "swiss"}, Font{k_song, "SimSun", "roman"},
                             Font{k_title_song, "方正小标宋_GBK", "roman"}}) {
        xml += fmt::format(R"(<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="86"/>)"
                           R"(<w:family w:val="{}"/><w:pitch w:val="variable"/></w:font>)",
                           font.name, font.other, font.family);
    }
    return xml + "</w:fonts>";
}

} // namespace chengban::documents::docx
