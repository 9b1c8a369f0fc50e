#include "casework/feedback.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::casework {

namespace {

// Of one list, what cannot both be true. «Partly» agrees with both ends, «resolved» with anything
// that came before it.
bool contradict(FactFinding a, FactFinding b) {
    using enum FactFinding;
    const auto pair = [&](FactFinding x, FactFinding y) {
        return (a == x && b == y) || (a == y && b == x);
    };
    return pair(substantiated, unsubstantiated) || pair(adopted, not_adopted) ||
           pair(policy_found, no_policy_found);
}

bool contradict(const std::optional<ClaimAssessment>& a, const std::optional<ClaimAssessment>& b) {
    using enum ClaimAssessment;
    const auto denies = [](ClaimAssessment value) {
        return value == no_policy_basis || value == excessive;
    };
    return a && b && ((*a == reasonable && denies(*b)) || (*b == reasonable && denies(*a)));
}

// Reported as solved, and afterwards as not to be solved.
bool contradict(Outcome earlier, Outcome later) {
    return earlier == Outcome::resolved &&
           (later == Outcome::unresolved || later == Outcome::excessive);
}

std::string_view contradicting_field(const Feedback& earlier, const Feedback& later) {
    if (contradict(earlier.fact_finding, later.fact_finding)) {
        return "fact_finding";
    }
    if (contradict(earlier.claim_assessment, later.claim_assessment)) {
        return "claim_assessment";
    }
    return contradict(earlier.outcome, later.outcome) ? "outcome" : "";
}

} // namespace

std::vector<Feedback> feedback_of(const OrderId& order, std::span<const workorder::Event> events) {
    std::vector<Feedback> list;
    UnitId unit;
    const workorder::SubmitCompletion* report = nullptr;
    for (const workorder::Event& event : events) {
        if (const auto* dispatched = std::get_if<workorder::Dispatched>(&event.body)) {
            unit = dispatched->unit;
        } else if (const auto* submitted =
                       std::get_if<workorder::Accepted<workorder::SubmitCompletion>>(&event.body)) {
            report = &submitted->command;
        } else if (std::holds_alternative<workorder::Completed>(event.body) && report != nullptr) {
            list.push_back({order, unit, event.occurred_at, report->fact_finding,
                            report->claim_assessment, report->outcome});
        }
    }
    return list;
}

std::vector<Contradiction> contradictions(std::vector<Feedback> feedback) {
    std::stable_sort(feedback.begin(), feedback.end(),
                     [](const Feedback& a, const Feedback& b) { return a.at < b.at; });
    std::vector<Contradiction> list;
    for (std::size_t later = 1; later < feedback.size(); ++later) {
        for (std::size_t earlier = later; earlier-- > 0;) {
            const std::string_view field = contradicting_field(feedback[earlier], feedback[later]);
            if (!field.empty()) {
                list.push_back({feedback[earlier], feedback[later], std::string(field)});
                break;
            }
        }
    }
    return list;
}

std::string explain(const Contradiction& c) {
    const auto words = [&](const Feedback& feedback) {
        if (c.field == "fact_finding") {
            return std::string(zh(feedback.fact_finding));
        }
        if (c.field == "claim_assessment") {
            return std::string(zh(*feedback.claim_assessment));
        }
        return std::string(zh(feedback.outcome));
    };
    const std::string_view what = c.field == "fact_finding"       ? "事实认定"
                                  : c.field == "claim_assessment" ? "诉求认定"
                                                                  : "处理结果";
    return fmt::format("{}：{}「{}」，{}「{}」", what, to_string(day_of(c.earlier.at)),
                       words(c.earlier), to_string(day_of(c.later.at)), words(c.later));
}

} // namespace chengban::casework
