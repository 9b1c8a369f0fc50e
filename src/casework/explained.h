// What the machine itself wrote as the evidence of a supervision stands on the record in Chinese.
// For readers of English the same is said part by part; words of people are never passed through.
#pragma once

#include <string>
#include <string_view>

namespace chengban::casework {

std::string explained_in_english(std::string_view explanation);

} // namespace chengban::casework
