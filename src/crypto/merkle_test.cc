#include "crypto/merkle.h"

#include "crypto/hex.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace chengban::crypto {
namespace {

TEST(Merkle, MatchesAnIndependentComputationForFiveLeaves) {
    std::vector<Digest32> leaves;
    for (char c = 0; c < 5; ++c) {
        leaves.push_back(merkle_leaf(std::string(1, c)));
    }
    EXPECT_EQ(to_hex(bytes_of(leaves[0])),
              "af83a966222057ac761246a7543c580d9111014f4e5e3cb1281db33151160335");
    EXPECT_EQ(to_hex(bytes_of(merkle_root(leaves))),
              "be87c83f79f8ca8800720865201356365bfe3c9eb63df6e2b890da70980f6599");
}

TEST(Merkle, EveryChangeOfTheListChangesTheRoot) {
    std::set<std::string> roots;
    std::vector<Digest32> leaves;
    for (char c = 0; c < 40; ++c) {
        roots.insert(to_hex(bytes_of(merkle_root(leaves))));
        leaves.push_back(merkle_leaf(std::string(1, c)));
    }
    EXPECT_EQ(roots.size(), 40U);
    const Digest32 whole = merkle_root(leaves);
    for (std::size_t i = 0; i + 1 < leaves.size(); ++i) {
        std::vector<Digest32> swapped = leaves;
        std::swap(swapped[i], swapped[i + 1]);
        EXPECT_NE(merkle_root(swapped), whole);
        swapped.erase(swapped.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_NE(merkle_root(swapped), whole);
    }
    leaves.push_back(leaves.back());
    EXPECT_NE(merkle_root(leaves), whole);
}

TEST(Merkle, APathLeadsFromItsOwnLeafToTheRootAndFromNoOther) {
    std::vector<Digest32> leaves;
    for (char c = 0; c < 20; ++c) {
        leaves.push_back(merkle_leaf(std::string(1, c)));
        const Digest32 root = merkle_root(leaves);
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            const std::vector<MerkleStep> path = merkle_path(leaves, i);
            EXPECT_EQ(merkle_climb(leaves[i], path), root);
            EXPECT_EQ(merkle_climb(leaves[(i + 1) % leaves.size()], path) == root,
                      leaves.size() == 1);
        }
    }
}

} // namespace
} // namespace chengban::crypto
