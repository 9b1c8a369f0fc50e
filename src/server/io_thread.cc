#include "server/io_thread.h"

#include "server/loop_asio.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>

namespace chengban::server {

namespace {

constexpr std::chrono::milliseconds k_accept_pause{50};

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    constexpr std::array<std::string_view, 7> k_days{"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       k_days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       k_months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

Address address_of(const asio::ip::address& from) {
    return Address::parse(from.is_v6() ? asio::ip::address_v6(from.to_v6().to_bytes()).to_string()
                                       : from.to_string())
        .value_or(Address{});
}

// Room for a newcomer at the cost of whoever has been idle longest; false when nobody is idle.
bool drop_oldest_idle(Loop& loop) {
    Connection* oldest = nullptr;
    for (Connection* connection : loop.connections) {
        const bool idle = connection->phase == Connection::Phase::idle && !connection->killed;
        if (idle && (oldest == nullptr || connection->deadline < oldest->deadline)) {
            oldest = connection;
        }
    }
    if (oldest != nullptr) {
        oldest->kill();
    }
    return oldest != nullptr;
}

void turn_away(Loop& loop, Socket& socket) {
    ++loop.edge->counters.turned_away;
    constexpr std::string_view k_answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    ErrorCode ignored;
    socket.write_some(asio::const_buffer(k_answer.data(), k_answer.size()), ignored);
    socket.shutdown(Socket::shutdown_both, ignored);
    socket.close(ignored);
}

void welcome(Loop& loop, Socket socket) {
    ErrorCode error;
    const Tcp::endpoint remote = socket.remote_endpoint(error);
    const Tcp::endpoint here = socket.local_endpoint(error);
    if (error) {
        return;
    }
    socket.non_blocking(true, error);
    socket.set_option(Tcp::no_delay(true), error);
    const Address peer = address_of(remote.address());
    if (!loop.edge->enter(peer)) {
        drop_oldest_idle(loop); // makes room for the next one
        turn_away(loop, socket);
        return;
    }
    const auto connection = std::make_shared<Connection>(loop, std::move(socket), peer);
    connection->local = address_of(here.address());
    asio::co_spawn(loop.io, serve(connection), [edge = loop.edge](std::exception_ptr thrown) {
        if (thrown) {
            edge->connection_failed(thrown);
        }
    });
}

Task<void> accept_all(Loop& loop, Acceptor& acceptor) {
    for (;;) {
        Socket socket(loop.io.get_executor());
        ErrorCode error;
        auto token = asio::redirect_error(k_await, error);
        co_await acceptor.async_accept(socket, token);
        if (!error) {
            try {
                welcome(loop, std::move(socket));
            } catch (const std::exception&) { // one newcomer is lost, not the door
                loop.edge->connection_failed(std::current_exception());
            }
        }
        if (loop.draining || error == asio::error::operation_aborted) {
            co_return;
        }
        if (!error) {
            continue;
        }
        // out of descriptors or memory: give the others time to end
        Timer pause(loop.io.get_executor());
        pause.expires_after(k_accept_pause);
        ErrorCode ignored;
        auto pause_token = asio::redirect_error(k_await, ignored);
        co_await pause.async_wait(pause_token);
    }
}

// Deadlines are looked at by one ticker a loop: far cheaper than a timer per operation.
Task<void> tick(Loop& loop) {
    const ServerTimes& times = loop.edge->options.times;
    const auto shortest =
        std::min({times.idle, times.header, times.body, times.write, times.linger});
    const auto period =
        std::clamp(shortest / 5, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
    for (;;) {
        loop.ticker.expires_after(period);
        ErrorCode error;
        auto token = asio::redirect_error(k_await, error);
        co_await loop.ticker.async_wait(token);
        if (error) {
            co_return;
        }
        loop.date = http_date();
        const Time now = Clock::now();
        for (Connection* connection : loop.connections) {
            if (connection->deadline <= now) {
                connection->disarm();
                connection->expired = true;
                ErrorCode ignored;
                connection->socket.cancel(ignored);
            }
        }
    }
}

void drain(Loop& loop) {
    if (std::exchange(loop.draining, true)) {
        return;
    }
    for (const std::unique_ptr<Acceptor>& acceptor : loop.acceptors) {
        ErrorCode error;
        acceptor->cancel(error);
        // whoever is in the backlog has been promised an answer by the kernel's handshake
        acceptor->non_blocking(true, error);
        for (;;) {
            Socket socket(loop.io.get_executor());
            acceptor->accept(socket, error);
            if (error) {
                break;
            }
            welcome(loop, std::move(socket));
        }
        acceptor->close(error);
    }
    for (Connection* connection : loop.connections) {
        ErrorCode ignored;
        if (connection->phase == Connection::Phase::idle) {
            connection->socket.cancel(ignored);
        } else if (connection->phase == Connection::Phase::streaming) {
            connection->wake();
        }
    }
}

} // namespace

IoThread::IoThread(std::shared_ptr<Edge> edge, const std::vector<int>& listeners)
    : loop_(std::make_shared<Loop>()) {
    loop_->edge = std::move(edge);
    loop_->date = http_date();
    for (const int descriptor : listeners) {
        auto acceptor = std::make_unique<Acceptor>(loop_->io.get_executor());
        sockaddr_storage name{};
        socklen_t size = sizeof name;
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &size);
        acceptor->assign(name.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4(), descriptor);
        loop_->acceptors.push_back(std::move(acceptor));
    }
}

IoThread::~IoThread() {
    finish();
}

void IoThread::start() {
    Loop& loop = *loop_;
    for (const std::unique_ptr<Acceptor>& acceptor : loop.acceptors) {
        asio::co_spawn(loop.io, accept_all(loop, *acceptor), [](std::exception_ptr) {});
    }
    asio::co_spawn(loop.io, tick(loop), [](std::exception_ptr) {});
    loop.thread = std::thread([&loop] { loop.io.run(); });
}

std::future<void> IoThread::begin_drain() {
    const auto shut = std::make_shared<std::promise<void>>();
    asio::post(loop_->io, [loop = loop_.get(), shut] {
        drain(*loop);
        shut->set_value();
    });
    return shut->get_future();
}

void IoThread::close_all() {
    asio::post(loop_->io, [loop = loop_.get()] {
        for (Connection* connection : loop->connections) {
            connection->kill();
        }
    });
}

void IoThread::finish() {
    if (loop_->thread.joinable()) {
        loop_->io.stop();
        loop_->thread.join();
    }
}

} // namespace chengban::server
