#include "store/backup.h"

#include "base/json.h"
#include "base/utf8.h"
#include "crypto/digest.h"
#include "crypto/hex.h"
#include "store/boot_guard.h"
#include "store/files.h"
#include "store/schema.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace chengban::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_manifest = "manifest.json";
constexpr std::string_view k_manifest_mac = "manifest.mac";
constexpr int k_pages_at_once = 2048; // 8 MiB
constexpr std::size_t k_manifest_bytes_max = std::size_t{1} << 30;

struct Entry {
    std::string name; // relative, with '/'
    std::int64_t bytes = 0;
    std::string digest; // hexadecimal SM3
};

Result<Entry> copy_file(const fs::path& from, const fs::path& to, const std::string& name) {
    const FileHandle in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.is_open()) {
        return Failure{file_problem("file_unreadable", from, "无法读取文件", "cannot read file")};
    }
    const FileHandle out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out.is_open()) {
        return Failure{file_problem("file_not_opened", to, "无法创建文件", "cannot make file")};
    }
    Entry entry{name, 0, {}};
    crypto::Sm3 digest;
    std::vector<char> buffer(1 << 20);
    while (true) {
        const ssize_t got = ::read(in.descriptor(), buffer.data(), buffer.size());
        if (got < 0) {
            return Failure{
                file_problem("file_unreadable", from, "无法读取文件", "cannot read file")};
        }
        if (got == 0) {
            break;
        }
        const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
        digest.update(piece);
        entry.bytes += got;
        if (Result<Done> written = write_all(out, piece, to); !written) {
            return Failure{std::move(written).error()};
        }
    }
    entry.digest = crypto::to_hex(crypto::bytes_of(digest.finish()));
    if (Result<Done> synced = sync_file(out, to); !synced) {
        return Failure{std::move(synced).error()};
    }
    return entry;
}

Result<Entry> digest_file(const fs::path& file, const std::string& name) {
    const FileHandle in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.is_open()) {
        return Failure{file_problem("backup_incomplete", file, "备份缺少文件",
                                    "a file of the backup is missing")};
    }
    Entry entry{name, 0, {}};
    crypto::Sm3 digest;
    std::vector<char> buffer(1 << 20);
    ssize_t got = 0;
    while ((got = ::read(in.descriptor(), buffer.data(), buffer.size())) > 0) {
        digest.update({buffer.data(), static_cast<std::size_t>(got)});
        entry.bytes += got;
    }
    if (got < 0) {
        return Failure{file_problem("file_unreadable", file, "无法读取文件", "cannot read file")};
    }
    entry.digest = crypto::to_hex(crypto::bytes_of(digest.finish()));
    return entry;
}

// Online: within one read transaction of the source, so that the writer never makes it start over.
Result<Done> copy_database(const StoreContext& context, const fs::path& to,
                           const Progress& progress) {
    if (Result<Done> made = write_new_file(to, {}); !made) { // SQLite's own mode is wider
        return made;
    }
    try {
        const std::unique_ptr<Connection> source =
            connect(context.options.database().string(), Role::reader, context.options.vfs);
        source->execute("BEGIN");
        source->integer_of("SELECT count(*) FROM store_meta");
        Connection target(to.string(), OpenMode::create, {});
        sqlite3_backup* backup =
            sqlite3_backup_init(target.handle(), "main", source->handle(), "main");
        int code = backup == nullptr ? sqlite3_errcode(target.handle()) : SQLITE_OK;
        while (code == SQLITE_OK) {
            code = sqlite3_backup_step(backup, k_pages_at_once);
            const int total = sqlite3_backup_pagecount(backup);
            if (progress) {
                progress(total - sqlite3_backup_remaining(backup), total);
            }
        }
        sqlite3_backup_finish(backup);
        if (code != SQLITE_DONE) {
            throw SqlError(code, sqlite3_errstr(code));
        }
        source->execute("COMMIT");
        return Done{};
    } catch (const SqlError& error) {
        return Failure{problem("backup_failed", to.string(),
                               fmt::format("数据库备份失败（{}）", error.what()),
                               fmt::format("the database could not be copied ({})", error.what()))};
    }
}

