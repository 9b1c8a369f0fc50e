// Lives of orders by the thousand, random people with random commands at random times, against the
// laws of the clauses (src/workorder/order_laws.cc).
//
//   chengban_order_prove --cases 20000 --seed 1 --steps 150
//
// Prints the seed and what happened; the first broken law is told with its seed and its history and
// ends with 1. A seed alone repeats a life: --cases 1 --seed <it>.
#include "workorder/order_random.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace {

using chengban::workorder::RandomLife;
using chengban::workorder::Tally;

struct Options {
    std::int64_t cases = 2'000;
    std::uint64_t seed = 20'221'220;
    int steps = 150;
};

std::optional<Options> read_options(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        if (name == "--cases") {
            options.cases = std::strtoll(words[i + 1], nullptr, 10);
        } else if (name == "--seed") {
            options.seed = std::strtoull(words[i + 1], nullptr, 10);
        } else if (name == "--steps") {
            options.steps = static_cast<int>(std::strtol(words[i + 1], nullptr, 10));
        } else {
            return std::nullopt;
        }
    }
    const bool usable = count % 2 == 1 && options.cases > 0 && options.steps > 0;
    return usable ? std::optional(options) : std::nullopt;
}

void print(const Tally& tally) {
    fmt::print("{} commands, {} orders completed, {} of them with approvals\nevents:",
               tally.commands, tally.completed, tally.completed_with_approvals);
    for (const auto& [type, count] : tally.events) {
        fmt::print(" {} {},", type, count);
    }
    fmt::print("\nrefusals:");
    for (const auto& [code, count] : tally.refusals) {
        fmt::print(" {} {},", code, count);
    }
    fmt::print("\n");
}

} // namespace

int main(int count, char** words) {
    const std::optional<Options> options = read_options(count, words);
    if (!options) {
        fmt::print("usage: chengban_order_prove [--cases N] [--seed N] [--steps N]\n");
        return 2;
    }
    fmt::print("seed {}, {} lives of {} commands\n", options->seed, options->cases, options->steps);
    Tally tally;
    for (std::int64_t i = 0; i < options->cases; ++i) {
        const std::uint64_t seed = options->seed + static_cast<std::uint64_t>(i);
        RandomLife life(seed, tally);
        if (const auto law = life.live(options->steps)) {
            fmt::print("BROKEN, seed {}: {}\n", seed, *law);
            return 1;
        }
    }
    print(tally);
    fmt::print("no law broken\n");
    return 0;
}
