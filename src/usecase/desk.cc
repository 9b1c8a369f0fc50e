#include "usecase/desk.h"

#include "casework/likeness.h"
#include "crypto/digest.h"
#include "crypto/hex.h"
#include "lint/mask.h"
#include "store/chain.h"
#include "text/normalise.h"
#include "usecase/duty_view.h"
#include "usecase/facts.h"
#include "usecase/projection.h"
#include "usecase/sealing.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>
#include <utility>

namespace chengban::usecase {

using workorder::Command;
using workorder::Event;
using workorder::Register;
using workorder::Role;
using workorder::WorkOrder;

namespace {

constexpr int k_attempts_max = 8;

// The digest of what was asked, in plain: the same key with another request is refused.
store::Digest request_digest(const CommandRequest& request) {
    Command command = request.command;
    if (auto* attach = std::get_if<workorder::Attach>(&command)) {
        attach->attachment = {}; // made anew for each upload; the content's digest stands for it
    }
    crypto::Framed framed;
    framed.text(request.order.text());
    framed.text(workorder::name_of(command));
    framed.text(workorder::canonical_command(command));
    workorder::each_text(command, [&](const std::string& path, Text& text) {
        framed.text(path);
        framed.text(text.plain);
    });
    return crypto::sm3(framed.bytes());
}

// The command with the version it met, so that a replay judges it against that very state.
std::string logged(const Command& command, std::int64_t version) {
    return fmt::format(R"({{"command":{},"version":{}}})", workorder::canonical_command(command),
                       version);
}

} // namespace

// One command on its way; shared by the steps that run on different threads.
struct Desk::Pass {
    CommandRequest request;
    CommandDone done;
    store::Digest digest{}; // where the request has a key
    OrderId order;          // of the lane
    KnownOrder known;       // before this command; of a new order nothing but its id
    std::string title;
    RowDigests digests;
    int attempts = 0;
    bool in_lane = false;
    std::thread::id giver;               // is still inside give()
    std::atomic<bool> given{false};      // … until this is set
    std::optional<OrderId> review_order; // that this attempt makes (12.2)

    // Of the attempt that was made last. The command names its texts, which are kept sealed.
    Command tried;
    std::vector<store::NewText> texts;
    std::int64_t rulebook_version = 0;
    std::int64_t calendar_version = 0;
    std::shared_ptr<LoadedOrder> after;
    std::vector<Event> events;
    std::vector<workorder::Advice> advice;
    std::vector<workorder::ApprovalNeed> approvals;
    std::vector<PersonId> readers; // of a confidential order
};

Desk::Desk(store::Store& store, Library& library, Clock& clock, Post post)
    : store_(store), library_(library), clock_(clock), post_(std::move(post)) {
    library_.keep_time(clock_);
}

void Desk::give(CommandRequest request, CommandDone done) {
    auto pass = std::make_shared<Pass>();
    if (!request.idempotency_key.empty()) {
        pass->digest = request_digest(request);
    }
    pass->order = std::holds_alternative<Register>(request.command) ? OrderId(new_id(clock_.now()))
                                                                    : request.order;
    pass->request = std::move(request);
    pass->done = std::move(done);
    pass->giver = std::this_thread::get_id();
    lanes_.enter(pass->order, [this, pass] {
        pass->in_lane = true;
        try {
            attempt(pass);
        } catch (const std::exception&) {
            give_up(pass);
        }
    });
    pass->given = true;
}

Outcome<CommandAnswer> Desk::give_now(CommandRequest request) {
    std::mutex mutex;
    std::condition_variable ready;
    std::optional<Outcome<CommandAnswer>> answer;
    give(std::move(request), [&](Outcome<CommandAnswer> outcome) {
        const std::lock_guard lock(mutex);
        answer.emplace(std::move(outcome));
        ready.notify_one();
    });
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return answer.has_value(); });
    return std::move(*answer);
}

KnownOrder Desk::load(const OrderId& id) {
    KnownOrder known = orders_.find(id);
    const std::int64_t version = known ? known->order.version : 0;
    const std::vector<store::StoredEvent> news = store_.load(stream_of(id), version);
    if (news.empty()) {
        return known;
    }
    auto loaded = std::make_shared<LoadedOrder>();
    if (known) {
        loaded->order = known->order;
    }
    loaded->order.id = id;
    for (const store::StoredEvent& event : news) {
        workorder::evolve(loaded->order, event_of(event));
    }
    loaded->head = news.back().hash;
    orders_.put(loaded);
    return loaded;
}

