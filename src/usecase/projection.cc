#include "usecase/projection.h"

#include "usecase/casework.h"
#include "workorder/codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using workorder::DeadlineFact;
using workorder::DeadlineKind;
using workorder::FilingStage;
using workorder::Role;
using workorder::Stage;
using workorder::State;
using workorder::SupervisionStage;
using workorder::WorkOrder;

namespace {

std::string waits_for(Role role, const UnitId& unit) {
    return fmt::format("{}@{}", token(role), unit.text());
}
std::string waits_for(Role role) {
    return fmt::format("{}@", token(role));
}

// 14: the center decides and closes, the unit's leader signs, the unit reports, its administrative
// principal issues (by default the principal).
void add_supervision(const WorkOrder& order, std::vector<std::string>& list) {
    const workorder::SupervisionState& supervision = order.supervision;
    switch (supervision.stage) {
    case SupervisionStage::proposed:
    case SupervisionStage::issued:
        list.push_back(waits_for(Role::supervisor));
        return;
    case SupervisionStage::opened:
        if (order.unit.empty()) {
            return;
        }
        if (!supervision.signed_by_leader) {
            list.push_back(waits_for(Role::principal, order.unit));
        }
        if (!order.open()) {
            list.push_back(waits_for(Role::section_head, order.unit));
            list.push_back(waits_for(Role::handler, order.unit));
        }
        return;
    case SupervisionStage::reported:
        list.push_back(waits_for(Role::administrative_principal, order.unit));
        list.push_back(waits_for(Role::principal, order.unit));
        return;
    case SupervisionStage::none:
    case SupervisionStage::declined:
    case SupervisionStage::closed:
    case SupervisionStage::cancelled:
        return;
    }
}

void add_marks(const WorkOrder& order, std::vector<std::string>& tags) {
    if (!order.attention.reasons.empty()) {
        tags.emplace_back(k_attention_mark);
    }
    if (order.supervision.stage != SupervisionStage::none) {
        tags.push_back(k_supervision_mark + std::string(token(order.supervision.stage)));
    }
    for (const std::string& profile : order.profiles) {
        tags.push_back(k_profile_mark + profile);
    }
}

template <class T, class... Listed>
constexpr bool is_one_of = (std::is_same_v<T, workorder::Accepted<Listed>> || ...);

bool matters_to_others(const workorder::Event& event) {
    using namespace workorder;
    return std::visit(
        [](const auto& body) {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Accepted<NoteDeadlinePassed>>) {
                return body.command.kind == DeadlineKind::completion ||
                       body.command.kind == DeadlineKind::supervision;
            } else {
                return std::is_same_v<Body, Completed> ||
                       is_one_of<Body, Register, Classify, ConcludeConsultation, Designate,
                                 DecideReturn, Remind, RecordFiling, SpotCheckFiling, VoidFiling,
                                 RecordSurvey, RecordFollowUp, DecideSurveyDispute>;
            }
        },
        event.body);
}

} // namespace

workorder::Event event_of(const store::StoredEvent& stored) {
    const store::NewEvent& event = stored.event;
    return workorder::decode(event.type, event.version, event.actor, event.bytes, event.occurred_at,
                             event.recorded_at);
}

std::optional<store::TimerRow>
casework_timer(const WorkOrder& after, std::span<const workorder::Event> events, Instant now) {
    if (std::none_of(events.begin(), events.end(), matters_to_others)) {
        return std::nullopt;
    }
    return store::TimerRow{stream_of(after.id), k_wake_timer, after.version, now};
}

std::vector<std::string> awaiting(const WorkOrder& order, const rulebook::Rulebook& rulebook) {
    std::vector<std::string> list;
    if (order.state == State::received || order.state == State::consulting) {
        list.push_back(waits_for(Role::dispatcher));
    }
    if (order.state == State::dispatched) {
        list.push_back(waits_for(Role::section_head, order.unit));
        list.push_back(waits_for(Role::handler, order.unit));
    }
    if (order.extension.stage == Stage::applied) {
        list.push_back(waits_for(Role::leader_in_charge, order.unit));
    }
    if (order.extension.stage == Stage::consented || order.extension.stage == Stage::reviewed) {
        list.push_back(waits_for(Role::reviewer));
    }
    if (order.returning.pending()) {
        const bool office = order.designated_by_hotline || order.designated_by_office;
        list.push_back(waits_for(office ? Role::office_clerk : Role::reviewer));
    }
    if (order.filing.stage == FilingStage::applied) {
        if (!order.filing.section_head) {
            list.push_back(waits_for(Role::section_head, order.unit));
        }
        if (!order.filing.principal) {
            list.push_back(waits_for(Role::principal, order.unit));
        }
    }
    if (order.filing.stage == FilingStage::signed_off ||
        order.filing.stage == FilingStage::reviewed) {
        list.push_back(waits_for(Role::reviewer));
    }
    if (order.state == State::awaiting_approval) {
        for (const auto& need :
             workorder::approvals_needed(order, *order.completion.report, rulebook)) {
            if (!order.completion.given.contains(need.approval)) {
                list.push_back(need.approval == Approval::center ? waits_for(Role::reviewer)
                               : need.approval == Approval::principal
                                   ? waits_for(Role::principal, order.unit)
                                   : waits_for(Role::leader_in_charge, order.unit));
                break;
            }
        }
    }
    for (const workorder::SurveyFact& survey : order.surveys) {
        if (survey.dispute == workorder::Dispute::open) {
            list.push_back(waits_for(Role::reviewer)); // 11
            break;
        }
    }
    add_supervision(order, list);
    for (const auto& [unit, contributed] : order.assisting) {
        if (!contributed && order.open()) {
            list.push_back(waits_for(Role::section_head, unit));
            list.push_back(waits_for(Role::handler, unit));
        }
    }
    for (const UnitId& unit : order.opinions_asked) {
        list.push_back(waits_for(Role::section_head, unit));
    }
    if (order.limit_class_asked) {
        list.push_back(waits_for(Role::dispatcher));
    }
    return list;
}

