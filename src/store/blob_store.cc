#include "store/blob_store.h"

#include "base/uuid.h"
#include "crypto/cipher.h"
#include "crypto/random.h"
#include "store/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace chengban::store {

namespace {

// File: "CBLB", scheme (1 SM4-CTR with HMAC-SM3, 2 AES-256-GCM), key id (4 bytes), nonce (16), then
// pieces. A piece: its ciphertext (64 KiB, the last one 0–64 KiB) and a tag over header, number,
// whether it is the last, and ciphertext: pieces cannot be changed, reordered, cut off or added.
constexpr std::string_view k_magic = "CBLB";
constexpr std::size_t k_piece_bytes = 64 << 10;
constexpr std::size_t k_header_bytes = 4 + crypto::k_mark_bytes + sizeof(crypto::Nonce);
constexpr std::size_t k_blocks_per_piece = k_piece_bytes / 16;
constexpr std::int64_t k_orphan_milliseconds = k_milliseconds_per_day;
constexpr std::string_view k_unfinished = ".part";

enum class Last : char { no = 0, yes = 1 };

// How one file's pieces are sealed: by its header, whose first bytes name format, scheme and key.
class PieceCipher {
public:
    PieceCipher(const Keyring& keys, const crypto::SealMark& mark, const crypto::Nonce& nonce,
                std::string_view owner, std::string_view id)
        : algorithm_(mark.algorithm), nonce_(nonce), id_(id), header_(header_of(mark, nonce)) {
        crypto::Framed context;
        context.text(owner);
        if (algorithm_ == crypto::SealAlgorithm::aes_256_gcm) {
            // A key of the file's own: its pieces' numbers are their nonces.
            context.text({reinterpret_cast<const char*>(nonce.data()), nonce.size()});
            cipher_ = keys.blob_key(mark, context.bytes(), crypto::k_key_bytes);
            return;
        }
        const crypto::Key key = keys.blob_key(mark, context.bytes(), 48);
        cipher_ = crypto::Key(std::string(key.bytes().substr(0, 16)));
        mac_.emplace(key.bytes().substr(16));
    }

    static std::string header_of(const crypto::SealMark& mark, const crypto::Nonce& nonce) {
        return std::string(k_magic) + crypto::bytes_of(mark) +
               std::string(reinterpret_cast<const char*>(nonce.data()), nonce.size());
    }
    const std::string& header() const { return header_; }

