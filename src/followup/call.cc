#include "followup/call.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chengban::followup {

using rulebook::FollowUpRules;
using workorder::Actor;
using workorder::Role;

namespace {

class Refusals {
public:
    void add(std::string code, std::string field, std::string zh, std::string en) {
        reasons_.push_back(
            {std::move(code), "11", std::move(field), {std::move(zh), std::move(en)}});
    }
    void add(std::vector<Reason> reasons) {
        std::move(reasons.begin(), reasons.end(), std::back_inserter(reasons_));
    }
    Result<std::vector<Call::Event>> or_event(const Call::Command& command) {
        if (!reasons_.empty()) {
            return Failure{Problem{std::move(reasons_)}};
        }
        return std::vector<Call::Event>{command};
    }

private:
    std::vector<Reason> reasons_;
};

void check_time(Refusals& refusals, const Call& call, Instant at, Instant now) {
    if (now < at) {
        refusals.add("time_in_future", "at", "时间晚于现在", "the time lies in the future");
    }
    const Instant after = call.attempts.empty() ? Instant() : call.attempts.back().at;
    if (at < after) {
        refusals.add("times_out_of_order", "at", "时间早于上一次呼叫",
                     "the time lies before the call before");
    }
}

bool opens(const Call::Command& command) {
    return std::holds_alternative<OpenCall>(command);
}

bool may_call(Role role) {
    return role == Role::follow_up_caller || role == Role::supervisor || role == Role::system;
}

} // namespace

std::string call_id(const std::string& plan, std::int64_t drawing, const OrderId& order) {
    return fmt::format("{}.{}.{}", plan, drawing, order.text());
}

std::vector<Reason> still_to_call(const Call& call, const FollowUpRules& rules) {
    std::set<std::int64_t> hours;
    for (const Attempt& attempt : call.attempts) {
        hours.insert(attempt.at.milliseconds() / 3'600'000);
    }
    const std::size_t counted =
        rules.attempts_different_hours ? hours.size() : call.attempts.size();
    if (static_cast<std::int32_t>(counted) >= rules.attempts_min) {
        return {};
    }
    return {
        {"too_few_attempts",
         "11",
         "attempts",
         {fmt::format("不同时段的呼叫 {} 次，至少 {} 次方为无法接通", counted, rules.attempts_min),
          fmt::format("{} calls at different hours, {} are needed", counted, rules.attempts_min)}}};
}

Result<std::vector<Call::Event>> decide(const Call& call, const Call::Command& command,
                                        const Actor& actor, Instant now,
                                        const FollowUpRules& rules) {
    Refusals refusals;
    if (!may_call(actor.role)) {
        refusals.add("wrong_role", "actor.role", "回访由回访员进行",
                     "follow-up calls are made by the callers");
    }
    const CallState needed = opens(command) ? CallState::absent : CallState::waiting;
    if (call.state != needed) {
        refusals.add("wrong_state", "state",
                     fmt::format("回访现为「{}」，不能进行此操作", zh(call.state)),
                     fmt::format("the call is «{}», this is not possible now", en(call.state)));
    }
    if (const auto* attempt = std::get_if<RecordAttempt>(&command)) {
        check_time(refusals, call, attempt->at, now);
    }
    if (const auto* finish = std::get_if<FinishCall>(&command)) {
        check_time(refusals, call, finish->at, now);
        if (finish->answers.empty()) {
            refusals.add("missing_field", "answers", "已接通的须登记市民评价",
                         "the answers of a citizen who was reached are missing");
        }
    }
    if (std::holds_alternative<GiveUpCall>(command)) {
        refusals.add(still_to_call(call, rules));
    }
    return refusals.or_event(command);
}

void evolve(Call& call, const Call::Event& event, const Actor& actor, Instant at) {
    if (const auto* opened = std::get_if<OpenCall>(&event)) {
        call.state = CallState::waiting;
        call.drawn = *opened;
        call.created_at = at;
    } else if (const auto* attempt = std::get_if<RecordAttempt>(&event)) {
        call.attempts.push_back({attempt->at, actor.person});
    } else {
        call.state = std::holds_alternative<FinishCall>(event)   ? CallState::answered
                     : std::holds_alternative<GiveUpCall>(event) ? CallState::unreachable
                                                                 : CallState::dropped;
        call.ended_at = at;
    }
}

std::vector<ScriptPart> call_script() {
    return {
        {"11",
         {"您好，这里是市物业管理事务中心。您向 12345 "
          "市民服务热线反映的事项已经办结，想向您作个简短回访，可以吗？",
          "This is the affairs center. The matter you brought to the 12345 hotline is completed; "
          "may we ask you a few questions?"},
         {}},
        {"11.1",
         {"承办单位收到工单后，是否在 1 个工作日内与您联系过？是否告知了办理程序和期限？",
          "Did the unit contact you within 1 working day, and were you told the procedure and the "
          "limit?"},
         {"first_contact", "procedure_told", "limit_told"}},
        {"11.2",
         {"您反映的问题在规定期限内是否已经实际解决？如果没有，承办单位是否向您作了解释，您是否理解"
          "？",
          "Was the matter resolved within the limit? If not, was it explained to you, and do you "
          "understand it?"},
         {"resolution"}},
        {"11.3",
         {"您对承办单位的态度、效率和处置结果分别是否满意：满意、基本满意、一般，还是不满意？",
          "How satisfied are you with the unit's attitude, speed and result: satisfied, basically "
          "satisfied, so-so or dissatisfied?"},
         {"attitude", "speed", "result"}}};
}

} // namespace chengban::followup
