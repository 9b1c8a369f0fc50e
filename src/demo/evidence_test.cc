#include "demo/evidence.h"

#include <gmock/gmock.h>

namespace chengban::demo {
namespace {

TEST(Evidence, APhotoIsAPngThatSaysItIsSimulated) {
    const std::string photo = simulated_photo(7);
    EXPECT_EQ(photo.substr(0, 8), "\x89PNG\r\n\x1A\n");
    EXPECT_EQ(photo.substr(12, 4), "IHDR");
    EXPECT_THAT(photo, testing::HasSubstr("simulated"));
    // The checksum every reader knows of the empty last chunk.
    EXPECT_EQ(photo.substr(photo.size() - 8), "IEND\xAE\x42\x60\x82");
    EXPECT_EQ(photo, simulated_photo(7));
    EXPECT_NE(photo, simulated_photo(8));
}

TEST(Evidence, ANoteSaysFirstThatItIsSimulated) {
    const std::string note = simulated_note("经核实，反映情况不属实。");
    EXPECT_THAT(note, testing::StartsWith("【模拟材料】"));
    EXPECT_THAT(note, testing::HasSubstr("经核实"));
}

} // namespace
} // namespace chengban::demo
