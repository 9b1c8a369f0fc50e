#include "api/api.h"
#include "cli/commands.h"
#include "cli/workspace.h"

#include <fmt/format.h>

#include <cstdio>

namespace chengban::cli {

int run_openapi() {
    fmt::print("{}", api::openapi_yaml());
    return k_ok;
}

} // namespace chengban::cli
