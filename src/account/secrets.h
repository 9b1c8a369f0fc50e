// Secrets that the program makes and people type: shown once, stored as digests. All letters are
// those of base 32, which has no 0, 1 and 8.
#pragma once

#include "crypto/totp.h"

#include <string>
#include <string_view>
#include <vector>

namespace chengban::account {

inline constexpr std::size_t k_initial_secret_bytes = 10; // 16 letters, 80 bits
inline constexpr std::size_t k_recovery_code_bytes = 10;
inline constexpr std::size_t k_recovery_codes = 10;
inline constexpr std::size_t k_token_bytes = 32; // of sessions, devices and keys

// "K7QM-2XPA-WJ4T-9ZLH": the bytes in letters, in groups of four.
std::string grouped_secret(std::string_view random);

// As typed: without blanks and dashes, in capitals, 0, 1 and 8 (which never occur) as O, I and B.
std::string typed_secret(std::string_view text);

// What is stored of a token or of a secret with at least 80 bits: guessing it is hopeless, so a
// plain digest is enough. Hexadecimal SM3.
std::string secret_digest(std::string_view secret);

// otpauth://totp/… as authenticator programs read it.
std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view key,
                        crypto::TotpAlgorithm algorithm);

// The text as a QR code: an SVG image of black squares on white, with a quiet zone.
std::string qr_svg(std::string_view text);

} // namespace chengban::account
