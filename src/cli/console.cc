#include "cli/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace chengban::cli {

Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error) {
        return Failure{problem("cannot_read", path,
                               fmt::format("读不了文件 {}：{}", path, error.message()),
                               fmt::format("cannot read {}: {}", path, error.message()))};
    }
    if (size > bytes_max) {
        return Failure{
            problem("file_too_large", path,
                    fmt::format("文件 {} 有 {} 字节，上限 {}", path, size, bytes_max),
                    fmt::format("{} has {} bytes, the limit is {}", path, size, bytes_max))};
    }
    std::ifstream file(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (!file) {
        return Failure{problem("cannot_read", path, fmt::format("读不了文件 {}", path),
                               fmt::format("cannot read {}", path))};
    }
    return bytes;
}

Result<Done> write_file(const std::string& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    file << bytes;
    file.close();
    if (!file) {
        const std::string why = std::error_code(errno, std::generic_category()).message();
        return Failure{problem("file_unwritable", path,
                               fmt::format("无法写入文件 {}：{}", path, why),
                               fmt::format("cannot write {}: {}", path, why))};
    }
    return Done{};
}

void print_problem(const Problem& problem, Language language) {
    for (const Reason& reason : problem.reasons) {
        fmt::print(stderr, "{}{}{}{}\n", reason.field, reason.field.empty() ? "" : ": ",
                   in(reason.words, language),
                   reason.clause.empty() ? "" : fmt::format("  [{}]", reason.clause));
    }
}

int refuse(const Problem& problem, Language language) {
    print_problem(problem, language);
    return k_refused;
}

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (terminal_ && shown_ >= 0) {
        fmt::print(stderr, "\n");
    }
}

void ProgressLine::show(std::int64_t done, std::int64_t total) {
    if (!terminal_ || (done == shown_)) {
        return;
    }
    shown_ = done;
    if (total > 0) {
        fmt::print(stderr, "\r{} {}/{} ({}%)", what_, done, total, done * 100 / total);
    } else {
        fmt::print(stderr, "\r{} {}", what_, done);
    }
    std::fflush(stderr);
}

Language language_of(const std::string& option) {
    if (option == "en" || option == "zh") {
        return option == "en" ? Language::en : Language::zh;
    }
    const char* lang = std::getenv("LANG");
    return lang != nullptr && std::string_view(lang).starts_with("en") ? Language::en
                                                                       : Language::zh;
}

} // namespace chengban::cli
