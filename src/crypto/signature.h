// Signatures that others can check with a public key alone: Ed25519 (RFC 8032). Pure.
#pragma once

#include "crypto/keys.h"

#include <memory>
#include <string>
#include <string_view>

namespace chengban::crypto {

inline constexpr std::size_t k_public_key_bytes = 32;
inline constexpr std::size_t k_signature_bytes = 64;

class SigningKey {
public:
    // Of exactly k_key_bytes secret bytes; the same seed is the same key.
    explicit SigningKey(const Key& seed);

    const std::string& public_key() const { return public_key_; } // raw bytes
    std::string sign(std::string_view message) const;

private:
    std::shared_ptr<void> key_; // OpenSSL's
    std::string public_key_;
};

// False as well for a key or a signature that is none.
bool is_signed(std::string_view public_key, std::string_view message, std::string_view signature);

} // namespace chengban::crypto
