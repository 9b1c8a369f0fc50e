#include "workorder/order_laws.h"

#include "workorder/codec.h"
#include "workorder/sample_commands.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

using rulebook::Rule;

void OrderLaws::broken(std::string law) {
    if (!broken_) {
        broken_ = std::move(law);
    }
}

std::optional<std::string> OrderLaws::observe(const Step& step) {
    if (!step.result) {
        const auto& reasons = step.result.error().reasons;
        if (reasons.empty()) {
            broken("a refusal without a reason");
        }
        for (const Reason& reason : reasons) {
            if (reason.code.empty() || reason.words.zh.empty() || reason.words.en.empty()) {
                broken("a reason without words: " + reason.code);
            }
            if (!reason.clause.empty() && book_.clause(reason.clause) == nullptr) {
                broken("a clause nobody knows: " + reason.clause);
            }
        }
        return broken_;
    }
    before_accepted(step);
    for (const Event& event : step.result->events) {
        take_in(event);
        if (const auto* done = std::get_if<Completed>(&event.body)) {
            completed(*done, step);
        }
        ++events_;
    }
    order_as_a_whole(step);
    limits(step);
    windows(step);
    return broken_;
}

// ---- what may not be accepted

void OrderLaws::before_return(const Step& step, bool application) {
    const std::string what = application ? "a return applied for" : "a return approved";
    if (blocks(Rule::return_review_order) && seen_.limit_class == LimitClass::review) {
        broken("7.5: " + what + " of a review order");
    }
    if (blocks(Rule::return_supervised) && seen_.supervised) {
        broken("7.5: " + what + " of a supervised order");
    }
    if (blocks(Rule::return_rework) && seen_.rework) {
        broken("9: " + what + " of an order the hotline sent back");
    }
    const auto window = step.before.deadlines.find(DeadlineKind::return_window);
    if (application && blocks(Rule::return_window) &&
        (window == step.before.deadlines.end() || !(step.now < window->second.fact.due) ||
         seen_.closed_windows.contains(DeadlineKind::return_window))) {
        broken("7.1: " + what + " after the window");
    }
}

void OrderLaws::before_designation(const Step& step) {
    const bool office = seen_.designated_by_hotline || seen_.designated_by_office;
    if (office != (step.actor.role == Role::office_clerk)) {
        broken("7.6: a return decided by the wrong office");
    }
}

void OrderLaws::before_extension(const Step& step) {
    const auto window = step.before.deadlines.find(DeadlineKind::extension_window);
    if (blocks(Rule::extension_window) &&
        (window == step.before.deadlines.end() || !(step.now < window->second.fact.due) ||
         seen_.closed_windows.contains(DeadlineKind::extension_window))) {
        broken("6.1: an extension asked for or consented to after the window");
    }
    const DeadlineFact* own = step.before.live(DeadlineKind::completion);
    if (blocks(Rule::extension_own_limit) && (own == nullptr || !(step.now < own->due))) {
        broken("6.1: an extension asked for or consented to after the order's own limit");
    }
}

void OrderLaws::before_supervision(const Step& step) {
    const Command& command = step.command;
    if (const auto* c = std::get_if<OpenSupervision>(&command);
        c != nullptr && step.actor.role == Role::system) {
        const auto& opens = book_.supervision.opens_by_itself;
        if (std::find(opens.begin(), opens.end(), clause_of(c->trigger)) == opens.end()) {
            broken("14: a trigger opened by itself that may only propose");
        }
        if (c->trigger == SupervisionTrigger::repeats && step.before.linked_filing) {
            broken("8.4: repeats of a filed matter opened a supervision");
        }
    }
    if (std::holds_alternative<SubmitSupervisionReport>(command) && seen_.result_changed &&
        blocks(Rule::supervision_reanswer)) {
        broken("14.8: reported before the citizen heard of the changed result");
    }
    if (std::holds_alternative<IssueSupervisionReport>(command)) {
        if (!seen_.report_submitted || (step.actor.role != Role::principal &&
                                        step.actor.role != Role::administrative_principal)) {
            broken("14.9: issued without a report, or by somebody else");
        }
        if (step.actor.substitute_for && blocks(Rule::supervision_substitute) &&
            !book_.duty.substitute_issues_report) {
            broken("14.9: issued by a substitute");
        }
    }
}

