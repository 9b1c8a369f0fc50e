#include "usecase/follow_up.h"

#include "crypto/random.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using followup::Call;
using followup::CallState;
using followup::Candidate;
using followup::DrawSample;
using followup::SampleDrawn;
using followup::SamplingPlan;

namespace {

RowFacts plan_row(const SamplingPlan& plan) {
    RowFacts row;
    row.state = plan.active ? "active" : "retired";
    row.created_at = plan.created_at;
    return row;
}

RowFacts call_row(const Call& call) {
    RowFacts row;
    row.state = token(call.state);
    row.key = call.drawn.order.text();
    row.created_at = call.created_at;
    return row;
}

std::int64_t random_seed() {
    std::array<std::uint8_t, 8> bytes{};
    crypto::fill_random(bytes);
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : bytes) {
        seed = seed << 8 | byte;
    }
    return static_cast<std::int64_t>(seed % 1'000'000'000'000ULL);
}

SampleDrawn sample(const DrawSample& wanted, const followup::Plan& plan, std::int64_t number,
                   std::int64_t seed, const std::vector<Candidate>& candidates, Instant cut) {
    const followup::Drawing drawing =
        followup::draw(plan, candidates, static_cast<std::uint64_t>(seed));
    SampleDrawn result;
    result.record = {number,
                     wanted.first,
                     wanted.last,
                     seed,
                     plan,
                     cut,
                     std::nullopt,
                     0,
                     static_cast<std::int64_t>(drawing.picks.size()),
                     drawing.candidates_digest,
                     drawing.sample_digest};
    for (const followup::Group& group : drawing.groups) {
        result.record.candidates += group.candidates;
    }
    for (const followup::Pick& pick : drawing.picks) {
        const std::size_t kept = std::min(pick.reserves.size(), followup::k_reserves_kept);
        result.orders.push_back(
            {pick.order,
             pick.unit,
             {pick.reserves.begin(), pick.reserves.begin() + static_cast<std::ptrdiff_t>(kept)}});
    }
    return result;
}

Refusal no_such(std::string_view zh, std::string_view en) {
    return {RefusalKind::not_found, problem("not_found", "id", std::string(zh), std::string(en)),
            std::nullopt};
}

json::object row_body(const store::StreamRow& row) {
    json::object object = parse_json(row.body).value().as_object();
    object["id"] = row.stream.id;
    object["version"] = row.version;
    return object;
}

} // namespace

std::vector<Candidate> candidates_of(const std::vector<appraisal::Fact>& facts, Day first,
                                     Day last) {
    std::vector<Candidate> list;
    for (const appraisal::Fact& fact : facts) {
        const bool fits = fact.end == appraisal::RoundEnd::completed && fact.completed_at &&
                          fact.outcome && !fact.confidential && !fact.follow_up_reached &&
                          first <= day_of(*fact.completed_at) && day_of(*fact.completed_at) <= last;
        if (fits) {
            list.push_back({fact.order, *fact.completed_at, fact.unit, fact.kind, *fact.outcome});
        }
    }
    return list;
}

FollowUpDesk::FollowUpDesk(Desk& desk)
    : desk_(desk), plans_(
                       desk.store(), desk.clock(),
                       [](SamplingPlan& plan, const SamplingPlan::Event& event,
                          const Stamp& stamp) { followup::evolve(plan, event, stamp.at); },
                       plan_row),
      calls_(
          desk.store(), desk.clock(),
          [](Call& call, const Call::Event& event, const Stamp& stamp) {
              followup::evolve(call, event, stamp.actor, stamp.at);
          },
          call_row) {}

Result<SamplingPlan::Command> FollowUpDesk::read_plan_command(std::string_view name,
                                                              const json::value& body) {
    return StreamDesk<SamplingPlan>::read_command(name, body);
}

Result<Call::Command> FollowUpDesk::read_call_command(std::string_view name,
                                                      const json::value& body) {
    return StreamDesk<Call>::read_command(name, body);
}

rulebook::FollowUpRules FollowUpDesk::rules() const {
    return desk_.library().rulebook_in_force(day_of(desk_.clock().now()))->book.follow_up;
}

// ---- plans and draws

