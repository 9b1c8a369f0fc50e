// What a password must be: long enough, not on the list of common ones, not made of a walk over the
// keyboard, not the person's own name. No classes of characters are asked for: any Unicode counts.
#pragma once

#include "base/problem.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::account {

inline constexpr std::size_t k_password_max = 128; // code points; longer ones are refused, not cut

// Sorted words that people choose, in their folded form (text::fold_key_utf8).
class CommonWords {
public:
    // One word a line; lines that begin with "#!" are comments.
    explicit CommonWords(std::string_view lines);
    bool contains(std::string_view folded) const;
    const std::vector<std::string>& words() const { return words_; }

private:
    std::vector<std::string> words_;
};

// The list in the program: what Openwall found most often, and what is often chosen in China.
const CommonWords& common_words();

// Empty when it may be chosen. `own_words`: account name, person's name and the like; `field` is
// named in the reasons. The password must be valid UTF-8.
std::optional<Problem> password_problem(std::string_view password, std::size_t min_code_points,
                                        std::span<const std::string> own_words,
                                        std::string_view field);

} // namespace chengban::account
