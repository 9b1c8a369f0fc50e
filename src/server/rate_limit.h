// How often one caller may ask: a token bucket per key (address, account) in a table of bounded
// size. The time is handed in, so that tests need no clock.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chengban::server {

class RateLimiter {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Limits {
        double per_second = 0;            // 0 turns the limiter off
        std::uint32_t burst = 1;          // at once, after a pause
        std::size_t keys_max = 64 * 1024; // beyond it the keys longest at rest are forgotten
    };
    struct Verdict {
        bool allowed = true;
        std::uint32_t retry_seconds = 0; // when refused, at least 1
    };

    explicit RateLimiter(const Limits& limits) : limits_(limits) {}

    Verdict take(std::string_view key, Time now);
    std::size_t keys() const;

private:
    static constexpr std::size_t k_shards = 16;
    struct Shard {
        mutable std::mutex mutex;
        // when the bucket will be full again
        std::unordered_map<std::string, Time> full_at;
    };

    void make_room(Shard& shard, Time now) const;

    Limits limits_;
    std::array<Shard, k_shards> shards_;
};

// How many connections, streams or uploads one key holds at the same time.
class CountLimiter {
public:
    explicit CountLimiter(std::size_t per_key_max) : per_key_max_(per_key_max) {}
    bool enter(const std::string& key); // false: already at the limit
    void leave(const std::string& key);

private:
    const std::size_t per_key_max_;
    std::mutex mutex_;
    std::map<std::string, std::size_t> counts_;
};

// What an address counts as: itself for IPv4, its /64 for IPv6 (one household or host owns it
// whole).
std::string rate_key(std::string_view address);

} // namespace chengban::server