    std::string seal(std::uint64_t number, Last last, std::string piece) const {
        if (algorithm_ == crypto::SealAlgorithm::aes_256_gcm) {
            return crypto::gcm_seal(cipher_, gcm_nonce(number), bound_to(number, last), piece);
        }
        crypto::sm4_ctr(cipher_, nonce_of_piece(number), piece);
        return piece + tag_of(number, last, piece);
    }
    std::optional<std::string> open(std::uint64_t number, Last last, std::string stored) const {
        if (algorithm_ == crypto::SealAlgorithm::aes_256_gcm) {
            return crypto::gcm_open(cipher_, gcm_nonce(number), bound_to(number, last), stored);
        }
        const std::string tag = stored.substr(stored.size() - crypto::k_tag_bytes);
        stored.resize(stored.size() - crypto::k_tag_bytes);
        if (!crypto::equal_constant_time(tag, tag_of(number, last, stored))) {
            return std::nullopt;
        }
        crypto::sm4_ctr(cipher_, nonce_of_piece(number), stored);
        return stored;
    }

private:
    std::string bound_to(std::uint64_t number, Last last) const {
        crypto::Framed framed;
        framed.text(header_).text(id_).number(static_cast<std::int64_t>(number));
        framed.number(static_cast<std::int64_t>(last));
        return framed.bytes();
    }
    std::string tag_of(std::uint64_t number, Last last, std::string_view piece) const {
        const crypto::Digest32 digest = (*mac_)({bound_to(number, last), piece});
        return std::string(crypto::bytes_of(digest).substr(0, crypto::k_tag_bytes));
    }
    // Each piece continues the counter where the one before it ended.
    crypto::Nonce nonce_of_piece(std::uint64_t number) const {
        crypto::Nonce nonce = nonce_;
        std::uint64_t carry = number * k_blocks_per_piece;
        for (std::size_t i = nonce.size(); i-- > 0 && carry > 0;) {
            carry += nonce[i];
            nonce[i] = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
        return nonce;
    }
    static crypto::GcmNonce gcm_nonce(std::uint64_t number) {
        crypto::GcmNonce nonce{};
        for (std::size_t i = nonce.size(); i-- > 0 && number > 0; number >>= 8) {
            nonce[i] = static_cast<std::uint8_t>(number & 0xff);
        }
        return nonce;
    }

    crypto::SealAlgorithm algorithm_;
    crypto::Nonce nonce_;
    std::string id_;
    std::string header_;
    crypto::Key cipher_;
    std::optional<crypto::HmacSm3> mac_; // GCM has its own
};

crypto::Nonce new_nonce() {
    crypto::Nonce nonce{};
    crypto::fill_random(nonce);
    return nonce;
}

struct BlobHeader {
    crypto::SealMark mark;
    crypto::Nonce nonce{};
};

std::optional<BlobHeader> parse_header(std::string_view bytes) {
    if (bytes.size() != k_header_bytes || !bytes.starts_with(k_magic)) {
        return std::nullopt;
    }
    const std::optional<crypto::SealMark> mark = crypto::mark_of(
        std::string(bytes.substr(k_magic.size())) + std::string(crypto::k_tag_bytes, '\0'));
    if (!mark) {
        return std::nullopt;
    }
    BlobHeader header{*mark, {}};
    std::memcpy(header.nonce.data(), bytes.data() + k_magic.size() + crypto::k_mark_bytes,
                header.nonce.size());
    return header;
}

Problem altered(const std::filesystem::path& file) {
    return problem("blob_altered", file.string(),
                   fmt::format("附件已损坏或被改动：{}", file.string()),
                   fmt::format("the attachment is damaged or was altered: {}", file.string()));
}

// Exactly `count` bytes, fewer only at the end of the file.
Result<std::string> read_bytes(const FileHandle& handle, std::size_t count,
                               const std::filesystem::path& file) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ::read(handle.descriptor(), bytes.data() + filled, count - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Failure{
                file_problem("blob_unreadable", file, "附件无法读取", "cannot read attachment")};
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

// Seals pieces into an open file, under the newest master key.
class PieceWriter {
public:
    PieceWriter(const FileHandle& handle, const std::filesystem::path& file, const Keyring& keys,
                const OrderId& order, const AttachmentId& id)
        : handle_(handle), file_(file),
          cipher_(keys, keys.current(), new_nonce(), order.text(), id.text()) {}

    Result<Done> begin() { return write_all(handle_, cipher_.header(), file_); }

    Result<Done> write(std::string piece, Last last) {
        return write_all(handle_, cipher_.seal(number_++, last, std::move(piece)), file_);
    }

private:
    const FileHandle& handle_;
    const std::filesystem::path& file_;
    PieceCipher cipher_;
    std::uint64_t number_ = 0;
};

Result<std::int64_t> write_pieces(PieceWriter& writer, const BlobStore::Source& source,
                                  std::int64_t bytes_max) {
    if (Result<Done> begun = writer.begin(); !begun) {
        return Failure{std::move(begun).error()};
    }
    std::int64_t total = 0;
    std::string waiting;
    std::string more;
    while (true) {
        more.clear();
        if (Result<Done> got = source(more); !got) {
            return Failure{std::move(got).error()};
        }
        total += static_cast<std::int64_t>(more.size());
        if (total > bytes_max) {
            return Failure{problem(
                "attachment_too_large", "content", fmt::format("附件超过 {} 字节", bytes_max),
                fmt::format("the attachment has more than {} bytes", bytes_max))};
        }
        const bool ended = more.empty();
        waiting += more;
        // The last piece is not known before the end: one is always held back.
        while (waiting.size() > k_piece_bytes) {
            if (Result<Done> written = writer.write(waiting.substr(0, k_piece_bytes), Last::no);
                !written) {
                return Failure{std::move(written).error()};
            }
            waiting.erase(0, k_piece_bytes);
        }
        if (ended) {
            Result<Done> written = writer.write(waiting, Last::yes);
            return written ? Result<std::int64_t>(total)
                           : Failure<Problem>{std::move(written).error()};
        }
    }
}

// Opens pieces one after another.
class PieceReader : public BlobReader {
public:
    PieceReader(FileHandle handle, std::filesystem::path file, PieceCipher cipher)
        : handle_(std::move(handle)), file_(std::move(file)), cipher_(std::move(cipher)) {}

    // Reads, checks and opens the next piece; it is handed out by the next call of next().
    Result<Done> look_ahead() {
        constexpr std::size_t k_stored_bytes = k_piece_bytes + crypto::k_tag_bytes;
        if (number_ == 0) {
            Result<std::string> first = read_bytes(handle_, k_stored_bytes, file_);
            if (!first) {
                return Failure{std::move(first).error()};
            }
            stored_ = std::move(*first);
        }
        std::string piece = std::move(stored_);
        Result<std::string> following = piece.size() == k_stored_bytes
                                            ? read_bytes(handle_, k_stored_bytes, file_)
                                            : Result<std::string>(std::string());
        if (!following) {
            return Failure{std::move(following).error()};
        }
        stored_ = std::move(*following);
        last_ = stored_.empty();
        if (piece.size() < crypto::k_tag_bytes) {
            return Failure{altered(file_)};
        }
        std::optional<std::string> opened =
            cipher_.open(number_, last_ ? Last::yes : Last::no, std::move(piece));
        if (!opened) {
            return Failure{altered(file_)};
        }
        ++number_;
        ready_ = std::move(*opened);
        return Done{};
    }

    Result<std::string> next() override {
        if (ready_.empty() && !last_) {
            if (Result<Done> read = look_ahead(); !read) {
                return Failure{std::move(read).error()};
            }
        }
        return std::exchange(ready_, std::string());
    }

private:
    FileHandle handle_;
    std::filesystem::path file_;
    PieceCipher cipher_;
    std::uint64_t number_ = 0;
    bool last_ = false;
    std::string stored_; // the piece after the one that is ready, still sealed
    std::string ready_;
};

} // namespace

BlobStore::BlobStore(std::filesystem::path directory, const Keyring& keys)
    : directory_(std::move(directory)), keys_(keys) {}

std::filesystem::path BlobStore::path_of(const AttachmentId& id) const {
    // UUIDv7 begins with the time; its end is spread evenly.
    return directory_ / id.text().substr(34) / id.text();
}

Result<std::int64_t> BlobStore::put(const OrderId& order, const AttachmentId& id,
                                    const Source& source, std::int64_t bytes_max) {
    if (!is_uuid(id.text())) {
        return Failure{problem("bad_id", "id", "附件编号无效", "the attachment's id is not valid")};
    }
    if (exists(id)) {
        return Failure{problem("blob_exists", "id", "附件已存在", "the attachment exists already")};
    }
    return write(order, id, source, bytes_max);
}

Result<std::int64_t> BlobStore::write(const OrderId& order, const AttachmentId& id,
                                      const Source& source, std::int64_t bytes_max) {
    const std::filesystem::path file = path_of(id);
    if (Result<Done> made = make_private_directory(file.parent_path()); !made) {
        return Failure{std::move(made).error()};
    }
    std::filesystem::path part = file;
    part += k_unfinished;
    const FileHandle handle(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!handle.is_open()) {
        return Failure{file_problem("blob_not_made", part, "无法创建附件文件",
                                    "the attachment's file cannot be made")};
    }
    PieceWriter writer(handle, part, keys_, order, id);
    Result<std::int64_t> written = write_pieces(writer, source, bytes_max);
    Result<Done> kept = written ? sync_file(handle, part) : Result<Done>(Done{});
    if (written && kept && ::rename(part.c_str(), file.c_str()) != 0) {
        kept = Failure{
            file_problem("file_not_written", file, "无法写入文件", "the file cannot be written")};
    }
    if (!written || !kept) {
        ::unlink(part.c_str());
        return written ? Failure<Problem>{std::move(kept).error()} : std::move(written);
    }
    if (Result<Done> synced = sync_directory(file.parent_path()); !synced) {
        return Failure{std::move(synced).error()};
    }
    return written;
}

Result<Done> BlobStore::reseal(const OrderId& order, const AttachmentId& id) {
    Result<std::unique_ptr<BlobReader>> reader = open(order, id);
    if (!reader) {
        return Failure{std::move(reader).error()};
    }
    const Source source = [&](std::string& piece) -> Result<Done> {
        Result<std::string> next = (*reader)->next();
        if (!next) {
            return Failure{std::move(next).error()};
        }
        piece = std::move(*next);
        return Done{};
    };
    // Whoever reads the old file goes on; the new one takes its place whole.
    const Result<std::int64_t> written =
        write(order, id, source, std::numeric_limits<std::int64_t>::max());
    return written ? Result<Done>(Done{}) : Failure<Problem>{written.error()};
}

BlobStore::SealedUnder BlobStore::sealed_under() const {
    SealedUnder found;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_, error)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file() || (!is_uuid(name) && !name.ends_with(k_unfinished))) {
            continue;
        }
        const FileHandle handle(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
        const Result<std::string> header = read_bytes(handle, k_header_bytes, entry.path());
        const std::optional<BlobHeader> marks = header ? parse_header(*header) : std::nullopt;
        const crypto::SealMark mark = marks ? marks->mark : crypto::SealMark{};
        if (!is_uuid(name)) {
            found.unfinished += mark == keys_.current() ? 0 : 1;
        } else if (mark.key_id != 0) { // what is no blob is verify's affair
            found.by_key[mark.key_id].emplace_back(name);
        }
    }
    return found;
}

