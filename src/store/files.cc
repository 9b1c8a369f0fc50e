#include "store/files.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace chengban::store {

FileHandle::~FileHandle() {
    close();
}

FileHandle::FileHandle(FileHandle&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

void FileHandle::close() {
    if (descriptor_ >= 0) {
        ::close(std::exchange(descriptor_, -1));
    }
}

Problem file_problem(std::string code, const std::filesystem::path& file, std::string zh,
                     std::string en) {
    const std::string reason = std::strerror(errno);
    return problem(std::move(code), file.string(),
                   fmt::format("{}：{}（{}）", zh, file.string(), reason),
                   fmt::format("{}: {} ({})", en, file.string(), reason));
}

Result<Done> sync_file(const FileHandle& handle, const std::filesystem::path& file) {
    if (::fsync(handle.descriptor()) != 0) {
        return Failure{file_problem("file_not_synced", file, "无法把文件写入磁盘",
                                    "the file cannot be synced to disk")};
    }
    return Done{};
}

Result<Done> sync_directory(const std::filesystem::path& directory) {
    const FileHandle handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle.is_open()) {
        return Failure{file_problem("directory_unreadable", directory, "无法打开目录",
                                    "cannot open directory")};
    }
    return sync_file(handle, directory);
}

Result<Done> make_private_directory(const std::filesystem::path& directory) {
    if (std::filesystem::is_directory(directory)) {
        return Done{};
    }
    const std::filesystem::path parent = directory.parent_path();
    if (!parent.empty() && parent != directory) {
        if (Result<Done> made = make_private_directory(parent); !made) {
            return made;
        }
    }
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return Failure{file_problem("directory_not_made", directory, "无法创建目录",
                                    "the directory cannot be made")};
    }
    return sync_directory(parent.empty() ? std::filesystem::path(".") : parent);
}

Result<Done> write_all(const FileHandle& handle, std::string_view bytes,
                       const std::filesystem::path& file) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(handle.descriptor(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return Failure{file_problem(errno == ENOSPC ? "disk_full" : "file_not_written", file,
                                        "无法写入文件", "the file cannot be written")};
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

namespace {

Result<Done> write_and_sync(const std::filesystem::path& file, int flags, std::string_view bytes) {
    const FileHandle handle(::open(file.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!handle.is_open()) {
        return Failure{file_problem("file_not_opened", file, "无法打开文件进行写入",
                                    "the file cannot be opened for writing")};
    }
    if (Result<Done> written = write_all(handle, bytes, file); !written) {
        return written;
    }
    if (Result<Done> synced = sync_file(handle, file); !synced) {
        return synced;
    }
    return sync_directory(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

} // namespace

Result<Done> write_new_file(const std::filesystem::path& file, std::string_view bytes) {
    return write_and_sync(file, O_EXCL, bytes);
}

Result<Done> append_to_file(const std::filesystem::path& file, std::string_view bytes) {
    return write_and_sync(file, O_APPEND, bytes);
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max) {
    const FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle.is_open()) {
        return Failure{
            file_problem("file_unreadable", file, "无法读取文件", "the file cannot be read")};
    }
    std::string bytes;
    std::array<char, 1 << 16> buffer{};
    while (true) {
        const ssize_t got = ::read(handle.descriptor(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Failure{
                file_problem("file_unreadable", file, "无法读取文件", "the file cannot be read")};
        }
        if (got == 0) {
            return bytes;
        }
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
        if (bytes.size() > bytes_max) {
            return Failure{problem(
                "file_too_long", file.string(),
                fmt::format("文件超过 {} 字节：{}", bytes_max, file.string()),
                fmt::format("the file has more than {} bytes: {}", bytes_max, file.string()))};
        }
    }
}

} // namespace chengban::store