KnownOrder Desk::known(const OrderId& id) {
    KnownOrder known = orders_.find(id);
    if (known && known->row) {
        return known;
    }
    std::optional<store::OrderRow> row = store_.row(id, visibility_of(system_actor()));
    known = row ? load(id) : nullptr;
    if (known && known->order.version == row->version) {
        auto whole = std::make_shared<LoadedOrder>(*known);
        whole->row = std::move(row);
        orders_.put(whole);
        return whole;
    }
    return known;
}

void Desk::forget(const OrderId& id) {
    orders_.forget(id);
    casework_memory_.forget(id);
}

bool Desk::was_used(const CommandRequest& request) {
    return !request.idempotency_key.empty() &&
           store_.idempotent_use(request.actor.person.text(), request.idempotency_key).has_value();
}

// Where the machine fails, the lane is left for the next one. Who is still in give() hears of the
// failure itself, anybody else that the store cannot be reached.
void Desk::give_up(const std::shared_ptr<Pass>& pass) {
    const bool hears_itself = pass->giver == std::this_thread::get_id() && !pass->given;
    if (hears_itself) {
        pass->done = {};
    }
    finish(pass, Failure{refusal_of(store::Verdict::unavailable)});
    if (hears_itself) {
        throw;
    }
}

void Desk::finish(const std::shared_ptr<Pass>& pass, Outcome<CommandAnswer> outcome) {
    if (pass->in_lane) {
        pass->in_lane = false;
        lanes_.leave(pass->order, [this](Lanes::Task task) { post_(std::move(task)); });
    }
    if (const CommandDone done = std::exchange(pass->done, {})) {
        done(std::move(outcome));
    }
}

// The same key again: answered from its first use, never judged anew.
bool Desk::answer_repeat(const std::shared_ptr<Pass>& pass) {
    const CommandRequest& request = pass->request;
    if (request.idempotency_key.empty() || request.dry_run) {
        return false;
    }
    const std::optional<store::IdempotentUse> use =
        store_.idempotent_use(request.actor.person.text(), request.idempotency_key);
    if (!use) {
        return false;
    }
    if (use->request != pass->digest || use->ranges.empty()) {
        finish(pass,
               refusal(RefusalKind::key_reused,
                       problem("idempotency_key_reused", "Idempotency-Key",
                               "该幂等键已用于另一请求", "this key was used for another request")));
        return true;
    }
    CommandAnswer answer;
    answer.order = OrderId(use->ranges.front().stream.id);
    answer.version = use->ranges.front().last;
    answer.already_there = true;
    finish(pass, answer);
    return true;
}

// The order must be visible to the caller; a transfer that came before answers with its order.
bool Desk::find_order(const std::shared_ptr<Pass>& pass) {
    const CommandRequest& request = pass->request;
    if (const auto* command = std::get_if<Register>(&request.command)) {
        if (const auto owner = store_.claim_owner("hotline_number", claim_key(*command))) {
            CommandAnswer answer;
            answer.order = OrderId(*owner);
            answer.version = store_.head(stream_of(answer.order)).value_or(store::StreamHead{}).seq;
            answer.already_there = true;
            finish(pass, answer);
            return false;
        }
        pass->title = lint::mask_personal_data(
            command->title.plain, command->citizen_name ? command->citizen_name->plain : "");
        if (command->citizen_phone) {
            const std::string phone = text::normalise_phone(command->citizen_phone->plain);
            pass->digests.phone = phone.empty() ? std::string() : store_.keyed_digest(phone);
        }
        if (command->address) {
            const std::string place = casework::place_of(command->address->plain);
            pass->digests.place = place.empty() ? std::string() : store_.keyed_digest(place);
        }
        LoadedOrder fresh;
        fresh.order.id = pass->order;
        pass->known = std::make_shared<const LoadedOrder>(std::move(fresh));
        return true;
    }
    constexpr std::string_view k_action = "work_order.command";
    KnownOrder known = orders_.find(pass->order);
    std::optional<Outcome<store::OrderRow>> row;
    if (known && known->row) {
        row = authorize_known(k_action, request.actor, *known->row);
    }
    if (!row) {
        row = authorize_order(store_, k_action, request.actor, request.order);
        known = *row ? load(request.order) : nullptr;
    }
    if (!*row || !known) {
        finish(pass, Failure{*row ? order_not_found() : row->error()});
        return false;
    }
    pass->title = (*row)->title;
    pass->digests = {(*row)->phone_digest, (*row)->place_digest};
    pass->known = std::move(known);
    return true;
}

