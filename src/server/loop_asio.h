// Asio inside: for connection.cc and io_thread.cc alone, nobody else may include this.
#pragma once

#include "server/edge.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace chengban::server {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using ErrorCode = boost::system::error_code;
template <class T>
using Task = asio::awaitable<T, Executor>;

inline constexpr asio::use_awaitable_t<Executor> k_await{};

struct Connection;

struct Loop : std::enable_shared_from_this<Loop> {
    std::shared_ptr<Edge> edge;
    std::unordered_set<Connection*> connections; // outlives the coroutines inside `io`
    bool draining = false;
    std::string date; // IMF-fixdate of this second
    asio::io_context io{1};
    Timer ticker{io.get_executor()};
    std::vector<std::unique_ptr<Acceptor>> acceptors;
    std::thread thread;
};

struct Connection : std::enable_shared_from_this<Connection> {
    enum class Phase { idle, busy, streaming };

    Connection(Loop& of, Socket&& connected, const Address& from)
        : loop(of), socket(std::move(connected)), signal(of.io.get_executor()), peer(from) {
        loop.connections.insert(this);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        loop.connections.erase(this);
        loop.edge->leave(peer);
    }

    Edge& edge() const { return *loop.edge; }
    std::string_view received() const { return std::string_view(in).substr(in_at); }
    void consume(std::size_t count) {
        in_at += count;
        if (in_at == in.size()) {
            in.clear();
            in_at = 0;
        }
    }
    void arm(Time until) {
        deadline = until;
        expired = false;
    }
    void arm(std::chrono::milliseconds grace, std::uint64_t bytes) {
        arm(Clock::now() + grace +
            std::chrono::seconds(bytes / edge().options.times.bytes_per_second_min));
    }
    void disarm() { deadline = Time::max(); }
    void wake() {
        woken = true;
        signal.cancel();
    }
    void kill() {
        killed = true;
        ErrorCode ignored;
        socket.close(ignored);
        signal.cancel();
    }

    Loop& loop;
    Socket socket;
    Timer signal; // what the coroutine sleeps on while somebody else works for it
    Address peer;
    Address local;
    std::string in;
    std::size_t in_at = 0;
    Phase phase = Phase::idle;
    Time deadline = Time::max();
    bool expired = false;
    bool woken = false;
    bool killed = false;
    bool peer_gone = false;
};

// Requests and answers until the connection ends.
Task<void> serve(std::shared_ptr<Connection> connection);

} // namespace chengban::server
