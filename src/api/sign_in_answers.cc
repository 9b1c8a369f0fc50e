#include "api/sign_in_answers.h"

#include "api/route_tools.h"

namespace chengban::api {

using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::int64_t k_device_seconds = 180LL * 24 * 3600;

Response opened_response(int status, const usecase::Opened& opened, const Request& request,
                         const Services& services) {
    Response response =
        server::json_response(status, write(session_json(*opened.session, services)));
    const std::int64_t seconds = services.door->settings.current()->absolute_hours * 3600;
    response.add("Set-Cookie",
                 cookie_line(request, session_cookie_name(request), opened.token, seconds));
    if (!opened.device.empty()) {
        response.add("Set-Cookie", cookie_line(request, device_cookie_name(request), opened.device,
                                               k_device_seconds));
    }
    return response;
}

} // namespace

std::optional<Response> refuse_plain_http(const Request& request, const Services& services) {
    if (request.is_secure || request.is_loopback || services.allow_plain_http) {
        return std::nullopt;
    }
    return refused(RefusalKind::forbidden,
                   problem("https_needed", "", "登录须经 https；请通过配置了证书的代理访问",
                           "sign in over https, through a proxy with a certificate"),
                   request, services);
}

json::object session_json(const usecase::Session& session, const Services& services) {
    const auto settings = services.door->settings.current();
    json::array posts;
    for (const workorder::Actor& post : services.door->accounts.posts_of(session.actor.person)) {
        posts.push_back(actor_json(post, services));
    }
    json::object object = actor_json(session.actor, services);
    object["account"] = session.account_name;
    object["session"] = session.short_name();
    object["signed_in_at"] = to_string(session.signed_in_at);
    object["ends_at"] =
        to_string(session.signed_in_at.plus_milliseconds(settings->absolute_hours * 3'600'000));
    object["fresh_until"] =
        to_string(session.confirmed_at.plus_milliseconds(settings->fresh_minutes * 60'000));
    object["idle_minutes"] = settings->idle_minutes;
    object["duty"] = token(session.duty);
    object["posts"] = std::move(posts);
    if (!session.issuer.empty()) {
        object["issuer"] = session.issuer; // of the single sign-on, which confirms as well
    }
    return object;
}

Response opened_or_refused(const usecase::Outcome<usecase::Opened>& opened, const Request& request,
                           const Services& services) {
    return opened ? opened_response(200, *opened, request, services)
                  : refused(opened.error(), request, services);
}

} // namespace chengban::api