void Desk::log_refusal(Pass& pass, const Problem& why) {
    if (pass.request.dry_run) {
        return;
    }
    const Instant now = clock_.now();
    store::CommandLogRow row;
    row.id = new_id(now);
    row.at = now;
    row.actor = canonical_json(write_record(pass.request.actor));
    row.name = std::string(workorder::name_of(pass.request.command));
    row.stream = stream_of(pass.order);
    row.bytes = logged(pass.tried, pass.known->order.version);
    row.verdict = "refused";
    for (const Reason& reason : why.reasons) {
        if (!reason.clause.empty() &&
            std::find(row.clauses.begin(), row.clauses.end(), reason.clause) == row.clauses.end()) {
            row.clauses.push_back(reason.clause);
        }
    }
    row.rulebook_version = pass.rulebook_version;
    row.calendar_version = pass.calendar_version;
    store::CommitUnit unit;
    unit.log.push_back(std::move(row));
    unit.texts = std::move(pass.texts); // a replay judges the words again
    store_.submit(std::move(unit), [](const store::CommitOutcome&) {});
}

namespace {

// Gives every text of the command its reference; what it hides is sealed with the commit.
std::vector<store::NewText> seal_texts(Command& command, const OrderId& order, Instant now) {
    std::vector<store::NewText> texts;
    workorder::each_text(command, [&](const std::string& path, Text& text) {
        texts.push_back(sealed_text(text, order.text(), path, now));
    });
    return texts;
}

// 18: a confidential order is visible along its handling chain. Those whose turn it is belong to it
// before they have acted: the unit's people who take it in and sign, or the center's. A unit that
// was asked for its opinion (3.3) reads the order it is to speak of, though it never held it.
void add_due_readers(store::OrderRow& row, const WorkOrder& order,
                     const people::Organisation& organisation) {
    const auto add = [&](const UnitId& unit, Role role) {
        for (const people::Person* person : organisation.people_of(unit, role)) {
            if (std::find(row.chain.begin(), row.chain.end(), person->id) == row.chain.end()) {
                row.chain.push_back(person->id);
            }
        }
    };
    // 3.3, B3: who is asked or assists sees the order as well.
    const auto add_unit = [&](const UnitId& unit) {
        for (const Role role :
             {Role::handler, Role::section_head, Role::leader_in_charge, Role::principal}) {
            add(unit, role);
        }
    };
    for (const auto& [unit, contributed] : order.assisting) {
        add_unit(unit);
    }
    for (const UnitId& unit : order.opinions_asked) {
        add_unit(unit);
    }
    if (!row.confidential) {
        return;
    }
    for (const people::Unit& unit : organisation.units) {
        if (unit.id == row.unit) {
            add(unit.id, Role::section_head);
            add(unit.id, Role::leader_in_charge);
            add(unit.id, Role::principal);
        } else if (unit.kind == UnitKind::center) {
            add(unit.id, Role::dispatcher);
            add(unit.id, Role::reviewer);
        }
    }
}

// What the least-privileged reader may see, and so may find: numbers and names by which a citizen
// can be known are masked before they are indexed (18). Phones are found by keyed digest.
std::string searchable(const Register& facts) {
    const std::string name = facts.citizen_name ? facts.citizen_name->plain : std::string();
    std::string text = lint::mask_personal_data(facts.title.plain, name) + "\n" +
                       lint::mask_personal_data(facts.claim.plain, name) + "\n";
    return facts.address ? text + lint::mask_house_numbers(facts.address->plain) : text;
}

store::SearchText search_text(const OrderId& order, const Register& command) {
    return {order, searchable(command)};
}

store::NewEvent to_store(const Event& event) {
    workorder::EncodedEvent encoded = workorder::encode(event);
    store::NewEvent stored;
    stored.type = std::move(encoded.type);
    stored.version = encoded.version;
    stored.actor = std::move(encoded.actor);
    stored.bytes = std::move(encoded.bytes);
    stored.occurred_at = event.occurred_at;
    stored.recorded_at = event.recorded_at;
    return stored;
}

// Whom the organisation does not name as a handler of the order's unit, nobody makes its handler.
void check_handler(const Command& command, const WorkOrder& order,
                   const people::Organisation& organisation,
                   Result<workorder::Decision>& decision) {
    std::optional<PersonId> named;
    if (const auto* assigned = std::get_if<workorder::AssignHandler>(&command)) {
        named = assigned->handler;
    } else if (const auto* taken = std::get_if<workorder::Acknowledge>(&command)) {
        named = taken->handler;
    }
    const people::Person* person = named ? organisation.person(*named) : nullptr;
    if (!named || (person != nullptr && person->holds(order.unit, Role::handler))) {
        return;
    }
    Problem why = decision ? Problem{} : std::move(decision).error();
    why.reasons.push_back({"not_a_handler",
                           "5",
                           "handler",
                           {"所指派的人员不是承办单位的经办人",
                            "the person named is no handler of the unit that has the order"}});
    decision = Failure{std::move(why)};
}

} // namespace

