#include "server/rate_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>

namespace chengban::server {

RateLimiter::Verdict RateLimiter::take(std::string_view key, Time now) {
    if (limits_.per_second <= 0) {
        return {};
    }
    using Duration = Time::duration;
    const auto one = std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(1.0 / limits_.per_second));
    const Duration whole = one * limits_.burst;
    Shard& shard = shards_[std::hash<std::string_view>()(key) % k_shards];
    const std::lock_guard lock(shard.mutex);
    if (shard.full_at.size() >= std::max<std::size_t>(1, limits_.keys_max / k_shards)) {
        make_room(shard, now);
    }
    Time& full_at = shard.full_at.try_emplace(std::string(key), now).first->second;
    const Time after = std::max(full_at, now) + one;
    if (after - now > whole) {
        const auto wait = std::chrono::duration<double>(after - now - whole).count();
        return {false, static_cast<std::uint32_t>(std::max(1.0, std::ceil(wait)))};
    }
    full_at = after;
    return {};
}

// Full buckets carry no knowledge; when all are in use the table starts anew rather than grow.
void RateLimiter::make_room(Shard& shard, Time now) const {
    std::erase_if(shard.full_at, [now](const auto& entry) { return entry.second <= now; });
    if (shard.full_at.size() >= std::max<std::size_t>(1, limits_.keys_max / k_shards)) {
        shard.full_at.clear();
    }
}

std::size_t RateLimiter::keys() const {
    std::size_t count = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        count += shard.full_at.size();
    }
    return count;
}

bool CountLimiter::enter(const std::string& key) {
    const std::lock_guard lock(mutex_);
    std::size_t& count = counts_[key];
    if (count >= per_key_max_) {
        return false;
    }
    ++count;
    return true;
}

void CountLimiter::leave(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(key);
    if (found != counts_.end() && --found->second == 0) {
        counts_.erase(found);
    }
}

std::string rate_key(std::string_view address) {
    const std::string text(address);
    in6_addr bytes{};
    if (inet_pton(AF_INET6, text.c_str(), &bytes) == 1) {
        return std::string(reinterpret_cast<const char*>(bytes.s6_addr), 8);
    }
    return text;
}

} // namespace chengban::server