Result<Done> add_tree(const fs::path& from, const fs::path& to, const std::string& prefix,
                      std::vector<Entry>& entries) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& found : fs::recursive_directory_iterator(from, error)) {
        const bool unfinished = found.path().extension() == ".part";
        if (found.is_regular_file() && !unfinished) {
            files.push_back(found.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        const std::string name = (fs::path(prefix) / fs::relative(file, from)).generic_string();
        const fs::path target = to / name;
        if (Result<Done> made = make_private_directory(target.parent_path()); !made) {
            return made;
        }
        Result<Entry> entry = copy_file(file, target, name);
        if (!entry) {
            // Removed since it was listed: then no row of this copy names it any more.
            if (!fs::exists(file)) {
                fs::remove(target, error);
                continue;
            }
            return Failure{std::move(entry).error()};
        }
        if (Result<Done> synced = sync_directory(target.parent_path()); !synced) {
            return synced;
        }
        entries.push_back(std::move(entry).value());
    }
    return Done{};
}

std::string manifest_text(const StoreContext& context, const std::vector<Entry>& entries) {
    json::array files;
    for (const Entry& entry : entries) {
        files.push_back(
            json::object{{"name", entry.name}, {"bytes", entry.bytes}, {"sm3", entry.digest}});
    }
    return canonical_json(json::object{
        {"format", "chengban-backup-1"},
        {"bureau", context.bureau.text()},
        {"schema", schema_version()},
        {"digest_keys", crypto::to_hex(context.keys.sealed_digest_keys(*context.keys.masters()))},
        {"files", std::move(files)}});
}

Result<Done> fill_backup(const StoreContext& context, const fs::path& directory, BackupKeys keys,
                         const Progress& progress) {
    std::vector<Entry> entries;
    const StoreOptions& options = context.options;
    // The anchor first: what it names must be in the database copied after it.
    if (fs::exists(options.anchor())) {
        Result<Entry> entry = copy_file(options.anchor(), directory / "seals.log", "seals.log");
        if (!entry) {
            return Failure{std::move(entry).error()};
        }
        entries.push_back(std::move(entry).value());
    }
    if (Result<Done> copied = copy_database(context, directory / "chengban.db", progress);
        !copied) {
        return copied;
    }
    Result<Entry> database = digest_file(directory / "chengban.db", "chengban.db");
    if (!database) {
        return Failure{std::move(database).error()};
    }
    entries.push_back(std::move(database).value());
    if (Result<Done> added = add_tree(options.blobs(), directory, "blobs", entries); !added) {
        return added;
    }
    if (keys == BackupKeys::included) {
        if (Result<Done> added = add_tree(options.keys(), directory, "keys", entries); !added) {
            return added;
        }
    }
    const std::string text = manifest_text(context, entries);
    const crypto::Digest32 mac = context.keys.manifest_digests()(text);
    if (Result<Done> written = write_new_file(directory / k_manifest, text); !written) {
        return written;
    }
    return write_new_file(directory / k_manifest_mac, crypto::to_hex(crypto::bytes_of(mac)) + "\n");
}

Result<Done> check_empty(const fs::path& directory) {
    std::error_code error;
    if (fs::exists(directory) && !fs::is_empty(directory, error)) {
        return Failure{
            problem("directory_not_empty", directory.string(),
                    fmt::format("目录已存在且不为空：{}", directory.string()),
                    fmt::format("the directory exists and is not empty: {}", directory.string()))};
    }
    fs::remove(directory, error);
    return Done{};
}

// A directory beside the one wanted, to be renamed when it is whole.
fs::path beside(const fs::path& directory) {
    fs::path part = directory;
    part += ".part";
    std::error_code error;
    fs::remove_all(part, error);
    return part;
}

Result<Done> move_into_place(const fs::path& part, const fs::path& directory) {
    if (Result<Done> synced = sync_directory(part); !synced) {
        return synced;
    }
    if (::rename(part.c_str(), directory.c_str()) != 0) {
        return Failure{file_problem("directory_not_made", directory, "无法创建目录",
                                    "the directory cannot be made")};
    }
    return sync_directory(fs::absolute(directory).parent_path());
}

Failure<Problem> bad_manifest(const fs::path& file) {
    return Failure{problem("backup_not_a_backup", file.string(),
                           fmt::format("不是承办的备份，或清单已损坏：{}", file.string()),
                           fmt::format("this is not a backup of Chengban, or its manifest is "
                                       "damaged: {}",
                                       file.string()))};
}

struct Manifest {
    std::string text;
    std::string bureau;
    std::string digest_keys; // sealed; empty in older backups
    std::vector<Entry> entries;
};

// A name from a manifest may not lead out of the directory.
bool is_plain_name(const std::string& name) {
    const fs::path path(name);
    return !name.empty() && path.is_relative() &&
           std::none_of(path.begin(), path.end(),
                        [](const fs::path& part) { return part == ".." || part == "."; });
}

Result<Manifest> read_manifest(const fs::path& from) {
    const fs::path file = from / k_manifest;
    Result<std::string> text = read_file(file, k_manifest_bytes_max);
    if (!text) {
        return bad_manifest(file);
    }
    const Result<json::value> value =
        parse_json(text.value(), {.bytes_max = k_manifest_bytes_max, .depth_max = 8});
    if (!value || !value.value().is_object()) {
        return bad_manifest(file);
    }
    const json::object& object = value.value().get_object();
    const json::value* format = object.if_contains("format");
    const json::value* bureau = object.if_contains("bureau");
    const json::value* files = object.if_contains("files");
    if (format == nullptr || *format != "chengban-backup-1" || bureau == nullptr ||
        !bureau->is_string() || files == nullptr || !files->is_array()) {
        return bad_manifest(file);
    }
    Manifest manifest{std::move(text).value(), std::string(bureau->get_string()), {}, {}};
    if (const json::value* keys = object.if_contains("digest_keys");
        keys != nullptr && keys->is_string()) {
        manifest.digest_keys = crypto::from_hex(keys->get_string()).value_or("");
    }
    for (const json::value& item : files->get_array()) {
        const json::object* entry = item.if_object();
        const json::value* name = entry == nullptr ? nullptr : entry->if_contains("name");
        const json::value* bytes = entry == nullptr ? nullptr : entry->if_contains("bytes");
        const json::value* digest = entry == nullptr ? nullptr : entry->if_contains("sm3");
        if (name == nullptr || bytes == nullptr || digest == nullptr || !name->is_string() ||
            !bytes->is_int64() || !digest->is_string() ||
            !is_plain_name(std::string(name->get_string()))) {
            return bad_manifest(file);
        }
        manifest.entries.push_back({std::string(name->get_string()), bytes->get_int64(),
                                    std::string(digest->get_string())});
    }
    return manifest;
}

Result<Done> copy_checked(const fs::path& from, const fs::path& part, const Manifest& manifest,
                          const Progress& progress) {
    std::int64_t done = 0;
    for (const Entry& expected : manifest.entries) {
        const fs::path target = part / expected.name;
        if (Result<Done> made = make_private_directory(target.parent_path()); !made) {
            return made;
        }
        const Result<Entry> copied = copy_file(from / expected.name, target, expected.name);
        if (!copied) {
            return Failure{copied.error()};
        }
        if (copied.value().digest != expected.digest || copied.value().bytes != expected.bytes) {
            return Failure{problem(
                "backup_altered", expected.name,
                fmt::format("备份文件与清单不符：{}", expected.name),
                fmt::format("the file is not the one the manifest names: {}", expected.name))};
        }
        if (progress) {
            progress(++done, static_cast<std::int64_t>(manifest.entries.size()));
        }
    }
    return Done{};
}

Result<Done> check_manifest_mac(const fs::path& from, const Manifest& manifest,
                                const fs::path& key_directory) {
    const Result<Keyring> keys =
        Keyring::open(key_directory, BureauId(manifest.bureau), manifest.digest_keys);
    if (!keys) {
        return Failure{keys.error()};
    }
    const Result<std::string> mac = read_file(from / k_manifest_mac, 1024);
    const crypto::Digest32 expected = keys.value().manifest_digests()(manifest.text);
    if (!mac || trim(mac.value()) != crypto::to_hex(crypto::bytes_of(expected))) {
        return bad_manifest(from / k_manifest_mac);
    }
    return Done{};
}

Result<VerifyReport> verify_copy(const StoreOptions& options, const Progress& progress) {
    Result<std::unique_ptr<SqliteStore>> store = open_store(options);
    if (!store) {
        return Failure{std::move(store).error()};
    }
    VerifyReport report = store.value()->verify(progress);
    if (!report.faults.empty()) {
        const Fault& first = report.faults.front();
        return Failure{problem(
            "backup_altered", first.place,
            fmt::format("备份未通过校验，共 {} 处，首处：{}", report.faults.size(), first.words.zh),
            fmt::format("the backup does not verify, {} faults, the first: {}",
                        report.faults.size(), first.words.en))};
    }
    return report;
}

} // namespace

