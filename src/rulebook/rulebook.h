// The regulation as data: every limit, window, strength, word list, profile and interpretation,
// each with its clause. A Rulebook is complete and valid once loaded; an order keeps the version
// that was in force when its handling round began.
//
// Room rulebook (may use: base, calendar). Its toml_reader.h reads other rooms' settings files too.
#pragma once

#include "base/ids.h"
#include "base/instant.h"
#include "base/language.h"
#include "base/problem.h"
#include "base/result.h"
#include "calendar/deadline.h"
#include "rulebook/casework_rules.h"
#include "rulebook/rule.h"
#include "rulebook/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::rulebook {

using RulebookVersion = std::int64_t; // 1, 2, …

using calendar::Amount;
using chengban::Language;

struct Limits {
    std::map<LimitClass, Limit> completion; // 5.2 (3)–(5); urgent and semi_urgent hold the limit
                                            // that their formal completion has (I 3, I 21)
    Limit urgent_outcome_report;            // 5.2 (1), hours
    Limit semi_urgent_step;                 // 5.2 (2), completed or progress reported
    Limit first_contact;                    // 5.1, I 1
    Limit acknowledge;                      // 5, I 20
    Limit dispatch;                         // 4, at the center; an interpretation of ours
    Limit consultation;                     // 4.1, an interpretation of ours
    Limit extension_window;                 // 6.1
    Limit extension_notice;                 // 6.4, I 8
    Limit return_window;                    // 7.1
    Limit rework_when_past;                 // 9, I 12
    Limit supervision;                      // 14.8, where the center gives no date (I 61)

    bool operator==(const Limits&) const = default;
};

struct ExtensionRules {
    std::vector<std::int32_t> days; // 6.2: 15, 30, 60, 90
    std::int32_t per_dispatch = 1;  // I 23

    bool operator==(const ExtensionRules&) const = default;
};

struct ReturnRules {
    std::int32_t attempts_min = 3;        // 7.2, I 24
    bool attempts_different_hours = true; // I 24

    bool operator==(const ReturnRules&) const = default;
};

// 8.1, I 11: one matter that may be filed.
struct FilingMatter {
    std::string token;
    Words words;

    bool operator==(const FilingMatter&) const = default;
};

// A pattern of the reply lint (5.3, 9.3, 10.2). `phrase` occurs; if followed_by is not empty one of
// them must follow at once; none of not_followed_by may follow, none of not_preceded_by may
// precede.
struct LintPattern {
    std::string phrase;
    std::vector<std::string> followed_by;
    std::vector<std::string> not_followed_by;
    std::vector<std::string> not_preceded_by;

    bool operator==(const LintPattern&) const = default;
};

struct LintList {
    Rule rule;
    bool exception_allowed = false; // the handler may confirm a match with a reason
    std::vector<LintPattern> patterns;

    bool operator==(const LintList&) const = default;
};

struct FeedbackRules {
    std::vector<OrderKind> assessment_optional;         // 9, I 32: claim assessment and site visit
    std::vector<EvidenceKind> unsubstantiated_evidence; // 9.1: a missing kind is flagged
    std::int32_t reason_length_min = 10;                // 9.1, 9.2: code points
    std::int32_t grounds_length_min = 20;               // 10.1: «in detail»
    bool unresolved_needs_principal = true;             // I 13

    bool operator==(const FeedbackRules&) const = default;
};

struct RepeatRules {
    std::int32_t attention = 3;         // 12.1, inclusive
    std::int32_t principal = 5;         // 12.3, inclusive
    std::vector<OrderKind> not_counted; // 12.1, I 33

    bool operator==(const RepeatRules&) const = default;
};

