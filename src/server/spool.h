// Uploads larger than memory should hold: a temporary file, private to the process owner, gone when
// nobody holds it any more unless a handler has kept it.
#pragma once

#include "base/result.h"
#include "server/http_types.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace chengban::server {

class SpoolFile {
public:
    SpoolFile(int descriptor, std::filesystem::path path);
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;
    ~SpoolFile();

    enum class Written { ok, full, failed };
    Written append(std::string_view bytes); // blocks on the disk

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }
    // Syncs the file and moves it to `target`, on the same file system. Refusal: store_failed.
    Result<Done> keep(const std::filesystem::path& target);

private:
    int descriptor_;
    std::filesystem::path path_;
    std::uint64_t size_ = 0;
};

// Creates spool files in one folder and sweeps what a crash left there.
class Spool {
public:
    // Creates the folder (0700) and removes earlier leftovers. Refusal: spool_folder.
    static Result<std::shared_ptr<Spool>> open(const std::filesystem::path& folder);

    // Null when the folder cannot take a file now.
    std::shared_ptr<SpoolFile> create();

private:
    explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

// A file on disk as the body of an answer.
class FileSource : public BodySource {
public:
    // Null when it cannot be opened or is no plain file.
    static std::shared_ptr<FileSource> open(const std::filesystem::path& path);
    FileSource(int descriptor, std::uint64_t size)
        : descriptor_(descriptor), left_(size), size_(size) {}
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() override;

    std::optional<std::uint64_t> size() const override { return size_; }
    std::size_t read(char* into, std::size_t room) override;

private:
    int descriptor_;
    std::uint64_t left_;
    std::uint64_t size_;
};

} // namespace chengban::server
