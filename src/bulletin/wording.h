// The first draft of a bulletin's words, from its figures: sober sentences that a person then
// edits.
#pragma once

#include "bulletin/bulletin.h"

#include <functional>

namespace chengban::bulletin {

// Chinese names of tokens.
struct Names {
    std::function<std::string(std::string_view token)> kind;
    std::function<std::string(std::string_view token)> category;
    std::function<std::string(std::string_view code)> district;
    std::function<std::string(const UnitId& unit)> unit;
};

BulletinDrafted draft(BulletinKind kind, Figures figures, const Names& names);

} // namespace chengban::bulletin
