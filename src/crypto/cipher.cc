#include "crypto/cipher.h"

#include "base/invariant.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace chengban::crypto {

namespace {

constexpr std::size_t k_sm4_key_bytes = 16;
constexpr std::size_t k_header_bytes = k_mark_bytes + sizeof(Nonce); // of SM4

struct CipherContextFree {
    void operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }
};

EVP_CIPHER_CTX* scratch() {
    thread_local const std::unique_ptr<evp_cipher_ctx_st, CipherContextFree> context(
        EVP_CIPHER_CTX_new());
    invariant(context != nullptr, "OpenSSL gives a cipher context");
    return context.get();
}

const EVP_CIPHER* counter_mode() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    invariant(method != nullptr, "OpenSSL has SM4-CTR");
    return method;
}

const EVP_CIPHER* block_mode() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "SM4-ECB", nullptr);
    invariant(method != nullptr, "OpenSSL has SM4-ECB");
    return method;
}

const EVP_CIPHER* gcm_mode() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    invariant(method != nullptr, "OpenSSL has AES-256-GCM");
    return method;
}

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

int checked_length(std::size_t bytes) {
    invariant(bytes <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
              "one call enciphers less than 2 GiB");
    return static_cast<int>(bytes);
}

// The length of the associated data keeps its end and the sealed text's beginning apart.
Digest32 tag_of(const HmacSm3& mac, std::string_view associated, std::string_view sealed) {
    std::string length;
    append_number(length, associated.size());
    return mac({length, associated, sealed});
}

} // namespace

void sm4_ctr(const Key& key, const Nonce& nonce, std::span<char> bytes) {
    invariant(key.bytes().size() == k_sm4_key_bytes, "an SM4 key has 16 bytes");
    EVP_CIPHER_CTX* context = scratch();
    invariant(EVP_EncryptInit_ex2(context, counter_mode(), unsigned_bytes(key.bytes()),
                                  nonce.data(), nullptr) == 1,
              "SM4-CTR starts");
    auto* const place = reinterpret_cast<unsigned char*>(bytes.data());
    int written = 0;
    invariant(EVP_EncryptUpdate(context, place, &written, place, checked_length(bytes.size())) ==
                      1 &&
                  static_cast<std::size_t>(written) == bytes.size(),
              "SM4-CTR enciphers every byte");
}

std::string gcm_seal(const Key& key, const GcmNonce& nonce, std::string_view associated,
                     std::string_view plain) {
    invariant(key.bytes().size() == k_key_bytes, "an AES-256 key has 32 bytes");
    EVP_CIPHER_CTX* context = scratch();
    std::string sealed(plain.size() + k_tag_bytes, '\0');
    auto* const place = reinterpret_cast<unsigned char*>(sealed.data());
    int written = 0;
    int rest = 0;
    invariant(EVP_EncryptInit_ex2(context, gcm_mode(), unsigned_bytes(key.bytes()), nonce.data(),
                                  nullptr) == 1 &&
                  (associated.empty() ||
                   EVP_EncryptUpdate(context, nullptr, &written, unsigned_bytes(associated),
                                     checked_length(associated.size())) == 1) &&
                  EVP_EncryptUpdate(context, place, &written, unsigned_bytes(plain),
                                    checked_length(plain.size())) == 1 &&
                  EVP_EncryptFinal_ex(context, place + written, &rest) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, k_tag_bytes,
                                      place + plain.size()) == 1,
              "AES-256-GCM enciphers every byte");
    return sealed;
}

std::optional<std::string> gcm_open(const Key& key, const GcmNonce& nonce,
                                    std::string_view associated, std::string_view sealed) {
    invariant(key.bytes().size() == k_key_bytes, "an AES-256 key has 32 bytes");
    if (sealed.size() < k_tag_bytes) {
        return std::nullopt;
    }
    EVP_CIPHER_CTX* context = scratch();
    std::string tag(sealed.substr(sealed.size() - k_tag_bytes));
    const std::string_view body = sealed.substr(0, sealed.size() - k_tag_bytes);
    std::string plain(body.size() + 1, '\0'); // room for a pointer to an empty text
    auto* const place = reinterpret_cast<unsigned char*>(plain.data());
    int written = 0;
    int rest = 0;
    invariant(EVP_DecryptInit_ex2(context, gcm_mode(), unsigned_bytes(key.bytes()), nonce.data(),
                                  nullptr) == 1 &&
                  (associated.empty() ||
                   EVP_DecryptUpdate(context, nullptr, &written, unsigned_bytes(associated),
                                     checked_length(associated.size())) == 1) &&
                  EVP_DecryptUpdate(context, place, &written, unsigned_bytes(body),
                                    checked_length(body.size())) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, k_tag_bytes, tag.data()) == 1,
              "AES-256-GCM deciphers every byte");
    if (EVP_DecryptFinal_ex(context, place + written, &rest) != 1) {
        return std::nullopt;
    }
    plain.resize(body.size());
    return plain;
}

