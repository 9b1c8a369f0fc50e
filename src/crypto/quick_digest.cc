#include "crypto/quick_digest.h"

#include "base/invariant.h"

#include <openssl/evp.h>

#include <memory>

namespace chengban::crypto {

namespace {

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace

std::string quick_digest(std::string_view bytes) {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    std::string digest(32, '\0');
    unsigned int size = 0;
    invariant(EVP_DigestInit_ex2(context.get(), method, nullptr) == 1 &&
                  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                     &size) == 1 &&
                  size == digest.size(),
              "OpenSSL has SHA-256");
    return digest;
}

} // namespace chengban::crypto
