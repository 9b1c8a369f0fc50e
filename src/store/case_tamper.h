// For tests and proofs alone: a hand alters a case file; does verify_case_file() notice?
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace chengban::store {

class CaseTamper {
public:
    explicit CaseTamper(std::uint64_t seed);

    const std::string& original() const { return original_; }
    const std::string& public_key() const { return public_key_; }
    // Alters a copy once: a byte, a cut, lines away, doubled, exchanged or made up with their links
    // mended. Empty when it was noticed, else what went unnoticed.
    std::string alter();

private:
    std::string altered();
    std::string mended();

    std::mt19937_64 random_;
    std::string original_;
    std::string anchor_;
    std::string public_key_;
};

} // namespace chengban::store
