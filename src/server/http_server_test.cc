// The ordinary life of requests, over real sockets.
#include "server/http_server.h"

#include "server/edge_rules.h"
#include "server/static_files.h"
#include "server/testing_client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <thread>

namespace chengban::server::testing {
namespace {

TEST(HttpServer, answers_and_keeps_the_connection) {
    TestServer server;
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        const Reply reply = client.ask(get("/api/hello?q=%E4%BD%A0"));
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "{\"q\":\"你\",\"peer\":\"127.0.0.1\",\"loopback\":true}");
    }
    EXPECT_EQ(client.ask(get("/api/quick")).status, 200);
    EXPECT_EQ(server.server->stats().accepted, 1U);
    EXPECT_EQ(client.ask(get("/api/hello", "Connection: close\r\n")).header("Connection"), "close");
    EXPECT_TRUE(client.at_end());
}

TEST(HttpServer, pipelined_requests_are_answered_in_order) {
    TestServer server;
    RawClient client(server.port());
    std::string all;
    for (int i = 0; i < 100; ++i) {
        const std::string body = fmt::format("{{\"n\":{}}}", i);
        all += i % 2 == 0 ? post("/api/echo", body) : get(fmt::format("/api/hello?q={}", i));
    }
    client.send(all);
    for (int i = 0; i < 100; ++i) {
        const Reply reply = client.receive();
        ASSERT_EQ(reply.status, 200);
        EXPECT_NE(reply.body.find(fmt::format("{}{}", i % 2 == 0 ? ":" : "\"", i)),
                  std::string::npos);
    }
}

TEST(HttpServer, every_answer_has_the_security_headers) {
    TestServer server;
    RawClient client(server.port());
    for (const std::string& request :
         {get("/api/hello"), get("/api/none"), post("/api/hello", "{}"), get("/api/throw/x")}) {
        RawClient fresh(server.port());
        const Reply reply = fresh.ask(request);
        EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(reply.header("Content-Security-Policy"),
                  "default-src 'none'; frame-ancestors 'none'");
        EXPECT_EQ(reply.header("Referrer-Policy"), "same-origin");
        EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_EQ(reply.header("X-Frame-Options"), "DENY");
        EXPECT_EQ(reply.header("Cache-Control"), "no-store");
        EXPECT_EQ(reply.header("Server"), "");
        EXPECT_EQ(reply.header("Strict-Transport-Security"), "");
        EXPECT_EQ(reply.header("Date").size(), 29U);
    }
}

TEST(HttpServer, generic_refusals) {
    TestServer server;
    RawClient client(server.port());
    const Reply lost = client.ask(get("/api/none"));
    EXPECT_EQ(lost.status, 404);
    EXPECT_EQ(lost.header("Content-Type"), "application/problem+json");
    const Reply method =
        client.ask("DELETE /api/echo HTTP/1.1\r\nHost: localhost\r\nX-Chengban-Request: 1\r\n\r\n");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.header("Allow"), "POST");
    EXPECT_EQ(client.ask(get("/api/hello", "Accept: text/html\r\n")).status, 406);
    EXPECT_EQ(client.ask(get("/api/hello?x=1")).status, 400);
    EXPECT_EQ(client.ask(get("/api/hello?q=1&q=2")).status, 400); // closes: the head is refused
    RawClient typed(server.port());
    const Reply type =
        typed.ask("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                  "text/xml\r\nX-Chengban-Request: 1\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(type.status, 415);
    EXPECT_EQ(type.header("Accept"), "application/json");
    RawClient coded(server.port());
    EXPECT_EQ(coded.ask(post("/api/echo", "{}", "Content-Encoding: gzip\r\n")).status, 415);
    RawClient body(server.port());
    EXPECT_EQ(body.ask("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
                  .status,
              400);
}

TEST(HttpServer, problems_speak_the_clients_language) {
    TestServer server;
    RawClient client(server.port());
    EXPECT_NE(client.ask(get("/api/none")).body.find("\"title\":\"没有找到\""), std::string::npos);
    EXPECT_NE(client.ask(get("/api/none", "Accept-Language: en\r\n")).body.find("\"Not found\""),
              std::string::npos);
}

TEST(HttpServer, path_variables_and_if_match_reach_the_handler) {
    TestServer server;
    RawClient client(server.port());
    EXPECT_EQ(client.ask(post("/api/orders/a%20b/return", "{}", "If-Match: \"7\"\r\n")).body,
              R"({"id":"a b","command":"return","if_match":"yes"})");
}

TEST(HttpServer, head_is_get_without_its_body) {
    TestServer server;
    RawClient client(server.port());
    client.send("HEAD /api/tagged HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const Reply reply = client.receive(true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Content-Length"), "13");
    EXPECT_EQ(client.ask(get("/api/tagged")).body, "{\"version\":7}"); // nothing was left over
}

