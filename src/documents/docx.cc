#include "documents/docx.h"

#include "documents/archive.h"
#include "documents/docx_xml.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

constexpr std::string_view k_content_types =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>)"
    R"(<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>)"
    R"(<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>)"
    R"(</Types>)";

constexpr std::string_view k_package =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>)"
    R"(</Relationships>)";

constexpr std::string_view k_parts =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rIdSettings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>)"
    R"(<Relationship Id="rIdFonts" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>)"
    R"(<Relationship Id="rIdOdd" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>)"
    R"(<Relationship Id="rIdEven" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>)"
    R"(</Relationships>)";

std::string core_xml(const Document& document, const FileFacts& facts) {
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
        R"(<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" )"
        R"(xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" )"
        R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{0}</dc:title>)"
        R"(<dc:creator>{1}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{2}</dcterms:created>)"
        R"(<dcterms:modified xsi:type="dcterms:W3CDTF">{2}</dcterms:modified><dc:language>zh-CN</dc:language>)"
        R"(</cp:coreProperties>)",
        docx::escaped(document.title), docx::escaped(facts.author), to_string(facts.created));
}

} // namespace

std::string to_docx(const Document& document, const FileFacts& facts) {
    return to_zip({{"[Content_Types].xml", std::string(k_content_types)},
                   {"_rels/.rels", std::string(k_package)},
                   {"word/document.xml", docx::body_xml(document)},
                   {"word/styles.xml", docx::styles_xml()},
                   {"word/settings.xml", docx::settings_xml()},
                   {"word/fontTable.xml", docx::font_table_xml()},
                   {"word/footer1.xml", docx::footer_xml(true, document.export_mark)},
                   {"word/footer2.xml", docx::footer_xml(false, document.export_mark)},
                   {"word/_rels/document.xml.rels", std::string(k_parts)},
                   {"docProps/core.xml", core_xml(document, facts)}},
                  facts.created);
}

} // namespace chengban::documents
