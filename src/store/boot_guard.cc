#include "store/boot_guard.h"

#include "store/search_index.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace chengban::store {

namespace {

struct FileSystem {
    std::int64_t type; // statfs(2)
    std::string_view name;
};
constexpr std::array k_untrusted{
    FileSystem{0x6969, "nfs"},       FileSystem{0x517B, "smb"},
    FileSystem{0xFE534D42, "smb2"},  FileSystem{0xFF534D42, "cifs"},
    FileSystem{0x5346414F, "afs"},   FileSystem{0x73757245, "coda"},
    FileSystem{0x564C, "ncp"},       FileSystem{0x01021997, "9p"},
    FileSystem{0x00C36400, "ceph"},  FileSystem{0x0BD00BD0, "lustre"},
    FileSystem{0x7461636F, "ocfs2"}, FileSystem{0x01161970, "gfs2"},
    FileSystem{0x65735546, "fuse"},  FileSystem{0x47504653, "gpfs"},
    FileSystem{0x19830326, "fhgfs"}, FileSystem{0x786F4256, "vboxsf"},
    FileSystem{0x6B414653, "kafs"},  FileSystem{0xBACBACBC, "vmhgfs"},
};

std::string pid_in(const FileHandle& lock) {
    std::array<char, 32> buffer{};
    const ssize_t got = ::pread(lock.descriptor(), buffer.data(), buffer.size(), 0);
    std::string_view text(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return std::string(text.substr(0, text.find('\n')));
}

void require(Connection& connection, const std::string& pragma, std::string_view expected) {
    const std::string found = connection.text_of("PRAGMA " + pragma);
    if (found != expected) {
        throw SqlError(SQLITE_MISUSE, fmt::format("SQLite's {} is «{}», it must be «{}»", pragma,
                                                  found, expected));
    }
}

} // namespace

std::string_view untrusted_file_system(std::int64_t type) {
    for (const FileSystem& system : k_untrusted) {
        // f_type is signed on some machines: compare 32 bits.
        if (static_cast<std::uint32_t>(system.type) == static_cast<std::uint32_t>(type)) {
            return system.name;
        }
    }
    return {};
}

Result<Done> check_directory(const std::filesystem::path& directory) {
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return Failure{
            file_problem("store_missing", directory, "数据目录不存在", "there is no store in")};
    }
    if ((status.st_mode & 077) != 0) {
        return Failure{problem(
            "store_readable_by_others", directory.string(),
            fmt::format("数据目录可被他人访问，请执行 chmod go-rwx：{}", directory.string()),
            fmt::format("others may look into the store; run chmod go-rwx on it: {}",
                        directory.string()))};
    }
    struct statfs system {};
    if (::statfs(directory.c_str(), &system) != 0) {
        return Failure{file_problem("store_missing", directory, "无法检查数据目录所在的文件系统",
                                    "the file system of the store cannot be examined")};
    }
    const std::string_view name = untrusted_file_system(system.f_type);
    if (!name.empty()) {
        return Failure{problem(
            "store_on_network", directory.string(),
            fmt::format("数据目录位于 {} 文件系统，其锁与落盘不可靠，请改用本地磁盘：{}", name,
                        directory.string()),
            fmt::format("the store is on {}, whose locks and syncs cannot be trusted; use a local "
                        "disk: {}",
                        name, directory.string()))};
    }
    return Done{};
}

Result<FileHandle> take_lock(const std::filesystem::path& lock_file) {
    FileHandle handle(::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!handle.is_open()) {
        return Failure{file_problem("store_not_writable", lock_file, "数据目录不可写",
                                    "the store cannot be written to")};
    }
    if (::flock(handle.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return Failure{file_problem("store_not_locked", lock_file, "无法锁定数据目录",
                                        "the store cannot be locked")};
        }
        const std::string pid = pid_in(handle);
        return Failure{problem(
            "store_in_use", lock_file.string(),
            fmt::format("数据目录正被进程 {} 使用，同一时间只能有一个写入者：{}", pid,
                        lock_file.parent_path().string()),
            fmt::format("process {} is using the store, and there can be only one writer: {}", pid,
                        lock_file.parent_path().string()))};
    }
    const std::string text = fmt::format("{}\n", ::getpid());
    if (::ftruncate(handle.descriptor(), 0) != 0 ||
        ::pwrite(handle.descriptor(), text.data(), text.size(), 0) !=
            static_cast<ssize_t>(text.size())) {
        return Failure{file_problem("store_not_writable", lock_file, "数据目录不可写",
                                    "the store cannot be written to")};
    }
    return handle;
}

std::unique_ptr<Connection> connect(const std::string& database, Role role,
                                    const std::string& vfs) {
    const bool writer = role == Role::writer;
    auto connection = std::make_unique<Connection>(
        database, writer ? OpenMode::read_write : OpenMode::read_only, vfs);
    sqlite3_busy_timeout(connection->handle(), k_busy_milliseconds);
    connection->execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
                        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
    connection->execute(writer ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                                 "PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; "
                                 "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000;"
                               : "PRAGMA cache_size = -1500;");
    if (role == Role::reader) {
        connection->execute("PRAGMA query_only = ON");
    }
    require(*connection, "journal_mode", "wal");
    require(*connection, "foreign_keys", "1");
    if (writer) {
        require(*connection, "synchronous", "2");
    }
    register_tokenizer(*connection);
    return connection;
}

} // namespace chengban::store
