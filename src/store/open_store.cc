// Creating and opening: everything that is checked before the first read or write.
#include "crypto/digest.h"
#include "crypto/hex.h"
#include "store/batch.h"
#include "store/boot_guard.h"
#include "store/reseal.h"
#include "store/schema.h"
#include "store/seals.h"
#include "store/search_index.h"
#include "store/sqlite_store_impl.h"
#include "store/store_meta.h"
#include "text/fold.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace chengban::store {

namespace {

Failure<Problem> broken(const SqlError& error, const std::filesystem::path& file) {
    return Failure{problem(
        "store_broken", file.string(),
        fmt::format("无法打开数据库（{}）：{}", error.what(), file.string()),
        fmt::format("the database cannot be opened ({}): {}", error.what(), file.string()))};
}

Result<Done> make_key(const StoreOptions& options) {
    if (std::filesystem::exists(options.keys()) && !std::filesystem::is_empty(options.keys())) {
        return Done{};
    }
    const Result<std::uint32_t> made = add_master_key(options.keys(), options.sealing);
    return made ? Result<Done>(Done{}) : Failure<Problem>{made.error()};
}

Result<Done> fill_new_database(const StoreOptions& options, const Keyring& keys,
                               const std::string& bureau, bool demonstration) {
    const std::string file = options.database().string();
    if (options.vfs.empty() && !std::filesystem::exists(options.database())) {
        // SQLite's own mode is wider.
        if (Result<Done> made = write_new_file(options.database(), {}); !made) {
            return made;
        }
    }
    try {
        {
            Connection connection(file, OpenMode::create, options.vfs);
            if (connection.integer_of("SELECT count(*) FROM sqlite_schema") > 0) {
                return Failure{problem("store_exists", file,
                                       fmt::format("这里已有数据库：{}", file),
                                       fmt::format("there is a store already: {}", file))};
            }
            connection.execute("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;");
        }
        const std::unique_ptr<Connection> connection = connect(file, Role::writer, options.vfs);
        connection->execute("BEGIN IMMEDIATE");
        write_baseline(*connection);
        Ledger ledger;
        put_meta(*connection, ledger, keys, bureau, "demonstration", demonstration ? "yes" : "no");
        put_meta(*connection, ledger, keys, bureau, "key_check", keys.check_value());
        put_meta(*connection, ledger, keys, bureau, "fold_version", text::fold_version());
        put_meta(*connection, ledger, keys, bureau, k_meta_sealing_keys,
                 text_of({keys.current().key_id}));
        put_meta(*connection, ledger, keys, bureau, k_meta_digest_keys,
                 crypto::to_hex(keys.sealed_digest_keys(*keys.masters())));
        ledger.save(*connection, keys, bureau);
        connection->execute("COMMIT");
        return Done{};
    } catch (const SqlError& error) {
        return broken(error, options.database());
    }
}

// The bureau a database was made for; there is exactly one.
std::string bureau_in(Connection& connection) {
    return connection.text_of("SELECT bureau_id FROM store_meta WHERE name = 'key_check'");
}

// Keys of texts change with the rules of folding: then the index is made anew.
void rebuild_index(Connection& connection, const Keyring& keys, const std::string& bureau) {
    if (meta(connection, "fold_version") == text::fold_version()) {
        return;
    }
    connection.execute("BEGIN IMMEDIATE");
    Ledger ledger = Ledger::load(connection, keys, bureau);
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')");
    {
        Query rows = connection.query("SELECT t.number, r.id, t.sealed FROM search_text t "
                                      "JOIN order_row r ON r.number = t.number ORDER BY t.number");
        while (rows.step()) {
            const std::optional<std::string> text =
                keys.unseal(Purpose::search, rows.text(1), "search", rows.blob(2));
            if (!text) {
                throw SqlError(SQLITE_CORRUPT, "a search text does not open: " + rows.string(1));
            }
            add_to_index(connection, bureau, rows.integer(0), search_tokens(keys, *text));
        }
    }
    put_meta(connection, ledger, keys, bureau, "fold_version", text::fold_version());
    ledger.save(connection, keys, bureau);
    connection.execute("COMMIT");
}

Result<Done> check_files(const StoreOptions& options) {
    if (Result<Done> checked = check_directory(options.directory); !checked) {
        return checked;
    }
    if (options.vfs.empty() && !std::filesystem::exists(options.database())) {
        return Failure{
            problem("store_missing", options.database().string(),
                    fmt::format("没有数据库文件：{}", options.database().string()),
                    fmt::format("there is no database: {}", options.database().string()))};
    }
    return Done{};
}

struct Identity {
    std::string bureau;
    std::string key_check;
    std::string digest_keys; // sealed
    std::set<std::uint32_t> sealing_keys;
    bool demonstration = false;
};

Result<Identity> identify(const StoreOptions& options) {
    const std::string file = options.database().string();
    Connection connection(
        file, options.access == Access::read_write ? OpenMode::read_write : OpenMode::read_only,
        options.vfs);
    if (Result<Done> checked = check_schema(connection, file); !checked) {
        return Failure{std::move(checked).error()};
    }
    Identity identity;
    identity.bureau = bureau_in(connection);
    identity.key_check = meta(connection, "key_check");
    identity.digest_keys = crypto::from_hex(meta(connection, k_meta_digest_keys)).value_or("");
    identity.sealing_keys = sealing_keys(connection);
    identity.demonstration = meta(connection, "demonstration") == "yes";
    return identity;
}

Result<Keyring> matching_keys(const StoreOptions& options, const Identity& identity) {
    Result<Keyring> keys =
        Keyring::open(options.keys(), BureauId(identity.bureau), identity.digest_keys);
    for (const std::uint32_t id : identity.sealing_keys) {
        if (keys && !keys->masters()->contains(id)) {
            return Failure{problem(
                "key_missing", options.keys().string(),
                fmt::format("仍有数据由第 {} 号主密钥密封，但密钥不在：{}", id,
                            options.keys().string()),
                fmt::format("data is still sealed under master key {}, which is missing in {}", id,
                            options.keys().string()))};
        }
    }
    if (keys && keys->check_value() != identity.key_check) {
        return Failure{problem(
            "key_wrong", options.keys().string(),
            fmt::format("密钥不属于这个数据库：{}", options.keys().string()),
            fmt::format("the key does not belong to this store: {}", options.keys().string()))};
    }
    return keys;
}

// The mark of a demonstration, above all, must be the one set at creation.
Result<Done> check_meta(Connection& connection, const Keyring& keys, const StoreOptions& options) {
    const std::string bureau = bureau_in(connection);
    RowSum sum;
    Query query = connection.query(select_all(Table::meta));
    while (query.step()) {
        sum.add(RowFrame(Table::meta, query.text(1)).columns_of(query, 2).digest(keys));
    }
    if (sum == Ledger::load(connection, keys, bureau).sums[Table::meta]) {
        return Done{};
    }
    return Failure{problem(
        "store_altered", options.database().string(),
        fmt::format("数据库的标识被改动：{}", options.database().string()),
        fmt::format("the marks of the store were altered: {}", options.database().string()))};
}

Result<std::unique_ptr<SqliteStore>> open_checked(const StoreOptions& options, FileHandle lock) {
    Result<Identity> identity = identify(options);
    if (!identity) {
        return Failure{std::move(identity).error()};
    }
    Result<Keyring> keys = matching_keys(options, identity.value());
    if (!keys) {
        return Failure{std::move(keys).error()};
    }
    const bool writes = options.access == Access::read_write;
    const std::unique_ptr<Connection> connection =
        connect(options.database().string(), writes ? Role::writer : Role::reader, options.vfs);
    if (Result<Done> checked = check_meta(*connection, keys.value(), options); !checked) {
        return Failure{std::move(checked).error()};
    }
    if (writes) {
        write_steps(*connection, schema_version());
        announce_masters(*connection, keys.value(), identity->bureau, *keys->masters());
        rebuild_index(*connection, keys.value(), identity->bureau);
        Result<Done> anchored = complete_anchor(*connection, options.anchor());
        if (!anchored) {
            return Failure{std::move(anchored).error()};
        }
    }
    auto context = std::make_unique<StoreContext>(
        StoreContext{options, BureauId(identity->bureau), identity->demonstration,
                     std::move(keys).value(), std::move(lock)});
    return make_sqlite_store(std::move(context));
}

} // namespace

