// The user interface's files, read into memory once at start: what is not in the table does not
// exist, so that no path of a request ever reaches the file system.
#pragma once

#include "base/result.h"
#include "server/http_types.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace chengban::server {

struct StaticLimits {
    std::uint64_t total_bytes_max = 64 << 20;
    std::size_t files_max = 4096;
};

struct EmbeddedFile {
    std::string_view path; // "assets/app-1a2b3c4d.js"
    std::string_view bytes;
};

class StaticFiles {
public:
    // Takes every plain file below `folder`; symbolic links and names with a leading dot are left
    // out. «name.gz» and «name.br» are the precompressed forms of «name». Refusals: static_folder,
    // static_too_large.
    static Result<StaticFiles> from_folder(const std::filesystem::path& folder,
                                           const StaticLimits& limits = {});
    static StaticFiles from_memory(std::span<const EmbeddedFile> files);

    // Answers GET and HEAD of `request.path`; "/" is index.html. A path without a file ending that
    // exists nowhere is a page of the single-page application: index.html as well. 404 otherwise.
    // Conditional requests are settled at the edge by the ETag set here.
    Response respond(const Request& request) const;

    std::size_t count() const { return files_.size(); }

private:
    struct Form {
        std::shared_ptr<const std::string> bytes;
        std::string etag;
    };
    struct File {
        std::string content_type;
        bool immutable = false; // the name carries a hash of the content
        Form plain;
        Form gzip;
        Form brotli;
    };

    void put(const std::string& path, std::string bytes);
    void drop_orphans();
    Response serve(const File& file, const Request& request) const;

    std::map<std::string, File, std::less<>> files_;
};

} // namespace chengban::server
