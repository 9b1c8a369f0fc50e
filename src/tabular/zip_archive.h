// The archive around a workbook, inflated part by part under limits.
#pragma once

#include "base/result.h"
#include "tabular/table_reader.h"

#include <memory>
#include <string>
#include <string_view>

struct zip;
struct zip_file;

namespace chengban::tabular {

class ZipArchive;

// One part, read in order. Must not outlive its archive.
class ZipPart {
public:
    // The next bytes, empty at the end; valid until the next call.
    Result<std::string_view> read();
    const std::string& name() const { return name_; }

private:
    friend class ZipArchive;
    struct Close {
        void operator()(zip_file* file) const;
    };
    static constexpr std::size_t k_chunk = 16 * 1024;

    ZipPart(ZipArchive& archive, std::string name, zip_file* file, std::uint64_t compressed)
        : archive_(&archive), name_(std::move(name)), file_(file), compressed_(compressed),
          buffer_(k_chunk, '\0') {}

    ZipArchive* archive_;
    std::string name_;
    std::unique_ptr<zip_file, Close> file_;
    std::uint64_t compressed_;
    std::uint64_t inflated_ = 0;
    std::string buffer_;
};

class ZipArchive {
public:
    static Result<std::unique_ptr<ZipArchive>> open(std::string bytes, std::string file_name,
                                                    const TableLimits& limits);
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    bool has(const std::string& name) const;
    Result<ZipPart> part(const std::string& name);
    const std::string& file_name() const { return file_name_; }

private:
    friend class ZipPart;
    struct Close {
        void operator()(zip* archive) const;
    };

    bool is_too_large(std::uint64_t inflated, std::uint64_t compressed) const;

    ZipArchive(std::string bytes, std::string file_name, const TableLimits& limits)
        : bytes_(std::move(bytes)), file_name_(std::move(file_name)), limits_(limits) {}

    std::string bytes_; // libzip reads from here
    std::string file_name_;
    TableLimits limits_;
    std::uint64_t inflated_ = 0;
    std::unique_ptr<zip, Close> archive_;
};

} // namespace chengban::tabular