Result<Done> create_store(const StoreOptions& options, const BureauId& bureau, bool demonstration) {
    invariant(!bureau.empty(), "a store belongs to a bureau");
    if (Result<Done> made = make_private_directory(options.directory); !made) {
        return made;
    }
    if (Result<Done> checked = check_directory(options.directory); !checked) {
        return checked;
    }
    const Result<FileHandle> lock = take_lock(options.directory / "lock");
    if (!lock) {
        return Failure{lock.error()};
    }
    if (Result<Done> made = make_key(options); !made) {
        return made;
    }
    const Result<Keyring> keys = Keyring::open(options.keys(), bureau);
    if (!keys) {
        return Failure{keys.error()};
    }
    if (Result<Done> made = make_private_directory(options.blobs()); !made) {
        return made;
    }
    Result<Done> filled = fill_new_database(options, keys.value(), bureau.text(), demonstration);
    if (!filled) {
        return filled;
    }
    return sync_directory(options.directory);
}

Result<std::unique_ptr<SqliteStore>> open_store(const StoreOptions& options) {
    if (Result<Done> checked = check_files(options); !checked) {
        return Failure{std::move(checked).error()};
    }
    FileHandle lock;
    if (options.access == Access::read_write) {
        Result<FileHandle> taken = take_lock(options.directory / "lock");
        if (!taken) {
            return Failure{std::move(taken).error()};
        }
        lock = std::move(taken).value();
    }
    try {
        return open_checked(options, std::move(lock));
    } catch (const SqlError& error) {
        return broken(error, options.database());
    }
}

} // namespace chengban::store
