#include "server/static_files.h"

#include "server/http_head.h"
#include "server/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace chengban::server {

namespace {

namespace fs = std::filesystem;

struct TypeRow {
    std::string_view ending;
    std::string_view type;
};
constexpr std::array k_types{
    TypeRow{".html", "text/html; charset=utf-8"},
    TypeRow{".js", "text/javascript; charset=utf-8"},
    TypeRow{".mjs", "text/javascript; charset=utf-8"},
    TypeRow{".css", "text/css; charset=utf-8"},
    TypeRow{".json", "application/json"},
    TypeRow{".yaml", "application/yaml"},
    TypeRow{".svg", "image/svg+xml"},
    TypeRow{".png", "image/png"},
    TypeRow{".jpg", "image/jpeg"},
    TypeRow{".webp", "image/webp"},
    TypeRow{".ico", "image/x-icon"},
    TypeRow{".woff2", "font/woff2"},
    TypeRow{".woff", "font/woff"},
    TypeRow{".txt", "text/plain; charset=utf-8"},
    TypeRow{".md", "text/plain; charset=utf-8"},
    TypeRow{".webmanifest", "application/manifest+json"},
    TypeRow{".map", "application/json"},
};

std::string_view type_of(std::string_view path) {
    for (const TypeRow& row : k_types) {
        if (path.ends_with(row.ending)) {
            return row.type;
        }
    }
    return "application/octet-stream";
}

std::string_view last_segment(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// «app-1a2b3c4d.js»: eight or more characters of a hash before the ending, as bundlers write it,
// with a digit or a change of case among them, so that «main-dashboard.js» is not taken for one.
bool has_hash(std::string_view path) {
    const std::string_view name = last_segment(path);
    const std::size_t dot = name.find('.');
    const std::size_t dash = dot < 9 ? std::string_view::npos : name.rfind('-', dot - 8);
    if (dot == std::string_view::npos || dash == std::string_view::npos ||
        !path.starts_with("assets/")) {
        return false;
    }
    const std::string_view hash = name.substr(dash + 1, dot - dash - 1);
    const bool plain = std::all_of(hash.begin(), hash.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
    const bool mixed = std::any_of(hash.begin(), hash.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    return hash.size() >= 8 && plain && mixed;
}

// Two FNV-1a runs; an ETag needs no more than not to repeat by chance.
std::string etag_of(std::string_view bytes, std::string_view coding) {
    std::uint64_t a = 14695981039346656037ULL;
    std::uint64_t b = 1099511628211ULL;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        a = (a ^ byte) * 1099511628211ULL;
        b = (b + byte) * 6364136223846793005ULL + 1442695040888963407ULL;
    }
    return fmt::format("\"{:016x}{:08x}{}\"", a, b >> 32, coding);
}

bool is_hidden(const fs::path& path) {
    return std::any_of(path.begin(), path.end(),
                       [](const fs::path& part) { return part.string().starts_with('.'); });
}

Failure<Problem> folder_refusal(const fs::path& folder) {
    return Failure{problem(
        "static_folder", folder.string(), fmt::format("界面文件目录无法读取：{}", folder.string()),
        fmt::format("the folder of UI files cannot be read: {}", folder.string()))};
}

} // namespace

Result<StaticFiles> StaticFiles::from_folder(const fs::path& folder, const StaticLimits& limits) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return folder_refusal(folder);
    }
    StaticFiles result;
    std::uint64_t total = 0;
    std::size_t count = 0;
    fs::recursive_directory_iterator walk(folder, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        const fs::path relative = walk->path().lexically_relative(folder);
        if (is_hidden(relative) || walk->is_symlink()) {
            walk.disable_recursion_pending();
            continue;
        }
        if (!walk->is_regular_file()) {
            continue;
        }
        total += walk->file_size();
        if (total > limits.total_bytes_max || ++count > limits.files_max) {
            return Failure{problem("static_too_large", folder.string(), "界面文件过多或过大",
                                   "the UI files are too many or too large")};
        }
        std::string bytes(static_cast<std::size_t>(walk->file_size()), '\0');
        std::ifstream file(walk->path(), std::ios::binary);
        if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
            return folder_refusal(walk->path());
        }
        result.put(relative.generic_string(), std::move(bytes));
    }
    if (error) {
        return folder_refusal(folder);
    }
    result.drop_orphans();
    return result;
}

StaticFiles StaticFiles::from_memory(std::span<const EmbeddedFile> files) {
    StaticFiles result;
    for (const EmbeddedFile& file : files) {
        if (!is_hidden(fs::path(file.path))) {
            result.put(std::string(file.path), std::string(file.bytes));
        }
    }
    result.drop_orphans();
    return result;
}

void StaticFiles::put(const std::string& path, std::string bytes) {
    const bool gzip = path.ends_with(".gz");
    const bool brotli = path.ends_with(".br");
    const std::string name = gzip || brotli ? path.substr(0, path.size() - 3) : path;
    File& file = files_[name];
    Form& form = gzip ? file.gzip : brotli ? file.brotli : file.plain;
    form.etag = etag_of(bytes, gzip ? "-gz" : brotli ? "-br" : "");
    form.bytes = std::make_shared<const std::string>(std::move(bytes));
    file.content_type = type_of(name);
    file.immutable = has_hash(name);
}

// A compressed form without its plain one could not be served to everybody.
void StaticFiles::drop_orphans() {
    std::erase_if(files_, [](const auto& entry) { return entry.second.plain.bytes == nullptr; });
}

Response StaticFiles::respond(const Request& request) const {
    const std::string_view path = std::string_view(request.path).substr(1);
    if (const auto found = files_.find(path); found != files_.end()) {
        return serve(found->second, request);
    }
    const bool is_page =
        last_segment(path).find('.') == std::string_view::npos && !is_hidden(fs::path(path));
    const auto index = files_.find(std::string_view("index.html"));
    if (is_page && index != files_.end()) {
        return serve(index->second, request);
    }
    return problem_response(
        404, problem("not_found", "path", "没有这个页面", "there is no such page"), request);
}

Response StaticFiles::serve(const File& file, const Request& request) const {
    const Form* form = &file.plain;
    std::string_view coding;
    if (file.gzip.bytes || file.brotli.bytes) {
        const std::string accepted = request.headers.joined("Accept-Encoding");
        const int brotli = file.brotli.bytes ? encoding_weight(accepted, "br") : 0;
        const int gzip = file.gzip.bytes ? encoding_weight(accepted, "gzip") : 0;
        if (brotli > 0 && brotli >= gzip) {
            form = &file.brotli;
            coding = "br";
        } else if (gzip > 0) {
            form = &file.gzip;
            coding = "gzip";
        }
    }
    Response response;
    response.set("Content-Type", file.content_type);
    response.set("ETag", form->etag);
    response.set("Cache-Control",
                 file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.gzip.bytes || file.brotli.bytes) {
        response.set("Vary", "Accept-Encoding");
    }
    if (!coding.empty()) {
        response.set("Content-Encoding", coding);
    }
    response.body = form->bytes;
    return response;
}

} // namespace chengban::server
