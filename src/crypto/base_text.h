// Bytes as letters (RFC 4648): base 32 for people and authenticator programs, base 64 for tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chengban::crypto {

// In capitals, without padding.
std::string to_base32(std::string_view bytes);

// The alphabet for URLs, without padding.
std::string to_base64url(std::string_view bytes);
// Empty for a letter outside the alphabet, a wrong length or bits that belong to no byte.
std::optional<std::string> from_base64url(std::string_view text);

} // namespace chengban::crypto
