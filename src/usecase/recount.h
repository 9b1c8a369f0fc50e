// For tests and proofs only: the four rates counted a second time, by SQL from the stored events
// alone. It knows nothing of facts, rounds or the rulebook; the shipped settings of B5 are written
// into its sentences.
#pragma once

#include "base/instant.h"

#include <array>
#include <cstdint>
#include <filesystem>

namespace chengban::usecase {

struct RecountedRate {
    std::int64_t gained = 0; // in 1 / 6000, as appraisal counts
    std::int64_t counted = 0;

    bool operator==(const RecountedRate&) const = default;
};

struct Recount {
    RecountedRate volume;
    RecountedRate on_time;
    RecountedRate first_contact;
    RecountedRate resolution;
    RecountedRate satisfaction;
};

// Of the days from `first` to `last`, as things stand at `now`. An empty unit: all of them.
Recount recount(const std::filesystem::path& database, Day first, Day last, Instant now,
                const std::string& unit = {});

} // namespace chengban::usecase
