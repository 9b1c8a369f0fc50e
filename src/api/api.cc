#include "api/api.h"

#include <boost/json/serialize.hpp>

namespace chengban::api {

using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

int status_of(RefusalKind kind) {
    switch (kind) {
    case RefusalKind::invalid:
        return 422;
    case RefusalKind::forbidden:
        return 403;
    case RefusalKind::not_found:
        return 404;
    case RefusalKind::conflict:
        return 409;
    case RefusalKind::precondition_failed:
        return 412;
    case RefusalKind::key_reused:
        return 422;
    case RefusalKind::full:
        return 507;
    case RefusalKind::unavailable:
        return 503;
    }
    unreachable("status_of");
}

} // namespace

std::string write(const json::value& value) { return json::serialize(value); }

const workorder::Actor& caller(const Request& request) {
    const auto* actor = std::any_cast<workorder::Actor>(&request.session);
    invariant(actor != nullptr, "a route with sign-in runs behind the guard");
    return *actor;
}

Response refused(const usecase::Refusal& refusal, const Request& request, const Services&) {
    Response response = server::problem_response(status_of(refusal.kind), refusal.problem, request);
    if (refusal.current_version) {
        response.set("ETag", "\"" + std::to_string(*refusal.current_version) + "\"");
    }
    return response;
}

Response refused(RefusalKind kind, Problem problem, const Request& request,
                 const Services& services) {
    return refused(usecase::Refusal{kind, std::move(problem), std::nullopt}, request, services);
}

void add_routes(server::Router& router, Services& services) {
    router.close_prefix("/api");
    router.set_guard([&services](Request& request) -> std::optional<Response> {
        if (request.route->sign_in == server::SignIn::none) {
            return std::nullopt;
        }
        const auto token = request.cookie(k_session_cookie);
        const auto actor =
            token ? services.sessions->find(*token, services.desk->clock().now()) : std::nullopt;
        if (!actor) {
            return server::problem_response(
                401, problem("not_signed_in", "", "请先登录", "sign in first"), request);
        }
        request.session = *actor;
        return std::nullopt;
    });
    add_session_routes(router, services);
    add_order_routes(router, services);
    add_job_routes(router, services);
    add_reference_routes(router, services);
}

} // namespace chengban::api
