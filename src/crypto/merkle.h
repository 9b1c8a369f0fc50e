// A Merkle tree over SM3 in the manner of RFC 6962: leaves and nodes are hashed under different
// prefixes, and an odd node is carried up, so that no two lists of leaves share a root.
#pragma once

#include "crypto/digest.h"

#include <span>
#include <vector>

namespace chengban::crypto {

Digest32 merkle_leaf(std::string_view bytes);

// `leaves` are results of merkle_leaf; an empty list gives the digest of nothing.
Digest32 merkle_root(std::span<const Digest32> leaves);

// What leads from one leaf to the root, without the others.
struct MerkleStep {
    bool sibling_is_left = false;
    Digest32 sibling{};
};
std::vector<MerkleStep> merkle_path(std::span<const Digest32> leaves, std::size_t leaf);
Digest32 merkle_climb(const Digest32& leaf, std::span<const MerkleStep> path);

} // namespace chengban::crypto
