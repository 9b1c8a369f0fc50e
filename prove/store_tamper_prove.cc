// Alterations of the database by a hand without the key: rows by SQL, bytes of the file.
//
//   store_tamper_prove [--rows N] [--bytes N] [--seed S]
#include "store/alteration_harness.h"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
    std::int64_t rows = 10'000;
    std::int64_t bytes = 10'000;
    std::uint64_t seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const long long value = std::strtoll(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--rows") == 0) {
            rows = value;
        } else if (std::strcmp(argv[i], "--bytes") == 0) {
            bytes = value;
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            seed = static_cast<std::uint64_t>(value);
        }
    }
    constexpr std::int64_t k_alterations_per_store = 500;
    std::int64_t noticed = 0;
    std::int64_t harmless = 0;
    for (std::int64_t done = 0; done < rows + bytes; done += k_alterations_per_store) {
        const std::uint64_t store_seed = seed + static_cast<std::uint64_t>(done);
        chengban::store::AlterationRun run(store_seed);
        for (std::int64_t i = done; i < std::min(done + k_alterations_per_store, rows + bytes);
             ++i) {
            const std::string fault = i < rows ? run.alter_a_row() : run.alter_a_byte();
            if (!fault.empty()) {
                fmt::print("UNNOTICED: seed {}, store seed {}, alteration {}: {}\n", seed,
                           store_seed, i, fault);
                return 1;
            }
        }
        noticed += run.noticed();
        harmless += run.harmless();
    }
    fmt::print("{} rows and {} bytes altered: {} noticed, {} without any effect, 0 unnoticed; "
               "seed {}\n",
               rows, bytes, noticed, harmless, seed);
    return 0;
}
