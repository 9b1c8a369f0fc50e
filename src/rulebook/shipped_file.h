// The rulebook the product ships with, for tests.
#pragma once

#include "base/source_dir.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace chengban::rulebook {

inline std::string read_source_file(const std::string& path_in_source) {
    const std::string path = source_dir() + "/" + path_in_source;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string shipped_text() {
    return read_source_file("rulebooks/shanghai-housing-2022.toml");
}

} // namespace chengban::rulebook
