// The demonstration sign-in; and the web desk itself.
#include "api/route_tools.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

struct SignInRequest {
    PersonId person;
    UnitId unit;
    workorder::Role role = workorder::Role::handler;
    std::optional<PersonId> substitute_for;
    static constexpr auto fields() {
        return std::tuple{
            field("person", &SignInRequest::person, "人员", "person"),
            field("unit", &SignInRequest::unit, "单位", "unit"),
            field("role", &SignInRequest::role, "岗位", "role"),
            field("substitute_for", &SignInRequest::substitute_for, "代", "substitute for")};
    }
};

// Empty when allowed.
std::optional<Response> demonstration_only(const Request& request, const Services& services) {
    if (services.desk->store().is_demonstration() && request.is_loopback) {
        return std::nullopt;
    }
    return refused(RefusalKind::forbidden,
                   problem("demonstration_only", "", "演示登录只能在本机的演示数据上使用",
                           "the demonstration sign-in works only on this machine and on "
                           "demonstration data"),
                   request, services);
}

Response sign_in(const Request& request, const Services& services) {
    if (auto no = demonstration_only(request, services)) {
        return std::move(*no);
    }
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return refused(RefusalKind::invalid, body.error(), request, services);
    }
    const Result<SignInRequest> wanted = read_record<SignInRequest>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    const auto organisation = services.desk->library().organisation();
    const auto actor =
        actor_of(services.desk->library(),
                 {wanted->person, wanted->unit, wanted->role, wanted->substitute_for},
                 services.desk->clock().now());
    if (!actor) {
        return refused(RefusalKind::invalid,
                       problem("no_such_post", "person", "此人没有这个岗位",
                               "this person does not hold this post"),
                       request, services);
    }
    const std::string token = services.sessions->open(*actor, services.desk->clock().now());
    Response response = server::json_response(200, write(actor_json(*actor, services)));
    response.add("Set-Cookie", std::string(k_session_cookie) + "=" + token +
                                   "; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
    return response;
}

} // namespace

void add_session_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/{path...}",
                .name = "desk",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return services.desk_files->respond(request);
                }),
                .produces = {},
                .query = {"*"}, // what the desk's own addresses hold: filters, the way back
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public),
                .run_on = server::RunOn::io_thread});
    router.add({.method = Method::get,
                .pattern = "/api/v1/health",
                .name = "health",
                .handler = server::SyncHandler([&services](const Request&) {
                    return server::json_response(
                        200, write(json::object{{"status", "ok"}, {"version", services.version}}));
                }),
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add(
        {.method = Method::get,
         .pattern = "/api/v1/demonstration/people",
         .name = "list_demonstration_people",
         .handler = server::SyncHandler([&services](const Request& request) {
             if (auto no = demonstration_only(request, services)) {
                 return std::move(*no);
             }
             const auto organisation = services.desk->library().organisation();
             json::array items;
             for (const people::Person& person : organisation->people) {
                 for (const workorder::Actor& actor : usecase::actors_of(
                          services.desk->library(), person.id, services.desk->clock().now())) {
                     items.push_back(actor_json(actor, services));
                 }
             }
             return server::json_response(200, write(json::object{{"items", std::move(items)}}));
         }),
         .sign_in = server::SignIn::none,
         .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/demonstration/session",
                .name = "open_demonstration_session",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return sign_in(request, services); }),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
}

} // namespace chengban::api
