// A work order is what its events say. `evolve` folds them; it takes no context and never refuses.
#pragma once

#include "workorder/event.h"

#include <map>
#include <set>

namespace chengban::workorder {

struct Deadline {
    DeadlineFact fact;
    std::optional<DeadlineEnd> end; // empty while live
    bool noted_passed = false;
};

struct Contact {
    Instant at;
    bool reached = false;
};

struct Signature {
    Actor actor;
    Instant at;
};

struct Application {
    Stage stage = Stage::none;
    std::optional<Actor> applicant;
    bool pending() const {
        return stage == Stage::applied || stage == Stage::consented || stage == Stage::reviewed;
    }
};

struct ExtensionState : Application {
    std::int32_t days = 0;
    std::int32_t granted = 0; // in this round
};

struct ReturnState : Application {
    ApplyReturn request;
};

struct FilingState {
    FilingStage stage = FilingStage::none;
    std::optional<Actor> applicant;
    std::optional<PersonId> section_head;
    std::optional<PersonId> principal;
    std::set<PersonId> signers;       // who signed, and for whom when substituting (8.2, B9)
    std::optional<SpotCheck> finding; // of the last spot check (8.5)
    bool pending() const {
        return stage == FilingStage::applied || stage == FilingStage::signed_off ||
               stage == FilingStage::reviewed;
    }
};

// Why the order is, was or should be under supervision; facts of the record.
struct SupervisionGround {
    SupervisionTrigger trigger = SupervisionTrigger::hotline;
    std::vector<OrderId> orders;
    std::optional<std::int32_t> count;
    Instant at;
};

struct SupervisionState {
    SupervisionStage stage = SupervisionStage::none;
    std::vector<SupervisionGround> grounds;   // of all its supervisions
    bool signed_by_leader = false;            // 14.8
    std::optional<Instant> result_changed_at; // 14.8: until the citizen is answered again
    std::optional<Actor> submitter;           // of the report
    bool live() const {
        return stage == SupervisionStage::opened || stage == SupervisionStage::reported ||
               stage == SupervisionStage::issued;
    }
    // The greatest count a trigger was put on record with; empty when it never was.
    std::optional<std::int32_t> known(SupervisionTrigger trigger) const;
};

// 12.1
struct AttentionState {
    std::set<AttentionReason> reasons; // empty: not on the list
    std::optional<RepeatCause> cause;  // as the unit recorded it
};

struct CompletionState {
    std::optional<SubmitCompletion> report;
    std::optional<Actor> submitter;
    std::map<Approval, Signature> given;
};

// The last follow-up call of a round (11); without answers when the citizen was not reached.
struct FollowUpFact {
    std::int64_t round = 0;
    Instant at;
    bool reached = false;
    CitizenAnswers answers;
};

enum class Dispute { none, open, upheld, dismissed };

struct SurveyFact {
    std::string event_id;
    std::int64_t round = 0; // that it asked about
    Instant at;
    bool reached = false;
    CitizenAnswers answers;
    Dispute dispute = Dispute::none;

    bool counts() const { return dispute != Dispute::upheld; }
};

struct AttachmentFact {
    AttachmentId id;
    EvidenceKind kind = EvidenceKind::other;
    UnitId unit; // who attached it: only a unit's own evidence proves its findings
    Instant at;
    PersonId by;
    Text file_name;
    std::string media_type;
    std::int64_t size = 0;
    std::string digest;
    bool simulated = false;
};

struct WorkOrder {
    OrderId id;
    std::int64_t version = 0; // events folded
    State state = State::absent;
    Register facts; // as registered, corrected by classification
    Instant registered_at;
    Instant last_recorded_at;