Sealer::Sealer(const KeyDerivation& master, std::string_view purpose, std::string_view context,
               std::uint32_t key_id, SealAlgorithm algorithm)
    : key_id_(key_id), algorithm_(algorithm) {
    if (algorithm == SealAlgorithm::aes_256_gcm) {
        cipher_key_ = master.derive(std::string(purpose) + "/aes-256-gcm", context);
        return;
    }
    cipher_key_ = master.derive(std::string(purpose) + "/cipher", context, k_sm4_key_bytes);
    mac_.emplace(master.derive(std::string(purpose) + "/mac", context).bytes());
}

std::string Sealer::seal(std::string_view plain, std::string_view associated,
                         const Nonce& nonce) const {
    std::string sealed = bytes_of(SealMark{algorithm_, key_id_});
    if (algorithm_ == SealAlgorithm::aes_256_gcm) {
        GcmNonce short_nonce{};
        std::copy_n(nonce.begin(), short_nonce.size(), short_nonce.begin());
        const std::string bound = sealed + std::string(associated);
        sealed.append(reinterpret_cast<const char*>(short_nonce.data()), short_nonce.size());
        return sealed + gcm_seal(cipher_key_, short_nonce, bound, plain);
    }
    sealed.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
    sealed.reserve(plain.size() + seal_overhead(algorithm_));
    sealed.append(plain);
    sm4_ctr(cipher_key_, nonce, std::span(sealed).subspan(k_header_bytes));
    const Digest32 tag = tag_of(*mac_, associated, sealed);
    sealed.append(bytes_of(tag).substr(0, k_tag_bytes));
    return sealed;
}

std::optional<std::string> Sealer::unseal(std::string_view sealed,
                                          std::string_view associated) const {
    if (mark_of(sealed) != SealMark{algorithm_, key_id_}) {
        return std::nullopt;
    }
    if (algorithm_ == SealAlgorithm::aes_256_gcm) {
        GcmNonce nonce{};
        std::memcpy(nonce.data(), sealed.data() + k_mark_bytes, nonce.size());
        const std::string bound =
            std::string(sealed.substr(0, k_mark_bytes)) + std::string(associated);
        return gcm_open(cipher_key_, nonce, bound, sealed.substr(k_mark_bytes + nonce.size()));
    }
    const std::string_view body = sealed.substr(0, sealed.size() - k_tag_bytes);
    const Digest32 tag = tag_of(*mac_, associated, body);
    if (!equal_constant_time(bytes_of(tag).substr(0, k_tag_bytes), sealed.substr(body.size()))) {
        return std::nullopt;
    }
    Nonce nonce{};
    std::memcpy(nonce.data(), body.data() + k_mark_bytes, nonce.size());
    std::string plain(body.substr(k_header_bytes));
    sm4_ctr(cipher_key_, nonce, plain);
    return plain;
}

std::string bytes_of(const SealMark& mark) {
    std::string bytes(1, static_cast<char>(mark.algorithm));
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>((mark.key_id >> shift) & 0xff));
    }
    return bytes;
}

std::optional<SealMark> mark_of(std::string_view sealed) {
    for (const EnumRow<SealAlgorithm>& row : EnumTable<SealAlgorithm>::rows) {
        if (sealed.size() < seal_overhead(row.value) || sealed[0] != static_cast<char>(row.value)) {
            continue;
        }
        SealMark mark{row.value, 0};
        for (std::size_t i = 1; i < k_mark_bytes; ++i) {
            mark.key_id = mark.key_id << 8 | static_cast<unsigned char>(sealed[i]);
        }
        return mark;
    }
    return std::nullopt;
}

BlockDigest::BlockDigest(const Key& key) : key_(key) {
    invariant(key.bytes().size() == k_sm4_key_bytes, "an SM4 key has 16 bytes");
}

void BlockDigest::apply(std::span<const std::uint64_t> numbers,
                        std::span<std::uint64_t> digests) const {
    constexpr std::size_t k_block_bytes = 16;
    invariant(numbers.size() == digests.size(), "one digest a number");
    std::string blocks(numbers.size() * k_block_bytes, '\0');
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t byte = 0; byte < 8; ++byte) {
            blocks[i * k_block_bytes + byte] =
                static_cast<char>((numbers[i] >> (56 - 8 * byte)) & 0xff);
        }
    }
    EVP_CIPHER_CTX* context = scratch();
    auto* const place = reinterpret_cast<unsigned char*>(blocks.data());
    int written = 0;
    invariant(EVP_EncryptInit_ex2(context, block_mode(), unsigned_bytes(key_.bytes()), nullptr,
                                  nullptr) == 1 &&
                  EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                  EVP_EncryptUpdate(context, place, &written, place,
                                    checked_length(blocks.size())) == 1 &&
                  static_cast<std::size_t>(written) == blocks.size(),
              "SM4 enciphers every block");
    for (std::size_t i = 0; i < digests.size(); ++i) {
        std::uint64_t digest = 0;
        for (std::size_t byte = 0; byte < 8; ++byte) {
            digest = digest << 8 | static_cast<unsigned char>(blocks[i * k_block_bytes + byte]);
        }
        digests[i] = digest;
    }
}

} // namespace chengban::crypto
