// Phone numbers and addresses in the form in which two spellings of one thing are equal. Keys only:
// what the citizen gave is stored as given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

// Digits only, in ASCII; without a country code 86 (+86, 0086, or 86 before a mobile number) and
// without an extension (转8001, ext 8001, #8001). A fixed line written with the country code gets
// its trunk 0 back: «+86 21 6431 2345» → «02164312345». Only the first number when several are
// given (see normalise_phones). Empty when there are no digits.
std::string normalise_phone(std::string_view text);

// Every number of a cell such as «13800000000、021-64312345», each once, in order.
std::vector<std::string> normalise_phones(std::string_view text);

// Folded, without punctuation; house number words unified (栋, 座 → 幢; 房 → 室 and # → 号 after a
// digit), Chinese numerals before such a word as digits (三号 → 3号), hyphens between digits kept.
// `prefixes` (a city's names, say) are dropped from the front, each at most once, in the order
// given.
std::string normalise_address(std::string_view text, const std::vector<std::string>& prefixes = {});

} // namespace chengban::text