    // The round: from one dispatch to the next.
    std::int64_t round = 0;
    UnitId unit;
    PersonId handler;
    std::optional<LimitClass> limit_class;
    std::string rulebook;
    std::int64_t rulebook_version = 0;
    std::int64_t calendar_version = 0;
    std::vector<std::string> profiles;
    std::optional<Instant> dispatched_at;
    std::int64_t dispatched_seq = 0; // of the event that began the round
    std::optional<Instant> acknowledged_at;
    bool designated_by_office = false;
    bool leader_vacant = false; // 3.4: the principal signs for the leader in charge (I 19)
    bool rework = false;        // sent back by the hotline in this round (9)
    std::optional<Instant> sent_back_at;
    std::vector<Contact> contacts;
    std::optional<Instant> first_contact_at; // the first that reached the citizen
    bool no_contact_explained = false;
    bool answered = false;       // since dispatch, or since the hotline sent it back
    bool answer_reached = false; // and it reached the citizen
    bool plan_set = false;
    ExtensionState extension;
    ReturnState returning;
    CompletionState completion;

    // The order, over all rounds.
    std::map<DeadlineKind, Deadline> deadlines;
    FilingState filing;
    std::vector<AttachmentFact> attachments;
    std::vector<FlagFact> flags;
    std::set<UnitId> opinions_asked;
    std::optional<LimitClass> limit_class_asked;
    bool major_decided = false; // 10.1: set by somebody, no longer preset from the limit class
    bool designated_by_hotline = false;
    bool supervised = false; // 7.5, 12.3: itself, or with its matter
    SupervisionState supervision;
    std::vector<Instant> reminders; // of this round (B3)
    std::int32_t repeats = 1;
    std::optional<MatterId> matter; // B1
    AttentionState attention;
    std::vector<OrderId> review_orders;    // 12.2: that took this one up
    std::map<UnitId, bool> assisting;      // B3: whether the unit has contributed
    std::optional<OrderId> linked_filing;  // 8.4
    std::optional<FollowUpFact> follow_up; // 11
    std::vector<SurveyFact> surveys;       // of the hotline, in the order in which they came
    std::optional<Instant> completed_at;
    std::vector<UnitId> units;            // every unit that held it
    std::set<PersonId> chain;             // everyone who acted on it, or was assigned
    std::set<std::string> hotline_events; // applied once: hotline_event()

    bool open() const {
        return state != State::absent && state != State::completed && state != State::withdrawn;
    }
    bool is_review() const { return limit_class == LimitClass::review; }
    // 11: what the hotline's surveys of this round say together; a disputed one counts until
    // upheld.
    CitizenAnswers survey_answers() const;
    // 12.1: «dissatisfied» in the hotline's own survey.
    bool survey_dissatisfied() const { return survey_answers().dissatisfied(); }
    const SurveyFact* survey(std::string_view event_id) const; // null when unknown
    // The live limit of a kind, or null.
    const DeadlineFact* live(DeadlineKind kind) const;
    // The earliest live limit that can be late; windows only close and do not count.
    const DeadlineFact* next_due() const;
};

// 2: the identity of what the hotline sends about a known number.
std::string hotline_event(std::string_view command, std::string_view event_id);

// What a signature in this post counts for; the principal's for both while nobody is in charge.
std::vector<Approval> approvals_of(Role role, bool leader_vacant);

constexpr bool is_window(DeadlineKind kind) {
    return kind == DeadlineKind::return_window || kind == DeadlineKind::extension_window;
}

std::string_view clause_of(SupervisionTrigger trigger);

void evolve(WorkOrder& order, const Event& event);

} // namespace chengban::workorder

template <>
struct chengban::EnumTable<chengban::workorder::Dispute> {
    using E = chengban::workorder::Dispute;
    static constexpr std::array rows{
        EnumRow<E>{E::none, "none", "无异议", "none"},
        EnumRow<E>{E::open, "open", "异议待答复", "open"},
        EnumRow<E>{E::upheld, "upheld", "异议成立", "upheld"},
        EnumRow<E>{E::dismissed, "dismissed", "异议不成立", "dismissed"}};
};
