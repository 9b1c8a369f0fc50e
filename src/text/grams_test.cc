#include "text/grams.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace chengban::text {
namespace {

std::vector<std::string> shown(const std::vector<Gram>& list) {
    std::vector<std::string> result;
    for (const Gram gram : list) {
        result.push_back(gram_text(gram));
    }
    return result;
}

bool is_run_in(const std::vector<Gram>& run, const std::vector<Gram>& list) {
    return std::search(list.begin(), list.end(), run.begin(), run.end()) != list.end();
}

TEST(Grams, PairsOverTheKey) {
    EXPECT_EQ(shown(grams("小区，物 业A1")),
              (std::vector<std::string>{"小区", "区,", ",物", "物业", "业a", "a1"}));
    EXPECT_TRUE(grams("").empty());
    EXPECT_TRUE(grams("噪").empty());
    EXPECT_EQ(shown(grams("噪音")), std::vector<std::string>{"噪音"});
}

TEST(Grams, OnlyTheIndexHasTheFinalCharacterAlone) {
    EXPECT_EQ(shown(index_grams("噪音大")), (std::vector<std::string>{"噪音", "音大", "大"}));
    EXPECT_EQ(shown(index_grams("噪")), std::vector<std::string>{"噪"});
    EXPECT_TRUE(index_grams(" ").empty());
}

TEST(Grams, FitASignedColumn) {
    const Gram largest = gram_of(0x10FFFF, 0x10FFFF);
    EXPECT_LE(largest, static_cast<Gram>(INT64_MAX));
    EXPECT_EQ(gram_text(gram_of(U'𠮷', U'野')), "𠮷野");
}

TEST(Grams, RangeHoldsAllThatBeginWithACharacter) {
    const GramRange range = grams_beginning_with(U'噪');
    const auto in = [&](Gram gram) { return gram >= range.first && gram <= range.last; };
    EXPECT_TRUE(in(gram_of(U'噪', 0)));
    EXPECT_TRUE(in(gram_of(U'噪', 0x10FFFF)));
    EXPECT_FALSE(in(gram_of(U'噪' + 1, 0)));
    EXPECT_FALSE(in(gram_of(U'噪' - 1, 0x10FFFF)));
}

TEST(Grams, DistinctAreSortedAndOnce) {
    const std::vector<Gram> set = distinct_grams("哈哈哈哈");
    EXPECT_EQ(set, std::vector<Gram>{gram_of(U'哈', U'哈')});
}

// Recall and precision of the run search are 1 for every phrase of two or more characters.
TEST(Grams, APhraseIsInATextIffItsGramsAreARun) {
    std::mt19937_64 random(1);
    const std::u32string alphabet = U"物业電梯，漏水１A㎡ a\n號";
    for (int round = 0; round < 5'000; ++round) {
        std::u32string text;
        for (std::size_t i = 0, n = random() % 30; i < n; ++i) {
            text.push_back(alphabet[random() % alphabet.size()]);
        }
        std::u32string phrase;
        if (round % 2 == 0 && text.size() > 2) {
            const std::size_t from = random() % (text.size() - 2);
            phrase = text.substr(from, 2 + random() % 4);
        } else {
            for (std::size_t i = 0, n = 2 + random() % 3; i < n; ++i) {
                phrase.push_back(alphabet[random() % alphabet.size()]);
            }
        }
        const std::string stored = to_utf8(text);
        const std::string wanted = to_utf8(phrase);
        const std::u32string key = fold_key(wanted);
        if (key.size() < 2) {
            continue;
        }
        const bool truth = fold_key(stored).find(key) != std::u32string::npos;
        ASSERT_EQ(is_run_in(grams(wanted), grams(stored)), truth) << stored << " / " << wanted;
        ASSERT_EQ(is_run_in(grams(wanted), index_grams(stored)), truth);
        ASSERT_EQ(contains_phrase(stored, wanted), truth);
        if (round % 2 == 0 && text.size() > 2) {
            ASSERT_TRUE(truth);
        }
    }
}

TEST(Grams, TwoCharacterWordsAcrossSpellings) {
    EXPECT_TRUE(contains_phrase("小區電梯ＢＲＯＫＥＮ", "电梯b"));
    EXPECT_TRUE(contains_phrase("加 装\n电梯", "加装电梯"));
    EXPECT_FALSE(contains_phrase("电动梯子", "电梯"));
    EXPECT_FALSE(contains_phrase("电梯", ""));
    EXPECT_FALSE(contains_phrase("电梯", " "));
}

TEST(Grams, PlacesAreSpansOfTheStoredText) {
    const PhraseMatcher matcher("電梯");
    EXPECT_EQ(matcher.places("老公房的 电 梯坏，电梯又坏"), (std::vector<Span>{{5, 8}, {10, 12}}));
    EXPECT_EQ(matcher.places("电梯电梯电梯", 2).size(), 2U);
    EXPECT_TRUE(PhraseMatcher("").places("x").empty());
}

} // namespace
} // namespace chengban::text
