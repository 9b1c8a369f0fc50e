#include "crypto/totp.h"

#include "base/invariant.h"
#include "crypto/digest.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace chengban::crypto {

namespace {

const EVP_MD* method_of(TotpAlgorithm algorithm) {
    switch (algorithm) {
    case TotpAlgorithm::sha1:
        return EVP_sha1();
    case TotpAlgorithm::sha256:
        return EVP_sha256();
    case TotpAlgorithm::sha512:
        return EVP_sha512();
    }
    unreachable("totp method_of");
}

} // namespace

std::string totp_code(std::string_view key, std::int64_t step, TotpAlgorithm algorithm,
                      int digits) {
    invariant(digits >= 6 && digits <= 8, "a one-time code has 6 to 8 digits");
    std::string counter;
    append_number(counter, static_cast<std::uint64_t>(step));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    const unsigned char* done = HMAC(method_of(algorithm), key.data(), static_cast<int>(key.size()),
                                     reinterpret_cast<const unsigned char*>(counter.data()),
                                     counter.size(), mac.data(), &size);
    invariant(done != nullptr && size >= 20, "HMAC finishes");
    const std::size_t at = mac[size - 1] & 0x0fU;
    const std::uint32_t number = (static_cast<std::uint32_t>(mac[at] & 0x7fU) << 24) |
                                 (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                                 (static_cast<std::uint32_t>(mac[at + 2]) << 8) |
                                 static_cast<std::uint32_t>(mac[at + 3]);
    OPENSSL_cleanse(mac.data(), mac.size());
    constexpr std::array<std::uint32_t, 3> k_moduli{1'000'000, 10'000'000, 100'000'000};
    return fmt::format("{:0{}}", number % k_moduli[static_cast<std::size_t>(digits - 6)], digits);
}

std::optional<std::int64_t> find_totp_step(std::string_view key, std::string_view code, Instant now,
                                           std::int64_t last_step, TotpAlgorithm algorithm) {
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> found;
    for (std::int64_t step = present - k_totp_drift_steps; step <= present + k_totp_drift_steps;
         ++step) {
        if (equal_constant_time(totp_code(key, step, algorithm), code) && step > last_step) {
            found = step;
        }
    }
    return found;
}

} // namespace chengban::crypto
