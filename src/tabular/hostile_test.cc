// Archives and XML made to hurt: each is refused with words, in little memory.
#include "tabular/test_files.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chengban::tabular {
namespace {

using namespace testing_files;
using testing::HasSubstr;

Parts plain_parts(std::string data = "<row><c><v>1</v></c></row>") {
    return parts_of({{{"Sheet1", std::move(data), "visible"}}, "", "", {}, false});
}

std::string changed(const std::string& part, const std::string& content) {
    Parts parts = plain_parts();
    parts[part] = content;
    return zip_of(parts);
}

std::string repeat(std::string_view piece, std::size_t times) {
    std::string result;
    result.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        result += piece;
    }
    return result;
}

TEST(Hostile, OtherFilesAreRefusedWithWords) {
    const std::vector<std::pair<std::string, std::string>> files{
        {std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", 10), "old .xls"},
        {"%PDF-1.7", "PDF"},
        {"<html><table><tr><td>工单", "HTML"},
        {"\xEF\xBB\xBF\n <TABLE border=1>", "HTML"},
        {"<?xml version=\"1.0\"?><Workbook/>", "XML"},
        {std::string("Rar!\x1A\x07\x00", 7), "RAR"},
        {"\x1F\x8B\x08", "gzip"},
        {std::string("PK\x05\x06", 4) + std::string(18, '\0'), "empty archive"},
        {"", "empty"}};
    for (const auto& [bytes, word] : files) {
        const Read read = read_all(bytes, {}, "清单.xls");
        EXPECT_EQ(code_of(read), "not_a_table") << word;
        EXPECT_THAT(message_of(read), HasSubstr(word));
        EXPECT_THAT(message_of(read), HasSubstr("清单.xls"));
    }
    EXPECT_EQ(code_of(read_all(zip_of({{"mimetype", "application/vnd.oasis"}}))), "not_a_table");
    EXPECT_EQ(code_of(read_all(changed("xl/workbook.xml", "<document/>"))), "not_a_table");
}

TEST(Hostile, TheContentDecidesNotTheName) {
    EXPECT_EQ(texts(read_all(xlsx_with("<row><c><v>1</v></c></row>"), {}, "清单.csv")).size(), 1U);
    EXPECT_EQ(texts(read_all("a,b\n", {}, "清单.xlsx")).size(), 1U);
}

TEST(Hostile, CutArchivesAreRefused) {
    const std::string whole = xlsx_with("<row><c><v>1</v></c></row>");
    for (std::size_t size = 4; size < whole.size(); size += 7) {
        EXPECT_NE(code_of(read_all(whole.substr(0, size))), "ok") << size;
    }
}

TEST(Hostile, AZipBombIsRefusedEarly) {
    // 200 MB of one cell's spaces in about 200 kB.
    const std::string bomb = changed("xl/worksheets/sheet0.xml", "<worksheet><sheetData>" +
                                                                     std::string(200'000'000, ' ') +
                                                                     "</sheetData></worksheet>");
    EXPECT_LT(bomb.size(), 300'000U);
    const Read read = read_all(bomb);
    EXPECT_EQ(code_of(read), "archive_limit");
    EXPECT_EQ(code_of(read_all(
                  changed("xl/sharedStrings.xml",
                          "<sst>" + repeat("<si><t>aaaaaaaaaaaa</t></si>", 2'000'000) + "</sst>"))),
              "archive_limit");
    EXPECT_EQ(code_of(read_all(changed("xl/styles.xml", "<a>" + std::string(20'000'000, ' ')))),
              "archive_limit");
}

TEST(Hostile, ADirectoryThatLiesAboutSizesHelpsNobody) {
    std::string bomb =
        changed("xl/worksheets/sheet0.xml",
                "<worksheet><sheetData>" + std::string(50'000'000, ' ') + "</sheetData>");
    // The declared sizes of every entry of the directory become 100.
    for (std::size_t at = bomb.find("PK\x01\x02"); at != std::string::npos;
         at = bomb.find("PK\x01\x02", at + 4)) {
        bomb.replace(at + 24, 4, std::string("\x64\0\0\0", 4));
    }
    const Read read = read_all(bomb);
    EXPECT_NE(code_of(read), "ok");
}

TEST(Hostile, TotalSizeIsLimitedOverAllParts) {
    OpenOptions options;
    options.limits.inflated_bytes_max = 1000;
    EXPECT_EQ(code_of(read_all(zip_of(plain_parts()), options)), "archive_limit");
}

TEST(Hostile, TooManyEntriesAreRefusedBeforeTheyAreRead) {
    Parts parts = plain_parts();
    for (int i = 0; i < 5000; ++i) {
        parts[fmt::format("x{}", i)] = "";
    }
    EXPECT_EQ(code_of(read_all(zip_of(parts))), "archive_limit");
    // A directory that claims 65,535 entries in a tiny file.
    std::string bytes = zip_of(plain_parts());
    bytes[bytes.size() - 12] = '\xFF';
    bytes[bytes.size() - 11] = '\xFF';
    EXPECT_EQ(code_of(read_all(bytes)), "archive_limit");
}

TEST(Hostile, DocumentTypesAndEntitiesAreRefused) {
    const std::string laughs =
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">"
        "<!ENTITY lol3 \"&lol2;&lol2;&lol2;\">]>";
    for (const char* part : {"xl/worksheets/sheet0.xml", "xl/workbook.xml", "xl/styles.xml",
                             "xl/sharedStrings.xml", "_rels/.rels"}) {
        EXPECT_EQ(code_of(read_all(changed(part, laughs + "<a>&lol3;</a>"))), "broken_workbook");
        EXPECT_EQ(code_of(read_all(
                      changed(part, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a>&x;</a>"))),
                  "broken_workbook");
        EXPECT_EQ(code_of(read_all(changed(part, "<a>&undefined;</a>"))), "broken_workbook");
    }
    EXPECT_THAT(message_of(read_all(changed("xl/workbook.xml", laughs + "<a/>"))),
                HasSubstr("document type"));
}

TEST(Hostile, DeepNestingAndHugeTagsAreRefused) {
    EXPECT_THAT(message_of(read_all(changed("xl/workbook.xml", repeat("<a>", 1'000'000)))),
                HasSubstr("nested too deeply"));
    std::string noise;
    for (std::uint32_t i = 0; i < 400'000; ++i) {
        noise += fmt::format("{:x}", i * 2654435761U);
    }
    EXPECT_THAT(message_of(read_all(
                    changed("xl/worksheets/sheet0.xml", "<worksheet a=\"" + noise + "\"/>"))),
                HasSubstr("tag is too large"));
    EXPECT_THAT(message_of(read_all(changed("xl/worksheets/sheet0.xml",
                                            "<worksheet><!--" + noise + "--></worksheet>"))),
                HasSubstr("tag is too large"));
}

TEST(Hostile, BrokenXmlNamesThePart) {
    const Read read = read_all(changed("xl/worksheets/sheet0.xml", "<worksheet>\n<a></b>"));
    EXPECT_EQ(code_of(read), "broken_workbook");
    EXPECT_THAT(message_of(read), HasSubstr("sheet0.xml"));
    EXPECT_THAT(message_of(read), HasSubstr("line 2"));
    EXPECT_EQ(code_of(read_all(changed("xl/worksheets/sheet0.xml", ""))), "broken_workbook");
}

TEST(Hostile, MissingPartsAreRefused) {
    for (const char* part : {"xl/worksheets/sheet0.xml", "xl/styles.xml", "xl/workbook.xml",
                             "xl/_rels/workbook.xml.rels"}) {
        Parts parts = plain_parts();
        parts.erase(part);
        EXPECT_EQ(code_of(read_all(zip_of(parts))), "broken_workbook") << part;
    }
}

TEST(Hostile, PathsLeadNowhere) {
    const std::string relations = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
                                  "Target=\"../../../../etc/passwd.xml\"/></Relationships>";
    EXPECT_EQ(code_of(read_all(changed("_rels/.rels", relations))), "broken_workbook");
}

TEST(Hostile, LimitsOfTheSheet) {
    OpenOptions options;
    options.limits.rows_max = 3;
    const std::string data = repeat("<row><c><v>1</v></c></row>", 4);
    EXPECT_EQ(read_all(xlsx_with(data), options).rows.size(), 3U);
    EXPECT_EQ(code_of(read_all(xlsx_with(data), options)), "table_limit");
    options = {};
    EXPECT_EQ(read_all(xlsx_with("<row><c r=\"IW1\"><v>1</v></c></row>")).reasons.front().field,
              "IW1");
    options.limits.cell_code_points_max = 5;
    const Read read = read_all(
        xlsx_with("<row r=\"9\"><c t=\"inlineStr\"><is><t>一二三四五六</t></is></c></row>"),
        options);
    EXPECT_EQ(read.reasons.front().field, "A9");
    options.limits.shared_bytes_max = 100;
    EXPECT_EQ(code_of(read_all(changed("xl/sharedStrings.xml",
                                       "<sst>" + repeat("<si><t>abcdefgh</t></si>", 20) + "</sst>"),
                               options)),
              "table_limit");
}

TEST(Hostile, ManySharedStringsAndWideRowsStayCheap) {
    // 2,000 rows whose only cell is the last allowed column.
    std::string data;
    for (int i = 1; i <= 2000; ++i) {
        data += fmt::format("<row r=\"{}\"><c r=\"IV{}\"><v>{}</v></c></row>", i, i, i);
    }
    const Read read = read_all(xlsx_with(data));
    ASSERT_EQ(read.rows.size(), 2000U);
    EXPECT_EQ(read.rows.back().cells.size(), 256U);
    EXPECT_EQ(read.rows.back().cells.back().text, "2000");
}

} // namespace
} // namespace chengban::tabular
