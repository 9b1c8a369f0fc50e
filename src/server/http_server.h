// The HTTP/1.1 edge. TLS and HTTP/2 belong to a proxy in front. Clear-text defaults are those of a
// desk: loopback only. One event loop per thread behind SO_REUSEPORT, handlers on a bounded pool.
#pragma once

#include "base/result.h"
#include "server/http_types.h"
#include "server/rate_limit.h"
#include "server/router.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server {

struct ServerLimits {
    std::size_t connections_max = 10'000; // lowered when the process may not open as many files
    std::size_t connections_per_peer_max = 512; // loopback and trusted proxies are not counted
    std::size_t requests_per_connection_max = 10'000;
    std::size_t queue_max = 1024;                   // requests waiting for a worker
    std::uint64_t memory_bodies_max = 256ULL << 20; // bytes of all bodies held at once
    std::size_t uploads_max = 32;                   // spooled at once
    RateLimiter::Limits requests_per_peer = {};     // off; loopback is not counted
};

struct ServerTimes {
    using Milliseconds = std::chrono::milliseconds;
    Milliseconds idle{75'000};      // between two requests
    Milliseconds header{10'000};    // from the first byte of a head to its last
    Milliseconds body{30'000};      // grace; from then on bytes_per_second_min counts
    Milliseconds write{30'000};     // the same for what we send
    Milliseconds handler{60'000};   // until an answer; then 503 outcome_unknown
    Milliseconds queue{10'000};     // longest wait for a worker; older requests are shed
    Milliseconds heartbeat{15'000}; // of event streams
    Milliseconds linger{2'000};     // reading on after an early refusal, so that it is seen
    Milliseconds drain{10'000};     // stop(): for requests under way
    std::uint64_t bytes_per_second_min = 8 * 1024;
};

struct AccessRecord {
    std::string_view method; // "-" when the head could not be read
    std::string_view route;  // name in the route table, "-" before routing; never a path or a query
    int status = 0;
    std::int64_t microseconds = 0;
    std::uint64_t bytes = 0; // of the answer's body
    std::string_view incident;
};
// "GET get_work_order 200 812us 3011B" + " incident=…"; one line, nothing from the client in it.
std::string access_line(const AccessRecord& record);

struct ServerHooks {
    // Called on event-loop threads, must not block.
    std::function<void(const AccessRecord&)> access;
    // What went wrong inside, once per incident; never shown to clients.
    std::function<void(std::string_view incident, std::string_view route, std::string_view what)>
        incident;
};

struct ServerOptions {
    std::vector<std::string> addresses = {"127.0.0.1"}; // IP literals, or "localhost" for both
    std::uint16_t port = 8345;                          // 0: any free one
    std::size_t io_threads = 0;                         // 0: one per core
    std::size_t worker_threads = 0;                     // 0: four per core
    std::vector<std::string> host_names = {};           // beside localhost and the own address
    std::vector<std::string> trusted_proxies = {};      // addresses or networks
    std::filesystem::path spool_folder = {};            // needed when a route takes files
    std::string content_policy =
        {}; // of answers outside closed prefixes; empty: the strict default
    ServerLimits limits = {};
    ServerTimes times = {};
    ServerHooks hooks = {};
};

struct ServerStats {
    std::size_t connections = 0;
    std::size_t streams = 0;
    std::size_t queue_depth = 0;
    std::uint64_t body_bytes = 0; // held in memory for requests under way
    std::uint64_t accepted = 0;
    std::uint64_t turned_away = 0; // connections over a limit
    std::uint64_t requests = 0;
    std::uint64_t refused_heads = 0; // malformed
    std::uint64_t timeouts = 0;
    std::uint64_t shed = 0; // 503: queue full or too old
    std::uint64_t incidents = 0;
};

class HttpServer {
public:
    // Listens before it returns. Refusals: listen_address, address_in_use, address_denied,
    // bad_network, spool_folder; the words name address and port.
    static Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Router router);

    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer(); // stop()

    std::uint16_t port() const;
    ServerStats stats() const;
    const Router& router() const;

    // Stops listening, ends idle connections and event streams, lets requests under way finish (at
    // most ServerTimes::drain), then closes what is left and joins all threads. Repeatable; from
    // any thread but the server's own.
    void stop();

private:
    struct Parts;
    explicit HttpServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

} // namespace chengban::server
