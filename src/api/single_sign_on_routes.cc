// Signing in by single sign-on. The desk asks where to send the browser, and gives back what the
// provider sent it back with; the provider itself never calls us. Whatever may wait for the
// provider runs on threads of its own, so that a slow one holds no other request up.
#include "api/route_tools.h"
#include "api/sign_in_answers.h"
#include "base/worker_pool.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Responder;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::int64_t k_trip_seconds = 600; // to sign in at the provider

struct DepartBody {
    bool confirm = false;
    static constexpr auto fields() {
        return std::tuple{
            defaulted("confirm", &DepartBody::confirm, "为确认身份", "for a confirmation")};
    }
};

struct ArriveBody {
    std::string state;
    std::string code;
    std::string issuer;
    std::string one_time_code;
    std::optional<account::ActingPost> post;
    static constexpr auto fields() {
        using T = ArriveBody;
        return std::tuple{field("state", &T::state, "登录标识", "state", {1, 200}),
                          field("code", &T::code, "登录凭据", "code of the provider", {1, 2000}),
                          defaulted("issuer", &T::issuer, "签发方", "issuer", {0, 200}),
                          defaulted("one_time_code", &T::one_time_code, "动态口令或恢复码",
                                    "one-time code", {0, 512}),
                          field("post", &T::post, "岗位", "post")};
    }
};

struct BindBody {
    std::string subject;
    static constexpr auto fields() {
        return std::tuple{field("subject", &BindBody::subject, "统一认证主体",
                                "subject of the provider", account::k_subject)};
    }
};

// Strict as the session's: the desk itself calls us when the browser is back.
std::string trip_cookie_name(const Request& request) {
    return request.is_secure ? "__Host-chengban_single_sign_on" : "chengban_single_sign_on";
}

using Act = std::function<Response(const Request&, Services&)>;

server::AsyncHandler outside(Services& services, Act act) {
    return [&services, act = std::move(act)](const Request& request, Responder responder) {
        WorkerPool::Job job = [&services, &request, responder, act] {
            try {
                responder.send(act(request, services));
            } catch (const std::exception&) {
                // The last responder goes without an answer: an incident, as for every bug.
            }
        };
        if (!services.outside->try_submit(std::move(job))) {
            responder.send(
                refused(RefusalKind::unavailable,
                        problem("busy", "", "登录的人太多，请稍后再试，或用口令登录",
                                "too many people are signing in: try again, or use your password"),
                        request, services));
        }
    };
}

template <Record T>
Act with_body(Response (*act)(const T&, const Request&, Services&)) {
    return [act](const Request& request, Services& services) {
        const Result<T> body = read_body<T>(request);
        return body ? act(*body, request, services)
                    : refused(RefusalKind::invalid, body.error(), request, services);
    };
}

Response depart(const DepartBody& body, const Request& request, Services& services) {
    if (auto no = refuse_plain_http(request, services)) {
        return std::move(*no);
    }
    const auto departure = services.door->single_sign_on.depart(body.confirm);
    if (!departure) {
        return refused(departure.error(), request, services);
    }
    Response response =
        server::json_response(200, write(json::object{{"address", departure->address}}));
    response.add("Set-Cookie",
                 cookie_line(request, trip_cookie_name(request), departure->token, k_trip_seconds));
    return response;
}

usecase::Arrival arrival_of(const ArriveBody& body, const Request& request) {
    usecase::Arrival arrival;
    arrival.token = std::string(request.cookie(trip_cookie_name(request)).value_or(""));
    arrival.state = body.state;
    arrival.code = body.code;
    arrival.issuer = body.issuer;
    arrival.one_time_code = body.one_time_code;
    arrival.post = body.post;
    return arrival;
}

Response arrived(const usecase::Outcome<usecase::Opened>& opened, const Request& request,
                 Services& services) {
    Response response = opened_or_refused(opened, request, services);
    if (opened) {
        response.add("Set-Cookie", cookie_line(request, trip_cookie_name(request), "", 0));
    }
    return response;
}

Response sign_in(const ArriveBody& body, const Request& request, Services& services) {
    if (auto no = refuse_plain_http(request, services)) {
        return std::move(*no);
    }
    return arrived(
        services.door->single_sign_on.sign_in(arrival_of(body, request), client_of(request)),
        request, services);
}

Response confirm(const ArriveBody& body, const Request& request, Services& services) {
    const Result<usecase::SessionPtr> session = session_of(request);
    if (!session) {
        return refused(RefusalKind::not_found, session.error(), request, services);
    }
    return arrived(services.door->single_sign_on.confirm(**session, arrival_of(body, request),
                                                         client_of(request)),
                   request, services);
}

Response leave(const Request& request, Services& services) {
    const auto address = services.door->single_sign_on.sign_out_address();
    return address ? server::json_response(200, write(json::object{{"address", *address}}))
                   : refused(address.error(), request, services);
}

// ---- administrators

std::optional<account::Account> account_in(const Request& request, Services& services) {
    return services.door->accounts.load(std::string(request.param("id")));
}

Response no_such_account(const Request& request, Services& services) {
    return refused(RefusalKind::not_found,
                   problem("not_found", "account", "没有这个账号", "there is no such account"),
                   request, services);
}

Response done_or_refused(const usecase::Outcome<usecase::StreamAnswer>& done,
                         const Request& request, const Services& services) {
    return done ? server::empty_response(204) : refused(done.error(), request, services);
}