// 13: a key order's own rules. Where several profiles match, the strictest value of each setting.
struct Profile {
    std::string token;
    std::string clause;
    Words words;
    std::vector<std::string> tags; // any of them on the order selects the profile,
    std::vector<Source> sources;   // or where the order came from
    std::optional<Day> from;       // dispatch day range, inclusive; empty = open
    std::optional<Day> to;
    std::map<LimitClass, Amount> completion;
    std::vector<Approval> approvals;
    std::vector<EvidenceKind> attachments;
    std::optional<Amount> report_every; // interim reports expected, shown as a deadline

    bool operator==(const Profile&) const = default;
};

// What users see as a citation: the regulation's own article and words.
struct ClauseText {
    std::string id;      // "7.2"
    std::string article; // "（七）", or "系统规则" where the rule is ours
    Words words;         // the quotation; en is our translation
    bool of_regulation = true;

    bool operator==(const ClauseText&) const = default;
};

struct Interpretation {
    std::int32_t number; // I 1 …
    std::string clause;
    Words words;
    std::string setting; // dotted key of this file that decides it, empty when code alone does

    bool operator==(const Interpretation&) const = default;
};

// 3.3, B2: who handles what no district fits, by field or category token.
struct Route {
    std::string field;
    std::string unit;   // unit token
    std::string clause; // what it rests on

    bool operator==(const Route&) const = default;
};

// B2: who handles what, before any fallback. An empty part fits everything; the entry that names
// most decides.
struct CatalogueEntry {
    std::string token;
    std::string category; // or a field
    std::string district; // code
    std::string unit;
    std::optional<Day> from; // in force, both days included
    std::optional<Day> to;
    std::string clause;
    Words basis; // the document it rests on

    bool operator==(const CatalogueEntry&) const = default;
};

struct CategoryWords {
    std::string token;
    Words words;
    std::string field;                 // field token for routing
    std::vector<std::string> keywords; // for classification

    bool operator==(const CategoryWords&) const = default;
};

struct KindWords {
    OrderKind kind = OrderKind::other;
    std::vector<std::string> keywords;

    bool operator==(const KindWords&) const = default;
};

struct Rulebook {
    std::string name; // "shanghai-housing-2022"
    RulebookVersion version = 1;
    Day effective_from;
    Words title;
    calendar::Counting counting; // I 4
    Limits limits;
    ExtensionRules extension;
    ReturnRules returns;
    std::vector<FilingMatter> filing_scope;
    FeedbackRules feedback;
    RepeatRules repeats;
    SupervisionRules supervision;
    FollowUpRules follow_up;
    MatterRules matters;
    HalfYearRules half_year;
    KnowledgeRules knowledge;
    AppraisalRules appraisal;
    PrivacyRules privacy;
    calendar::BandThresholds bands; // B4: when a clock turns colour
    DutyRules duty;
    std::vector<LintList> lint;
    std::vector<Profile> profiles;
    std::vector<CategoryWords> categories;
    std::vector<KindWords> kinds;
    std::vector<Route> routes;
    std::vector<CatalogueEntry> catalogue;
    std::array<Strength, k_rules.size()> strengths{};
    std::vector<ClauseText> clauses;
    std::vector<Interpretation> interpretations;

    Strength strength(Rule rule) const { return strengths[static_cast<std::size_t>(rule)]; }
    const ClauseText* clause(std::string_view id) const; // null when unknown
    bool operator==(const Rulebook&) const = default;
};

// Refuses with file, line, key and reason, all errors at once. Unknown keys, missing rules,
// unknown clauses, an open state without a limit, shadowed rules and profiles are errors.
Result<Rulebook> parse_rulebook(std::string_view toml, std::string_view file_name);

// The whole rulebook as a document for people, every value with its clause and interpretation.
std::string explain(const Rulebook& rulebook, Language language);

// One line per setting that differs: dotted key, value before, value after, clause.
struct Difference {
    std::string key;
    std::string before;
    std::string after;
    std::string clause;
};
std::vector<Difference> diff(const Rulebook& before, const Rulebook& after);

} // namespace chengban::rulebook
