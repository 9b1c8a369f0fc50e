#include "store/keyring.h"

#include "base/utf8.h"
#include "crypto/hex.h"
#include "crypto/random.h"
#include "store/files.h"
#include "store/key_command.h"

#include <fmt/format.h>

#include <charconv>
#include <sys/stat.h>

namespace chengban::store {

namespace {

constexpr std::string_view k_key_suffix = ".key";
constexpr std::string_view k_command_suffix = ".command";
constexpr std::size_t k_gram_key_bytes = 16;

std::string_view first_line_of(SealAlgorithm algorithm) {
    switch (algorithm) {
    case SealAlgorithm::sm4_ctr_hmac_sm3:
        return "chengban master key, algorithms SM4 and SM3\n";
    case SealAlgorithm::aes_256_gcm:
        return "chengban master key, algorithms AES-256-GCM and SM3\n";
    }
    unreachable("first_line_of algorithm");
}

std::string_view token_of(Purpose purpose) {
    switch (purpose) {
    case Purpose::text:
        return "text";
    case Purpose::title:
        return "title";
    case Purpose::search:
        return "search";
    case Purpose::blob:
        return "blob";
    }
    unreachable("token_of purpose");
}

// "master-7.key" and "master-7.command" are 7.
std::optional<std::uint32_t> key_id_in(std::string_view name, std::string_view suffix) {
    constexpr std::string_view k_prefix = "master-";
    if (!name.starts_with(k_prefix) || !name.ends_with(suffix)) {
        return std::nullopt;
    }
    std::uint32_t id = 0;
    const char* const end = name.data() + name.size() - suffix.size();
    const auto [stop, error] = std::from_chars(name.data() + k_prefix.size(), end, id);
    if (error != std::errc() || stop != end || id == 0) {
        return std::nullopt;
    }
    return id;
}

Result<Done> check_private(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        return Failure{file_problem("key_missing", path, "找不到密钥", "the key is missing")};
    }
    if ((status.st_mode & 077) != 0) {
        return Failure{problem(
            "key_readable_by_others", path.string(),
            fmt::format("密钥可被他人读取，请执行 chmod go-rwx：{}", path.string()),
            fmt::format("others can read the key; run chmod go-rwx on it: {}", path.string()))};
    }
    return Done{};
}

// No refusal repeats what was read.
Result<MasterKey> parse_master(std::string_view text, const std::filesystem::path& file) {
    for (const EnumRow<SealAlgorithm>& row : EnumTable<SealAlgorithm>::rows) {
        const std::string_view first_line = first_line_of(row.value);
        if (!text.starts_with(first_line)) {
            continue;
        }
        const std::string_view digits = trim(text.substr(first_line.size()));
        std::optional<std::string> bytes = crypto::from_hex(digits);
        const crypto::Key key(bytes ? std::move(*bytes) : std::string());
        if (key.bytes().size() == crypto::k_key_bytes) {
            return MasterKey{row.value, false, std::make_shared<crypto::KeyDerivation>(key)};
        }
        return Failure{
            problem("key_wrong_length", file.string(),
                    fmt::format("主密钥应为 {} 位十六进制数字，读到 {} 位：{}",
                                2 * crypto::k_key_bytes, digits.size(), file.string()),
                    fmt::format("a master key has {} hexadecimal digits, here are {}: {}",
                                2 * crypto::k_key_bytes, digits.size(), file.string()))};
    }
    return Failure{problem("key_not_a_key", file.string(),
                           fmt::format("这不是一个主密钥：{}", file.string()),
                           fmt::format("this is not a master key: {}", file.string()))};
}

Result<MasterKey> read_master(const std::filesystem::path& file, bool is_command) {
    if (Result<Done> checked = check_private(file); !checked) {
        return Failure{std::move(checked).error()};
    }
    if (is_command) {
        const Result<crypto::Key> printed = run_key_command(file);
        if (!printed) {
            return Failure{printed.error()};
        }
        Result<MasterKey> master = parse_master(printed->bytes(), file);
        if (master) {
            master->from_command = true;
        }
        return master;
    }
    Result<std::string> text = read_file(file, 4096);
    if (!text) {
        return Failure{std::move(text).error()};
    }
    const crypto::Key wiped(std::move(*text));
    return parse_master(wiped.bytes(), file);
}

struct KeyFile {
    std::filesystem::path path;
    bool is_command = false;
};

Result<std::map<std::uint32_t, KeyFile>> key_files(const std::filesystem::path& directory) {
    std::map<std::uint32_t, KeyFile> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        const std::string name = entry.path().filename().string();
        const std::optional<std::uint32_t> key = key_id_in(name, k_key_suffix);
        const std::optional<std::uint32_t> command = key_id_in(name, k_command_suffix);
        if (!key && !command) {
            continue;
        }
        const std::uint32_t id = key ? *key : *command;
        if (!files.emplace(id, KeyFile{entry.path(), command.has_value()}).second) {
            return Failure{
                problem("key_twice", entry.path().string(),
                        fmt::format("第 {} 号主密钥有两个文件：{}", id, entry.path().string()),
                        fmt::format("there are two files of master key {}: {}", id,
                                    entry.path().string()))};
        }
    }
    return files;
}

