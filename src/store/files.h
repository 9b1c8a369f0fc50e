// Files that must survive a power cut: written whole, synced, and their directory synced too.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace chengban::store {

// An open file descriptor, closed when it goes.
class FileHandle {
public:
    FileHandle() = default;
    explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
    ~FileHandle();
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    void close();

private:
    int descriptor_ = -1;
};

// A Problem that names the file and the system's own words for what failed now (errno).
Problem file_problem(std::string code, const std::filesystem::path& file, std::string zh,
                     std::string en);

// Makes the names in `directory` durable.
Result<Done> sync_directory(const std::filesystem::path& directory);
// Made with mode 0700, parents too, and synced.
Result<Done> make_private_directory(const std::filesystem::path& directory);
// A new file of mode 0600; refuses when it exists. Durable when it returns.
Result<Done> write_new_file(const std::filesystem::path& file, std::string_view bytes);
// One write at the end of the file (made 0600 when missing), synced.
Result<Done> append_to_file(const std::filesystem::path& file, std::string_view bytes);
// At most `bytes_max` bytes; refuses a longer file.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);
// All of `bytes`, or a Problem; `file` is for its words.
Result<Done> write_all(const FileHandle& handle, std::string_view bytes,
                       const std::filesystem::path& file);
Result<Done> sync_file(const FileHandle& handle, const std::filesystem::path& file);

} // namespace chengban::store
