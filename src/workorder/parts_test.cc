#include "workorder/parts.h"

#include "workorder/order_story.h"

namespace chengban::workorder {
namespace {

TEST(Parts, B7_ALimitThatADraftMovesMattersToDispatchAlone) {
    rulebook::Rulebook draft = shipped_book();
    draft.limits.completion[LimitClass::general].amount = WorkingDays{4};
    draft.version = 2;
    const Parts changed = differing(shipped_book(), draft);
    EXPECT_EQ(changed, Parts().set(static_cast<std::size_t>(Part::completion)));
    EXPECT_TRUE((looked_at("dispatch") & changed).any());
    EXPECT_TRUE((looked_at("a command nobody listed") & changed).any());
    EXPECT_FALSE((looked_at("register") & changed).any());
    EXPECT_FALSE((looked_at("submit_completion") & changed).any());
}

TEST(Parts, B7_EveryPartIsToldApart) {
    EXPECT_TRUE(differing(shipped_book(), shipped_book()).none());
    for (std::size_t i = 0; i < k_parts; ++i) {
        const auto part = static_cast<Part>(i);
        const Parts expected = part == Part::calendar ? Parts() : Parts().set(i);
        EXPECT_EQ(differing(shipped_book(), with_another(part, shipped_book())), expected) << i;
    }
}

} // namespace
} // namespace chengban::workorder
