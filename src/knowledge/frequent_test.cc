#include "knowledge/frequent.h"

#include "knowledge/test_context.h"

#include <gmock/gmock.h>

namespace chengban::knowledge {
namespace {

using ::testing::ElementsAre;

Consultation asked(const char* id, const char* title, int minute,
                   const char* category = "maintenance_fund") {
    return {OrderId(id), category, title,
            at("2026-03-01T10:00:00+08:00").plus_milliseconds(minute * 60'000)};
}

const Day k_today = *parse_day("2026-03-02", "t");

TEST(Frequent, Clause_15_3_consultations_alike_are_one_matter_and_the_rest_is_left_out) {
    const std::vector<Consultation> consultations{
        asked("1", "咨询维修资金续筹流程", 1), asked("2", "咨询公租房申请", 2, "public_rental"),
        asked("3", "维修资金续筹流程咨询", 3), asked("4", "想问维修资金续筹流程是什么", 4),
        asked("5", "维修资金续筹流程", 5, "other")};
    const auto matters = frequent_matters(consultations, {}, 3, k_today);
    ASSERT_EQ(matters.size(), 1U);
    EXPECT_THAT(matters[0].orders, ElementsAre(OrderId("4"), OrderId("3"), OrderId("1")));
    EXPECT_EQ(matters[0].category, "maintenance_fund");
    EXPECT_FALSE(matters[0].answered_by);
    EXPECT_TRUE(frequent_matters(consultations, {}, 4, k_today).empty());
}

TEST(Frequent, Clause_15_3_a_matter_that_an_entry_answers_names_it) {
    Entry entry;
    entry.id = "e-1";
    Content words = content();
    words.title = "维修资金续筹流程";
    entry.published = Edition{1, words, at("2026-02-01T10:00:00+08:00"), PersonId("p")};
    const std::vector<Consultation> consultations{asked("1", "维修资金续筹流程", 1),
                                                  asked("2", "咨询维修资金续筹流程", 2)};
    EXPECT_EQ(frequent_matters(consultations, {entry}, 2, k_today).at(0).answered_by, "e-1");
    entry.published->content.valid_to = *parse_day("2026-02-20", "t");
    EXPECT_FALSE(frequent_matters(consultations, {entry}, 2, k_today).at(0).answered_by);
}

} // namespace
} // namespace chengban::knowledge
