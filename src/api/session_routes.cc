// Who is here: the demonstration sign-in; and the web desk itself.
#include "api/api.h"

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
    static constexpr auto fields() {
        return std::tuple{field("person", &SignInRequest::person, "人员", "person"),
                          field("unit", &SignInRequest::unit, "单位", "unit"),
                          field("role", &SignInRequest::role, "岗位", "role")};
    }
};

json::object actor_json(const workorder::Actor& actor, const people::Organisation& organisation) {
    json::object object{{"person", actor.person.text()},
                        {"unit", actor.unit.text()},
                        {"role", token(actor.role)},
                        {"role_zh", zh(actor.role)}};
    if (const people::Person* person = organisation.person(actor.person)) {
        object["name"] = person->name;
    }
    if (const people::Unit* unit = organisation.unit(actor.unit)) {
        object["unit_zh"] = unit->name.zh;
    }
    return object;
}

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
    const auto actor = actor_of(*organisation, wanted->person, wanted->unit, wanted->role);
    if (!actor) {
        return refused(RefusalKind::invalid,
                       problem("no_such_post", "person", "此人没有这个岗位",
                               "this person does not hold this post"),
                       request, services);
    }
    const std::string token = services.sessions->open(*actor, services.desk->clock().now());
    Response response =
        server::json_response(200, write(actor_json(*actor, *organisation)));
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
    router.add({.method = Method::get,
                .pattern = "/api/v1/demonstration/people",
                .name = "list_demonstration_people",
                .handler = server::SyncHandler([&services](const Request& request) {
                    if (auto no = demonstration_only(request, services)) {
                        return std::move(*no);
                    }
                    const auto organisation = services.desk->library().organisation();
                    json::array items;
                    for (const people::Person& person : organisation->people) {
                        for (const people::Post& post : person.posts) {
                            items.push_back(actor_json({person.id, post.unit, post.role, {}},
                                                       *organisation));
                        }
                    }
                    return server::json_response(200,
                                                 write(json::object{{"items", std::move(items)}}));
                }),
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/demonstration/session",
                .name = "open_demonstration_session",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return sign_in(request, services);
                }),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::get,
                .pattern = "/api/v1/session",
                .name = "get_session",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(actor_json(caller(request),
                                              *services.desk->library().organisation())));
                }),
                .permission = "session.own"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/session",
                .name = "close_session",
                .handler = server::SyncHandler([&services](const Request& request) {
                    services.sessions->close(request.cookie(k_session_cookie).value_or(""));
                    Response response = server::empty_response(204);
                    response.add("Set-Cookie", std::string(k_session_cookie) +
                                                   "=; Path=/; HttpOnly; SameSite=Strict; "
                                                   "Max-Age=0");
                    return response;
                }),
                .permission = "session.own"});
}

} // namespace chengban::api