json::object subject_json(const account::Subject& subject, const Services& services) {
    const auto organisation = services.desk->library().organisation();
    const auto name = [&](const PersonId& id) {
        const people::Person* person = organisation->person(id);
        return person == nullptr ? id.text() : person->name;
    };
    return {{"id", subject.id},
            {"issuer", subject.issuer},
            {"subject", subject.subject},
            {"account", subject.account},
            {"person", subject.person.text()},
            {"person_name", name(subject.person)},
            {"state", token(subject.state)},
            {"state_zh", zh(subject.state)},
            {"state_en", en(subject.state)},
            {"bound_by", subject.bound_by.text()},
            {"bound_by_name", name(subject.bound_by)},
            {"bound_at", to_string(subject.bound_at)}};
}

Response list_all_subjects(const Request& request, Services& services) {
    const auto page =
        services.door->subjects.page(std::string(request.query_value("cursor").value_or("")));
    if (!page) {
        return refused(RefusalKind::invalid, page.error(), request, services);
    }
    json::array items;
    for (const account::Subject& subject : page->subjects) {
        items.push_back(subject_json(subject, services));
    }
    return server::json_response(
        200, write(json::object{{"items", std::move(items)}, {"next_cursor", page->next_cursor}}));
}

Response list_subjects(const Request& request, Services& services) {
    const auto account = account_in(request, services);
    if (!account) {
        return no_such_account(request, services);
    }
    json::array items;
    for (const account::Subject& subject : services.door->subjects.of_person(account->person)) {
        items.push_back(subject_json(subject, services));
    }
    return server::json_response(200, write(json::object{{"items", std::move(items)}}));
}

Response bind_subject(const BindBody& body, const Request& request, Services& services) {
    const auto account = account_in(request, services);
    if (!account) {
        return no_such_account(request, services);
    }
    const auto settings = services.door->settings.current();
    if (!settings->single_sign_on) {
        return refused(
            RefusalKind::invalid,
            problem("single_sign_on_off", "", "没有启用单点登录", "single sign-on is not set up"),
            request, services);
    }
    const auto done =
        services.door->subjects.bind(caller(request), {settings->single_sign_on->issuer,
                                                       body.subject, account->id, account->person});
    return done ? server::json_response(201, write(json::object{{"id", done->id}}))
                : refused(done.error(), request, services);
}

Response approve_subject(const Request& request, Services& services) {
    return done_or_refused(services.door->subjects.give(
                               caller(request), std::string(request.param("id")),
                               std::string(request.param("subject")), account::SubjectApproved{}),
                           request, services);
}

// What it opened ends with it.
Response unbind_subject(const Request& request, Services& services) {
    const std::string account(request.param("id"));
    const auto done = services.door->subjects.give(
        caller(request), account, std::string(request.param("subject")), account::SubjectUnbound{});
    return done ? done_or_refused(services.door->office.end_sessions(caller(request), account),
                                  request, services)
                : refused(done.error(), request, services);
}

server::SyncHandler here(Services& services, Act act) {
    return [&services, act = std::move(act)](const Request& request) {
        return act(request, services);
    };
}

void add_subject_routes(server::Router& router, Services& services) {
    constexpr const char* k_subjects = "/api/v1/accounts/{id}/subjects";
    const std::string subject = std::string(k_subjects) + "/{subject}";
    router.add({.method = Method::get,
                .pattern = "/api/v1/single-sign-on/subjects",
                .name = "list_subjects",
                .handler = here(services, list_all_subjects),
                .query = {"cursor"},
                .permission = "access.read"});
    router.add({.method = Method::get,
                .pattern = k_subjects,
                .name = "list_account_subjects",
                .handler = here(services, list_subjects),
                .permission = "access.read"});
    router.add({.method = Method::post,
                .pattern = k_subjects,
                .name = "bind_account_subject",
                .handler = here(services, with_body(bind_subject)),
                .body = server::BodyKind::memory,
                .permission = "access.administer",
                .fresh = true});
    router.add({.method = Method::post,
                .pattern = subject + "/approve",
                .name = "approve_account_subject",
                .handler = here(services, approve_subject),
                .permission = "access.secure",
                .fresh = true});
    router.add({.method = Method::post,
                .pattern = subject + "/unbind",
                .name = "unbind_account_subject",
                .handler = here(services, unbind_subject),
                .permission = "access.stop",
                .fresh = true});
}

} // namespace

void add_single_sign_on_routes(server::Router& router, Services& services) {
    router.add({.method = Method::post,
                .pattern = "/api/v1/single-sign-on",
                .name = "begin_single_sign_on",
                .handler = outside(services, with_body(depart)),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/single-sign-on/session",
                .name = "open_session_by_single_sign_on",
                .handler = outside(services, with_body(sign_in)),
                .body = server::BodyKind::memory,
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    router.add({.method = Method::post,
                .pattern = "/api/v1/single-sign-on/confirm",
                .name = "confirm_session_by_single_sign_on",
                .handler = outside(services, with_body(confirm)),
                .body = server::BodyKind::memory,
                .permission = "session.own"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/single-sign-on/leave",
                .name = "leave_single_sign_on",
                .handler = outside(services, leave),
                .sign_in = server::SignIn::none,
                .permission = std::string(people::k_public)});
    add_subject_routes(router, services);
}

} // namespace chengban::api
