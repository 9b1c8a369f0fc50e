// Where words begin, so that a title never breaks inside one (词意完整, GB/T 9704-2012, 7.3.1).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace chengban::documents {

// Byte offsets after the first word; the end is not among them.
std::vector<std::size_t> word_starts(const std::string& text);

// As many pieces as lines are needed, of about equal length, cut between words.
std::vector<std::string> even_pieces(std::string text, double width,
                                     const std::function<double(const std::string&)>& width_of);

} // namespace chengban::documents
