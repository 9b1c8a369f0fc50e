// For the flows over HTTP: reads what they saw, a line «METHOD path status type body» each, with
// tabs between, and says what is not as the contract has it. Fails when anything is, or nothing was
// seen.
#include "api/answer_check.h"
#include "api/api.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <string>

using namespace chengban;

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: chengban_answer_check FILE\n");
        return 2;
    }
    api::Services none;
    server::Router router;
    api::add_routes(router, none);
    std::ifstream file(argv[1], std::ios::binary);
    std::size_t seen = 0;
    std::size_t wrong = 0;
    for (std::string line; std::getline(file, line);) {
        std::array<std::string_view, 5> part{};
        std::string_view rest = line;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::size_t tab = i + 1 < part.size() ? rest.find('\t') : std::string_view::npos;
            part[i] = rest.substr(0, tab);
            rest = tab == std::string_view::npos ? std::string_view() : rest.substr(tab + 1);
        }
        int status = 0;
        std::from_chars(part[2].data(), part[2].data() + part[2].size(), status);
        const std::string path = "/api/v1" + std::string(part[1].substr(0, part[1].find('?')));
        const auto method = server::method_from(part[0]);
        const auto match = method ? router.match(*method, path) : server::Router::Match();
        if (match.route == nullptr) {
            continue; // a flow asked for what there is not
        }
        ++seen;
        for (const std::string& fault :
             api::testing::answer_faults({match.route->name, status, part[3], part[4]})) {
            fmt::print("{}\n", fault);
            ++wrong;
        }
    }
    fmt::print("{} answers checked, {} faults\n", seen, wrong);
    return seen > 0 && wrong == 0 ? 0 : 1;
}
