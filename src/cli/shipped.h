// The files that the program carries inside: one binary is enough on an isolated machine.
#pragma once

#include "server/static_files.h"

#include <string_view>

namespace chengban::cli {

std::string_view shipped_rulebook();     // rulebooks/shanghai-housing-2022.toml
std::string_view shipped_calendar();     // calendars/china.csv
std::string_view shipped_organisation(); // organisations/shanghai-demo.toml

// The web desk (web/dist.pack); no files when the program was built without it.
server::StaticFiles shipped_desk();

} // namespace chengban::cli
