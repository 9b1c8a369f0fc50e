#include "crypto/jws.h"

#include "crypto/base_text.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>

namespace chengban::crypto {

namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::optional<json::object> object_in(std::string_view base64url) {
    const auto text = from_base64url(base64url);
    if (!text) {
        return std::nullopt;
    }
    Result<json::value> parsed = parse_json(*text, {.bytes_max = k_jws_max, .depth_max = 8});
    if (!parsed || !parsed->is_object()) {
        return std::nullopt;
    }
    return std::move(parsed->get_object());
}

Number number_in(std::string_view base64url) {
    const auto text = from_base64url(base64url);
    return text && !text->empty()
               ? Number(BN_bin2bn(bytes(*text), static_cast<int>(text->size()), nullptr))
               : nullptr;
}

PublicKey key_from(const char* type, OSSL_PARAM_BLD* builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return PublicKey(key);
}

PublicKey rsa_key(const json::object& jwk) {
    const Number n = number_in(member(jwk, "n"));
    const Number e = number_in(member(jwk, "e"));
    const Builder builder(OSSL_PARAM_BLD_new());
    constexpr int k_bits_min = 2048;
    if (!n || !e || !builder || BN_num_bits(n.get()) < k_bits_min ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return nullptr;
    }
    return key_from("RSA", builder.get());
}

constexpr std::size_t k_p256_bytes = 32;

PublicKey p256_key(const json::object& jwk) {
    const auto x = from_base64url(member(jwk, "x"));
    const auto y = from_base64url(member(jwk, "y"));
    const Builder builder(OSSL_PARAM_BLD_new());
    if (member(jwk, "crv") != "P-256" || !x || !y || x->size() != k_p256_bytes ||
        y->size() != k_p256_bytes || !builder) {
        return nullptr;
    }
    const std::string point = "\x04" + *x + *y;
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1) {
        return nullptr;
    }
    return key_from("EC", builder.get());
}

// JWS has r and s side by side; OpenSSL wants them in DER.
std::string der_signature(std::string_view raw) {
    if (raw.size() != 2 * k_p256_bytes) {
        return {};
    }
    const Signature signature(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(bytes(raw), k_p256_bytes, nullptr);
    BIGNUM* s = BN_bin2bn(bytes(raw.substr(k_p256_bytes)), k_p256_bytes, nullptr);
    if (ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        return {};
    }
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    const std::string out(reinterpret_cast<const char*>(der),
                          static_cast<std::size_t>(std::max(size, 0)));
    OPENSSL_free(der);
    return out;
}

bool signed_by(const json::object& jwk, std::string_view algorithm, std::string_view message,
               std::string_view signature) {
    const bool elliptic = algorithm == "ES256";
    const std::string use = member(jwk, "use");
    const std::string named = member(jwk, "alg");
    if (member(jwk, "kty") != (elliptic ? "EC" : "RSA") || (!use.empty() && use != "sig") ||
        (!named.empty() && named != algorithm)) {
        return false;
    }
    const PublicKey key = elliptic ? p256_key(jwk) : rsa_key(jwk);
    const DigestContextPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    if (!key || !context ||
        EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key.get()) != 1) {
        return false;
    }
    if (algorithm == "PS256" &&
        (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
        return false;
    }
    const std::string der = elliptic ? der_signature(signature) : std::string(signature);
    return !der.empty() && EVP_DigestVerify(context.get(), bytes(der), der.size(), bytes(message),
                                            message.size()) == 1;
}

} // namespace

std::optional<json::object> verified_claims(std::string_view token, const json::value& keys) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? first : token.find('.', first + 1);
    if (token.size() > k_jws_max || second == token.npos || !keys.is_object()) {
        return std::nullopt;
    }
    const auto header = object_in(token.substr(0, first));
    const auto signature = from_base64url(token.substr(second + 1));
    const json::value* list = keys.get_object().if_contains("keys");
    if (!header || !signature || list == nullptr || !list->is_array() || header->contains("crit")) {
        return std::nullopt;
    }
    const std::string algorithm = member(*header, "alg");
    if (algorithm != "RS256" && algorithm != "PS256" && algorithm != "ES256") {
        return std::nullopt;
    }
    const std::string wanted = member(*header, "kid");
    for (const json::value& value : list->get_array()) {
        if (!value.is_object() ||
            (!wanted.empty() && member(value.get_object(), "kid") != wanted)) {
            continue;
        }
        if (signed_by(value.get_object(), algorithm, token.substr(0, second), *signature)) {
            return object_in(token.substr(first + 1, second - first - 1));
        }
    }
    return std::nullopt;
}

} // namespace chengban::crypto
