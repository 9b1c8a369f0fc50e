// What is refused before the TOML parser sees a file, because the parser does not survive it.
// Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace chengban::rulebook {

struct TomlFault {
    std::size_t line; // from 1
    const char* zh;
    const char* en;
};

// toml++ 3.3 runs into undefined behaviour on letters outside of ASCII that stand outside of
// strings and comments, where TOML has none; and a key of very many parts becomes tables in tables
// without end, whose destruction takes the stack. `text` is valid UTF-8.
std::optional<TomlFault> find_toml_fault(std::string_view text);

} // namespace chengban::rulebook
