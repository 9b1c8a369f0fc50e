// What citizens of a demonstration say after completion, in shares like those a city publishes.
#pragma once

#include "workorder/citizen_answers.h"

#include <cstdint>

namespace chengban::usecase {

struct AnswerShares {
    std::int32_t contact_per_mille = 940;
    std::int32_t resolved_per_mille = 740;  // of the rest, two thirds were explained to
    std::int32_t satisfied_per_mille = 800; // basically, so-so and not share what is left
};

// The same for the same roll.
workorder::CitizenAnswers simulated_answers(std::uint64_t roll, const AnswerShares& shares = {});

} // namespace chengban::usecase
