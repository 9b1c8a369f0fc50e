#include "server/edge.h"

#include "base/invariant.h"
#include "server/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
#include <thread>
#include <utility>

#include <sys/random.h>

namespace chengban::server {

namespace {

using Clock = Exchange::Clock;

constexpr std::string_view k_page_policy =
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "form-action 'self'; img-src 'self' data: blob:; font-src 'self' data:";
constexpr std::string_view k_data_policy = "default-src 'none'; frame-ancestors 'none'";
constexpr std::string_view k_security_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Embedder-Policy: require-corp\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

std::string make_incident_id() {
    std::array<std::uint8_t, 6> bytes{};
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    invariant(got == static_cast<ssize_t>(bytes.size()), "the system gives random bytes");
    std::string id = "INC-";
    for (const std::uint8_t byte : bytes) {
        fmt::format_to(std::back_inserter(id), "{:02x}", static_cast<unsigned>(byte));
    }
    return id;
}

Reason reason(std::string code, std::string field, std::string zh, std::string en) {
    return Reason{std::move(code), "", std::move(field), {std::move(zh), std::move(en)}};
}

std::size_t cores() {
    return std::max(1U, std::thread::hardware_concurrency());
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

Reason body_reason(int status) {
    switch (status) {
    case 408:
        return reason("body_timeout", "body", "请求内容传输过慢", "the body arrives too slowly");
    case 413:
        return reason("body_too_large", "body", "请求内容过大", "the body is too large");
    case 507:
        return reason("out_of_space", "body", "存储空间不足", "no space left for the upload");
    case 400:
        return reason("bad_chunk", "body", "分块传输格式有误", "the chunked body is malformed");
    default:
        return reason("upload_failed", "body", "上传内容无法暂存",
                      "the upload could not be stored");
    }
}

Reason head_reason(int status) {
    switch (status) {
    case 408:
        return reason("header_timeout", "headers", "请求头传输过慢", "the head arrives too slowly");
    case 414:
        return reason("target_too_long", "path", "请求地址过长", "the address is too long");
    case 431:
        return reason("headers_too_large", "headers", "请求头过大", "the head is too large");
    default:
        return reason("bad_request", "headers", "不是有效的 HTTP/1.1 请求",
                      "not an HTTP/1.1 request");
    }
}

} // namespace

bool Budget::try_take(std::uint64_t amount) {
    std::uint64_t left = left_.load(std::memory_order_relaxed);
    while (left >= amount) {
        if (left_.compare_exchange_weak(left, left - amount, std::memory_order_relaxed)) {
            return true;
        }
    }
    return false;
}

bool Lease::grow(std::uint64_t amount) {
    if (!budget_->try_take(amount)) {
        return false;
    }
    held_ += amount;
    return true;
}

Edge::Edge(ServerOptions given, Router routes, std::vector<Network> proxies,
           std::shared_ptr<Spool> folder)
    : options(std::move(given)), router(std::move(routes)), spool(std::move(folder)),
      workers(options.worker_threads != 0 ? options.worker_threads : 4 * cores(),
              options.limits.queue_max),
      files(2, options.limits.connections_max + 1), proxies_(std::move(proxies)),
      memory_(std::make_shared<Budget>(options.limits.memory_bodies_max)),
      uploads_(std::make_shared<Budget>(options.limits.uploads_max)),
      rate_(options.limits.requests_per_peer), per_peer_(options.limits.connections_per_peer_max) {}

bool Edge::counted(const Address& peer) const {
    return !peer.is_loopback() &&
           std::none_of(proxies_.begin(), proxies_.end(),
                        [&peer](const Network& network) { return network.contains(peer); });
}

bool Edge::enter(const Address& peer) {
    {
        const std::lock_guard lock(connections_mutex_);
        if (connections_ >= options.limits.connections_max) {
            return false;
        }
        ++connections_;
    }
    if (counted(peer) && !per_peer_.enter(rate_key(peer.text()))) {
        const std::lock_guard lock(connections_mutex_);
        --connections_;
        return false;
    }
    ++counters.accepted;
    return true;
}

void Edge::leave(const Address& peer) {
    if (counted(peer)) {
        per_peer_.leave(rate_key(peer.text()));
    }
    const std::lock_guard lock(connections_mutex_);
    if (--connections_ == 0) {
        empty_.notify_all();
    }
}

std::size_t Edge::connections() const {
    const std::lock_guard lock(connections_mutex_);
    return connections_;
}

bool Edge::wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock(connections_mutex_);
    return empty_.wait_for(lock, patience, [this] { return connections_ == 0; });
}

void Edge::refuse(int status, Reason why, Turn& turn) const {
    const bool has_body = turn.framing == Framing::chunked || turn.content_length > 0;
    if (has_body) {
        turn.body_unread = true;
        turn.keep_alive = false;
    }
    turn.answer = problem_response(status, Problem{{std::move(why)}}, turn.exchange->request);
}

void Edge::refuse_head(int status, Turn& turn) {
    ++counters.refused_heads;
    turn.readable_head = false;
    turn.keep_alive = false;
    turn.body_unread = true;
    turn.answer = problem_response(status, Problem{{head_reason(status)}}, turn.exchange->request);
}

void Edge::admit(std::string_view bytes, const Address& peer, const Address& local, Turn& turn) {
    Result<RequestHead, HeadRefusal> parsed = parse_head(bytes);
    if (!parsed) {
        refuse_head(parsed.error().status, turn);
        turn.answer = problem_response(parsed.error().status, Problem{{parsed.error().reason}},
                                       turn.exchange->request);
        return;
    }
    ++counters.requests;
    RequestHead& head = *parsed;
    turn.framing = head.framing;
    turn.content_length = head.content_length;
    turn.keep_alive = head.keep_alive;
    turn.expects_continue = head.expects_continue;
    Request& request = turn.exchange->request;
    request.method = head.method;
    request.path = std::move(head.path);
    request.query = std::move(head.query);
    request.headers = std::move(head.headers);
    request.host = std::move(head.host);
    request.authority = std::move(head.authority);
    check_sender(peer, local, turn);
    if (!turn.answer) {
        find_route(turn);
    }
    if (!turn.answer) {
        check_content(turn);
    }
}

void Edge::check_sender(const Address& peer, const Address& local, Turn& turn) {
    Request& request = turn.exchange->request;
    Peer client = effective_peer(peer, request.headers, proxies_);
    request.peer = std::move(client.address);
    request.is_loopback = client.is_loopback;
    request.is_secure = client.is_secure;
    if (!host_allowed(request.host, local, options.host_names)) {
        return refuse(421,
                      reason("host_not_allowed", "Host", "此服务器不以该主机名提供服务",
                             "this server does not go by that host name"),
                      turn);
    }
    if (request.is_loopback) {
        return;
    }
    const RateLimiter::Verdict verdict = rate_.take(rate_key(request.peer), Clock::now());
    if (!verdict.allowed) {
        refuse(429,
               reason("too_many_requests", "", "请求过于频繁，请稍后再试",
                      "too many requests, try again later"),
               turn);
        turn.answer->set("Retry-After", std::to_string(verdict.retry_seconds));
    }
}

void Edge::find_route(Turn& turn) {
    Request& request = turn.exchange->request;
    Router::Match match = router.match(request.method, request.path);
    if (match.route == nullptr && match.allow.empty()) {
        return refuse(404, reason("not_found", "path", "没有这个地址", "there is no such address"),
                      turn);
    }
    if (match.route == nullptr) {
        refuse(405,
               reason("method_not_allowed", "method", "该地址不支持此方法",
                      "this address does not take this method"),
               turn);
        turn.answer->set("Allow", match.allow);
        return;
    }
    turn.exchange->route = match.route;
    request.route = match.route;
    request.params = std::move(match.params);
    const Route& route = *match.route;
    for (const NameValue& pair : request.query) {
        if (!contains(route.query, pair.name) && !contains(route.query, "*")) {
            return refuse(
                400,
                reason("unknown_query", pair.name, "未知的查询参数", "unknown query parameter"),
                turn);
        }
    }
    if (std::optional<Reason> refusal = cross_site_refusal(request, route)) {
        refuse(403, std::move(*refusal), turn);
    }
}

void Edge::check_content(Turn& turn) {
    const Request& request = turn.exchange->request;
    const Route& route = *turn.exchange->route;
    const bool has_body = turn.framing == Framing::chunked || turn.content_length > 0;
    if (has_body && route.body == BodyKind::none) {
        return refuse(
            400,
            reason("body_not_expected", "body", "该请求不应带有内容", "this request takes no body"),
            turn);
    }
    if (has_body && !route.consumes.empty()) {
        const std::string type = parse_media_type(request.header("Content-Type").value_or(""));
        const std::string_view coding = request.header("Content-Encoding").value_or("identity");
        if (!contains(route.consumes, type) || coding != "identity") {
            refuse(415,
                   reason("content_type", "Content-Type", "不支持该内容类型",
                          "this content type is not supported"),
                   turn);
            std::string list;
            for (const std::string& item : route.consumes) {
                list += list.empty() ? item : ", " + item;
            }
            turn.answer->set("Accept", list);
            return;
        }
    }
    const std::string accept = request.headers.joined("Accept");
    const bool can_answer = route.produces.empty() ||
                            std::any_of(route.produces.begin(), route.produces.end(),
                                        [&](const auto& type) { return accepts(accept, type); });
    if (!can_answer) {
        return refuse(406,
                      reason("not_acceptable", "Accept", "无法提供所要求的格式",
                             "no format that was asked for is available"),
                      turn);
    }
    if (turn.framing == Framing::length && turn.content_length > route.body_bytes_max) {
        return refuse_body(413, turn);
    }
    turn.lease = std::make_shared<Lease>(route.body == BodyKind::file ? uploads_ : memory_);
    if (has_body && route.body == BodyKind::file && !turn.lease->grow(1)) {
        refuse(503,
               reason("too_many_uploads", "", "正在上传的文件过多，请稍后再试",
                      "too many uploads at once, try again later"),
               turn);
        turn.answer->set("Retry-After", "5");
    }
}

void Edge::refuse_body(int status, Turn& turn) {
    if (status == 408) {
        ++counters.timeouts;
    }
    refuse(status, body_reason(status), turn);
    turn.keep_alive = false;
    turn.body_unread = true;
}

void Edge::refuse_busy(Turn& turn) {
    ++counters.shed;
    turn.answer = busy(turn.exchange->request);
    turn.keep_alive = false;
    turn.body_unread = true;
}

bool Edge::take_body(std::string_view piece, Turn& turn) {
    if (!turn.lease->grow(piece.size())) {
        refuse_busy(turn);
        return false;
    }
    turn.exchange->request.body.append(piece);
    return true;
}

Response Edge::busy(const Request& request) {
    return busy_response(
        "busy", {"服务器繁忙，请稍后重试", "the server is busy, try again shortly"}, request, 1);
}

Response Edge::outcome_unknown(const Request& request) {
    ++counters.timeouts;
    return busy_response(
        "outcome_unknown",
        {"未能及时得知结果，可能已生效；请以同一幂等键重试",
         "the outcome is not known in time and may have taken effect; repeat with the same "
         "idempotency key"},
        request, 2);
}

std::string Edge::record_incident(std::string_view route, std::string_view what) {
    ++counters.incidents;
    std::string id = make_incident_id();
    if (options.hooks.incident) {
        options.hooks.incident(id, route, what);
    }
    return id;
}

Response Edge::incident(const Exchange& exchange, std::string_view what) {
    const std::string_view route =
        exchange.route != nullptr ? std::string_view(exchange.route->name) : "-";
    return incident_response(exchange.request, record_incident(route, what));
}

void Edge::connection_failed(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(std::move(thrown));
    } catch (const std::exception& error) {
        record_incident("-", error.what());
    }
}