store::OrderRow row_of(const WorkOrder& order, const rulebook::Rulebook& rulebook,
                       const RowDigests& digests, const std::string& title, Instant now) {
    store::OrderRow row;
    row.id = order.id;
    row.version = order.version;
    row.source = std::string(token(order.facts.source));
    row.hotline_number = order.facts.hotline_number;
    row.state = std::string(token(order.state));
    row.kind = std::string(token(order.facts.kind));
    row.limit_class = order.limit_class ? std::string(token(*order.limit_class)) : std::string();
    row.category = order.facts.category;
    row.district = order.facts.district;
    row.unit = order.unit;
    row.handler = order.handler;
    row.round = static_cast<std::int32_t>(order.round);
    row.title = title;
    row.tags = order.facts.tags;
    add_marks(order, row.tags);
    row.awaiting = awaiting(order, rulebook);
    row.confidential = order.facts.confidentiality != workorder::Confidentiality::none;
    row.supervised = order.supervised;
    row.extended = order.extension.granted > 0;
    row.open = order.open();
    row.received_at = order.registered_at;
    row.dispatched_at = order.dispatched_at;
    row.completed_at = order.completed_at;
    if (const DeadlineFact* next = order.next_due()) {
        row.next_due = next->due;
        row.next_due_kind = std::string(token(next->kind));
        row.next_due_since = next->start;
    }
    // Of a completed order as well: whether it was late is asked afterwards (16).
    const auto completion = order.deadlines.find(DeadlineKind::completion);
    if (completion != order.deadlines.end() && (!completion->second.end || row.completed_at)) {
        row.completion_due = completion->second.fact.due;
    }
    if (const DeadlineFact* city = order.live(DeadlineKind::city)) {
        row.city_due = city->due;
    }
    for (const auto& [kind, deadline] : order.deadlines) {
        row.provisional = row.provisional || (!deadline.end && deadline.fact.provisional);
    }
    row.calendar_version = order.calendar_version;
    row.chain.assign(order.chain.begin(), order.chain.end());
    row.phone_digest = digests.phone;
    row.place_digest = digests.place;
    row.updated_at = now;
    return row;
}

std::vector<store::TimerRow> timer_changes(const WorkOrder& before, const WorkOrder& after) {
    std::vector<store::TimerRow> rows;
    for (const auto& [kind, deadline] : after.deadlines) {
        const auto old = before.deadlines.find(kind);
        const bool was_live =
            old != before.deadlines.end() && !old->second.end && !old->second.noted_passed;
        const bool live = !deadline.end && !deadline.noted_passed;
        const bool same = was_live && old->second.fact.generation == deadline.fact.generation;
        if (live && !same) {
            rows.push_back({stream_of(after.id), std::string(token(kind)), deadline.fact.generation,
                            deadline.fact.due});
        } else if (!live && was_live) {
            rows.push_back({stream_of(after.id), std::string(token(kind)), deadline.fact.generation,
                            std::nullopt});
        }
    }
    return rows;
}

std::vector<store::OutboxRow> outbox_rows(const OrderId& order, std::int64_t seq,
                                          const workorder::Event& event, Instant now) {
    using namespace workorder;
    std::vector<store::OutboxRow> rows;
    const auto tell = [&](std::string_view topic, std::int64_t hold_ms = 0) {
        json::object payload{{"order", order.text()},
                             {"seq", seq},
                             {"event", event.type()},
                             {"at", to_string(event.occurred_at)}};
        rows.push_back({fmt::format("{}/{}/{}", order.text(), seq, topic), std::string(topic),
                        stream_of(order), canonical_json(payload), now.plus_milliseconds(hold_ms)});
    };
    std::visit(
        [&](const auto& body) {
            using Body = std::remove_cvref_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Dispatched>) {
                tell("unit.dispatched", k_recall_hold_ms);
            } else if constexpr (std::is_same_v<Body, Completed>) {
                tell("hotline.completion_report");
            } else if constexpr (std::is_same_v<Body, Accepted<OpenConsultation>>) {
                tell("hotline.consultation");
            } else if constexpr (std::is_same_v<Body, Accepted<ReviewExtension>>) {
                if (body.command.agree) {
                    tell("hotline.extension_request");
                }
            } else if constexpr (std::is_same_v<Body, Accepted<ReviewFiling>>) {
                if (body.command.agree) {
                    tell("hotline.filing");
                }
            } else if constexpr (std::is_same_v<Body, Accepted<ReportOutcome>>) {
                tell("hotline.outcome_report");
            } else if constexpr (std::is_same_v<Body, Accepted<ReportProgress>>) {
                tell("hotline.progress_report");
            } else if constexpr (std::is_same_v<Body, Accepted<ReportInterim>>) {
                tell("hotline.interim_report");
            }
        },
        event.body);
    return rows;
}

std::vector<std::string> recalled_rows(const WorkOrder& before, const workorder::Event& event) {
    if (!std::holds_alternative<workorder::Accepted<workorder::Recall>>(event.body)) {
        return {};
    }
    return {fmt::format("{}/{}/unit.dispatched", before.id.text(), before.dispatched_seq)};
}

} // namespace chengban::usecase
