// A copy of the whole store while it works, and its way back. A backup is a directory with the
// database, the seals, the attachments and a manifest of every file's digest; keys only when asked.
#pragma once

#include "store/sqlite_store.h"
#include "store/store_context.h"

#include <filesystem>

namespace chengban::store {

// `directory` must not exist, or be empty. It appears whole or not at all.
Result<Done> write_backup(const StoreContext& context, const std::filesystem::path& directory,
                          BackupKeys keys, const Progress& progress);

// Checks every digest, opens the copy, verifies it as a whole, and only then puts it in the place
// of `to.directory`, which must not exist or be empty. When the backup holds no keys,
// to.key_directory names where they are; otherwise they are restored with it.
Result<VerifyReport> restore_store(const std::filesystem::path& from, const StoreOptions& to,
                                   const Progress& progress);

} // namespace chengban::store
