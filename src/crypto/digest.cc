#include "crypto/digest.h"

#include "base/invariant.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace chengban::crypto {

namespace {

const EVP_MD* sm3_method() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SM3", nullptr);
    invariant(method != nullptr, "OpenSSL has SM3");
    return method;
}

detail::DigestContext new_context(const EVP_MD* method = sm3_method()) {
    detail::DigestContext context(EVP_MD_CTX_new());
    invariant(context != nullptr && EVP_DigestInit_ex2(context.get(), method, nullptr) == 1,
              "a digest starts");
    return context;
}

// Contexts are dear to make and cheap to reset.
EVP_MD_CTX* scratch() {
    thread_local const detail::DigestContext context = new_context();
    return context.get();
}

void feed(EVP_MD_CTX* context, std::string_view bytes) {
    invariant(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1, "a digest takes bytes");
}

Digest32 final_of(EVP_MD_CTX* context) {
    Digest32 digest{};
    unsigned int size = 0;
    invariant(EVP_DigestFinal_ex(context, digest.data(), &size) == 1 && size == digest.size(),
              "a digest finishes with 32 bytes");
    return digest;
}

detail::DigestContext padded_key(std::string_view key, unsigned char pad) {
    constexpr std::size_t k_block_bytes = 64;
    std::array<char, k_block_bytes> block{};
    if (key.size() > k_block_bytes) {
        const Digest32 digest = sm3(key);
        bytes_of(digest).copy(block.data(), digest.size());
    } else {
        key.copy(block.data(), key.size());
    }
    for (char& byte : block) {
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ pad);
    }
    detail::DigestContext context = new_context();
    feed(context.get(), {block.data(), block.size()});
    OPENSSL_cleanse(block.data(), block.size());
    return context;
}

} // namespace

void detail::DigestContextFree::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sm3::Sm3() : context_(new_context()) {}

void Sm3::update(std::string_view bytes) {
    feed(context_.get(), bytes);
}

Digest32 Sm3::finish() {
    return final_of(context_.get());
}

Sha256::Sha256() : context_(new_context(EVP_sha256())) {}

void Sha256::update(std::string_view bytes) {
    feed(context_.get(), bytes);
}

Digest32 Sha256::finish() {
    return final_of(context_.get());
}

Digest32 sm3(std::string_view bytes) {
    EVP_MD_CTX* context = scratch();
    invariant(EVP_DigestInit_ex2(context, sm3_method(), nullptr) == 1, "SM3 starts");
    feed(context, bytes);
    return final_of(context);
}

HmacSm3::HmacSm3(std::string_view key)
    : inner_(padded_key(key, 0x36)), outer_(padded_key(key, 0x5c)) {}

Digest32 HmacSm3::operator()(std::string_view message) const {
    return (*this)({message});
}

Digest32 HmacSm3::operator()(std::initializer_list<std::string_view> pieces) const {
    EVP_MD_CTX* context = scratch();
    invariant(EVP_MD_CTX_copy_ex(context, inner_.get()) == 1, "HMAC starts");
    for (const std::string_view piece : pieces) {
        feed(context, piece);
    }
    const Digest32 inner = final_of(context);
    invariant(EVP_MD_CTX_copy_ex(context, outer_.get()) == 1, "HMAC goes on");
    feed(context, bytes_of(inner));
    return final_of(context);
}

Digest32 hmac_sm3(std::string_view key, std::string_view message) {
    return HmacSm3(key)(message);
}

bool equal_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void append_number(std::string& bytes, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>((value >> shift) & 0xff));
    }
}

Framed& Framed::text(std::string_view piece) {
    append_number(bytes_, piece.size());
    bytes_.append(piece);
    return *this;
}

Framed& Framed::number(std::int64_t value) {
    append_number(bytes_, static_cast<std::uint64_t>(value));
    return *this;
}

} // namespace chengban::crypto
