#include "server/event_stream.h"

#include "base/invariant.h"
#include "base/utf8.h"
#include "server/http_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace chengban::server {

struct EventHub::State {
    struct Stream {
        std::weak_ptr<EventSubscription> subscription;
        std::string owner;
        std::vector<std::string> topics;
    };
    struct Past {
        std::uint64_t sequence;
        std::string topic;
        EventSubscription::Frame frame;
    };

    std::string epoch;
    EventLimits limits;
    mutable std::mutex mutex;
    std::uint64_t sequence = 0;
    std::uint64_t next_stream = 0;
    std::map<std::uint64_t, Stream> streams;
    std::map<std::string, std::vector<std::uint64_t>, std::less<>> by_topic;
    std::deque<Past> history;
    std::size_t history_bytes = 0;
    bool closed = false;

    std::string marker(std::string_view type) const {
        return fmt::format("id: {}-{}\nevent: {}\ndata: {{}}\n\n", epoch, sequence, type);
    }

    void remember(const std::string& topic, const EventSubscription::Frame& frame) {
        history.push_back({sequence, topic, frame});
        history_bytes += frame->size();
        while (history.size() > limits.history_events_max ||
               history_bytes > limits.history_bytes_max) {
            history_bytes -= history.front().frame->size();
            history.pop_front();
        }
    }

    // The sequence a client has seen, or none when it has to start over.
    std::optional<std::uint64_t> seen(std::string_view id) const {
        const std::size_t dash = id.rfind('-');
        if (dash == std::string_view::npos || id.substr(0, dash) != epoch) {
            return std::nullopt;
        }
        std::uint64_t number = 0;
        const char* const last = id.data() + id.size();
        const auto [end, error] = std::from_chars(id.data() + dash + 1, last, number);
        if (error != std::errc() || end != last || number > sequence) {
            return std::nullopt;
        }
        const std::uint64_t oldest = history.empty() ? sequence + 1 : history.front().sequence;
        return number + 1 >= oldest ? std::optional(number) : std::nullopt;
    }

    void remove(std::uint64_t id) {
        const std::lock_guard lock(mutex);
        const auto found = streams.find(id);
        if (found == streams.end()) {
            return;
        }
        for (const std::string& topic : found->second.topics) {
            const auto entry = by_topic.find(topic);
            std::erase(entry->second, id);
            if (entry->second.empty()) {
                by_topic.erase(entry);
            }
        }
        streams.erase(found);
    }

    std::size_t owned_by(std::string_view owner) const {
        return static_cast<std::size_t>(
            std::count_if(streams.begin(), streams.end(),
                          [owner](const auto& entry) { return entry.second.owner == owner; }));
    }
};

EventSubscription::~EventSubscription() {
    if (leave_) {
        leave_();
    }
}

void EventSubscription::attach(Waker waker) {
    const std::lock_guard lock(mutex_);
    waker_ = std::move(waker);
    if (!queue_.empty() || closed_) {
        waker_();
    }
}

void EventSubscription::detach() {
    const std::lock_guard lock(mutex_);
    waker_ = nullptr;
}

std::string EventSubscription::take() {
    const std::lock_guard lock(mutex_);
    std::string bytes;
    bytes.reserve(queued_bytes_);
    for (const Frame& frame : queue_) {
        bytes += *frame;
    }
    queue_.clear();
    queued_bytes_ = 0;
    resync_waits_ = false;
    return bytes;
}

bool EventSubscription::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

std::uint64_t EventSubscription::resyncs() const {
    const std::lock_guard lock(mutex_);
    return resyncs_;
}

void EventSubscription::push(const Frame& frame, const std::string& resync) {
    const std::lock_guard lock(mutex_);
    if (closed_) {
        return;
    }
    const bool was_empty = queue_.empty();
    const bool full = queue_.size() >= limits_.queue_events_max ||
                      queued_bytes_ + frame->size() > limits_.queue_bytes_max;
    if (full || resync_waits_) {
        // a resync stands for all that came before it, this event included
        resyncs_ += resync_waits_ ? 0U : 1U;
        resync_waits_ = true;
        queue_.clear();
        queue_.push_back(std::make_shared<const std::string>(resync));
        queued_bytes_ = resync.size();
    } else {
        queue_.push_back(frame);
        queued_bytes_ += frame->size();
    }
    if (was_empty && waker_) {
        waker_();
    }
}

void EventSubscription::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    if (waker_) {
        waker_();
    }
}

