// The store for one desk or one bureau: a directory on a local disk.
//
//   chengban.db   the database (SQLite, write-ahead log beside it)
//   keys/         the master keys; may be kept elsewhere, and are not in a backup unless asked for
//   blobs/        attachments (blob_store.h)
//   seals.log     the outside anchor: a line per seal; better on another disk or host
//   lock          held by the one process that writes
//
// Neighbours: base, crypto, text.
#pragma once

#include "crypto/cipher.h"
#include "crypto/signature.h"
#include "store/port.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chengban::store {

class BlobStore;
struct SealProof; // seals.h

// A reader takes no lock and may look while another process writes.
enum class Access { read_write, read_only };

struct StoreOptions {
    std::filesystem::path directory;
    std::filesystem::path key_directory = {}; // empty = directory/keys
    std::filesystem::path anchor_file = {};   // empty = directory/seals.log
    crypto::SealAlgorithm sealing = crypto::SealAlgorithm::sm4_ctr_hmac_sm3; // of a new store
    Access access = Access::read_write;
    std::size_t readers_max = 4;
    std::int64_t gather_max = 4000; // list_query.h
    std::string vfs = {};           // SQLite's default when empty; fault tests name their own

    std::filesystem::path database() const { return directory / "chengban.db"; }
    std::filesystem::path keys() const {
        return key_directory.empty() ? directory / "keys" : key_directory;
    }
    std::filesystem::path anchor() const {
        return anchor_file.empty() ? directory / "seals.log" : anchor_file;
    }
    std::filesystem::path blobs() const { return directory / "blobs"; }
};

// Makes the directory, the key (unless key_directory holds one) and an empty database. Refuses when
// there is a store already; one that was left half made by a kill is made anew.
Result<Done> create_store(const StoreOptions& options, const BureauId& bureau, bool demonstration);

enum class BackupKeys { left_out, included };

// A master key and what is sealed under it.
struct KeyUse {
    std::uint32_t id = 0;
    crypto::SealAlgorithm algorithm = crypto::SealAlgorithm::sm4_ctr_hmac_sm3;
    bool from_command = false;
    bool current = false;
    std::int64_t values = 0; // in the database
    std::int64_t files = 0;  // attachments
};

struct ResealReport {
    std::uint32_t current = 0;
    std::int64_t values = 0; // sealed anew
    std::int64_t files = 0;
    std::vector<std::uint32_t> removable; // keys that nothing needs any more
    std::vector<Fault> faults;            // what could not be sealed anew, and why
};

// What this adapter can do beyond the port.
class SqliteStore : public Store {
public:
    virtual BlobStore& blobs() = 0;
    // Like backup_to; `included` puts the master keys beside the data, for a safe place only.
    virtual Result<Done> backup(const std::filesystem::path& directory, BackupKeys keys,
                                const Progress& progress) = 0;
    // Of every seal that covers the stream, in their order.
    virtual std::vector<SealProof> seal_proofs(const StreamName& stream) = 0;
    // What signs case files; its public key is for those who check them.
    virtual crypto::SigningKey signing_key() = 0;
    // The last line of the anchor outside the database; none when there is no line to read.
    virtual std::optional<Seal> last_anchored() = 0;
    // Reads the key directory anew; the newest key seals from now on. Returns its id.
    virtual Result<std::uint32_t> reload_keys() = 0;
    virtual std::vector<KeyUse> key_uses() = 0;
    // Reads the keys anew, then seals under the newest what an older one sealed, while others work;
    // an older key is removable when nothing names it any more, backups apart. `progress` returns
    // false to stop; what is done stays done.
    virtual Result<ResealReport>
    reseal(const std::function<bool(std::int64_t done, std::int64_t total)>& progress) = 0;
    // Takes the digest by which an order is found by its phone away; false when there is none.
    virtual bool forget_digests(const OrderId& order) = 0;
    // Forgets idempotency keys used before `before` (at least seven days ago). Returns how many.
    virtual std::int64_t forget_idempotency(Instant before) = 0;
    // Merges the search index and empties what erased texts left in it. Slow; for quiet hours.
    virtual void optimise_search() = 0;
};

// Checks everything named in boot_guard.h, brings an older layout up to date, and starts the
// writer. Each refusal names the place and the way out.
Result<std::unique_ptr<SqliteStore>> open_store(const StoreOptions& options);

} // namespace chengban::store
