// Workers, promises, streams, uploads, the end of the server.
#include "server/spool.h"
#include "server/testing_client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <thread>

namespace chengban::server::testing {
namespace {

using std::chrono::milliseconds;

TEST(Flow, a_full_queue_says_so) {
    TestServer server([](ServerOptions& options) {
        options.worker_threads = 1;
        options.limits.queue_max = 1;
    });
    RawClient running(server.port());
    running.send(get("/api/gate"));
    server.gate.wait_for_arrivals(1);
    RawClient queued(server.port());
    queued.send(get("/api/gate"));
    Reply refused;
    while (refused.status != 503) { // until the second one stands in the queue
        RawClient third(server.port());
        if (server.server->stats().queue_depth == 1) {
            refused = third.ask(get("/api/hello"));
        }
    }
    EXPECT_EQ(refused.header("Retry-After"), "1");
    EXPECT_NE(refused.body.find("\"urn:chengban:problem:busy\""), std::string::npos);
    RawClient quick(server.port());
    EXPECT_EQ(quick.ask(get("/api/quick")).status, 200); // needs no worker
    server.gate.open();
    EXPECT_EQ(running.receive().status, 200);
    EXPECT_EQ(queued.receive().status, 200);
}

TEST(Flow, requests_too_long_in_the_queue_are_shed) {
    TestServer server([](ServerOptions& options) {
        options.worker_threads = 1;
        options.times.queue = milliseconds(1000);
    });
    RawClient running(server.port());
    running.send(get("/api/gate"));
    server.gate.wait_for_arrivals(1);
    RawClient old(server.port());
    old.send(get("/api/hello"));
    while (server.server->stats().queue_depth == 0) {
        std::this_thread::yield();
    }
    std::this_thread::sleep_for(milliseconds(1100));
    server.gate.open();
    EXPECT_EQ(old.receive().status, 503);
}

TEST(Flow, an_exception_becomes_an_incident_without_its_words) {
    TestServer server;
    RawClient client(server.port());
    const Reply reply = client.ask(get("/api/throw/std"));
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("passwd"), std::string::npos);
    const std::size_t at = reply.body.find("INC-");
    ASSERT_NE(at, std::string::npos);
    const std::string incident = reply.body.substr(at, 16);
    EXPECT_EQ(client.ask(get("/api/throw/int")).status, 500);
    EXPECT_EQ(client.ask(get("/api/hello")).status, 200);
    server.wait_for_access(3);
    ASSERT_EQ(server.incidents().size(), 2U); // each once
    EXPECT_EQ(server.incidents()[0], incident + " throw secret inside: /etc/passwd");
    EXPECT_TRUE(server.access()[0].ends_with("incident=" + incident)) << server.access()[0];
}

TEST(Flow, promises_are_kept_from_another_thread) {
    TestServer server([](ServerOptions& options) { options.worker_threads = 1; });
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 16; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(post("/api/later", "{}"));
    }
    std::thread group_commit([&server] {
        std::unique_lock lock(server.mutex);
        server.changed.wait(lock, [&server] { return server.kept.size() == 16; });
        // one worker, and all sixteen wait at once
        for (const Responder& responder : server.kept) {
            responder.send(json_response(201, "{}"));
            responder.send(json_response(500, "{}"));
        }
        server.kept.clear();
    });
    for (const std::unique_ptr<RawClient>& client : clients) {
        EXPECT_EQ(client->receive().status, 201);
    }
    group_commit.join();
}

TEST(Flow, a_promise_let_go_is_an_incident) {
    TestServer server;
    RawClient client(server.port());
    EXPECT_EQ(client.ask(get("/api/forget")).status, 500);
    EXPECT_EQ(server.incidents().size(), 1U);
    EXPECT_EQ(client.ask(get("/api/hello")).status, 200);
}

