#include "server/http_server.h"

#include "base/invariant.h"
#include "server/edge.h"
#include "server/io_thread.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <future>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chengban::server {

namespace {

constexpr int k_backlog = 1024;
constexpr std::size_t k_descriptors_kept = 256; // for the store, logs, uploads
constexpr std::chrono::milliseconds k_patience_after_close{2000};

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    ~Descriptor() {
        if (value_ >= 0) {
            ::close(value_);
        }
    }
    int get() const { return value_; }
    int release() { return std::exchange(value_, -1); }

private:
    int value_;
};

struct SocketName {
    sockaddr_storage storage{};
    socklen_t size = 0;

    sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
    bool is_v6() const { return storage.ss_family == AF_INET6; }
    std::uint16_t port() const {
        sockaddr_in v4{};
        sockaddr_in6 v6{};
        if (is_v6()) {
            std::memcpy(&v6, &storage, sizeof v6);
            return ntohs(v6.sin6_port);
        }
        std::memcpy(&v4, &storage, sizeof v4);
        return ntohs(v4.sin_port);
    }
};

std::optional<SocketName> name_of(std::string_view text, std::uint16_t port) {
    const std::optional<Address> address = Address::parse(text);
    if (!address) {
        return std::nullopt;
    }
    SocketName name;
    if (text.find(':') == std::string_view::npos) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&v4.sin_addr, address->bytes.data() + 12, 4);
        std::memcpy(&name.storage, &v4, sizeof v4);
        name.size = sizeof v4;
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&v6.sin6_addr, address->bytes.data(), 16);
        std::memcpy(&name.storage, &v6, sizeof v6);
        name.size = sizeof v6;
    }
    return name;
}

Problem listen_problem(int error, std::string_view address, std::uint16_t port) {
    const std::string place = fmt::format("{} port {}", address, port);
    if (error == EADDRINUSE) {
        return problem("address_in_use", place,
                       fmt::format("地址已被占用：{} 端口 {}", address, port),
                       fmt::format("already in use: {}", place));
    }
    if (error == EACCES) {
        return problem("address_denied", place,
                       fmt::format("没有权限监听：{} 端口 {}", address, port),
                       fmt::format("not permitted to listen on {}", place));
    }
    const std::string why = std::generic_category().message(error);
    return problem("listen_address", place,
                   fmt::format("无法监听：{} 端口 {}（{}）", address, port, why),
                   fmt::format("cannot listen on {}: {}", place, why));
}

enum class Sharing { alone, with_siblings };

