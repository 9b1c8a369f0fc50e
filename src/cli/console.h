// Reading files and speaking to the person at the terminal.
#pragma once

#include "base/language.h"
#include "base/problem.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace chengban::cli {

inline constexpr int k_ok = 0;
inline constexpr int k_refused = 1; // the input or a rule says no; the reasons are on stderr
inline constexpr int k_usage = 2;

// Refuses what cannot be read or is larger than `bytes_max`; «-» is standard input.
Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max = 64U << 20);

// Refuses when not every byte is in the file.
Result<Done> write_file(const std::string& path, const std::string& bytes);

// One line a reason on standard error: place, words, clause.
void print_problem(const Problem& problem, Language language);
int refuse(const Problem& problem, Language language);

// A progress line that is rewritten, on a terminal only.
class ProgressLine {
public:
    explicit ProgressLine(std::string what);
    ~ProgressLine();
    void show(std::int64_t done, std::int64_t total);

private:
    std::string what_;
    bool terminal_;
    std::int64_t shown_ = -1;
};

// The language of the messages: --language, else LANG (en… is English), else Chinese.
Language language_of(const std::string& option);

} // namespace chengban::cli