Outcome<StreamAnswer> FollowUpDesk::give_plan(StreamRequest request,
                                              SamplingPlan::Command command) {
    return plans_.give(std::move(request), std::move(command),
                       [](const SamplingPlan& plan, const SamplingPlan::Command& wanted,
                          const Stamp& stamp) -> Result<std::vector<SamplingPlan::Event>> {
                           if (std::holds_alternative<DrawSample>(wanted)) {
                               return Failure{problem("unknown_command", "", "抽取请使用抽取接口",
                                                      "a sample is drawn at its own address")};
                           }
                           return followup::decide(plan, wanted, stamp.actor, stamp.at, {});
                       });
}

Outcome<json::object> FollowUpDesk::draw(StreamRequest request, const DrawSample& command,
                                         JobControl& control) {
    const std::string id = request.id;
    const std::int64_t seed = command.seed.value_or(random_seed());
    const Outcome<StreamAnswer> answer = plans_.give(
        std::move(request), command,
        [&](const SamplingPlan& plan, const SamplingPlan::Command&,
            const Stamp& stamp) -> Result<std::vector<SamplingPlan::Event>> {
            std::optional<SampleDrawn> drawn;
            if (command.first <= command.last && plan.version > 0) {
                const std::vector<appraisal::Fact> facts =
                    facts_between(desk_.store(), {command.first, command.last});
                drawn =
                    sample(command, plan.plan, static_cast<std::int64_t>(plan.drawings.size()) + 1,
                           seed, candidates_of(facts, command.first, command.last), stamp.at);
                desk_.store().seal_heads(stamp.at);
                if (const auto seal = desk_.store().last_seal()) {
                    drawn->record.seal = seal->number;
                }
            }
            return followup::decide(plan, command, stamp.actor, stamp.at, drawn);
        });
    if (!answer) {
        return Failure{answer.error()};
    }
    const std::vector<store::StoredEvent> events =
        desk_.store().load({std::string(SamplingPlan::kind), id}, answer->version - 1);
    invariant(!events.empty(), "a draw leaves an event");
    const auto drawn = read_stored<SampleDrawn>(parse_json(events.front().event.bytes).value());
    const std::int64_t opened = open_calls(id, drawn, control);
    json::object result = write_record(drawn.record).as_object();
    result["opened"] = opened;
    return result;
}

std::int64_t FollowUpDesk::open_calls(const std::string& plan, const SampleDrawn& drawn,
                                      JobControl& control) {
    std::int64_t opened = 0;
    std::int64_t done = 0;
    for (const followup::DrawnOrder& one : drawn.orders) {
        if (control.cancelled()) {
            break;
        }
        followup::OpenCall open;
        open.order = one.order;
        open.unit = one.unit;
        open.plan = plan;
        open.drawing = drawn.record.drawing;
        open.reserves = one.reserves;
        StreamRequest request;
        request.actor = system_actor();
        request.id = followup::call_id(plan, open.drawing, one.order);
        // A call that is there already stays as it is.
        opened += write_call(std::move(request), open) ? 1 : 0;
        control.progress(++done, static_cast<std::int64_t>(drawn.orders.size()));
    }
    return opened;
}

std::optional<SampleDrawn> FollowUpDesk::drawn(const std::string& plan, std::int64_t drawing) {
    std::optional<SampleDrawn> last;
    for (const store::StoredEvent& event :
         desk_.store().load({std::string(SamplingPlan::kind), plan})) {
        if (event.event.type == SampleDrawn::name) {
            auto found = read_stored<SampleDrawn>(parse_json(event.event.bytes).value());
            if (drawing == 0 || found.record.drawing == drawing) {
                last = std::move(found);
            }
        }
    }
    return last;
}

Outcome<json::object> FollowUpDesk::prove(const std::string& plan, std::int64_t drawing,
                                          JobControl& control) {
    const std::optional<SampleDrawn> then = drawn(plan, drawing);
    if (!then) {
        return Failure{no_such("没有这次抽取", "there is no such drawing")};
    }
    const followup::DrawingRecord& record = then->record;
    const std::vector<appraisal::Fact> facts = derive_facts(desk_.store(), record.cut, control);
    const SampleDrawn again =
        sample({record.first, record.last, record.seed}, record.plan, record.drawing, record.seed,
               candidates_of(facts, record.first, record.last), record.cut);
    return json::object{
        {"drawing", record.drawing},
        {"seed", record.seed},
        {"cut", to_string(record.cut)},
        {"candidates", again.record.candidates},
        {"candidates_agree", again.record.candidates_digest == record.candidates_digest},
        {"sample_agrees",
         again.record.sample_digest == record.sample_digest && again.orders == then->orders}};
}

