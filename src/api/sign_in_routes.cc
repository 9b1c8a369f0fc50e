// Signing in and what people do with their own sessions, password and second factor. The routes of
// administrators are account_routes.cc.
#include "api/caller.h"
#include "api/route_tools.h"
#include "api/sign_in_answers.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr Bounds k_typed{0, 512}; // longer than any password or code

struct SignInBody {
    std::string name;
    std::string password;
    std::string code;
    std::optional<account::ActingPost> post;
    static constexpr auto fields() {
        using T = SignInBody;
        return std::tuple{field("name", &T::name, "账号", "account name", {1, 200}),
                          field("password", &T::password, "口令", "password", k_typed),
                          defaulted("code", &T::code, "动态口令或恢复码", "one-time code", k_typed),
                          field("post", &T::post, "岗位", "post")};
    }
};

struct ConfirmBody {
    std::string password;
    std::string code;
    static constexpr auto fields() {
        using T = ConfirmBody;
        return std::tuple{
            field("password", &T::password, "口令", "password", k_typed),
            defaulted("code", &T::code, "动态口令或恢复码", "one-time code", k_typed)};
    }
};

struct PasswordBody {
    std::string present;
    std::string password;
    static constexpr auto fields() {
        using T = PasswordBody;
        return std::tuple{field("present", &T::present, "现口令", "present password", k_typed),
                          field("password", &T::password, "新口令", "new password", k_typed)};
    }
};

struct CodeBody {
    std::string code;
    static constexpr auto fields() {
        return std::tuple{field("code", &CodeBody::code, "动态口令", "one-time code", k_typed)};
    }
};

struct SetupBody {
    std::string code;
    usecase::NewAccount system_administrator;
    usecase::NewAccount security_administrator;
    usecase::NewAccount audit_administrator;
    static constexpr auto fields() {
        using T = SetupBody;
        return std::tuple{field("code", &T::code, "初始化码", "setup code", k_typed),
                          field("system_administrator", &T::system_administrator, "系统管理员",
                                "system administrator"),
                          field("security_administrator", &T::security_administrator, "安全管理员",
                                "security administrator"),
                          field("audit_administrator", &T::audit_administrator, "审计管理员",
                                "audit administrator")};
    }
};

Response sign_in_page(const Services& services, const Request& request) {
    json::object page{
        {"setup_needed", services.door->accounts.empty()},
        {"demonstration", services.desk->store().is_demonstration() && request.is_loopback},
        {"https_needed", !request.is_secure && !request.is_loopback && !services.allow_plain_http}};
    const auto settings = services.door->settings.current();
    if (settings->single_sign_on) {
        page["single_sign_on"] = json::object{{"button", settings->single_sign_on->button}};
    }
    return server::json_response(200, write(page));
}

Response sign_in(const Request& request, Services& services) {
    if (auto no = refuse_plain_http(request, services)) {
        return std::move(*no);
    }
    const auto body = read_body<SignInBody>(request);
    if (!body) {
        return refused(RefusalKind::invalid, body.error(), request, services);
    }
    return opened_or_refused(
        services.door->sign_in.sign_in({body->name, body->password, body->code, body->post},
                                       client_of(request)),
        request, services);
}

Response set_up(const Request& request, Services& services) {
    if (auto no = refuse_plain_http(request, services)) {
        return std::move(*no);
    }
    const auto body = read_body<SetupBody>(request);
    if (!body) {
        return refused(RefusalKind::invalid, body.error(), request, services);
    }
    const auto made = services.door->office.set_up(
        services.door->setup, body->code,
        {body->system_administrator, body->security_administrator, body->audit_administrator},
        client_of(request));
    if (!made) {
        return refused(made.error(), request, services);
    }
    json::array accounts;
    for (const usecase::InitialSecret& secret : *made) {
        accounts.push_back(secret_json(secret));
    }
    return server::json_response(201, write(json::object{{"accounts", std::move(accounts)}}));
}

