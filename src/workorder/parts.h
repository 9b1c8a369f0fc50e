// Which parts of the rules a decision looks at. A draft that changes other parts cannot change the
// verdict on the command nor its limits, so a replay (B7) need not judge it again. That the table
// holds is a law that every random life of an order is held against.
#pragma once

#include "rulebook/rulebook.h"

#include <bitset>
#include <cstddef>
#include <string_view>

namespace chengban::workorder {

enum class Part : std::size_t {
    completion, // limits of the classes
    limits,     // all others
    counting,
    calendar,
    extension,
    returns,
    filing_scope,
    feedback,
    repeats,
    supervision,
    duty,
    lint,
    profiles,
    strengths,
    others, // words, routes, privacy …: no decision on an order looks at them
};
inline constexpr std::size_t k_parts = 15;
using Parts = std::bitset<k_parts>;

// Of a command of this name; all of them where nothing else is known.
Parts looked_at(std::string_view command);

// False: an accepted command of this name was accepted whatever its texts say.
bool reads_words(std::string_view command);

// Where two rulebooks say different things. What they are called and from when they hold is none.
Parts differing(const rulebook::Rulebook& one, const rulebook::Rulebook& other);

} // namespace chengban::workorder
