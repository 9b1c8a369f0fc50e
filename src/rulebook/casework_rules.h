// Settings of what happens around an order (clauses 12–17 and B5): supervision, half-year reviews,
// knowledge base, appraisal. Part of the rulebook.
#pragma once

#include "calendar/deadline.h"
#include "rulebook/vocabulary.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chengban::rulebook {

// An amount of time and the clause it comes from.
struct Limit {
    calendar::Amount amount;
    std::string clause;

    bool operator==(const Limit&) const = default;
};

// 14, I 34: all numbers inclusive.
struct SupervisionRules {
    std::int32_t repeats = 5;                          // 14(2), in the calendar year
    calendar::Amount long_unresolved{NaturalDays{30}}; // 14(3), past the limit
    std::int32_t cluster_citizens = 5;                 // 14(4), of one place and field …
    calendar::Amount cluster{NaturalDays{7}};          // … within this time
    std::int32_t reminders = 3;                        // 14(6)
    Approval reported_to = Approval::principal;        // 14.8, I 35: leader_in_charge or principal
    std::vector<std::string> opens_by_itself; // clause ids 14(1) … 14(7); the others propose

    bool operator==(const SupervisionRules&) const = default;
};

struct MonthDay {
    std::int32_t month = 1; // 1–12
    std::int32_t day = 1;   // 1–31

    auto operator<=>(const MonthDay&) const = default;
};

// 12.4, I 14
struct HalfYearRules {
    MonthDay first_due{7, 31};  // of January to June, same year
    MonthDay second_due{1, 31}; // of July to December, next year

    bool operator==(const HalfYearRules&) const = default;
};

struct KnowledgeRules {
    Limit new_policy;    // 15.2, I 15
    Limit correction;    // 15.4, I 37
    Limit missing_entry; // 15.4, I 37

    bool operator==(const KnowledgeRules&) const = default;
};

// 17, B5. Weights, rates and floors in thousandths.
struct AppraisalRules {
    std::int32_t weight_satisfied = 1000;
    std::int32_t weight_basically = 800;
    std::int32_t weight_so_so = 600;
    std::int32_t weight_dissatisfied = 0;
    std::int32_t floor_first_contact = 0; // 14.10, I 36
    std::int32_t floor_resolution = 0;
    std::int32_t floor_satisfaction = 0;
    bool resolution_two_terms = false;     // I 18
    bool filed_out_of_satisfaction = true; // 8.4, I 27
    bool returned_out_of_all = true;       // B5

    bool operator==(const AppraisalRules&) const = default;
};

// B3, B9
struct DutyRules {
    std::int32_t office_opens_minute = 9 * 60; // after 00:00 of a working day
    std::int32_t office_closes_minute = 17 * 60 + 30;
    std::int32_t roster_ahead_days = 7;    // a roster with a hole in them is a finding
    bool substitute_issues_report = false; // 14.9

    bool operator==(const DutyRules&) const = default;
};

} // namespace chengban::rulebook
