// Routes, roles, relations and states in one file that a reader can check by eye:
// permissions.golden.txt, rewritten with CHENGBAN_GOLDEN=write and reviewed as a diff.
#include "api/permission_guard.h"
#include "base/source_dir.h"
#include "workorder/transition.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

namespace chengban::api {
namespace {

using people::Access;
using people::Role;
using people::Scope;
using workorder::State;

struct Case {
    std::string_view name;
    people::Standing standing;
};
constexpr std::array k_relations{
    Case{"own unit", {.own_unit = true}},
    Case{"former unit", {.former_unit = true}},
    Case{"handling chain", {.former_unit = true, .in_chain = true}},
    Case{"no relation", {}},
    Case{"own unit, confidential", {.own_unit = true, .confidential = true}},
    Case{"handling chain, confidential", {.in_chain = true, .confidential = true}},
    Case{"no relation, confidential", {.confidential = true}}};

char letter(Access access) {
    return access == Access::granted ? '2' : access == Access::forbidden ? '3' : '4';
}

template <class F>
std::string by_role(F of) {
    std::string cells;
    for (const auto& row : EnumTable<Role>::rows) {
        cells += of(row.value);
    }
    return cells;
}

std::string actions() {
    std::string text =
        "Actions: - never, a allowed, s own things, o with the own unit now, u now or "
        "earlier,\nb every order not confidential, m every order\n";
    for (const people::Permission& row : people::permissions()) {
        text += fmt::format("  {}  {:<22} {:<5} {}\n", row.scopes, row.action, row.clause, row.zh);
    }
    return text;
}

std::string routes() {
    Services none;
    server::Router router;
    add_routes(router, none);
    std::string text = "Routes\n";
    for (const server::Route* route : router.routes()) {
        const people::Permission* row = people::find_permission(route->permission);
        text +=
            fmt::format("  {}  {:<22} {} {}\n", row == nullptr ? "aaaaaaaaaaaaaaaaa" : row->scopes,
                        route->permission, server::method_name(route->method), route->pattern);
    }
    return text;
}

std::string readings() {
    std::string text = "An order by relation: 2 granted, 3 forbidden (403), 4 hidden (404)\n";
    for (const people::Permission& row : people::permissions()) {
        if (row.scopes.find_first_of("oubm") == std::string_view::npos) {
            continue;
        }
        for (const Case& one : k_relations) {
            text += fmt::format("  {}  {:<22} {}\n", by_role([&](Role role) {
                                    return letter(
                                        people::access(people::scope_of("work_order.read", role),
                                                       row.of(role), one.standing));
                                }),
                                row.action, one.name);
        }
    }
    return text;
}

// What one command answers, by role, for one relation and state.
std::string command_cells(std::string_view command, State state, const Case& one, bool asked) {
    const UnitId unit("u-1");
    workorder::WorkOrder order;
    order.state = state;
    order.unit = one.standing.own_unit ? unit : UnitId("u-2");
    if (asked) {
        order.opinions_asked.insert(unit);
    }
    return by_role([&](Role role) {
        if (state != State::absent && people::access(people::scope_of("work_order.read", role),
                                                     people::scope_of("work_order.command", role),
                                                     one.standing) != Access::granted) {
            return '4';
        }
        const workorder::Actor actor{PersonId("p"), unit, role, {}};
        return workorder::row_for(order, command, actor) != nullptr ? '2' : '3';
    });
}

std::string commands() {
    std::string text = "Commands by relation and state: 2 may be given, 3 refused, 4 hidden. Lines "
                       "where nobody may are left out.\n";
    std::vector<std::string_view> names;
    for (const workorder::Transition& row : workorder::transitions()) {
        if (names.empty() || names.back() != row.command) {
            names.push_back(row.command);
        }
    }
    for (const std::string_view name : names) {
        for (const bool asked : {false, true}) {
            if (asked && name != "give_opinion") {
                continue;
            }
            for (const Case& one : k_relations) {
                std::vector<std::pair<std::string, std::string>> lines; // cells, states
                for (const auto& state : EnumTable<State>::rows) {
                    const std::string cells = command_cells(name, state.value, one, asked);
                    if (cells.find('2') == std::string::npos) {
                        continue;
                    }
                    if (lines.empty() || lines.back().first != cells) {
                        lines.emplace_back(cells, std::string());
                    }
                    lines.back().second += " " + std::string(state.token);
                }
                for (const auto& [cells, states] : lines) {
                    text += fmt::format("  {}  {:<22} {}{}:{}\n", cells, name, one.name,
                                        asked ? ", asked" : "", states);
                }
            }
        }
    }
    return text;
}

std::string document() {
    std::string heading = "Who may do what. Columns, left to right:";
    for (const auto& row : EnumTable<Role>::rows) {
        heading += " " + std::string(row.token);
    }
    return heading + "\n\n" + actions() + "\n" + routes() + "\n" + readings() + "\n" + commands();
}

TEST(Permissions, Clause_18_the_committed_table_is_what_the_program_does) {
    const std::string path = source_dir() + "/src/api/permissions.golden.txt";
    const char* golden = std::getenv("CHENGBAN_GOLDEN");
    if (golden != nullptr && std::string_view(golden) == "write") {
        std::ofstream(path, std::ios::binary) << document();
    }
    std::ifstream file(path, std::ios::binary);
    const std::string committed(std::istreambuf_iterator<char>(file), {});
    EXPECT_EQ(committed, document());
}

TEST(Permissions, a_route_without_a_permission_does_not_start) {
    const auto start = [](std::string permission, server::SignIn sign_in) {
        server::Router router;
        router.add({.pattern = "/api/v1/new",
                    .name = "new",
                    .handler = server::SyncHandler(
                        [](const server::Request&) { return server::empty_response(204); }),
                    .sign_in = sign_in,
                    .permission = std::move(permission)});
        check_permissions(router);
    };
    EXPECT_THROW(start("", server::SignIn::required), Bug);
    EXPECT_THROW(start("work_order.anything", server::SignIn::required), Bug);
    EXPECT_THROW(start("public", server::SignIn::required), Bug);
    EXPECT_THROW(start("work_order.read", server::SignIn::none), Bug);
    EXPECT_NO_THROW(start("work_order.read", server::SignIn::required));
    EXPECT_NO_THROW(start("public", server::SignIn::none));
}

} // namespace
} // namespace chengban::api
