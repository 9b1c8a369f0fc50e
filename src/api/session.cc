#include "api/session.h"

#include "crypto/hex.h"
#include "crypto/random.h"

#include <algorithm>

namespace chengban::api {

std::string Sessions::open(const workorder::Actor& actor, Instant now) {
    std::string token = crypto::to_hex(crypto::random_bytes(32));
    const std::lock_guard lock(mutex_);
    if (sessions_.size() >= k_sessions_max) {
        const auto oldest =
            std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
                return a.second.used_at < b.second.used_at;
            });
        sessions_.erase(oldest);
    }
    sessions_[token] = {actor, now};
    return token;
}

std::optional<workorder::Actor> Sessions::find(std::string_view token, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(std::string(token));
    if (found == sessions_.end()) {
        return std::nullopt;
    }
    if (now.milliseconds() - found->second.used_at.milliseconds() > k_session_idle_ms) {
        sessions_.erase(found);
        return std::nullopt;
    }
    found->second.used_at = now;
    return found->second.actor;
}

void Sessions::close(std::string_view token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(std::string(token));
}

void Sessions::close_all_of(const PersonId& person) {
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_,
                  [&](const auto& entry) { return entry.second.actor.person == person; });
}

std::optional<workorder::Actor> actor_of(const usecase::Library& library,
                                         const workorder::Actor& wanted, Instant now) {
    return usecase::may_act(library, wanted, now) ? std::optional(wanted) : std::nullopt;
}

} // namespace chengban::api
