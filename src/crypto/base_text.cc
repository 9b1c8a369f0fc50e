#include "crypto/base_text.h"

#include <cstdint>

namespace chengban::crypto {

namespace {

constexpr std::string_view k_base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view k_base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet, unsigned bits_per_letter) {
    std::string text;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    const std::uint32_t mask = (1U << bits_per_letter) - 1;
    for (const char byte : bytes) {
        pending = (pending << 8) | static_cast<std::uint8_t>(byte);
        bits += 8;
        while (bits >= bits_per_letter) {
            bits -= bits_per_letter;
            text.push_back(alphabet[(pending >> bits) & mask]);
        }
        pending &= (1U << bits) - 1;
    }
    if (bits > 0) {
        text.push_back(alphabet[(pending << (bits_per_letter - bits)) & mask]);
    }
    return text;
}

} // namespace

std::string to_base32(std::string_view bytes) {
    return encode(bytes, k_base32, 5);
}

std::string to_base64url(std::string_view bytes) {
    return encode(bytes, k_base64url, 6);
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        const std::size_t value = k_base64url.find(letter);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        pending = (pending << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>((pending >> bits) & 0xff));
        }
        pending &= (1U << bits) - 1;
    }
    if (bits >= 6 || pending != 0) {
        return std::nullopt;
    }
    return bytes;
}

} // namespace chengban::crypto