crypto::Key digest_keys_of(const MasterKey& master, const std::string& bureau) {
    std::string bytes;
    for (const char* purpose : {"rows", "identities", "manifest"}) {
        bytes += master.derivation->derive(purpose, bureau).bytes();
    }
    bytes += master.derivation->derive("grams", bureau, k_gram_key_bytes).bytes();
    return crypto::Key(std::move(bytes));
}

crypto::Sealer sealer_of(const MasterKeys::value_type& master, std::string_view purpose,
                         std::string_view context) {
    return {*master.second.derivation, purpose, context, master.first, master.second.algorithm};
}

} // namespace

std::string master_key_text(SealAlgorithm algorithm, std::string_view bytes) {
    return std::string(first_line_of(algorithm)) + crypto::to_hex(bytes) + "\n";
}

Result<std::uint32_t> add_master_key(const std::filesystem::path& directory,
                                     SealAlgorithm algorithm,
                                     const std::vector<std::string>& command) {
    if (Result<Done> made = make_private_directory(directory); !made) {
        return Failure{std::move(made).error()};
    }
    const Result<std::map<std::uint32_t, KeyFile>> files = key_files(directory);
    if (!files) {
        return Failure{files.error()};
    }
    const std::uint32_t id = files->empty() ? 1 : files->rbegin()->first + 1;
    const auto path_with = [&](std::string_view suffix) {
        return directory / fmt::format("master-{}{}", id, suffix);
    };
    if (command.empty()) {
        const crypto::Key key(crypto::random_bytes(crypto::k_key_bytes));
        const Result<Done> written =
            write_new_file(path_with(k_key_suffix), master_key_text(algorithm, key.bytes()));
        return written ? Result<std::uint32_t>(id) : Failure<Problem>{written.error()};
    }
    const Result<std::string> text = key_command_text(command);
    if (!text) {
        return Failure{text.error()};
    }
    // Under a name that no reader looks for, until it has shown that it gives a key.
    const std::filesystem::path trial = path_with(".trial");
    std::error_code error;
    std::filesystem::remove(trial, error);
    if (Result<Done> written = write_new_file(trial, *text); !written) {
        return Failure{std::move(written).error()};
    }
    const Result<MasterKey> master = read_master(trial, true);
    if (!master || master->algorithm != algorithm) {
        std::filesystem::remove(trial, error);
        return Failure{
            master ? problem("key_other_algorithm", trial.string(),
                             fmt::format("命令给出的是 {} 的密钥", zh(master->algorithm)),
                             fmt::format("the command gives a key for {}", en(master->algorithm)))
                   : master.error()};
    }
    std::filesystem::rename(trial, path_with(k_command_suffix));
    const Result<Done> synced = sync_directory(directory);
    return synced ? Result<std::uint32_t>(id) : Failure<Problem>{synced.error()};
}

Result<MasterKeys> read_master_keys(const std::filesystem::path& directory) {
    if (Result<Done> checked = check_private(directory); !checked) {
        return Failure{std::move(checked).error()};
    }
    const Result<std::map<std::uint32_t, KeyFile>> files = key_files(directory);
    if (!files) {
        return Failure{files.error()};
    }
    MasterKeys masters;
    for (const auto& [id, file] : *files) {
        Result<MasterKey> master = read_master(file.path, file.is_command);
        if (!master) {
            return Failure{std::move(master).error()};
        }
        masters.emplace(id, *std::move(master));
    }
    if (masters.empty()) {
        return Failure{problem(
            "key_missing", directory.string(),
            fmt::format("目录中没有主密钥（master-1.key）：{}", directory.string()),
            fmt::format("there is no master key (master-1.key) in {}", directory.string()))};
    }
    return masters;
}

Keyring::Digests::Digests(crypto::Key keys)
    : bytes(std::move(keys)), rows(bytes.bytes().substr(0, crypto::k_key_bytes)),
      identities(bytes.bytes().substr(crypto::k_key_bytes, crypto::k_key_bytes)),
      manifest(bytes.bytes().substr(2 * crypto::k_key_bytes, crypto::k_key_bytes)),
      grams(crypto::Key(std::string(bytes.bytes().substr(3 * crypto::k_key_bytes)))) {}

