// A SQLite store in a directory of its own, for tests.
#pragma once

#include "store/conformance_suite.h"
#include "store/sqlite_store.h"

#include <filesystem>
#include <memory>
#include <string>

namespace chengban::store {

// Behaviour is tested in memory where the system has it (syncs cost nothing there); what is
// measured or killed is on the disk. TMPDIR overrules both.
enum class Medium { memory, disk };

// A directory for temporary files, removed with everything in it.
class TestDirectory {
public:
    explicit TestDirectory(Medium medium = Medium::memory);
    ~TestDirectory();
    TestDirectory(const TestDirectory&) = delete;
    TestDirectory& operator=(const TestDirectory&) = delete;
    std::filesystem::path path(const std::string& name = {}) const {
        return name.empty() ? path_ : path_ / name;
    }

private:
    std::filesystem::path path_;
};

// Makes and opens the store; throws when either is refused.
std::unique_ptr<SqliteStore> make_test_store(const StoreOptions& options);
std::unique_ptr<SqliteStore> open_test_store(const StoreOptions& options);

class SqliteHolder : public StoreHolder {
public:
    explicit SqliteHolder(StoreOptions options = {}); // its directory is chosen here
    SqliteStore& store() override { return *store_; }
    void reopen() override;
    void close() { store_.reset(); }
    const StoreOptions& options() const { return options_; }

private:
    TestDirectory directory_;
    StoreOptions options_;
    std::unique_ptr<SqliteStore> store_;
};

} // namespace chengban::store