Result<Done> write_backup(const StoreContext& context, const fs::path& directory, BackupKeys keys,
                          const Progress& progress) {
    if (Result<Done> empty = check_empty(directory); !empty) {
        return empty;
    }
    const fs::path part = beside(directory);
    if (Result<Done> made = make_private_directory(part); !made) {
        return made;
    }
    Result<Done> filled = fill_backup(context, part, keys, progress);
    if (filled) {
        filled = move_into_place(part, directory);
    }
    if (!filled) {
        std::error_code error;
        fs::remove_all(part, error);
    }
    return filled;
}

Result<VerifyReport> restore_store(const fs::path& from, const StoreOptions& to,
                                   const Progress& progress) {
    if (Result<Done> empty = check_empty(to.directory); !empty) {
        return Failure{std::move(empty).error()};
    }
    const Result<Manifest> manifest = read_manifest(from);
    if (!manifest) {
        return Failure{manifest.error()};
    }
    StoreOptions copy = to;
    copy.directory = beside(to.directory);
    // A foreign anchor goes on after the restored store is opened in its place.
    copy.anchor_file = copy.directory / "seals.log";
    const auto attempt = [&]() -> Result<VerifyReport> {
        if (Result<Done> made = make_private_directory(copy.directory / "blobs"); !made) {
            return Failure{std::move(made).error()};
        }
        if (Result<Done> copied = copy_checked(from, copy.directory, manifest.value(), progress);
            !copied) {
            return Failure{std::move(copied).error()};
        }
        if (Result<Done> checked = check_manifest_mac(from, manifest.value(), copy.keys());
            !checked) {
            return Failure{std::move(checked).error()};
        }
        Result<VerifyReport> report = verify_copy(copy, progress);
        if (!report) {
            return report;
        }
        if (Result<Done> moved = move_into_place(copy.directory, to.directory); !moved) {
            return Failure{std::move(moved).error()};
        }
        return report;
    };
    Result<VerifyReport> restored = attempt();
    if (!restored) {
        std::error_code error;
        fs::remove_all(copy.directory, error);
    }
    return restored;
}

} // namespace chengban::store
