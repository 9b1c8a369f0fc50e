#include "crypto/keys.h"

#include "base/invariant.h"

#include <openssl/crypto.h>

namespace chengban::crypto {

Key::~Key() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

KeyDerivation::KeyDerivation(const Key& master) : hmac_(master.bytes()) {
    invariant(master.bytes().size() == k_key_bytes, "a master key has 32 bytes");
}

Key KeyDerivation::derive(std::string_view purpose, std::string_view context,
                          std::size_t bytes) const {
    invariant(bytes > 0 && bytes <= 255 * sizeof(Digest32), "a derived key has 1–8,160 bytes");
    Framed info;
    info.text(purpose).text(context);
    std::string out;
    std::string previous;
    for (char counter = 1; out.size() < bytes; ++counter) {
        const Digest32 block = hmac_({previous, info.bytes(), std::string_view(&counter, 1)});
        previous = bytes_of(block);
        out += previous;
    }
    OPENSSL_cleanse(previous.data(), previous.size());
    out.resize(bytes);
    return Key(std::move(out));
}

} // namespace chengban::crypto
