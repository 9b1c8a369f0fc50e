#include "server/spool.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chengban::server {

namespace {

constexpr std::string_view k_prefix = "upload-";

} // namespace

SpoolFile::SpoolFile(int descriptor, std::filesystem::path path)
    : descriptor_(descriptor), path_(std::move(path)) {}

SpoolFile::~SpoolFile() {
    ::close(descriptor_);
    if (!path_.empty()) {
        ::unlink(path_.c_str());
    }
}

SpoolFile::Written SpoolFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
            return full ? Written::full : Written::failed;
        }
        size_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Written::ok;
}

Result<Done> SpoolFile::keep(const std::filesystem::path& target) {
    if (::fsync(descriptor_) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
        return Failure{problem("store_failed", "", "文件无法保存", "the file could not be kept")};
    }
    path_.clear();
    // the new name must survive a power cut as well
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    const int parent = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = parent >= 0 && ::fsync(parent) == 0;
    if (parent >= 0) {
        ::close(parent);
    }
    if (!synced) {
        return Failure{problem("store_failed", "", "文件无法保存", "the file could not be kept")};
    }
    return Done{};
}

Result<std::shared_ptr<Spool>> Spool::open(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (!std::filesystem::is_directory(folder, error) ||
        ::access(folder.c_str(), W_OK | X_OK) != 0) {
        return Failure{problem(
            "spool_folder", folder.string(), fmt::format("上传暂存目录不可写：{}", folder.string()),
            fmt::format("the upload folder is not writable: {}", folder.string()))};
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().filename().string().starts_with(k_prefix)) {
            std::filesystem::remove(entry.path(), error);
        }
    }
    return std::shared_ptr<Spool>(new Spool(folder));
}

std::shared_ptr<SpoolFile> Spool::create() {
    std::string name = (folder_ / (std::string(k_prefix) + "XXXXXX")).string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC); // 0600
    if (descriptor < 0) {
        return nullptr;
    }
    return std::make_shared<SpoolFile>(descriptor, name);
}

std::shared_ptr<FileSource> FileSource::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return nullptr;
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return nullptr;
    }
    return std::make_shared<FileSource>(descriptor, static_cast<std::uint64_t>(status.st_size));
}

FileSource::~FileSource() {
    ::close(descriptor_);
}

std::size_t FileSource::read(char* into, std::size_t room) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room, left_));
    if (wanted == 0) {
        return 0;
    }
    for (;;) {
        const ssize_t count = ::read(descriptor_, into, wanted);
        if (count > 0) {
            left_ -= static_cast<std::uint64_t>(count);
            return static_cast<std::size_t>(count);
        }
        if (count == 0 || errno != EINTR) {
            throw std::runtime_error("a file became shorter or unreadable while it was sent");
        }
    }
}

} // namespace chengban::server
