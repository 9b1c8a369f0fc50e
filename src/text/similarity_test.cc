#include "text/similarity.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace chengban::text {
namespace {

TEST(Similarity, EqualTextsAreAThousand) {
    const Similarity found = similarity("小区电梯故障，请维修", "小區電梯故障, 請維修");
    EXPECT_EQ(found.per_mille, 1000);
    EXPECT_EQ(found.contained_per_mille, 1000);
    ASSERT_EQ(found.common.size(), 1U);
    EXPECT_EQ(found.common[0].text, "小区电梯故障，请维修");
    EXPECT_EQ(found.common[0].in_b, (Span{0, 11}));
}

TEST(Similarity, ForeignAndEmptyTextsAreZero) {
    EXPECT_EQ(similarity("物业乱收费", "屋顶漏水").per_mille, 0);
    EXPECT_EQ(similarity("", "").per_mille, 0);
    EXPECT_EQ(similarity("噪", "噪").per_mille, 0);
    EXPECT_TRUE(similarity("", "漏水").common.empty());
}

TEST(Similarity, IsJaccardOverDistinctGrams) {
    // {ab, bc, cd} and {bc, cd, de}: 2 of 4
    const Similarity found = similarity("abcd", "bcde");
    EXPECT_EQ(found.per_mille, 500);
    EXPECT_EQ(found.contained_per_mille, 666);
    EXPECT_EQ(similarity_per_mille(GramSet("abcd"), GramSet("bcde")), 500);
    EXPECT_EQ(similarity_per_mille(GramSet("bcde"), GramSet("abcd")), 500);
}

TEST(Similarity, CommonPartsExplain) {
    const std::string a = "反映3号楼电梯经常故障，物业一直不修，业主很不满";
    const std::string b = "昨天3號樓電梯經常故障又困人了；居民称物业一直不修";
    const Similarity found = similarity(a, b);
    ASSERT_GE(found.common.size(), 2U);
    EXPECT_EQ(found.common[0].text, "3号楼电梯经常故障");
    EXPECT_EQ(found.common[1].text, "物业一直不修");
    const std::u32string text_b = to_code_points(b);
    const Span span = found.common[0].in_b;
    EXPECT_EQ(to_utf8(text_b.substr(span.begin, span.end - span.begin)), "3號樓電梯經常故障");
}

TEST(Similarity, AShortTextInsideALongOne) {
    const Similarity found =
        similarity("电梯困人", "本人住在某小区，昨日电梯困人两小时，请相关部门处理此事并给予答复");
    EXPECT_LT(found.per_mille, 200);
    EXPECT_EQ(found.contained_per_mille, 1000);
}

TEST(Similarity, MonotonousTextEnds) {
    const std::string a(50'000, 'a');
    const std::string b = std::string(30'000, 'a') + std::string(30'000, 'b');
    const Similarity found = similarity(a, b);
    EXPECT_EQ(found.per_mille, 333);
    EXPECT_LE(found.common.size(), k_common_parts_max);
}

} // namespace
} // namespace chengban::text
