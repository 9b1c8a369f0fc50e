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
    // Clause ids 14(1) … 14(7); a trigger in neither list is switched off.
    std::vector<std::string> opens_by_itself;
    std::vector<std::string> proposes;

    bool operator==(const SupervisionRules&) const = default;
};

// B1: when two orders of one citizen are taken for one matter, in thousandths of common text.
struct MatterRules {
    std::int32_t link_per_mille = 400;    // counted as repeats, until somebody corrects it
    std::int32_t suggest_per_mille = 200; // shown, and left to people
    std::int32_t cluster_per_mille = 150; // 14(4): of different citizens on one event

    bool operator==(const MatterRules&) const = default;
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
    Limit new_policy;                           // 15.2, I 15
    Limit correction;                           // 15.4, I 37
    Limit missing_entry;                        // 15.4, I 37
    std::int32_t frequent_orders = 5;           // 15.3: consultations alike, inclusive …
    calendar::Amount frequent{NaturalDays{30}}; // … within this time

    bool operator==(const KnowledgeRules&) const = default;
};

// 11: when a citizen counts as not reachable.
struct FollowUpRules {
    std::int32_t attempts_min = 3;
    bool attempts_different_hours = true;

    bool operator==(const FollowUpRules&) const = default;
};

// By which of its days a handling round belongs to a period (B5).
enum class CohortBy { registered, received, due, completed };
// Whose word the first-contact rate rests on.
enum class FirstContactBy { citizen, record };

// 17, B5. Weights, rates, floors and grades in thousandths.
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
    CohortBy volume_by = CohortBy::received;
    CohortBy on_time_by = CohortBy::due;
    CohortBy rates_by = CohortBy::completed; // first contact, resolution, satisfaction
    FirstContactBy first_contact_by = FirstContactBy::citizen;
    bool first_contact_told = true; // 11.1: «made» means procedure and limit told as well
    bool survey_first = true;       // where survey and follow-up differ, the survey holds
    std::int32_t floor_on_time = 0; // of the grades; 14.10 does not name this rate
    std::int32_t good_on_time = 1000;
    std::int32_t good_first_contact = 1000;
    std::int32_t good_resolution = 1000;
    std::int32_t good_satisfaction = 1000;
    std::int32_t graded_from = 1; // a rate over fewer orders is shown, not graded

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

// 18, B10: what is shown of a citizen, to whom, how often, and for how long it is kept.
struct PrivacyRules {
    bool house_number_to_unit = true;    // people of the unit that has the order
    bool house_number_to_center = false; // dispatcher, reviewer, supervisor, follow-up caller
    bool house_number_to_others = false;
    std::int32_t reason_length_min = 4; // I 38: code points of the reason for reading an identity
    std::int32_t identities_per_hour = 60; // read by one person; more are refused …
    std::int32_t identities_alarm = 30;    // … and from here on the audit administrator is told
    std::int32_t orders_per_hour = 1200;   // opened by one person
    std::int32_t orders_alarm = 400;
    std::int32_t export_approval_rows = 200; // an export of more needs another person's approval
    std::int32_t export_days = 7;            // an approved export can be fetched so long
    calendar::Amount identity_kept{NaturalDays{1096}}; // after completion, then erased
    std::int32_t audit_months = 6;                     // at least; the program expires none of it

    bool operator==(const PrivacyRules&) const = default;
};

} // namespace chengban::rulebook

template <>
struct chengban::EnumTable<chengban::rulebook::CohortBy> {
    using E = chengban::rulebook::CohortBy;
    static constexpr std::array rows{
        EnumRow<E>{E::registered, "registered", "按受理时间", "by intake"},
        EnumRow<E>{E::received, "received", "按承办单位收到时间", "by receipt"},
        EnumRow<E>{E::due, "due", "按到期时间", "by due date"},
        EnumRow<E>{E::completed, "completed", "按办结时间", "by completion"}};
};

template <>
struct chengban::EnumTable<chengban::rulebook::FirstContactBy> {
    using E = chengban::rulebook::FirstContactBy;
    static constexpr std::array rows{
        EnumRow<E>{E::citizen, "citizen", "以市民评价为准", "by the citizen's word"},
        EnumRow<E>{E::record, "record", "市民未评价的以联系记录为准",
                   "by the record where the citizen was not asked"}};
};
