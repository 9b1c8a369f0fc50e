// 15.3: consultations that come again and again, and whether an entry answers them already.
#pragma once

#include "knowledge/entry.h"

namespace chengban::knowledge {

struct Consultation {
    OrderId order;
    std::string category;
    std::string title;
    Instant received_at;
};

struct FrequentMatter {
    std::string category;
    std::string title;                      // of the newest
    std::vector<OrderId> orders;            // newest first
    std::optional<std::string> answered_by; // id of the valid entry most like it
};

// Consultations alike enough, of one category, in groups of `at_least` or more; the largest first.
std::vector<FrequentMatter> frequent_matters(const std::vector<Consultation>& consultations,
                                             const std::vector<Entry>& entries,
                                             std::int32_t at_least, Day today);

} // namespace chengban::knowledge
