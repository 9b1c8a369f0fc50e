// What the three administrators do with accounts, keys for machines and the settings of signing in.
// Who may do which is decided in the account room, on the facts as stored.
#include "api/caller.h"
#include "api/route_tools.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::int32_t k_page = 100;

struct ReasonBody {
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{field("reason", &ReasonBody::reason, "原因", "reason", {1, 200})};
    }
};

json::object account_json(const account::Account& account, const Services& services) {
    json::object object{{"account", account.id},
                        {"name", account.name},
                        {"person", account.person.text()},
                        {"standing", token(account.standing)},
                        {"standing_zh", zh(account.standing)},
                        {"second_factor", account.second_factor.has_value()},
                        {"initial_password", account.password && account.password->initial},
                        {"sessions", static_cast<std::int64_t>(account.sessions.size())},
                        {"created_by", account.created_by.text()},
                        {"created_at", to_string(account.created_at)},
                        {"version", account.version}};
    const auto organisation = services.desk->library().organisation();
    if (const people::Person* person = organisation->person(account.person)) {
        object["person_name"] = person->name;
    }
    if (account.signed_in_at) {
        object["signed_in_at"] = to_string(*account.signed_in_at);
    }
    return object;
}

json::object key_json(const account::ApiKey& key) {
    json::array scopes;
    for (const account::KeyScope scope : key.scopes) {
        scopes.emplace_back(token(scope));
    }
    return {{"key", key.id},
            {"name", key.name},
            {"unit", key.unit.text()},
            {"role", token(key.role)},
            {"scopes", std::move(scopes)},
            {"state", token(key.state)},
            {"expires_at", to_string(key.secrets.front().expires_at)},
            {"created_by", key.created_by.text()},
            {"created_at", to_string(key.created_at)}};
}

Response list_accounts(const Request& request, Services& services) {
    json::array items;
    std::string last;
    for (const std::string& id : services.door->accounts.ids(
             std::string(request.query_value("cursor").value_or("")), k_page)) {
        items.push_back(account_json(*services.door->accounts.load(id), services));
        last = id;
    }
    const bool more = items.size() == static_cast<std::size_t>(k_page);
    return server::json_response(
        200, write(json::object{{"items", std::move(items)}, {"next_cursor", more ? last : ""}}));
}

Response list_keys(const Request& request, Services& services) {
    json::array items;
    std::string last;
    for (const account::ApiKey& key : services.door->keys.page(
             std::string(request.query_value("cursor").value_or("")), k_page)) {
        items.push_back(key_json(key));
        last = key.id;
    }
    const bool more = items.size() == static_cast<std::size_t>(k_page);
    return server::json_response(
        200, write(json::object{{"items", std::move(items)}, {"next_cursor", more ? last : ""}}));
}

std::string id_of(const Request& request) {
    return std::string(request.param("id"));
}

Response done_or_refused(const usecase::Outcome<usecase::StreamAnswer>& done,
                         const Request& request, const Services& services) {
    return done ? server::empty_response(204) : refused(done.error(), request, services);
}

Response secret_or_refused(const usecase::Outcome<usecase::InitialSecret>& made,
                           const Request& request, const Services& services) {
    return made ? server::json_response(201, write(secret_json(*made)))
                : refused(made.error(), request, services);
}

Response issued_or_refused(const usecase::Outcome<usecase::IssuedKey>& issued,
                           const Request& request, const Services& services) {
    if (!issued) {
        return refused(issued.error(), request, services);
    }
    return server::json_response(
        201, write(json::object{{"id", issued->id},
                                {"key", issued->key},
                                {"expires_at", to_string(issued->expires_at)}}));
}

using Act = std::function<Response(const Request&, Services&)>;

// A handler that reads its body first.
template <Record T>
Act with_body(std::function<Response(const T&, const Request&, Services&)> act) {
    return [act = std::move(act)](const Request& request, Services& services) {
        const Result<T> body = read_body<T>(request);
        return body ? act(*body, request, services)
                    : refused(RefusalKind::invalid, body.error(), request, services);
    };
}

template <class Fact>
Act giving() {
    return [](const Request& request, Services& services) {
        return done_or_refused(services.door->office.give(caller(request), id_of(request), Fact{}),
                               request, services);
    };
}

class Table {
public:
    Table(server::Router& router, Services& services) : router_(router), services_(services) {}

    void get(const char* pattern, const char* name, Act act, std::vector<std::string> query = {}) {
        router_.add({.method = Method::get,
                     .pattern = pattern,
                     .name = name,
                     .handler = handler(std::move(act)),
                     .query = std::move(query),
                     .permission = "access.read"});
    }
    // Each of them asks for a fresh confirmation.
    void change(const char* permission, Method method, const char* pattern, const char* name,
                bool body, Act act) {
        router_.add({.method = method,
                     .pattern = pattern,
                     .name = name,
                     .handler = handler(std::move(act)),
                     .body = body ? server::BodyKind::memory : server::BodyKind::none,
                     .permission = permission,
                     .fresh = true});
    }

private:
    server::SyncHandler handler(Act act) {
        return [&services = services_, act = std::move(act)](const Request& request) {
            return act(request, services);
        };
    }
    server::Router& router_;
    Services& services_;
};

