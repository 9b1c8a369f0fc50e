#include "store/crash_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

namespace chengban::store {

namespace {

constexpr std::size_t k_sector = 512;

} // namespace

// One file: what is durable, what a reader sees now, and the changes between the two.
struct CrashVfs::File {
    struct Change {
        std::int64_t offset = 0;
        std::string bytes;
        bool truncates = false; // to `offset`
    };
    std::string durable;
    bool durable_exists = false;
    std::string current;
    std::vector<Change> unsynced;

    // The shared memory of the write-ahead log's index, and who holds which lock.
    std::vector<std::unique_ptr<std::array<char, 32768>>> regions;
    std::array<int, SQLITE_SHM_NLOCK> shared{};
    std::array<bool, SQLITE_SHM_NLOCK> exclusive{};
    std::vector<Handle*> handles;

    void apply(const Change& change, std::string& bytes) const {
        const auto end = static_cast<std::size_t>(change.offset) + change.bytes.size();
        if (change.truncates) {
            bytes.resize(static_cast<std::size_t>(change.offset));
            return;
        }
        bytes.resize(std::max(bytes.size(), end));
        std::copy(change.bytes.begin(), change.bytes.end(),
                  bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
    }
    void write(Change change) {
        apply(change, current);
        unsynced.push_back(std::move(change));
    }
    void sync() {
        durable = current;
        durable_exists = true;
        unsynced.clear();
    }
    void lose_power(std::mt19937_64& random);
};

// Each unsynced sector is there or not; now and then one is there in part.
void CrashVfs::File::lose_power(std::mt19937_64& random) {
    const std::uint64_t kept_of_8 = random() % 9;
    const bool garbage = random() % 2 == 0;
    std::string bytes = durable;
    for (const Change& change : unsynced) {
        if (change.truncates) {
            if (random() % 2 == 0) {
                apply(change, bytes);
            }
            continue;
        }
        std::size_t at = 0;
        while (at < change.bytes.size()) {
            const std::size_t place = static_cast<std::size_t>(change.offset) + at;
            std::size_t count = std::min(k_sector - place % k_sector, change.bytes.size() - at);
            const std::size_t next = at + count;
            if (random() % 8 < kept_of_8) {
                if (random() % 16 == 0) {
                    count = random() % (count + 1); // torn
                }
                const std::size_t before = bytes.size();
                apply({static_cast<std::int64_t>(place), change.bytes.substr(at, count), false},
                      bytes);
                for (std::size_t hole = before; garbage && hole < place && hole < bytes.size();
                     ++hole) {
                    bytes[hole] = static_cast<char>(random());
                }
            }
            at = next;
        }
    }
    durable = bytes;
    current = std::move(bytes);
    unsynced.clear();
}

// What SQLite holds; made by placement in memory that SQLite owns.
struct CrashVfs::Handle {
    sqlite3_file base; // first: SQLite sees only this
    CrashVfs* vfs;
    std::shared_ptr<File>* file;
    int level;
    std::array<bool, SQLITE_SHM_NLOCK>* shared;
    std::array<bool, SQLITE_SHM_NLOCK>* exclusive;
};

namespace {

using Handle = CrashVfs::Handle;
using File = CrashVfs::File;

Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}

int do_close(sqlite3_file* raw) {
    Handle& handle = handle_of(raw);
    {
        const std::lock_guard lock(handle.vfs->mutex());
        std::erase((*handle.file)->handles, &handle);
    }
    delete handle.file;
    delete handle.shared;
    delete handle.exclusive;
    return SQLITE_OK;
}

int do_read(sqlite3_file* raw, void* to, int count, sqlite3_int64 offset) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    const int code = handle.vfs->admit(CrashVfs::CallKind::read, 0);
    if (code != SQLITE_OK) {
        return code;
    }
    const std::string& bytes = (*handle.file)->current;
    const auto wanted = static_cast<std::size_t>(count);
    const std::size_t from = std::min(static_cast<std::size_t>(offset), bytes.size());
    const std::size_t got = std::min(wanted, bytes.size() - from);
    std::memcpy(to, bytes.data() + from, got);
    std::memset(static_cast<char*>(to) + got, 0, wanted - got);
    return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int do_write(sqlite3_file* raw, const void* from, int count, sqlite3_int64 offset) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    File& file = **handle.file;
    const auto bytes = static_cast<std::size_t>(count);
    const std::int64_t growth =
        std::max<std::int64_t>(0, offset + count - static_cast<std::int64_t>(file.current.size()));
    const int code = handle.vfs->admit(CrashVfs::CallKind::write, growth);
    if (code != SQLITE_OK) {
        // A write that fails may have written a part.
        if ((code & 0xff) == SQLITE_FULL || handle.vfs->noise()() % 2 == 0) {
            const std::size_t part = handle.vfs->noise()() % (bytes + 1);
            const std::size_t room = file.current.size() > static_cast<std::size_t>(offset)
                                         ? file.current.size() - static_cast<std::size_t>(offset)
                                         : 0;
            file.write(
                {offset, std::string(static_cast<const char*>(from), std::min(part, room)), false});
        }
        return code;
    }
    file.write({offset, std::string(static_cast<const char*>(from), bytes), false});
    return SQLITE_OK;
}

int do_truncate(sqlite3_file* raw, sqlite3_int64 size) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    File& file = **handle.file;
    const int code = handle.vfs->admit(
        CrashVfs::CallKind::other,
        std::min<std::int64_t>(0, size - static_cast<std::int64_t>(file.current.size())));
    if (code == SQLITE_OK) {
        file.write({size, {}, true});
    }
    return code;
}

