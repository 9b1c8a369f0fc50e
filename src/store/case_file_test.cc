// 18: one order's record, exported, is checked elsewhere without the database.
#include "store/case_file.h"

#include "store/case_tamper.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chengban::store {
namespace {

std::string first_fault(const std::string& text) {
    const CaseReport report = verify_case_file(text, std::nullopt);
    return report.faults.empty() ? std::string() : report.faults.front().place;
}

TEST(CaseFiles, Clause_18_a_case_file_proves_itself_up_to_the_seals) {
    const CaseTamper tamper(3);
    const CaseReport report = verify_case_file(tamper.original(), std::nullopt);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front().words.en;
    EXPECT_EQ(report.events, report.sealed_events);
    EXPECT_EQ(report.seals.size(), 3U);
    EXPECT_EQ(report.attachments, 1);
    EXPECT_EQ(report.anchored_seals, 0);
    EXPECT_EQ(report.exported.at("reason"), "行政复议");
}

TEST(CaseFiles, Clause_18_a_thousand_alterations_are_all_noticed) {
    constexpr std::uint64_t k_seed = 6;
    CaseTamper tamper(k_seed);
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(tamper.alter(), "") << "seed " << k_seed << ", alteration " << i;
    }
}

TEST(CaseFiles, Clause_18_the_first_altered_row_is_named) {
    const CaseTamper tamper(3);
    std::string text = tamper.original();
    std::size_t third = 0;
    for (int i = 0; i < 2; ++i) {
        third = text.find('\n', third) + 1;
    }
    text[third + 80] = '#';
    EXPECT_EQ(first_fault(text), "line 3");
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_EQ(first_fault(tamper.original() + "x\n"), "line " + std::to_string(lines + 1));
    EXPECT_EQ(first_fault(""), "line 1");
    EXPECT_EQ(first_fault("ordinary text\n"), "line 1");
}

TEST(CaseFiles, Clause_18_a_seal_that_the_outside_anchor_does_not_have_is_a_fault) {
    const CaseTamper tamper(3);
    const CaseReport report = verify_case_file(tamper.original(), std::vector<AnchorLine>());
    ASSERT_FALSE(report.faults.empty());
    EXPECT_NE(report.faults.front().place.find("(seal 1)"), std::string::npos);
}

} // namespace
} // namespace chengban::store
