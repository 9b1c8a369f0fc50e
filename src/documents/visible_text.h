// Text of strangers goes on paper; what cannot be seen there, or would make the rest look
// different, is written out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chengban::documents {

// Valid UTF-8; control characters and broken bytes as U+FFFD, marks that turn the writing direction
// and other invisible ones as 〔U+202E〕, tabs as spaces, line ends as \n.
std::string visible(std::string_view text);

// Without empty lines at the ends; each line is a paragraph.
std::vector<std::string> paragraphs_of(std::string_view text);

// 〔U+2B81D〕, for a character that no font of this machine has.
std::string code_point_words(char32_t code_point);

} // namespace chengban::documents
