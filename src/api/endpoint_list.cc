#include "api/endpoint_list.h"

#include "workorder/codec.h"

#include <fmt/format.h>

namespace chengban::api::testing {

namespace {

struct Place {
    std::string_view begins;
    std::string Objects::*object;
};
constexpr std::array k_places{Place{"/api/v1/work-orders/{id}", &Objects::order},
                              Place{"/api/v1/jobs/{id}", &Objects::job},
                              Place{"/api/v1/exports/{id}", &Objects::exported},
                              Place{"/api/v1/queue-views/{id}", &Objects::nowhere},
                              Place{"/api/v1/accounts/{id}", &Objects::nowhere},
                              Place{"/api/v1/api-keys/{id}", &Objects::nowhere},
                              Place{"/api/v1/sessions/{id}", &Objects::nowhere},
                              Place{"/api/v1/knowledge/entries/{id}", &Objects::nowhere},
                              Place{"/api/v1/knowledge/tasks/{id}", &Objects::nowhere},
                              Place{"/api/v1/matters/{id}", &Objects::nowhere},
                              Place{"/api/v1/half-year-reviews/{id}", &Objects::nowhere},
                              Place{"/api/v1/admonitions/{id}", &Objects::nowhere},
                              Place{"/api/v1/bulletins/{id}", &Objects::nowhere},
                              Place{"/api/v1/sampling-plans/{id}", &Objects::nowhere},
                              Place{"/api/v1/follow-up-calls/{id}", &Objects::nowhere},
                              Place{"/api/v1/appraisal-periods/{id}", &Objects::nowhere}};

void replace(std::string& text, std::string_view what, std::string_view with) {
    const std::size_t at = text.find(what);
    if (at != std::string::npos) {
        text.replace(at, what.size(), with);
    }
}

// The commands that a route of many knows.
std::vector<std::string> commands_of(const server::Route& route) {
    if (!route.schemas.empty()) {
        return route.schemas;
    }
    if (route.name == "give_organisation_command") {
        return {"add_unit", "rename_unit", "close_unit", "appoint", "end_post", "record_leaver"};
    }
    if (route.name == "give_duty_command") {
        return {"record_absence", "name_substitute", "end_absence", "set_roster"};
    }
    if (route.name == "give_follow_up_command") {
        return {"record_attempt", "finish_call", "give_up_call"};
    }
    invariant(route.name == "give_command", "a route of many commands is known to this list");
    std::vector<std::string> names;
    for (const workorder::CommandInfo& command : workorder::command_infos()) {
        // These have routes of their own; this one does not know them.
        if (command.name != workorder::Register::name && command.name != workorder::Attach::name) {
            names.emplace_back(command.name);
        }
    }
    return names;
}

} // namespace

std::vector<Endpoint> endpoints(const server::Router& router, const Objects& objects) {
    std::vector<Endpoint> list;
    for (const server::Route* route : router.routes()) {
        Endpoint endpoint{route, route->pattern, false};
        for (const Place& place : k_places) {
            if (endpoint.path.starts_with(place.begins)) {
                replace(endpoint.path, "{id}", objects.*place.object);
                endpoint.has_id = true;
            }
        }
        replace(endpoint.path, "{unit}", "center"); // names of an office's people are known to all
        replace(endpoint.path, "{drawing}", "1");
        replace(endpoint.path, "{form}", "extension_application");
        replace(endpoint.path, "{file}", "extension_application.pdf");
        replace(endpoint.path, "{path...}", "index.html");
        // Of an order: whoever does not reach the order reaches none of its files.
        replace(endpoint.path, "{attachment}", "0190a0a0-0000-7000-8000-000000000000");
        replace(endpoint.path, "{subject}", "nobody");
        if (endpoint.path.find("{command}") != std::string::npos) {
            for (const std::string& command : commands_of(*route)) {
                Endpoint one = endpoint;
                replace(one.path, "{command}", command);
                list.push_back(std::move(one));
            }
            continue;
        }
        if (endpoint.path.find('{') != std::string::npos) {
            throw Bug(
                fmt::format("src/api/endpoint_list.cc knows no object for {}", route->pattern));
        }
        list.push_back(std::move(endpoint));
    }
    return list;
}

} // namespace chengban::api::testing