void Desk::attempt(const std::shared_ptr<Pass>& pass) {
    if (answer_repeat(pass) || !find_order(pass)) {
        return;
    }
    CommandRequest& request = pass->request;
    const Instant now = clock_.now();
    const WorkOrder& before = pass->known->order;
    if (before.version > 0 && request.expected_version &&
        *request.expected_version != before.version) {
        finish(pass, Failure{Refusal{RefusalKind::precondition_failed,
                                     problem("version_moved", "If-Match",
                                             "工单已被他人更新，请刷新后再试",
                                             "the order has changed meanwhile, read it again"),
                                     before.version}});
        return;
    }
    pass->events.clear();
    WorkOrder order = before;

    const OrganisationPtr organisation = library_.organisation();
    const CalendarPtr calendar = library_.latest_calendar();
    const bool new_round = std::holds_alternative<workorder::Dispatch>(request.command) ||
                           std::holds_alternative<workorder::Designate>(request.command) ||
                           std::holds_alternative<workorder::DecideReturn>(request.command);
    const Rules rules = order.rulebook_version == 0 || new_round
                            ? library_.rulebook_in_force(day_of(now))
                            : library_.rulebook(order.rulebook_version);
    pass->rulebook_version = rules->book.version;
    pass->calendar_version = calendar->version();
    const workorder::Context context{rules->book,
                                     *calendar,
                                     rules->lint,
                                     now,
                                     named_unit_facts(request.command, *organisation),
                                     unit_facts(order.unit, *organisation)};

    // A command on an order that lags behind the published calendar applies that first.
    if (order.open() && order.calendar_version != 0 &&
        order.calendar_version < calendar->version() &&
        !std::holds_alternative<workorder::ApplyCalendar>(request.command)) {
        auto moved = workorder::decide(order, workorder::ApplyCalendar{calendar->version()},
                                       system_actor(), context);
        invariant(moved.has_value(), "a published calendar must apply");
        for (Event& event : moved->events) {
            workorder::evolve(order, event);
            pass->events.push_back(std::move(event));
        }
    }

    Command& command = pass->tried = request.command;
    pass->review_order.reset();
    if (auto* reassign = std::get_if<workorder::Reassign>(&command);
        reassign != nullptr && reassign->review_order.empty()) {
        pass->review_order = reassign->review_order = OrderId(new_id(now));
    }
    pass->texts = seal_texts(command, pass->order, now);
    Result<workorder::Decision> decision =
        workorder::decide(order, command, request.actor, context);
    check_handler(command, order, *organisation, decision);
    if (!decision) {
        const auto& reasons = decision.error().reasons;
        if (reasons.size() == 1 && reasons.front().code == "event_applied") {
            CommandAnswer answer;
            answer.order = pass->order;
            answer.version = before.version;
            answer.already_there = true;
            finish(pass, answer);
            return;
        }
        log_refusal(*pass, decision.error());
        finish(pass, Failure{refusal_of(std::move(decision).error())});
        return;
    }
    for (Event& event : decision->events) {
        workorder::evolve(order, event);
        pass->events.push_back(std::move(event));
    }
    pass->advice = std::move(decision->advice);
    pass->approvals.clear();
    if (order.state == workorder::State::awaiting_approval) {
        pass->approvals = workorder::approvals_needed(order, *order.completion.report, rules->book);
    }
    pass->after = std::make_shared<LoadedOrder>();
    pass->after->order = std::move(order);
    if (request.dry_run) {
        committed(pass, {store::Verdict::ok, {}, {}, {}, {}});
        return;
    }

    store::CommitUnit unit;
    store::Append append;
    append.stream = stream_of(pass->order);
    append.expected_seq = before.version;
    append.expected_head = pass->known->head;
    std::int64_t seq = before.version;
    for (const Event& event : pass->events) {
        append.events.push_back(to_store(event));
        ++seq;
        for (store::OutboxRow& row : outbox_rows(pass->order, seq, event, now)) {
            unit.outbox.push_back(std::move(row));
        }
        for (std::string& id : recalled_rows(before, event)) {
            unit.outbox_cancel.push_back(std::move(id));
        }
    }
    unit.appends.push_back(std::move(append));
    unit.texts = std::move(pass->texts);
    const WorkOrder& after = pass->after->order;
    unit.rows.push_back(row_of(after, rules->book, pass->digests, pass->title, now));
    add_due_readers(unit.rows.back(), after, *organisation);
    pass->after->row = unit.rows.back();
    if (unit.rows.back().confidential) {
        pass->readers = unit.rows.back().chain;
    }
    unit.facts = fact_rows(before, pass->events, after);
    unit.timers = timer_changes(before, after);
    if (auto wake = casework_timer(after, pass->events, now)) {
        unit.timers.push_back(std::move(*wake));
    }
    if (const auto* registered = std::get_if<Register>(&request.command)) {
        unit.claims.push_back({"hotline_number", claim_key(*registered), pass->order.text()});
        unit.search.push_back(search_text(pass->order, *registered));
    }
    if (pass->review_order) {
        add_review_order(*pass, now, unit);
    }
    if (const auto* attached = std::get_if<workorder::Attach>(&request.command)) {
        unit.claims.push_back(
            {k_attachment_claim, attached->attachment.text(), pass->order.text()});
    }
    if (!request.idempotency_key.empty()) {
        unit.idempotency = store::IdempotencyKey{request.actor.person.text(),
                                                 request.idempotency_key, pass->digest};
    }
    store::CommandLogRow log;
    log.id = new_id(now);
    log.at = now;
    log.actor = canonical_json(write_record(request.actor));
    log.name = std::string(workorder::name_of(command));
    log.stream = stream_of(pass->order);
    log.bytes = logged(command, before.version);
    log.verdict = "accepted";
    log.rulebook_version = rules->book.version;
    log.calendar_version = calendar->version();
    unit.log.push_back(std::move(log));
    store_.submit(std::move(unit), [this, pass](store::CommitOutcome outcome) {
        post_([this, pass, outcome = std::move(outcome)]() mutable {
            try {
                committed(pass, std::move(outcome));
            } catch (const std::exception&) {
                give_up(pass);
            }
        });
    });
}