// The last resort: whatever leaves a guard or a handler becomes an incident, and the worker lives
// on.
template <class F>
std::optional<Response> Edge::shielded(const Exchange& exchange, F work) {
    try {
        return work();
    } catch (const std::exception& error) {
        return incident(exchange, error.what());
    } catch (...) {
        return incident(exchange, "an exception of unknown type");
    }
}

void Edge::guard(Turn& turn) {
    turn.answer = shielded(*turn.exchange, [&]() -> std::optional<Response> {
        return router.guard() ? router.guard()(turn.exchange->request) : std::nullopt;
    });
    if (turn.answer) {
        turn.keep_alive = false;
        turn.body_unread = true;
    }
}

void Edge::start(const std::shared_ptr<Exchange>& exchange, bool guarded) {
    if (exchange->route->run_on == RunOn::io_thread) {
        run(exchange, true);
        return;
    }
    exchange->queued = Clock::now();
    WorkerPool::Job job = [this, exchange, guarded] {
        if (Clock::now() - exchange->queued > options.times.queue) {
            ++counters.shed;
            exchange->complete(busy(exchange->request));
            return;
        }
        run(exchange, guarded);
    };
    if (!workers.try_submit(std::move(job))) {
        ++counters.shed;
        exchange->complete(busy(exchange->request));
    }
}

