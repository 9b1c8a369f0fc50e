// The store's keys: one master key file outside the database, everything else derived from it.
// Sealed texts name the master they were sealed under; the newest master seals, the oldest also
// makes the digests that must stay equal for good (search, identities, ledger).
#pragma once

#include "base/ids.h"
#include "crypto/cipher.h"
#include "store/port.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::store {

// Writes master-1.key (0600) into `directory` (made 0700 when missing), durably. Refuses when a key
// is there already: it may be the only one that opens other texts.
Result<Done> create_master_key(const std::filesystem::path& directory);

// What sealed texts are for; each has keys of its own.
enum class Purpose { text, title, search, blob };

class Keyring {
public:
    // Refuses a missing directory, unsafe modes, a file that is not a key; names the file.
    static Result<Keyring> open(const std::filesystem::path& directory, const BureauId& bureau);

    // `owner` has keys of its own (an order id); `place` is bound to the text.
    std::string seal(Purpose purpose, std::string_view owner, std::string_view place,
                     std::string_view plain) const;
    std::optional<std::string> unseal(Purpose purpose, std::string_view owner,
                                      std::string_view place, std::string_view sealed) const;

    crypto::Key blob_key(std::string_view owner, std::uint32_t key_id) const; // 48 bytes
    std::uint32_t sealing_key_id() const { return masters_.rbegin()->first; }
    bool has(std::uint32_t key_id) const { return masters_.contains(key_id); }

    const crypto::HmacSm3& row_digests() const { return row_digests_; }
    const crypto::HmacSm3& identity_digests() const { return identity_digests_; }
    const crypto::BlockDigest& gram_digests() const { return gram_digests_; }
    const crypto::HmacSm3& manifest_digests() const { return manifest_digests_; }
    // Kept in the store, to tell a wrong key from a broken text.
    std::string check_value() const;

private:
    Keyring(std::map<std::uint32_t, crypto::KeyDerivation> masters, const BureauId& bureau);

    std::map<std::uint32_t, crypto::KeyDerivation> masters_; // by key id, never empty
    std::string bureau_;
    crypto::HmacSm3 row_digests_;
    crypto::HmacSm3 identity_digests_;
    crypto::HmacSm3 manifest_digests_;
    crypto::BlockDigest gram_digests_;
};

} // namespace chengban::store
