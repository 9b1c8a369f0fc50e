// A key that a command of the operator's prints (a vault's client, a card's tool). The one place of
// the program that runs another one: no shell, no argument of ours, its output never leaves memory.
#pragma once

#include "base/result.h"
#include "crypto/keys.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

inline constexpr std::chrono::seconds k_key_command_time{10};

// What the command of `file` prints on its standard output: one argument a line, the first an
// absolute path. Refusals, none of which repeats the output: key_command_bad (not such a file, or
// not to be run), key_command_failed (its exit status), key_command_slow, key_command_too_long.
Result<crypto::Key> run_key_command(const std::filesystem::path& file,
                                    std::chrono::milliseconds time = k_key_command_time);

// The text of such a file; refuses an empty list, a path that is not absolute, a line break.
Result<std::string> key_command_text(const std::vector<std::string>& arguments);

} // namespace chengban::store