// 12.2: the review order takes the citizen's words along; it begins its own life at the center.
void Desk::add_review_order(const Pass& pass, Instant now, store::CommitUnit& unit) {
    const WorkOrder& source = pass.known->order;
    const Rules rules = library_.rulebook_in_force(day_of(now));
    const CalendarPtr calendar = library_.latest_calendar();
    const workorder::Context context{rules->book, *calendar, rules->lint, now, {}};
    Command command = source.facts;
    auto& registration = std::get<Register>(command);
    std::vector<TextId> ids;
    workorder::each_text(command,
                         [&](const std::string&, Text& text) { ids.push_back(text.ref.id); });
    const auto plain = store_.texts(source.id.text(), ids);
    workorder::each_text(command, [&](const std::string&, Text& text) {
        const auto found = plain.find(text.ref.id);
        text.plain = found == plain.end() ? "（原文已删除）" : found->second;
    });
    registration.hotline_number =
        fmt::format("{}-FH{}", source.facts.hotline_number, source.review_orders.size() + 1);
    registration.limit_class = LimitClass::review;
    registration.reviews = source.id;
    registration.transferred_at.reset();
    registration.called_at.reset();
    registration.city_due.reset();
    WorkOrder order;
    order.id = *pass.review_order;
    for (store::NewText& text : seal_texts(command, order.id, context.now)) {
        unit.texts.push_back(std::move(text));
    }
    auto decision = workorder::decide(order, command, system_actor(), context);
    invariant(decision.has_value(), "what was registered once can be reviewed");
    store::Append append;
    append.stream = stream_of(order.id);
    for (const Event& event : decision->events) {
        workorder::evolve(order, event);
        append.events.push_back(to_store(event));
    }
    unit.appends.push_back(std::move(append));
    unit.rows.push_back(row_of(order, context.rulebook, pass.digests, pass.title, context.now));
    add_due_readers(unit.rows.back(), order, *library_.organisation());
    for (store::TimerRow& timer : timer_changes(WorkOrder{}, order)) {
        unit.timers.push_back(std::move(timer));
    }
    if (auto wake = casework_timer(order, decision->events, context.now)) {
        unit.timers.push_back(std::move(*wake));
    }
    unit.claims.push_back({"hotline_number", claim_key(registration), order.id.text()});
    unit.search.push_back(search_text(order.id, registration));
}

