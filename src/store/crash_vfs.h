// A disk in memory that can fail: for tests and proofs. It keeps what was synced apart from what
// was only written; a power cut leaves the former and any part of the latter, torn within sectors.
// Calls can be made to fail, once or from then on, and space can run out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace chengban::store {

class CrashVfs {
public:
    // Registers with SQLite under `name`, until it goes.
    explicit CrashVfs(std::string name);
    ~CrashVfs();
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;
    const std::string& name() const { return name_; }

    // Every call to the disk is counted; those that only ask for a lock are not.
    std::int64_t calls();
    // The `call`-th call from now on fails with `code`; those after it too, when `persistent`.
    void fail_at(std::int64_t call, int code, bool persistent);
    // The power goes at the `call`-th call: it and all after it fail, until power_returns().
    void cut_power_at(std::int64_t call);
    bool power_is_cut();
    // Bytes of all files together; writes beyond it fail as on a full disk.
    void limit_space(std::optional<std::int64_t> bytes);
    // Syncs say that all is well and keep nothing: to see whether a test would notice.
    void lie_about_syncs();
    bool lies() const { return lies_; }
    void heal(); // no more failures

    // What a disk shows after the cut: synced bytes, and of the others what `random` leaves.
    // Every connection must be closed.
    void power_returns(std::mt19937_64& random);
    // A killed process loses nothing that was written: the system still has it.
    void process_restarts();

    // Contents of all files, for a fresh start from the same place.
    struct Image {
        std::map<std::string, std::string> files;
    };
    Image image();
    void load(const Image& image);

    // For the callbacks that SQLite calls.
    struct File;
    struct Handle;
    enum class CallKind { read, write, other };
    // SQLITE_OK, or the code with which the call must fail; the mutex is held.
    int admit(CallKind kind, std::int64_t growth);
    std::mutex& mutex() { return mutex_; }
    std::shared_ptr<File> open(const std::string& file, bool create);
    bool exists(const std::string& file);
    int remove(const std::string& file, bool durable);
    std::mt19937_64& noise() { return noise_; }
    bool safe_overwrite() const { return safe_overwrite_; }

private:
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<File>> files_;   // guarded by mutex_, as all below
    std::map<std::string, std::shared_ptr<File>> deleted_; // not yet durably
    std::int64_t calls_ = 0;
    std::int64_t fail_at_ = -1;
    int fail_code_ = 0;
    bool fail_persistent_ = false;
    bool power_cut_ = false;
    std::int64_t space_used_ = 0;
    std::optional<std::int64_t> space_;
    std::mt19937_64 noise_{1};
    bool safe_overwrite_ = false;
    bool lies_ = false;
};

} // namespace chengban::store
