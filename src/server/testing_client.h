// For tests alone: a client made of bytes, and a server with a route of every kind. Nothing is
// mocked; all goes through real sockets on loopback.
#pragma once

#include "server/event_stream.h"
#include "server/http_server.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server::testing {

struct Reply {
    int status = 0; // 0: the connection ended before an answer
    std::vector<NameValue> headers;
    std::string body;

    std::string header(std::string_view name) const; // "" when absent
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port, std::string_view address = "127.0.0.1",
                       int receive_buffer = 0);
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    bool connected() const { return connected_; }
    bool send(std::string_view bytes); // false when the server has closed
    void finish_sending();
    // Reads one answer; `head_only` for HEAD.
    Reply receive(bool head_only = false);
    Reply ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    // Reads until the text is there (and consumes up to its end); false when the connection ends
    // first.
    bool read_until(std::string_view text, std::string* before = nullptr);
    // True when the server closed and everything was read.
    bool at_end();
    void close();

private:
    bool fill();

    int socket_ = -1;
    bool connected_ = false;
    std::string in_;
};

std::string get(std::string_view path, std::string_view extra = "");
std::string post(std::string_view path, std::string_view body, std::string_view extra = "");

// A gate that a handler waits at until the test opens it.
class Gate {
public:
    void wait();
    void open();
    void wait_for_arrivals(int count);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int arrivals_ = 0;
};

class TestServer {
public:
    explicit TestServer(const std::function<void(ServerOptions&)>& adjust = {},
                        const std::function<void(Router&)>& more_routes = {});
    ~TestServer();

    std::uint16_t port() const { return server->port(); }
    std::vector<std::string> access() const;
    std::vector<std::string> incidents() const;
    void wait_for_access(std::size_t count) const;

    Gate gate;
    std::shared_ptr<EventHub> hub;
    std::vector<Responder> kept; // of POST /later, under `mutex`
    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    std::filesystem::path folder;
    std::unique_ptr<HttpServer> server;

private:
    void add_routes(Router& router);
    void add_slow_routes(Router& router);

    std::vector<std::string> access_;
    std::vector<std::string> incidents_;
};

} // namespace chengban::server::testing
