// GB/T 9704-2012 with a ruler: the clauses of the standard in the names.
#include "documents/forms.h"
#include "documents/layout.h"
#include "documents/measures.h"
#include "documents/page_reader.h"
#include "documents/sample_papers.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <cmath>

namespace chengban::documents {
namespace {

constexpr double k_tolerance = 0.1; // points

Pages laid(const Document& document) {
    return lay_out(document, shared_typesetter());
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

Document plain(std::string text) {
    Document document;
    document.body.emplace_back(Paragraph{std::move(text)});
    return document;
}

std::vector<SeenText> body_lines(const Pages& pages) {
    std::vector<SeenText> lines;
    for (const SeenText& text : seen_texts(pages)) {
        if (text.size == k_size_3) {
            lines.push_back(text);
        }
    }
    return lines;
}

TEST(Layout, GB9704_5_2_1_LinesOf28CharactersAnd22LinesAPage) {
    const std::vector<SeenText> lines = body_lines(laid(plain(repeated("字", 2000))));
    ASSERT_GT(lines.size(), 50U);
    std::map<std::size_t, int> on_page;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const std::size_t expected = i == 0 ? 26 : 28; // the first is two characters in
        EXPECT_EQ(code_points(lines[i].text), expected) << i;
        EXPECT_NEAR(lines[i].right, k_margin_left + k_area_width, 0.5);
        EXPECT_NEAR(lines[i].x, k_margin_left + (i == 0 ? 2 * k_advance : 0), k_tolerance);
        ++on_page[lines[i].page];
    }
    EXPECT_EQ(on_page[1], 21); // one line is the free one of the missing title
    EXPECT_EQ(on_page[2], 22);
    EXPECT_NEAR(lines[5].baseline - lines[4].baseline, 225.0 * k_mm / 22, k_tolerance);
}

TEST(Layout, GB9704_5_1_MarginsOfThePage) {
    const Pages pages = laid(sample(Form::supervision_notice));
    EXPECT_NEAR(pages.width, 210 * k_mm, k_tolerance);
    EXPECT_NEAR(pages.height, 297 * k_mm, k_tolerance);
    EXPECT_NEAR(k_margin_top / k_mm, 37, 1e-9);
    EXPECT_NEAR((pages.height - k_margin_top - k_area_height) / k_mm, 35, 1e-9);
    EXPECT_NEAR((pages.width - k_margin_left - k_area_width) / k_mm, 26, 1e-9);
}

// Every form, filled and empty: nothing outside the text area but page number and mark of the
// export.
TEST(Layout, NothingLeavesTheTextArea) {
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        for (const Document& document : {sample(row.value), blank(row.value)}) {
            const Pages pages = laid(document);
            const double left = document.landscape ? 36 * k_mm : k_margin_left;
            const double top = document.landscape ? k_margin_left : k_margin_top;
            const double width = document.landscape ? k_area_height : k_area_width;
            const double height = document.landscape ? k_area_width : k_area_height;
            for (const SeenText& text : seen_texts(pages)) {
                if (text.text.starts_with("— ")) {
                    continue;
                }
                EXPECT_GE(text.x, left - k_tolerance) << row.token << " " << text.text;
                EXPECT_LE(text.right, left + width + 1) << row.token << " " << text.text;
                EXPECT_GE(text.baseline, top) << row.token << " " << text.text;
                EXPECT_LE(text.baseline, top + height) << row.token << " " << text.text;
            }
        }
    }
}

TEST(Layout, GB9704_7_2_4_OrganRedAndItsUpperEdge35MillimetresDown) {
    const std::vector<SeenText> texts = seen_texts(laid(sample(Form::supervision_notice)));
    const SeenText& organ = texts[1];
    EXPECT_EQ(texts[0].text, "加急"); // 7.2.3: at the upper left, Hei
    EXPECT_EQ(texts[0].face, Face::hei);
    EXPECT_NEAR(texts[0].x, k_margin_left, k_tolerance);
    EXPECT_EQ(organ.text, "上海市物业管理事务中心");
    EXPECT_EQ(organ.colour, k_red);
    EXPECT_EQ(organ.face, Face::title);
    EXPECT_NEAR(organ.baseline - 0.86 * organ.size, k_margin_top + 35 * k_mm, 1);
    EXPECT_NEAR((organ.x + organ.right) / 2, k_margin_left + k_area_width / 2, 0.5);
}

TEST(Layout, GB9704_7_2_7_RedRule4MillimetresBelowTheNumber) {
    const Pages pages = laid(sample(Form::supervision_notice));
    const RuleMark rule = rules_of(pages.pages.front()).front();
    const std::vector<SeenText> texts = seen_texts(pages);
    const SeenText& number = find_text(texts, "〔2026〕3号");
    EXPECT_EQ(rule.colour, k_red);
    EXPECT_NEAR(rule.x2 - rule.x1, 156 * k_mm, k_tolerance);
    const double line_end = number.baseline - baseline_in(k_pitch, k_size_3) + k_pitch;
    EXPECT_NEAR(rule.y1 + k_rule_red - line_end, 4 * k_mm, 0.5);
    EXPECT_NEAR((number.x + number.right) / 2, k_margin_left + k_area_width / 2, 0.5);
}

// 14.9: issued by the administrative principal; papers that go upwards name him beside the number.
TEST(Layout, Clause_14_9_IssuerBesideTheNumber) {
    const std::vector<SeenText> texts = seen_texts(laid(sample(Form::supervision_report)));
    const SeenText& number = find_text(texts, "沪浦房〔2026〕216号");
    const SeenText& label = find_text(texts, "签发人：");
    const SeenText& issuer = find_text(texts, "顾海峰");
    EXPECT_NEAR(number.x, k_margin_left + k_advance, k_tolerance);
    EXPECT_EQ(number.baseline, label.baseline);
    EXPECT_EQ(issuer.face, Face::kai);
    EXPECT_NEAR(issuer.right, k_margin_left + k_area_width - k_advance, k_tolerance);
}

TEST(Layout, GB9704_7_3_1_TitleInEvenLinesOfWholeWords) {
    const std::vector<SeenText> texts = seen_texts(laid(sample(Form::supervision_notice)));
    std::vector<SeenText> title;
    for (const SeenText& text : texts) {
        if (text.size == k_size_2) {
            title.push_back(text);
            EXPECT_NEAR((text.x + text.right) / 2, k_margin_left + k_area_width / 2, 0.5);
        }
    }
    ASSERT_EQ(title.size(), 2U);
    EXPECT_EQ(title[0].text + title[1].text, "关于督办“花木街道某小区消防设施损坏问题”工单的通知");
    EXPECT_FALSE(title[1].text.starts_with("防"));
    EXPECT_LT(std::abs((title[0].right - title[0].x) - (title[1].right - title[1].x)),
              5 * k_size_2);
}

TEST(Layout, GB9704_7_3_5_DayFourCharactersFromTheRightUnderTheSeal) {
    const Pages pages = laid(sample(Form::supervision_report));
    const std::vector<SeenText> texts = seen_texts(pages);
    const SeenText* day = nullptr;
    for (const SeenText& text : texts) {
        day = text.text == "2026年12月1日" ? &text : day;
    }
    ASSERT_NE(day, nullptr);
    EXPECT_NEAR(day->right, k_margin_left + k_area_width - 4 * k_advance, k_tolerance);
    int seals = 0;
    for (const Mark& mark : pages.pages[day->page - 1].marks) {
        if (const auto* seal = std::get_if<SealMark>(&mark)) {
            ++seals;
            EXPECT_NEAR(seal->x, (day->x + day->right) / 2, k_tolerance);
            EXPECT_LT(seal->y, day->baseline); // they stand below its middle
            EXPECT_LT(std::hypot(day->right - seal->x, day->baseline - seal->y), seal->radius + 12);
        }
    }
    EXPECT_EQ(seals, 1);
}

// Whatever the length of the text: two lines of it go with the seal, and nothing heads an empty
// page.
TEST(Layout, NoPageHoldsASealAlone) {
    for (int extra = 0; extra < 60; ++extra) {
        Document document = plain(repeated("字", 400) + repeated("\n一行", extra));
        document.title = "标题";
        document.signature = Signature{"上海市物业管理事务中心", "2026年11月25日", true};
        document.remark = "联系人：吴静";
        document.imprint = Imprint{"", "办公室", "上海市物业管理事务中心", "2026年11月25日"};
        const Pages pages = laid(document);
        std::vector<std::size_t> seal_pages;
        for (std::size_t i = 0; i < pages.pages.size(); ++i) {
            for (const Mark& mark : pages.pages[i].marks) {
                if (std::holds_alternative<SealMark>(mark)) {
                    seal_pages.push_back(i + 1);
                }
            }
        }
        ASSERT_EQ(seal_pages.size(), 1U);
        EXPECT_EQ(seal_pages.front(), pages.pages.size()) << extra;
        int text_lines = 0;
        for (const SeenText& text : seen_texts(pages)) {
            text_lines += text.page == seal_pages.front() &&
                                  (text.text == "一行" || text.text.starts_with("字"))
                              ? 1
                              : 0;
        }
        EXPECT_GE(text_lines, 2) << extra;
    }
}

TEST(Layout, AHeadingIsNeverTheLastLineOfAPage) {
    for (int before = 0; before < 30; ++before) {
        Document document = plain(repeated("一行\n", before + 1));
        document.body.emplace_back(Heading{1, "一、标题"});
        document.body.emplace_back(Paragraph{"正文"});
        const std::vector<SeenText> texts = seen_texts(laid(document));
        EXPECT_EQ(find_text(texts, "一、标题").page, find_text(texts, "正文").page) << before;
        EXPECT_EQ(find_text(texts, "一、标题").face, Face::hei);
    }
}

TEST(Layout, GB9704_7_5_PageNumbersOddRightEvenLeft) {
    const std::vector<SeenText> texts = seen_texts(laid(plain(repeated("字", 2000))));
    const SeenText& first = find_text(texts, "— 1 —");
    const SeenText& second = find_text(texts, "— 2 —");
    EXPECT_NEAR(first.right, k_margin_left + k_area_width - k_size_4, k_tolerance);
    EXPECT_NEAR(second.x, k_margin_left + k_size_4, k_tolerance);
    EXPECT_EQ(first.face, Face::song);
    EXPECT_EQ(first.size, k_size_4);
    // Its dash, at half the height of the characters, 7 mm below the text.
    EXPECT_NEAR(first.baseline - 0.38 * k_size_4, k_margin_top + k_area_height + 7 * k_mm, 0.1);
}

TEST(Layout, GB9704_7_4_ImprintEndsTheLastPage) {
    const Pages pages = laid(sample(Form::supervision_notice));
    const RuleMark last = rules_of(pages.pages.back()).back();
    EXPECT_NEAR(last.y1, k_margin_top + k_area_height, 1.1);
    EXPECT_NEAR(last.thickness, k_rule_thick, 1e-9);
    const std::vector<SeenText> texts = seen_texts(pages);
    EXPECT_NEAR(find_text(texts, "抄送：").x, k_margin_left + k_size_4, k_tolerance);
    EXPECT_NEAR(find_text(texts, "日印发").right, k_margin_left + k_area_width - k_size_4, 0.5);
}

TEST(Layout, GB9704_7_3_7_AttachmentsOnPagesOfTheirOwn) {
    Document document = plain("正文");
    document.title = "标题";
    document.attachments.push_back({"工单明细表", {Paragraph{"甲"}}});
    document.attachments.push_back({"照片", {}});
    document.attachments.push_back({"核查记录", {Paragraph{"乙"}}});
    const std::vector<SeenText> texts = seen_texts(laid(document));
    EXPECT_EQ(find_text(texts, "正文").page, 1U);
    EXPECT_NEAR(find_text(texts, "附件：").x, k_margin_left + 2 * k_advance, k_tolerance);
    EXPECT_EQ(find_text(texts, "附件1").page, 2U);
    EXPECT_EQ(find_text(texts, "附件1").face, Face::hei);
    EXPECT_EQ(find_text(texts, "附件3").page, 3U); // «照片» is only listed
    EXPECT_EQ(find_text(texts, "乙").page, 3U);
}

TEST(Layout, NoLineBeginsWithAClosingMarkOrEndsWithAnOpeningOne) {
    const std::string text = repeated(
        "据查，该处（含地下）确有“渗漏”、裂缝；已于7月8日、9日两次修缮。《办法》第3条！", 40);
    for (int shift = 0; shift < 28; ++shift) {
        for (const SeenText& line : body_lines(laid(plain(repeated("推", shift) + text)))) {
            const std::u32string line_text = to_code_points(line.text);
            EXPECT_EQ(std::u32string(U"，。、；！）”》：").find(line_text.front()),
                      std::u32string::npos)
                << line.text;
            EXPECT_EQ(std::u32string(U"（“《").find(line_text.back()), std::u32string::npos)
                << line.text;
        }
    }
}

Table long_table(int rows) {
    Table table;
    table.shares = {1, 4, 2};
    table.head = {{Cell{"序号"}, Cell{"事项"}, Cell{"单位"}}};
    for (int i = 1; i <= rows; ++i) {
        table.rows.push_back({Cell{std::int64_t{i}},
                              Cell{repeated("反映房屋漏水问题。", i % 7 + 1)}, Cell{"某区房管局"}});
    }
    return table;
}

TEST(Layout, ATableOf50PagesRepeatsItsHeadAndLosesNoRow) {
    Document document;
    document.title = "清单";
    document.body.emplace_back(long_table(900));
    const Pages pages = laid(document);
    EXPECT_GE(pages.pages.size(), 50U);
    std::map<std::size_t, int> heads;
    std::int64_t next = 1;
    for (const SeenText& text : seen_texts(pages)) {
        heads[text.page] += text.text == "事项" ? 1 : 0;
        if (text.text == std::to_string(next)) {
            ++next;
        }
        EXPECT_LE(text.baseline, k_margin_top + k_area_height + 30);
    }
    EXPECT_EQ(next, 901);
    for (std::size_t page = 1; page <= pages.pages.size(); ++page) {
        EXPECT_EQ(heads[page], 1) << page;
    }
}

// One row longer than three pages: it goes on, closed below and above, with the head each time.
TEST(Layout, ARowLongerThanAPageGoesOn) {
    Table table = long_table(1);
    table.rows.push_back(
        {Cell{std::int64_t{2}}, Cell{repeated("很长的说明，", 900)}, Cell{"某区"}});
    Document document;
    document.body.emplace_back(std::move(table));
    const Pages pages = laid(document);
    ASSERT_GE(pages.pages.size(), 4U);
    std::string text;
    for (const SeenText& seen : seen_texts(pages)) {
        text += seen.x > k_margin_left + k_area_width / 7 && seen.right < k_margin_left + 330 &&
                        seen.text.find("说明") != std::string::npos
                    ? seen.text
                    : "";
    }
    EXPECT_GT(code_points(text), 4000U);
    for (std::size_t i = 0; i + 1 < pages.pages.size(); ++i) {
        double lowest = 0;
        double lowest_side = 0;
        for (const RuleMark& rule : rules_of(pages.pages[i])) {
            (rule.y1 == rule.y2 ? lowest : lowest_side) =
                std::max(rule.y1 == rule.y2 ? lowest : lowest_side, rule.y2);
        }
        EXPECT_NEAR(lowest, lowest_side, k_tolerance)
            << "the table is closed at the end of page " << i;
    }
}

// What strangers write: nothing leaves the page, nothing disappears unseen.
TEST(Layout, HostileText) {
    const std::vector<std::string> texts{
        std::string(3000, 'A'),
        "https://example.com/" + repeated("a-very_long.path/", 60),
        repeated("😀👨‍👩‍👧‍👦🇨🇳", 200),
        repeated("𠮷\U0002B81D\U0003134A\U0002EBF0", 100),
        repeated("هذه شكوى من السكان بخصوص المياه ", 60),
        repeated("שלום 123 ", 100),
        std::string("\0\x01\x02\x1B[31m\x7F", 9),
        "\xFF\xFE\xC0\xAF",
        repeated("e\u0301\u0302\u0303\u0304", 300),
        "a\u202Ecba\u2066x\u2069",
        repeated("　", 3000),
        repeated("，", 500),
        repeated("a\n", 200),
        "<w:p>&amp;]]></w:t>\"'",
        "%s%n{}{0}\\(\\)",
    };
    for (const std::string& text : texts) {
        Document document = plain(text + " 末");
        document.title = text.substr(0, 300);
        document.addressee = text.substr(0, 90);
        document.head = Letterhead{text.substr(0, 60), text.substr(0, 30), text.substr(0, 12)};
        Table table = long_table(1);
        table.rows.push_back({Cell{text}, Cell{text}, Cell{text}});
        document.body.emplace_back(std::move(table));
        document.signature = Signature{"某某单位", "2026年11月25日", true};
        const Pages pages = laid(document);
        for (const SeenText& seen : seen_texts(pages)) {
            EXPECT_TRUE(is_utf8(seen.text));
            EXPECT_FALSE(has_control(seen.text));
            if (seen.size <= k_size_3 && seen.text.find("签发") == std::string::npos) {
                EXPECT_LE(seen.right, pages.width + k_tolerance) << seen.text.substr(0, 40);
            }
        }
        EXPECT_NO_THROW(find_text(seen_texts(pages), "末"));
    }
}

TEST(Layout, ACharacterWithoutAFontIsWrittenOut) {
    const std::vector<SeenText> texts = seen_texts(laid(plain("张\U0002EBF0先生")));
    const std::string shown = find_text(texts, "先生").text;
    EXPECT_TRUE(shown == "张〔U+2EBF0〕先生" || shown == "张\U0002EBF0先生") << shown;
    // A private character that no font of Debian has.
    EXPECT_EQ(find_text(seen_texts(laid(plain("甲\U0010FF01乙"))), "乙").text, "甲〔U+10FF01〕乙");
    EXPECT_EQ(find_text(seen_texts(laid(plain("𠮷野"))), "野").text, "𠮷野");
}

} // namespace
} // namespace chengban::documents