// A socket bound to the name; the error number on failure.
Result<Descriptor, int> bind_socket(SocketName& name, Sharing sharing) {
    Descriptor socket(
        ::socket(name.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.get() < 0) {
        return Failure{errno};
    }
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (name.is_v6()) {
        ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (sharing == Sharing::with_siblings) {
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    }
    if (::bind(socket.get(), name.raw(), name.size) != 0) {
        return Failure{errno};
    }
    return socket;
}

// `count` listening sockets on one address. SO_REUSEPORT alone would let a second server start on
// the same port and take half of the connections: a bind without it comes first, and is refused
// then.
Result<std::vector<Descriptor>> listen_on(std::string_view address, std::uint16_t& port,
                                          std::size_t count) {
    std::optional<SocketName> name = name_of(address, port);
    if (!name) {
        return Failure{problem("listen_address", std::string(address),
                               fmt::format("不是 IP 地址：{}", address),
                               fmt::format("not an IP address: {}", address))};
    }
    {
        const Result<Descriptor, int> probe = bind_socket(*name, Sharing::alone);
        if (!probe) {
            return Failure{listen_problem(probe.error(), address, port)};
        }
    }
    std::vector<Descriptor> sockets;
    for (std::size_t i = 0; i < count; ++i) {
        Result<Descriptor, int> socket = bind_socket(*name, Sharing::with_siblings);
        if (!socket) {
            return Failure{listen_problem(socket.error(), address, port)};
        }
        if (::listen(socket->get(), k_backlog) != 0) {
            return Failure{listen_problem(errno, address, port)};
        }
        name->size = sizeof name->storage;
        ::getsockname(socket->get(), name->raw(), &name->size);
        port = name->port();
        sockets.push_back(std::move(*socket));
    }
    return sockets;
}

// Sockets of all addresses, `count` of each. The IPv6 half of «localhost» may be missing.
Result<std::vector<std::vector<Descriptor>>> listen_on_all(const ServerOptions& options,
                                                           std::uint16_t& port, std::size_t count) {
    std::vector<std::vector<Descriptor>> all;
    for (const std::string& address : options.addresses) {
        const bool both = address == "localhost";
        Result<std::vector<Descriptor>> sockets =
            listen_on(both ? "127.0.0.1" : address, port, count);
        if (!sockets) {
            return Failure{std::move(sockets).error()};
        }
        all.push_back(std::move(*sockets));
        if (!both) {
            continue;
        }
        sockets = listen_on("::1", port, count);
        if (sockets) {
            all.push_back(std::move(*sockets));
        } else if (sockets.error().reasons.front().code != "listen_address") {
            return Failure{std::move(sockets).error()};
        }
    }
    return all;
}

// As many open files as the system lets us have, and no more connections than that.
std::size_t connections_possible(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return wanted;
    }
    const rlim_t needed = wanted + k_descriptors_kept;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min<rlim_t>(needed, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    const std::size_t open = static_cast<std::size_t>(limit.rlim_cur);
    return open > 2 * k_descriptors_kept ? std::min(wanted, open - k_descriptors_kept)
                                         : std::min(wanted, open / 2);
}

Result<std::shared_ptr<Spool>> open_spool(const ServerOptions& options, const Router& router) {
    const std::vector<const Route*> routes = router.routes();
    const bool needed = std::any_of(routes.begin(), routes.end(), [](const Route* route) {
        return route->body == BodyKind::file;
    });
    if (!needed) {
        return std::shared_ptr<Spool>();
    }
    invariant(!options.spool_folder.empty(), "routes that take files need a spool folder");
    return Spool::open(options.spool_folder);
}

Result<std::vector<Network>> read_proxies(const std::vector<std::string>& texts) {
    std::vector<Network> proxies;
    for (const std::string& text : texts) {
        Result<Network> network = Network::parse(text);
        if (!network) {
            return Failure{std::move(network).error()};
        }
        proxies.push_back(*network);
    }
    return proxies;
}

} // namespace

std::string access_line(const AccessRecord& record) {
    std::string line = fmt::format("{} {} {} {}us {}B", record.method, record.route, record.status,
                                   record.microseconds, record.bytes);
    if (!record.incident.empty()) {
        line += fmt::format(" incident={}", record.incident);
    }
    // all parts are ours already; a route's name with a line end in it must not become two lines
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    return line;
}

struct HttpServer::Parts {
    std::shared_ptr<Edge> edge;
    std::vector<std::unique_ptr<IoThread>> threads;
    std::uint16_t port = 0;
    std::mutex stopping;
    bool stopped = false;
};

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() {
    stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Router router) {
    router.check();
    Result<std::vector<Network>> proxies = read_proxies(options.trusted_proxies);
    if (!proxies) {
        return Failure{std::move(proxies).error()};
    }
    Result<std::shared_ptr<Spool>> spool = open_spool(options, router);
    if (!spool) {
        return Failure{std::move(spool).error()};
    }
    const std::size_t count = options.io_threads != 0
                                  ? options.io_threads
                                  : std::max(1U, std::thread::hardware_concurrency());
    std::uint16_t port = options.port;
    invariant(!options.addresses.empty(), "a server listens somewhere");
    Result<std::vector<std::vector<Descriptor>>> all = listen_on_all(options, port, count);
    if (!all) {
        return Failure{std::move(all).error()};
    }
    std::vector<std::vector<int>> by_thread(count);
    options.limits.connections_max = connections_possible(options.limits.connections_max);
    auto parts = std::make_unique<Parts>();
    parts->port = port;
    parts->edge = std::make_shared<Edge>(std::move(options), std::move(router),
                                         std::move(proxies).value(), std::move(spool).value());
    for (std::vector<Descriptor>& sockets : *all) {
        for (std::size_t i = 0; i < count; ++i) {
            by_thread[i].push_back(sockets[i].release());
        }
    }
    for (const std::vector<int>& listeners : by_thread) {
        parts->threads.push_back(std::make_unique<IoThread>(parts->edge, listeners));
    }
    for (const std::unique_ptr<IoThread>& thread : parts->threads) {
        thread->start();
    }
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

std::uint16_t HttpServer::port() const {
    return parts_->port;
}
const Router& HttpServer::router() const {
    return parts_->edge->router;
}

ServerStats HttpServer::stats() const {
    const Edge& edge = *parts_->edge;
    ServerStats stats;
    stats.connections = edge.connections();
    stats.streams = edge.counters.streams;
    stats.queue_depth = edge.workers.depth();
    stats.body_bytes = edge.body_bytes();
    stats.accepted = edge.counters.accepted;
    stats.turned_away = edge.counters.turned_away;
    stats.requests = edge.counters.requests;
    stats.refused_heads = edge.counters.refused_heads;
    stats.timeouts = edge.counters.timeouts;
    stats.shed = edge.counters.shed;
    stats.incidents = edge.counters.incidents;
    return stats;
}

void HttpServer::stop() {
    const std::lock_guard lock(parts_->stopping);
    if (std::exchange(parts_->stopped, true)) {
        return;
    }
    std::vector<std::future<void>> doors;
    for (const std::unique_ptr<IoThread>& thread : parts_->threads) {
        doors.push_back(thread->begin_drain());
    }
    for (const std::future<void>& door : doors) {
        door.wait();
    }
    if (!parts_->edge->wait_until_empty(parts_->edge->options.times.drain)) {
        for (const std::unique_ptr<IoThread>& thread : parts_->threads) {
            thread->close_all();
        }
        parts_->edge->wait_until_empty(k_patience_after_close);
    }
    parts_->edge->workers.stop();
    parts_->edge->files.stop();
    for (const std::unique_ptr<IoThread>& thread : parts_->threads) {
        thread->finish();
    }
}

} // namespace chengban::server
