// Bytes as lower-case hexadecimal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengban::crypto {

std::string to_hex(std::string_view bytes);

// Lower or upper case; empty when a character is not a digit or one is missing.
std::optional<std::string> from_hex(std::string_view text);

} // namespace chengban::crypto
