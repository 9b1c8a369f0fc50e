// Clause 11: samples follow from candidates, plan and seed alone.
#include "followup/draw.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace chengban::followup {
namespace {

const UnitId k_one{"district-310101"};
const UnitId k_two{"district-310104"};

std::vector<Candidate> candidates(std::size_t count, const UnitId& unit = k_one,
                                  OrderKind kind = OrderKind::complaint) {
    std::vector<Candidate> list;
    const Instant start = start_of(day_of(YearMonthDay{2026, 10, 1}));
    for (std::size_t i = 0; i < count; ++i) {
        list.push_back({OrderId(fmt::format("{}-{}-{}", unit.text(), token(kind), i)),
                        start.plus_milliseconds(static_cast<std::int64_t>(i) * 60'000), unit, kind,
                        Outcome::resolved});
    }
    return list;
}

std::vector<std::string> orders(const Drawing& drawing) {
    std::vector<std::string> list;
    for (const Pick& pick : drawing.picks) {
        list.push_back(pick.order.text());
    }
    return list;
}

Plan plan(std::int32_t per_mille) {
    Plan made;
    made.title = "每周抽查";
    made.per_mille = per_mille;
    return made;
}

TEST(Draw, Clause_11_SameSeedAndCandidatesSameSample) {
    std::vector<Candidate> list = candidates(200);
    const Drawing first = draw(plan(100), list, 42);
    std::reverse(list.begin(), list.end());
    const Drawing again = draw(plan(100), list, 42);
    EXPECT_EQ(orders(first), orders(again));
    EXPECT_EQ(first.sample_digest, again.sample_digest);
    EXPECT_EQ(first.candidates_digest, again.candidates_digest);
    EXPECT_EQ(first.picks.size(), 20U);
}

TEST(Draw, Clause_11_AnotherSeedAnotherSampleOfTheSameCandidates) {
    const Drawing first = draw(plan(100), candidates(200), 42);
    const Drawing other = draw(plan(100), candidates(200), 43);
    EXPECT_NE(orders(first), orders(other));
    EXPECT_EQ(first.candidates_digest, other.candidates_digest);
    EXPECT_NE(first.sample_digest, other.sample_digest);
}

TEST(Draw, Clause_11_AHiddenOrChangedCandidateShowsInTheProof) {
    std::vector<Candidate> list = candidates(200);
    const Drawing honest = draw(plan(100), list, 42);
    std::vector<Candidate> fewer = list;
    fewer.pop_back();
    EXPECT_NE(draw(plan(100), fewer, 42).candidates_digest, honest.candidates_digest);
    list[7].completed_at = list[7].completed_at.plus_milliseconds(1);
    EXPECT_NE(draw(plan(100), list, 42).candidates_digest, honest.candidates_digest);
}

TEST(Draw, Clause_11_InOrderOfCompletionEveryStretchIsAsked) {
    const Drawing drawing = draw(plan(100), candidates(100), 7);
    ASSERT_EQ(drawing.picks.size(), 10U);
    for (std::size_t i = 0; i < drawing.picks.size(); ++i) {
        const std::string& id = drawing.picks[i].order.text();
        const std::size_t place = std::stoul(id.substr(id.rfind('-') + 1));
        EXPECT_EQ(place / 10, i) << "one of each ten, in the order of completion";
        EXPECT_EQ(drawing.picks[i].reserves.size(), 9U);
    }
}

TEST(Draw, Clause_11_RatesByUnitKindAndOutcomeTheFirstThatFits) {
    std::vector<Candidate> list = candidates(100, k_one);
    for (const Candidate& one : candidates(100, k_two)) {
        list.push_back(one);
    }
    for (Candidate one : candidates(100, k_two, OrderKind::help)) {
        one.outcome = Outcome::unresolved;
        list.push_back(one);
    }
    Plan made = plan(50);
    made.rates = {{k_two, std::nullopt, Outcome::unresolved, 1000},
                  {k_two, std::nullopt, std::nullopt, 200}};
    const Drawing drawing = draw(made, list, 1);
    ASSERT_EQ(drawing.groups.size(), 3U);
    EXPECT_EQ(drawing.groups[0].drawn, 5);
    EXPECT_EQ(drawing.groups[1].row, 0);
    EXPECT_EQ(drawing.groups[1].drawn, 100);
    EXPECT_EQ(drawing.groups[2].row, 1);
    EXPECT_EQ(drawing.groups[2].drawn, 20);
}

TEST(Draw, Clause_11_RoundedUpAtLeastTheMinimumAndNeverMoreThanThereAre) {
    EXPECT_EQ(draw(plan(100), candidates(11), 1).picks.size(), 2U);
    Plan made = plan(10);
    made.minimum = 5;
    EXPECT_EQ(draw(made, candidates(100), 1).picks.size(), 5U);
    EXPECT_EQ(draw(made, candidates(3), 1).picks.size(), 3U);
    EXPECT_EQ(draw(made, {}, 1).picks.size(), 0U);
    made.per_mille = 0;
    EXPECT_EQ(draw(made, candidates(100), 1).picks.size(), 0U);
    made.per_mille = 1000;
    EXPECT_EQ(draw(made, candidates(100), 1).picks.size(), 100U);
}

TEST(Draw, Clause_11_KindsThatAreLeftOutAreNoCandidates) {
    Plan made = plan(1000);
    made.left_out = {OrderKind::praise};
    EXPECT_EQ(draw(made, candidates(10, k_one, OrderKind::praise), 1).picks.size(), 0U);
}

TEST(Draw, Clause_11_ReservesAreOfTheSameStretchAndNobodyStandsTwice) {
    const Drawing drawing = draw(plan(130), candidates(97), 99);
    std::set<std::string> seen;
    for (const Pick& pick : drawing.picks) {
        EXPECT_TRUE(seen.insert(pick.order.text()).second);
        for (const OrderId& reserve : pick.reserves) {
            EXPECT_TRUE(seen.insert(reserve.text()).second);
        }
    }
    EXPECT_EQ(seen.size(), 97U);
}

// Over many seeds every order is asked about as often as its rate says.
TEST(Draw, Clause_11_NobodyIsFavoured) {
    const std::vector<Candidate> list = candidates(60);
    std::map<std::string, int> times;
    constexpr std::uint64_t k_seeds = 6'000;
    for (std::uint64_t seed = 0; seed < k_seeds; ++seed) {
        for (const std::string& order : orders(draw(plan(100), list, seed))) {
            ++times[order];
        }
    }
    ASSERT_EQ(times.size(), 60U);
    for (const auto& [order, count] : times) {
        // 600 expected with a deviation of 23; six of them.
        EXPECT_NEAR(count, 600, 140) << order;
    }
}

TEST(Draw, AnOrderThatStandsTwiceIsABug) {
    std::vector<Candidate> list = candidates(3);
    list.push_back(list.front());
    EXPECT_THROW(draw(plan(100), list, 1), Bug);
}

} // namespace
} // namespace chengban::followup
