// B1, 14(4): whether two orders speak of one matter, with everything that says so. A suggestion is
// only worth what its explanation is worth: the same number, the same place, the words they share.
//
// Room casework (may use: base, rulebook, text, workorder).
#pragma once

#include "base/instant.h"
#include "rulebook/casework_rules.h"
#include "text/similarity.h"

#include <string>
#include <vector>

namespace chengban::casework {

// What is compared of an order; plain words, only while it is compared.
struct Likable {
    std::string phone_digest; // keyed; empty when no number is known
    std::string category;
    std::string district;
    std::string address;
    std::string words; // title and claim
};

struct Likeness {
    bool same_phone = false;
    bool same_place = false;
    bool same_category = false;
    std::int32_t per_mille = 0;      // of common text
    std::vector<std::string> common; // longest first, as they stand in the first

    // B1: one matter of one citizen, counted until somebody corrects it.
    bool links(const rulebook::MatterRules& rules) const;
    // B1: perhaps one matter; shown, and left to people.
    bool suggests(const rulebook::MatterRules& rules) const;
    // 14(4): one event, whoever the citizen is.
    bool clusters(const rulebook::MatterRules& rules) const;
};

Likeness likeness(const Likable& a, const Likable& b);

// The part of an address that names the estate or the house:
// «上海市黄浦区南京东路300弄（玉兰苑）5号 101室» → «黄浦区南京东路300弄». Empty when it names
// neither.
std::string place_of(std::string_view address);

// «同一来电号码；同一地点；相似 62%：「电梯停运三天」「物业未予修复」»
std::string explain(const Likeness& likeness);

} // namespace chengban::casework