void OrderLaws::before_accepted(const Step& step) {
    const Command& command = step.command;
    before_supervision(step);
    if (std::holds_alternative<ApplyReturn>(command)) {
        before_return(step, true);
    }
    if (const auto* c = std::get_if<DecideReturn>(&command)) {
        before_designation(step);
        if (c->agree) {
            before_return(step, false);
        }
        if (c->agree && seen_.designated_by_hotline && c->to_hotline && !c->hotline_agreed &&
            blocks(Rule::return_hotline_agreement)) {
            broken("7.6: the order left the housing system without the hotline");
        }
    }
    if (std::holds_alternative<ApplyExtension>(command)) {
        before_extension(step);
        if (seen_.extended && blocks(Rule::extension_once)) {
            broken("6.1: a second extension of one dispatch");
        }
    }
    if (const auto* c = std::get_if<ConsentExtension>(&command); c != nullptr && c->agree) {
        before_extension(step);
    }
    if (const auto* c = std::get_if<AnswerExtension>(&command);
        c != nullptr && c->agree && !(seen_.consented && seen_.reviewed)) {
        broken("6.2: granted without the leader's consent or the center's review");
    }
    if (const auto* c = std::get_if<SetLimitClass>(&command);
        c != nullptr && seen_.hotline_class && c->limit_class != *seen_.hotline_class &&
        step.actor.role != Role::hotline) {
        broken("5.2: another class than the hotline's");
    }
    if (std::holds_alternative<SubmitCompletion>(command) && seen_.return_pending) {
        broken("7: completed while a return was pending (I 43)");
    }
    if (const auto* c = std::get_if<ReviewFiling>(&command); c != nullptr && c->agree) {
        std::set<PersonId> people;
        std::set<Role> roles;
        for (const Signed& one : seen_.filing_signatures) {
            people.insert(one.person);
            roles.insert(one.role);
        }
        if (!roles.contains(Role::section_head) || !roles.contains(Role::principal) ||
            (blocks(Rule::filing_signers) && people.size() < 2)) {
            broken("8.2: a filing without its two signatures of two people");
        }
    }
    if (const auto* c = std::get_if<RecordFiling>(&command);
        c != nullptr && c->agree && !seen_.filing_reviewed) {
        broken("8.4: a filing recorded without the center's review");
    }
}

// ---- what the events say

namespace {

template <class C>
void see(Witness&, const C&, const Event&) {}

void see(Witness& seen, const Register& c, const Event&) {
    seen.kind = c.kind;
    seen.hotline_class = seen.limit_class = c.limit_class;
    seen.tags = {c.tags.begin(), c.tags.end()};
    seen.designated_by_hotline = c.designated_by_hotline;
    if (c.major_or_complicated) {
        seen.major = true;
    }
}
void see(Witness& seen, const Classify& c, const Event&) {
    seen.kind = c.kind.value_or(seen.kind);
    seen.major = c.major_or_complicated ? c.major_or_complicated : seen.major;
    if (c.tags) {
        seen.tags = {c.tags->begin(), c.tags->end()};
    }
}
void see(Witness& seen, const ConcludeConsultation& c, const Event&) {
    seen.designated_by_hotline |= c.designated_by_hotline && c.outcome == ConsultationOutcome::kept;
}
void see(Witness& seen, const Designate& c, const Event&) {
    seen.designated_by_office |= c.unit == seen.unit;
}
void see(Witness& seen, const SetLimitClass& c, const Event& event) {
    seen.limit_class = c.limit_class;
    if (event.actor.role == Role::hotline) {
        seen.hotline_class = c.limit_class;
    }
}
void see(Witness& seen, const NoteSupervision& c, const Event&) {
    seen.supervised = c.supervised;
}
void see(Witness& seen, const OpenSupervision&, const Event&) {
    if (!seen.under_supervision) {
        seen.report_submitted = false;
    }
    seen.supervised = seen.under_supervision = true;
}
void see(Witness& seen, const CancelSupervision&, const Event&) {
    seen.supervised = seen.under_supervision = false;
}
void see(Witness& seen, const CloseSupervision&, const Event&) {
    seen.under_supervision = false;
}
void see(Witness& seen, const SubmitSupervisionReport&, const Event&) {
    seen.report_submitted = true;
}
void see(Witness& seen, const RejectSupervisionReport&, const Event&) {
    seen.report_submitted = false;
}
void see(Witness& seen, const ChangeResult&, const Event&) {
    seen.result_changed = true;
}
// Said to have happened no earlier than the change: a change is noted when it is made.
void see(Witness& seen, const RecordContact& c, const Event&) {
    seen.result_changed = seen.result_changed && !c.reached;
}
void see(Witness& seen, const NoteRepeats& c, const Event&) {
    seen.repeats = c.count;
}
void see(Witness& seen, const RecordAnswer& c, const Event&) {
    seen.answered = true;
    seen.result_changed = seen.result_changed && !c.answered;
}

void see(Witness& seen, const ApplyExtension&, const Event&) {
    seen.consented = seen.reviewed = false;
}
void see(Witness& seen, const ConsentExtension& c, const Event&) {
    seen.consented = c.agree;
}
void see(Witness& seen, const ReviewExtension& c, const Event&) {
    seen.reviewed = c.agree;
}
void see(Witness& seen, const AnswerExtension& c, const Event&) {
    seen.extended |= c.agree;
}

void see(Witness& seen, const ApplyReturn&, const Event&) {
    seen.return_pending = true;
}
void see(Witness& seen, const WithdrawReturn&, const Event&) {
    seen.return_pending = false;
}
void see(Witness& seen, const DecideReturn&, const Event&) {
    seen.return_pending = false;
}

void see(Witness& seen, const ApplyFiling&, const Event&) {
    seen.filing_signatures.clear();
    seen.filing_reviewed = false;
}
void see(Witness& seen, const SignFiling& c, const Event& event) {
    if (c.agree) {
        seen.filing_signatures.push_back({event.actor.role, event.actor.person});
    }
}
void see(Witness& seen, const ReviewFiling& c, const Event&) {
    seen.filing_reviewed = c.agree;
}

void see(Witness& seen, const SubmitCompletion& c, const Event& event) {
    seen.report = c;
    seen.submitter = event.actor.person;
    seen.approvals.clear();
}
void see(Witness& seen, const ApproveCompletion&, const Event& event) {
    seen.approvals.push_back({event.actor.role, event.actor.person});
}
void see(Witness& seen, const SendBack&, const Event&) {
    seen.rework = true;
    seen.answered = false;
    seen.report.reset();
}

void begin_round(Witness& seen, const Dispatched& event) {
    seen.unit = event.unit;
    seen.limit_class = event.limit_class;
    seen.round_tags = seen.tags;
    seen.designated_by_office = event.designated_by_office;
    seen.rework = seen.answered = seen.extended = false;
    seen.consented = seen.reviewed = seen.return_pending = false;
    seen.report.reset();
    seen.approvals.clear();
    seen.closed_windows.clear();
    seen.filing_signatures.clear();
}

} // namespace

