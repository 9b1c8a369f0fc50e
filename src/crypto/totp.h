// One-time codes by time (RFC 6238, RFC 4226): the second factor that needs no network. Pure: the
// time comes from the caller. HMAC-SHA-1 stands here because authenticator programs know little
// else; nothing but these codes may use it.
#pragma once

#include "base/enums.h"
#include "base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::crypto {

enum class TotpAlgorithm { sha1, sha256, sha512 };

inline constexpr std::int64_t k_totp_step_seconds = 30;
inline constexpr int k_totp_digits = 6;
inline constexpr std::size_t k_totp_key_bytes = 20;
// Steps before and after the present one that are taken, for clocks that are a little off.
inline constexpr std::int64_t k_totp_drift_steps = 1;

constexpr std::int64_t totp_step(Instant now) {
    return now.milliseconds() / 1000 / k_totp_step_seconds;
}

// Six digits by default, with leading zeros.
std::string totp_code(std::string_view key, std::int64_t step, TotpAlgorithm algorithm,
                      int digits = k_totp_digits);

// The step the code belongs to, none when it is wrong or belongs to a step at or before
// `last_step`: a code that was used is never taken again.
std::optional<std::int64_t> find_totp_step(std::string_view key, std::string_view code, Instant now,
                                           std::int64_t last_step, TotpAlgorithm algorithm);

} // namespace chengban::crypto

template <>
struct chengban::EnumTable<chengban::crypto::TotpAlgorithm> {
    using E = chengban::crypto::TotpAlgorithm;
    static constexpr std::array rows{
        EnumRow<E>{E::sha1, "sha1", "HMAC-SHA-1", "HMAC-SHA-1"},
        EnumRow<E>{E::sha256, "sha256", "HMAC-SHA-256", "HMAC-SHA-256"},
        EnumRow<E>{E::sha512, "sha512", "HMAC-SHA-512", "HMAC-SHA-512"}};
};
