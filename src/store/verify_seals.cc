// Seals against the events they cover, and against the anchor outside the database.
#include "store/chain.h"
#include "store/verify.h"

#include <fmt/format.h>

#include <cstring>

namespace chengban::store {

void Verifier::check_seals() {
    std::vector<Seal> seals;
    {
        Query query = connection_.query(
            "SELECT number, at, heads, root, algorithm FROM seal ORDER BY number");
        while (query.step()) {
            Seal seal{query.integer(0), Instant(query.integer(1)), query.integer(2), {}};
            const std::string_view root = query.blob(3);
            if (root.size() != seal.root.size() || query.integer(4) != k_chain_algorithm) {
                fault(fmt::format("seal {}", seal.number), "封印的格式不正确",
                      "the seal's form is wrong");
                return;
            }
            std::memcpy(seal.root.data(), root.data(), root.size());
            seals.push_back(seal);
        }
    }
    Digest previous{};
    std::int64_t expected_number = 1;
    for (const Seal& seal : seals) {
        check_seal(seal, expected_number, previous);
        previous = seal.root;
        expected_number = seal.number + 1;
        ++report_.seals;
        advance(1);
    }
}

void Verifier::check_seal(const Seal& seal, std::int64_t expected_number, const Digest& previous) {
    const std::string place = fmt::format("seal {}", seal.number);
    if (seal.number != expected_number) {
        fault(fmt::format("seal {}", expected_number), "封印缺失", "the seal is missing");
    }
    std::vector<Digest> leaves;
    Query query = connection_.query("SELECT h.seq, s.kind, s.id, e.hash, h.stream FROM seal_head h "
                                    "LEFT JOIN stream s ON s.number = h.stream "
                                    "LEFT JOIN event e ON e.place = (h.stream << 24) + h.seq "
                                    "WHERE h.bureau_id = ? AND h.seal = ? ORDER BY h.stream");
    query.bind_all(bureau_.text(), seal.number);
    while (query.step()) {
        Digest hash{};
        const std::string_view stored = query.blob(3);
        if (stored.size() != hash.size()) {
            fault(fmt::format("{} stream {}", place, query.integer(4)), "封印所含的事件已不存在",
                  "an event under the seal is gone");
            continue;
        }
        std::memcpy(hash.data(), stored.data(), hash.size());
        leaves.push_back(seal_leaf({query.string(1), query.string(2)}, query.integer(0), hash));
    }
    if (static_cast<std::int64_t>(leaves.size()) != seal.heads ||
        seal_root(previous, seal.number, seal.at, leaves) != seal.root) {
        fault(place, "封印与其所含的流不符", "the seal is not that of the streams under it");
    }
}

void Verifier::check_anchor() {
    if (!anchor_) {
        const Words& words = anchor_.error().reasons.front().words;
        fault("anchor", words.zh, words.en);
        return;
    }
    const std::vector<AnchorLine>& lines = anchor_.value();
    std::int64_t last = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string place = fmt::format("anchor line {}", i + 1);
        if (!lines[i].readable) {
            // What a power cut tore is written whole on the next line.
            if (i + 1 == lines.size() || !lines[i + 1].readable ||
                lines[i + 1].seal.number != last + 1) {
                fault(place, "无法读懂的一行", "the line cannot be read");
            }
            continue;
        }
        const Seal& expected = lines[i].seal;
        const std::optional<Seal> stored = find_seal(connection_, expected.number);
        if (!stored || stored->root != expected.root || stored->at != expected.at ||
            stored->heads != expected.heads) {
            fault(place, fmt::format("数据库中没有第 {} 号封印，或与此不同", expected.number),
                  fmt::format("the database has no seal {}, or another one", expected.number));
        }
        if (expected.number != last + 1) {
            fault(place, fmt::format("其前缺少第 {} 号封印", last + 1),
                  fmt::format("seal {} is missing before it", last + 1));
        }
        last = expected.number;
    }
    const std::optional<Seal> newest = last_seal(connection_);
    if (newest && newest->number > last + 1) {
        fault("anchor", fmt::format("缺少第 {} 号及以后的封印", last + 1),
              fmt::format("seals from {} on are missing", last + 1));
    }
}

} // namespace chengban::store
