#include "api/api.h"
#include "base/source_dir.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace chengban::api {
namespace {

// The committed contract is what the server does: routes, commands, field lists. Rewritten with
// CHENGBAN_GOLDEN=write, reviewed as a diff.
TEST(OpenApi, the_contract_equals_the_server) {
    const std::string path = source_dir() + "/src/api/openapi.yaml";
    const char* golden = std::getenv("CHENGBAN_GOLDEN");
    if (golden != nullptr && std::string_view(golden) == "write") {
        std::ofstream(path, std::ios::binary) << openapi_yaml();
    }
    std::ifstream file(path, std::ios::binary);
    const std::string committed(std::istreambuf_iterator<char>(file), {});
    EXPECT_EQ(committed, openapi_yaml());
}

TEST(OpenApi, every_route_needs_a_sign_in_but_for_the_named_ones) {
    Services none;
    server::Router router;
    add_routes(router, none);
    std::vector<std::string> open;
    for (const server::Route* route : router.routes()) {
        if (route->sign_in == server::SignIn::none) {
            open.push_back(route->name);
        }
    }
    EXPECT_EQ(open, (std::vector<std::string>{
                        "desk", "health", "list_demonstration_people", "open_demonstration_session",
                        "get_sign_in", "set_up", "open_session", "begin_single_sign_on",
                        "open_session_by_single_sign_on", "leave_single_sign_on"}));
}

} // namespace
} // namespace chengban::api
