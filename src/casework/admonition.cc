#include "casework/admonition.h"

#include <algorithm>
#include <array>

namespace chengban::casework {

using workorder::Role;

namespace {

struct Judge {
    const Admonition& admonition;
    const workorder::Actor& actor;
    Instant now;
    std::vector<Reason> reasons;

    void refuse(const char* code, const char* field, const char* zh, const char* en) {
        reasons.push_back({code, "14.10", field, {zh, en}});
    }
    void expect_office() {
        if (actor.role != Role::office_clerk) {
            refuse("wrong_role", "actor.role", "由局办公室约谈、通报", "this is the office's");
        }
    }
    void expect(AdmonitionState state, const char* zh, const char* en) {
        if (admonition.version == 0 || admonition.state != state) {
            refuse("wrong_state", "state", zh, en);
        }
    }
    void operator()(const ProposeAdmonition&) {
        constexpr std::array k_proposers{Role::supervisor, Role::office_clerk, Role::system};
        if (std::find(k_proposers.begin(), k_proposers.end(), actor.role) == k_proposers.end()) {
            refuse("wrong_role", "actor.role", "由中心或局办公室提出", "the center or the office");
        }
        if (admonition.version != 0) {
            refuse("wrong_state", "state", "已提出", "it is proposed already");
        }
    }
    void operator()(const DeclineAdmonition&) {
        expect_office();
        expect(AdmonitionState::proposed, "没有待决定的建议", "nothing waits for a decision");
    }
    void operator()(const RecordAdmonition& c) {
        expect_office();
        expect(AdmonitionState::proposed, "没有待决定的建议", "nothing waits for a decision");
        if (now < c.at) {
            refuse("time_in_future", "at", "时间晚于现在", "the time lies in the future");
        }
    }
    void operator()(const ConcludeAdmonition&) {
        expect_office();
        expect(AdmonitionState::held, "尚未约谈或通报", "it was not held yet");
    }
};

} // namespace

Result<std::vector<Admonition::Event>> decide(const Admonition& admonition,
                                              const Admonition::Command& command,
                                              const workorder::Actor& actor, Instant now) {
    Judge judge{admonition, actor, now, {}};
    std::visit(judge, command);
    if (!judge.reasons.empty()) {
        return Failure{Problem{std::move(judge.reasons)}};
    }
    return std::vector<Admonition::Event>{command};
}

void evolve(Admonition& admonition, const Admonition::Event& event, const workorder::Actor&,
            Instant at) {
    if (const auto* proposed = std::get_if<ProposeAdmonition>(&event)) {
        admonition.proposal = *proposed;
        admonition.created_at = at;
    } else if (const auto* declined = std::get_if<DeclineAdmonition>(&event)) {
        admonition.state = AdmonitionState::declined;
        admonition.reason = declined->reason;
    } else if (const auto* held = std::get_if<RecordAdmonition>(&event)) {
        admonition.state = AdmonitionState::held;
        admonition.measure = held->measure;
        admonition.held_at = held->at;
        admonition.subject = held->subject;
        admonition.attendees = held->attendees;
    } else if (const auto* concluded = std::get_if<ConcludeAdmonition>(&event)) {
        admonition.state = AdmonitionState::concluded;
        admonition.result = concluded->result;
    }
}

} // namespace chengban::casework