void Edge::run(const std::shared_ptr<Exchange>& exchange, bool guarded) {
    // Held to the end, so that an exception is answered as itself and not as silence.
    std::unique_ptr<Responder> keeper;
    std::optional<Response> answer = shielded(*exchange, [&]() -> std::optional<Response> {
        Request& request = exchange->request;
        if (!guarded && router.guard()) {
            if (std::optional<Response> refusal = router.guard()(request)) {
                return refusal;
            }
        }
        const Handler& handler = exchange->route->handler;
        if (const auto* sync = std::get_if<SyncHandler>(&handler)) {
            return (*sync)(request);
        }
        exchange->set_fallback([edge = weak_from_this(), raw = exchange.get()](const Request&) {
            const std::shared_ptr<Edge> alive = edge.lock();
            return alive ? alive->incident(*raw, "a responder was let go without an answer")
                         : empty_response(500);
        });
        keeper = std::make_unique<Responder>(exchange);
        std::get<AsyncHandler>(handler)(request, *keeper);
        return std::nullopt;
    });
    if (answer) {
        exchange->complete(std::move(*answer));
    }
}

void Edge::append_security(const Turn& turn, std::string& head) const {
    const Response& response = *turn.answer;
    const std::string* type = response.find("Content-Type");
    const bool page = type != nullptr && type->starts_with("text/html");
    head += k_security_headers;
    if (response.find("Content-Security-Policy") == nullptr) {
        const std::string_view page_policy = options.content_policy.empty()
                                                 ? k_page_policy
                                                 : std::string_view(options.content_policy);
        head += "Content-Security-Policy: ";
        head += page ? page_policy : k_data_policy;
        head += "\r\n";
    }
    if (turn.exchange->request.is_secure) {
        head += "Strict-Transport-Security: max-age=31536000\r\n";
    }
    if (response.find("Cache-Control") == nullptr) {
        head += "Cache-Control: no-store\r\n";
    }
}

