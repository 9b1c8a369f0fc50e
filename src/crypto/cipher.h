// Sealing: SM4 (GB/T 32907) or AES-256-GCM. OpenSSL 3.0 has no SM4-GCM, so the first is SM4-CTR,
// then HMAC-SM3 over everything (encrypt-then-MAC). Pure: the nonce comes from the caller, who must
// never use one twice.
#pragma once

#include "base/enums.h"
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

// The numbers stand in every sealed text.
enum class SealAlgorithm : std::uint8_t { sm4_ctr_hmac_sm3 = 1, aes_256_gcm = 2 };

using Nonce = std::array<std::uint8_t, 16>;
using GcmNonce = std::array<std::uint8_t, 12>;

inline constexpr std::size_t k_tag_bytes = 16; // HMAC-SM3 cut to 128 bits, or GCM's own
// algorithm id, key id (4 bytes), nonce (12 of its bytes with GCM), ciphertext, tag
constexpr std::size_t seal_overhead(SealAlgorithm algorithm) {
    return 1 + 4 + k_tag_bytes +
           (algorithm == SealAlgorithm::aes_256_gcm ? sizeof(GcmNonce) : sizeof(Nonce));
}

// One key for one purpose and owner. Safe to use from many threads.
class Sealer {
public:
    // `key_id` tells which master key a sealed text belongs to; it stands in the text, in clear.
    Sealer(const KeyDerivation& master, std::string_view purpose, std::string_view context,
           std::uint32_t key_id, SealAlgorithm algorithm = SealAlgorithm::sm4_ctr_hmac_sm3);

    // `associated` is bound to the result without being in it (the place the text belongs to).
    std::string seal(std::string_view plain, std::string_view associated, const Nonce& nonce) const;
    // Empty when anything differs: key, place, length, a single bit.
    std::optional<std::string> unseal(std::string_view sealed, std::string_view associated) const;

private:
    Key cipher_key_;
    std::optional<HmacSm3> mac_; // GCM has its own
    std::uint32_t key_id_;
    SealAlgorithm algorithm_;
};

// What a sealed text names in clear: scheme and master key, its first five bytes.
struct SealMark {
    SealAlgorithm algorithm = SealAlgorithm::sm4_ctr_hmac_sm3;
    std::uint32_t key_id = 0;

    bool operator==(const SealMark&) const = default;
};
inline constexpr std::size_t k_mark_bytes = 5;
std::string bytes_of(const SealMark& mark);
// Empty when it is too short or of an unknown algorithm.
std::optional<SealMark> mark_of(std::string_view sealed);

// AES-256-GCM with a key of 32 bytes; ciphertext and tag. `associated` is bound without being in
// it.
std::string gcm_seal(const Key& key, const GcmNonce& nonce, std::string_view associated,
                     std::string_view plain);
std::optional<std::string> gcm_open(const Key& key, const GcmNonce& nonce,
                                    std::string_view associated, std::string_view sealed);

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

template <>
struct chengban::EnumTable<chengban::crypto::SealAlgorithm> {
    using E = chengban::crypto::SealAlgorithm;
    static constexpr std::array rows{
        EnumRow<E>{E::sm4_ctr_hmac_sm3, "sm4_ctr_hmac_sm3", "SM4-CTR 加 HMAC-SM3",
                   "SM4-CTR with HMAC-SM3"},
        EnumRow<E>{E::aes_256_gcm, "aes_256_gcm", "AES-256-GCM", "AES-256-GCM"}};
};
