#include "usecase/read_watch.h"

#include "base/record.h"

#include <algorithm>

namespace chengban::usecase {

namespace {

constexpr std::int64_t k_minute_ms = 60'000;
constexpr std::size_t k_people_max = 100'000;

} // namespace

void ReadWatch::Hour::pass_to(std::int64_t now) {
    for (std::int64_t passed = std::max(minute + 1, now - k_minutes + 1); passed <= now; ++passed) {
        std::int32_t& old = by_minute[static_cast<std::size_t>(passed % k_minutes)];
        sum -= old;
        old = 0;
    }
    minute = std::max(minute, now);
}

void ReadWatch::Hour::add() {
    ++by_minute[static_cast<std::size_t>(minute % k_minutes)];
    ++sum;
}

void ReadWatch::recall(const PersonId& reader, std::string_view what, Instant at) {
    const std::lock_guard lock(mutex_);
    Hour& hour = hour_of(reader, what);
    hour.pass_to(at.milliseconds() / k_minute_ms);
    hour.add();
}

Outcome<Done> ReadWatch::count(const workorder::Actor& reader, const ReadLimit& limit) {
    const std::int64_t minute = clock_.now().milliseconds() / k_minute_ms;
    std::int64_t sum = 0;
    bool raise = false;
    bool stop = false;
    {
        const std::lock_guard lock(mutex_);
        if (hours_.size() >= k_people_max) {
            std::erase_if(hours_,
                          [&](const auto& one) { return one.second.minute + k_minutes <= minute; });
        }
        Hour& hour = hour_of(reader.person, limit.what);
        hour.pass_to(minute);
        stop = hour.sum >= limit.max;
        if (!stop) {
            hour.add();
        }
        sum = hour.sum;
        std::int64_t& recorded_at = stop ? hour.stopped_at : hour.alarmed_at;
        raise = (stop || sum >= limit.alarm) && recorded_at + k_minutes <= minute;
        recorded_at = raise ? minute : recorded_at;
    }
    if (raise) {
        alarm(reader, limit, sum, stop);
    }
    if (stop) {
        return refusal(RefusalKind::too_many,
                       problem("read_too_much", "",
                               "一小时内查看过多，请稍后再试；已提示审计管理员",
                               "too much was read within an hour, try again later; the audit "
                               "administrator has been told",
                               "18"));
    }
    return Done{};
}

void ReadWatch::alarm(const workorder::Actor& reader, const ReadLimit& limit, std::int64_t count,
                      bool stopped) {
    AuditEvent event;
    event.at = clock_.now();
    event.what = "alarm";
    event.actor = canonical_json(write_record(reader));
    event.subject = "person/" + reader.person.text();
    event.outcome = stopped ? "stopped" : "noticed";
    event.clauses = {"18"};
    event.details = {{"read", limit.what}, {"in_an_hour", count}, {"alarm_at", limit.alarm}};
    audit_.record(std::move(event));
}

} // namespace chengban::usecase
