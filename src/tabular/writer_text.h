#pragma once

#include <string>
#include <string_view>

namespace chengban::tabular {

// Valid UTF-8 without control characters other than tab and line ends; the rest as U+FFFD.
std::string writable(std::string_view text);

} // namespace chengban::tabular