Response current_session(const Request& request, const Services& services) {
    const Caller& caller = *caller_of(request);
    return server::json_response(200, write(caller.session ? session_json(*caller.session, services)
                                                           : actor_json(caller.actor, services)));
}

Response close_session(const Request& request, Services& services) {
    const Caller& caller = *caller_of(request);
    Response response = server::empty_response(204);
    if (caller.session) {
        services.door->sign_in.end(*caller.session, account::SessionEnd::signed_out);
        response.add("Set-Cookie", cookie_line(request, session_cookie_name(request), "", 0));
        return response;
    }
    services.sessions->close(request.cookie(k_session_cookie).value_or(""));
    response.add("Set-Cookie", cookie_line(request, std::string(k_session_cookie), "", 0));
    return response;
}

using OwnHandler = std::function<Response(const Request&, const usecase::Session&, Services&)>;

// Of a person with an account.
server::SyncHandler own(Services& services, OwnHandler handler) {
    return [&services, handler = std::move(handler)](const Request& request) {
        const Result<usecase::SessionPtr> session = session_of(request);
        return session ? handler(request, **session, services)
                       : refused(RefusalKind::not_found, session.error(), request, services);
    };
}

// With a body, which is read before anything is looked up.
template <Record T>
server::SyncHandler own_with(Services& services,
                             Response (*act)(const T&, const Request&, const usecase::Session&,
                                             Services&)) {
    return [&services, act](const Request& request) {
        const Result<T> body = read_body<T>(request);
        if (!body) {
            return refused(RefusalKind::invalid, body.error(), request, services);
        }
        const Result<usecase::SessionPtr> session = session_of(request);
        return session ? act(*body, request, **session, services)
                       : refused(RefusalKind::not_found, session.error(), request, services);
    };
}

Response choose_post(const account::ActingPost& body, const Request& request,
                     const usecase::Session& session, Services& services) {
    return opened_or_refused(services.door->sign_in.choose_post(session, body), request, services);
}

Response confirm(const ConfirmBody& body, const Request& request, const usecase::Session& session,
                 Services& services) {
    return opened_or_refused(services.door->sign_in.confirm(
                                 session, {"", body.password, body.code, {}}, client_of(request)),
                             request, services);
}

Response list_sessions(const Request&, const usecase::Session& session, Services& services) {
    json::array items;
    json::object answer;
    if (auto account = services.door->accounts.load(session.account)) {
        const account::Account full = services.door->accounts.with_texts(std::move(*account));
        for (const account::OpenSession& open : full.sessions) {
            items.push_back({{"session", open.digest.substr(0, 16)},
                             {"this", open.digest == session.digest},
                             {"role", token(open.post.role)},
                             {"unit", open.post.unit.text()},
                             {"client", open.client.plain},
                             {"signed_in_at", to_string(open.signed_in_at)},
                             {"used_at", to_string(services.door->sessions.used_at(open))}});
        }
        answer["second_factor"] = full.second_factor.has_value();
        answer["recovery_codes_left"] =
            full.second_factor ? static_cast<std::int64_t>(full.second_factor->recovery.size()) : 0;
    }
    answer["items"] = std::move(items);
    return server::json_response(200, write(answer));
}

Response end_session(const Request& request, const usecase::Session& session, Services& services) {
    const std::string_view wanted = request.param("id");
    const auto account = services.door->accounts.load(session.account);
    for (const account::OpenSession& open :
         account ? account->sessions : std::vector<account::OpenSession>()) {
        if (std::string_view(open.digest).substr(0, 16) == wanted) {
            usecase::Session other = session;
            other.digest = open.digest;
            services.door->sign_in.end(other, account::SessionEnd::ended_by_owner);
            return server::empty_response(204);
        }
    }
    return refused(RefusalKind::not_found,
                   problem("not_found", "session", "没有这个会话", "there is no such session"),
                   request, services);
}

Response end_other_sessions(const Request& request, const usecase::Session& session,
                            Services& services) {
    const auto account = services.door->accounts.load(session.account);
    const auto done = account
                          ? services.door->sign_in.end_all(session.actor, *account, session.digest,
                                                           account::SessionEnd::ended_by_owner)
                          : usecase::Outcome<usecase::StreamAnswer>(usecase::StreamAnswer{});
    return done ? server::empty_response(204) : refused(done.error(), request, services);
}

