// A decision in the making, shared by the clause files decide_*.cc. `guard` looks at what needs no
// payload (windows, stages), so that a desk can say beforehand why something is closed; `fill`
// looks at the command's content and writes the effects.
#pragma once

#include "workorder/checks.h"

namespace chengban::workorder {

struct Draft {
    Draft(const WorkOrder& o, const Actor& a, const Context& c) : order(o), actor(a), context(c) {}

    const WorkOrder& order;
    const Actor& actor;
    const Context& context;
    Checks checks{context.rulebook};
    Effects effects; // of the event that holds the command
    Instant occurred_at = context.now;
    std::vector<EventBody> following; // facts that follow in the same decision
    bool primary = true;              // the command itself becomes an event; only Dispatch does not

    Instant now() const { return context.now; }

    // The live limit was met by something that happened at `at`; flagged when late.
    void meet(DeadlineKind kind, Instant at, std::optional<rulebook::Rule> late_rule);
    void cancel(DeadlineKind kind);
    // A limit was passed; flagged, never refused, whatever the rule's strength.
    void late(rulebook::Rule rule, Words detail);
    // A new limit of the kind, counted from `from`; a refusal when it leaves the supported years.
    void start(DeadlineKind kind, const rulebook::Limit& limit, Instant from);
};

// ---- limits.cc

// The fact of a limit, or a refusal when it would lie beyond the supported years.
Result<DeadlineFact> make_deadline(const WorkOrder& order, const Context& context,
                                   DeadlineKind kind, const rulebook::Limit& limit, Instant start);
Result<DeadlineFact> extend_deadline(const WorkOrder& order, const Context& context,
                                     DeadlineKind kind, std::int32_t days);
// A limit that is given as such: the hotline's (B4, 9).
DeadlineFact given_deadline(const WorkOrder& order, const Context& context, DeadlineKind kind,
                            std::string_view clause, Instant due);
// 13: the profiles whose tags and dates match.
std::vector<const rulebook::Profile*> profiles_of(const WorkOrder& order,
                                                  const rulebook::Rulebook& rulebook, Day day);
// 13: those that the order's round was dispatched under.
std::vector<const rulebook::Profile*> profiles_in_force(const WorkOrder& order,
                                                        const rulebook::Rulebook& rulebook);
// The bureau's completion limit for a class: the rulebook's, or the strictest of the profiles.
void start_completion(Draft& draft, LimitClass limit_class,
                      const std::vector<const rulebook::Profile*>& profiles, Effects& effects,
                      Instant from);
// 13: the next report is due by the strictest of the profiles.
void start_profile_report(Draft& draft, const std::vector<const rulebook::Profile*>& profiles,
                          Effects& effects);
// Begins a handling round: ends what is live, sets every clock of the unit, adds Dispatched.
void hand_over(Draft& draft, const UnitId& unit, LimitClass limit_class, bool designated_by_office,
               const std::optional<Text>& note);
void check_target_unit(Draft& draft, const std::string& field);
// All live limits of the unit are called off; the order is back at the center.
void take_back(Draft& draft);
// Recomputes every live limit under the calendar of the context; sets those that differ.
void recompute(Draft& draft);

// ---- decide_*.cc: one pair per command where there is something to check

template <class C>
void guard(const C*, Draft&) {}

#define CHENGBAN_GUARD(C) void guard(const C*, Draft&)
CHENGBAN_GUARD(Recall);
CHENGBAN_GUARD(SetLimitClass);
CHENGBAN_GUARD(GiveOpinion);
CHENGBAN_GUARD(ExplainNoContact);
CHENGBAN_GUARD(ReportOutcome);
CHENGBAN_GUARD(ReportProgress);
CHENGBAN_GUARD(ApplyExtension);
CHENGBAN_GUARD(ConsentExtension);
CHENGBAN_GUARD(ReviewExtension);
CHENGBAN_GUARD(AnswerExtension);
CHENGBAN_GUARD(WithdrawExtension);
CHENGBAN_GUARD(ApplyReturn);
CHENGBAN_GUARD(WithdrawReturn);
CHENGBAN_GUARD(DecideReturn);
CHENGBAN_GUARD(ApplyFiling);
CHENGBAN_GUARD(SignFiling);
CHENGBAN_GUARD(ReviewFiling);
CHENGBAN_GUARD(RecordFiling);
CHENGBAN_GUARD(WithdrawFiling);
CHENGBAN_GUARD(SpotCheckFiling);
CHENGBAN_GUARD(VoidFiling);
CHENGBAN_GUARD(SubmitCompletion);
CHENGBAN_GUARD(ApproveCompletion);
CHENGBAN_GUARD(RejectCompletion);
CHENGBAN_GUARD(RecordSurvey);
CHENGBAN_GUARD(DisputeSurvey);
CHENGBAN_GUARD(DecideSurveyDispute);
CHENGBAN_GUARD(RecordCause);
CHENGBAN_GUARD(OpenSupervision);
CHENGBAN_GUARD(DeclineSupervision);
CHENGBAN_GUARD(CancelSupervision);
CHENGBAN_GUARD(SignSupervision);
CHENGBAN_GUARD(SetSupervisionDue);
CHENGBAN_GUARD(ChangeResult);
CHENGBAN_GUARD(SubmitSupervisionReport);
CHENGBAN_GUARD(IssueSupervisionReport);
CHENGBAN_GUARD(RejectSupervisionReport);
CHENGBAN_GUARD(CloseSupervision);
#undef CHENGBAN_GUARD

template <class C>
void fill(const C&, Draft&) {}

#define CHENGBAN_FILL(C) void fill(const C&, Draft&)
CHENGBAN_FILL(Register);
CHENGBAN_FILL(Classify);
CHENGBAN_FILL(OpenConsultation);
CHENGBAN_FILL(ConcludeConsultation);
CHENGBAN_FILL(Dispatch);
CHENGBAN_FILL(Recall);
CHENGBAN_FILL(Designate);
CHENGBAN_FILL(RequestOpinion);
CHENGBAN_FILL(SetLimitClass);
CHENGBAN_FILL(SetCityDue);
CHENGBAN_FILL(Acknowledge);
CHENGBAN_FILL(RecordContact);
CHENGBAN_FILL(ReportOutcome);
CHENGBAN_FILL(ReportProgress);
CHENGBAN_FILL(ReportInterim);
CHENGBAN_FILL(Attach);
CHENGBAN_FILL(ApplyExtension);
CHENGBAN_FILL(ConsentExtension);
CHENGBAN_FILL(AnswerExtension);
CHENGBAN_FILL(ApplyReturn);
CHENGBAN_FILL(DecideReturn);
CHENGBAN_FILL(ApplyFiling);
CHENGBAN_FILL(RecordAnswer);
CHENGBAN_FILL(SubmitCompletion);
CHENGBAN_FILL(ApproveCompletion);
CHENGBAN_FILL(RejectCompletion);
CHENGBAN_FILL(WithdrawCompletion);
CHENGBAN_FILL(SendBack);
CHENGBAN_FILL(RecordFollowUp);
CHENGBAN_FILL(RecordSurvey);
CHENGBAN_FILL(DisputeSurvey);
CHENGBAN_FILL(DecideSurveyDispute);
CHENGBAN_FILL(NoteAttention);
CHENGBAN_FILL(RecordCause);
CHENGBAN_FILL(Reassign);
CHENGBAN_FILL(AddAssistingUnit);
CHENGBAN_FILL(ReleaseAssistingUnit);
CHENGBAN_FILL(RecordMeeting);
CHENGBAN_FILL(ProposeSupervision);
CHENGBAN_FILL(OpenSupervision);
CHENGBAN_FILL(CancelSupervision);
CHENGBAN_FILL(SetSupervisionDue);
CHENGBAN_FILL(SubmitSupervisionReport);
CHENGBAN_FILL(IssueSupervisionReport);
CHENGBAN_FILL(RejectSupervisionReport);
CHENGBAN_FILL(ApplyCalendar);
CHENGBAN_FILL(NoteDeadlinePassed);
#undef CHENGBAN_FILL

// ---- check_report.cc

// Everything of clauses 9 and 10 that a report must satisfy.
void check_report(Draft& draft, const SubmitCompletion& report);
// 5.3, 9.3: an answer record is addressed to the citizen as well; 10.2 is about the reply summary.
void check_answer_words(Draft& draft, const RecordAnswer& answer);

} // namespace chengban::workorder
