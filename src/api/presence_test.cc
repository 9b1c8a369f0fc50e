#include "api/presence.h"

#include <gtest/gtest.h>

namespace chengban::api {

namespace {

workorder::Actor person(const char* id) {
    workorder::Actor actor;
    actor.person = PersonId(id);
    actor.unit = UnitId("center");
    return actor;
}

Instant second(std::int64_t seconds) {
    return Instant().plus_milliseconds(1'700'000'000'000 + seconds * 1000);
}

const OrderId k_order("order-1");

TEST(Presence, TwoPeopleOnOneOrderSeeEachOther) {
    Presence presence;
    EXPECT_TRUE(presence.meet(k_order, person("a"), second(0)).empty());
    const auto seen = presence.meet(k_order, person("b"), second(1));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen.front().person, PersonId("a"));
    EXPECT_EQ(presence.meet(k_order, person("a"), second(2)).size(), 1U);
    EXPECT_TRUE(presence.meet(OrderId("order-2"), person("c"), second(2)).empty());
}

TEST(Presence, WhoeverGivesNoSignOfLifeIsGone) {
    Presence presence;
    presence.meet(k_order, person("a"), second(0));
    EXPECT_EQ(presence.meet(k_order, person("b"), second(Presence::k_seconds - 1)).size(), 1U);
    EXPECT_TRUE(presence.meet(k_order, person("b"), second(Presence::k_seconds + 1)).empty());
}

} // namespace

} // namespace chengban::api