int do_sync(sqlite3_file* raw, int) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    const int code = handle.vfs->admit(CrashVfs::CallKind::other, 0);
    if (code != SQLITE_OK) {
        return code | (code == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : 0);
    }
    if (!handle.vfs->lies() || !(*handle.file)->durable_exists) {
        (*handle.file)->sync();
    }
    return SQLITE_OK;
}

int do_file_size(sqlite3_file* raw, sqlite3_int64* size) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    const int code = handle.vfs->admit(CrashVfs::CallKind::read, 0);
    *size = static_cast<sqlite3_int64>((*handle.file)->current.size());
    return code;
}

int do_lock(sqlite3_file* raw, int level) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    if (level <= handle.level) {
        return SQLITE_OK;
    }
    const int forbidden = level == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_PENDING
                          : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED
                                                          : SQLITE_LOCK_SHARED;
    for (const Handle* other : (*handle.file)->handles) {
        if (other != &handle && other->level >= forbidden) {
            return SQLITE_BUSY;
        }
    }
    handle.level = level;
    return SQLITE_OK;
}

int do_unlock(sqlite3_file* raw, int level) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    handle.level = std::min(handle.level, level);
    return SQLITE_OK;
}

int do_check_reserved(sqlite3_file* raw, int* reserved) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    const std::vector<Handle*>& handles = (*handle.file)->handles;
    *reserved =
        std::any_of(handles.begin(), handles.end(),
                    [](const Handle* other) { return other->level >= SQLITE_LOCK_RESERVED; })
            ? 1
            : 0;
    return SQLITE_OK;
}

int do_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int do_sector_size(sqlite3_file*) {
    return static_cast<int>(k_sector);
}

int do_characteristics(sqlite3_file* raw) {
    return handle_of(raw).vfs->safe_overwrite() ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

int do_shm_map(sqlite3_file* raw, int region, int, int extend, void volatile** memory) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    const int code = handle.vfs->admit(CrashVfs::CallKind::other, 0);
    *memory = nullptr;
    if (code != SQLITE_OK) {
        return code;
    }
    auto& regions = (*handle.file)->regions;
    const auto wanted = static_cast<std::size_t>(region);
    while (extend != 0 && regions.size() <= wanted) {
        regions.push_back(std::make_unique<std::array<char, 32768>>());
        regions.back()->fill(0);
    }
    if (wanted < regions.size()) {
        *memory = regions[wanted]->data();
    }
    return SQLITE_OK;
}

int do_shm_lock(sqlite3_file* raw, int first, int count, int flags) {
    Handle& handle = handle_of(raw);
    const std::lock_guard lock(handle.vfs->mutex());
    File& file = **handle.file;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const auto begin = static_cast<std::size_t>(first);
    const std::size_t end = begin + static_cast<std::size_t>(count);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (std::size_t i = begin; i < end; ++i) {
            file.shared[i] -= (*handle.shared)[i] ? 1 : 0;
            file.exclusive[i] = file.exclusive[i] && !(*handle.exclusive)[i];
            (*handle.shared)[i] = (*handle.exclusive)[i] = false;
        }
        return SQLITE_OK;
    }
    for (std::size_t i = begin; i < end; ++i) {
        const int others = file.shared[i] - ((*handle.shared)[i] ? 1 : 0);
        const bool others_exclusive = file.exclusive[i] && !(*handle.exclusive)[i];
        if (others_exclusive || (exclusive && others > 0)) {
            return SQLITE_BUSY;
        }
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (exclusive) {
            file.exclusive[i] = (*handle.exclusive)[i] = true;
        } else if (!(*handle.shared)[i]) {
            ++file.shared[i];
            (*handle.shared)[i] = true;
        }
    }
    return SQLITE_OK;
}

