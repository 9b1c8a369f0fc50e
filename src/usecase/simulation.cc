#include "usecase/simulation.h"

#include "base/worker_pool.h"
#include "usecase/background.h"
#include "usecase/simulated_answers.h"
#include "usecase/simulated_casework.h"
#include "usecase/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <set>
#include <tuple>

namespace chengban::usecase {

using workorder::Actor;
using workorder::Role;

namespace {

constexpr std::int64_t k_minute = 60'000;
constexpr std::int64_t k_hour = 60 * k_minute;
constexpr std::size_t k_under_way_max = 512;

// SplitMix64: the same run on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(std::int64_t per_mille) { return between(1, 1000) <= per_mille; }

private:
    std::uint64_t state_;
};

enum class Step {
    intake,
    dispatch,
    acknowledge,
    contact,
    report, // of an urgent order its outcome, of a semi-urgent one its progress (5.2)
    plan,
    apply_extension,
    consent_extension,
    review_extension,
    answer_extension,
    tell_extension,
    apply_return,
    decide_return,
    answer,
    attach,
    explain, // why there was no contact in time (5.1)
    submit,
    approve,
    survey,
    done,
};

// Where an order stopped, for the report; «done» is told by its outcome.
std::string_view name_of(Step step) {
    switch (step) {
    case Step::intake:
        return "intake";
    case Step::dispatch:
        return "dispatch";
    case Step::acknowledge:
        return "acknowledge";
    case Step::contact:
        return "contact";
    case Step::report:
        return "report";
    case Step::plan:
        return "plan";
    case Step::apply_extension:
    case Step::consent_extension:
    case Step::review_extension:
    case Step::answer_extension:
    case Step::tell_extension:
        return "extension";
    case Step::apply_return:
    case Step::decide_return:
        return "return";
    case Step::answer:
        return "answer";
    case Step::attach:
        return "attach";
    case Step::explain:
        return "explain";
    case Step::submit:
        return "submit";
    case Step::approve:
        return "approve";
    case Step::survey:
        return "survey";
    case Step::done:
        return "done";
    }
    unreachable("Step");
}

struct Play {
    std::int64_t number = 0; // in the order of their scripts
    Dice dice{0};
    Script script;
    OrderId order;
    UnitId unit;
    LimitClass limit_class = LimitClass::general;
    Step step = Step::intake;
    Step last_step = Step::done; // where an order that stays open stops
    bool by_hand = false;
    bool corrected = false; // its reply was written again
    bool explained = false;
    std::size_t attached = 0; // of the script's evidence
    std::vector<workorder::ApprovalNeed> approvals;
    bool survey = false;

    bool urgent() const { return script.registration.limit_class == LimitClass::urgent; }
    // Its next step comes at least so much later: what is due sooner need not wait for this one.
    std::int64_t shortest_pause() const { return (urgent() ? 5 : 30) * k_minute; }
};

struct Due {
    Instant at;
    std::shared_ptr<Play> play;
    bool operator<(const Due& other) const { // the earliest on top
        return at > other.at || (at == other.at && play->number > other.play->number);
    }
};

class Simulation {
public:
    Simulation(Desk& desk, store::BlobStore& blobs, SimulatedClock& clock,
               const SimulationOptions& options, JobControl& control)
        : desk_(desk), blobs_(blobs), clock_(clock), options_(options), control_(control),
          organisation_(desk.library().organisation()),
          rules_(desk.library().rulebook_in_force(day_of(options.start))), casework_(desk, blobs) {}

    ~Simulation() { // what was begun still speaks of this
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return ended_.size() == under_way_.size(); });
    }
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    SimulationReport run(const std::function<std::optional<Script>()>& next) {
        while (std::optional<Script> script = next()) {
            auto play = std::make_shared<Play>();
            play->number = report_.orders++;
            play->dice = Dice(options_.seed ^ (static_cast<std::uint64_t>(play->number) << 20));
            play->script = std::move(*script);
            agenda_.push({play->script.arrives, std::move(play)});
        }
        for (;;) {
            take_ended(false);
            if (may_begin()) {
                begin();
                control_.progress(report_.commands, 0);
            } else if (!under_way_.empty()) {
                take_ended(true);
            } else {
                break;
            }
        }
        settle_timers();
        std::sort(report_.refusals.begin(), report_.refusals.end(),
                  [](const PlayRefusal& a, const PlayRefusal& b) {
                      return std::tie(a.hotline_number, a.step) <
                             std::tie(b.hotline_number, b.step);
                  });
        for (; !agenda_.empty(); agenda_.pop()) {
            if (agenda_.top().play->step == Step::survey) {
                continue; // its order was counted when it was completed
            }
            ++report_.ended["under_way_before_" + std::string(name_of(agenda_.top().play->step))];
        }
        return report_;
    }

