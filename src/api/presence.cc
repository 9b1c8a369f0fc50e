#include "api/presence.h"

#include <algorithm>

namespace chengban::api {

std::vector<workorder::Actor> Presence::meet(const OrderId& order, const workorder::Actor& reader,
                                             Instant now) {
    const std::lock_guard lock(mutex_);
    forget(now);
    std::vector<Guest>& guests = guests_[order];
    const auto own = std::find_if(guests.begin(), guests.end(), [&](const Guest& guest) {
        return guest.actor.person == reader.person;
    });
    if (own == guests.end()) {
        guests.push_back({reader, now});
    } else {
        *own = {reader, now};
    }
    std::vector<workorder::Actor> others;
    for (const Guest& guest : guests) {
        if (guest.actor.person != reader.person) {
            others.push_back(guest.actor);
        }
    }
    return others;
}

// At most once a second: what is older than that is at most a second too long.
void Presence::forget(Instant now) {
    if (now < swept_at_.plus_milliseconds(1000)) {
        return;
    }
    swept_at_ = now;
    for (auto at = guests_.begin(); at != guests_.end();) {
        std::erase_if(at->second, [&](const Guest& guest) {
            return guest.seen_at.plus_milliseconds(k_seconds * 1000) <= now;
        });
        at = at->second.empty() ? guests_.erase(at) : std::next(at);
    }
}

} // namespace chengban::api
