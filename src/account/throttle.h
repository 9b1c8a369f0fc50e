// How long somebody who guesses must wait. Failures count per account and address, so that a
// stranger cannot lock the owner out: a device that has signed in before has a count of its own,
// and what others do does not touch it. Unknown accounts are counted like known ones. Kept in
// memory, of bounded size; a restart forgives.
#pragma once

#include "account/settings.h"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chengban::account {

struct Attempt {
    std::string account; // the name as typed, folded
    std::string address;
    std::string device; // of a device known to this very account, else empty
};

class Throttle {
public:
    explicit Throttle(std::size_t keys_max = 100'000) : keys_max_(keys_max) {}

    // Seconds until this attempt may be looked at; 0: now.
    std::int64_t wait_seconds(const Attempt& attempt, const SignInSettings& settings,
                              Instant now) const;
    // Counts the attempt as failed before its password is looked at, so that many at once gain
    // nothing; succeeded() takes it back.
    void failed(const Attempt& attempt, const SignInSettings& settings, Instant now);
    void succeeded(const Attempt& attempt);
    // It was no attempt after all (a code was still missing): takes back this one failure only.
    void withdrawn(const Attempt& attempt, const SignInSettings& settings);
    // An administrator's mercy: forgets all that counts against the account.
    void forgive(std::string_view account);
    std::size_t keys() const;

private:
    struct Count {
        std::string account;
        std::vector<std::int64_t> failures; // milliseconds, within the last hour, oldest first
        std::int64_t blocked_until = 0;
    };

    void make_room(Instant now);

    const std::size_t keys_max_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Count> counts_;
};

} // namespace chengban::account
