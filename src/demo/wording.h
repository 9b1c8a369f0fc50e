// Sentences around a topic: how citizens open, complain of the past, and ask.
#pragma once

#include "demo/chance.h"
#include "demo/topics.h"

#include <string>
#include <string_view>

namespace chengban::demo {

// What the places of a sentence are filled with.
struct Slots {
    std::string estate;
    std::string building;
    std::string company;
};

// Numbers are drawn anew for each place.
std::string filled(std::string_view line, const Slots& slots, Chance& chance);

std::string person_name(Chance& chance);
std::string estate_name(Chance& chance);
std::string company_name(Chance& chance);

struct ClaimParts {
    std::string_view kind;
    const Topic* topic;
    const Case* event; // of the topic
    const Slots* slots;
};
std::string claim_text(const ClaimParts& parts, Chance& chance);
std::string title_text(const ClaimParts& parts);

// What comes before the claim when the citizen calls again; `was_closed` when the order before is
// old enough to have been completed.
struct Repeat {
    std::int32_t number; // 2 for the second call
    std::string_view first_number;
    bool was_closed;
};
std::string repeat_opening(const Repeat& repeat, Chance& chance);

} // namespace chengban::demo
