// The PDF itself, read by poppler.
#include "documents/measures.h"
#include "documents/press.h"
#include "documents/sample_papers.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <regex>

namespace chengban::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string printed(Form form) {
    return write_temporary(std::string(token(form)) + ".pdf", to_pdf(sample(form), sample_facts()));
}

std::string without_spaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
    return text;
}

TEST(Press, SameDocumentSameBytes) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        const std::string once = to_pdf(sample(row.value), sample_facts());
        EXPECT_TRUE(once.starts_with("%PDF-1."));
        EXPECT_EQ(once, to_pdf(sample(row.value), sample_facts())) << row.token;
    }
    FileFacts later = sample_facts();
    later.created = later.created.plus_milliseconds(1000);
    EXPECT_NE(to_pdf(sample(Form::reply_summary), later),
              to_pdf(sample(Form::reply_summary), sample_facts()));
}

TEST(Press, FactsOfTheFileComeFromTheInput) {
    const std::string info = output_of("pdfinfo -isodates " + printed(Form::supervision_notice));
    EXPECT_THAT(info, HasSubstr("Page size:       595.276 x 841.89 pts (A4)"));
    EXPECT_THAT(info,
                HasSubstr("Title:           关于督办“花木街道某小区消防设施损坏问题”工单的通知"));
    EXPECT_THAT(info, HasSubstr("Author:          上海市物业管理事务中心"));
    const bool dated = info.find("2026-11-25T10:00:00+08") != std::string::npos ||
                       info.find("2026-11-25T02:00:00Z") != std::string::npos;
    EXPECT_TRUE(dated) << info;
}

TEST(Press, EveryFontIsEmbeddedAndReadable) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        const std::string fonts = output_of("pdffonts " + printed(row.value));
        std::size_t lines = 0;
        for (std::size_t at = fonts.find('\n'); at + 1 < fonts.size();
             at = fonts.find('\n', at + 1)) {
            ++lines;
        }
        const std::regex good("yes +yes +yes"); // embedded, a subset, with Unicode
        const auto found = std::distance(std::sregex_iterator(fonts.begin(), fonts.end(), good),
                                         std::sregex_iterator());
        EXPECT_EQ(static_cast<std::size_t>(found), lines - 1) << fonts;
    }
}

TEST(Press, TextCanBeSelected) {
    const std::string text =
        without_spaces(output_of("pdftotext " + printed(Form::supervision_notice) + " -"));
    for (const std::string_view part :
         {"加急", "上海市物业管理事务中心", "沪物热督〔2026〕3号", "浦东新区住房保障和房屋管理局：",
          "“市民当年度重复投诉5次以上（含5次）的工单”", "SH20261116000094",
          "于2026年12月1日24时前办结", "抄送：上海市房屋管理局办公室", "—1—"}) {
        EXPECT_THAT(text, HasSubstr(std::string(part)));
    }
}

// Where poppler sees the lines is where the standard wants them.
TEST(Press, LinesLieOnTheGridOfThePage) {
    Document document;
    std::string body;
    for (int i = 0; i < 700; ++i) {
        body += "字";
    }
    document.body.emplace_back(Paragraph{body});
    const std::string path = write_temporary("grid.pdf", to_pdf(document, sample_facts()));
    const std::string boxes = output_of("pdftotext -bbox " + path + " -");
    const std::regex word(
        R"re(xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">字)re");
    std::vector<double> tops;
    for (std::sregex_iterator it(boxes.begin(), boxes.end(), word), end; it != end; ++it) {
        EXPECT_GE(std::stod((*it)[1]), k_margin_left - 1);
        EXPECT_LE(std::stod((*it)[3]), k_margin_left + k_area_width + 1);
        tops.push_back(std::stod((*it)[2]));
    }
    ASSERT_GE(tops.size(), 22U);
    for (std::size_t i = 1; i < 21; ++i) {
        EXPECT_NEAR(tops[i] - tops[i - 1], k_pitch, 0.05) << i;
    }
}

TEST(Press, ManyDocumentsInOneFileKeepTheirPageNumbers) {
    const std::vector<Document> documents{sample(Form::supervision_notice),
                                          sample(Form::half_year_table),
                                          sample(Form::reply_summary)};
    const std::string path = write_temporary("batch.pdf", to_pdf(documents, sample_facts()));
    const std::string info = output_of("pdfinfo -f 1 -l 9 " + path);
    EXPECT_THAT(info, HasSubstr("841.89 x 595.276 pts")); // the wide table lies on its side
    const std::string text = without_spaces(output_of("pdftotext " + path + " -"));
    std::size_t firsts = 0;
    for (std::size_t at = text.find("—1—"); at != std::string::npos;
         at = text.find("—1—", at + 1)) {
        ++firsts;
    }
    EXPECT_EQ(firsts, documents.size());
}

// 18: a copy says who took it, and when, on every page.
TEST(Press, Clause_18_TheMarkOfAnExportIsOnEveryPage) {
    Document document = sample(Form::supervision_notice);
    document.export_mark = "导出：王芳（静安区房管局）2026-11-25 10:02";
    const std::string path = write_temporary("marked.pdf", to_pdf(document, sample_facts()));
    const std::string pages = output_of("pdfinfo " + path);
    std::smatch count;
    ASSERT_TRUE(std::regex_search(pages, count, std::regex("Pages: +([0-9]+)")));
    for (int page = 1; page <= std::stoi(count[1]); ++page) {
        EXPECT_THAT(
            without_spaces(output_of(fmt::format("pdftotext -f {0} -l {0} {1} -", page, path))),
            HasSubstr("导出：王芳（静安区房管局）2026-11-2510:02"));
    }
}

TEST(Press, HostileTextPrintsAndCanBeReadBack) {
    Document document;
    document.title = "a\u202Eb <&> \xFF";
    document.body.emplace_back(
        Paragraph{"张𠮷野，\U0010FF01，😀，شكوى，" + std::string(500, 'x') + "。"});
    const std::string path = write_temporary("hostile.pdf", to_pdf(document, sample_facts()));
    const std::string text = without_spaces(output_of("pdftotext " + path + " -"));
    EXPECT_THAT(text, HasSubstr("〔U+202E〕"));
    EXPECT_THAT(text, HasSubstr("张𠮷野"));
    EXPECT_THAT(text, HasSubstr("〔U+10FF01〕"));
    EXPECT_THAT(text, Not(HasSubstr("\x01")));
}

TEST(Press, ADocumentTakesLessThan200Milliseconds) {
    to_pdf(sample(Form::reply_summary), sample_facts()); // fonts
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        const Document document = sample(row.value);
        const auto begin = std::chrono::steady_clock::now();
        to_pdf(document, sample_facts());
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        // Ten times what it takes on an idle machine is still far from the target.
        EXPECT_LT(took.count(), 2.0) << row.token;
    }
}

} // namespace
} // namespace chengban::documents
