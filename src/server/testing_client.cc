#include "server/testing_client.h"

#include "server/http_head.h"
#include "server/problem.h"
#include "server/spool.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <condition_variable>
#include <cstring>
#include <stdexcept>

namespace chengban::server::testing {

std::string Reply::header(std::string_view name) const {
    for (const NameValue& pair : headers) {
        if (equal_ignoring_case(pair.name, name)) {
            return pair.value;
        }
    }
    return "";
}

RawClient::RawClient(std::uint16_t port, std::string_view address, int receive_buffer) {
    const bool v6 = address.find(':') != std::string_view::npos;
    socket_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{20, 0}; // a test that waits so long has failed
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer > 0) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const std::string text(address);
    int result = -1;
    if (v6) {
        sockaddr_in6 name{};
        name.sin6_family = AF_INET6;
        name.sin6_port = htons(port);
        inet_pton(AF_INET6, text.c_str(), &name.sin6_addr);
        result = ::connect(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name);
    } else {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(port);
        inet_pton(AF_INET, text.c_str(), &name.sin_addr);
        result = ::connect(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name);
    }
    connected_ = result == 0;
}

RawClient::~RawClient() {
    close();
}

void RawClient::close() {
    if (socket_ >= 0) {
        ::close(std::exchange(socket_, -1));
    }
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void RawClient::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::fill() {
    std::array<char, 16 * 1024> buffer{};
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
        return false;
    }
    in_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

bool RawClient::read_until(std::string_view text, std::string* before) {
    std::size_t from = 0;
    for (;;) {
        const std::size_t at = in_.find(text, from);
        if (at != std::string::npos) {
            if (before != nullptr) {
                *before = in_.substr(0, at);
            }
            in_.erase(0, at + text.size());
            return true;
        }
        from = in_.size() < text.size() ? 0 : in_.size() - text.size();
        if (!fill()) {
            return false;
        }
    }
}

bool RawClient::at_end() {
    return in_.empty() && !fill();
}

Reply RawClient::receive(bool head_only) {
    Reply reply;
    std::string head;
    if (!read_until("\r\n\r\n", &head)) {
        return reply;
    }
    head += "\r\n";
    std::size_t at = head.find("\r\n") + 2;
    while (at < head.size()) {
        const std::size_t end = head.find("\r\n", at);
        const std::string line = head.substr(at, end - at);
        const std::size_t colon = line.find(": ");
        reply.headers.push_back({line.substr(0, colon), line.substr(colon + 2)});
        at = end + 2;
    }
    const int status = std::stoi(head.substr(9, 3));
    const std::string length = reply.header("Content-Length");
    if (head_only || status == 204 || status == 304 || status < 200) {
        reply.status = status;
    } else if (!length.empty()) {
        const std::size_t size = std::stoul(length);
        while (in_.size() < size) {
            if (!fill()) {
                return reply;
            }
        }
        reply.status = status;
        reply.body = in_.substr(0, size);
        in_.erase(0, size);
    } else if (reply.header("Transfer-Encoding") == "chunked") {
        for (;;) {
            std::string size;
            if (!read_until("\r\n", &size)) {
                return reply;
            }
            const std::size_t count = std::stoul(size, nullptr, 16);
            while (in_.size() < count + 2) {
                if (!fill()) {
                    return reply;
                }
            }
            reply.body += in_.substr(0, count);
            in_.erase(0, count + 2);
            if (count == 0) {
                break;
            }
        }
        reply.status = status;
    } else {
        reply.status = status; // a stream; the test reads on by itself
    }
    return reply;
}

std::string get(std::string_view path, std::string_view extra) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", path, extra);
}

std::string post(std::string_view path, std::string_view body, std::string_view extra) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       "Content-Length: {}\r\n{}\r\n{}",
                       path, body.size(), extra, body);
}

void Gate::wait() {
    std::unique_lock lock(mutex_);
    ++arrivals_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
}

void Gate::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void Gate::wait_for_arrivals(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrivals_ >= count; });
}

TestServer::TestServer(const std::function<void(ServerOptions&)>& adjust,
                       const std::function<void(Router&)>& more_routes)
    : hub(std::make_shared<EventHub>("run1")) {
    std::string name = (std::filesystem::temp_directory_path() / "chengban-http-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    ServerOptions options;
    options.port = 0;
    options.io_threads = 2;
    options.worker_threads = 4;
    options.spool_folder = folder / "spool";
    options.times.drain = std::chrono::milliseconds(5000);
    options.hooks.access = [this](const AccessRecord& record) {
        const std::lock_guard lock(mutex);
        access_.push_back(access_line(record));
        changed.notify_all();
    };
    options.hooks.incident = [this](std::string_view id, std::string_view route,
                                    std::string_view what) {
        const std::lock_guard lock(mutex);
        incidents_.push_back(fmt::format("{} {} {}", id, route, what));
    };
    if (adjust) {
        adjust(options);
    }
    Router router;
    add_routes(router);
    add_slow_routes(router);
    if (more_routes) {
        more_routes(router);
    }
    Result<std::unique_ptr<HttpServer>> started =
        HttpServer::start(std::move(options), std::move(router));
    if (!started) {
        throw std::runtime_error(started.error().reasons.front().words.en);
    }
    server = std::move(*started);
}

TestServer::~TestServer() {
    gate.open();
    server->stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

std::vector<std::string> TestServer::access() const {
    const std::lock_guard lock(mutex);
    return access_;
}

std::vector<std::string> TestServer::incidents() const {
    const std::lock_guard lock(mutex);
    return incidents_;
}

void TestServer::wait_for_access(std::size_t count) const {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return access_.size() >= count; });
}

