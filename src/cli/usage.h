// What is wrong with a command line, in the words of the person at the terminal.
#pragma once

#include "base/problem.h"

#include <CLI/Error.hpp>

#include <string>
#include <vector>

namespace chengban::cli {

// `unread` is what the parser could make nothing of.
Words usage_words(const CLI::ParseError& error, const std::vector<std::string>& unread);

} // namespace chengban::cli
