#include "demo/evidence.h"

#include "demo/chance.h"

#include <fmt/format.h>

#include <array>

namespace chengban::demo {

namespace {

constexpr std::uint32_t k_width = 48;
constexpr std::uint32_t k_height = 36;

std::string big_end_first(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(value >> shift & 0xFF));
    }
    return bytes;
}

// CRC-32 of PNG chunks, bit by bit: the pictures are small.
std::uint32_t crc(std::string_view bytes) {
    std::uint32_t sum = 0xFFFFFFFF;
    for (const char byte : bytes) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320U : 0U);
        }
    }
    return ~sum;
}

std::uint32_t adler(std::string_view bytes) {
    constexpr std::uint32_t k_modulus = 65521;
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char byte : bytes) {
        a = (a + static_cast<unsigned char>(byte)) % k_modulus;
        b = (b + a) % k_modulus;
    }
    return b << 16 | a;
}

std::string chunk(std::string_view type, std::string_view data) {
    const std::string body = std::string(type) + std::string(data);
    return big_end_first(static_cast<std::uint32_t>(data.size())) + body + big_end_first(crc(body));
}

// A zlib stream of one stored block (up to 65,535 bytes).
std::string stored(std::string_view bytes) {
    const auto size = static_cast<std::uint16_t>(bytes.size());
    std::string stream("\x78\x01\x01", 3);
    for (const std::uint16_t word : {size, static_cast<std::uint16_t>(~size)}) {
        stream.push_back(static_cast<char>(word & 0xFF));
        stream.push_back(static_cast<char>(word >> 8));
    }
    return stream + std::string(bytes) + big_end_first(adler(bytes));
}

} // namespace

std::string simulated_photo(std::uint64_t seed) {
    Chance chance(seed);
    std::array<std::uint32_t, 3> base{};
    for (std::uint32_t& channel : base) {
        channel = 60 + chance.below(120);
    }
    std::string rows;
    for (std::uint32_t y = 0; y < k_height; ++y) {
        rows.push_back('\0'); // no filter
        for (std::uint32_t x = 0; x < k_width; ++x) {
            for (const std::uint32_t channel : base) {
                rows.push_back(static_cast<char>(channel + (x + y) / 2 + chance.below(16)));
            }
        }
    }
    const std::string head =
        big_end_first(k_width) + big_end_first(k_height) + std::string("\x08\x02\0\0\0", 5);
    return "\x89PNG\r\n\x1A\n" + chunk("IHDR", head) +
           chunk("tEXt", std::string("Comment\0simulated", 17)) + chunk("IDAT", stored(rows)) +
           chunk("IEND", {});
}

std::string simulated_note(std::string_view body) {
    return fmt::format("【模拟材料】由演示程序生成，并非真实证据。\n\n{}\n", body);
}

} // namespace chengban::demo
