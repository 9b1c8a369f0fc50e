#include "knowledge/search.h"

#include "knowledge/test_context.h"

#include <gmock/gmock.h>

namespace chengban::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry published(const char* id, const char* title, const char* answer, const char* unit = "u-1") {
    Entry entry;
    entry.id = id;
    entry.unit = UnitId(unit);
    Content words = content();
    words.title = title;
    words.question = "";
    words.keywords = {};
    words.answer = answer;
    entry.published = Edition{1, words, at("2026-02-01T10:00:00+08:00"), PersonId("p")};
    return entry;
}

std::vector<std::string> ids(const std::vector<Found>& found) {
    std::vector<std::string> ids;
    for (const Found& one : found) {
        ids.push_back(one.entry->id);
    }
    return ids;
}

const Day k_today = *parse_day("2026-03-02", "t");

TEST(Search, Clause_15_1_the_title_is_nearer_than_the_answer_and_drafts_are_not_found) {
    std::vector<Entry> entries{published("a", "电梯加装", "既有住宅可申请维修资金"),
                               published("b", "维修资金使用", "按比例分摊"),
                               published("c", "公租房申请", "向街道提交")};
    entries.emplace_back();
    entries.back().id = "draft";
    entries.back().draft = content();
    SearchRequest request;
    request.phrase = "维修资金";
    EXPECT_THAT(ids(search(entries, request, k_today)), ElementsAre("b", "a"));
    request.phrase = "违章";
    EXPECT_THAT(ids(search(entries, request, k_today)), IsEmpty());
    request.phrase.clear();
    request.units = {UnitId("u-2")};
    EXPECT_THAT(ids(search(entries, request, k_today)), IsEmpty());
}

TEST(Search, Clause_15_5_expired_and_retired_entries_are_found_only_when_asked_for_and_say_so) {
    std::vector<Entry> entries{published("old", "旧政策", "x"), published("new", "新政策", "x")};
    entries[0].published->content.valid_to = *parse_day("2026-03-01", "t");
    SearchRequest request;
    request.phrase = "政策";
    EXPECT_THAT(ids(search(entries, request, k_today)), ElementsAre("new"));
    entries[1].retired = true;
    EXPECT_THAT(ids(search(entries, request, k_today)), IsEmpty());
    request.expired_too = true;
    const std::vector<Found> found = search(entries, request, k_today);
    EXPECT_THAT(ids(found), ElementsAre("old", "new"));
    EXPECT_EQ(found[0].validity, Validity::expired);
}

TEST(Search, Clause_15_15_1_a_citizens_own_words_find_the_nearest_entry) {
    const std::vector<Entry> entries{published("lift", "老旧小区加装电梯的条件和流程", "x"),
                                     published("fund", "维修资金续筹", "x"),
                                     published("rent", "公共租赁住房申请条件", "x")};
    SearchRequest request;
    request.like = "我们小区想加装电梯，要什么条件？";
    EXPECT_EQ(ids(search(entries, request, k_today)).front(), "lift");
    request.at_most = 1;
    EXPECT_EQ(search(entries, request, k_today).size(), 1U);
}

} // namespace
} // namespace chengban::knowledge
