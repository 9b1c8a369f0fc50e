// 18: personal data whose time is over is erased by rule, with a report of what and why. An order's
// identity (name, phone, address) goes `privacy.identity_kept` after the order ended; what the
// citizen said stays, masked where it is shown [I 65]. Events keep their commitments, so the chain
// verifies as before. The audit is never expired: the report says how far back it reaches.
#pragma once

#include "store/sqlite_store.h"
#include "usecase/audit.h"
#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

// A run erases what a dry run has shown: it names how many orders that were.
struct RetentionWish {
    bool dry_run = true;
    std::optional<std::int64_t> orders;
    static constexpr auto fields() {
        using T = RetentionWish;
        return std::tuple{defaulted("dry_run", &T::dry_run, "只预览", "dry run"),
                          field("orders", &T::orders, "预览所示的工单数",
                                "orders that the dry run showed", {0, 1'000'000'000})};
    }
};

struct RetentionLine {
    OrderId order;
    std::string hotline_number;
    Instant ended_at;
    Day kept_until;
    std::vector<std::string> fields; // tokens of identity fields, «phone_digest» among them
    std::vector<TextId> texts;
};

// What is over on the clock's day, in the order in which the orders came in.
std::vector<RetentionLine> over_due(Desk& desk, JobControl& control);

// The job. Its result is a table with a line per order; a run whose dry run showed another number
// erases nothing and says so in the summary («refused»).
JobResult run_retention(Desk& desk, store::SqliteStore& store, Audit* audit,
                        const workorder::Actor& actor, const RetentionWish& wish,
                        JobControl& control);

} // namespace chengban::usecase
