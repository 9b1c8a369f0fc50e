// A file in a folder of its own, gone when the object is: for writers that want a path.
#pragma once

#include "base/invariant.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace chengban::usecase {

class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& name) {
        std::string pattern = (std::filesystem::temp_directory_path() / "export-XXXXXX").string();
        invariant(mkdtemp(pattern.data()) != nullptr, "a temporary directory can be made");
        folder_ = pattern;
        path_ = folder_ / name;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::string path() const { return path_.string(); }
    std::string bytes() const {
        std::ifstream file(path_, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

private:
    std::filesystem::path folder_;
    std::filesystem::path path_;
};

} // namespace chengban::usecase
