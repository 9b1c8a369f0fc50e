#include "crypto/merkle.h"

#include "base/invariant.h"

namespace chengban::crypto {

namespace {

Digest32 node_of(const Digest32& left, const Digest32& right) {
    std::string node(1, '\1');
    node.append(bytes_of(left)).append(bytes_of(right));
    return sm3(node);
}

// One level up.
void climb(std::vector<Digest32>& level) {
    std::size_t filled = 0;
    for (std::size_t i = 0; i < level.size(); i += 2) {
        level[filled++] = i + 1 == level.size() ? level[i] : node_of(level[i], level[i + 1]);
    }
    level.resize(filled);
}

} // namespace

Digest32 merkle_leaf(std::string_view bytes) {
    std::string prefixed(1, '\0');
    prefixed.append(bytes);
    return sm3(prefixed);
}

Digest32 merkle_root(std::span<const Digest32> leaves) {
    if (leaves.empty()) {
        return sm3({});
    }
    std::vector<Digest32> level(leaves.begin(), leaves.end());
    while (level.size() > 1) {
        climb(level);
    }
    return level.front();
}

std::vector<MerkleStep> merkle_path(std::span<const Digest32> leaves, std::size_t leaf) {
    invariant(leaf < leaves.size(), "the leaf is one of the list's");
    std::vector<Digest32> level(leaves.begin(), leaves.end());
    std::vector<MerkleStep> path;
    for (std::size_t at = leaf; level.size() > 1; at /= 2) {
        const std::size_t sibling = at ^ 1U;
        if (sibling < level.size()) { // else it is carried up
            path.push_back({sibling < at, level[sibling]});
        }
        climb(level);
    }
    return path;
}

Digest32 merkle_climb(const Digest32& leaf, std::span<const MerkleStep> path) {
    Digest32 at = leaf;
    for (const MerkleStep& step : path) {
        at = step.sibling_is_left ? node_of(step.sibling, at) : node_of(at, step.sibling);
    }
    return at;
}

} // namespace chengban::crypto