// ---- calls

Outcome<StreamAnswer> FollowUpDesk::write_call(StreamRequest request, Call::Command command) {
    return calls_.give(
        std::move(request), std::move(command),
        [rules = rules()](const Call& call, const Call::Command& wanted, const Stamp& stamp) {
            return followup::decide(call, wanted, stamp.actor, stamp.at, rules);
        });
}

// The order learns first; when that is refused the call stays as it was.
Outcome<StreamAnswer> FollowUpDesk::record(const Call& call, const workorder::Actor& actor,
                                           const Call::Command& command) {
    workorder::RecordFollowUp record;
    record.call = call.id;
    if (const auto* finish = std::get_if<followup::FinishCall>(&command)) {
        record.at = finish->at;
        record.answers = finish->answers;
        record.remark = finish->remark;
        record.simulated = finish->simulated;
    } else {
        record.at = call.attempts.back().at;
        record.reached = false;
    }
    CommandRequest request;
    request.actor = actor;
    request.order = call.drawn.order;
    request.idempotency_key = "call/" + call.id;
    request.command = std::move(record);
    const Outcome<CommandAnswer> outcome = desk_.give_now(std::move(request));
    if (!outcome) {
        return Failure{outcome.error()};
    }
    return StreamAnswer{};
}

// The first reserve that is still completed and not called for takes the place, with those after
// it.
void FollowUpDesk::replace(const Call& call) {
    for (std::size_t i = 0; i < call.drawn.reserves.size(); ++i) {
        const OrderId& order = call.drawn.reserves[i];
        const KnownOrder loaded = desk_.load(order);
        const std::optional<appraisal::Fact> fact =
            loaded ? appraisal::fact_of(loaded->order) : std::nullopt;
        if (!fact || fact->end != appraisal::RoundEnd::completed || fact->confidential ||
            fact->follow_up_reached) {
            continue;
        }
        followup::OpenCall open = call.drawn;
        open.order = order;
        open.unit = fact->unit;
        open.replaces = call.drawn.order;
        open.reserves.assign(call.drawn.reserves.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                             call.drawn.reserves.end());
        StreamRequest request;
        request.actor = system_actor();
        request.id = followup::call_id(open.plan, open.drawing, order);
        if (write_call(std::move(request), std::move(open))) {
            return;
        }
    }
}

Outcome<StreamAnswer> FollowUpDesk::give_call(StreamRequest request, Call::Command command) {
    const std::optional<Call> call = calls_.load(request.id);
    if (!call) {
        return Failure{no_such("没有这件回访", "there is no such call")};
    }
    const workorder::Actor actor = request.actor;
    const bool gives_up = std::holds_alternative<followup::GiveUpCall>(command);
    if (std::holds_alternative<followup::OpenCall>(command)) {
        return refusal(RefusalKind::forbidden,
                       problem("wrong_role", "actor.role", "回访任务由抽查产生",
                               "calls are opened by a draw", "11"));
    }
    if ((gives_up || std::holds_alternative<followup::FinishCall>(command)) && !request.dry_run) {
        StreamRequest trial = request;
        trial.dry_run = true;
        trial.idempotency_key.clear();
        if (const auto allowed = write_call(trial, command); !allowed) {
            // Given before: the answer of the first time, or the reasons.
            return request.idempotency_key.empty() ? allowed
                                                   : write_call(std::move(request), command);
        }
        if (const auto recorded = record(*call, actor, command); !recorded) {
            return recorded;
        }
    }
    const bool dry_run = request.dry_run;
    Outcome<StreamAnswer> answer = write_call(std::move(request), command);
    const bool makes_room = gives_up || std::holds_alternative<followup::DropCall>(command);
    if (answer && makes_room && !dry_run) {
        replace(*call);
    }
    return answer;
}

