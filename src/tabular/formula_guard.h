// Delimited text that a spreadsheet program opens must not start a formula. A cell whose first
// character, after spaces and apostrophes, is one of = + - @ (also full-width), tab or a line end
// is written with one apostrophe more in front; reading takes one away again, so every text
// survives.
#pragma once

#include <string>
#include <string_view>

namespace chengban::tabular {

bool starts_formula(std::string_view text);
std::string guard_formula(std::string_view text);
// The inverse. Also reads the idiom ="00123" as the text 00123.
std::string unguard_formula(std::string_view text);

} // namespace chengban::tabular