TEST(HttpServer, conditional_get) {
    TestServer server;
    RawClient client(server.port());
    const Reply fresh = client.ask(get("/api/tagged", "If-None-Match: \"6\"\r\n"));
    EXPECT_EQ(fresh.status, 200);
    const Reply same = client.ask(get("/api/tagged", "If-None-Match: \"1\", W/\"7\"\r\n"));
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.header("ETag"), "\"7\"");
    EXPECT_EQ(same.header("Content-Length"), "");
    EXPECT_EQ(client.ask(get("/api/tagged")).status, 200);
}

TEST(HttpServer, chunked_body_of_any_cut) {
    TestServer server;
    RawClient client(server.port());
    client.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n");
    for (const char c : std::string("3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n")) {
        client.send(std::string(1, c));
    }
    EXPECT_EQ(client.receive().body, "[1,2]");
    EXPECT_EQ(client.ask(get("/api/hello")).status, 200);
}

TEST(HttpServer, expect_continue) {
    TestServer server;
    RawClient client(server.port());
    client.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    EXPECT_EQ(client.ask("{}").body, "{}");
    client.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 413); // told before the body was sent
}

TEST(HttpServer, guard_runs_before_the_handler) {
    TestServer server;
    RawClient client(server.port());
    EXPECT_EQ(client.ask(get("/api/secret")).status, 401);
    EXPECT_EQ(client.ask(get("/api/secret", "Cookie: session=1\r\n")).status, 200);
    EXPECT_EQ(client.ask(get("/api/secret", "Cookie: session=1; session=2\r\n")).status, 401);
}

TEST(HttpServer, ipv6_and_several_addresses) {
    TestServer server([](ServerOptions& options) { options.addresses = {"localhost"}; });
    RawClient six(server.port(), "::1");
    if (!six.connected()) {
        GTEST_SKIP() << "no IPv6 loopback here";
    }
    const std::string host =
        fmt::format("GET /api/hello HTTP/1.1\r\nHost: [::1]:{}\r\n\r\n", server.port());
    EXPECT_NE(six.ask(host).body.find("\"peer\":\"::1\",\"loopback\":true"), std::string::npos);
    RawClient four(server.port(), "127.0.0.1");
    EXPECT_EQ(four.ask(get("/api/hello")).status, 200);
}

TEST(HttpServer, a_taken_port_is_refused_with_its_place) {
    TestServer server;
    ServerOptions options;
    options.port = server.port();
    const auto second = HttpServer::start(options, Router());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reasons[0].code, "address_in_use");
    EXPECT_EQ(second.error().reasons[0].field, fmt::format("127.0.0.1 port {}", server.port()));
    options.addresses = {"not-an-address"};
    EXPECT_EQ(HttpServer::start(options, Router()).error().reasons[0].code, "listen_address");
    options.addresses = {"203.0.113.7"};
    EXPECT_EQ(HttpServer::start(options, Router()).error().reasons[0].code, "listen_address");
    options.trusted_proxies = {"proxy"};
    EXPECT_EQ(HttpServer::start(options, Router()).error().reasons[0].code, "bad_network");
}

TEST(HttpServer, host_names_are_checked_against_rebinding) {
    TestServer server([](ServerOptions& options) { options.host_names = {"desk.example"}; });
    const auto status = [&server](std::string_view host) {
        RawClient client(server.port());
        return client.ask(fmt::format("GET /api/hello HTTP/1.1\r\nHost: {}\r\n\r\n", host)).status;
    };
    EXPECT_EQ(status("localhost:1234"), 200);
    EXPECT_EQ(status("127.0.0.1"), 200);
    EXPECT_EQ(status("DESK.example"), 200);
    EXPECT_EQ(status("desk.example.:80"), 200);
    EXPECT_EQ(status("evil.example"), 421);
    EXPECT_EQ(status("127.0.0.1.evil.example"), 421);
    EXPECT_EQ(status("10.0.0.1"), 421);
    EXPECT_EQ(status("[::1]"), 200); // loopback by its other name
    EXPECT_EQ(status("a b"), 400);
}

