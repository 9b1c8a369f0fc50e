// The matrix of clauses 9 and 10: what a completion report must hold, given its own choices.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::workorder {

using rulebook::Rule;

namespace {

bool contains(const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_suggestion_finding(FactFinding finding) {
    return finding == FactFinding::adopted || finding == FactFinding::partly_adopted ||
           finding == FactFinding::kept_for_reference || finding == FactFinding::not_adopted;
}
bool is_consultation_finding(FactFinding finding) {
    return finding == FactFinding::policy_found || finding == FactFinding::no_policy_found ||
           finding == FactFinding::explanation_not_accepted;
}

// I 29: partial, negative and «for reference» options need a reason.
bool needs_reason(FactFinding finding) {
    switch (finding) {
    case FactFinding::partly_adopted:
    case FactFinding::kept_for_reference:
    case FactFinding::not_adopted:
    case FactFinding::no_policy_found:
    case FactFinding::explanation_not_accepted:
        return true;
    case FactFinding::substantiated:
    case FactFinding::partly_substantiated: // has a rule of its own
    case FactFinding::unsubstantiated:      // has a rule of its own
    case FactFinding::adopted:
    case FactFinding::policy_found:
        return false;
    }
    unreachable("needs_reason");
}

constexpr std::size_t k_spoken_characters_min = 4;

// Letters, digits and Chinese characters; punctuation says nothing.
std::size_t spoken_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char32_t point : to_code_points(text)) {
        const bool ascii = (point >= U'0' && point <= U'9') || (point >= U'a' && point <= U'z') ||
                           (point >= U'A' && point <= U'Z');
        const bool chinese = (point >= 0x3400 && point < 0xFE00) || point >= 0x20000;
        count += ascii || chinese ? 1 : 0;
    }
    return count;
}

class ReportCheck {
public:
    ReportCheck(Draft& draft, const SubmitCompletion& report)
        : draft_(draft), order_(draft.order), report_(report),
          feedback_(draft.context.rulebook.feedback) {}

    void all() {
        standard();
        contact_and_answer();
        fact();
        claim();
        outcome();
        site_visit();
        detail();
        attachments();
    }

private:
    void standard() {
        std::apply(
            [&](const auto&... points) {
                const auto point = [&](const auto& one) {
                    if (!(report_.standard.*(one.member))) {
                        draft_.checks.broken(Rule::standard_confirmed,
                                             "standard." + std::string(one.name),
                                             {std::string(one.zh), std::string(one.en)});
                    }
                };
                (point(points), ...);
            },
            Standard::fields());
    }

    // What the unit itself attached: a citizen's photo from intake proves no finding of the unit.
    std::size_t evidence_count(EvidenceKind kind) const {
        return static_cast<std::size_t>(std::count_if(
            order_.attachments.begin(), order_.attachments.end(), [&](const AttachmentFact& fact) {
                return fact.kind == kind && fact.unit == order_.unit;
            }));
    }
    bool has_evidence() const {
        return evidence_count(EvidenceKind::photo) + evidence_count(EvidenceKind::written_proof) +
                   evidence_count(EvidenceKind::recording) + evidence_count(EvidenceKind::other) >
               0;
    }

    // A text that is there, long enough, and not merely the option's own word again.
    void reason(Rule rule, const char* field, const std::optional<Text>& text,
                std::string_view option) {
        const std::string plain = text ? std::string(trim(text->plain)) : std::string();
        if (plain.empty()) {
            draft_.checks.broken(rule, field);
            return;
        }
        std::string rest = plain;
        bool repeated = false;
        for (std::size_t at = rest.find(option); at != std::string::npos; at = rest.find(option)) {
            rest.erase(at, option.size());
            repeated = true;
        }
        if (spoken_characters(rest) < k_spoken_characters_min) {
            draft_.checks.broken(repeated ? Rule::reason_repeats_option : rule, field,
                                 repeated ? Words{} : Words{"没有实际内容", "it says nothing"});
            return;
        }
        const auto length = static_cast<std::int32_t>(code_points(plain));
        if (length < feedback_.reason_length_min) {
            draft_.checks.broken(
                rule, field,
                {fmt::format("只有 {} 字，至少 {} 字", length, feedback_.reason_length_min),
                 fmt::format("{} characters of at least {}", length, feedback_.reason_length_min)});
        }
    }

