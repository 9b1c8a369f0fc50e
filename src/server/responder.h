// The promise of an answer that a handler may keep later, from any thread: a command waits for its
// group commit without holding a worker.
#pragma once

#include "server/http_types.h"

#include <memory>

namespace chengban::server {

// Whoever waits for the answer. Only the first answer counts.
class ResponseSink {
public:
    virtual ~ResponseSink() = default;
    virtual void complete(Response response) = 0;
    virtual void abandoned() = 0; // the last responder is gone and never answered
};

// Copies share one promise. Sending never blocks; a client that has left is no error. When the last
// copy goes without having sent, the client gets a 500 with an incident id. The Request that came
// with it lives as long as any copy.
class Responder {
public:
    explicit Responder(std::shared_ptr<ResponseSink> sink)
        : promise_(std::make_shared<Promise>(std::move(sink))) {}

    void send(Response response) const { promise_->sink->complete(std::move(response)); }

private:
    struct Promise {
        explicit Promise(std::shared_ptr<ResponseSink> to) : sink(std::move(to)) {}
        Promise(const Promise&) = delete;
        Promise& operator=(const Promise&) = delete;
        ~Promise() { sink->abandoned(); }
        std::shared_ptr<ResponseSink> sink;
    };
    std::shared_ptr<Promise> promise_;
};

} // namespace chengban::server
