#include "documents/archive.h"
#include "documents/docx.h"
#include "documents/docx_xml.h"
#include "documents/measures.h"
#include "documents/sample_papers.h"

#include "tabular/xml_parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengban::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::array k_parts{
    "[Content_Types].xml", "_rels/.rels",      "word/document.xml", "word/styles.xml",
    "word/settings.xml",   "word/footer1.xml", "word/footer2.xml",  "word/_rels/document.xml.rels",
    "docProps/core.xml"};

// What Word reads: the texts of paragraphs, and which styles they name.
struct Reading : tabular::XmlHandler {
    std::string texts;
    std::set<std::string> styles;
    std::map<std::string, int> elements;
    bool in_text = false;

    std::optional<Problem> start(std::string_view name,
                                 const tabular::XmlAttributes& with) override {
        ++elements[std::string(name)];
        in_text = name == "t";
        if (name == "pStyle") {
            styles.insert(std::string(with.get_or("val", "")));
        }
        if (name == "style") {
            styles.insert(std::string(with.get_or("styleId", "")));
        }
        return std::nullopt;
    }
    std::optional<Problem> end(std::string_view name) override {
        in_text = false;
        texts += name == "p" ? "\n" : "";
        return std::nullopt;
    }
    std::optional<Problem> text(std::string_view text) override {
        texts += in_text ? text : std::string_view{};
        return std::nullopt;
    }
};

std::map<std::string, Reading> read_docx(const std::string& bytes) {
    std::map<std::string, Reading> parts;
    auto archive = tabular::ZipArchive::open(bytes, "x.docx", {});
    EXPECT_TRUE(archive);
    for (const char* name : k_parts) {
        EXPECT_TRUE((*archive)->has(name)) << name;
        Reading reading;
        EXPECT_TRUE(tabular::parse_part(**archive, name, reading)) << name << " is not well-formed";
        parts.emplace(name, std::move(reading));
    }
    return parts;
}

TEST(Docx, EveryFormIsWellFormedAndNamesOnlyStylesThatExist) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        for (const Document& document : {sample(row.value), blank(row.value)}) {
            const auto parts = read_docx(to_docx(document, sample_facts()));
            const Reading& body = parts.at("word/document.xml");
            const Reading& styles = parts.at("word/styles.xml");
            for (const std::string& style : body.styles) {
                EXPECT_TRUE(styles.styles.contains(style)) << row.token << " " << style;
            }
            EXPECT_EQ(body.elements.at("sectPr"), 1);
        }
    }
}

TEST(Docx, SaysTheSameAsThePaper) {
    const auto parts = read_docx(to_docx(sample(Form::supervision_report), sample_facts()));
    const std::string& text = parts.at("word/document.xml").texts;
    std::size_t at = 0;
    for (const std::string_view part :
         {"浦东新区住房保障和房屋管理局", "沪浦房〔2026〕216号签发人：顾海峰",
          "督办件办理情况的报告", "上海市物业管理事务中心：", "一、市民反映的问题",
          "二、查明的事实和证据", "三、处理意见和依据", "四、答复市民的情况",
          "五、办理结果变更和重新回复市民的情况", "特此报告。", "附件：1. 现场核查登记表",
          "（盖章）", "2026年12月1日", "（联系人：周敏"}) {
        const std::size_t found = text.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << " after\n" << text.substr(0, at);
        at = found;
    }
}

TEST(Docx, PageGridAndPageNumbersOfTheStandard) {
    const std::string body = docx::body_xml(sample(Form::supervision_notice));
    EXPECT_THAT(body, HasSubstr(R"(<w:pgSz w:w="11906" w:h="16838"/>)"));
    // 37, 26, 35 and 28 mm
    EXPECT_THAT(body,
                HasSubstr(R"(<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587")"));
    EXPECT_THAT(body, HasSubstr(R"(<w:docGrid w:type="lines" w:linePitch="580"/>)"));
    EXPECT_THAT(docx::settings_xml(), HasSubstr("<w:evenAndOddHeaders/>"));
    EXPECT_THAT(docx::footer_xml(true, ""), HasSubstr(R"(<w:jc w:val="right"/>)"));
    EXPECT_THAT(docx::footer_xml(false, ""), HasSubstr(R"(<w:jc w:val="left"/>)"));
    EXPECT_THAT(docx::footer_xml(false, "导出：王芳"), HasSubstr("导出：王芳"));
    EXPECT_THAT(docx::styles_xml(), HasSubstr(R"(<w:lang w:val="zh-CN" w:eastAsia="zh-CN")"));
    EXPECT_THAT(docx::styles_xml(), HasSubstr(R"(w:eastAsia="仿宋_GB2312")"));
    const std::string wide = docx::body_xml(sample(Form::half_year_table));
    EXPECT_THAT(wide, HasSubstr(R"(<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>)"));
}

TEST(Docx, HeadsOfTablesRepeatAndBlanksAreHighlighted) {
    const std::string body = docx::body_xml(sample(Form::half_year_table));
    EXPECT_THAT(body, HasSubstr("<w:tblHeader/>"));
    EXPECT_THAT(
        body,
        HasSubstr(R"(<w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">（待填）)"));
}

TEST(Docx, TextIsNeverMarkup) {
    Document document;
    document.title = "</w:t><w:p/> & \"x\" \x01 a\u202Eb \xFF";
    document.body.emplace_back(Paragraph{"<script>]]>&lt;"});
    Table table;
    table.shares = {1};
    table.rows.push_back({Cell{"<w:tc>"}});
    document.body.emplace_back(std::move(table));
    const auto parts = read_docx(to_docx(document, {"<&>\"", sample_facts().created}));
    const std::string& text = parts.at("word/document.xml").texts;
    EXPECT_THAT(text, HasSubstr("</w:t><w:p/> & \"x\" \uFFFD a〔U+202E〕b \uFFFD"));
    EXPECT_THAT(text, HasSubstr("<script>]]>&lt;"));
    EXPECT_THAT(text, HasSubstr("<w:tc>"));
}

TEST(Docx, SameDocumentSameBytes) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        EXPECT_EQ(to_docx(sample(row.value), sample_facts()),
                  to_docx(sample(row.value), sample_facts()));
    }
}

TEST(Archive, ManyDocumentsInOneZip) {
    const std::string bytes =
        to_zip({{"督办通知.pdf", "甲"}, {"答复要点.docx", std::string(100'000, 'x')}},
               sample_facts().created);
    auto archive = tabular::ZipArchive::open(bytes, "x.zip", {});
    ASSERT_TRUE(archive);
    ASSERT_TRUE((*archive)->has("督办通知.pdf"));
    auto part = (*archive)->part("督办通知.pdf");
    ASSERT_TRUE(part);
    EXPECT_EQ(*part->read(), "甲");
    EXPECT_LT(bytes.size(), 5'000U);
}

} // namespace
} // namespace chengban::documents
