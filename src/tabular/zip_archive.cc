#include "tabular/zip_archive.h"

#include "tabular/refusal.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <cstdint>

namespace chengban::tabular {

namespace {

constexpr std::string_view k_end_mark = "PK\x05\x06";
constexpr std::size_t k_end_size = 22;
constexpr std::size_t k_comment_max = 65'535;

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + i - 1]);
    }
    return value;
}

// libzip builds a record for every entry the directory claims, so the claim is read first.
Result<Done> check_directory(std::string_view bytes, std::string_view file,
                             const TableLimits& limits) {
    const std::size_t from =
        bytes.size() > k_end_size + k_comment_max ? bytes.size() - k_end_size - k_comment_max : 0;
    const std::size_t found = bytes.substr(from).rfind(k_end_mark);
    if (found == std::string_view::npos || from + found + k_end_size > bytes.size()) {
        return refuse("broken_archive", file, {}, "文件不完整，缺少压缩包目录",
                      "the file is incomplete, the directory of the archive is missing");
    }
    const std::size_t end = from + found;
    const std::uint64_t entries = little_endian(bytes, end + 10, 2);
    const std::uint64_t directory_bytes = little_endian(bytes, end + 12, 4);
    if (entries > limits.entries_max || directory_bytes > bytes.size()) {
        return refuse("archive_limit", file, {},
                      fmt::format("压缩包内文件过多（{}，上限 {}）", entries, limits.entries_max),
                      fmt::format("too many files in the archive ({}, at most {})", entries,
                                  limits.entries_max));
    }
    return Done{};
}

Failure<Problem> broken_part(const ZipArchive& archive, std::string_view name,
                             std::string_view detail) {
    return refuse("broken_archive", archive.file_name(), name,
                  fmt::format("压缩包内「{}」已损坏（{}）", name, detail),
                  fmt::format("\"{}\" inside the archive is damaged ({})", name, detail));
}

Failure<Problem> too_large(const ZipArchive& archive, std::string_view name) {
    return refuse("archive_limit", archive.file_name(), name,
                  fmt::format("压缩包内「{}」解压后过大，疑似压缩炸弹", name),
                  fmt::format("\"{}\" inside the archive grows too large when inflated", name));
}

} // namespace

bool ZipArchive::is_too_large(std::uint64_t inflated, std::uint64_t compressed) const {
    const bool is_dense = inflated > limits_.ratio_free_bytes &&
                          inflated / std::max<std::uint64_t>(compressed, 1) > limits_.ratio_max;
    return is_dense || inflated > limits_.inflated_bytes_max ||
           inflated_ > limits_.inflated_bytes_max;
}

void ZipPart::Close::operator()(zip_file* file) const {
    zip_fclose(file);
}
void ZipArchive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(std::string bytes, std::string file_name,
                                                     const TableLimits& limits) {
    if (Result<Done> checked = check_directory(bytes, file_name, limits); !checked) {
        return Failure{std::move(checked).error()};
    }
    std::unique_ptr<ZipArchive> result(
        new ZipArchive(std::move(bytes), std::move(file_name), limits));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source =
        zip_source_buffer_create(result->bytes_.data(), result->bytes_.size(), 0, &error);
    if (source != nullptr) {
        result->archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (result->archive_ == nullptr) {
            zip_source_free(source);
        }
    }
    const std::string detail =
        result->archive_ == nullptr ? zip_error_strerror(&error) : std::string();
    zip_error_fini(&error);
    if (result->archive_ == nullptr) {
        return refuse("broken_archive", result->file_name_, {},
                      fmt::format("压缩包已损坏（{}）", detail),
                      fmt::format("the archive is damaged ({})", detail));
    }
    return result;
}

bool ZipArchive::has(const std::string& name) const {
    return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<ZipPart> ZipArchive::part(const std::string& name) {
    const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (index < 0 ||
        zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
        return refuse("broken_workbook", file_name_, name, fmt::format("工作簿缺少「{}」", name),
                      fmt::format("the workbook lacks \"{}\"", name));
    }
    if (is_too_large(stat.size, stat.comp_size)) { // by what the directory declares
        return too_large(*this, name);
    }
    zip_file* file = zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0);
    if (file == nullptr) {
        return broken_part(*this, name, zip_error_strerror(zip_get_error(archive_.get())));
    }
    return ZipPart(*this, name, file, stat.comp_size);
}

Result<std::string_view> ZipPart::read() {
    const zip_int64_t got = zip_fread(file_.get(), buffer_.data(), buffer_.size());
    if (got < 0) {
        return broken_part(*archive_, name_, zip_error_strerror(zip_file_get_error(file_.get())));
    }
    const auto size = static_cast<std::uint64_t>(got);
    inflated_ += size;
    archive_->inflated_ += size;
    if (archive_->is_too_large(inflated_, compressed_)) {
        return too_large(*archive_, name_);
    }
    return std::string_view(buffer_).substr(0, static_cast<std::size_t>(size));
}

} // namespace chengban::tabular