void OrderLaws::take_in(const Event& event) {
    std::visit(
        [&](const auto& body) {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Dispatched>) {
                begin_round(seen_, body);
            } else if constexpr (!std::is_same_v<Body, Completed>) {
                see(seen_, body.command, event);
            }
        },
        event.body);
}

bool OrderLaws::signed_by(Role role) const {
    return std::any_of(seen_.approvals.begin(), seen_.approvals.end(), [&](const Signed& one) {
        // 3.4, I 19: the principal stands in where nobody is in charge.
        return one.role == role || (role == Role::leader_in_charge && one.role == Role::principal &&
                                    seen_.unit == k_bare_district);
    });
}

// No order is completed without what the clauses ask for.
void OrderLaws::completed(const Completed& event, const Step& step) {
    if (!seen_.report) {
        broken("9: completed without a report");
        return;
    }
    const SubmitCompletion& report = *seen_.report;
    const auto must_sign = [&](bool condition, Role role, const char* law) {
        if (condition && !signed_by(role)) {
            broken(std::string(law) + ": completed without " + std::string(token(role)));
        }
    };
    const bool major = seen_.major.value_or(seen_.limit_class == LimitClass::complex);
    must_sign(major, Role::leader_in_charge, "10.1");
    must_sign(report.site_visit == SiteVisit::not_visited, Role::leader_in_charge, "9.4");
    must_sign(seen_.repeats >= 5, Role::principal, "12.3 repeats");
    must_sign(seen_.supervised, Role::principal, "12.3 supervised");
    must_sign(report.outcome == Outcome::unresolved, Role::principal, "9.3");
    const bool failed_extension =
        seen_.extended && report.outcome != Outcome::resolved && blocks(Rule::extension_outcome);
    must_sign(failed_extension, Role::principal, "6.3");
    must_sign(failed_extension, Role::reviewer, "6.3");
    must_sign(seen_.round_tags.contains("state_council"), Role::principal, "13");
    for (const char* tag : {"campaign", "special_period", "special_demand"}) {
        must_sign(seen_.round_tags.contains(tag), Role::leader_in_charge, "13");
    }
    for (const Signed& one : seen_.approvals) {
        if (one.person == seen_.submitter) {
            broken("10.1: who submitted also approved");
        }
    }
    if (!seen_.answered && blocks(Rule::answer_first)) {
        broken("9: completed before the citizen was answered");
    }
    if (!report.standard.all() && blocks(Rule::standard_confirmed)) {
        broken("5: completed without the six points");
    }
    if (report.claim_assessment == ClaimAssessment::excessive &&
        report.outcome != Outcome::excessive && blocks(Rule::excessive_outcome)) {
        broken("9.3: an excessive claim with another outcome");
    }
    if (event.outcome != report.outcome) {
        broken("9: another outcome than the report's");
    }
    const DeadlineFact* due = step.before.live(DeadlineKind::completion);
    const auto& flags = step.result->events.front().effects().flags;
    const bool flagged = std::any_of(flags.begin(), flags.end(), [](const FlagFact& flag) {
        return flag.rule == "completion_late";
    });
    const bool late = due == nullptr || !(step.now < due->due);
    if (book_.strength(Rule::completion_late) != rulebook::Strength::advise && late != flagged) {
        broken("5.2: lateness and its flag differ");
    }
}

