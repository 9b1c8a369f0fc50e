#include "documents/visible_text.h"
#include "documents/word_breaks.h"
#include "documents/wording.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace chengban::documents {
namespace {

Instant at(std::string_view text) {
    return *parse_instant(text, "x");
}

TEST(Wording, DaysTimesAndLimits) {
    EXPECT_EQ(day_words(*parse_day("2026-01-05", "x")), "2026年1月5日");
    EXPECT_EQ(time_words(at("2026-11-25T09:05:59+08:00")), "2026年11月25日9时05分");
    EXPECT_EQ(time_words(at("2026-11-24T16:30:00Z")), "2026年11月25日0时30分");
    // A limit at midnight belongs to the day before.
    EXPECT_EQ(due_words(at("2026-12-02T00:00:00+08:00")), "2026年12月1日24时");
    EXPECT_EQ(due_words(at("2026-12-02T01:10:00+08:00")), "2026年12月2日1时10分");
    EXPECT_EQ(due_words(std::nullopt), k_blank);
    EXPECT_EQ(day_words(std::optional<Day>{}), k_blank);
    EXPECT_EQ(or_blank(" 　\n"), k_blank);
}

TEST(Wording, NumbersAsOfficesWriteThem) {
    EXPECT_EQ(reference_number("沪物热督", 2026, 3), "沪物热督〔2026〕3号");
    EXPECT_EQ(chinese_number(1), "一");
    EXPECT_EQ(chinese_number(10), "十");
    EXPECT_EQ(chinese_number(12), "十二");
    EXPECT_EQ(chinese_number(20), "二十");
    EXPECT_EQ(chinese_number(99), "九十九");
    EXPECT_THROW(chinese_number(0), Bug);
}

TEST(VisibleText, WhatCannotBeSeenIsWrittenOut) {
    EXPECT_EQ(visible("甲\tb\r\nc\rd\ne"), "甲 b\nc\nd\ne");
    EXPECT_EQ(visible(std::string_view("a\0b\x01\x7F", 5)), "a\uFFFDb\uFFFD\uFFFD");
    EXPECT_EQ(visible("\xC3\x28\xED\xA0\x80z"), "\uFFFD(\uFFFD\uFFFD\uFFFDz");
    EXPECT_EQ(visible("138\u202E8765"), "138〔U+202E〕8765");
    EXPECT_EQ(visible("张\u200B三\uFEFF"), "张〔U+200B〕三〔U+FEFF〕");
    EXPECT_EQ(visible("\U000E0041"), "〔U+E0041〕");
    EXPECT_EQ(visible("𠮷野\U0003134A é شكوى 😀"), "𠮷野\U0003134A é شكوى 😀");
    EXPECT_EQ(visible("\uFFFE"), "\uFFFD");
    EXPECT_TRUE(is_utf8(visible("\xFF\xFE\xF0\x9F\x98")));
}

TEST(VisibleText, EveryLineIsAParagraph) {
    EXPECT_EQ(paragraphs_of("\n 甲 \n\n　　乙\r\n"), (std::vector<std::string>{"甲", "乙"}));
    EXPECT_TRUE(paragraphs_of("  \n　\n").empty());
}

TEST(WordBreaks, AWordStaysWhole) {
    const std::string text = "关于督办花木街道某小区消防设施损坏问题的通知";
    const std::size_t inside = text.find("消防") + std::string("消").size();
    const std::vector<std::size_t> starts = word_starts(text);
    EXPECT_GT(starts.size(), 5U);
    EXPECT_EQ(std::count(starts.begin(), starts.end(), inside), 0);
    EXPECT_EQ(std::count(starts.begin(), starts.end(), text.find("问题")), 1);
    EXPECT_TRUE(word_starts("").empty());
}

} // namespace
} // namespace chengban::documents