    void contact_and_answer() {
        if (!order_.answered) {
            draft_.checks.broken(Rule::answer_first, "");
        }
        // 5.1: no contact was made by the limit, so a reason is owed, even when one came later.
        const auto clock = order_.deadlines.find(DeadlineKind::first_contact);
        if (clock == order_.deadlines.end() || order_.no_contact_explained) {
            return;
        }
        const Deadline& owed = clock->second;
        if (owed.end ? owed.end->how == Ending::met_late : !(draft_.now() < owed.fact.due)) {
            draft_.checks.broken(Rule::no_contact_reason, "");
        }
    }

    void fact() {
        const FactFinding finding = report_.fact_finding;
        if (!is_offered(order_.facts.kind, finding)) {
            draft_.checks.broken(
                Rule::fact_list, "fact_finding",
                {fmt::format("「{}」类工单没有「{}」选项", zh(order_.facts.kind), zh(finding)),
                 fmt::format("«{}» orders have no option «{}»", en(order_.facts.kind),
                             en(finding))});
            return;
        }
        if (finding == FactFinding::unsubstantiated) {
            reason(Rule::fact_grounds, "fact_reason", report_.fact_reason, zh(finding));
            if (!has_evidence()) {
                draft_.checks.broken(Rule::fact_evidence, "attachments");
            } else {
                missing_kinds();
            }
        } else if (finding == FactFinding::partly_substantiated) {
            reason(Rule::fact_parts, "fact_reason", report_.fact_reason, zh(finding));
        } else if (needs_reason(finding)) {
            reason(Rule::fact_reason, "fact_reason", report_.fact_reason, zh(finding));
        }
    }

    void missing_kinds() {
        std::string missing_zh;
        std::string missing_en;
        for (const EvidenceKind kind : feedback_.unsubstantiated_evidence) {
            if (evidence_count(kind) == 0) {
                missing_zh += (missing_zh.empty() ? "缺" : "、") + std::string(zh(kind));
                missing_en += (missing_en.empty() ? "missing: " : ", ") + std::string(en(kind));
            }
        }
        if (!missing_zh.empty()) {
            draft_.checks.broken(Rule::fact_evidence_kinds, "attachments",
                                 {missing_zh, missing_en});
        }
    }

    bool assessment_optional() const {
        return contains(feedback_.assessment_optional, order_.facts.kind);
    }

    void claim() {
        if (!report_.claim_assessment) {
            if (!assessment_optional()) {
                draft_.checks.broken(Rule::claim_required, "claim_assessment");
            }
            return;
        }
        if (*report_.claim_assessment != ClaimAssessment::reasonable) {
            reason(Rule::claim_reason, "claim_reason", report_.claim_reason,
                   zh(*report_.claim_assessment));
        }
    }

    void outcome() {
        const bool excessive_claim = report_.claim_assessment == ClaimAssessment::excessive;
        const bool excessive_outcome = report_.outcome == Outcome::excessive;
        if (excessive_claim && !excessive_outcome) {
            draft_.checks.broken(Rule::excessive_outcome, "outcome");
        }
        if (excessive_outcome && !excessive_claim) {
            draft_.checks.broken(Rule::excessive_outcome_reverse, "claim_assessment");
        }
        if (excessive_outcome) {
            reason(Rule::outcome_reason, "outcome_reason", report_.outcome_reason,
                   zh(report_.outcome));
        }
        if (report_.outcome == Outcome::unresolved) {
            draft_.checks.broken(Rule::outcome_unresolved, "outcome");
            if (!order_.plan_set) {
                draft_.checks.broken(Rule::solution_plan, "");
            }
        }
        if (report_.outcome == Outcome::for_reference) {
            draft_.checks.broken(Rule::outcome_for_reference, "outcome");
        }
    }

    void site_visit() {
        if (!report_.site_visit) {
            if (!assessment_optional()) {
                draft_.checks.broken(Rule::site_visit_required, "site_visit");
            }
            return;
        }
        if (*report_.site_visit == SiteVisit::visited) {
            if (!report_.site_visit_day) {
                draft_.checks.broken(Rule::site_visit_record, "site_visit_day",
                                     {"须填写查看日期", "the day is missing"});
            } else if (start_of(*report_.site_visit_day) > draft_.now()) {
                draft_.checks.broken(Rule::site_visit_record, "site_visit_day",
                                     {"查看日期晚于今天", "the day lies in the future"});
            }
            if (!report_.site_visit_people) {
                draft_.checks.broken(Rule::site_visit_record, "site_visit_people",
                                     {"须填写查看人员", "the people are missing"});
            }
            if (!has_evidence()) {
                draft_.checks.broken(Rule::site_visit_record, "attachments",
                                     {"须附证据", "evidence is missing"});
            }
        }
        if (*report_.site_visit == SiteVisit::not_visited) {
            reason(Rule::site_visit_record, "site_visit_reason", report_.site_visit_reason,
                   zh(*report_.site_visit));
            draft_.checks.broken(Rule::site_not_visited, "site_visit");
        }
    }