TEST(Flow, a_promise_not_kept_in_time_has_an_unknown_outcome) {
    TestServer server([](ServerOptions& options) { options.times.handler = milliseconds(50); });
    RawClient client(server.port());
    const Reply reply = client.ask(post("/api/later", "{}"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.body.find("outcome_unknown"), std::string::npos);
    EXPECT_EQ(reply.header("Connection"), "close");
    const std::lock_guard lock(server.mutex);
    server.kept.front().send(json_response(200, "{}")); // goes nowhere, harms nobody
}

TEST(Flow, a_promise_may_outlive_client_and_server) {
    std::vector<Responder> kept;
    {
        TestServer server([](ServerOptions& options) { options.times.drain = milliseconds(50); });
        RawClient client(server.port());
        client.send(post("/api/later", "{}"));
        std::unique_lock lock(server.mutex);
        server.changed.wait(lock, [&server] { return !server.kept.empty(); });
        kept = std::move(server.kept);
        lock.unlock();
        client.close();
        server.server->stop();
    }
    kept.front().send(json_response(200, "{}"));
    kept.clear();
}

TEST(Flow, stop_finishes_what_is_under_way) {
    TestServer server;
    RawClient idle(server.port());
    ASSERT_EQ(idle.ask(get("/api/hello")).status, 200);
    RawClient busy(server.port());
    busy.send(get("/api/gate"));
    server.gate.wait_for_arrivals(1);
    std::thread stopper([&server] { server.server->stop(); });
    EXPECT_TRUE(idle.at_end());
    server.gate.open();
    const Reply reply = busy.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Connection"), "close");
    busy.close();
    stopper.join();
    EXPECT_FALSE(RawClient(server.port()).connected());
    server.server->stop(); // again is nothing
}

TEST(Flow, stop_does_not_wait_for_ever) {
    TestServer server([](ServerOptions& options) { options.times.drain = milliseconds(50); });
    RawClient half(server.port());
    half.send("GET /api/hello HTTP/1.1\r\n");
    while (server.server->stats().connections == 0) {
        std::this_thread::yield();
    }
    server.server->stop();
    EXPECT_TRUE(half.at_end());
}

TEST(Flow, many_clients_while_the_server_stops) {
    TestServer server;
    std::atomic<int> good{0};
    std::atomic<int> broken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                RawClient client(server.port());
                if (!client.connected()) {
                    return;
                }
                const Reply reply = client.ask(post("/api/echo", "{}"));
                ++(reply.status == 200 && reply.body == "{}" ? good : broken);
                if (reply.status == 0) {
                    return;
                }
            }
        });
    }
    while (good < 200) {
        std::this_thread::yield();
    }
    server.server->stop();
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_LE(broken + 0, 4); // at most the last try of each
}

TEST(Flow, event_stream_from_start_to_resume) {
    TestServer server([](ServerOptions& options) { options.times.heartbeat = milliseconds(30); });
    RawClient client(server.port());
    client.send(get("/api/events"));
    const Reply head = client.receive();
    EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
    EXPECT_EQ(head.header("X-Accel-Buffering"), "no");
    EXPECT_TRUE(client.read_until("id: run1-0\nevent: ready\ndata: {}\n\n"));
    server.hub->publish("orders", "order", R"({"id":17})");
    EXPECT_TRUE(client.read_until("id: run1-1\nevent: order\ndata: {\"id\":17}\n\n"));
    EXPECT_TRUE(client.read_until(": \n\n")); // heartbeat
    client.close();
    while (server.hub->streams() > 0) { // noticed without a write
        std::this_thread::yield();
    }
    server.hub->publish("orders", "order", "2");
    RawClient again(server.port());
    again.send(get("/api/events", "Last-Event-ID: run1-1\r\n"));
    EXPECT_TRUE(again.read_until("id: run1-2\nevent: order\ndata: 2\n\n"));
    RawClient lost(server.port());
    lost.send(get("/api/events", "Last-Event-ID: run0-9\r\n"));
    EXPECT_TRUE(lost.read_until("event: resync\n"));
}

TEST(Flow, streams_end_with_their_session_and_with_the_server) {
    TestServer server;
    RawClient a(server.port());
    RawClient b(server.port());
    a.send(get("/api/events?owner=a"));
    b.send(get("/api/events?owner=b"));
    EXPECT_TRUE(a.read_until("ready"));
    EXPECT_TRUE(b.read_until("ready"));
    EXPECT_EQ(server.server->stats().streams, 2U);
    server.hub->close_owner("a");
    EXPECT_TRUE(a.read_until("{}\n\n"));
    EXPECT_TRUE(a.at_end());
    a.close();
    std::thread stopper([&server] { server.server->stop(); });
    EXPECT_TRUE(b.read_until("{}\n\n"));
    EXPECT_TRUE(b.at_end());
    b.close();
    stopper.join();
}

TEST(Flow, a_stalled_stream_catches_up_by_one_resync) {
    TestServer server;
    RawClient slow(server.port(), "127.0.0.1", 64 * 1024);
    slow.send(get("/api/events"));
    ASSERT_TRUE(slow.read_until("ready"));
    const std::string data(16 * 1024 - 1, 'x');
    // more than the sockets' buffers and the queue hold together
    for (int i = 0; i < 2000; ++i) {
        server.hub->publish("orders", "order", data);
    }
    std::string before;
    EXPECT_TRUE(slow.read_until("event: resync\n", &before));
    EXPECT_LT(before.size(), 2000 * data.size());
    server.hub->publish("orders", "order", "\"last\"");
    EXPECT_TRUE(slow.read_until("id: run1-2001\n")); // itself, or one more resync that covers it
}

