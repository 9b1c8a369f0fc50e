// Seeded random damage to spreadsheets: whatever comes, the readers answer with rows or with words.
#include "tabular/headers.h"
#include "tabular/sheet_time.h"
#include "tabular/test_files.h"

#include "base/utf8.h"
#include "text/decode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

namespace chengban::tabular {
namespace {

using namespace testing_files;

constexpr std::uint64_t k_seed = 20261122;

// CHENGBAN_MUTATION_FACTOR=100 for a long run by hand.
int rounds(int usual) {
    const char* factor = std::getenv("CHENGBAN_MUTATION_FACTOR");
    return factor == nullptr ? usual : usual * std::max(1, std::atoi(factor));
}

class Mutator {
public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return count == 0 ? 0 : random_() % count; }

    std::string mutate(std::string bytes, const std::vector<std::string>& tokens) {
        for (std::size_t i = 0, n = 1 + below(6); i < n && !bytes.empty(); ++i) {
            const std::size_t at = below(bytes.size());
            switch (below(6)) {
            case 0:
                bytes[at] = static_cast<char>(random_());
                break;
            case 1:
                bytes.erase(at, 1 + below(20));
                break;
            case 2:
                bytes.insert(at, bytes.substr(below(bytes.size()), below(40)));
                break;
            case 3:
                bytes.insert(at, tokens[below(tokens.size())]);
                break;
            case 4:
                bytes.resize(at);
                break;
            default:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                break;
            }
        }
        return bytes;
    }

private:
    std::mt19937_64 random_;
};

void survive(const std::string& bytes, const std::string& name) {
    OpenOptions options;
    options.limits.inflated_bytes_max = 4 << 20;
    const Read read = read_all(bytes, options, name);
    for (const Reason& reason : read.reasons) {
        ASSERT_FALSE(reason.words.zh.empty());
        ASSERT_FALSE(reason.code.empty());
    }
    for (const Row& row : read.rows) {
        for (const Cell& cell : row.cells) {
            ASSERT_TRUE(is_utf8(cell.text));
            static_cast<void>(parse_sheet_time(cell, "x"));
        }
    }
    const std::vector<ColumnSpec> specs{{"a", {"编号", "a"}, true, {}},
                                        {"b", {"乙", "b"}, false, {}}};
    static_cast<void>(map_headers(read.rows, specs));
}

WorkbookText rich_workbook() {
    WorkbookText workbook;
    workbook.cell_formats = {0, 22, 165};
    workbook.formats = "<numFmt numFmtId=\"165\" formatCode=\"yyyy&quot;年&quot;\"/>";
    workbook.strings = "<si><t>编号</t></si><si><r><t>富</t></r><rPh><t>p</t></rPh></si>"
                       "<si><t>_x000A_</t></si>";
    workbook.sheets = {
        {"甲",
         "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
         "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>43524.5</v></c><c r=\"B2\"><f>A1</f><v>2</v></c>"
         "<c r=\"C2\" t=\"inlineStr\"><is><t>x</t></is></c><c t=\"b\"><v>1</v></c></row>",
         "visible"},
        {"乙", "", "hidden"}};
    return workbook;
}

TEST(Mutation, DamagedXmlInsideASoundArchive) {
    const Parts sound = parts_of(rich_workbook());
    std::vector<std::string> names;
    for (const auto& [name, content] : sound) {
        names.push_back(name);
    }
    const std::vector<std::string> tokens{"<row>",       "</c>",   "<c r=\"XFD9\" t=\"s\">",
                                          "<v>",         "</row>", "<!DOCTYPE a>",
                                          "&#0;",        "&lt;",   "<![CDATA[",
                                          "r=\"",        "1e308",  "999999999999999999999",
                                          "<sheetData>", "-",      "../"};
    Mutator mutator(k_seed);
    for (int round = 0; round < rounds(1500); ++round) {
        Parts parts = sound;
        std::string& victim = parts[names[mutator.below(names.size())]];
        victim = mutator.mutate(victim, tokens);
        SCOPED_TRACE(round);
        survive(zip_of(parts), "x.xlsx");
    }
}

TEST(Mutation, DamagedArchives) {
    const std::string sound = xlsx_of(rich_workbook());
    const std::vector<std::string> tokens{"PK\x01\x02", "PK\x03\x04", "PK\x05\x06",
                                          std::string(4, '\0'), "\xFF\xFF\xFF\xFF"};
    Mutator mutator(k_seed + 1);
    for (int round = 0; round < rounds(4000); ++round) {
        SCOPED_TRACE(round);
        survive(mutator.mutate(sound, tokens), "x.xlsx");
    }
}

TEST(Mutation, DamagedText) {
    const std::string sound =
        "编号,时间;乙\r\n1,\"2019/2/28 11:25:05\",\"甲\"\"\n乙\"\r\n'=1,=\"007\",\t\n";
    const std::vector<std::string> tokens{
        "\"",     ",",        "\n",       "\r",           ";",
        "\t",     "\xFF\xFE", "\x81\x30", "\xEF\xBB\xBF", std::string(1, '\0'),
        "sep=;\n"};
    Mutator mutator(k_seed + 2);
    for (int round = 0; round < rounds(6000); ++round) {
        SCOPED_TRACE(round);
        survive(mutator.mutate(sound, tokens), "x.csv");
        survive(mutator.mutate(*text::encode_gb18030(sound), tokens), "x.csv");
    }
}

} // namespace
} // namespace chengban::tabular
