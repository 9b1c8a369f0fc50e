#include "api/permission_guard.h"

#include "api/caller.h"
#include "base/uuid.h"
#include "lint/mask.h"
#include "usecase/authorization.h"

#include <fmt/format.h>

namespace chengban::api {

using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

// What the path names, e.g. "order/0190…"; ids only, for a path may hold nothing else.
std::string subject_of(const Request& request) {
    for (const server::NameValue& param : request.params) {
        if (param.name == "id") {
            const bool order = request.route->pattern.find("/work-orders/") != std::string::npos;
            if (order) { // what is no id was typed by somebody, and may be a citizen's number
                return "order/" + (is_uuid(param.value) ? param.value : std::string("?"));
            }
            return request.route->name + "/" +
                   lint::mask_personal_data(first_code_points(param.value, 64));
        }
    }
    return {};
}

} // namespace

void check_permissions(const server::Router& router) {
    for (const server::Route* route : router.routes()) {
        const bool open = route->sign_in == server::SignIn::none;
        const bool known = open ? route->permission == people::k_public
                                : people::find_permission(route->permission) != nullptr;
        if (!known) {
            throw Bug(
                fmt::format("route {} declares the permission «{}»: a route with sign-in needs "
                            "an action of people/permission.cc, one without needs «public»",
                            route->name, route->permission));
        }
    }
}

std::optional<Response> refuse_unpermitted(const Request& request, const Services& services) {
    const auto scope = usecase::authorize(request.route->permission, caller(request));
    if (scope) {
        return std::nullopt;
    }
    return refused(scope.error(), request, services);
}

void record_refusal(const usecase::Refusal& refusal, const Request& request,
                    const Services& services) {
    const bool hidden = refusal.kind == RefusalKind::not_found;
    if (services.audit == nullptr || (!hidden && refusal.kind != RefusalKind::forbidden)) {
        return;
    }
    usecase::AuditEvent event;
    event.at = services.desk->clock().now();
    event.what = "refused";
    if (const Caller* caller = caller_of(request)) {
        event.actor = canonical_json(write_record(caller->actor));
    }
    event.subject = subject_of(request);
    event.outcome = hidden ? "not_found" : "forbidden";
    for (const Reason& reason : refusal.problem.reasons) {
        if (!reason.clause.empty()) {
            event.clauses.push_back(reason.clause);
        }
    }
    event.details = {{"route", request.route->name}, {"peer", request.peer}};
    services.audit->record(std::move(event));
}

} // namespace chengban::api