Response change_password(const PasswordBody& body, const Request& request,
                         const usecase::Session& session, Services& services) {
    const auto organisation = services.desk->library().organisation();
    std::vector<std::string> words;
    if (const people::Person* person = organisation->person(session.actor.person)) {
        words.push_back(person->name);
    }
    if (const people::Unit* unit = organisation->unit(session.actor.unit)) {
        words.push_back(unit->name.zh);
    }
    const auto done = services.door->own.change_password(session, body.present, body.password,
                                                         words, client_of(request));
    return done ? server::empty_response(204) : refused(done.error(), request, services);
}

Response offer_second_factor(const Request& request, const usecase::Session& session,
                             Services& services) {
    const auto offered = services.door->own.offer_second_factor(session);
    if (!offered) {
        return refused(offered.error(), request, services);
    }
    return server::json_response(
        200,
        write(json::object{{"key", offered->key}, {"uri", offered->uri}, {"qr_svg", offered->qr}}));
}

Response codes_response(const usecase::Outcome<std::vector<std::string>>& codes,
                        const Request& request, const Services& services) {
    if (!codes) {
        return refused(codes.error(), request, services);
    }
    json::array items;
    for (const std::string& code : *codes) {
        items.emplace_back(code);
    }
    return server::json_response(200, write(json::object{{"recovery_codes", std::move(items)}}));
}

Response enrol_second_factor(const CodeBody& body, const Request& request,
                             const usecase::Session& session, Services& services) {
    return codes_response(services.door->own.enrol_second_factor(session, body.code), request,
                          services);
}

Response renew_recovery_codes(const Request& request, const usecase::Session& session,
                              Services& services) {
    return codes_response(services.door->own.renew_recovery_codes(session), request, services);
}

void add_open_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/sign-in",
                .name = "get_sign_in",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return sign_in_page(services, request);
                }),
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/setup",
                .name = "set_up",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return set_up(request, services); }),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/session",
                .name = "open_session",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return sign_in(request, services); }),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
}

} // namespace

void add_sign_in_routes(server::Router& router, Services& services) {
    add_open_routes(router, services);
    router.add({.method = Method::get,
                .pattern = "/api/v1/session",
                .name = "get_session",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return current_session(request, services);
                }),
                .permission = "session.own"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/session",
                .name = "close_session",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return close_session(request, services);
                }),
                .permission = "session.own"});
    const auto add = [&](Method method, const char* pattern, const char* name,
                         server::SyncHandler handler, bool body, bool fresh = false) {
        router.add({.method = method,
                    .pattern = pattern,
                    .name = name,
                    .handler = std::move(handler),
                    .body = body ? server::BodyKind::memory : server::BodyKind::none,
                    .permission = "session.own",
                    .fresh = fresh});
    };
    add(Method::post, "/api/v1/session/post", "choose_post", own_with(services, choose_post), true);
    add(Method::post, "/api/v1/session/confirm", "confirm_session", own_with(services, confirm),
        true);
    add(Method::get, "/api/v1/sessions", "list_own_sessions", own(services, list_sessions), false);
    add(Method::del, "/api/v1/sessions", "end_other_sessions", own(services, end_other_sessions),
        false);
    add(Method::del, "/api/v1/sessions/{id}", "end_own_session", own(services, end_session), false);
    add(Method::post, "/api/v1/password", "change_own_password",
        own_with(services, change_password), true);
    add(Method::post, "/api/v1/second-factor", "offer_second_factor",
        own(services, offer_second_factor), false, true);
    add(Method::post, "/api/v1/second-factor/enrol", "enrol_second_factor",
        own_with(services, enrol_second_factor), true);
    add(Method::post, "/api/v1/second-factor/recovery-codes", "renew_recovery_codes",
        own(services, renew_recovery_codes), false, true);
}

} // namespace chengban::api
