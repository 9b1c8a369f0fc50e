#include "crypto/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace chengban::crypto {

namespace {

void draw(std::span<std::uint8_t> bytes) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
        RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("the system gives no random bytes");
    }
}

// Ids and salts take a few bytes each, many times a command; the generator is asked once for many.
struct Drawn {
    std::array<std::uint8_t, 1024> bytes{};
    std::size_t used = bytes.size();
};

} // namespace

void fill_random(std::span<std::uint8_t> bytes) {
    constexpr std::size_t k_few = 32;
    if (bytes.size() > k_few) {
        draw(bytes);
        return;
    }
    thread_local Drawn drawn;
    if (drawn.bytes.size() - drawn.used < bytes.size()) {
        draw(drawn.bytes);
        drawn.used = 0;
    }
    std::uint8_t* const first = drawn.bytes.data() + drawn.used;
    std::copy_n(first, bytes.size(), bytes.data());
    OPENSSL_cleanse(first, bytes.size()); // given once, kept nowhere
    drawn.used += bytes.size();
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill_random({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return bytes;
}

} // namespace chengban::crypto
