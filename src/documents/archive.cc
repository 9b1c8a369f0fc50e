#include "documents/archive.h"

#include <zip.h>

#include <ctime>
#include <memory>
#include <stdexcept>

namespace chengban::documents {

namespace {

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string("zip: ") + what);
}

// Zip files hold local time, and libzip asks the machine for its zone; what it asks for is shifted
// so that +08:00 is written everywhere.
std::time_t as_local(Instant instant) {
    const Day day = day_of(instant);
    const YearMonthDay ymd = year_month_day(day);
    const std::int64_t seconds = (instant.milliseconds() - start_of(day).milliseconds()) / 1000;
    std::tm local{};
    local.tm_year = ymd.year - 1900;
    local.tm_mon = ymd.month - 1;
    local.tm_mday = ymd.day;
    local.tm_hour = static_cast<int>(seconds / 3600);
    local.tm_min = static_cast<int>(seconds / 60 % 60);
    local.tm_sec = static_cast<int>(seconds % 60);
    local.tm_isdst = -1;
    return std::mktime(&local);
}

} // namespace

std::string to_zip(const std::vector<ArchivePart>& parts, Instant modified) {
    zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    if (buffer == nullptr) {
        fail("no memory");
    }
    std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(buffer, ZIP_TRUNCATE, nullptr));
    if (archive == nullptr) {
        zip_source_free(buffer);
        fail("cannot be opened");
    }
    zip_source_keep(buffer); // read after the archive is closed
    const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> written(buffer,
                                                                            zip_source_free);
    const std::time_t time = as_local(modified);
    for (const ArchivePart& part : parts) {
        zip_source_t* source =
            zip_source_buffer(archive.get(), part.bytes.data(), part.bytes.size(), 0);
        const zip_int64_t index = source == nullptr ? -1
                                                    : zip_file_add(archive.get(), part.name.c_str(),
                                                                   source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            fail(zip_strerror(archive.get()));
        }
        zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), time, 0);
        zip_file_set_external_attributes(archive.get(), static_cast<zip_uint64_t>(index), 0,
                                         ZIP_OPSYS_DOS, 0);
    }
    if (zip_close(archive.get()) != 0) {
        fail(zip_strerror(archive.get()));
    }
    static_cast<void>(archive.release()); // closed, and freed with it
    zip_stat_t stat;
    if (zip_source_stat(buffer, &stat) != 0 || zip_source_open(buffer) != 0) {
        fail("cannot be read back");
    }
    std::string bytes(stat.size, '\0');
    const zip_int64_t read = zip_source_read(buffer, bytes.data(), bytes.size());
    zip_source_close(buffer);
    if (read != static_cast<zip_int64_t>(bytes.size())) {
        fail("cannot be read back");
    }
    return bytes;
}

} // namespace chengban::documents