void TestServer::add_routes(Router& router) {
    router.close_prefix("/api");
    router.set_guard([](Request& request) -> std::optional<Response> {
        if (request.route->sign_in == SignIn::required && !request.cookie("session")) {
            return problem_response(401, problem("sign_in", "", "请先登录", "sign in first"),
                                    request);
        }
        return std::nullopt;
    });
    router.add({.method = Method::get,
                .pattern = "/api/hello",
                .name = "hello",
                .handler =
                    [](const Request& request) {
                        return json_response(
                            200, fmt::format("{{\"q\":\"{}\",\"peer\":\"{}\",\"loopback\":{}}}",
                                             request.query_value("q").value_or(""), request.peer,
                                             request.is_loopback));
                    },
                .query = {"q"},
                .sign_in = SignIn::none});
    router.add({.method = Method::get,
                .pattern = "/api/quick",
                .name = "quick",
                .handler = [](const Request&) { return json_response(200, "{}"); },
                .sign_in = SignIn::none,
                .run_on = RunOn::io_thread});
    router.add({.method = Method::get,
                .pattern = "/api/tagged",
                .name = "tagged",
                .handler =
                    [](const Request&) {
                        Response response = json_response(200, "{\"version\":7}");
                        response.set("ETag", "\"7\"");
                        return response;
                    },
                .sign_in = SignIn::none});
    router.add({.method = Method::post,
                .pattern = "/api/echo",
                .name = "echo",
                .handler = [](const Request& request) { return json_response(200, request.body); },
                .body = BodyKind::memory,
                .sign_in = SignIn::none});
    router.add({.method = Method::post,
                .pattern = "/api/orders/{id}/{command}",
                .name = "order_command",
                .handler =
                    [](const Request& request) {
                        return json_response(
                            200,
                            fmt::format("{{\"id\":\"{}\",\"command\":\"{}\",\"if_match\":\"{}\"}}",
                                        request.param("id"), request.param("command"),
                                        request.header("If-Match") ? "yes" : "no"));
                    },
                .body = BodyKind::memory,
                .sign_in = SignIn::none});
    router.add({.method = Method::get,
                .pattern = "/api/secret",
                .name = "secret",
                .handler = [](const Request&) { return json_response(200, "{}"); }});
}

void TestServer::add_slow_routes(Router& router) {
    router.add({.method = Method::post,
                .pattern = "/api/upload",
                .name = "upload",
                .handler =
                    [](const Request& request) {
                        return json_response(200,
                                             fmt::format("{{\"size\":{}}}", request.file->size()));
                    },
                .body = BodyKind::file,
                .body_bytes_max = 200ULL << 20,
                .consumes = {"application/octet-stream"}});
    router.add({.method = Method::get,
                .pattern = "/api/gate",
                .name = "gate",
                .handler =
                    [this](const Request&) {
                        gate.wait();
                        return json_response(200, "{}");
                    },
                .sign_in = SignIn::none});
    router.add({.method = Method::get,
                .pattern = "/api/throw/{kind}",
                .name = "throw",
                .handler = [](const Request& request) -> Response {
                    if (request.param("kind") == "int") {
                        throw 42;
                    }
                    throw std::runtime_error("secret inside: /etc/passwd");
                },
                .sign_in = SignIn::none});
    router.add({.method = Method::post,
                .pattern = "/api/later",
                .name = "later",
                .handler =
                    [this](const Request&, Responder responder) {
                        const std::lock_guard lock(mutex);
                        kept.push_back(std::move(responder));
                        changed.notify_all();
                    },
                .body = BodyKind::memory,
                .sign_in = SignIn::none});
    router.add({.method = Method::get,
                .pattern = "/api/forget",
                .name = "forget",
                .handler = [](const Request&, Responder) {},
                .sign_in = SignIn::none});
    router.add({.method = Method::get,
                .pattern = "/api/events",
                .name = "events",
                .handler =
                    [this](const Request& request) {
                        auto subscription = hub->subscribe(
                            {.owner = std::string(request.query_value("owner").value_or("a")),
                             .topics = {"orders"},
                             .last_event_id = std::string(
                                 request.header("Last-Event-ID").value_or(std::string_view()))});
                        return subscription ? event_response(*subscription)
                                            : problem_response(503, subscription.error(), request);
                    },
                .produces = {"text/event-stream"},
                .query = {"owner"},
                .sign_in = SignIn::none});
}

} // namespace chengban::server::testing
