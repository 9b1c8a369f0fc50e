// Two lists of words that stand in the program's own text, one word a line.
#pragma once

#include <string_view>

namespace chengban::account {

std::string_view openwall_words(); // /usr/share/john/password.lst of Debian's john-data
std::string_view chinese_words();  // common_words.txt in this folder

} // namespace chengban::account
