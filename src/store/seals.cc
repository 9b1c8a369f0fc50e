#include "store/seals.h"

#include "crypto/hex.h"
#include "store/batch.h"
#include "store/chain.h"
#include "store/files.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace chengban::store {

namespace {

constexpr std::string_view k_format = "chengban-seal-1";
constexpr std::size_t k_anchor_bytes_max = std::size_t{1} << 30;

Digest digest_in(std::string_view blob) {
    Digest digest{};
    if (blob.size() != digest.size()) {
        throw SqlError(SQLITE_CORRUPT, "a digest has not 32 bytes");
    }
    std::memcpy(digest.data(), blob.data(), digest.size());
    return digest;
}

std::optional<Seal> read_seal(Query& query) {
    if (!query.step()) {
        return std::nullopt;
    }
    return Seal{query.integer(0), Instant(query.integer(1)), query.integer(2),
                digest_in(query.blob(3))};
}

struct Covered {
    StreamName stream;
    std::int64_t number = 0;
    std::int64_t seq = 0;
    Digest leaf{};
};

std::vector<Covered> changed_streams(Connection& connection, const std::string& bureau,
                                     std::int64_t since) {
    Query query = connection.query("SELECT kind, id, number, seq, head FROM stream "
                                   "WHERE bureau_id = ? AND changed > ? AND seq > 0 "
                                   "ORDER BY number");
    query.bind_all(bureau, since);
    std::vector<Covered> streams;
    while (query.step()) {
        Covered covered{{query.string(0), query.string(1)}, query.integer(2), query.integer(3), {}};
        covered.leaf = seal_leaf(covered.stream, covered.seq, digest_in(query.blob(4)));
        streams.push_back(std::move(covered));
    }
    return streams;
}

void insert_seal(Connection& connection, const Keyring& keys, const std::string& bureau,
                 const Seal& seal, const std::vector<Covered>& streams, Ledger& ledger) {
    connection
        .query("INSERT INTO seal (bureau_id, number, at, heads, changed, algorithm, root) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind_all(bureau, seal.number, seal.at.milliseconds(), seal.heads, ledger.changed,
                  k_chain_algorithm, Blob{crypto::bytes_of(seal.root)})
        .run();
    ledger.sums[Table::seal].add(RowFrame(Table::seal, bureau)
                                     .integer(seal.number)
                                     .integer(seal.at.milliseconds())
                                     .integer(seal.heads)
                                     .integer(ledger.changed)
                                     .integer(k_chain_algorithm)
                                     .blob(crypto::bytes_of(seal.root))
                                     .digest(keys));
    for (const Covered& covered : streams) {
        connection.query("INSERT INTO seal_head (bureau_id, seal, stream, seq) VALUES (?, ?, ?, ?)")
            .bind_all(bureau, seal.number, covered.number, covered.seq)
            .run();
        ledger.sums[Table::seal_head].add(RowFrame(Table::seal_head, bureau)
                                              .integer(seal.number)
                                              .text(covered.stream.kind)
                                              .text(covered.stream.id)
                                              .integer(covered.seq)
                                              .digest(keys));
    }
}

AnchorLine parse_line(std::string_view line) {
    std::vector<std::string_view> parts;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        parts.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    AnchorLine parsed;
    if (parts.size() != 5 || parts[0] != k_format) {
        return parsed;
    }
    const auto read = [](std::string_view text, std::int64_t& number) {
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc() && stop == text.data() + text.size();
    };
    const Result<Instant> at = parse_instant(parts[2], "seals.log");
    const std::optional<std::string> root = crypto::from_hex(parts[4]);
    parsed.readable = read(parts[1], parsed.seal.number) && at &&
                      read(parts[3], parsed.seal.heads) && root && root->size() == sizeof(Digest);
    if (parsed.readable) {
        parsed.seal.at = at.value();
        parsed.seal.root = digest_in(*root);
    }
    return parsed;
}

// The file's last whole line, without reading all of it.
Result<std::int64_t> last_anchored(const std::filesystem::path& file, bool& ends_whole) {
    ends_whole = true;
    const FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle.is_open()) {
        if (errno == ENOENT) {
            return std::int64_t{0};
        }
        return Failure{file_problem("anchor_unreadable", file, "无法读取封印文件",
                                    "the file of seals cannot be read")};
    }
    constexpr off_t k_tail = 4096;
    const off_t size = ::lseek(handle.descriptor(), 0, SEEK_END);
    std::string tail(static_cast<std::size_t>(std::min(size, k_tail)), '\0');
    const ssize_t got = ::pread(handle.descriptor(), tail.data(), tail.size(),
                                size - static_cast<off_t>(tail.size()));
    if (got != static_cast<ssize_t>(tail.size())) {
        return Failure{file_problem("anchor_unreadable", file, "无法读取封印文件",
                                    "the file of seals cannot be read")};
    }
    ends_whole = tail.empty() || tail.back() == '\n';
    std::int64_t last = 0;
    for (const AnchorLine& line : parse_anchor(tail)) {
        last = line.readable ? std::max(last, line.seal.number) : last;
    }
    return last;
}

} // namespace

