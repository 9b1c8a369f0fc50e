// Whoever wishes us ill: malformed requests, endless ones, slow ones.
#include "server/testing_client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <thread>

namespace chengban::server::testing {
namespace {

using std::chrono::milliseconds;

struct Malformed {
    const char* what;
    std::string bytes;
    int status;
};

std::string with_body_framing(std::string_view fields, std::string_view body) {
    return fmt::format("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                       "application/json\r\n{}\r\n{}",
                       fields, body);
}

std::vector<Malformed> corpus() {
    const std::string smuggled = "GET /api/secret HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    return {
        {"CL.TE", with_body_framing("Content-Length: 6\r\n" + chunked, "0\r\n\r\nG"), 400},
        {"TE.CL", with_body_framing(chunked + "Content-Length: 4\r\n", "5c\r\n" + smuggled), 400},
        {"two lengths", with_body_framing("Content-Length: 0\r\nContent-Length: 44\r\n", smuggled),
         400},
        {"equal lengths", with_body_framing("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"),
         400},
        {"length list", with_body_framing("Content-Length: 2, 2\r\n", "{}"), 400},
        {"plus length", with_body_framing("Content-Length: +2\r\n", "{}"), 400},
        {"hex length", with_body_framing("Content-Length: 0x2\r\n", "{}"), 400},
        {"negative length", with_body_framing("Content-Length: -2\r\n", "{}"), 400},
        {"huge length", with_body_framing("Content-Length: 18446744073709551618\r\n", "{}"), 400},
        {"space before colon", with_body_framing("Content-Length : 2\r\n", "{}"), 400},
        {"TE space before colon", with_body_framing("Transfer-Encoding : chunked\r\n", smuggled),
         400},
        {"TE twice", with_body_framing(chunked + chunked, "0\r\n\r\n"), 400},
        {"TE xchunked", with_body_framing("Transfer-Encoding: xchunked\r\n", smuggled), 501},
        {"TE tab",
         with_body_framing("Transfer-Encoding:\x0b"
                           "chunked\r\n",
                           smuggled),
         400},
        {"TE list", with_body_framing("Transfer-Encoding: chunked, identity\r\n", smuggled), 501},
        {"TE quoted", with_body_framing("Transfer-Encoding: \"chunked\"\r\n", smuggled), 501},
        {"TE folded", with_body_framing("Transfer-Encoding:\r\n chunked\r\n", smuggled), 400},
        {"TE gzip", with_body_framing("Transfer-Encoding: gzip\r\n", smuggled), 501},
        {"folded header", with_body_framing("X: a\r\n b\r\nContent-Length: 2\r\n", "{}"), 400},
        {"line feed only", "GET /api/hello HTTP/1.1\nHost: localhost\n\n", 400},
        {"line feed in headers", "GET /api/hello HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", 400},
        {"return only", "GET /api/hello HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n", 400},
        {"NUL in header",
         std::string("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n", 50), 400},
        {"NUL in target", std::string("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 36), 400},
        {"no host", "GET /api/hello HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", 400},
        {"host and target disagree",
         "GET http://evil/api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"user in host", "GET /api/hello HTTP/1.1\r\nHost: localhost@evil\r\n\r\n", 400},
        {"header without colon", "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX\r\n\r\n", 400},
        {"empty header name", "GET /api/hello HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", 400},
        {"two spaces", "GET  /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"no version", "GET /api/hello\r\nHost: localhost\r\n\r\n", 400},
        {"HTTP/1.0", "GET /api/hello HTTP/1.0\r\nHost: localhost\r\n\r\n", 505},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"lower-case method", "get /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"unknown method", "BREW /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"TRACE", "TRACE /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"CONNECT", "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400},
        {"leading blank line", "\r\nGET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"raw UTF-8 target", "GET /\xE4\xB8\xAD HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"chunk size signed", with_body_framing(chunked, "+2\r\n{}\r\n0\r\n\r\n"), 400},
        {"chunk size 0x", with_body_framing(chunked, "0x2\r\n{}\r\n0\r\n\r\n"), 400},
        {"chunk size empty", with_body_framing(chunked, "\r\n{}\r\n0\r\n\r\n"), 400},
        {"chunk size overflow", with_body_framing(chunked, "10000000000000002\r\n{}\r\n0\r\n\r\n"),
         400},
        {"chunk line feed", with_body_framing(chunked, "2\n{}\r\n0\r\n\r\n"), 400},
        {"chunk too long", with_body_framing(chunked, "2\r\n{}x\r\n0\r\n\r\n"), 400},
        {"chunk extension line feed", with_body_framing(chunked, "2;\n\r\n{}\r\n0\r\n\r\n"), 400},
        {"trailer", with_body_framing(chunked, "2\r\n{}\r\n0\r\nX: 1\r\n\r\n"), 400},
        {"body on GET", "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
         400},
        {"unknown expectation", with_body_framing("Expect: x\r\nContent-Length: 2\r\n", "{}"), 417},
        {"two content types",
         with_body_framing("Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"), 400},
    };
}

// The answer is a refusal, and nothing of what follows is ever read as a request of its own.
TEST(Hostile, malformed_requests_are_refused_and_the_connection_ends) {
    TestServer server([](ServerOptions& options) { options.times.linger = milliseconds(50); });
    const std::vector<Malformed> cases = corpus();
    ASSERT_GE(cases.size(), 50U);
    for (const Malformed& one : cases) {
        RawClient client(server.port());
        client.send(one.bytes);
        client.send("GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const Reply reply = client.receive();
        EXPECT_EQ(reply.status, one.status) << one.what << "\n" << reply.body;
        EXPECT_EQ(reply.header("Connection"), "close") << one.what;
        EXPECT_TRUE(client.at_end()) << one.what;
    }
    RawClient good(server.port());
    EXPECT_EQ(good.ask(get("/api/hello")).status, 200);
    EXPECT_TRUE(server.incidents().empty());
}

TEST(Hostile, every_malformed_request_cut_at_every_byte_harms_nobody) {
    TestServer server([](ServerOptions& options) { options.times.linger = milliseconds(10); });
    for (const Malformed& one : corpus()) {
        for (std::size_t size = 0; size < one.bytes.size(); size += 7) {
            RawClient client(server.port());
            client.send(one.bytes.substr(0, size));
            client.close();
        }
    }
    RawClient good(server.port());
    EXPECT_EQ(good.ask(get("/api/hello")).status, 200);
}

TEST(Hostile, heads_are_bounded) {
    TestServer server;
    RawClient lines(server.port());
    lines.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
    const std::string line = "X-Filler: " + std::string(1000, 'a') + "\r\n";
    for (int i = 0; i < 20; ++i) {
        lines.send(line);
    }
    EXPECT_EQ(lines.receive().status, 431);
    RawClient target(server.port());
    target.send("GET /" + std::string(20'000, 'a'));
    EXPECT_EQ(target.receive().status, 414);
    RawClient longish(server.port());
    EXPECT_EQ(longish.ask(get("/" + std::string(9'000, 'a'))).status, 414);
    RawClient many(server.port());
    std::string fields;
    for (int i = 0; i < 120; ++i) {
        fields += fmt::format("X{}: 1\r\n", i);
    }
    EXPECT_EQ(many.ask(get("/api/hello", fields)).status, 431);
}

TEST(Hostile, a_hundred_megabytes_to_a_small_route_are_refused_at_once) {
    TestServer server;
    RawClient declared(server.port());
    declared.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  "Content-Length: 104857600\r\n\r\n");
    const Reply reply = declared.receive(); // before any byte of the body was sent
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.header("Connection"), "close");
    RawClient sent(server.port());
    const std::string megabyte(1 << 20, 'a');
    sent.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 100; ++i) {
        if (!sent.send("100000\r\n" + megabyte + "\r\n")) {
            break;
        }
    }
    EXPECT_EQ(sent.receive().status, 413);
}

TEST(Hostile, bodies_share_a_bounded_memory) {
    TestServer server([](ServerOptions& options) { options.limits.memory_bodies_max = 100'000; });
    RawClient first(server.port());
    first.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               "Content-Length: 90000\r\n\r\n" +
               std::string(80'000, ' '));
    while (server.server->stats().body_bytes < 80'000) {
        std::this_thread::yield();
    }
    RawClient second(server.port());
    EXPECT_EQ(second.ask(post("/api/echo", std::string(50'000, ' '))).status, 503);
    first.send(std::string(10'000, ' '));
    EXPECT_EQ(first.receive().status, 200);
    while (server.server->stats().body_bytes > 0) { // given back after the answer was written
        std::this_thread::yield();
    }
    RawClient third(server.port());
    EXPECT_EQ(third.ask(post("/api/echo", std::string(90'000, ' '))).status, 200);
}

TEST(Hostile, slow_heads_and_bodies_are_cut) {
    TestServer server([](ServerOptions& options) {
        options.times.header = milliseconds(60);
        options.times.body = milliseconds(60);
        options.times.linger = milliseconds(20);
    });
    RawClient head(server.port());
    head.send("GET /api/hello HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(head.receive().status, 408);
    EXPECT_TRUE(head.at_end());
    RawClient body(server.port());
    body.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              "Content-Length: 10\r\n\r\n{");
    EXPECT_EQ(body.receive().status, 408);
    EXPECT_TRUE(body.at_end());
    EXPECT_EQ(server.server->stats().timeouts, 2U);
}

TEST(Hostile, dripping_bytes_do_not_buy_time) {
    TestServer server([](ServerOptions& options) {
        options.times.header = milliseconds(100);
        options.times.linger = milliseconds(20);
    });
    RawClient drip(server.port());
    // one byte after the other, for ever: the limit is for the whole head
    while (drip.send("G")) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    SUCCEED();
}

TEST(Hostile, idle_connections_end_without_a_word) {
    TestServer server([](ServerOptions& options) { options.times.idle = milliseconds(60); });
    RawClient silent(server.port());
    EXPECT_TRUE(silent.at_end());
    RawClient used(server.port());
    EXPECT_EQ(used.ask(get("/api/hello")).status, 200);
    EXPECT_TRUE(used.at_end());
}

TEST(Hostile, a_client_that_never_reads_is_let_go) {
    TestServer server(
        [](ServerOptions& options) {
            options.times.write = milliseconds(100);
            options.times.bytes_per_second_min = 1ULL << 40;
        },
        [](Router& router) {
            router.add(
                {.method = Method::get,
                 .pattern = "/api/large",
                 .name = "large",
                 .handler =
                     [](const Request&) { return json_response(200, std::string(64 << 20, ' ')); },
                 .sign_in = SignIn::none});
        });
    RawClient client(server.port(), "127.0.0.1", 4096);
    client.send(get("/api/large"));
    server.wait_for_access(1); // comes only when the server has given up writing
    EXPECT_EQ(server.server->stats().timeouts, 1U);
}

TEST(Hostile, connections_are_bounded_and_idle_ones_make_room) {
    TestServer server([](ServerOptions& options) {
        options.limits.connections_max = 4;
        options.io_threads = 1;
    });
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 4; ++i) {
        idle.push_back(std::make_unique<RawClient>(server.port()));
        ASSERT_EQ(idle.back()->ask(get("/api/hello")).status, 200);
    }
    RawClient fifth(server.port());
    EXPECT_EQ(fifth.receive().status, 503);
    EXPECT_TRUE(idle.front()->at_end()); // the longest idle one went
    RawClient sixth(server.port());
    EXPECT_EQ(sixth.ask(get("/api/hello")).status, 200);
    EXPECT_EQ(server.server->stats().turned_away, 1U);
}

TEST(Hostile, slow_loris_does_not_shut_others_out) {
    TestServer server([](ServerOptions& options) {
        options.times.header = milliseconds(200);
        options.times.linger = milliseconds(20);
    });
    std::vector<std::unique_ptr<RawClient>> loris;
    for (int i = 0; i < 300; ++i) {
        loris.push_back(std::make_unique<RawClient>(server.port()));
        loris.back()->send("GET /api/hello HTTP/1.1\r\nHost: ");
    }
    for (int i = 0; i < 50; ++i) {
        RawClient good(server.port());
        ASSERT_EQ(good.ask(get("/api/hello")).status, 200);
    }
    for (const std::unique_ptr<RawClient>& one : loris) {
        EXPECT_EQ(one->receive().status, 408);
    }
}

} // namespace
} // namespace chengban::server::testing
