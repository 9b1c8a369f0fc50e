#include "text/classify.h"

#include "text/automaton.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace chengban::text {
namespace {

ClassifyRules sample() {
    ClassifyRules rules;
    rules.categories = {
        {"lift", {{"电梯", 10}, {"困人", 8}}},
        {"lift_addition", {{"加装电梯", 20}, {"加梯", 20}}},
        {"leak", {{"漏水", 10}, {"渗水", 10}, {"不漏水", -10}}},
    };
    rules.kinds = {{"complaint", {{"投诉", 10}, {"不满", 5}}},
                   {"consultation", {{"咨询", 10}, {"如何办理", 10}}}};
    rules.limit_classes = {{"urgent", {{"困人", 50}}}};
    rules.fields = {{"property", {{"物业", 10}}}};
    rules.districts = {
        {"huangpu", {{"黄浦区", 30}, {"南京东路", 10}, {"外滩", 10}}},
        {"jingan", {{"静安区", 30}, {"南京西路", 10}, {"南京西路街道", 20}}},
        {"pudong", {{"浦东新区", 30}, {"浦东", 20}, {"南京西路", 1}}},
    };
    return rules;
}

Classifier classifier(ClassifyRules rules = sample()) {
    return *Classifier::make(std::move(rules));
}

TEST(Classify, Clause_4_SuggestsWithReasons) {
    const Classification found = classifier().classify(
        "投诉物业电梯故障", "昨日電梯困人，物业不管。电梯经常坏", "黄浦区外滩某路1号");
    ASSERT_EQ(found.category.size(), 1U);
    const Suggestion& lift = found.category.front();
    EXPECT_EQ(lift.token, "lift");
    EXPECT_EQ(lift.score, 10 * 3 + 10 + 8);
    ASSERT_EQ(lift.reasons.size(), 3U);
    EXPECT_EQ(lift.reasons[0], (MatchedWord{"电梯", Part::title, {4, 6}, 30}));
    EXPECT_EQ(lift.reasons[1], (MatchedWord{"電梯", Part::claim, {2, 4}, 10}));
    EXPECT_EQ(lift.reasons[2], (MatchedWord{"困人", Part::claim, {4, 6}, 8}));
    EXPECT_EQ(found.kind.front().token, "complaint");
    EXPECT_EQ(found.limit_class.front().token, "urgent");
    EXPECT_EQ(found.field.front().score, 40);
    EXPECT_EQ(found.district.front().token, "huangpu");
}

TEST(Classify, TheLongestWordHidesTheShorter) {
    const Classification found = classifier().classify("加装电梯", "", "");
    ASSERT_EQ(found.category.size(), 1U);
    EXPECT_EQ(found.category[0].token, "lift_addition");
    EXPECT_EQ(classifier().classify("加装电梯和旧电梯", "", "").category.size(), 2U);
}

TEST(Classify, AWordMaySpeakAgainst) {
    EXPECT_TRUE(classifier().classify("屋顶不漏水", "", "").category.empty());
    EXPECT_EQ(classifier().classify("屋顶不漏水，但墙面渗水", "又漏水", "").category[0].score,
              -30 + 30 + 10);
}

TEST(Classify, TheLongestPlaceWinsAndAStreetImpliesItsDistrict) {
    const Classifier subject = classifier();
    EXPECT_EQ(subject.classify("", "", "南京东路100号").district[0].token, "huangpu");
    const Classification street = subject.classify("", "", "南京西路街道某小区");
    ASSERT_EQ(street.district.size(), 1U);
    EXPECT_EQ(street.district[0].token, "jingan");
    EXPECT_EQ(street.district[0].reasons[0].word, "南京西路街道");
    // A road through two districts: both, the stronger first; the district's own name decides.
    EXPECT_EQ(subject.classify("", "", "南京西路").district.size(), 2U);
    EXPECT_EQ(subject.classify("", "", "浦东新区南京西路").district[0].token, "pudong");
    EXPECT_EQ(subject.classify("", "", "浦东新区").district[0].reasons.size(), 1U);
}

TEST(Classify, OnlyPlacesAreSoughtInTheAddress) {
    EXPECT_TRUE(classifier().classify("", "", "电梯投诉物业路").category.empty());
    // The address outweighs the claim.
    EXPECT_EQ(classifier().classify("", "我在浦东新区上班", "静安区").district[0].token, "jingan");
}

TEST(Classify, NothingFoundIsEmpty) {
    EXPECT_EQ(classifier().classify("", "", ""), Classification{});
    EXPECT_EQ(classifier({}).classify("电梯", "电梯", "电梯"), Classification{});
}

TEST(Classify, SpansCountTheStoredText) {
    const Classification found = classifier().classify("", "　漏\n水 ", "");
    EXPECT_EQ(found.category[0].reasons[0].span, (Span{1, 4}));
    EXPECT_EQ(found.category[0].reasons[0].word, "漏\n水");
}

TEST(Classify, EqualScoresKeepTheOrderOfTheRules) {
    ClassifyRules rules;
    rules.categories = {{"b", {{"甲", 5}}}, {"a", {{"乙", 5}}}, {"c", {{"丙丁", 5}}}};
    const Classification found = classifier(rules).classify("乙甲丙丁", "", "");
    ASSERT_EQ(found.category.size(), 3U);
    EXPECT_EQ(found.category[0].token, "c");
    EXPECT_EQ(found.category[1].token, "b");
    EXPECT_EQ(found.category[2].token, "a");
}

TEST(Classify, BadRulesAreRefusedTogether) {
    ClassifyRules rules = sample();
    rules.categories.push_back({"lift", {{" ", 10}, {"甲", 0}, {"乙", 5000}}});
    rules.kinds.push_back({"", {}});
    rules.title_factor = -1;
    const Result<Classifier> made = Classifier::make(rules);
    ASSERT_FALSE(made);
    std::multiset<std::string> codes;
    for (const Reason& reason : made.error().reasons) {
        codes.insert(reason.code + " " + reason.field);
    }
    EXPECT_EQ(codes, (std::multiset<std::string>{
                         "repeated_token categories[3]", "empty_word categories[3](lift)",
                         "bad_weight categories[3](lift)", "bad_weight categories[3](lift)",
                         "empty_token kinds[2]", "bad_factor title_factor"}));
}

TEST(Automaton, FindsWhatANaiveSearchFinds) {
    std::mt19937_64 random(3);
    const std::u32string alphabet = U"ab𠮷";
    const auto word = [&](std::size_t longest) {
        std::u32string result;
        for (std::size_t i = 0, n = 1 + random() % longest; i < n; ++i) {
            result.push_back(alphabet[random() % alphabet.size()]);
        }
        return result;
    };
    for (int round = 0; round < 500; ++round) {
        std::set<std::u32string> distinct;
        for (std::size_t i = 0, n = random() % 12; i < n; ++i) {
            distinct.insert(word(5));
        }
        const std::vector<std::u32string> words(distinct.begin(), distinct.end());
        const std::u32string text = word(40);
        std::set<std::tuple<std::uint32_t, std::size_t, std::size_t>> found;
        Automaton(words).scan(text, [&](std::uint32_t index, std::size_t begin, std::size_t end) {
            EXPECT_TRUE(found.emplace(index, begin, end).second);
        });
        std::set<std::tuple<std::uint32_t, std::size_t, std::size_t>> truth;
        for (std::uint32_t i = 0; i < words.size(); ++i) {
            for (std::size_t at = text.find(words[i]); at != std::u32string::npos;
                 at = text.find(words[i], at + 1)) {
                truth.emplace(i, at, at + words[i].size());
            }
        }
        ASSERT_EQ(found, truth) << round;
    }
}

} // namespace
} // namespace chengban::text