void add_accounts(Table& table) {
    table.get("/api/v1/accounts", "list_accounts", list_accounts, {"cursor"});
    table.change("access.administer", Method::post, "/api/v1/accounts", "create_account", true,
                 with_body<usecase::NewAccount>([](const auto& body, const auto& request,
                                                   Services& services) {
                     return secret_or_refused(services.door->office.create(caller(request), body),
                                              request, services);
                 }));
    table.change("access.secure", Method::post, "/api/v1/accounts/{id}/approve", "approve_account",
                 false, giving<account::AccountApproved>());
    table.change("access.secure", Method::post, "/api/v1/accounts/{id}/enable", "enable_account",
                 false, giving<account::AccountEnabled>());
    table.change("access.secure", Method::post, "/api/v1/accounts/{id}/remove-second-factor",
                 "remove_second_factor", false, giving<account::SecondFactorRemoved>());
    table.change(
        "access.stop", Method::post, "/api/v1/accounts/{id}/disable", "disable_account", true,
        with_body<ReasonBody>([](const auto& body, const auto& request, Services& services) {
            return done_or_refused(
                services.door->office.give(caller(request), id_of(request),
                                           account::AccountDisabled{body.reason}),
                request, services);
        }));
    table.change("access.administer", Method::post, "/api/v1/accounts/{id}/reset-password",
                 "reset_password", false, [](const Request& request, Services& services) {
                     return secret_or_refused(
                         services.door->office.reset_password(caller(request), id_of(request)),
                         request, services);
                 });
    table.change(
        "access.stop", Method::post, "/api/v1/accounts/{id}/unlock", "unlock_account", false,
        [](const Request& request, Services& services) {
            const auto done = services.door->office.unlock(caller(request), id_of(request));
            return done ? server::empty_response(204) : refused(done.error(), request, services);
        });
    table.change("access.stop", Method::post, "/api/v1/accounts/{id}/end-sessions",
                 "end_account_sessions", false, [](const Request& request, Services& services) {
                     return done_or_refused(
                         services.door->office.end_sessions(caller(request), id_of(request)),
                         request, services);
                 });
}

void add_keys(Table& table) {
    table.get("/api/v1/api-keys", "list_api_keys", list_keys, {"cursor"});
    table.change(
        "access.administer", Method::post, "/api/v1/api-keys", "issue_api_key", true,
        with_body<usecase::NewKey>([](const auto& body, const auto& request, Services& services) {
            const auto organisation = services.desk->library().organisation();
            if (organisation->unit(body.unit) == nullptr) {
                return refused(
                    RefusalKind::invalid,
                    problem("unknown_unit", "unit", "没有这个单位", "there is no such unit"),
                    request, services);
            }
            return issued_or_refused(services.door->keys.issue(caller(request), body), request,
                                     services);
        }));
    table.change("access.administer", Method::post, "/api/v1/api-keys/{id}/rotate",
                 "rotate_api_key", true,
                 with_body<usecase::KeyRotation>(
                     [](const auto& body, const auto& request, Services& services) {
                         return issued_or_refused(
                             services.door->keys.rotate(caller(request), id_of(request), body),
                             request, services);
                     }));
    table.change("access.secure", Method::post, "/api/v1/api-keys/{id}/approve", "approve_api_key",
                 false, [](const Request& request, Services& services) {
                     return done_or_refused(
                         services.door->keys.approve(caller(request), id_of(request)), request,
                         services);
                 });
    table.change(
        "access.stop", Method::post, "/api/v1/api-keys/{id}/revoke", "revoke_api_key", true,
        with_body<ReasonBody>([](const auto& body, const auto& request, Services& services) {
            return done_or_refused(
                services.door->keys.revoke(caller(request), id_of(request), body.reason), request,
                services);
        }));
}

void add_settings(Table& table) {
    table.get(
        "/api/v1/sign-in-settings", "get_sign_in_settings", [](const Request&, Services& services) {
            Response response =
                server::json_response(200, write(write_record(*services.door->settings.current())));
            response.set("ETag", "\"" + std::to_string(services.door->settings.version()) + "\"");
            return response;
        });
    table.change(
        "access.secure", Method::put, "/api/v1/sign-in-settings", "set_sign_in_settings", true,
        with_body<account::SignInSettings>(
            [](const auto& body, const auto& request, Services& services) {
                const auto done = services.door->settings.set(caller(request), body, std::nullopt);
                services.door->audit.record({services.desk->clock().now(),
                                             "sign_in_settings",
                                             canonical_json(write_record(caller(request))),
                                             "store",
                                             done ? "done" : "refused",
                                             {},
                                             write_record(body).as_object()});
                return done_or_refused(done, request, services);
            }));
}

} // namespace

void add_account_routes(server::Router& router, Services& services) {
    Table table(router, services);
    add_accounts(table);
    add_keys(table);
    add_settings(table);
}

} // namespace chengban::api
