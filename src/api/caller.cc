#include "api/caller.h"

#include <algorithm>
#include <array>

namespace chengban::api {

using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::string_view k_bearer = "Bearer ";
constexpr std::size_t k_program_max = 160;

// What somebody may do who still owes another password or a second factor.
constexpr std::array<std::string_view, 7> k_duty_routes{"get_session",
                                                        "close_session",
                                                        "confirm_session",
                                                        "change_own_password",
                                                        "offer_second_factor",
                                                        "enrol_second_factor",
                                                        "confirm_session_by_single_sign_on"};

Response not_signed_in(const Request& request, const Services& services) {
    return refused(RefusalKind::not_signed_in,
                   problem("not_signed_in", "", "请先登录", "sign in first"), request, services);
}

std::optional<account::KeyScope> scope_of(const server::Route& route) {
    if (!route.is_mutating_route()) {
        return account::KeyScope::read;
    }
    if (route.name == "register_work_order" || route.name == "start_import") {
        return account::KeyScope::intake;
    }
    return route.name == "give_command" ? std::optional(account::KeyScope::commands) : std::nullopt;
}

std::optional<Response> find_machine(Request& request, std::string_view header,
                                     Services& services) {
    const usecase::MachinePtr machine =
        header.starts_with(k_bearer)
            ? services.door->keys.find(header.substr(k_bearer.size()), request.peer,
                                       services.desk->clock().now())
            : nullptr;
    if (!machine) {
        return not_signed_in(request, services);
    }
    request.session = Caller{machine->actor, nullptr, machine};
    const auto needed = scope_of(*request.route);
    const auto& scopes = machine->scopes;
    if (!needed || request.route->fresh ||
        std::find(scopes.begin(), scopes.end(), *needed) == scopes.end()) {
        return refused(RefusalKind::forbidden,
                       problem("key_scope", "", "该接口密钥的范围不含此操作",
                               "the key's scopes do not cover this"),
                       request, services);
    }
    return std::nullopt;
}

std::optional<Response> duty_first(const Request& request, account::Duty duty,
                                   const Services& services) {
    if (duty == account::Duty::none) {
        return std::nullopt;
    }
    const bool open = std::find(k_duty_routes.begin(), k_duty_routes.end(), request.route->name) !=
                      k_duty_routes.end();
    if (open) {
        return std::nullopt;
    }
    return refused(
        RefusalKind::forbidden,
        problem(std::string(token(duty)), "", std::string(zh(duty)), std::string(en(duty))),
        request, services);
}

std::optional<Response> confirm_first(const Request& request, const usecase::Session& session,
                                      Services& services) {
    if (!request.route->fresh) {
        return std::nullopt;
    }
    const std::int64_t minutes = services.door->settings.current()->fresh_minutes;
    const std::int64_t ago =
        services.desk->clock().now().milliseconds() - session.confirmed_at.milliseconds();
    if (ago < minutes * 60'000) {
        return std::nullopt;
    }
    return refused(RefusalKind::forbidden,
                   problem("confirm_first", "", "该操作须先再次确认身份（口令或单点登录）",
                           "prove again who you are before this, by password or single sign-on"),
                   request, services);
}

} // namespace

std::string session_cookie_name(const Request& request) {
    return request.is_secure ? "__Host-chengban_session" : "chengban_session";
}

std::string device_cookie_name(const Request& request) {
    return request.is_secure ? "__Host-chengban_device" : "chengban_device";
}

std::string cookie_line(const Request& request, const std::string& name, const std::string& value,
                        std::optional<std::int64_t> seconds) {
    std::string line = name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict";
    if (request.is_secure) {
        line += "; Secure";
    }
    if (seconds) {
        line += "; Max-Age=" + std::to_string(*seconds);
    }
    return line;
}

std::optional<Response> find_caller(Request& request, Services& services) {
    if (const auto header = request.header("Authorization")) {
        return find_machine(request, *header, services);
    }
    const Instant now = services.desk->clock().now();
    if (const auto token = request.cookie(session_cookie_name(request))) {
        const usecase::SessionPtr session = services.door->sessions.find(*token, now);
        if (!session) {
            services.door->audit.record({now,
                                         "session_use",
                                         "",
                                         "session/unknown",
                                         "refused",
                                         {},
                                         {{"address", request.peer}}});
            return not_signed_in(request, services);
        }
        request.session = Caller{session->actor, session, nullptr};
        if (auto duty = duty_first(request, session->duty, services)) {
            return duty;
        }
        return confirm_first(request, *session, services);
    }
    const auto visitor = request.cookie(k_session_cookie);
    const auto actor = visitor && request.is_loopback && services.desk->store().is_demonstration()
                           ? services.sessions->find(*visitor, now)
                           : std::nullopt;
    if (!actor) {
        return not_signed_in(request, services);
    }
    // A post that ended, or an absence that is over, ends what may be done in it at once.
    if (!usecase::may_act(services.desk->library(), *actor, now)) {
        return refused(RefusalKind::not_signed_in,
                       problem("post_ended", "", "该岗位或代理已结束，请重新登录",
                               "this post or substitution has ended, sign in again"),
                       request, services);
    }
    request.session = Caller{*actor, nullptr, nullptr};
    return std::nullopt;
}

const Caller* caller_of(const Request& request) {
    return std::any_cast<Caller>(&request.session);
}

Result<usecase::SessionPtr> session_of(const Request& request) {
    const Caller* caller = caller_of(request);
    if (caller == nullptr || !caller->session) {
        return Failure{problem("no_account", "", "演示登录和接口密钥没有账号",
                               "demonstrations and keys have no account")};
    }
    return caller->session;
}

usecase::Client client_of(const Request& request) {
    usecase::Client client;
    client.address = request.peer;
    client.program =
        std::string(request.header("User-Agent").value_or("")).substr(0, k_program_max);
    if (!is_utf8(client.program)) {
        client.program.clear();
    }
    client.device = std::string(request.cookie(device_cookie_name(request)).value_or(""));
    return client;
}

} // namespace chengban::api