void do_shm_barrier(sqlite3_file* raw) {
    const std::lock_guard lock(handle_of(raw).vfs->mutex());
}

int do_shm_unmap(sqlite3_file* raw, int remove) {
    Handle& handle = handle_of(raw);
    do_shm_lock(raw, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    const std::lock_guard lock(handle.vfs->mutex());
    if (remove != 0 && (*handle.file)->handles.size() == 1) {
        (*handle.file)->regions.clear();
    }
    return SQLITE_OK;
}

constexpr sqlite3_io_methods k_methods{2,
                                       do_close,
                                       do_read,
                                       do_write,
                                       do_truncate,
                                       do_sync,
                                       do_file_size,
                                       do_lock,
                                       do_unlock,
                                       do_check_reserved,
                                       do_control,
                                       do_sector_size,
                                       do_characteristics,
                                       do_shm_map,
                                       do_shm_lock,
                                       do_shm_barrier,
                                       do_shm_unmap,
                                       nullptr,
                                       nullptr};

CrashVfs& vfs_of(sqlite3_vfs* vfs) {
    return *static_cast<CrashVfs*>(vfs->pAppData);
}

int do_open(sqlite3_vfs* raw, const char* name, sqlite3_file* to, int flags, int* out_flags) {
    CrashVfs& vfs = vfs_of(raw);
    const std::lock_guard lock(vfs.mutex());
    to->pMethods = nullptr;
    const int code = vfs.admit(CrashVfs::CallKind::other, 0);
    if (code != SQLITE_OK) {
        return SQLITE_CANTOPEN;
    }
    std::shared_ptr<File> file = name == nullptr
                                     ? std::make_shared<File>()
                                     : vfs.open(name, (flags & SQLITE_OPEN_CREATE) != 0);
    if (file == nullptr) {
        return SQLITE_CANTOPEN;
    }
    Handle& handle = *new (to) Handle{};
    handle.base.pMethods = &k_methods;
    handle.vfs = &vfs;
    handle.file = new std::shared_ptr<File>(std::move(file));
    handle.shared = new std::array<bool, SQLITE_SHM_NLOCK>{};
    handle.exclusive = new std::array<bool, SQLITE_SHM_NLOCK>{};
    (*handle.file)->handles.push_back(&handle);
    if (out_flags != nullptr) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

int do_delete(sqlite3_vfs* raw, const char* name, int sync_directory) {
    CrashVfs& vfs = vfs_of(raw);
    const std::lock_guard lock(vfs.mutex());
    const int code = vfs.admit(CrashVfs::CallKind::other, 0);
    return code != SQLITE_OK ? code : vfs.remove(name, sync_directory != 0);
}

int do_access(sqlite3_vfs* raw, const char* name, int, int* answer) {
    CrashVfs& vfs = vfs_of(raw);
    const std::lock_guard lock(vfs.mutex());
    const int code = vfs.admit(CrashVfs::CallKind::read, 0);
    *answer = vfs.exists(name) ? 1 : 0;
    return code;
}

int do_full_path(sqlite3_vfs*, const char* name, int size, char* to) {
    sqlite3_snprintf(size, to, "%s", name);
    return SQLITE_OK;
}

int do_randomness(sqlite3_vfs* raw, int count, char* to) {
    CrashVfs& vfs = vfs_of(raw);
    const std::lock_guard lock(vfs.mutex());
    for (int i = 0; i < count; ++i) {
        to[i] = static_cast<char>(vfs.noise()());
    }
    return count;
}

int do_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int do_time(sqlite3_vfs*, sqlite3_int64* julian_milliseconds) {
    *julian_milliseconds = 212'000'000'000'000;
    return SQLITE_OK;
}

int do_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

} // namespace

CrashVfs::CrashVfs(std::string name)
    : name_(std::move(name)), vfs_(std::make_unique<sqlite3_vfs>()) {
    vfs_->iVersion = 2;
    vfs_->szOsFile = sizeof(Handle);
    vfs_->mxPathname = 512;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = do_open;
    vfs_->xDelete = do_delete;
    vfs_->xAccess = do_access;
    vfs_->xFullPathname = do_full_path;
    vfs_->xRandomness = do_randomness;
    vfs_->xSleep = do_sleep;
    vfs_->xGetLastError = do_last_error;
    vfs_->xCurrentTimeInt64 = do_time;
    sqlite3_vfs_register(vfs_.get(), 0);
}

CrashVfs::~CrashVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

int CrashVfs::admit(CallKind kind, std::int64_t growth) {
    ++calls_;
    if (power_cut_) {
        return SQLITE_IOERR;
    }
    if (fail_at_ >= 0 && calls_ >= fail_at_ &&
        !(fail_code_ == SQLITE_FULL && kind != CallKind::write)) {
        const int code = fail_code_;
        if (code == SQLITE_ABORT) {
            power_cut_ = true;
            return SQLITE_IOERR;
        }
        if (!fail_persistent_) {
            fail_at_ = -1;
        }
        return code;
    }
    if (growth > 0 && space_ && space_used_ + growth > *space_) {
        return SQLITE_FULL;
    }
    space_used_ += growth;
    return SQLITE_OK;
}

std::int64_t CrashVfs::calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
}

