// Passwords at rest: argon2id (RFC 9106) or, where the operator chose national algorithms,
// PBKDF2-HMAC-SM3. What is stored names its algorithm and cost, so that an older one can still be
// checked and is replaced at the next sign-in. Pure: the salt comes from the caller.
#pragma once

#include "base/enums.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::crypto {

enum class PasswordAlgorithm { argon2id, pbkdf2_hmac_sm3 };

inline constexpr std::size_t k_password_salt_bytes = 16;
// OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
inline constexpr std::uint32_t k_argon2_kibibytes = 19 * 1024;
inline constexpr std::uint32_t k_argon2_passes = 2;
inline constexpr std::uint32_t k_argon2_lanes = 1;
inline constexpr std::uint32_t k_pbkdf2_iterations = 300'000;
// Below these a stored hash counts as weak: the program does not start with one.
inline constexpr std::uint32_t k_argon2_kibibytes_min = 15 * 1024;
inline constexpr std::uint32_t k_pbkdf2_iterations_min = 210'000;

// "$argon2id$v=19$m=19456,t=2,p=1$…$…" or "$pbkdf2-hmac-sm3$i=300000$…$…". Every byte of the
// password counts, whatever its length.
std::string hash_password(std::string_view password, std::string_view salt,
                          PasswordAlgorithm algorithm);

// Takes as long for a nearly right password as for a wrong one. False for what is not a hash.
bool password_matches(std::string_view password, std::string_view stored);

// Empty when `stored` is not a hash of ours or is weaker than the minimum.
std::optional<PasswordAlgorithm> strong_algorithm_of(std::string_view stored);

} // namespace chengban::crypto

template <>
struct chengban::EnumTable<chengban::crypto::PasswordAlgorithm> {
    using E = chengban::crypto::PasswordAlgorithm;
    static constexpr std::array rows{EnumRow<E>{E::argon2id, "argon2id", "argon2id", "argon2id"},
                                     EnumRow<E>{E::pbkdf2_hmac_sm3, "pbkdf2_hmac_sm3",
                                                "PBKDF2-HMAC-SM3（国密）", "PBKDF2-HMAC-SM3"}};
};