EventHub::EventHub(std::string epoch, const EventLimits& limits)
    : state_(std::make_shared<State>()) {
    invariant(is_token(epoch), "an epoch is a token");
    state_->epoch = std::move(epoch);
    state_->limits = limits;
}

EventHub::~EventHub() {
    close_all();
}

void EventHub::publish(std::string_view topic, std::string_view type, std::string_view data) {
    State& state = *state_;
    invariant(!topic.empty() && topic.size() <= state.limits.topic_bytes_max, "a topic has a name");
    invariant(is_token(type), "an event's type is a token");
    invariant(data.size() <= state.limits.data_bytes_max, "an event is small");
    invariant(data.find_first_of("\r\n") == std::string_view::npos && is_utf8(data),
              "an event's data is one line of UTF-8");
    // Held to the end so that every stream sees the order of the sequence.
    std::vector<std::shared_ptr<EventSubscription>> receivers; // released after the lock
    const std::lock_guard lock(state.mutex);
    if (state.closed) {
        return;
    }
    ++state.sequence;
    const auto frame = std::make_shared<const std::string>(
        fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", state.epoch, state.sequence, type, data));
    state.remember(std::string(topic), frame);
    const auto found = state.by_topic.find(topic);
    if (found == state.by_topic.end()) {
        return;
    }
    const std::string resync = state.marker("resync");
    for (const std::uint64_t id : found->second) {
        if (auto subscription = state.streams.at(id).subscription.lock()) {
            subscription->push(frame, resync);
            receivers.push_back(std::move(subscription));
        }
    }
}

Result<std::shared_ptr<EventSubscription>> EventHub::subscribe(const Request& request) {
    State& state = *state_;
    std::vector<std::string> topics = request.topics;
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    const bool long_topic = std::any_of(topics.begin(), topics.end(), [&state](const auto& topic) {
        return topic.empty() || topic.size() > state.limits.topic_bytes_max;
    });
    if (topics.empty() || topics.size() > state.limits.topics_max || long_topic) {
        return Failure{problem("too_many_topics", "topics", "订阅的主题过多或为空",
                               "too many topics, or none")};
    }
    auto subscription = std::make_shared<EventSubscription>(state.limits);
    const std::lock_guard lock(state.mutex);
    if (state.closed || state.streams.size() >= state.limits.streams_max ||
        state.owned_by(request.owner) >= state.limits.streams_per_owner_max) {
        return Failure{problem("too_many_streams", "", "实时连接过多", "too many live streams")};
    }
    const std::uint64_t id = state.next_stream++;
    state.streams[id] = {subscription, request.owner, topics};
    for (const std::string& topic : topics) {
        state.by_topic[topic].push_back(id);
    }
    subscription->leave_ = [weak = std::weak_ptr<State>(state_), id] {
        if (const std::shared_ptr<State> hub = weak.lock()) {
            hub->remove(id);
        }
    };
    const std::string resync = state.marker("resync");
    if (request.last_event_id.empty()) {
        subscription->push(std::make_shared<const std::string>(state.marker("ready")), resync);
        return subscription;
    }
    const std::optional<std::uint64_t> seen = state.seen(request.last_event_id);
    if (!seen) {
        subscription->push(std::make_shared<const std::string>(resync), resync);
        return subscription;
    }
    for (const State::Past& past : state.history) {
        if (past.sequence > *seen && std::binary_search(topics.begin(), topics.end(), past.topic)) {
            subscription->push(past.frame, resync);
        }
    }
    return subscription;
}

void EventHub::close_owner(std::string_view owner) {
    std::vector<std::shared_ptr<EventSubscription>> ended;
    const std::lock_guard lock(state_->mutex);
    for (const auto& [id, stream] : state_->streams) {
        if (stream.owner == owner) {
            if (auto subscription = stream.subscription.lock()) {
                subscription->close();
                ended.push_back(std::move(subscription));
            }
        }
    }
}

void EventHub::close_all() {
    std::vector<std::shared_ptr<EventSubscription>> ended;
    const std::lock_guard lock(state_->mutex);
    state_->closed = true;
    for (const auto& [id, stream] : state_->streams) {
        if (auto subscription = stream.subscription.lock()) {
            subscription->close();
            ended.push_back(std::move(subscription));
        }
    }
}

std::size_t EventHub::streams() const {
    const std::lock_guard lock(state_->mutex);
    return state_->streams.size();
}

} // namespace chengban::server
