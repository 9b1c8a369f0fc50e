#include "crypto/cipher.h"

#include "base/invariant.h"

#include <openssl/evp.h>

#include <cstring>
#include <limits>

namespace chengban::crypto {

namespace {

constexpr std::size_t k_sm4_key_bytes = 16;
constexpr std::size_t k_header_bytes = 1 + 4 + sizeof(Nonce);

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

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

int checked_length(std::size_t bytes) {
    invariant(bytes <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
              "one call enciphers less than 2 GiB");
    return static_cast<int>(bytes);
}

std::string header_of(std::uint32_t key_id, const Nonce& nonce) {
    std::string header;
    header.push_back(static_cast<char>(SealAlgorithm::sm4_ctr_hmac_sm3));
    for (int shift = 24; shift >= 0; shift -= 8) {
        header.push_back(static_cast<char>((key_id >> shift) & 0xff));
    }
    header.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
    return header;
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

Sealer::Sealer(const KeyDerivation& master, std::string_view purpose, std::string_view context,
               std::uint32_t key_id)
    : cipher_key_(master.derive(std::string(purpose) + "/cipher", context, k_sm4_key_bytes)),
      mac_(master.derive(std::string(purpose) + "/mac", context).bytes()), key_id_(key_id) {}

std::string Sealer::seal(std::string_view plain, std::string_view associated,
                         const Nonce& nonce) const {
    std::string sealed = header_of(key_id_, nonce);
    sealed.reserve(plain.size() + k_seal_overhead);
    sealed.append(plain);
    sm4_ctr(cipher_key_, nonce, std::span(sealed).subspan(k_header_bytes));
    const Digest32 tag = tag_of(mac_, associated, sealed);
    sealed.append(bytes_of(tag).substr(0, k_tag_bytes));
    return sealed;
}

std::optional<std::string> Sealer::unseal(std::string_view sealed,
                                          std::string_view associated) const {
    const std::optional<std::uint32_t> key_id = key_id_of(sealed);
    if (!key_id || *key_id != key_id_) {
        return std::nullopt;
    }
    const std::string_view body = sealed.substr(0, sealed.size() - k_tag_bytes);
    const Digest32 tag = tag_of(mac_, associated, body);
    if (!equal_constant_time(bytes_of(tag).substr(0, k_tag_bytes), sealed.substr(body.size()))) {
        return std::nullopt;
    }
    Nonce nonce{};
    std::memcpy(nonce.data(), body.data() + (k_header_bytes - nonce.size()), nonce.size());
    std::string plain(body.substr(k_header_bytes));
    sm4_ctr(cipher_key_, nonce, plain);
    return plain;
}

std::optional<std::uint32_t> key_id_of(std::string_view sealed) {
    if (sealed.size() < k_seal_overhead ||
        sealed[0] != static_cast<char>(SealAlgorithm::sm4_ctr_hmac_sm3)) {
        return std::nullopt;
    }
    std::uint32_t id = 0;
    for (std::size_t i = 1; i <= 4; ++i) {
        id = id << 8 | static_cast<unsigned char>(sealed[i]);
    }
    return id;
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
