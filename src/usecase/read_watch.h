// How much one person reads: beyond the rulebook's numbers of an hour the audit administrator is
// told and, further on, reading stops for the rest of the hour (18). Counted per node; what the
// record tells of the last hour counts after a restart too (recall_identity_reads).
#pragma once

#include "usecase/audit.h"
#include "usecase/clock.h"
#include "usecase/refusal.h"
#include "workorder/actor.h"

#include <array>
#include <mutex>
#include <unordered_map>

namespace chengban::usecase {

inline constexpr std::string_view k_identities = "identities";

struct ReadLimit {
    std::string_view what; // "identities", "orders"
    std::int64_t alarm = 0;
    std::int64_t max = 0;
};

class ReadWatch {
public:
    ReadWatch(Audit& audit, Clock& clock) : audit_(audit), clock_(clock) {}

    // Counts one read; refused when the person has read too much in the last hour. Each crossing of
    // a number is on record once per hour.
    Outcome<Done> count(const workorder::Actor& reader, const ReadLimit& limit);
    // One read that is on record; `at` no earlier than that of the call before.
    void recall(const PersonId& reader, std::string_view what, Instant at);

private:
    static constexpr std::int64_t k_minutes = 60;
    struct Hour {
        std::array<std::int32_t, k_minutes> by_minute{};
        std::int64_t minute = 0; // of the newest count
        std::int64_t sum = 0;
        std::int64_t alarmed_at = -k_minutes; // minutes in which a record was made
        std::int64_t stopped_at = -k_minutes;

        void pass_to(std::int64_t now); // forgets what is an hour old
        void add();
    };
    Hour& hour_of(const PersonId& reader, std::string_view what) {
        return hours_[std::string(what) + "/" + reader.text()];
    }
    void alarm(const workorder::Actor& reader, const ReadLimit& limit, std::int64_t count,
               bool stopped);

    Audit& audit_;
    Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Hour> hours_; // "what/person"; bounded
};

} // namespace chengban::usecase
