// What all event loops share, and every decision about a request that needs no socket: admission,
// running handlers, the bytes of an answer's head. Compiles without Asio.
#pragma once

#include "base/worker_pool.h"
#include "server/edge_rules.h"
#include "server/exchange.h"
#include "server/http_head.h"
#include "server/http_server.h"
#include "server/spool.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server {

// A bounded amount of something (bytes, files) that leases take and give back by themselves.
class Budget {
public:
    explicit Budget(std::uint64_t limit) : limit_(limit), left_(limit) {}
    bool try_take(std::uint64_t amount);
    void give(std::uint64_t amount) { left_.fetch_add(amount, std::memory_order_relaxed); }
    std::uint64_t taken() const { return limit_ - left_.load(std::memory_order_relaxed); }

private:
    const std::uint64_t limit_;
    std::atomic<std::uint64_t> left_;
};

class Lease {
public:
    explicit Lease(std::shared_ptr<Budget> budget) : budget_(std::move(budget)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { budget_->give(held_); }
    bool grow(std::uint64_t amount);

private:
    std::shared_ptr<Budget> budget_;
    std::uint64_t held_ = 0;
};

// One request on a connection.
struct Turn {
    std::shared_ptr<Exchange> exchange;
    std::shared_ptr<Lease> lease; // its body's memory or its upload
    Framing framing = Framing::none;
    std::uint64_t content_length = 0;
    bool expects_continue = false;
    bool keep_alive = true;
    bool body_unread = false; // the client may still be sending
    bool readable_head = true;
    std::optional<Response> answer;
};

struct Counters {
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> turned_away{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused_heads{0};
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::uint64_t> shed{0};
    std::atomic<std::uint64_t> incidents{0};
    std::atomic<std::size_t> streams{0};
};

class Edge : public std::enable_shared_from_this<Edge> {
public:
    Edge(ServerOptions options, Router router, std::vector<Network> proxies,
         std::shared_ptr<Spool> spool);

    const ServerOptions options;
    const Router router;
    const std::shared_ptr<Spool> spool;
    Counters counters;
    WorkerPool workers;
    WorkerPool files; // disk work of uploads and downloads, apart from the handlers

    // Connections: false when over a limit.
    bool enter(const Address& peer);
    void leave(const Address& peer);
    std::size_t connections() const;
    std::uint64_t body_bytes() const { return memory_->taken(); }
    bool wait_until_empty(std::chrono::milliseconds patience);

    // A head that never became one: 400, 408, 414 or 431.
    void refuse_head(int status, Turn& turn);
    // Reads the head; fills the exchange's request, or the turn's answer when it is refused.
    void admit(std::string_view head, const Address& peer, const Address& local, Turn& turn);
    // Refusals found later.
    void refuse_body(int status, Turn& turn);
    void refuse_busy(Turn& turn);
    bool take_body(std::string_view piece, Turn& turn); // into memory; false: answered 503

    // Guard alone, for uploads, before their body is read. Blocks; never throws.
    void guard(Turn& turn);
    // Runs or queues the handler; the exchange completes sooner or later.
    void start(const std::shared_ptr<Exchange>& exchange, bool guarded);
    Response outcome_unknown(const Request& request);
    Response busy(const Request& request);
    Response incident(const Exchange& exchange, std::string_view what);
    void connection_failed(std::exception_ptr thrown); // a bug of ours outside any handler

    // Settles If-None-Match, then writes the head. `date` is an IMF-fixdate.
    std::string serialise(Turn& turn, std::string_view date);
    void finish(const Turn& turn, std::uint64_t bytes);

private:
    bool counted(const Address& peer) const;
    void find_route(Turn& turn);
    void check_sender(const Address& peer, const Address& local, Turn& turn);
    void check_content(Turn& turn);
    std::string record_incident(std::string_view route, std::string_view what);
    void refuse(int status, Reason reason, Turn& turn) const;
    void run(const std::shared_ptr<Exchange>& exchange, bool guarded);
    template <class F>
    std::optional<Response> shielded(const Exchange& exchange, F work);
    void append_security(const Turn& turn, std::string& head) const;

    const std::vector<Network> proxies_;
    std::shared_ptr<Budget> memory_;
    std::shared_ptr<Budget> uploads_;
    RateLimiter rate_;
    CountLimiter per_peer_;
    mutable std::mutex connections_mutex_;
    std::condition_variable empty_;
    std::size_t connections_ = 0;
};

} // namespace chengban::server
