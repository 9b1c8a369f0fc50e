#include "store/keyring.h"

#include "base/utf8.h"
#include "crypto/hex.h"
#include "crypto/random.h"
#include "store/files.h"

#include <fmt/format.h>

#include <charconv>
#include <sys/stat.h>

namespace chengban::store {

namespace {

constexpr std::string_view k_first_line = "chengban master key, algorithms SM4 and SM3\n";

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

// "master-7.key" is 7.
std::optional<std::uint32_t> key_id_in(const std::string& name) {
    constexpr std::string_view k_prefix = "master-";
    constexpr std::string_view k_suffix = ".key";
    if (!name.starts_with(k_prefix) || !name.ends_with(k_suffix)) {
        return std::nullopt;
    }
    std::uint32_t id = 0;
    const char* const end = name.data() + name.size() - k_suffix.size();
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

Result<crypto::KeyDerivation> read_master(const std::filesystem::path& file) {
    if (Result<Done> checked = check_private(file); !checked) {
        return Failure{std::move(checked).error()};
    }
    const Result<std::string> text = read_file(file, 4096);
    if (!text) {
        return Failure{text.error()};
    }
    std::string_view rest = text.value();
    if (rest.starts_with(k_first_line)) {
        rest.remove_prefix(k_first_line.size());
        const std::optional<std::string> bytes = crypto::from_hex(trim(rest));
        if (bytes && bytes->size() == crypto::k_key_bytes) {
            return crypto::KeyDerivation(crypto::Key(*bytes));
        }
    }
    return Failure{problem("key_not_a_key", file.string(),
                           fmt::format("这不是一个主密钥文件：{}", file.string()),
                           fmt::format("this is not a master key file: {}", file.string()))};
}

} // namespace

Result<Done> create_master_key(const std::filesystem::path& directory) {
    if (Result<Done> made = make_private_directory(directory); !made) {
        return made;
    }
    const std::string text = std::string(k_first_line) +
                             crypto::to_hex(crypto::random_bytes(crypto::k_key_bytes)) + "\n";
    return write_new_file(directory / "master-1.key", text);
}

Result<Keyring> Keyring::open(const std::filesystem::path& directory, const BureauId& bureau) {
    if (Result<Done> checked = check_private(directory); !checked) {
        return Failure{std::move(checked).error()};
    }
    std::map<std::uint32_t, crypto::KeyDerivation> masters;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        const std::optional<std::uint32_t> id = key_id_in(entry.path().filename().string());
        if (!id) {
            continue;
        }
        Result<crypto::KeyDerivation> master = read_master(entry.path());
        if (!master) {
            return Failure{std::move(master).error()};
        }
        masters.emplace(*id, *std::move(master));
    }
    if (masters.empty()) {
        return Failure{problem(
            "key_missing", directory.string(),
            fmt::format("目录中没有主密钥（master-1.key）：{}", directory.string()),
            fmt::format("there is no master key (master-1.key) in {}", directory.string()))};
    }
    return Keyring(std::move(masters), bureau);
}

Keyring::Keyring(std::map<std::uint32_t, crypto::KeyDerivation> masters, const BureauId& bureau)
    : masters_(std::move(masters)), bureau_(bureau.text()),
      row_digests_(masters_.begin()->second.derive("rows", bureau_).bytes()),
      identity_digests_(masters_.begin()->second.derive("identities", bureau_).bytes()),
      manifest_digests_(masters_.begin()->second.derive("manifest", bureau_).bytes()),
      gram_digests_(masters_.begin()->second.derive("grams", bureau_, 16)) {}

std::string Keyring::seal(Purpose purpose, std::string_view owner, std::string_view place,
                          std::string_view plain) const {
    const auto& [id, master] = *masters_.rbegin();
    crypto::Nonce nonce{};
    crypto::fill_random(nonce);
    const crypto::Sealer sealer(master, token_of(purpose),
                                crypto::Framed().text(bureau_).text(owner).bytes(), id);
    return sealer.seal(plain, place, nonce);
}

std::optional<std::string> Keyring::unseal(Purpose purpose, std::string_view owner,
                                           std::string_view place, std::string_view sealed) const {
    const std::optional<std::uint32_t> id = crypto::key_id_of(sealed);
    const auto master = id ? masters_.find(*id) : masters_.end();
    if (master == masters_.end()) {
        return std::nullopt;
    }
    const crypto::Sealer sealer(master->second, token_of(purpose),
                                crypto::Framed().text(bureau_).text(owner).bytes(), *id);
    return sealer.unseal(sealed, place);
}

crypto::Key Keyring::blob_key(std::string_view owner, std::uint32_t key_id) const {
    return masters_.at(key_id).derive(token_of(Purpose::blob),
                                      crypto::Framed().text(bureau_).text(owner).bytes(), 48);
}

std::string Keyring::check_value() const {
    const crypto::Digest32 digest = row_digests_("the key of this store");
    return crypto::to_hex(crypto::bytes_of(digest));
}

} // namespace chengban::store
