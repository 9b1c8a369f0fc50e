// The one impure function of this room: bytes nobody can guess.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace chengban::crypto {

// From the operating system through OpenSSL's generator; throws when there are none.
void fill_random(std::span<std::uint8_t> bytes);
std::string random_bytes(std::size_t count);

} // namespace chengban::crypto
