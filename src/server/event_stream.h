// Live updates as server-sent events. An event is only a hint («order 17 changed»), after which the
// client fetches again; so a client that cannot follow loses its queue and gets one «resync»
// instead.
//
//   id: 6f1c…-42
//   event: work_order
//   data: {"id":"…","version":7}
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::server {

struct EventLimits {
    std::size_t streams_max = 1000;
    std::size_t streams_per_owner_max = 8; // an owner is a session
    std::size_t topics_max = 64;           // per stream
    std::size_t topic_bytes_max = 128;
    std::size_t data_bytes_max = 16 * 1024;
    std::size_t queue_events_max = 256; // per stream
    std::size_t queue_bytes_max = 256 * 1024;
    std::size_t history_events_max = 1024; // for Last-Event-ID
    std::size_t history_bytes_max = 1024 * 1024;
};

// One client's stream. The server's edge takes from it; nobody else needs to touch it.
class EventSubscription {
public:
    using Waker = std::function<void()>; // called under a lock; only posts

    explicit EventSubscription(const EventLimits& limits) : limits_(limits) {}
    EventSubscription(const EventSubscription&) = delete;
    EventSubscription& operator=(const EventSubscription&) = delete;
    ~EventSubscription();

    // Called at once when something is waiting already, later whenever the queue stops being empty
    // or the stream is closed.
    void attach(Waker waker);
    void detach();
    // Everything queued as bytes for the wire, in order; empty when nothing waits.
    std::string take();
    bool closed() const;
    std::uint64_t resyncs() const; // how often this client was too slow

private:
    friend class EventHub;
    using Frame = std::shared_ptr<const std::string>;

    void push(const Frame& frame, const std::string& resync);
    void close();

    const EventLimits limits_;
    std::function<void()> leave_; // takes this stream off the hub
    mutable std::mutex mutex_;
    std::deque<Frame> queue_;
    std::size_t queued_bytes_ = 0;
    std::uint64_t resyncs_ = 0;
    bool resync_waits_ = false;
    bool closed_ = false;
    Waker waker_;
};

// Where publishers and streams meet. All methods may be called from any thread.
class EventHub {
public:
    // `epoch` names this run of the process (random, a token): ids of an earlier run lead to a
    // resync.
    EventHub(std::string epoch, const EventLimits& limits = {});
    ~EventHub();

    // `type` is a token, `data` one line of UTF-8 (JSON); other values are Bugs. Never blocks on a
    // client.
    void publish(std::string_view topic, std::string_view type, std::string_view data);

    struct Request {
        std::string owner;               // the session, for close_owner and the limit
        std::vector<std::string> topics; // exact names
        std::string last_event_id;       // from the header, empty at the first connection
    };
    // A first connection starts with a «ready» event, whose id is where a later one resumes.
    // Refusals: too_many_streams, too_many_topics. An id that is broken, foreign or too old is no
    // error: the stream starts with a resync.
    Result<std::shared_ptr<EventSubscription>> subscribe(const Request& request);

    void close_owner(std::string_view owner); // the session ended
    void close_all();                         // new streams are refused from now on
    std::size_t streams() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace chengban::server
