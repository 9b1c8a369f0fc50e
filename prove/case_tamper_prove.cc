// 18: a case file cannot be altered unseen.
//
//   case_tamper_prove [--alterations N] [--seed S]
#include "store/case_tamper.h"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
    std::int64_t alterations = 10'000;
    std::uint64_t seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const long long value = std::strtoll(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--alterations") == 0) {
            alterations = value;
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            seed = static_cast<std::uint64_t>(value);
        }
    }
    chengban::store::CaseTamper tamper(seed);
    for (std::int64_t i = 0; i < alterations; ++i) {
        if (const std::string unnoticed = tamper.alter(); !unnoticed.empty()) {
            fmt::print("UNNOTICED: seed {}, alteration {}:\n{}\n", seed, i, unnoticed);
            return 1;
        }
    }
    fmt::print("{} alterations of a case file, all noticed; seed {}\n", alterations, seed);
    return 0;
}
