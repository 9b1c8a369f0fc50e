// One master key, many derived ones: a key per purpose and context, so that none is ever used for
// two things. Pure; where the master comes from is the caller's affair.
#pragma once

#include "crypto/digest.h"

#include <string>
#include <string_view>

namespace chengban::crypto {

// Secret bytes that are wiped when they go.
class Key {
public:
    Key() = default;
    explicit Key(std::string bytes) : bytes_(std::move(bytes)) {}
    Key(const Key&) = default;
    Key(Key&&) noexcept = default;
    Key& operator=(const Key&) = default;
    Key& operator=(Key&&) noexcept = default;
    ~Key();

    std::string_view bytes() const { return bytes_; }

private:
    std::string bytes_;
};

inline constexpr std::size_t k_key_bytes = 32;

// HKDF-Expand (RFC 5869) over HMAC-SM3 of the framed purpose and context, 1–255 × 32 bytes.
// The master must be uniformly random already, so that no extraction is needed.
class KeyDerivation {
public:
    explicit KeyDerivation(const Key& master);
    Key derive(std::string_view purpose, std::string_view context,
               std::size_t bytes = k_key_bytes) const;

private:
    HmacSm3 hmac_;
};

} // namespace chengban::crypto
