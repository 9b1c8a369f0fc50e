// The store for one desk or one bureau: a directory on a local disk.
//
//   chengban.db   the database (SQLite, write-ahead log beside it)
//   keys/         the master key; may be kept elsewhere, and is not in a backup unless asked for
//   blobs/        attachments (blob_store.h)
//   seals.log     the outside anchor: a line per seal; better on another disk or host
//   lock          held by the one process that writes
//
// Neighbours: base, crypto, text.
#pragma once

#include "store/port.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace chengban::store {

class BlobStore;

// A reader takes no lock and may look while another process writes.
enum class Access { read_write, read_only };

struct StoreOptions {
    std::filesystem::path directory;
    std::filesystem::path key_directory = {}; // empty = directory/keys
    std::filesystem::path anchor_file = {};   // empty = directory/seals.log
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

// What this adapter can do beyond the port.
class SqliteStore : public Store {
public:
    virtual BlobStore& blobs() = 0;
    // Like backup_to; `included` puts the master keys beside the data, for a safe place only.
    virtual Result<Done> backup(const std::filesystem::path& directory, BackupKeys keys,
                                const Progress& progress) = 0;
    // Forgets idempotency keys used before `before` (at least seven days ago). Returns how many.
    virtual std::int64_t forget_idempotency(Instant before) = 0;
    // Merges the search index and empties what erased texts left in it. Slow; for quiet hours.
    virtual void optimise_search() = 0;
};

// Checks everything named in boot_guard.h, brings an older layout up to date, and starts the
// writer. Each refusal names the place and the way out.
Result<std::unique_ptr<SqliteStore>> open_store(const StoreOptions& options);

} // namespace chengban::store
