// What a person did wrong, in words for that person. Everything a user can cause is a Problem,
// carried in a Result; exceptions are for bugs and broken machines.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chengban {

// A sentence for people, in both languages of the product.
struct Words {
    std::string zh;
    std::string en;

    bool operator==(const Words&) const = default;
};

// One reason why something was refused.
struct Reason {
    std::string code; // stable English token, e.g. "return_window_closed"; clients may switch on it
    std::string clause; // clause id of REQUIREMENTS ("7.1"), empty when no rule is involved
    std::string field;  // JSON path or file position of what is wrong, empty for the whole
    Words words;

    bool operator==(const Reason&) const = default;
};

// A refusal lists all its reasons at once; never empty.
struct Problem {
    std::vector<Reason> reasons;

    bool operator==(const Problem&) const = default;
};

inline Problem problem(std::string code, std::string field, std::string zh, std::string en,
                       std::string clause = {}) {
    return Problem{{Reason{std::move(code), std::move(clause), std::move(field),
                           Words{std::move(zh), std::move(en)}}}};
}

} // namespace chengban
