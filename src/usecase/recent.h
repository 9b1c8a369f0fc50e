// What was looked at last, up to a number of entries; the rest is forgotten.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace chengban::usecase {

template <class Key, class Value>
class Recent {
public:
    explicit Recent(std::size_t entries_max) : entries_max_(entries_max) {}

    std::optional<Value> find(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found == places_.end()) {
            return std::nullopt;
        }
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->second;
    }

    void put(const Key& key, Value value) {
        put(key, std::move(value), [](const Value&, const Value&) { return true; });
    }
    // A kept value gives way only when `better(value, kept)`.
    template <class Better>
    void put(const Key& key, Value value, const Better& better) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found != places_.end()) {
            if (better(value, found->second->second)) {
                found->second->second = std::move(value);
            }
            entries_.splice(entries_.begin(), entries_, found->second);
            return;
        }
        entries_.emplace_front(key, std::move(value));
        places_.emplace(key, entries_.begin());
        if (entries_.size() > entries_max_) {
            places_.erase(entries_.back().first);
            entries_.pop_back();
        }
    }

    void clear() {
        const std::lock_guard lock(mutex_);
        places_.clear();
        entries_.clear();
    }

    void forget(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found != places_.end()) {
            entries_.erase(found->second);
            places_.erase(found);
        }
    }

private:
    using Entries = std::list<std::pair<Key, Value>>; // the latest first

    std::size_t entries_max_;
    std::mutex mutex_;
    Entries entries_;
    std::unordered_map<Key, typename Entries::iterator> places_;
};

} // namespace chengban::usecase