std::string upload_head(std::uint64_t size) {
    return fmt::format("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nCookie: session=1\r\n"
                       "Content-Type: application/octet-stream\r\nX-Chengban-Request: 1\r\n"
                       "Content-Length: {}\r\n\r\n",
                       size);
}

TEST(Flow, uploads_go_to_a_file_and_leave_none_behind) {
    TestServer server;
    RawClient client(server.port());
    const std::string megabyte(1 << 20, 'x');
    client.send(upload_head(64ULL << 20));
    for (int i = 0; i < 64; ++i) {
        ASSERT_TRUE(client.send(megabyte));
    }
    EXPECT_EQ(client.receive().body, fmt::format("{{\"size\":{}}}", 64 << 20));
    EXPECT_EQ(client.ask(upload_head(0)).body, "{\"size\":0}");
    client.send(upload_head(1000));
    client.send("half");
    client.close();
    while (!std::filesystem::is_empty(server.folder / "spool")) {
        std::this_thread::yield();
    }
    EXPECT_EQ(server.server->stats().incidents, 0U);
}

TEST(Flow, uploads_are_refused_before_their_body) {
    TestServer server([](ServerOptions& options) { options.limits.uploads_max = 1; });
    RawClient anonymous(server.port());
    anonymous.send("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nX-Chengban-Request: 1\r\n"
                   "Content-Type: application/octet-stream\r\nContent-Length: 100000000\r\n\r\n");
    EXPECT_EQ(anonymous.receive().status, 401);
    RawClient large(server.port());
    EXPECT_EQ(large.ask(upload_head(201ULL << 20)).status, 413);
    RawClient first(server.port());
    first.send(upload_head(1000));
    while (std::filesystem::is_empty(server.folder / "spool")) {
        std::this_thread::yield();
    }
    RawClient second(server.port());
    EXPECT_EQ(second.ask(upload_head(1000)).status, 503);
}

class Counting : public BodySource {
public:
    Counting(std::optional<std::uint64_t> promised, std::uint64_t actual)
        : promised_(promised), left_(actual) {}
    std::optional<std::uint64_t> size() const override { return promised_; }
    std::size_t read(char* into, std::size_t room) override {
        const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(room, left_));
        std::memset(into, 'c', count);
        left_ -= count;
        return count;
    }

private:
    std::optional<std::uint64_t> promised_;
    std::uint64_t left_;
};

TEST(Flow, long_answers_are_streamed_and_never_blur) {
    std::atomic<int> kind{0};
    TestServer server({}, [&kind](Router& router) {
        router.add({.method = Method::get,
                    .pattern = "/api/export",
                    .name = "export",
                    .handler =
                        [&kind](const Request&) {
                            constexpr std::uint64_t k_size = 5'000'000;
                            const std::optional<std::uint64_t> promised =
                                kind == 0 ? std::optional<std::uint64_t>() : k_size;
                            const std::uint64_t actual = kind == 2   ? k_size - 1
                                                         : kind == 3 ? k_size + 1
                                                                     : k_size;
                            return stream_response("application/octet-stream",
                                                   std::make_shared<Counting>(promised, actual));
                        },
                    .produces = {},
                    .sign_in = SignIn::none});
    });
    RawClient client(server.port());
    const Reply chunked = client.ask(get("/api/export"));
    EXPECT_EQ(chunked.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(chunked.body.size(), 5'000'000U);
    kind = 1;
    EXPECT_EQ(client.ask(get("/api/export")).body, std::string(5'000'000, 'c'));
    client.send("HEAD /api/export HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.receive(true).header("Content-Length"), "5000000");
    for (const int wrong : {2, 3}) {
        kind = wrong;
        RawClient cut(server.port());
        EXPECT_EQ(cut.ask(get("/api/export")).status, 0) << wrong; // ends, and is seen to end
    }
    EXPECT_EQ(client.ask(get("/api/hello")).status, 200);
}

TEST(Flow, rates_are_limited_per_client_behind_a_proxy) {
    TestServer server([](ServerOptions& options) {
        options.trusted_proxies = {"127.0.0.1"};
        options.limits.requests_per_peer = {.per_second = 0.001, .burst = 3, .keys_max = 100};
    });
    RawClient proxy(server.port());
    const auto status = [&proxy](std::string_view client) {
        return proxy.ask(get("/api/hello", fmt::format("X-Forwarded-For: {}\r\n", client))).status;
    };
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(status("1.2.3.4"), 200);
    }
    EXPECT_EQ(status("1.2.3.4"), 429);
    EXPECT_EQ(status("1.2.3.5"), 200);
}

} // namespace
} // namespace chengban::server::testing
