// The kinds of file that may stand on an order: what its name says, what the client says and what
// the bytes say must agree. Everything else, programs and pages above all, is refused. Pure.
#pragma once

#include "base/problem.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::usecase {

inline constexpr std::size_t k_sniffed_bytes = 4096; // enough to tell a kind of file

// The names of all that may be attached, for the contract.
std::vector<std::string> attachable_types();

// The media type of a file by its name's ending; none when it may not be attached.
std::optional<std::string_view> media_type_of(std::string_view file_name);

// All that is wrong with a file: its name, what was declared (empty or application/octet-stream:
// nothing was) and its first bytes.
std::vector<Reason> file_reasons(std::string_view file_name, std::string_view declared,
                                 std::string_view head);

} // namespace chengban::usecase
