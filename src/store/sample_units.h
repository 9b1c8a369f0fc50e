// Orders made up for tests, proofs and measurements: commits of the size and shape that the product
// makes, from a seed. Never part of the program.
#pragma once

#include "store/port.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace chengban::store {

// An order as its owner knows it: what the next commit must expect.
struct SampleOrder {
    OrderRow row;
    std::string search_text;
    Digest head{};

    StreamName stream() const { return {"order", row.id.text()}; }
};

class SampleUnits {
public:
    // Two makers with different names never make the same id.
    SampleUnits(std::uint64_t seed, std::string name);

    // The commit that creates `order`, and the one that brings it to its next state. Both change
    // `order` to what it is after that commit.
    CommitUnit create(SampleOrder& order);
    CommitUnit advance(SampleOrder& order);

    // `count` characters as citizens write them, in phrases.
    std::string chinese(std::size_t count);
    std::string uuid();
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    bool one_in(std::uint64_t count) { return below(count) == 0; }
    Instant now() const { return now_; }
    void pass(std::int64_t milliseconds) { now_ = now_.plus_milliseconds(milliseconds); }

private:
    CommitUnit unit_for(SampleOrder& order, const std::string& type, bool new_text);

    std::mt19937_64 random_;
    std::string name_;
    Instant now_;
    std::uint64_t made_ = 0;
};

Digest digest_filled(std::uint8_t filler);

} // namespace chengban::store
