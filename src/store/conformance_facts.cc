// Facts about handling rounds: kept with the events, found by the days of a period.
#include "store/conformance_suite.h"

#include <fmt/format.h>

#include <set>

namespace chengban::store {

namespace {

FactRow fact(int order, std::int64_t round, std::int32_t first, std::int32_t last) {
    return {OrderId(fmt::format("o-{:03}", order)), round, Day(first), Day(last),
            fmt::format(R"({{"order":{},"round":{}}})", order, round)};
}

std::set<std::string> found(Store& store, std::int32_t first, std::int32_t last) {
    std::set<std::string> list;
    store.each_fact(Day(first), Day(last), [&](const FactRow& row) {
        EXPECT_TRUE(list.insert(fmt::format("{}/{}", row.order.text(), row.round)).second);
        return true;
    });
    return list;
}

TEST_P(StoreConformance, FactsAreFoundByAnyDayTheyTouch) {
    CommitUnit unit;
    unit.facts = {fact(1, 1, 100, 110), fact(1, 2, 110, 120), fact(2, 1, 121, 121)};
    committed(unit);
    using Set = std::set<std::string>;
    EXPECT_EQ(found(store(), 0, 99), Set{});
    EXPECT_EQ(found(store(), 0, 100), Set{"o-001/1"});
    EXPECT_EQ(found(store(), 110, 110), (Set{"o-001/1", "o-001/2"}));
    EXPECT_EQ(found(store(), 111, 200), (Set{"o-001/2", "o-002/1"}));
    EXPECT_EQ(found(store(), 122, 200), Set{});
    expect_intact();
}

TEST_P(StoreConformance, AFactIsReplacedNeverDoubled) {
    CommitUnit unit;
    unit.facts = {fact(1, 1, 100, 110)};
    committed(unit);
    unit.facts[0].last = Day(300);
    unit.facts[0].body = R"({"changed":true})";
    committed(unit);
    EXPECT_EQ(found(store(), 0, 1'000).size(), 1U);
    std::string body;
    store().each_fact(Day(300), Day(300), [&](const FactRow& row) {
        body = row.body;
        return true;
    });
    EXPECT_EQ(body, R"({"changed":true})");
    reopen();
    EXPECT_EQ(found(store(), 300, 300).size(), 1U);
    expect_intact();
}

TEST_P(StoreConformance, AFactOfARefusedUnitIsNotWritten) {
    CommitUnit first;
    first.appends.push_back({{"order", "o-001"},
                             0,
                             {},
                             {{"made", 1, "{}", "{}", Instant(1'790'000'000'000),
                               Instant(1'790'000'000'000), std::nullopt}}});
    first.facts = {fact(1, 1, 100, 110)};
    committed(first);
    CommitUnit late = first;
    late.facts[0].body = R"({"stolen":true})";
    late.facts.push_back(fact(2, 1, 100, 110));
    EXPECT_EQ(store().commit(late).verdict, Verdict::conflict);
    EXPECT_EQ(found(store(), 0, 1'000), std::set<std::string>{"o-001/1"});
}

TEST_P(StoreConformance, ReadingFactsMayStopEarly) {
    CommitUnit unit;
    for (int i = 0; i < 50; ++i) {
        unit.facts.push_back(fact(i, 1, 100, 110));
    }
    committed(unit);
    int seen = 0;
    store().each_fact(Day(0), Day(1'000), [&](const FactRow&) { return ++seen < 7; });
    EXPECT_EQ(seen, 7);
}

} // namespace

} // namespace chengban::store
