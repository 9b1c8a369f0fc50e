// A zip file in memory: Word files are one, and batches of documents are.
#pragma once

#include "base/instant.h"

#include <string>
#include <vector>

namespace chengban::documents {

struct ArchivePart {
    std::string name;
    std::string bytes;
};

// In the order given, every part with the same time: the same parts give the same bytes.
std::string to_zip(const std::vector<ArchivePart>& parts, Instant modified);

} // namespace chengban::documents
