#include "tabular/refusal.h"

#include <fmt/format.h>

namespace chengban::tabular {

Failure<Problem> refuse(std::string_view code, std::string_view file, std::string_view place,
                        std::string_view zh, std::string_view en) {
    return Failure{problem(std::string(code), std::string(place),
                           fmt::format("文件「{}」：{}", file, zh),
                           fmt::format("file \"{}\": {}", file, en))};
}

} // namespace chengban::tabular
