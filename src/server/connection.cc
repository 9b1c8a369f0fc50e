// One connection: requests in, answers out.
//
// A note for whoever edits the coroutines: g++ 12 destroys some temporaries of a co_await
// expression twice. No capturing lambda, aggregate or initialiser list may stand inside one, nor a
// co_await inside && or ||; name the operand first.
#include "server/body_decoder.h"
#include "server/event_stream.h"
#include "server/loop_asio.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>

namespace chengban::server {

namespace {

constexpr std::size_t k_head_read = 4096;
constexpr std::size_t k_body_read = 64 * 1024;
constexpr std::size_t k_spool_write = 256 * 1024;
constexpr std::chrono::milliseconds k_draining_idle{250};

// To be called from any thread, even after the server is gone.
std::function<void()> waker_of(Connection& c) {
    return [loop = c.loop.weak_from_this(), weak = c.weak_from_this()] {
        if (const std::shared_ptr<Loop> alive = loop.lock()) {
            asio::post(alive->io, [weak] {
                if (const std::shared_ptr<Connection> connection = weak.lock()) {
                    connection->wake();
                }
            });
        }
    };
}

// False when the time is up or the connection was killed. A wake may be one too late for what was
// awaited before, so callers look whether theirs has come and wait again.
Task<bool> wait_signal(Connection& c, Time until) {
    while (!c.woken && !c.killed) {
        c.signal.expires_at(until);
        ErrorCode error;
        auto token = asio::redirect_error(k_await, error);
        co_await c.signal.async_wait(token);
        if (!error) {
            break;
        }
    }
    co_return std::exchange(c.woken, false) && !c.killed;
}

// Runs a job on a pool and waits for it; false when it was not run.
Task<bool> offload(Connection& c, WorkerPool& pool, std::function<void()> work) {
    const auto done = std::make_shared<std::atomic<bool>>(false);
    WorkerPool::Job job = [done, work = std::move(work), wake = waker_of(c)] {
        work();
        *done = true;
        wake();
    };
    bool waiting = pool.try_submit(std::move(job));
    while (waiting && !*done) {
        waiting = co_await wait_signal(c, Time::max());
    }
    co_return done->load() && !c.killed;
}

// Appends up to `room` bytes to the input; false at the end, on errors and when the deadline
// passed.
Task<bool> receive(Connection& c, std::size_t room) {
    c.in.erase(0, c.in_at);
    c.in_at = 0;
    const std::size_t old = c.in.size();
    c.in.resize(old + room);
    ErrorCode error;
    auto token = asio::redirect_error(k_await, error);
    const asio::mutable_buffer space(c.in.data() + old, room);
    const std::size_t count = co_await c.socket.async_read_some(space, token);
    c.in.resize(old + (error ? 0 : count));
    co_return !error && count > 0;
}

Task<bool> write_all(Connection& c, std::string_view head, std::string_view body) {
    std::array<asio::const_buffer, 2> parts{asio::const_buffer(head.data(), head.size()),
                                            asio::const_buffer(body.data(), body.size())};
    ErrorCode error;
    std::size_t sent = c.socket.write_some(parts, error); // mostly all of it
    if (error && error != asio::error::would_block && error != asio::error::try_again) {
        co_return false;
    }
    if (sent < head.size() + body.size()) {
        c.arm(c.edge().options.times.write, head.size() + body.size());
        const std::size_t of_head = std::min(sent, head.size());
        parts[0] += of_head;
        parts[1] += sent - of_head;
        auto token = asio::redirect_error(k_await, error);
        co_await asio::async_write(c.socket, parts, token);
        c.disarm();
        if (c.expired) {
            ++c.edge().counters.timeouts;
        }
    } else {
        error = {};
    }
    co_return !error;
}

enum class HeadOutcome { complete, closed, refused };

// Refused: the turn has the answer. Closed: nothing came, or no longer.
Task<HeadOutcome> read_head(Connection& c, Turn& turn, HeadScanner& scanner) {
    const ServerTimes& times = c.edge().options.times;
    c.phase = Connection::Phase::idle;
    if (c.in.empty() && c.in.capacity() > 2 * k_head_read) {
        c.in = std::string(); // the room of a large body is not kept for the next one
    }
    bool started = false;
    c.arm(Clock::now() + (c.loop.draining ? k_draining_idle : times.idle));
    for (;;) {
        if (!started && !c.received().empty()) {
            started = true;
            c.phase = Connection::Phase::busy;
            turn.exchange->started = Clock::now();
            c.arm(turn.exchange->started + times.header);
        }
        const HeadScanner::State state = scanner.scan(c.received());
        if (state == HeadScanner::State::complete && scanner.size() <= k_head_bytes_max) {
            c.disarm();
            co_return HeadOutcome::complete;
        }
        if (state == HeadScanner::State::broken) {
            c.edge().refuse_head(400, turn);
            co_return HeadOutcome::refused;
        }
        if (c.received().size() >= k_head_bytes_max) {
            c.edge().refuse_head(scanner.has_request_line() ? 431 : 414, turn);
            co_return HeadOutcome::refused;
        }
        const bool more = co_await receive(c, k_head_read);
        if (!more) {
            if (c.expired && started) {
                ++c.edge().counters.timeouts;
                c.edge().refuse_head(408, turn);
                co_return HeadOutcome::refused;
            }
            co_return HeadOutcome::closed;
        }
    }
}

// Puts a piece of the body where its route wants it.
Task<void> store_piece(Connection& c, Turn& turn, std::string& pending, std::string_view piece,
                       bool last) {
    if (turn.exchange->route->body == BodyKind::memory) {
        c.edge().take_body(piece, turn);
        co_return;
    }
    pending.append(piece);
    if (pending.empty() || (pending.size() < k_spool_write && !last)) {
        co_return;
    }
    // the job owns all that it touches: it may still run when this coroutine is gone
    const auto written = std::make_shared<SpoolFile::Written>(SpoolFile::Written::failed);
    std::function<void()> work = [written, file = turn.exchange->request.file,
                                  bytes = std::exchange(pending, std::string())] {
        *written = file->append(bytes);
    };
    c.disarm();
    const bool done = co_await offload(c, c.edge().files, std::move(work));
    if (!done || *written != SpoolFile::Written::ok) {
        c.edge().refuse_body(done && *written == SpoolFile::Written::full ? 507 : 503, turn);
    }
}

// The guard looks at an upload before its body is read; then a file is opened for it.
Task<void> prepare_upload(Connection& c, Turn& turn) {
    const auto copy = std::make_shared<Turn>(turn);
    std::function<void()> work = [copy, edge = c.loop.edge] {
        edge->guard(*copy);
        if (!copy->answer && edge->spool) {
            copy->exchange->request.file = edge->spool->create();
        }
    };
    const bool done = co_await offload(c, c.edge().workers, std::move(work));
    if (done) {
        turn = *copy;
    }
    if (!done) {
        c.edge().refuse_busy(turn);
    } else if (!turn.answer && !turn.exchange->request.file) {
        c.edge().refuse_body(503, turn);
    }
}

// Reads the whole body; the turn has an answer when that failed. False: the client is gone.
Task<bool> read_body(Connection& c, Turn& turn) {
    const Route& route = *turn.exchange->route;
    const ServerTimes& times = c.edge().options.times;
    BodyDecoder decoder(turn.framing, turn.content_length, route.body_bytes_max);
    if (route.body == BodyKind::file) {
        co_await prepare_upload(c, turn);
    }
    if (turn.expects_continue && decoder.state() == BodyDecoder::State::need_more &&
        c.received().empty() && !turn.answer) {
        const bool sent = co_await write_all(c, "HTTP/1.1 100 Continue\r\n\r\n", "");
        if (!sent) {
            co_return false;
        }
    }
    std::string pending;
    const Time begun = Clock::now();
    while (!turn.answer) {
        const BodyDecoder::Step step = decoder.step(c.received());
        const bool last = decoder.state() == BodyDecoder::State::done;
        if (!step.data.empty() || last) {
            co_await store_piece(c, turn, pending, step.data, last);
        }
        c.consume(step.consumed);
        if (turn.answer || last) {
            break;
        }
        if (decoder.state() != BodyDecoder::State::need_more) {
            c.edge().refuse_body(decoder.state() == BodyDecoder::State::broken ? 400 : 413, turn);
            break;
        }
        if (step.consumed > 0) {
            continue;
        }
        c.arm(begun + times.body +
              std::chrono::seconds(decoder.received() / times.bytes_per_second_min));
        const bool more = co_await receive(c, k_body_read);
        if (!more && c.expired) {
            c.edge().refuse_body(408, turn);
        } else if (!more) {
            co_return false;
        }
    }
    c.disarm();
    co_return true;
}

Task<bool> run_handler(Connection& c, Turn& turn) {
    Edge& edge = c.edge();
    const Time until = Clock::now() + edge.options.times.handler;
    if (turn.exchange->route->run_on == RunOn::worker) {
        turn.exchange->set_wake(waker_of(c));
    }
    edge.start(turn.exchange, turn.exchange->route->body == BodyKind::file);
    turn.answer = turn.exchange->take();
    bool waiting = !turn.answer;
    while (waiting) {
        const bool woken = co_await wait_signal(c, until);
        turn.answer = turn.exchange->take();
        waiting = woken && !turn.answer;
    }
    if (!turn.answer && !turn.exchange->give_up()) {
        turn.answer = turn.exchange->take();
    }
    if (c.killed) {
        co_return false;
    }
    if (!turn.answer) {
        turn.answer = edge.outcome_unknown(turn.exchange->request);
        turn.keep_alive = false;
    }
    co_return true;
}

// Pulls the body out of its source on the pool for disk work. False: cut short.
Task<bool> write_source(Connection& c, const std::shared_ptr<BodySource>& source,
                        std::uint64_t& bytes) {
    struct Piece {
        std::string bytes;
        bool failed = false;
    };
    const std::optional<std::uint64_t> promised = source->size();
    for (;;) {
        const auto piece = std::make_shared<Piece>();
        std::function<void()> work = [piece, source] {
            piece->bytes.resize(k_spool_write);
            try {
                piece->bytes.resize(source->read(piece->bytes.data(), piece->bytes.size()));
            } catch (const std::exception&) {
                piece->failed = true;
            }
        };
        const bool done = co_await offload(c, c.edge().files, std::move(work));
        if (!done || piece->failed) {
            co_return false;
        }
        const std::size_t count = piece->bytes.size();
        bytes += count;
        if (promised && (bytes > *promised || (count == 0 && bytes < *promised))) {
            co_return false; // anything else than promised would blur where the next answer begins
        }
        std::string frame;
        if (!promised) {
            frame = fmt::format("{:x}\r\n", count);
            piece->bytes += "\r\n";
        }
        const bool sent = co_await write_all(c, frame, piece->bytes);
        if (!sent || count == 0) {
            co_return sent;
        }
    }
}

// A client of an event stream has nothing to say; whatever arrives, mostly its end, ends the
// stream.
void watch_peer(Connection& c) {
    c.socket.async_wait(Socket::wait_read, [weak = c.weak_from_this()](ErrorCode) {
        if (const std::shared_ptr<Connection> connection = weak.lock()) {
            connection->peer_gone = true;
            connection->wake();
        }
    });
}

Task<void> write_events(Connection& c, const std::shared_ptr<EventSubscription>& subscription,
                        std::uint64_t& bytes) {
    c.phase = Connection::Phase::streaming;
    ++c.edge().counters.streams;
    subscription->attach(waker_of(c));
    watch_peer(c);
    bool going_on = co_await write_all(c, "retry: 2000\n\n", "");
    while (going_on && !c.peer_gone && !c.killed && !c.loop.draining) {
        const bool closed = subscription->closed();
        std::string batch = subscription->take();
        if (batch.empty() && closed) {
            break;
        }
        if (batch.empty()) {
            const Time beat = Clock::now() + c.edge().options.times.heartbeat;
            const bool woken = co_await wait_signal(c, beat);
            if (woken || c.killed) {
                continue;
            }
            batch = ": \n\n";
        }
        bytes += batch.size();
        going_on = co_await write_all(c, batch, "");
    }
    subscription->detach();
    --c.edge().counters.streams;
}

Task<bool> send_answer(Connection& c, Turn& turn) {
    turn.keep_alive = turn.keep_alive && !c.loop.draining;
    if (turn.body_unread) {
        turn.lease.reset(); // nobody will use that body; make room for another one
    }
    const bool has_body = turn.exchange->request.method != Method::head;
    const std::string head = c.edge().serialise(turn, c.loop.date);
    Response& response = *turn.answer;
    const std::string_view text = has_body ? response.text() : std::string_view();
    std::uint64_t bytes = text.size();
    bool sent = co_await write_all(c, head, text);
    if (sent && has_body) {
        if (const auto* source = std::get_if<std::shared_ptr<BodySource>>(&response.body)) {
            sent = co_await write_source(c, *source, bytes);
        } else if (const auto* events =
                       std::get_if<std::shared_ptr<EventSubscription>>(&response.body)) {
            co_await write_events(c, *events, bytes);
        }
    }
    c.edge().finish(turn, bytes);
    co_return sent;
}

// The client may still be sending; closing at once would reset the connection and take the answer
// with it.
Task<void> linger(Connection& c) {
    ErrorCode ignored;
    c.socket.shutdown(Socket::shutdown_send, ignored);
    c.arm(Clock::now() + c.edge().options.times.linger);
    bool more = true;
    while (more) {
        c.in.clear();
        c.in_at = 0;
        more = co_await receive(c, k_body_read);
    }
}

// One request from its first byte to the end of its answer; false: nothing more on this connection.
Task<bool> serve_one(Connection& c, bool last) {
    Turn turn;
    turn.exchange = std::make_shared<Exchange>();
    HeadScanner scanner;
    const HeadOutcome outcome = co_await read_head(c, turn, scanner);
    if (outcome == HeadOutcome::closed) {
        co_return false;
    }
    if (outcome == HeadOutcome::complete) {
        c.edge().admit(c.received().substr(0, scanner.size()), c.peer, c.local, turn);
        c.consume(scanner.size());
    }
    turn.keep_alive = turn.keep_alive && !last;
    const Route* const route = turn.exchange->route;
    if (!turn.answer && (turn.framing != Framing::none || route->body == BodyKind::file)) {
        const bool there = co_await read_body(c, turn);
        if (!there) {
            co_return false;
        }
    }
    if (!turn.answer) {
        const bool there = co_await run_handler(c, turn);
        if (!there) {
            co_return false;
        }
    }
    const bool sent = co_await send_answer(c, turn);
    if (sent && !turn.keep_alive) {
        co_await linger(c);
    }
    co_return sent&& turn.keep_alive;
}

} // namespace

Task<void> serve(std::shared_ptr<Connection> connection) {
    Connection& c = *connection;
    std::size_t left = c.edge().options.limits.requests_per_connection_max;
    bool go_on = true;
    while (go_on && left > 0 && !c.killed) {
        --left;
        go_on = co_await serve_one(c, left == 0);
    }
    ErrorCode ignored;
    c.socket.shutdown(Socket::shutdown_both, ignored);
    c.socket.close(ignored);
}

} // namespace chengban::server
