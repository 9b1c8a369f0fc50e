// What must hold before a store is opened: a private, local, writable directory, one writer, a
// database that is ours and not newer, and settings that keep what is acknowledged.
#pragma once

#include "base/result.h"
#include "store/files.h"
#include "store/sql.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::store {

// The name of a file system on which locks or syncs cannot be trusted (statfs's f_type), or empty.
std::string_view untrusted_file_system(std::int64_t type);

// Exists, is a directory, local, and nobody else may look into it.
Result<Done> check_directory(const std::filesystem::path& directory);

// The right to write: held while it lives, released by the system when the process dies. A refusal
// names the process that has it.
Result<FileHandle> take_lock(const std::filesystem::path& lock_file);

// Sets what a connection needs and reads it back; throws SqlError when SQLite says otherwise. A
// verifier is a reader that may have temporary tables.
inline constexpr int k_busy_milliseconds = 2000; // another program may look into the database
enum class Role { writer, reader, verifier };
std::unique_ptr<Connection> connect(const std::string& database, Role role, const std::string& vfs);

} // namespace chengban::store
