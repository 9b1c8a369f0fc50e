// 14(3): feedback on one matter that contradicts earlier feedback.
#pragma once

#include "workorder/event.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chengban::casework {

// What a unit reported when it completed an order.
struct Feedback {
    OrderId order;
    UnitId unit;
    Instant at;
    FactFinding fact_finding = FactFinding::substantiated;
    std::optional<ClaimAssessment> claim_assessment;
    Outcome outcome = Outcome::resolved;
};

// One per completion; an order that was sent back and completed again gives several.
std::vector<Feedback> feedback_of(const OrderId& order, std::span<const workorder::Event> events);

struct Contradiction {
    Feedback earlier;
    Feedback later;
    std::string field; // of the completion report
};

// The first contradiction of each later feedback with an earlier one; in order of time.
std::vector<Contradiction> contradictions(std::vector<Feedback> feedback);

// «事实认定：10月8日「属实」，10月20日「不属实」»
std::string explain(const Contradiction& contradiction);

} // namespace chengban::casework