// What the store said of the order tells what the next command may start from.
void Desk::remember(Pass& pass, const store::CommitOutcome& outcome) {
    if (pass.request.dry_run) {
        return;
    }
    if (outcome.verdict != store::Verdict::ok) {
        orders_.forget(pass.order);
        return;
    }
    pass.after->head = outcome.heads.front();
    orders_.put(pass.after);
}

void Desk::committed(const std::shared_ptr<Pass>& pass, store::CommitOutcome outcome) {
    remember(*pass, outcome);
    switch (outcome.verdict) {
    case store::Verdict::ok: {
        const WorkOrder& after = pass->after->order;
        CommandAnswer answer;
        answer.order = pass->order;
        answer.version = after.version;
        answer.advice = pass->advice;
        answer.approvals = pass->approvals;
        answer.review_order = pass->review_order;
        for (const Event& event : pass->events) {
            const auto& flags = event.effects().flags;
            answer.flags.insert(answer.flags.end(), flags.begin(), flags.end());
        }
        const bool dispatched =
            std::any_of(pass->events.begin(), pass->events.end(), [](const Event& event) {
                return std::holds_alternative<workorder::Dispatched>(event.body);
            });
        if (dispatched) {
            if (auto notice = duty_notice(library_, after, clock_.now())) {
                answer.on_duty = std::move(notice->body);
            }
        }
        if (observer_ && !pass->request.dry_run) {
            observer_({pass->order, after.version, std::string(pass->events.back().type()),
                       after.unit, after.facts.confidentiality != workorder::Confidentiality::none,
                       pass->readers});
        }
        finish(pass, std::move(answer));
        return;
    }
    case store::Verdict::conflict:
    case store::Verdict::duplicate:
    case store::Verdict::claimed:
        // Somebody was faster, perhaps this very request: look again.
        if (++pass->attempts < k_attempts_max) {
            attempt(pass);
            return;
        }
        break;
    case store::Verdict::unknown_outcome:
        if (!pass->request.idempotency_key.empty() && ++pass->attempts < k_attempts_max) {
            attempt(pass);
            return;
        }
        break;
    case store::Verdict::unavailable:
    case store::Verdict::key_reused:
    case store::Verdict::full:
    case store::Verdict::corrupt:
        break;
    }
    finish(pass, Failure{refusal_of(outcome.verdict)});
}

workorder::UnitFacts named_unit_facts(const Command& command,
                                      const people::Organisation& organisation) {
    std::optional<UnitId> named;
    std::visit(
        [&](const auto& c) {
            if constexpr (requires {
                              c.next_unit.has_value();
                              c.next_unit->text();
                          }) {
                named = c.next_unit;
            } else if constexpr (requires { UnitId(c.unit); }) {
                named = c.unit;
            }
        },
        command);
    return named ? unit_facts(*named, organisation) : workorder::UnitFacts{};
}

workorder::UnitFacts unit_facts(const UnitId& id, const people::Organisation& organisation) {
    workorder::UnitFacts facts;
    const people::Unit* unit = organisation.unit(id);
    if (unit == nullptr) {
        return facts;
    }
    facts.exists = true;
    facts.can_handle = organisation.can_take_orders(unit->id);
    facts.is_district = unit->kind == UnitKind::district;
    facts.has_leader_in_charge = unit->leader_in_charge.has_value();
    facts.has_responsible_section = unit->responsible_section.has_value();
    facts.has_administrative_principal =
        !organisation.people_of(id, Role::administrative_principal).empty();
    facts.name = unit->name;
    return facts;
}

workorder::Actor system_actor() {
    return {PersonId("system"), UnitId("system"), Role::system, std::nullopt};
}

std::string claim_key(const Register& command) {
    const bool own_numbers = command.source == Source::state_council ||
                             command.source == Source::petition ||
                             command.source == Source::hotline_962121;
    return fmt::format("{}/{}", own_numbers ? token(command.source) : "12345",
                       command.hotline_number);
}

} // namespace chengban::usecase
