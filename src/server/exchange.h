// One request on its way to its answer: filled by the connection, run by a worker, completed by the
// handler from any thread, taken back by the connection.
#pragma once

#include "server/http_types.h"
#include "server/responder.h"
#include "server/router.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace chengban::server {

class Exchange final : public ResponseSink {
public:
    using Clock = std::chrono::steady_clock;

    Request request;
    const Route* route = nullptr;
    Clock::time_point started = Clock::now();
    Clock::time_point queued;

    // Runs once, on the thread that completes; it only posts. To be set before the handler starts.
    void set_wake(std::function<void()> wake) { wake_ = std::move(wake); }

    void complete(Response response) override;
    void abandoned() override;
    // What to answer when every responder went silent.
    void set_fallback(std::function<Response(const Request&)> fallback) {
        fallback_ = std::move(fallback);
    }

    // The answer, once; none before it is there.
    std::optional<Response> take();
    // The connection no longer waits: later answers go nowhere. False when one is there already.
    bool give_up();

private:
    enum class State { waiting, answered, given_up };

    std::mutex mutex_;
    State state_ = State::waiting;
    std::optional<Response> response_;
    std::function<void()> wake_;
    std::function<Response(const Request&)> fallback_;
};

} // namespace chengban::server
