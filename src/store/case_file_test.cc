// 18: one order's record, exported, is checked elsewhere without the database.
#include "store/case_file.h"

#include "crypto/hex.h"

#include "store/case_tamper.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chengban::store {
namespace {

std::string unsigned_case() {
    const auto link = [](std::string_view before, std::string_view words) {
        return crypto::to_hex(crypto::bytes_of(crypto::sm3(
            crypto::Framed().text("chengban-case-1").text(before).text(words).bytes())));
    };
    const std::string first =
        R"({"algorithm":"SM3","bureau":"b","exported":{"by":"p-1"},"format":"chengban-case-1","id":"o","kind":"order","row":"case"})";
    const std::string last = R"({"attachments":0,"events":0,"row":"end","seals":0})";
    const std::string head = link("", first);
    return head + " " + first + "\n" + link(head, last) + " " + last + "\n";
}

std::string first_fault(const std::string& text) {
    const CaseReport report = verify_case_file(text, {});
    return report.faults.empty() ? std::string() : report.faults.front().place;
}

TEST(CaseFiles, Clause_18_a_case_file_proves_itself_up_to_the_seals) {
    const CaseTamper tamper(3);
    const CaseReport report = verify_case_file(tamper.original(), {});
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
    const CaseReport report =
        verify_case_file(tamper.original(), {.anchor = std::vector<AnchorLine>()});
    ASSERT_FALSE(report.faults.empty());
    EXPECT_NE(report.faults.front().place.find("(seal 1)"), std::string::npos);
}

TEST(CaseFiles, Clause_18_the_public_key_tells_whose_file_it_is) {
    const CaseTamper tamper(3);
    const CaseTrust office{.public_key = tamper.public_key()};
    const CaseReport report = verify_case_file(tamper.original(), office);
    EXPECT_TRUE(report.faults.empty());
    EXPECT_EQ(report.signed_by, tamper.public_key());
    // Made up from one end to the other, links and signature and all, by whoever has another key.
    const CaseReport foreign =
        verify_case_file(tamper.original(), {.public_key = CaseTamper(4).public_key()});
    ASSERT_EQ(foreign.faults.size(), 1U);
    EXPECT_EQ(foreign.faults.front().words.en, "another key signed it, not the office's");
    // Its last line taken away, and said to be of before files were signed.
    std::string cut = tamper.original();
    cut.resize(cut.rfind('\n', cut.size() - 2) + 1);
    EXPECT_FALSE(verify_case_file(cut, office).faults.empty());
}

// What was given out before files were signed.
TEST(CaseFiles, Clause_18_a_file_of_before_signatures_is_read_for_ever) {
    const std::string old = unsigned_case();
    const CaseReport report = verify_case_file(old, {});
    EXPECT_TRUE(report.faults.empty()) << report.faults.front().words.en;
    EXPECT_EQ(report.signed_by, "");
    const CaseReport strict = verify_case_file(old, {.public_key = CaseTamper(3).public_key()});
    ASSERT_EQ(strict.faults.size(), 1U);
    EXPECT_EQ(strict.faults.front().words.en, "the file is not signed");
}

} // namespace
} // namespace chengban::store