Result<std::unique_ptr<BlobReader>> BlobStore::open(const OrderId& order,
                                                    const AttachmentId& id) const {
    if (!is_uuid(id.text())) {
        return Failure{problem("bad_id", "id", "附件编号无效", "the attachment's id is not valid")};
    }
    const std::filesystem::path file = path_of(id);
    FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle.is_open()) {
        return Failure{file_problem("blob_missing", file, "附件不存在", "no such attachment")};
    }
    Result<std::string> header = read_bytes(handle, k_header_bytes, file);
    if (!header) {
        return Failure{header.error()};
    }
    const std::optional<BlobHeader> marks = parse_header(*header);
    if (!marks || !keys_.has(marks->mark)) {
        return Failure{altered(file)};
    }
    auto reader = std::make_unique<PieceReader>(
        std::move(handle), file,
        PieceCipher(keys_, marks->mark, marks->nonce, order.text(), id.text()));
    // The first piece tells whether this is a blob of that order at all.
    if (Result<Done> first = reader->look_ahead(); !first) {
        return Failure{std::move(first).error()};
    }
    return std::unique_ptr<BlobReader>(std::move(reader));
}

Result<std::int64_t> BlobStore::get(const OrderId& order, const AttachmentId& id,
                                    const Sink& sink) const {
    Result<std::unique_ptr<BlobReader>> reader = open(order, id);
    if (!reader) {
        return Failure{std::move(reader).error()};
    }
    std::int64_t total = 0;
    for (;;) {
        Result<std::string> piece = (*reader)->next();
        if (!piece) {
            return Failure{std::move(piece).error()};
        }
        if (piece->empty()) {
            return total;
        }
        total += static_cast<std::int64_t>(piece->size());
        if (Result<Done> taken = sink(*piece); !taken) {
            return Failure{std::move(taken).error()};
        }
    }
}

