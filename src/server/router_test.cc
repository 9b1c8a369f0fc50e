#include "server/router.h"

#include "base/invariant.h"
#include "server/problem.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace chengban::server {
namespace {

Response nothing(const Request&) {
    return empty_response(204);
}

Route route(Method method, std::string pattern, std::string name) {
    return {.method = method,
            .pattern = std::move(pattern),
            .name = std::move(name),
            .handler = nothing,
            .sign_in = SignIn::none};
}

Router example() {
    Router router;
    router.add(route(Method::get, "/", "home"));
    router.add(route(Method::get, "/api/orders", "list"));
    router.add(route(Method::post, "/api/orders", "create"));
    router.add(route(Method::get, "/api/orders/{id}", "get"));
    router.add(route(Method::get, "/api/orders/queue", "queue"));
    router.add(route(Method::post, "/api/orders/{order}/{command}", "command"));
    router.add(route(Method::get, "/files/{rest...}", "files"));
    router.add(route(Method::get, "/{path...}", "page"));
    router.close_prefix("/api");
    return router;
}

std::string name_at(const Router& router, Method method, std::string_view path) {
    const Router::Match match = router.match(method, path);
    return match.route != nullptr ? match.route->name : "-" + match.allow;
}

TEST(Router, literal_before_variable_before_rest) {
    const Router router = example();
    EXPECT_EQ(name_at(router, Method::get, "/"), "home");
    EXPECT_EQ(name_at(router, Method::get, "/api/orders/queue"), "queue");
    EXPECT_EQ(name_at(router, Method::get, "/api/orders/17"), "get");
    EXPECT_EQ(name_at(router, Method::post, "/api/orders/queue/x"), "command");
    EXPECT_EQ(name_at(router, Method::get, "/assets/app.js"), "page");
    EXPECT_EQ(name_at(router, Method::get, "/files/a/b/c"), "files");
    EXPECT_EQ(router.match(Method::get, "/files/a/b/c").params.front().value, "a/b/c");
    EXPECT_EQ(router.match(Method::get, "/assets/a").params.front().value, "assets/a");
}

TEST(Router, variables_carry_the_names_of_their_own_route) {
    const Router router = example();
    const Router::Match match = router.match(Method::post, "/api/orders/17/return");
    const std::vector<NameValue> params{{"order", "17"}, {"command", "return"}};
    EXPECT_EQ(match.params, params);
    Request request;
    request.params = match.params;
    EXPECT_EQ(request.param("order"), "17");
    EXPECT_THROW(request.param("id"), Bug);
}

TEST(Router, wrong_method_names_the_right_ones) {
    const Router router = example();
    EXPECT_EQ(name_at(router, Method::del, "/api/orders"), "-GET, HEAD, POST");
    EXPECT_EQ(name_at(router, Method::post, "/api/orders/17"), "-GET, HEAD");
    EXPECT_EQ(name_at(router, Method::head, "/api/orders/17"), "get");
}

TEST(Router, under_a_closed_prefix_nothing_is_a_page) {
    const Router router = example();
    for (const char* path :
         {"/api", "/api/", "/api/x", "/api/orders/17/return/x", "/api/orders/"}) {
        EXPECT_EQ(name_at(router, Method::get, path), "-") << path;
    }
    EXPECT_EQ(name_at(router, Method::get, "/apis"), "page");
}

TEST(Router, table_errors_are_bugs_at_start) {
    Router router = example();
    EXPECT_THROW(router.add(route(Method::get, "/api/orders", "again")), Bug);
    EXPECT_THROW(router.add(route(Method::get, "/api/other", "list")), Bug);
    EXPECT_THROW(router.add(route(Method::get, "api", "x")), Bug);
    EXPECT_THROW(router.add(route(Method::get, "/a/{rest...}/b", "x")), Bug);
    EXPECT_THROW(router.add(route(Method::get, "/a/{}", "x")), Bug);
    EXPECT_THROW(router.add(route(Method::get, "/a/b{c}", "x")), Bug);
    EXPECT_THROW(router.add(route(Method::head, "/a", "x")), Bug);
    Route body = route(Method::get, "/a", "x");
    body.body = BodyKind::memory;
    EXPECT_THROW(router.add(body), Bug);
    Route changing = route(Method::get, "/a", "x");
    changing.changes_state = true;
    EXPECT_THROW(router.add(changing), Bug);
    Route blocking = route(Method::get, "/a", "x");
    blocking.run_on = RunOn::io_thread;
    blocking.sign_in = SignIn::required;
    EXPECT_THROW(router.add(blocking), Bug);
    blocking.sign_in = SignIn::none;
    blocking.handler = [](const Request&, Responder) {};
    EXPECT_THROW(router.add(blocking), Bug);
    Route empty = route(Method::get, "/a", "x");
    empty.handler = SyncHandler();
    EXPECT_THROW(router.add(empty), Bug);
}

TEST(Router, a_route_that_needs_a_sign_in_needs_a_guard) {
    Router router;
    Route secret = route(Method::get, "/secret", "secret");
    secret.sign_in = SignIn::required;
    router.add(secret);
    EXPECT_THROW(router.check(), Bug);
    router.set_guard([](Request&) { return std::nullopt; });
    EXPECT_NO_THROW(router.check());
}

TEST(Router, the_table_can_be_read) {
    const Router router = example();
    EXPECT_EQ(router.routes().size(), 8U);
    EXPECT_EQ(router.routes()[2]->pattern, "/api/orders");
    EXPECT_TRUE(router.routes()[2]->is_mutating_route());
}

TEST(ProblemDocument, carries_all_reasons_in_both_languages) {
    const Problem problem{{
        {"return_window_closed", "7.1", "reason", {"退单时限已过", "the window has closed"}},
        {"no_clause", "", "", {"其他", "other"}},
        {"again", "7.1", "x", {"再次", "again"}},
    }};
    const Response response = problem_response(
        409, problem,
        ProblemContext{.language = Language::en, .instance = "/api/v1/work-orders/17"});
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(*response.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(*response.find("Content-Language"), "en");
    const Result<json::value> parsed = parse_json(response.text());
    ASSERT_TRUE(parsed);
    const json::object& document = parsed->as_object();
    EXPECT_EQ(document.at("type"), "urn:chengban:problem:return_window_closed");
    EXPECT_EQ(document.at("title"), "Conflict with the present state");
    EXPECT_EQ(document.at("status"), 409);
    EXPECT_EQ(document.at("detail"), "the window has closed; other; again");
    EXPECT_EQ(document.at("instance"), "/api/v1/work-orders/17");
    EXPECT_EQ(document.at("clauses"), json::value({"7.1"}));
    EXPECT_EQ(document.at("fields").as_array().size(), 3U);
    EXPECT_EQ(document.at("fields").as_array()[0].as_object().at("zh"), "退单时限已过");
    EXPECT_FALSE(document.contains("incident"));
    EXPECT_THROW(problem_response(200, problem), Bug);
    EXPECT_THROW(problem_response(400, Problem{}), Bug);
}

} // namespace
} // namespace chengban::server
