// The store's keys: master keys outside the database, everything else derived from them. Sealed
// texts name scheme and master; the newest master seals, older ones still open. What must stay
// equal for good (digests of rows, identities and pairs of characters) has keys of its own, which
// stand in the database sealed under the newest master: so any master may go once nothing is sealed
// under it.
#pragma once

#include "base/ids.h"
#include "crypto/cipher.h"
#include "crypto/signature.h"
#include "store/port.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

using crypto::SealAlgorithm;

// Writes the next master key: master-N.key (0600) with random bytes, or master-N.command, whose
// output is the key (key_command.h; it is run once, to see that it is one). `directory` is made
// 0700 when missing. Durable; returns N.
Result<std::uint32_t> add_master_key(const std::filesystem::path& directory,
                                     SealAlgorithm algorithm,
                                     const std::vector<std::string>& command = {});
// What a key file holds and a key's command prints: a line that names the scheme, then 64
// hexadecimal digits.
std::string master_key_text(SealAlgorithm algorithm, std::string_view bytes);

// What sealed texts are for; each has keys of its own.
enum class Purpose { text, title, search, blob };

struct MasterKey {
    SealAlgorithm algorithm = SealAlgorithm::sm4_ctr_hmac_sm3;
    bool from_command = false;
    std::shared_ptr<const crypto::KeyDerivation> derivation;
};
using MasterKeys = std::map<std::uint32_t, MasterKey>; // by key id

// Refuses a missing directory, unsafe modes, a file or output that is not a key, a key id that is
// there twice, an empty list; names the file.
Result<MasterKeys> read_master_keys(const std::filesystem::path& directory);

class Keyring {
public:
    // `sealed_digest_keys` as the database keeps them; empty for one made before it kept any, whose
    // digests come from the oldest master. Refuses as read_master_keys() does, and masters that do
    // not open the digest keys (key_wrong).
    static Result<Keyring> open(const std::filesystem::path& directory, const BureauId& bureau,
                                std::string_view sealed_digest_keys = {});

    // `owner` has keys of its own (an order id); `place` is bound to the text.
    std::string seal(Purpose purpose, std::string_view owner, std::string_view place,
                     std::string_view plain) const;
    std::optional<std::string> unseal(Purpose purpose, std::string_view owner,
                                      std::string_view place, std::string_view sealed) const;

    // `context` is what the key is for, `mark` whose master it comes from.
    crypto::Key blob_key(const crypto::SealMark& mark, std::string_view context,
                         std::size_t bytes) const;
    // Of what is sealed from now on.
    crypto::SealMark current() const;
    bool has(const crypto::SealMark& mark) const;
    std::shared_ptr<const MasterKeys> masters() const;
    // Other threads go on sealing and opening meanwhile.
    void replace_masters(MasterKeys masters);

    // The digest keys under the newest of `masters`.
    std::string sealed_digest_keys(const MasterKeys& masters) const;
    const crypto::HmacSm3& row_digests() const { return digests_->rows; }
    const crypto::HmacSm3& identity_digests() const { return digests_->identities; }
    const crypto::BlockDigest& gram_digests() const { return digests_->grams; }
    const crypto::HmacSm3& manifest_digests() const { return digests_->manifest; }
    // The installation's own, the same for good as the digest keys are: what it signs is checked by
    // others with the public key that they were given once.
    crypto::SigningKey signing_key() const;
    // Kept in the store, to tell a wrong key from a broken text.
    std::string check_value() const;

private:
    struct Digests {
        explicit Digests(crypto::Key keys);
        crypto::Key bytes;
        crypto::HmacSm3 rows;
        crypto::HmacSm3 identities;
        crypto::HmacSm3 manifest;
        crypto::BlockDigest grams;
    };
    struct Holder {
        std::mutex mutex;
        std::shared_ptr<const MasterKeys> masters; // never empty
    };

    Keyring(MasterKeys masters, const BureauId& bureau);

    std::string bureau_;
    std::shared_ptr<Holder> holder_;
    std::shared_ptr<const Digests> digests_;
};

} // namespace chengban::store
