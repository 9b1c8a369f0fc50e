#include "account/throttle.h"

#include <algorithm>
#include <array>
#include <optional>

namespace chengban::account {

namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;

// What an attempt counts against: a known device by itself alone; anything else three times.
struct Against {
    std::string key;
    std::int64_t per_hour = 0; // exhausted: wait until the oldest failure is an hour old
    bool backs_off = false;
};

std::vector<Against> against(const Attempt& attempt, const SignInSettings& settings) {
    const std::string separator(1, '\0');
    if (!attempt.device.empty()) {
        return {{"device" + separator + attempt.device, settings.account_failures_per_hour, true}};
    }
    return {{"pair" + separator + attempt.account + separator + attempt.address,
             settings.account_failures_per_hour, true},
            {"account" + separator + attempt.account, settings.account_failures_per_hour, false},
            {"address" + separator + attempt.address, settings.address_failures_per_hour, false}};
}

std::int64_t delay_ms(std::size_t failures, const SignInSettings& settings) {
    const std::int64_t beyond = static_cast<std::int64_t>(failures) - settings.failures_free;
    if (beyond < 0) {
        return 0;
    }
    constexpr std::int64_t k_doublings_max = 12;
    const std::int64_t delay = settings.delay_seconds << std::min(beyond, k_doublings_max);
    return std::min(delay, settings.delay_max_seconds) * 1000;
}

void forget_old(std::vector<std::int64_t>& failures, std::int64_t now) {
    const auto first = std::find_if(failures.begin(), failures.end(),
                                    [&](std::int64_t at) { return at > now - k_hour_ms; });
    failures.erase(failures.begin(), first);
}

} // namespace

std::int64_t Throttle::wait_seconds(const Attempt& attempt, const SignInSettings& settings,
                                    Instant now) const {
    std::int64_t until = 0;
    const std::int64_t at = now.milliseconds();
    const std::lock_guard lock(mutex_);
    for (const Against& one : against(attempt, settings)) {
        const auto found = counts_.find(one.key);
        if (found == counts_.end()) {
            continue;
        }
        const Count& count = found->second;
        if (one.backs_off) {
            until = std::max(until, count.blocked_until);
        }
        const auto limit = static_cast<std::size_t>(one.per_hour);
        if (count.failures.size() >= limit) {
            until = std::max(until, count.failures[count.failures.size() - limit] + k_hour_ms);
        }
    }
    return until <= at ? 0 : (until - at + 999) / 1000;
}

void Throttle::failed(const Attempt& attempt, const SignInSettings& settings, Instant now) {
    const std::int64_t at = now.milliseconds();
    const std::lock_guard lock(mutex_);
    make_room(now);
    for (const Against& one : against(attempt, settings)) {
        Count& count = counts_[one.key];
        count.account = one.key.starts_with("address") ? std::string() : attempt.account;
        forget_old(count.failures, at);
        count.failures.push_back(at);
        if (one.backs_off) {
            count.blocked_until = at + delay_ms(count.failures.size(), settings);
        }
    }
}

void Throttle::succeeded(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    const SignInSettings any;
    for (const Against& one : against(attempt, any)) {
        const auto found = counts_.find(one.key);
        if (found == counts_.end()) {
            continue;
        }
        if (one.backs_off) {
            counts_.erase(found);
        } else if (!found->second.failures.empty()) {
            found->second.failures.pop_back();
        }
    }
}

void Throttle::withdrawn(const Attempt& attempt, const SignInSettings& settings) {
    const std::lock_guard lock(mutex_);
    for (const Against& one : against(attempt, settings)) {
        const auto found = counts_.find(one.key);
        if (found == counts_.end() || found->second.failures.empty()) {
            continue;
        }
        Count& count = found->second;
        count.failures.pop_back();
        count.blocked_until =
            count.failures.empty() || !one.backs_off
                ? 0
                : count.failures.back() + delay_ms(count.failures.size(), settings);
    }
}

void Throttle::forgive(std::string_view account) {
    const std::lock_guard lock(mutex_);
    std::erase_if(counts_, [&](const auto& entry) {
        return !entry.second.account.empty() && entry.second.account == account;
    });
}

std::size_t Throttle::keys() const {
    const std::lock_guard lock(mutex_);
    return counts_.size();
}

// What has gone quiet goes first; when all is busy, what was quiet for longest.
void Throttle::make_room(Instant now) {
    constexpr std::size_t k_per_attempt = 3;
    if (counts_.size() + k_per_attempt <= keys_max_) {
        return;
    }
    const auto last = [](const Count& count) {
        return count.failures.empty() ? 0 : count.failures.back();
    };
    std::vector<std::int64_t> ages;
    for (const auto& [key, count] : counts_) {
        ages.push_back(last(count));
    }
    const auto middle = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 4);
    std::nth_element(ages.begin(), middle, ages.end());
    const std::int64_t oldest_kept = std::max(*middle, now.milliseconds() - k_hour_ms);
    std::erase_if(counts_, [&](const auto& entry) { return last(entry.second) <= oldest_kept; });
}

} // namespace chengban::account
