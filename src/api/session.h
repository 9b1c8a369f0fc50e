// The demonstration sign-in: a visitor picks a person and a post. It works only on loopback and
// only on a store that was created as a demonstration; every other store refuses it.
#pragma once

#include "server/http_types.h"
#include "usecase/people_desk.h"

#include <map>
#include <mutex>

namespace chengban::api {

inline constexpr std::string_view k_session_cookie = "chengban_demo";
inline constexpr std::size_t k_sessions_max = 10'000;
inline constexpr std::int64_t k_session_idle_ms = 12LL * 3600 * 1000;

class Sessions {
public:
    // Returns the token; the caller has checked that the demonstration sign-in is allowed.
    std::string open(const workorder::Actor& actor, Instant now);
    std::optional<workorder::Actor> find(std::string_view token, Instant now);
    void close(std::string_view token);
    void close_all_of(const PersonId& person); // who left

private:
    struct Session {
        workorder::Actor actor;
        Instant used_at;
    };
    std::mutex mutex_;
    std::map<std::string, Session> sessions_;
};

// Who a person is in one of their posts, or in one of somebody who is away and for whom they sign
// (B9); empty when they may not act so now.
std::optional<workorder::Actor> actor_of(const usecase::Library& library,
                                         const workorder::Actor& wanted, Instant now);

} // namespace chengban::api
