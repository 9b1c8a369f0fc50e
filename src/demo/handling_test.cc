#include "demo/handling.h"

#include "base/utf8.h"
#include "text/grams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace chengban::demo {
namespace {

std::vector<DemoOrder> orders(std::uint64_t seed, std::size_t count) {
    DemoGenerator generator(seed);
    std::vector<DemoOrder> list;
    for (std::size_t i = 0; i < count; ++i) {
        list.push_back(generator.next());
    }
    return list;
}

std::size_t longest_digits(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

const Day k_day(20'500);

TEST(DemoHandling, Clause_9_3_SoundRepliesPromiseNothing) {
    const DemoHandling handling(1);
    for (const DemoOrder& order : orders(1, 5000)) {
        const std::string reply = handling.reply_summary(order, k_day, ReplyFault::none);
        for (const char* word : {"将", "预计", "计划", "尽快", "正在", "争取", "逐步", "下一步"}) {
            ASSERT_FALSE(text::contains_phrase(reply, word)) << word << reply;
        }
    }
}

TEST(DemoHandling, Clause_5_3_And_10_2_SoundRepliesHoldNothingForbidden) {
    const DemoHandling handling(1);
    for (const DemoOrder& order : orders(2, 5000)) {
        const std::string reply = handling.reply_summary(order, k_day, ReplyFault::none);
        for (const char* word : {"诉求过高", "暂时不能", "无理取闹", "领导批示", "会议纪要"}) {
            ASSERT_FALSE(text::contains_phrase(reply, word)) << reply;
        }
        ASSERT_LT(longest_digits(reply), 7U) << reply;
        ASSERT_TRUE(order.phone.empty() || reply.find(order.phone) == std::string::npos);
        ASSERT_TRUE(order.citizen_name.empty() ||
                    reply.find(order.citizen_name) == std::string::npos);
        ASSERT_TRUE(is_utf8(reply));
        ASSERT_GE(code_points(reply), 40U);
        ASSERT_LE(code_points(reply), 500U);
    }
}

TEST(DemoHandling, FaultyRepliesHoldTheirFault) {
    const DemoHandling handling(1);
    const std::map<ReplyFault, std::vector<std::string>> marks{
        {ReplyFault::promise, {"预计", "计划解决"}},
        {ReplyFault::forbidden_ground, {"诉求过高", "暂时不能解决"}},
        {ReplyFault::phone_number, {"手机1"}},
        {ReplyFault::identity_number, {"身份证3101011900"}},
        {ReplyFault::internal_material, {"领导批示"}},
        {ReplyFault::judgement, {"无理取闹"}}};
    for (const DemoOrder& order : orders(3, 200)) {
        for (const auto& [fault, words] : marks) {
            const std::string reply = handling.reply_summary(order, k_day, fault);
            ASSERT_TRUE(std::any_of(words.begin(), words.end(), [&](const std::string& word) {
                return reply.find(word) != std::string::npos;
            })) << reply;
        }
    }
}

TEST(DemoHandling, FaultsAndEndingsComeInTheirShares) {
    const DemoHandling handling(9);
    std::map<ReplyFault, std::size_t> faults;
    std::size_t explained = 0;
    for (const DemoOrder& order : orders(4, 10'000)) {
        ++faults[handling.fault(order)];
        explained += handling.ending(order) == Ending::explained ? 1U : 0U;
    }
    EXPECT_EQ(faults.size(), EnumTable<ReplyFault>::rows.size());
    EXPECT_GT(faults[ReplyFault::none], 8'700U);
    EXPECT_LT(faults[ReplyFault::none], 9'300U);
    EXPECT_GT(explained, 600U);
    EXPECT_LT(explained, 1'100U);
}

TEST(DemoHandling, Clause_10_1_ReportsHaveFourParts) {
    const DemoHandling handling(1);
    for (const DemoOrder& order : orders(5, 2000)) {
        const ReportText report = handling.completion_report(order, k_day);
        for (const std::string& part :
             {report.problem, report.facts, report.process, report.answer}) {
            ASSERT_TRUE(is_utf8(part));
            ASSERT_GE(code_points(part), 10U);
            ASSERT_LE(code_points(part), 500U);
        }
        ASSERT_GE(code_points(handling.contact_note(order)), 20U);
    }
}

TEST(DemoHandling, TextsFollowFromSeedAndOrderAlone) {
    const std::vector<DemoOrder> list = orders(6, 50);
    const DemoHandling one(1);
    const DemoHandling other(2);
    std::size_t different = 0;
    for (auto order = list.rbegin(); order != list.rend(); ++order) {
        EXPECT_EQ(one.completion_report(*order, k_day),
                  DemoHandling(1).completion_report(*order, k_day));
        EXPECT_EQ(one.reply_summary(*order, k_day, ReplyFault::none),
                  DemoHandling(1).reply_summary(*order, k_day, ReplyFault::none));
        different += one.contact_note(*order) != other.contact_note(*order) ? 1U : 0U;
    }
    EXPECT_GT(different, 10U);
}

} // namespace
} // namespace chengban::demo
