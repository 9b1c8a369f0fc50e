// What must be true or the program is wrong. A broken invariant is a bug of ours, never the user's
// mistake: it throws, the request ends as a 500 with an incident id, and nothing is committed.
#pragma once

#include <stdexcept>
#include <string>

namespace chengban {

class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void invariant(bool holds, const char* what) {
    if (!holds) [[unlikely]] {
        throw Bug(std::string("invariant broken: ") + what);
    }
}

[[noreturn]] inline void unreachable(const char* where) {
    throw Bug(std::string("unreachable: ") + where);
}

} // namespace chengban
