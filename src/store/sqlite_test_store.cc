#include "store/sqlite_test_store.h"

#include <cstdlib>
#include <stdexcept>

namespace chengban::store {

TestDirectory::TestDirectory(Medium medium) {
    const std::filesystem::path memory = "/dev/shm";
    const bool in_memory = medium == Medium::memory && std::getenv("TMPDIR") == nullptr &&
                           std::filesystem::is_directory(memory);
    const std::filesystem::path place = in_memory ? memory : std::filesystem::temp_directory_path();
    std::string name = (place / "chengban-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary directory");
    }
    path_ = name;
}

TestDirectory::~TestDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::unique_ptr<SqliteStore> make_test_store(const StoreOptions& options) {
    const Result<Done> made = create_store(options, BureauId("shanghai-housing"), false);
    if (!made) {
        throw std::runtime_error(made.error().reasons.front().words.en);
    }
    return open_test_store(options);
}

std::unique_ptr<SqliteStore> open_test_store(const StoreOptions& options) {
    Result<std::unique_ptr<SqliteStore>> opened = open_store(options);
    if (!opened) {
        throw std::runtime_error(opened.error().reasons.front().words.en);
    }
    return std::move(opened).value();
}

SqliteHolder::SqliteHolder(StoreOptions options) : options_(std::move(options)) {
    options_.directory = directory_.path("store");
    store_ = make_test_store(options_);
}

void SqliteHolder::reopen() {
    store_.reset();
    store_ = open_test_store(options_);
}

} // namespace chengban::store
