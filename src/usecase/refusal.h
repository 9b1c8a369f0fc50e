// Why a use case did not do what was asked, closed enough for an HTTP status and words enough for a
// person.
#pragma once

#include "base/problem.h"
#include "base/result.h"
#include "store/port.h"

#include <cstdint>
#include <optional>

namespace chengban::usecase {

enum class RefusalKind {
    invalid,             // the content or a rule: 422
    forbidden,           // not by this person: 403
    not_found,           // not there, or not to be known: 404
    conflict,            // overtaken by others again and again: 409
    precondition_failed, // If-Match names an older version: 412
    too_many,            // read too much within an hour: 429
    key_reused,          // the idempotency key belongs to another request: 422
    full,                // the disk: 507
    not_signed_in,       // who asks is not known, or did not prove it: 401
    throttled,           // too many attempts: 429
    unavailable,         // stopping, or the store cannot be reached: 503
};

struct Refusal {
    RefusalKind kind = RefusalKind::invalid;
    Problem problem;
    std::optional<std::int64_t> current_version;
    std::optional<std::int64_t> retry_seconds = std::nullopt;
};

template <class T>
using Outcome = Result<T, Refusal>;

// By what the reasons have in common: not by this person, not in this state, or not like this.
Refusal refusal_of(Problem problem);
// Of a commit that did not happen; `ok` is none.
Refusal refusal_of(store::Verdict verdict);

inline Failure<Refusal> refusal(RefusalKind kind, Problem problem) {
    return Failure{Refusal{kind, std::move(problem), std::nullopt}};
}

} // namespace chengban::usecase
