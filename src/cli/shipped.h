// The files that the program carries inside: one binary is enough on an isolated machine.
#pragma once

#include <string_view>

namespace chengban::cli {

std::string_view shipped_rulebook();     // rulebooks/shanghai-housing-2022.toml
std::string_view shipped_calendar();     // calendars/china.csv
std::string_view shipped_organisation(); // organisations/shanghai-demo.toml
std::string_view shipped_page();         // src/cli/home.html

} // namespace chengban::cli