// ---- what is true at any time

void OrderLaws::order_as_a_whole(const Step& step) {
    const WorkOrder& order = step.after;
    if (order.version != events_) {
        broken(fmt::format("version {} after {} events", order.version, events_));
    }
    const bool with_a_unit = order.state == State::dispatched || order.state == State::handling ||
                             order.state == State::awaiting_approval ||
                             order.state == State::completed;
    if (with_a_unit == order.unit.empty()) {
        broken("exactly one unit holds an order unless it is at the center or gone");
    }
    if (with_a_unit &&
        (order.unit != seen_.unit ||
         std::find(order.units.begin(), order.units.end(), order.unit) == order.units.end())) {
        broken("the unit that holds it is the one it was dispatched to");
    }
    if (!order.chain.contains(step.actor.person)) {
        broken("who acted on an order is in its chain");
    }
    if (order.open() && order.next_due() == nullptr) {
        broken("an open order without a live limit");
    }
    if (with_a_unit && order.open() && order.live(DeadlineKind::completion) == nullptr) {
        broken("B4: an order with a unit has a limit in force");
    }
    if (order.state == State::awaiting_approval && !order.completion.report) {
        broken("awaiting approval without a report");
    }
    if (order.state != step.before.state) {
        bool listed = false;
        for (const Transition& row : transitions()) {
            listed =
                listed ||
                (row.command == name_of(step.command) &&
                 std::find(row.from.begin(), row.from.end(), step.before.state) != row.from.end() &&
                 std::find(row.to.begin(), row.to.end(), order.state) != row.to.end());
        }
        if (!listed) {
            broken(fmt::format("a move the table does not know: {} → {}", token(step.before.state),
                               token(order.state)));
        }
    }
}

// Limits change with events only, and every change has a new generation.
void OrderLaws::limits(const Step& step) {
    std::set<DeadlineKind> touched;
    for (const Event& event : step.result->events) {
        for (const DeadlineFact& fact : event.effects().set) {
            touched.insert(fact.kind);
        }
        for (const DeadlineEnd& end : event.effects().ended) {
            touched.insert(end.kind);
        }
    }
    for (const auto& [kind, deadline] : step.after.deadlines) {
        const auto old = step.before.deadlines.find(kind);
        const bool fresh = old == step.before.deadlines.end();
        const bool moved = fresh || old->second.fact != deadline.fact;
        const bool ended = !fresh && old->second.end != deadline.end;
        if ((moved || ended) && !touched.contains(kind)) {
            broken(fmt::format("the limit {} changed without an event", token(kind)));
        }
        if (!fresh && moved && deadline.fact.generation <= old->second.fact.generation) {
            broken(fmt::format("the limit {} moved within its generation", token(kind)));
        }
        const bool runs_on = kind == DeadlineKind::supervision &&
                             step.after.state == State::completed && seen_.under_supervision;
        if (!step.after.open() && !deadline.end && !runs_on) {
            broken(fmt::format("the limit {} outlived its order", token(kind)));
        }
        if (deadline.fact.kind != kind || deadline.fact.clause.empty()) {
            broken(fmt::format("the limit {} cannot be explained", token(kind)));
        }
    }
    if (step.after.deadlines.size() < step.before.deadlines.size()) {
        broken("a limit vanished");
    }
}

// 6.1, 7.1: what has closed stays closed until the next dispatch. A completion that the hotline
// does not accept closes nothing that time has not (I 64).
void OrderLaws::windows(const Step& step) {
    for (const DeadlineKind kind : {DeadlineKind::return_window, DeadlineKind::extension_window}) {
        const auto found = step.after.deadlines.find(kind);
        if (found == step.after.deadlines.end()) {
            continue;
        }
        const bool open = !found->second.end && step.now < found->second.fact.due;
        if (open && seen_.closed_windows.contains(kind)) {
            broken(fmt::format("{} reopened within its round", token(kind)));
        }
        if (!(step.now < found->second.fact.due) || (found->second.end && step.after.open())) {
            seen_.closed_windows.insert(kind);
        }
    }
}

} // namespace chengban::workorder
