// Folding events into an order. Nothing here refuses or computes a limit: what is written happened.
#include "workorder/order.h"

#include <algorithm>

namespace chengban::workorder {

namespace {

// 10.1: preset from the limit class until somebody sets it.
void preset_major(WorkOrder& order) {
    if (!order.major_decided) {
        order.facts.major_or_complicated = order.limit_class == LimitClass::complex;
    }
}

// 8.1: a filing is its unit's application and ends with the unit's part in the order.
void end_pending_filing(WorkOrder& order) {
    if (order.filing.pending()) {
        order.filing.stage = FilingStage::withdrawn;
    }
}

// Nobody is asked any more once an order has ended.
void end_requests(WorkOrder& order) {
    order.opinions_asked.clear();
    order.limit_class_asked.reset();
}

// 4.1: an order that leaves the housing system takes no supervision along.
void end_supervision(WorkOrder& order) {
    if (order.supervision.live()) {
        order.supervised = false;
    }
    if (order.supervision.live() || order.supervision.stage == SupervisionStage::proposed) {
        order.supervision.stage = SupervisionStage::cancelled;
    }
}

void begin_round(WorkOrder& order, const Dispatched& event, Instant at) {
    order.round = event.round;
    order.unit = event.unit;
    order.handler = PersonId();
    order.limit_class = event.limit_class;
    order.rulebook = event.rulebook;
    order.rulebook_version = event.rulebook_version;
    order.calendar_version = event.calendar_version;
    order.profiles = event.profiles;
    order.dispatched_at = at;
    order.dispatched_seq = order.version + 1;
    order.acknowledged_at.reset();
    order.designated_by_office = event.designated_by_office;
    order.leader_vacant = event.leader_vacant;
    order.rework = false;
    order.sent_back_at.reset();
    order.contacts.clear();
    order.first_contact_at.reset();
    order.no_contact_explained = false;
    order.answered = false;
    order.answer_reached = false;
    order.plan_set = false;
    order.extension = {};
    order.returning = {};
    order.completion = {};
    order.reminders.clear();
    order.assisting.clear();
    order.limit_class_asked.reset();
    preset_major(order);
    end_pending_filing(order);
    if (std::find(order.units.begin(), order.units.end(), event.unit) == order.units.end()) {
        order.units.push_back(event.unit);
    }
}

void leave_unit(WorkOrder& order) {
    order.unit = UnitId();
    order.handler = PersonId();
    order.dispatched_at.reset();
    order.acknowledged_at.reset();
    if (order.extension.pending()) {
        order.extension.stage = Stage::lapsed;
    }
    end_pending_filing(order);
}

void apply(WorkOrder& order, const Register& c, const Event& event) {
    order.facts = c;
    order.registered_at = event.recorded_at;
    order.limit_class = c.limit_class;
    order.designated_by_hotline = c.designated_by_hotline;
    order.major_decided = c.major_or_complicated;
    preset_major(order);
    const std::vector<DeadlineFact>& set = event.effects().set;
    order.calendar_version = set.empty() ? 0 : set.front().calendar_version;
}

void apply(WorkOrder& order, const Classify& c, const Event&) {
    if (c.kind) {
        order.facts.kind = *c.kind;
    }
    if (c.category) {
        order.facts.category = *c.category;
    }
    if (c.district) {
        order.facts.district = *c.district;
    }
    if (c.field_token) {
        order.facts.field_token = *c.field_token;
    }
    if (c.tags) {
        order.facts.tags = *c.tags;
    }
    if (c.major_or_complicated) {
        order.facts.major_or_complicated = *c.major_or_complicated;
        order.major_decided = true;
    }
}

void apply(WorkOrder&, const OpenConsultation&, const Event&) {}

void apply(WorkOrder& order, const ConcludeConsultation& c, const Event&) {
    if (c.outcome == ConsultationOutcome::kept && c.designated_by_hotline) {
        order.designated_by_hotline = true;
    }
    if (c.outcome == ConsultationOutcome::given_back) {
        end_requests(order);
        end_supervision(order);
    }
}

// The dispatch itself is the event Dispatched, which follows in the same decision.
void apply(WorkOrder&, const Dispatch&, const Event&) {}
void apply(WorkOrder& order, const Recall&, const Event&) {
    leave_unit(order);
}
// For another unit the event Dispatched follows; the one that has the order keeps its round.
void apply(WorkOrder& order, const Designate& c, const Event&) {
    if (order.unit == c.unit) {
        order.designated_by_office = true;
    }
}

void apply(WorkOrder& order, const RequestOpinion& c, const Event&) {
    order.opinions_asked.insert(c.unit);
}
void apply(WorkOrder& order, const GiveOpinion&, const Event& event) {
    order.opinions_asked.erase(event.actor.unit);
}
void apply(WorkOrder& order, const SetLimitClass& c, const Event& event) {
    order.limit_class = c.limit_class;
    order.limit_class_asked.reset();
    if (event.actor.role == Role::hotline) {
        order.facts.limit_class = c.limit_class;
    }
    preset_major(order);
}
void apply(WorkOrder& order, const RequestLimitClass& c, const Event&) {
    order.limit_class_asked = c.limit_class;
}
void apply(WorkOrder& order, const SetCityDue& c, const Event&) {
    order.facts.city_due = c.due;
}

void apply(WorkOrder& order, const Acknowledge& c, const Event& event) {
    order.acknowledged_at = event.recorded_at;
    order.handler = c.handler.value_or(event.actor.person);
    order.chain.insert(order.handler);
}
void apply(WorkOrder& order, const AssignHandler& c, const Event&) {
    order.handler = c.handler;
    order.chain.insert(c.handler);
}

// 14.8: the citizen has heard of the changed result.
void answered_again(WorkOrder& order, Instant at) {
    if (order.supervision.result_changed_at && !(at < *order.supervision.result_changed_at)) {
        order.supervision.result_changed_at.reset();
    }
}

void apply(WorkOrder& order, const RecordContact& c, const Event&) {
    order.contacts.push_back({c.at, c.reached});
    if (c.reached) {
        answered_again(order, c.at);
    }
    if (c.reached && (!order.first_contact_at || c.at < *order.first_contact_at)) {
        order.first_contact_at = c.at;
    }
}
void apply(WorkOrder& order, const ExplainNoContact&, const Event&) {
    order.no_contact_explained = true;
}
void apply(WorkOrder&, const ReportOutcome&, const Event&) {}
void apply(WorkOrder&, const ReportProgress&, const Event&) {}
void apply(WorkOrder&, const ReportInterim&, const Event&) {}
void apply(WorkOrder& order, const SetPlan&, const Event&) {
    order.plan_set = true;
}
void apply(WorkOrder& order, const Attach& c, const Event& event) {
    order.attachments.push_back({c.attachment, c.kind, event.actor.unit, event.recorded_at,
                                 event.actor.person, c.file_name, c.media_type, c.size, c.digest,
                                 c.simulated});
}
void apply(WorkOrder&, const AddNote&, const Event&) {}

void apply(WorkOrder& order, const ApplyExtension& c, const Event& event) {
    order.extension.stage = Stage::applied;
    order.extension.applicant = event.actor;
    order.extension.days = c.days;
}
void apply(WorkOrder& order, const ConsentExtension& c, const Event&) {
    order.extension.stage = c.agree ? Stage::consented : Stage::refused;
}
void apply(WorkOrder& order, const ReviewExtension& c, const Event&) {
    order.extension.stage = c.agree ? Stage::reviewed : Stage::refused;
}
void apply(WorkOrder& order, const AnswerExtension& c, const Event&) {
    order.extension.stage = c.agree ? Stage::granted : Stage::refused;
    order.extension.granted += c.agree ? 1 : 0;
    if (c.event_id) {
        order.hotline_events.insert(hotline_event(AnswerExtension::name, *c.event_id));
    }
}
void apply(WorkOrder& order, const WithdrawExtension&, const Event&) {
    order.extension.stage = Stage::withdrawn;
}

void apply(WorkOrder& order, const ApplyReturn& c, const Event& event) {
    order.returning.stage = Stage::applied;
    order.returning.applicant = event.actor;
    order.returning.request = c;
}
void apply(WorkOrder& order, const WithdrawReturn&, const Event&) {
    order.returning.stage = Stage::withdrawn;
}
void apply(WorkOrder& order, const DecideReturn& c, const Event&) {
    order.returning.stage = c.agree ? Stage::granted : Stage::refused;
    if (c.agree) {
        leave_unit(order);
    }
}

void apply(WorkOrder& order, const ApplyFiling&, const Event& event) {
    order.filing = {};
    order.filing.stage = FilingStage::applied;
    order.filing.applicant = event.actor;
}
void apply(WorkOrder& order, const SignFiling& c, const Event& event) {
    if (!c.agree) {
        order.filing.stage = FilingStage::refused;
        return;
    }
    auto& signer =
        event.actor.role == Role::principal ? order.filing.principal : order.filing.section_head;
    signer = event.actor.person;
    order.filing.signers.insert(event.actor.person);
    if (event.actor.substitute_for) {
        order.filing.signers.insert(*event.actor.substitute_for);
    }
    if (order.filing.principal && order.filing.section_head) {
        order.filing.stage = FilingStage::signed_off;
    }
}
void apply(WorkOrder& order, const ReviewFiling& c, const Event&) {
    order.filing.stage = c.agree ? FilingStage::reviewed : FilingStage::refused;
}
void apply(WorkOrder& order, const RecordFiling& c, const Event&) {
    order.filing.stage = c.agree ? FilingStage::recorded : FilingStage::refused;
}
void apply(WorkOrder& order, const WithdrawFiling&, const Event&) {
    order.filing.stage = FilingStage::withdrawn;
}
void apply(WorkOrder& order, const SpotCheckFiling& c, const Event&) {
    order.filing.finding = c.finding;
}
void apply(WorkOrder& order, const VoidFiling&, const Event&) {
    order.filing.stage = FilingStage::voided;
}

void apply(WorkOrder& order, const RecordAnswer& c, const Event&) {
    order.answered = true;
    order.answer_reached = order.answer_reached || c.answered;
    if (c.answered) {
        answered_again(order, c.at);
    }
}
void apply(WorkOrder& order, const SubmitCompletion& c, const Event& event) {
    order.completion = {c, event.actor, {}};
}
void apply(WorkOrder& order, const ApproveCompletion&, const Event& event) {
    for (const Approval approval : approvals_of(event.actor.role, order.leader_vacant)) {
        order.completion.given.try_emplace(approval, Signature{event.actor, event.recorded_at});
    }
}
void apply(WorkOrder& order, const RejectCompletion&, const Event&) {
    order.completion = {};
}
void apply(WorkOrder& order, const WithdrawCompletion&, const Event&) {
    order.completion = {};
}

void apply(WorkOrder& order, const SendBack& c, const Event& event) {
    order.rework = true;
    order.sent_back_at = event.recorded_at;
    order.answered = false;
    order.answer_reached = false;
    order.completion = {};
    order.completed_at.reset();
    if (c.event_id) {
        order.hotline_events.insert(hotline_event(SendBack::name, *c.event_id));
    }
}

void apply(WorkOrder& order, const RecordFollowUp& c, const Event&) {
    order.follow_up = {order.round, c.at, c.reached, c.answers};
}
void apply(WorkOrder& order, const RecordSurvey& c, const Event&) {
    order.hotline_events.insert(hotline_event(RecordSurvey::name, c.event_id));
    order.surveys.push_back({c.event_id, order.round, c.at, c.reached, c.answers, Dispute::none});
}

void set_dispute(WorkOrder& order, std::string_view event_id, Dispute dispute) {
    for (SurveyFact& survey : order.surveys) {
        if (survey.event_id == event_id) {
            survey.dispute = dispute;
        }
    }
}
void apply(WorkOrder& order, const DisputeSurvey& c, const Event&) {
    set_dispute(order, c.event_id, Dispute::open);
}
void apply(WorkOrder& order, const DecideSurveyDispute& c, const Event&) {
    set_dispute(order, c.event_id, c.upheld ? Dispute::upheld : Dispute::dismissed);
}

void apply(WorkOrder& order, const Remind& c, const Event& event) {
    order.reminders.push_back(event.recorded_at);
    if (c.event_id) {
        order.hotline_events.insert(hotline_event(Remind::name, *c.event_id));
    }
}

void add_ground(WorkOrder& order, SupervisionTrigger trigger, const SupervisionEvidence& evidence,
                Instant at) {
    order.supervision.grounds.push_back({trigger, evidence.orders, evidence.count, at});
}

void apply(WorkOrder& order, const ProposeSupervision& c, const Event& event) {
    add_ground(order, c.trigger, c.evidence, event.recorded_at);
    if (!order.supervision.live()) {
        order.supervision.stage = SupervisionStage::proposed;
    }
}
// What the hotline adds to a supervision that runs does not begin it anew.
void apply(WorkOrder& order, const OpenSupervision& c, const Event& event) {
    SupervisionState& supervision = order.supervision;
    add_ground(order, c.trigger, c.evidence, event.recorded_at);
    order.supervised = true;
    if (!supervision.live()) {
        supervision.stage = SupervisionStage::opened;
        supervision.signed_by_leader = false;
        supervision.submitter.reset();
    }
    if (c.event_id) {
        order.hotline_events.insert(hotline_event(OpenSupervision::name, *c.event_id));
    }
}
void apply(WorkOrder& order, const DeclineSupervision&, const Event&) {
    order.supervision.stage = SupervisionStage::declined;
}
void apply(WorkOrder& order, const CancelSupervision&, const Event&) {
    end_supervision(order);
}
void apply(WorkOrder& order, const SignSupervision&, const Event&) {
    order.supervision.signed_by_leader = true;
}
void apply(WorkOrder&, const SetSupervisionDue&, const Event&) {}
void apply(WorkOrder& order, const ChangeResult&, const Event& event) {
    order.supervision.result_changed_at = event.recorded_at;
}
void apply(WorkOrder& order, const SubmitSupervisionReport&, const Event& event) {
    order.supervision.stage = SupervisionStage::reported;
    order.supervision.submitter = event.actor;
}
void apply(WorkOrder& order, const IssueSupervisionReport&, const Event&) {
    order.supervision.stage = SupervisionStage::issued;
}
void apply(WorkOrder& order, const RejectSupervisionReport&, const Event&) {
    order.supervision.stage = SupervisionStage::opened;
    order.supervision.submitter.reset();
}
void apply(WorkOrder& order, const CloseSupervision&, const Event&) {
    order.supervision.stage = SupervisionStage::closed;
}

void apply(WorkOrder& order, const NoteAttention& c, const Event&) {
    order.attention.reasons.insert(c.reason);
}
void apply(WorkOrder& order, const RecordCause& c, const Event&) {
    order.attention.cause = c.cause;
}
void apply(WorkOrder&, const CheckReview&, const Event&) {}
void apply(WorkOrder& order, const Reassign& c, const Event&) {
    order.review_orders.push_back(c.review_order);
}

void apply(WorkOrder& order, const AddAssistingUnit& c, const Event&) {
    order.assisting.emplace(c.unit, false);
}
void apply(WorkOrder& order, const ReleaseAssistingUnit& c, const Event&) {
    order.assisting.erase(c.unit);
}
void apply(WorkOrder& order, const Contribute&, const Event& event) {
    order.assisting[event.actor.unit] = true;
}
void apply(WorkOrder&, const RecordMeeting&, const Event&) {}
void apply(WorkOrder&, const GiveInstruction&, const Event&) {}

void apply(WorkOrder& order, const NoteRepeats& c, const Event&) {
    order.repeats = c.count;
    order.matter = c.matter;
}
void apply(WorkOrder& order, const NoteSupervision& c, const Event&) {
    order.supervised = c.supervised;
}
void apply(WorkOrder& order, const LinkFiling& c, const Event&) {
    order.linked_filing = c.filing_order;
}
void apply(WorkOrder& order, const ApplyCalendar& c, const Event&) {
    order.calendar_version = c.calendar_version;
}
void apply(WorkOrder& order, const NoteDeadlinePassed& c, const Event&) {
    if (const auto found = order.deadlines.find(c.kind); found != order.deadlines.end()) {
        found->second.noted_passed = true;
    }
}

void apply_effects(WorkOrder& order, const Effects& effects) {
    if (effects.state) {
        order.state = *effects.state;
    }
    for (const DeadlineEnd& end : effects.ended) {
        if (const auto found = order.deadlines.find(end.kind); found != order.deadlines.end()) {
            found->second.end = end;
        }
    }
    for (const DeadlineFact& fact : effects.set) {
        order.deadlines[fact.kind] = Deadline{fact, {}, false};
    }
    order.flags.insert(order.flags.end(), effects.flags.begin(), effects.flags.end());
}

} // namespace

std::string hotline_event(std::string_view command, std::string_view event_id) {
    return std::string(command) + "/" + std::string(event_id);
}

std::vector<Approval> approvals_of(Role role, bool leader_vacant) {
    if (role == Role::leader_in_charge) {
        return {Approval::leader_in_charge};
    }
    if (role == Role::principal) {
        return leader_vacant ? std::vector{Approval::leader_in_charge, Approval::principal}
                             : std::vector{Approval::principal};
    }
    return {Approval::center};
}

CitizenAnswers WorkOrder::survey_answers() const {
    CitizenAnswers answers;
    for (const SurveyFact& survey : surveys) {
        if (survey.round == round && survey.counts()) {
            answers.take_over(survey.answers);
        }
    }
    return answers;
}

const SurveyFact* WorkOrder::survey(std::string_view event_id) const {
    const auto found = std::find_if(surveys.begin(), surveys.end(), [&](const SurveyFact& survey) {
        return survey.event_id == event_id;
    });
    return found == surveys.end() ? nullptr : &*found;
}

std::string_view clause_of(SupervisionTrigger trigger) {
    switch (trigger) {
    case SupervisionTrigger::hotline:
        return "14(1)";
    case SupervisionTrigger::repeats:
        return "14(2)";
    case SupervisionTrigger::long_unresolved:
    case SupervisionTrigger::contradicting_feedback:
        return "14(3)";
    case SupervisionTrigger::complaint_cluster:
        return "14(4)";
    case SupervisionTrigger::applied_to_return:
        return "14(5)";
    case SupervisionTrigger::reminded:
        return "14(6)";
    case SupervisionTrigger::should_be_solved:
        return "14(7)";
    }
    unreachable("clause_of");
}

std::optional<std::int32_t> SupervisionState::known(SupervisionTrigger trigger) const {
    std::optional<std::int32_t> greatest;
    for (const SupervisionGround& ground : grounds) {
        if (ground.trigger == trigger) {
            greatest = std::max(greatest.value_or(0), ground.count.value_or(0));
        }
    }
    return greatest;
}

const DeadlineFact* WorkOrder::live(DeadlineKind kind) const {
    const auto found = deadlines.find(kind);
    return found == deadlines.end() || found->second.end ? nullptr : &found->second.fact;
}

const DeadlineFact* WorkOrder::next_due() const {
    const DeadlineFact* next = nullptr;
    for (const auto& [kind, deadline] : deadlines) {
        if (!deadline.end && !is_window(kind) &&
            (next == nullptr || deadline.fact.due < next->due)) {
            next = &deadline.fact;
        }
    }
    return next;
}

void evolve(WorkOrder& order, const Event& event) {
    std::visit(
        [&](const auto& body) {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Dispatched>) {
                begin_round(order, body, event.occurred_at);
            } else if constexpr (std::is_same_v<Body, Completed>) {
                order.completed_at = event.occurred_at;
                if (order.extension.pending()) {
                    order.extension.stage = Stage::lapsed; // I 42
                }
                end_requests(order);
            } else {
                apply(order, body.command, event);
            }
            apply_effects(order, body.effects);
        },
        event.body);
    order.chain.insert(event.actor.person);
    order.version += 1;
    order.last_recorded_at = event.recorded_at;
}

} // namespace chengban::workorder
