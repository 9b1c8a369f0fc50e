#include "crypto/signature.h"

#include "base/invariant.h"

#include <openssl/evp.h>

namespace chengban::crypto {

namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
Context new_context() {
    return {EVP_MD_CTX_new(), &EVP_MD_CTX_free};
}

} // namespace

SigningKey::SigningKey(const Key& seed) {
    invariant(seed.bytes().size() == k_key_bytes, "a seed has the length of a key");
    EVP_PKEY* key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed.bytes()),
                                                 seed.bytes().size());
    invariant(key != nullptr, "any seed is a key");
    key_ = std::shared_ptr<void>(
        key, [](void* pointer) { EVP_PKEY_free(static_cast<EVP_PKEY*>(pointer)); });
    public_key_.resize(k_public_key_bytes);
    std::size_t size = public_key_.size();
    invariant(EVP_PKEY_get_raw_public_key(key, bytes(public_key_), &size) == 1 &&
                  size == k_public_key_bytes,
              "a key has its public one");
}

std::string SigningKey::sign(std::string_view message) const {
    const Context context = new_context();
    std::string signature(k_signature_bytes, '\0');
    std::size_t size = signature.size();
    const bool done =
        context != nullptr &&
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                           static_cast<EVP_PKEY*>(key_.get())) == 1 &&
        EVP_DigestSign(context.get(), bytes(signature), &size, bytes(message), message.size()) == 1;
    invariant(done && size == k_signature_bytes, "a key signs");
    return signature;
}

bool is_signed(std::string_view public_key, std::string_view message, std::string_view signature) {
    if (public_key.size() != k_public_key_bytes || signature.size() != k_signature_bytes) {
        return false;
    }
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(public_key),
                                    public_key.size()),
        &EVP_PKEY_free);
    const Context context = new_context();
    return key != nullptr && context != nullptr &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message),
                            message.size()) == 1;
}

} // namespace chengban::crypto
