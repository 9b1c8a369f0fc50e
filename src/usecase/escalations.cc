#include "usecase/escalations.h"

#include "documents/wording.h"
#include "usecase/projection.h"

#include <fmt/format.h>

namespace chengban::usecase {

using casework::Admonition;
using casework::AdmonitionGround;

namespace {

bool propose(Desk& desk, const std::string& id, casework::ProposeAdmonition command) {
    if (desk.store().head({std::string(Admonition::kind), id})) {
        return false;
    }
    StreamRequest request;
    request.actor = system_actor();
    request.id = id;
    request.expected_version = 0;
    return give_admonition(desk, std::move(request), std::move(command)).has_value();
}

std::int32_t floor_of(AdmonitionGround ground, const rulebook::AppraisalRules& rules) {
    switch (ground) {
    case AdmonitionGround::first_contact_rate:
        return rules.floor_first_contact;
    case AdmonitionGround::resolution_rate:
        return rules.floor_resolution;
    case AdmonitionGround::satisfaction_rate:
        return rules.floor_satisfaction;
    case AdmonitionGround::false_or_concealed:
    case AdmonitionGround::overdue_supervision:
    case AdmonitionGround::other:
        break;
    }
    unreachable("a ground without a rate");
}

} // namespace

StreamDesk<Admonition> admonition_desk(Desk& desk) {
    return {desk.store(), desk.clock(),
            [](Admonition& admonition, const Admonition::Event& event, const Stamp& stamp) {
                casework::evolve(admonition, event, stamp.actor, stamp.at);
            },
            [](const Admonition& admonition) {
                RowFacts facts;
                facts.state = token(admonition.state);
                facts.unit = admonition.proposal.unit;
                facts.key = token(admonition.proposal.ground);
                facts.created_at = admonition.created_at;
                return facts;
            }};
}

Outcome<StreamAnswer> give_admonition(Desk& desk, StreamRequest request,
                                      Admonition::Command command) {
    if (const auto* proposal = std::get_if<casework::ProposeAdmonition>(&command)) {
        const OrganisationPtr organisation = desk.library().organisation();
        if (organisation->unit(proposal->unit) == nullptr) {
            return refusal(RefusalKind::invalid, problem("unknown_unit", "unit", "没有这个单位",
                                                         "there is no such unit", "14.10"));
        }
    }
    return admonition_desk(desk).give(
        std::move(request), std::move(command),
        [](const Admonition& admonition, const Admonition::Command& asked, const Stamp& stamp) {
            return casework::decide(admonition, asked, stamp.actor, stamp.at);
        });
}

void escalate(Desk& desk, const History& history) {
    const workorder::WorkOrder& order = history.order;
    if (order.filing.finding == workorder::SpotCheck::false_or_concealed) {
        casework::ProposeAdmonition command;
        command.unit = order.filing.applicant ? order.filing.applicant->unit : order.unit;
        command.ground = AdmonitionGround::false_or_concealed;
        command.orders = {order.id};
        command.evidence.plain =
            fmt::format("工单 {} 的存电经抽查存在谎报、瞒报情况", order.facts.hotline_number);
        propose(desk, "false." + order.id.text(), std::move(command));
    }
    const auto limit = order.deadlines.find(workorder::DeadlineKind::supervision);
    if (limit != order.deadlines.end() && limit->second.noted_passed && !limit->second.end &&
        !order.unit.empty()) {
        casework::ProposeAdmonition command;
        command.unit = order.unit;
        command.ground = AdmonitionGround::overdue_supervision;
        command.orders = {order.id};
        command.evidence.plain =
            fmt::format("督办件 {} 于{}到期，尚未签发办理报告", order.facts.hotline_number,
                        documents::day_words(day_of(limit->second.fact.due.plus_milliseconds(-1))));
        propose(desk, fmt::format("overdue.{}.{}", order.id.text(), limit->second.fact.generation),
                std::move(command));
    }
}

bool propose_low_rate(Desk& desk, const LowRate& rate) {
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const std::int32_t floor = floor_of(rate.ground, rules->book.appraisal);
    if (rate.rate_per_mille >= floor) {
        return false;
    }
    casework::ProposeAdmonition command;
    command.unit = rate.unit;
    command.ground = rate.ground;
    command.period = rate.period;
    command.rate_per_mille = rate.rate_per_mille;
    command.floor_per_mille = floor;
    command.evidence.plain =
        fmt::format("{} {} {}.{}%，低于下限 {}.{}%", rate.period, zh(rate.ground),
                    rate.rate_per_mille / 10, rate.rate_per_mille % 10, floor / 10, floor % 10);
    return propose(desk, fmt::format("{}.{}.{}", token(rate.ground), rate.unit.text(), rate.period),
                   std::move(command));
}

json::object admonition_json(Desk& desk, const Admonition& stored) {
    const Admonition one = admonition_desk(desk).with_texts(stored);
    const auto& proposal = one.proposal;
    json::object object{
        {"id", one.id},
        {"version", one.version},
        {"state", {{"value", token(one.state)}, {"zh", zh(one.state)}}},
        {"ground", {{"value", token(proposal.ground)}, {"zh", zh(proposal.ground)}}},
        {"unit", proposal.unit.text()},
        {"period", proposal.period},
        {"evidence", proposal.evidence.plain},
        {"created_at", to_string(one.created_at)}};
    json::array orders;
    for (const OrderId& order : proposal.orders) {
        orders.emplace_back(order.text());
    }
    object["orders"] = std::move(orders);
    if (proposal.rate_per_mille && proposal.floor_per_mille) {
        object["rate_per_mille"] = *proposal.rate_per_mille;
        object["floor_per_mille"] = *proposal.floor_per_mille;
    }
    if (one.measure) {
        object["measure"] = {{"value", token(*one.measure)}, {"zh", zh(*one.measure)}};
        object["held_at"] = to_string(*one.held_at);
    }
    const auto put = [&](const char* name, const Text& text) {
        if (!text.plain.empty()) {
            object[name] = text.plain;
        }
    };
    put("reason", one.reason);
    put("subject", one.subject);
    put("attendees", one.attendees);
    put("result", one.result);
    return object;
}

} // namespace chengban::usecase