// ---- views

Outcome<json::object> FollowUpDesk::plan(const std::string& id) {
    const std::optional<SamplingPlan> plan = plans_.load(id);
    if (!plan) {
        return Failure{no_such("没有这个抽查方案", "there is no such plan")};
    }
    json::object object = write_record(*plan).as_object();
    object["id"] = plan->id;
    object["version"] = plan->version;
    return object;
}

json::array FollowUpDesk::plans(const workorder::Actor& reader) {
    store::StreamFilter filter;
    filter.kind = SamplingPlan::kind;
    store::StreamPageRequest page;
    page.descending = true;
    page.limit = 500;
    const auto rows = desk_.store().stream_rows(filter, page, visibility_of(reader));
    invariant(rows.has_value(), "a page of plans");
    json::array items;
    for (const store::StreamRow& row : rows->rows) {
        items.push_back(row_body(row));
    }
    return items;
}

Outcome<json::object> FollowUpDesk::calls(const workorder::Actor& reader, const std::string& state,
                                          const std::string& cursor, std::int32_t limit) {
    if (!state.empty() && !from_token<CallState>(state)) {
        return refusal(RefusalKind::invalid,
                       problem("not_in_list", "state", "没有这种回访状态", "no such state", "11"));
    }
    store::StreamFilter filter;
    filter.kind = Call::kind;
    if (!state.empty()) {
        filter.states = {state};
    }
    store::StreamPageRequest page;
    page.cursor = cursor;
    page.limit = limit;
    const store::Visibility sees = visibility_of(reader);
    const auto rows = desk_.store().stream_rows(filter, page, sees);
    if (!rows) {
        return refusal(RefusalKind::invalid, rows.error());
    }
    json::array items;
    for (const store::StreamRow& row : rows->rows) {
        json::object object = row_body(row);
        object["state_zh"] = zh(from_token<CallState>(row.state).value_or(CallState::absent));
        if (const auto order = desk_.store().row(OrderId(row.key), sees)) {
            object["hotline_number"] = order->hotline_number;
            object["title"] = order->title;
            object["completed_at"] =
                order->completed_at ? json::value(to_string(*order->completed_at)) : json::value();
        }
        items.push_back(std::move(object));
    }
    json::object counts;
    for (const store::StreamCount& count :
         desk_.store().stream_counts(std::string(Call::kind), sees)) {
        const json::value* before = counts.if_contains(count.state);
        counts[count.state] = (before == nullptr ? 0 : before->as_int64()) + count.count;
    }
    return json::object{{"items", std::move(items)},
                        {"counts", std::move(counts)},
                        {"next_cursor", rows->next_cursor}};
}

Outcome<Call> FollowUpDesk::find_call(const std::string& id, const workorder::Actor& reader) {
    if (!desk_.store().stream_row({std::string(Call::kind), id}, visibility_of(reader))) {
        return Failure{no_such("没有这件回访", "there is no such call")};
    }
    return *calls_.load(id);
}

Outcome<json::object> FollowUpDesk::call(const std::string& id, const workorder::Actor& reader) {
    const std::optional<store::StreamRow> row =
        desk_.store().stream_row({std::string(Call::kind), id}, visibility_of(reader));
    if (!row) {
        return Failure{no_such("没有这件回访", "there is no such call")};
    }
    const std::optional<Call> call = calls_.load(id);
    invariant(call.has_value(), "a row without its stream");
    json::object object = row_body(*row);
    object["state_zh"] = zh(call->state);
    json::array script;
    for (const followup::ScriptPart& part : followup::call_script()) {
        script.push_back({{"clause", part.clause},
                          {"zh", part.say.zh},
                          {"en", part.say.en},
                          {"answers", json::array(part.answers.begin(), part.answers.end())}});
    }
    object["script"] = std::move(script);
    json::array waiting;
    for (const Reason& reason : followup::still_to_call(*call, rules())) {
        waiting.push_back({{"code", reason.code},
                           {"clause", reason.clause},
                           {"zh", reason.words.zh},
                           {"en", reason.words.en}});
    }
    object["not_unreachable_because"] = std::move(waiting);
    return object;
}

} // namespace chengban::usecase
