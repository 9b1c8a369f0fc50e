#include "crypto/password_hash.h"

#include "base/invariant.h"
#include "crypto/digest.h"
#include "crypto/hex.h"

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <vector>

namespace chengban::crypto {

namespace {

constexpr std::string_view k_argon2_name = "argon2id";
constexpr std::string_view k_pbkdf2_name = "pbkdf2-hmac-sm3";
constexpr std::size_t k_hash_bytes = 32;

// The parts between the dollar signs; the first is empty.
std::vector<std::string_view> parts_of(std::string_view stored) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= stored.size();) {
        const std::size_t end = std::min(stored.find('$', at), stored.size());
        parts.push_back(stored.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

// "m=19456" → 19456
std::optional<std::uint32_t> parameter(std::string_view text, std::string_view name) {
    if (!text.starts_with(name) || text.size() <= name.size() || text[name.size()] != '=') {
        return std::nullopt;
    }
    text.remove_prefix(name.size() + 1);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::string pbkdf2(std::string_view password, std::string_view salt, std::uint32_t iterations) {
    std::string hash(k_hash_bytes, '\0');
    const int done = PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                                       reinterpret_cast<const unsigned char*>(salt.data()),
                                       static_cast<int>(salt.size()), static_cast<int>(iterations),
                                       EVP_sm3(), static_cast<int>(hash.size()),
                                       reinterpret_cast<unsigned char*>(hash.data()));
    invariant(done == 1, "PBKDF2 finishes");
    return hash;
}

struct Pbkdf2 {
    std::uint32_t iterations = 0;
    std::string salt;
    std::string hash;
};

std::optional<Pbkdf2> parse_pbkdf2(std::string_view stored) {
    const std::vector<std::string_view> parts = parts_of(stored);
    if (parts.size() != 5 || !parts[0].empty() || parts[1] != k_pbkdf2_name) {
        return std::nullopt;
    }
    const auto iterations = parameter(parts[2], "i");
    auto salt = from_hex(parts[3]);
    auto hash = from_hex(parts[4]);
    if (!iterations || !salt || !hash || hash->size() != k_hash_bytes) {
        return std::nullopt;
    }
    return Pbkdf2{*iterations, std::move(*salt), std::move(*hash)};
}

bool is_strong_argon2(const std::vector<std::string_view>& parts) {
    if (parts.size() != 6 || parts[2] != "v=19") {
        return false;
    }
    const std::size_t first = parts[3].find(',');
    const std::size_t second = parts[3].find(',', first == parts[3].npos ? first : first + 1);
    if (first == parts[3].npos || second == parts[3].npos) {
        return false;
    }
    const auto memory = parameter(parts[3].substr(0, first), "m");
    const auto passes = parameter(parts[3].substr(first + 1, second - first - 1), "t");
    const auto lanes = parameter(parts[3].substr(second + 1), "p");
    constexpr std::size_t k_salt_letters = 22; // 16 bytes in base 64
    return memory && passes && lanes && *memory >= k_argon2_kibibytes_min &&
           *passes >= k_argon2_passes && *lanes >= k_argon2_lanes &&
           parts[4].size() >= k_salt_letters;
}

} // namespace

std::string hash_password(std::string_view password, std::string_view salt,
                          PasswordAlgorithm algorithm) {
    invariant(salt.size() >= k_password_salt_bytes, "a password's salt has 16 bytes");
    if (algorithm == PasswordAlgorithm::pbkdf2_hmac_sm3) {
        return fmt::format("${}$i={}${}${}", k_pbkdf2_name, k_pbkdf2_iterations, to_hex(salt),
                           to_hex(pbkdf2(password, salt, k_pbkdf2_iterations)));
    }
    std::array<char, 256> encoded{};
    const int done = argon2id_hash_encoded(
        k_argon2_passes, k_argon2_kibibytes, k_argon2_lanes, password.data(), password.size(),
        salt.data(), salt.size(), k_hash_bytes, encoded.data(), encoded.size());
    if (done == ARGON2_MEMORY_ALLOCATION_ERROR) {
        throw std::bad_alloc();
    }
    invariant(done == ARGON2_OK, "argon2id finishes");
    return encoded.data();
}

bool password_matches(std::string_view password, std::string_view stored) {
    if (const auto parsed = parse_pbkdf2(stored)) {
        return equal_constant_time(pbkdf2(password, parsed->salt, parsed->iterations),
                                   parsed->hash);
    }
    const std::string encoded(stored);
    const int done = argon2id_verify(encoded.c_str(), password.data(), password.size());
    if (done == ARGON2_MEMORY_ALLOCATION_ERROR) {
        throw std::bad_alloc();
    }
    return done == ARGON2_OK;
}

std::optional<PasswordAlgorithm> strong_algorithm_of(std::string_view stored) {
    const std::vector<std::string_view> parts = parts_of(stored);
    if (parts.size() > 1 && parts[0].empty() && parts[1] == k_argon2_name) {
        return is_strong_argon2(parts) ? std::optional(PasswordAlgorithm::argon2id) : std::nullopt;
    }
    const auto parsed = parse_pbkdf2(stored);
    if (parsed && parsed->iterations >= k_pbkdf2_iterations_min &&
        parsed->salt.size() >= k_password_salt_bytes) {
        return PasswordAlgorithm::pbkdf2_hmac_sm3;
    }
    return std::nullopt;
}

} // namespace chengban::crypto