TEST(HttpServer, cross_site_changes_are_refused) {
    TestServer server;
    const auto status = [&server](std::string_view extra) {
        RawClient client(server.port());
        return client.ask(post("/api/echo", "{}", extra)).status;
    };
    EXPECT_EQ(status(""), 200);
    EXPECT_EQ(status("Origin: http://localhost\r\n"), 200);
    EXPECT_EQ(status("Origin: http://evil.example\r\n"), 403);
    EXPECT_EQ(status("Origin: null\r\n"), 403);
    EXPECT_EQ(status("Sec-Fetch-Site: cross-site\r\n"), 403);
    RawClient form(server.port());
    EXPECT_EQ(form.ask("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                       "Content-Length: 2\r\n\r\n{}")
                  .status,
              403);
}

TEST(HttpServer, trusted_proxy_names_the_client) {
    TestServer server([](ServerOptions& options) { options.trusted_proxies = {"127.0.0.1"}; });
    RawClient client(server.port());
    const Reply reply = client.ask(
        get("/api/hello", "X-Forwarded-For: 127.0.0.1, 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"));
    EXPECT_EQ(reply.body, R"({"q":"","peer":"1.2.3.4","loopback":false})");
    EXPECT_EQ(reply.header("Strict-Transport-Security"), "max-age=31536000");
    TestServer plain;
    RawClient direct(plain.port());
    EXPECT_EQ(direct.ask(get("/api/hello", "X-Forwarded-For: 1.2.3.4\r\n")).body,
              R"({"q":"","peer":"127.0.0.1","loopback":false})");
}

TEST(HttpServer, static_files_with_etag_and_no_way_out) {
    const std::vector<EmbeddedFile> list{{"index.html", "<!doctype html>"},
                                         {"assets/app-1a2b3c4d.js", "app"}};
    const auto files = std::make_shared<StaticFiles>(StaticFiles::from_memory(list));
    TestServer server({}, [files](Router& router) {
        router.add({.method = Method::get,
                    .pattern = "/{path...}",
                    .name = "page",
                    .handler = [files](const Request& request) { return files->respond(request); },
                    .produces = {},
                    .query = {"*"},
                    .sign_in = SignIn::none,
                    .run_on = RunOn::io_thread});
    });
    RawClient client(server.port());
    const Reply page = client.ask(get("/orders/17?tab=1"));
    EXPECT_EQ(page.body, "<!doctype html>");
    EXPECT_TRUE(page.header("Content-Security-Policy").starts_with("default-src 'self'"));
    EXPECT_EQ(page.header("Content-Security-Policy").find("unsafe"), std::string::npos);
    const Reply app = client.ask(get("/assets/app-1a2b3c4d.js"));
    EXPECT_EQ(app.header("Cache-Control"), "public, max-age=31536000, immutable");
    const Reply again =
        client.ask(get("/assets/app-1a2b3c4d.js", "If-None-Match: " + app.header("ETag") + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(client.ask(get("/api/none")).status, 404);
    for (const char* path : {"/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2fetc%2fpasswd",
                             "/assets/..%5c..%5cetc/passwd", "/assets/%00", "//etc/passwd",
                             "/assets/.%2e/x", "/%c0%ae%c0%ae/x"}) {
        RawClient evil(server.port());
        EXPECT_EQ(evil.ask(get(path)).status, 400) << path;
    }
    EXPECT_EQ(client.ask(get("/.git/config.x")).status, 404);
    EXPECT_EQ(client.ask(get("/assets/none.js")).status, 404);
}

TEST(HttpServer, access_lines_hold_names_not_paths) {
    TestServer server;
    RawClient client(server.port());
    client.ask(post("/api/orders/13800138000/return", "{}"));
    client.ask(get("/api/hello?q=13800138000"));
    client.ask(get("/api/%1b%5b31m13800138000"));
    server.wait_for_access(3);
    const std::vector<std::string> lines = server.access();
    EXPECT_TRUE(lines[0].starts_with("POST order_command 200 ")) << lines[0];
    EXPECT_TRUE(lines[1].starts_with("GET hello 200 ")) << lines[1];
    EXPECT_TRUE(lines[2].starts_with("- - 400 ")) << lines[2];
    for (const std::string& line : lines) {
        EXPECT_EQ(line.find("13800138000"), std::string::npos);
        EXPECT_EQ(line.find_first_of("\r\n\x1b"), std::string::npos);
    }
    EXPECT_EQ(access_line({.method = "GET", .route = "a\nb\x1b", .status = 200}),
              "GET a?b? 200 0us 0B");
}

} // namespace
} // namespace chengban::server::testing
