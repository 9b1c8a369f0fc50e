#include "base/source_dir.h"

namespace chengban {

std::string source_dir() {
    return CHENGBAN_SOURCE_DIR;
}

} // namespace chengban
