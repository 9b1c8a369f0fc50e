// Where the source tree lies, for tests that read its files. Compiled once, so that a compiler
// cache serves every clone.
#pragma once

#include <string>

namespace chengban {

std::string source_dir();

} // namespace chengban
