// SM4 (GB/T 32907). OpenSSL 3.0 has no SM4-GCM, so sealing is SM4-CTR, then HMAC-SM3 over
// everything (encrypt-then-MAC). Pure: the nonce comes from the caller, who must never use one
// twice.
#pragma once

#include "crypto/digest.h"
#include "crypto/keys.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;

namespace chengban::crypto {

enum class SealAlgorithm : std::uint8_t { sm4_ctr_hmac_sm3 = 1 };

using Nonce = std::array<std::uint8_t, 16>;

inline constexpr std::size_t k_tag_bytes = 16; // HMAC-SM3 cut to 128 bits
// algorithm id, key id (4 bytes), nonce, ciphertext, tag
inline constexpr std::size_t k_seal_overhead = 1 + 4 + sizeof(Nonce) + k_tag_bytes;

// One key for one purpose and owner. Safe to use from many threads.
class Sealer {
public:
    // `key_id` tells which master key a sealed text belongs to; it stands in the text, in clear.
    Sealer(const KeyDerivation& master, std::string_view purpose, std::string_view context,
           std::uint32_t key_id);

    // `associated` is bound to the result without being in it (the place the text belongs to).
    std::string seal(std::string_view plain, std::string_view associated, const Nonce& nonce) const;
    // Empty when anything differs: key, place, length, a single bit.
    std::optional<std::string> unseal(std::string_view sealed, std::string_view associated) const;

private:
    Key cipher_key_;
    HmacSm3 mac_;
    std::uint32_t key_id_;
};

// The id of the master key a sealed text names; empty when it is too short or of another algorithm.
std::optional<std::uint32_t> key_id_of(std::string_view sealed);

// XORs SM4-CTR's key stream over `bytes`; a second time restores them.
void sm4_ctr(const Key& key, const Nonce& nonce, std::span<char> bytes);

// A keyed digest of small numbers: one SM4 block each, cut to 64 bits. Much faster than HMAC where
// one text has hundreds of them. Safe to use from many threads.
class BlockDigest {
public:
    explicit BlockDigest(const Key& key); // 16 bytes
    void apply(std::span<const std::uint64_t> numbers, std::span<std::uint64_t> digests) const;

private:
    Key key_;
};

} // namespace chengban::crypto
