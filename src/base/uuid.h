// UUIDv7 (RFC 9562): time first, so that ids sort by creation; randomness comes from the caller.
#pragma once

#include "base/instant.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace chengban {

using RandomBytes10 = std::array<std::uint8_t, 10>;

std::string make_uuid_v7(Instant now, const RandomBytes10& random);
bool is_uuid(std::string_view text); // 8-4-4-4-12 lower-case hexadecimal

} // namespace chengban
