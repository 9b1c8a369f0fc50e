// Seals: now and then, the heads of all streams that changed go under one Merkle root, which is
// also written to a file outside the database. A cut tail of the database shows only there.
#pragma once

#include "crypto/merkle.h"
#include "store/keyring.h"
#include "store/port.h"
#include "store/sql.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chengban::store {

// On the writer's connection, in a transaction of its own; durable when it returns. Empty when no
// stream changed since the last seal.
std::optional<Seal> write_seal(Connection& connection, const Keyring& keys,
                               const std::string& bureau, Instant now);

// The seal with that number, or the last one.
std::optional<Seal> find_seal(Connection& connection, std::int64_t number);
std::optional<Seal> last_seal(Connection& connection);

// That a stream had come to `seq` when the seal was made, and the way from there to its root.
struct SealProof {
    Seal seal;
    std::int64_t seq = 0;
    std::vector<crypto::MerkleStep> path;
};
// Of every seal that covers the stream, in their order. Throws SqlError when an event is gone.
std::vector<SealProof> seal_proofs(Connection& connection, const std::string& bureau,
                                   const StreamName& stream);

// One line of the anchor: format, number, instant, heads, root.
std::string anchor_line(const Seal& seal);
struct AnchorLine {
    Seal seal;
    bool readable = false;
};
// Every line of the file; a file that is not there has none.
std::vector<AnchorLine> parse_anchor(std::string_view text);
Result<std::vector<AnchorLine>> read_anchor(const std::filesystem::path& file);

// Adds to the file what the database has beyond its last line: after a kill between a seal's
// transaction and its line, one.
Result<Done> complete_anchor(Connection& connection, const std::filesystem::path& file);

} // namespace chengban::store