void CrashVfs::fail_at(std::int64_t call, int code, bool persistent) {
    const std::lock_guard lock(mutex_);
    fail_at_ = calls_ + call;
    fail_code_ = code;
    fail_persistent_ = persistent;
}

void CrashVfs::cut_power_at(std::int64_t call) {
    fail_at(call, SQLITE_ABORT, true);
}

bool CrashVfs::power_is_cut() {
    const std::lock_guard lock(mutex_);
    return power_cut_;
}

void CrashVfs::limit_space(std::optional<std::int64_t> bytes) {
    const std::lock_guard lock(mutex_);
    space_ = bytes;
}

void CrashVfs::lie_about_syncs() {
    const std::lock_guard lock(mutex_);
    lies_ = true;
}

void CrashVfs::heal() {
    const std::lock_guard lock(mutex_);
    fail_at_ = -1;
    power_cut_ = false;
}

void CrashVfs::power_returns(std::mt19937_64& random) {
    const std::lock_guard lock(mutex_);
    for (auto& [name, file] : deleted_) {
        if (random() % 2 == 0 && !files_.contains(name)) {
            files_.emplace(name, file); // the deletion had not reached the disk
        }
    }
    deleted_.clear();
    for (auto& [name, file] : files_) {
        file->lose_power(random);
        file->regions.clear();
        file->shared = {};
        file->exclusive = {};
    }
    std::erase_if(files_, [](const auto& entry) { return !entry.second->durable_exists; });
    noise_.seed(random());
    safe_overwrite_ = random() % 2 == 0;
    fail_at_ = -1;
    power_cut_ = false;
}

void CrashVfs::process_restarts() {
    const std::lock_guard lock(mutex_);
    for (auto& [name, file] : files_) {
        file->regions.clear();
        file->shared = {};
        file->exclusive = {};
    }
    fail_at_ = -1;
    power_cut_ = false;
}

CrashVfs::Image CrashVfs::image() {
    const std::lock_guard lock(mutex_);
    Image image;
    for (const auto& [name, file] : files_) {
        image.files[name] = file->current;
    }
    return image;
}

void CrashVfs::load(const Image& image) {
    const std::lock_guard lock(mutex_);
    files_.clear();
    deleted_.clear();
    space_used_ = 0;
    for (const auto& [name, bytes] : image.files) {
        auto file = std::make_shared<File>();
        file->current = bytes;
        file->sync();
        space_used_ += static_cast<std::int64_t>(bytes.size());
        files_.emplace(name, std::move(file));
    }
    fail_at_ = -1;
    power_cut_ = false;
}

std::shared_ptr<CrashVfs::File> CrashVfs::open(const std::string& file, bool create) {
    auto found = files_.find(file);
    if (found == files_.end()) {
        if (!create) {
            return nullptr;
        }
        found = files_.emplace(file, std::make_shared<File>()).first;
    }
    return found->second;
}

bool CrashVfs::exists(const std::string& file) {
    return files_.contains(file);
}

int CrashVfs::remove(const std::string& file, bool durable) {
    const auto found = files_.find(file);
    if (found == files_.end()) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    space_used_ -= static_cast<std::int64_t>(found->second->current.size());
    if (!durable) {
        deleted_[file] = found->second;
    }
    files_.erase(found);
    return SQLITE_OK;
}

} // namespace chengban::store