private:
    struct Ended {
        Due step;
        Outcome<CommandAnswer> outcome;
    };

    // Orders act side by side, as people do: a step is given as soon as none that is under way can
    // bring one that is due before it. Timers and casework wait until nothing is under way.
    bool may_begin() const {
        if (agenda_.empty() || control_.cancelled() ||
            (options_.end && !(agenda_.top().at < *options_.end))) {
            return false;
        }
        const Instant at = agenda_.top().at;
        return under_way_.empty() || (under_way_.size() < k_under_way_max &&
                                      at < *under_way_.begin() && !timers_wait(at));
    }

    void begin() {
        const Due step = agenda_.top();
        agenda_.pop();
        clock_.advance_to(step.at);
        if (timers_wait(step.at)) {
            settle_timers();
            casework_.live(day_of(step.at));
        }
        if (step.play->step == Step::attach) {
            act(step, [this, step] { note_ended({step, attach(*step.play)}); });
        } else if (std::optional<CommandRequest> request = command_of(*step.play)) {
            act(step, [this, step, request = std::move(*request)]() mutable {
                desk_.give(std::move(request), [this, step](Outcome<CommandAnswer> outcome) {
                    note_ended({step, std::move(outcome)});
                });
            });
        }
    }

    // Decides on a thread of its own, at the step's own time.
    void act(const Due& step, WorkerPool::Job job) {
        note_begun(step);
        const bool taken = hands_.try_submit([this, at = step.at, job = std::move(job)] {
            const SimulatedClock::Hold hold(clock_, at);
            job();
        });
        invariant(taken, "no more is under way than the hands hold");
    }

    void note_begun(const Due& step) {
        ++report_.commands;
        under_way_.insert(step.at.plus_milliseconds(step.play->shortest_pause()));
    }
    void note_ended(Ended one) {
        const std::lock_guard lock(mutex_);
        ended_.push_back(std::move(one));
        ready_.notify_one();
    }
    void take_ended(bool wait) {
        std::vector<Ended> ended;
        {
            std::unique_lock lock(mutex_);
            if (wait) {
                ready_.wait(lock, [this] { return !ended_.empty(); });
            }
            ended.swap(ended_);
        }
        for (const Ended& one : ended) {
            under_way_.erase(
                under_way_.find(one.step.at.plus_milliseconds(one.step.play->shortest_pause())));
            settle(one.step, one.outcome);
        }
    }

    bool timers_wait(Instant at) const {
        return at.milliseconds() - timers_at_.milliseconds() > 6 * k_hour;
    }
    void settle_timers() {
        timers_at_ = clock_.now();
        while (fire_timers(desk_, 500) > 0) {
        }
    }

    Actor person(const UnitId& unit, Role role, std::size_t pick = 0) const {
        const auto holders = organisation_->people_of(unit, role);
        invariant(!holders.empty(), "a unit of the demonstration lacks a post");
        return {holders[pick % holders.size()]->id, unit, role, std::nullopt};
    }
    Actor bureau(Role role, std::size_t pick) const {
        for (const people::Unit& unit : organisation_->units) {
            if (!organisation_->people_of(unit.id, role).empty()) {
                return person(unit.id, role, pick);
            }
        }
        unreachable("an office of the bureau lacks its people");
    }
    Actor handler(const Play& play) const {
        return person(play.unit, Role::handler, std::hash<OrderId>{}(play.order));
    }

    std::optional<CommandRequest> command_of(Play& play) {
        CommandRequest request;
        request.order = play.order;
        const auto give = [&](Actor actor, workorder::Command command) {
            request.actor = std::move(actor);
            request.command = std::move(command);
        };
        const Text why{"依据现场核实情况和有关规定办理", {}};
        switch (play.step) {
        case Step::intake:
            give(bureau(Role::dispatcher, static_cast<std::size_t>(report_.commands)),
                 play.script.registration);
            break;
        case Step::dispatch: {
            workorder::Dispatch command;
            command.unit = play.unit;
            if (!play.script.registration.limit_class) {
                command.limit_class = play.limit_class;
            }
            give(bureau(Role::dispatcher, std::hash<OrderId>{}(play.order)), command);
            break;
        }
        case Step::acknowledge: {
            workorder::Acknowledge command;
            command.handler = handler(play).person;
            give(person(play.unit, Role::section_head), command);
            break;
        }
        case Step::contact:
        case Step::tell_extension:
            give(handler(play), contact(play));
            break;
        case Step::report:
            if (play.limit_class == LimitClass::urgent) {
                give(handler(play),
                     workorder::ReportOutcome{Text{"已到场处置，险情排除，现场恢复正常", {}}});
            } else {
                give(handler(play),
                     workorder::ReportProgress{Text{"已到场查看，责任单位已落实，正在处理", {}}});
            }
            break;
        case Step::explain:
            give(handler(play),
                 workorder::ExplainNoContact{Text{"收单后多次拨打无人接听，次日方取得联系", {}}});
            break;
        case Step::plan: {
            workorder::SetPlan command;
            command.steps.plain = "核实现场，明确责任，协调施工，完成后回访确认";
            command.responsible = handler(play).person;
            command.by = day_of(clock_.now()).plus(20);
            give(handler(play), command);
            break;
        }
        case Step::apply_extension: {
            workorder::ApplyExtension command;
            command.ground = ExtensionGround::technical_conditions;
            command.days = 30;
            command.why.plain = "需要专业机构检测并动用维修资金，在原时限内无法完成施工";
            give(handler(play), command);
            break;
        }
        case Step::consent_extension:
            give(person(play.unit, Role::leader_in_charge), workorder::ConsentExtension{true, why});
            break;
        case Step::review_extension:
            give(bureau(Role::reviewer, 0), workorder::ReviewExtension{true, why});
            break;
        case Step::answer_extension: {
            workorder::AnswerExtension command;
            command.agree = true;
            command.reason = why;
            give(bureau(Role::reviewer, 0), command);
            break;
        }
        case Step::apply_return:
            give(handler(play), return_application());
            break;
        case Step::decide_return: {
            workorder::DecideReturn command;
            command.agree = false;
            command.reason = why;
            give(bureau(Role::reviewer, 1), command);
            break;
        }
        case Step::answer: {
            workorder::RecordAnswer command;
            command.at = clock_.now();
            command.by = handler(play).person;
            command.content = Text{play.script.answer, {}};
            command.simulated = true;
            give(handler(play), command);
            break;
        }
        case Step::submit:
            if (play.script.report.site_visit == SiteVisit::visited) {
                play.script.report.site_visit_day = day_of(clock_.now());
            }
            give(handler(play), play.script.report);
            break;
        case Step::approve: {
            const Approval next = play.approvals.front().approval;
            workorder::ApproveCompletion command;
            command.opinion = Text{"同意办结", {}};
            give(next == Approval::center      ? bureau(Role::reviewer, 0)
                 : next == Approval::principal ? person(play.unit, Role::principal)
                                               : person(play.unit, Role::leader_in_charge),
                 command);
            break;
        }
        case Step::survey:
            give({PersonId(std::string(people::k_hotline_person)), UnitId("hotline"), Role::hotline,
                  std::nullopt},
                 survey(play));
            break;
        case Step::attach:
        case Step::done:
            return std::nullopt;
        }
        return request;
    }

    workorder::RecordSurvey survey(Play& play) {
        workorder::RecordSurvey command;
        command.at = clock_.now();
        command.event_id = "simulated/" + play.order.text();
        AnswerShares shares;
        shares.contact_per_mille = play.script.late_contact ? 150 : 960;
        command.answers = simulated_answers(play.dice.next(), shares);
        command.simulated = true;
        return command;
    }

    // The same door as for people's files: checked, sealed, put on the record.
    Outcome<CommandAnswer> attach(const Play& play) {
        const ScriptFile& file = play.script.evidence[play.attached];
        Upload upload;
        upload.actor = handler(play);
        upload.order = play.order;
        upload.kind = file.kind;
        upload.file_name = file.name;
        std::string content = file.content();
        upload.bytes_max = static_cast<std::int64_t>(content.size());
        upload.content = content_of(std::move(content));
        upload.simulated = true;
        Outcome<Attached> attached = attach_file(desk_, blobs_, std::move(upload));
        return attached ? Outcome<CommandAnswer>(std::move(attached->answer))
                        : Failure<Refusal>{std::move(attached).error()};
    }

    workorder::RecordContact contact(const Play& play) const {
        workorder::RecordContact command;
        command.at = clock_.now();
        command.caller = handler(play).person;
        command.reached = true;
        command.whom = Text{"反映人本人", {}};
        command.learnt = Text{play.script.contact_note, {}};
        command.told_acceptance = true;
        command.told_procedure = true;
        command.told_limit = true;
        command.told_extension = play.step == Step::tell_extension;
        command.simulated = true;
        return command;
    }

    static workorder::ApplyReturn return_application() {
        workorder::ApplyReturn command;
        command.event_time_place.plain = "近期，反映人居住小区";
        command.people.plain = "反映人及物业服务企业";
        command.matter.plain = "公共区域设施权属争议";
        command.reason.plain = "经核实，该设施由其他部门建设管理，不属本单位职责";
        command.next_unit.plain = "设施建设管理部门";
        command.policy_basis.plain = "部门职责分工规定";
        command.verification.plain = "已电话联系反映人并核实设施权属";
        return command;
    }

    void settle(const Due& step, const Outcome<CommandAnswer>& outcome) {
        const std::shared_ptr<Play>& play = step.play;
        if (outcome) {
            for (const workorder::FlagFact& flag : outcome->flags) {
                ++report_.flags_by_rule[flag.rule];
            }
            accepted(*play, *outcome);
        } else {
            refused(*play, outcome.error());
        }
        if (play->step == Step::done) {
            return;
        }
        agenda_.push({step.at.plus_milliseconds(delay(*play)), play});
    }

    void accepted(Play& play, const CommandAnswer& answer) {
        switch (play.step) {
        case Step::intake:
            if (answer.already_there) {
                ++report_.already_there;
                ++report_.ended["already_there"];
                play.step = Step::done;
                return;
            }
            ++report_.registered;
            play.order = answer.order;
            decide_course(play);
            break;
        case Step::dispatch:
            ++report_.dispatched;
            report_.dispatched_by_hand += play.by_hand ? 1 : 0;
            ++report_.dispatched_by_unit[play.unit.text()];
            break;
        case Step::contact:
            ++report_.contacted;
            break;
        case Step::explain:
            play.explained = true;
            break;
        case Step::attach:
            ++report_.attached;
            ++play.attached;
            break;
        case Step::submit:
            play.approvals = answer.approvals;
            if (play.approvals.empty()) {
                ++report_.completed;
            } else {
                ++report_.awaiting_approval;
            }
            report_.corrected += play.corrected ? 1 : 0;
            break;
        case Step::approve:
            play.approvals.erase(play.approvals.begin());
            if (play.approvals.empty()) {
                ++report_.completed;
                --report_.awaiting_approval;
            }
            break;
        case Step::survey:
            ++report_.surveyed;
            break;
        case Step::acknowledge:
        case Step::report:
        case Step::plan:
        case Step::apply_extension:
        case Step::consent_extension:
        case Step::review_extension:
        case Step::answer_extension:
        case Step::tell_extension:
        case Step::apply_return:
        case Step::decide_return:
        case Step::answer:
        case Step::done:
            break;
        }
        const Step taken = play.step;
        play.step = taken == play.last_step ? Step::done : after(play);
        const bool ends = play.step == Step::done || play.step == Step::survey;
        if (ends && taken != Step::survey) {
            const bool whole = taken == Step::submit || taken == Step::approve;
            ++report_.ended[whole ? "completed" : "open_after_" + std::string(name_of(taken))];
        }
    }

    // Where the order goes, and how far it gets before the run ends.
    void decide_course(Play& play) {
        const workorder::Register& r = play.script.registration;
        const DispatchSuggestion suggestion =
            suggest(*rules_, *organisation_, r.title.plain, r.claim.plain,
                    r.address ? r.address->plain : std::string(), r.district, day_of(clock_.now()));
        play.by_hand = !suggestion.unit;
        play.unit = suggestion.unit.value_or(UnitId("dept-policy"));
        play.limit_class = r.limit_class.value_or(LimitClass::general);
        constexpr std::int64_t k_week = 7 * 24 * k_hour;
        const bool recent =
            options_.end &&
            options_.end->milliseconds() - play.script.arrives.milliseconds() < k_week;
        if (play.dice.chance(recent ? options_.open_per_mille : options_.stuck_per_mille)) {
            constexpr std::array k_stops{Step::intake, Step::dispatch, Step::acknowledge,
                                         Step::contact, Step::answer};
            play.last_step = k_stops[static_cast<std::size_t>(play.dice.between(0, 4))];
        }
        play.survey = play.dice.chance(options_.survey_per_mille);
        if (!play.script.complete) {
            play.last_step = std::min(play.last_step, Step::contact);
        }
    }

    static Step after(const Play& play) {
        const Script& script = play.script;
        switch (play.step) {
        case Step::intake:
            return Step::dispatch;
        case Step::dispatch:
            return Step::acknowledge;
        case Step::acknowledge:
            return Step::contact;
        case Step::contact:
            if (play.limit_class == LimitClass::urgent ||
                play.limit_class == LimitClass::semi_urgent) {
                return Step::report;
            }
            [[fallthrough]];
        case Step::report:
            return script.extend      ? Step::plan
                   : script.return_it ? Step::apply_return
                                      : Step::answer;
        case Step::plan:
            return Step::apply_extension;
        case Step::apply_extension:
            return Step::consent_extension;
        case Step::consent_extension:
            return Step::review_extension;
        case Step::review_extension:
            return Step::answer_extension;
        case Step::answer_extension:
            return Step::tell_extension;
        case Step::tell_extension:
            return Step::answer;
        case Step::apply_return:
            return Step::decide_return;
        case Step::decide_return:
            return Step::answer;
        case Step::answer:
        case Step::attach:
            return play.attached < script.evidence.size() ? Step::attach : Step::submit;
        case Step::explain:
            return Step::submit;
        case Step::submit:
        case Step::approve:
            return !play.approvals.empty() ? Step::approve
                   : play.survey           ? Step::survey
                                           : Step::done;
        case Step::survey:
        case Step::done:
            return Step::done;
        }
        unreachable("after");
    }

    // A refusal names what is wrong, and the handler sets it right.
    static bool set_right(Play& play, const Refusal& why) {
        if (play.step != Step::answer && play.step != Step::submit) {
            return false;
        }
        const auto& reasons = why.problem.reasons;
        const bool silent = std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
            return reason.code == "no_contact_reason";
        });
        if (silent && !play.explained) {
            play.step = Step::explain;
            return true;
        }
        if (play.corrected || play.script.corrected.empty()) {
            return false;
        }
        play.corrected = true;
        play.script.answer = play.script.corrected;
        play.script.report.reply_summary.plain = play.script.corrected;
        return true;
    }

    void refused(Play& play, const Refusal& why) {
        if (set_right(play, why)) {
            return;
        }
        report_.refused_at_intake += play.step == Step::intake ? 1 : 0;
        report_.completion_refused += play.step == Step::submit ? 1 : 0;
        if (play.step != Step::survey) {
            ++report_.ended["refused_at_" + std::string(name_of(play.step))];
        }
        for (const Reason& reason : why.problem.reasons) {
            ++report_.refusals_by_rule[reason.code];
            ++report_.refusals_by_clause[reason.clause.empty() ? "–" : reason.clause];
        }
        report_.refusals.push_back({play.script.registration.hotline_number,
                                    std::string(name_of(play.step)), why.problem.reasons});
        play.step = Step::done;
    }

    // Never less than the shortest pause.
    static std::int64_t delay(Play& play) {
        const bool urgent = play.urgent();
        Dice& dice = play.dice;
        switch (play.step) {
        case Step::dispatch:
        case Step::acknowledge:
            return dice.between(urgent ? 5 : 30, urgent ? 15 : 90) * k_minute;
        case Step::report:
            return dice.between(urgent ? 10 : 30, urgent ? 50 : 240) * k_minute;
        case Step::contact:
            return play.script.late_contact ? dice.between(50, 80) * k_hour
                   : urgent                 ? dice.between(5, 30) * k_minute
                                            : dice.between(30, 600) * k_minute;
        case Step::answer: // who wanted to be rid of an order is in no hurry with it
            return dice.between(4, play.script.return_it ? 240 : 90) * k_hour;
        case Step::survey:
            return dice.between(20, 200) * k_hour;
        case Step::intake:
        case Step::plan:
        case Step::apply_extension:
        case Step::consent_extension:
        case Step::review_extension:
        case Step::answer_extension:
        case Step::tell_extension:
        case Step::apply_return:
        case Step::decide_return:
        case Step::attach:
        case Step::explain:
        case Step::submit:
        case Step::approve:
        case Step::done:
            return dice.between(30, 120) * k_minute;
        }
        unreachable("delay");
    }

    Desk& desk_;
    store::BlobStore& blobs_;
    SimulatedClock& clock_;
    SimulationOptions options_;
    JobControl& control_;
    OrganisationPtr organisation_;
    Rules rules_;
    SimulationReport report_;
    std::priority_queue<Due> agenda_;
    std::multiset<Instant> under_way_; // before these nothing comes of what was begun
    Instant timers_at_;
    SimulatedCasework casework_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::vector<Ended> ended_;
    WorkerPool hands_{4, k_under_way_max}; // the last: its threads use the rest
};

} // namespace

SimulationReport simulate(Desk& desk, store::BlobStore& blobs, SimulatedClock& clock,
                          const std::function<std::optional<Script>()>& next,
                          const SimulationOptions& options, JobControl& control) {
    clock.advance_to(options.start);
    return Simulation(desk, blobs, clock, options, control).run(next);
}

} // namespace chengban::usecase
