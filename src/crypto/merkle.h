// A Merkle tree over SM3 in the manner of RFC 6962: leaves and nodes are hashed under different
// prefixes, and an odd node is carried up, so that no two lists of leaves share a root.
#pragma once

#include "crypto/digest.h"

#include <span>

namespace chengban::crypto {

Digest32 merkle_leaf(std::string_view bytes);

// `leaves` are results of merkle_leaf; an empty list gives the digest of nothing.
Digest32 merkle_root(std::span<const Digest32> leaves);

} // namespace chengban::crypto
