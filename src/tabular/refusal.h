// How this room words a refusal: file first, then the place in it.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace chengban::tabular {

// «file»：zh / "file": en; `place` («C5», a part's name, empty) becomes the field.
Failure<Problem> refuse(std::string_view code, std::string_view file, std::string_view place,
                        std::string_view zh, std::string_view en);

} // namespace chengban::tabular