bool BlobStore::exists(const AttachmentId& id) const {
    return is_uuid(id.text()) && std::filesystem::exists(path_of(id));
}

Result<bool> BlobStore::remove(const AttachmentId& id) {
    if (!exists(id)) {
        return false;
    }
    const std::filesystem::path file = path_of(id);
    if (::unlink(file.c_str()) != 0) {
        return Failure{
            file_problem("blob_not_removed", file, "附件无法删除", "cannot remove attachment")};
    }
    if (Result<Done> synced = sync_directory(file.parent_path()); !synced) {
        return Failure{std::move(synced).error()};
    }
    return true;
}

std::vector<AttachmentId> BlobStore::list() const {
    std::vector<AttachmentId> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_, error)) {
        if (entry.is_regular_file() && is_uuid(entry.path().filename().string())) {
            ids.emplace_back(entry.path().filename().string());
        }
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<AttachmentId> BlobStore::sweep(const std::function<bool(const AttachmentId&)>& is_known,
                                           Instant now) {
    std::vector<AttachmentId> swept;
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_, error)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    for (const std::filesystem::path& file : files) {
        std::string name = file.filename().string();
        const bool unfinished = name.ends_with(k_unfinished);
        name = unfinished ? name.substr(0, name.size() - k_unfinished.size()) : name;
        struct stat status {};
        if (!is_uuid(name) || ::stat(file.c_str(), &status) != 0) {
            continue;
        }
        const Instant written(static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000);
        const bool old = written.plus_milliseconds(k_orphan_milliseconds) < now;
        if (old && (unfinished || !is_known(AttachmentId(name))) && ::unlink(file.c_str()) == 0) {
            swept.emplace_back(name);
        }
    }
    return swept;
}

} // namespace chengban::store