    // 10.1: the investigation and its grounds in detail.
    void detail() {
        const bool doubtful_claim =
            report_.claim_assessment && *report_.claim_assessment != ClaimAssessment::reasonable;
        if (report_.fact_finding != FactFinding::unsubstantiated && !doubtful_claim) {
            return;
        }
        const std::size_t length =
            report_.investigation ? code_points(trim(report_.investigation->plain)) : 0;
        if (length < static_cast<std::size_t>(feedback_.grounds_length_min)) {
            draft_.checks.broken(
                Rule::report_grounds, "investigation",
                {fmt::format("{} 字，至少 {} 字", length, feedback_.grounds_length_min),
                 fmt::format("{} characters of at least {}", length,
                             feedback_.grounds_length_min)});
        }
    }

    void attachments() {
        if (order_.facts.major_or_complicated) {
            if (evidence_count(EvidenceKind::investigation_report) == 0) {
                draft_.checks.broken(Rule::major_report, "attachments",
                                     {"缺调查报告", "the investigation report is missing"});
            }
            if (!has_evidence()) {
                draft_.checks.broken(Rule::major_report, "attachments",
                                     {"缺相关证据", "the evidence is missing"});
            }
        }
        for (const rulebook::Profile* profile :
             profiles_in_force(order_, draft_.context.rulebook)) {
            for (const EvidenceKind kind : profile->attachments) {
                if (evidence_count(kind) == 0) {
                    draft_.checks.broken(
                        Rule::profile_attachment, "attachments",
                        {fmt::format("{}须附{}", profile->words.zh, zh(kind)),
                         fmt::format("{} needs: {}", profile->words.en, en(kind))});
                }
            }
        }
    }

    Draft& draft_;
    const WorkOrder& order_;
    const SubmitCompletion& report_;
    const rulebook::FeedbackRules& feedback_;
};

// Every match with its place; the handler corrects it or confirms it.
template <class Wanted>
void check_words(Draft& draft, const char* field, const Text& text,
                 const std::vector<LintException>& confirmed, const Wanted& wanted) {
    std::vector<lint::LintException> exceptions;
    exceptions.reserve(confirmed.size());
    for (const LintException& exception : confirmed) {
        exceptions.push_back({static_cast<std::size_t>(exception.begin),
                              static_cast<std::size_t>(exception.end), exception.matched.plain,
                              exception.reason.plain});
    }
    for (const lint::LintFinding& finding : draft.context.lint.check(text.plain, exceptions)) {
        if (finding.excepted || !wanted(finding.rule)) {
            continue;
        }
        // A flag is kept for ever: it names the pattern, a refusal the very words.
        const bool kept = draft.context.rulebook.strength(finding.rule) == rulebook::Strength::flag;
        const std::string& words = kept ? finding.pattern : finding.matched;
        draft.checks.broken(
            finding.rule, fmt::format("{}[{}:{}]", field, finding.begin, finding.end),
            {fmt::format("「{}」（第 {}–{} 字）", words, finding.begin + 1, finding.end),
             fmt::format("«{}» (characters {}–{})", words, finding.begin + 1, finding.end)});
    }
}

} // namespace

bool is_offered(OrderKind kind, FactFinding finding) {
    switch (kind) {
    case OrderKind::suggestion:
        return is_suggestion_finding(finding);
    case OrderKind::consultation:
        return is_consultation_finding(finding);
    case OrderKind::complaint:
    case OrderKind::report:
    case OrderKind::help:
    case OrderKind::praise:
    case OrderKind::other:
        return !is_suggestion_finding(finding) && !is_consultation_finding(finding);
    }
    unreachable("is_offered");
}

void check_report(Draft& draft, const SubmitCompletion& report) {
    ReportCheck(draft, report).all();
    check_words(draft, "reply_summary", report.reply_summary, report.lint_exceptions,
                [](Rule) { return true; });
}

void check_answer_words(Draft& draft, const RecordAnswer& answer) {
    if (answer.content) {
        check_words(draft, "content", *answer.content, answer.lint_exceptions, [](Rule rule) {
            return rule == Rule::reply_ground || rule == Rule::reply_unsolved_words;
        });
    }
}

} // namespace chengban::workorder