std::string Edge::serialise(Turn& turn, std::string_view date) {
    const Request& request = turn.exchange->request;
    Response& response = *turn.answer;
    const bool reads = request.method == Method::get || request.method == Method::head;
    const std::string* etag = response.find("ETag");
    const std::string if_none_match = reads && response.status == 200 && etag != nullptr
                                          ? request.headers.joined("If-None-Match")
                                          : std::string();
    if (!if_none_match.empty() && none_match(if_none_match, *etag)) {
        response.status = 304;
        response.body = std::string();
    }
    turn.keep_alive = turn.keep_alive && !response.close;
    std::string head;
    head.reserve(1024);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                   reason_phrase(response.status), date);
    for (const NameValue& header : response.headers) {
        head.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    append_security(turn, head);
    const bool bodiless = response.status == 204 || response.status == 304;
    std::optional<std::uint64_t> length = response.text().size();
    if (const auto* source = std::get_if<std::shared_ptr<BodySource>>(&response.body)) {
        length = (*source)->size();
    }
    const bool stream = std::holds_alternative<std::shared_ptr<EventSubscription>>(response.body);
    if (!bodiless && !stream) {
        if (length) {
            fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", *length);
        } else {
            head += "Transfer-Encoding: chunked\r\n";
        }
    }
    head += turn.keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
    return head;
}

void Edge::finish(const Turn& turn, std::uint64_t bytes) {
    if (!options.hooks.access) {
        return;
    }
    const auto spent = Clock::now() - turn.exchange->started;
    AccessRecord record;
    record.method = turn.readable_head ? method_name(turn.exchange->request.method) : "-";
    const Route* const route = turn.exchange->route;
    record.route = route != nullptr ? std::string_view(route->name) : "-";
    record.status = turn.answer->status;
    record.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
    record.bytes = bytes;
    record.incident = turn.answer->incident;
    options.hooks.access(record);
}

} // namespace chengban::server