std::optional<Seal> find_seal(Connection& connection, std::int64_t number) {
    Query query = connection.query("SELECT number, at, heads, root FROM seal WHERE number = ?");
    query.bind(number);
    return read_seal(query);
}

std::optional<Seal> last_seal(Connection& connection) {
    Query query =
        connection.query("SELECT number, at, heads, root FROM seal ORDER BY number DESC LIMIT 1");
    return read_seal(query);
}

std::optional<Seal> write_seal(Connection& connection, const Keyring& keys,
                               const std::string& bureau, Instant now) {
    Batch batch(connection, keys, bureau, Isolation::by_checks);
    const std::optional<Seal> before = last_seal(connection);
    const std::int64_t since =
        before ? connection.integer_of("SELECT changed FROM seal ORDER BY number DESC LIMIT 1") : 0;
    const std::vector<Covered> streams = changed_streams(connection, bureau, since);
    if (streams.empty()) {
        return std::nullopt;
    }
    std::vector<Digest> leaves;
    for (const Covered& covered : streams) {
        leaves.push_back(covered.leaf);
    }
    Seal seal;
    seal.number = before ? before->number + 1 : 1;
    seal.at = now;
    seal.heads = static_cast<std::int64_t>(streams.size());
    seal.root = seal_root(before ? before->root : Digest{}, seal.number, seal.at, leaves);
    insert_seal(connection, keys, bureau, seal, streams, batch.ledger());
    batch.finish();
    batch.commit();
    return seal;
}

std::vector<SealProof> seal_proofs(Connection& connection, const std::string& bureau,
                                   const StreamName& stream) {
    std::vector<SealProof> proofs;
    {
        Query query = connection.query(
            "SELECT l.number, l.at, l.heads, l.root, h.seq FROM stream s "
            "JOIN seal_head h ON h.bureau_id = s.bureau_id AND h.stream = s.number "
            "JOIN seal l ON l.number = h.seal "
            "WHERE s.bureau_id = ? AND s.kind = ? AND s.id = ? ORDER BY l.number");
        query.bind_all(bureau, stream.kind, stream.id);
        while (query.step()) {
            proofs.push_back({{query.integer(0), Instant(query.integer(1)), query.integer(2),
                               digest_in(query.blob(3))},
                              query.integer(4),
                              {}});
        }
    }
    for (SealProof& proof : proofs) {
        const std::optional<Seal> before = find_seal(connection, proof.seal.number - 1);
        std::vector<Digest> leaves{
            seal_first_leaf(before ? before->root : Digest{}, proof.seal.number, proof.seal.at)};
        std::size_t own = 0;
        Query query = connection.query("SELECT s.kind, s.id, h.seq, e.hash FROM seal_head h "
                                       "JOIN stream s ON s.number = h.stream "
                                       "JOIN event e ON e.place = (h.stream << 24) + h.seq "
                                       "WHERE h.bureau_id = ? AND h.seal = ? ORDER BY h.stream");
        query.bind_all(bureau, proof.seal.number);
        while (query.step()) {
            const StreamName covered{query.string(0), query.string(1)};
            own = covered == stream ? leaves.size() : own;
            leaves.push_back(seal_leaf(covered, query.integer(2), digest_in(query.blob(3))));
        }
        if (own == 0 || crypto::merkle_root(leaves) != proof.seal.root) {
            throw SqlError(
                SQLITE_CORRUPT,
                fmt::format("seal {} is not that of the streams under it", proof.seal.number));
        }
        proof.path = crypto::merkle_path(leaves, own);
    }
    return proofs;
}

std::string anchor_line(const Seal& seal) {
    return fmt::format("{} {} {} {} {}\n", k_format, seal.number, to_string(seal.at), seal.heads,
                       crypto::to_hex(crypto::bytes_of(seal.root)));
}

std::vector<AnchorLine> parse_anchor(std::string_view text) {
    std::vector<AnchorLine> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(parse_line(text.substr(0, end)));
        lines.back().readable = lines.back().readable && end != std::string_view::npos;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

Result<std::vector<AnchorLine>> read_anchor(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return std::vector<AnchorLine>();
    }
    const Result<std::string> text = read_file(file, k_anchor_bytes_max);
    if (!text) {
        return Failure{text.error()};
    }
    return parse_anchor(text.value());
}

Result<Done> complete_anchor(Connection& connection, const std::filesystem::path& file) {
    bool ends_whole = true;
    const Result<std::int64_t> anchored = last_anchored(file, ends_whole);
    if (!anchored) {
        return Failure{anchored.error()};
    }
    std::string lines;
    for (std::int64_t number = anchored.value() + 1;; ++number) {
        const std::optional<Seal> seal = find_seal(connection, number);
        if (!seal) {
            break;
        }
        lines += anchor_line(*seal);
    }
    if (lines.empty()) {
        return Done{};
    }
    // A line torn by a power cut stays where it is, as a line of its own.
    return append_to_file(file, ends_whole ? lines : "\n" + lines);
}

} // namespace chengban::store
