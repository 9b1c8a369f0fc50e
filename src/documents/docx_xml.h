// The parts of a Word file as XML text.
#pragma once

#include "documents/document.h"

#include <string>

namespace chengban::documents::docx {

std::string escaped(std::string_view text); // visible, and without markup

std::string body_xml(const Document& document); // word/document.xml
std::string styles_xml();                       // word/styles.xml
std::string settings_xml();                     // word/settings.xml
std::string font_table_xml();                   // word/fontTable.xml
std::string footer_xml(bool odd, const std::string& export_mark);

// Paragraph styles by what they are for.
inline constexpr std::string_view k_body = "Body";
inline constexpr std::string_view k_plain = "Plain"; // the body without its indent
inline constexpr std::string_view k_organ = "Organ";
inline constexpr std::string_view k_number = "Number";
inline constexpr std::string_view k_title = "DocumentTitle";
inline constexpr std::string_view k_cell = "Cell";
inline constexpr std::string_view k_label = "CellLabel";
inline constexpr std::string_view k_imprint = "Imprint";
inline constexpr std::string_view k_page_number = "PageNumber";

// Twentieths of a point.
constexpr int twips(double points) {
    return static_cast<int>(points * 20 + 0.5);
}

// <w:p> with properties (inside w:pPr, after the style) and runs.
std::string paragraph(std::string_view style, const std::string& properties,
                      const std::string& runs);
// Runs of this text; blanks to fill in are highlighted.
std::string runs(std::string_view text, const std::string& properties = {});

std::string justification(Align align); // <w:jc>, nothing for both edges flush

std::string table_xml(const Table& table, double width);

} // namespace chengban::documents::docx
