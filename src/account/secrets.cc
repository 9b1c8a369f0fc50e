#include "account/secrets.h"

#include "base/invariant.h"
#include "crypto/base_text.h"
#include "crypto/digest.h"
#include "crypto/hex.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace chengban::account {

namespace {

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string_view name_of(crypto::TotpAlgorithm algorithm) {
    switch (algorithm) {
    case crypto::TotpAlgorithm::sha1:
        return "SHA1";
    case crypto::TotpAlgorithm::sha256:
        return "SHA256";
    case crypto::TotpAlgorithm::sha512:
        return "SHA512";
    }
    unreachable("name_of a one-time code's algorithm");
}

} // namespace

std::string grouped_secret(std::string_view random) {
    std::string out;
    for (const char letter : crypto::to_base32(random)) {
        if (out.size() % 5 == 4) {
            out.push_back('-');
        }
        out.push_back(letter);
    }
    return out;
}

std::string typed_secret(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') {
            continue;
        }
        const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        out.push_back(capital == '0' ? 'O' : capital == '1' ? 'I' : capital == '8' ? 'B' : capital);
    }
    return out;
}

std::string secret_digest(std::string_view secret) {
    return crypto::to_hex(crypto::bytes_of(crypto::sm3(secret)));
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view key,
                        crypto::TotpAlgorithm algorithm) {
    return fmt::format(
        "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm={3}&digits={4}&period={5}",
        percent_encoded(issuer), percent_encoded(account), crypto::to_base32(key),
        name_of(algorithm), crypto::k_totp_digits, crypto::k_totp_step_seconds);
}

std::string qr_svg(std::string_view text) {
    const std::string copy(text);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(copy.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    invariant(code != nullptr, "a text short enough for a QR code");
    constexpr int k_quiet = 4;
    const int side = code->width + 2 * k_quiet;
    std::string path;
    for (int row = 0; row < code->width; ++row) {
        const unsigned char* line = code->data + row * code->width;
        for (int column = 0; column < code->width;) {
            int end = column;
            while (end < code->width && (line[end] & 1U) != 0) {
                ++end;
            }
            if (end > column) {
                path += fmt::format("M{} {}h{}v1h-{}z", column + k_quiet, row + k_quiet,
                                    end - column, end - column);
            }
            column = end + 1;
        }
    }
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">)"
        R"(<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path d="{1}"/></svg>)",
        side, path);
}

} // namespace chengban::account