Keyring::Keyring(MasterKeys masters, const BureauId& bureau)
    : bureau_(bureau.text()), holder_(std::make_shared<Holder>()) {
    digests_ = std::make_shared<Digests>(digest_keys_of(masters.begin()->second, bureau_));
    holder_->masters = std::make_shared<const MasterKeys>(std::move(masters));
}

crypto::SigningKey Keyring::signing_key() const {
    // Of all digest keys together, so that none of them is used for two things.
    const crypto::Digest32 master =
        crypto::sm3(crypto::Framed().text("signing keys").text(digests_->bytes.bytes()).bytes());
    return crypto::SigningKey(
        crypto::KeyDerivation(crypto::Key(std::string(crypto::bytes_of(master))))
            .derive("case signature", bureau_));
}

Result<Keyring> Keyring::open(const std::filesystem::path& directory, const BureauId& bureau,
                              std::string_view sealed_digest_keys) {
    Result<MasterKeys> masters = read_master_keys(directory);
    if (!masters) {
        return Failure{std::move(masters).error()};
    }
    Keyring keyring(std::move(*masters), bureau);
    if (sealed_digest_keys.empty()) {
        return keyring;
    }
    const std::shared_ptr<const MasterKeys> all = keyring.masters();
    const std::optional<crypto::SealMark> mark = crypto::mark_of(sealed_digest_keys);
    const auto master = mark ? all->find(mark->key_id) : all->end();
    if (mark && master == all->end()) {
        return Failure{problem(
            "key_missing", directory.string(),
            fmt::format("缺少第 {} 号主密钥：{}", mark->key_id, directory.string()),
            fmt::format("master key {} is missing in {}", mark->key_id, directory.string()))};
    }
    std::optional<std::string> bytes =
        mark ? sealer_of(*master, "digests", keyring.bureau_).unseal(sealed_digest_keys, "digests")
             : std::nullopt;
    if (!bytes || bytes->size() != 3 * crypto::k_key_bytes + k_gram_key_bytes) {
        return Failure{
            problem("key_wrong", directory.string(),
                    fmt::format("密钥不属于这个数据库：{}", directory.string()),
                    fmt::format("the key does not belong to this store: {}", directory.string()))};
    }
    keyring.digests_ = std::make_shared<Digests>(crypto::Key(std::move(*bytes)));
    return keyring;
}

std::shared_ptr<const MasterKeys> Keyring::masters() const {
    const std::lock_guard lock(holder_->mutex);
    return holder_->masters;
}

void Keyring::replace_masters(MasterKeys masters) {
    auto next = std::make_shared<const MasterKeys>(std::move(masters));
    const std::lock_guard lock(holder_->mutex);
    holder_->masters.swap(next);
}

std::string Keyring::seal(Purpose purpose, std::string_view owner, std::string_view place,
                          std::string_view plain) const {
    crypto::Nonce nonce{};
    crypto::fill_random(nonce);
    return sealer_of(*masters()->rbegin(), token_of(purpose),
                     crypto::Framed().text(bureau_).text(owner).bytes())
        .seal(plain, place, nonce);
}

std::optional<std::string> Keyring::unseal(Purpose purpose, std::string_view owner,
                                           std::string_view place, std::string_view sealed) const {
    const std::optional<crypto::SealMark> mark = crypto::mark_of(sealed);
    const std::shared_ptr<const MasterKeys> all = masters();
    const auto master = mark ? all->find(mark->key_id) : all->end();
    if (master == all->end()) {
        return std::nullopt;
    }
    return sealer_of(*master, token_of(purpose), crypto::Framed().text(bureau_).text(owner).bytes())
        .unseal(sealed, place);
}

crypto::Key Keyring::blob_key(const crypto::SealMark& mark, std::string_view context,
                              std::size_t bytes) const {
    return masters()
        ->at(mark.key_id)
        .derivation->derive(token_of(Purpose::blob),
                            crypto::Framed().text(bureau_).bytes() + std::string(context), bytes);
}

crypto::SealMark Keyring::current() const {
    const std::shared_ptr<const MasterKeys> all = masters();
    return {all->rbegin()->second.algorithm, all->rbegin()->first};
}

bool Keyring::has(const crypto::SealMark& mark) const {
    const std::shared_ptr<const MasterKeys> all = masters();
    const auto found = all->find(mark.key_id);
    return found != all->end() && found->second.algorithm == mark.algorithm;
}

std::string Keyring::sealed_digest_keys(const MasterKeys& masters) const {
    crypto::Nonce nonce{};
    crypto::fill_random(nonce);
    return sealer_of(*masters.rbegin(), "digests", bureau_)
        .seal(digests_->bytes.bytes(), "digests", nonce);
}

std::string Keyring::check_value() const {
    const crypto::Digest32 digest = row_digests()("the key of this store");
    return crypto::to_hex(crypto::bytes_of(digest));
}

} // namespace chengban::store
