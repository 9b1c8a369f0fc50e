#include "crypto/merkle.h"

#include <vector>

namespace chengban::crypto {

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
    std::string node;
    while (level.size() > 1) {
        std::size_t filled = 0;
        for (std::size_t i = 0; i < level.size(); i += 2) {
            if (i + 1 == level.size()) {
                level[filled++] = level[i];
                continue;
            }
            node.assign(1, '\1');
            node.append(bytes_of(level[i])).append(bytes_of(level[i + 1]));
            level[filled++] = sm3(node);
        }
        level.resize(filled);
    }
    return level.front();
}

} // namespace chengban::crypto
