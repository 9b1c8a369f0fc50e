// Random lives of orders against the laws of the clauses. The seed is fixed and printed; more lives
// and other seeds with chengban_order_prove.
#include "workorder/order_random.h"

namespace chengban::workorder {

namespace {

constexpr std::uint64_t k_seed = 20'221'220;
constexpr int k_lives = 300;
constexpr int k_steps = 120;

TEST(Properties, NoLifeOfAnOrderBreaksALaw) {
    RecordProperty("seed", static_cast<int>(k_seed));
    Tally tally;
    for (int i = 0; i < k_lives; ++i) {
        const std::uint64_t seed = k_seed + static_cast<std::uint64_t>(i);
        RandomLife life(seed, tally);
        const auto law = life.live(k_steps);
        ASSERT_FALSE(law) << "seed " << seed << ": " << *law;
    }
    // The lives are not idle: orders end, and every kind of event happens.
    EXPECT_GT(tally.completed, k_lives / 4);
    EXPECT_GT(tally.completed_with_approvals, k_lives / 20);
    std::string absent;
    for (const CommandInfo& info : command_infos()) {
        if (info.name != "dispatch" && !tally.events.contains(std::string(info.name))) {
            absent += " " + std::string(info.name);
        }
    }
    EXPECT_EQ(absent, "") << "never happened";
    EXPECT_GT(tally.refusals.size(), 60U);
}

} // namespace

} // namespace chengban::workorder
