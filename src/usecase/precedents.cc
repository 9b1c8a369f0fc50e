#include "usecase/precedents.h"

#include <algorithm>

namespace chengban::usecase {

using casework::Precedents;

namespace {

StreamDesk<Precedents> precedent_desk(Desk& desk) {
    return {desk.store(), desk.clock(),
            [](Precedents& precedents, const Precedents::Event& event, const Stamp& stamp) {
                casework::evolve(precedents, event, stamp.at);
            },
            [](const Precedents& precedents) {
                RowFacts facts;
                facts.state = "kept";
                facts.shared = true;
                facts.created_at = precedents.created_at;
                return facts;
            }};
}

} // namespace

void remember_decisions(Desk& desk, const History& history) {
    const workorder::WorkOrder& order = history.order;
    const std::string id = casework::precedents_of(order.facts.district, order.facts.category);
    const bool disputed = order.round > 1 || order.designated_by_office ||
                          order.returning.stage != workorder::Stage::none;
    const auto decided = id.empty() || !disputed
                             ? std::vector<casework::RecordPrecedent>{}
                             : casework::decided_disputes(order.id, events_of(desk, order.id));
    if (decided.empty()) {
        return;
    }
    auto book = precedent_desk(desk);
    const Precedents known = book.load(id).value_or(Precedents{});
    for (const casework::RecordPrecedent& one : decided) {
        if (known.holds(one.order, one.seq)) {
            continue;
        }
        StreamRequest request;
        request.actor = system_actor();
        request.id = id;
        const auto answer =
            book.give(std::move(request), one,
                      [](const Precedents& stored, const Precedents::Command& command,
                         const Stamp&) -> Result<std::vector<Precedents::Event>> {
                          const auto& asked = std::get<casework::RecordPrecedent>(command);
                          if (stored.holds(asked.order, asked.seq)) {
                              return Failure{problem("known_already", "order", "已登记",
                                                     "it is recorded already", "B2")};
                          }
                          return std::vector<Precedents::Event>{command};
                      });
        invariant(answer || !answer.error().problem.reasons.empty(), "a refusal has reasons");
    }
}

std::vector<casework::RecordPrecedent> precedents(Desk& desk, std::string_view district,
                                                  std::string_view category, std::size_t limit) {
    const std::string id = casework::precedents_of(district, category);
    std::vector<casework::RecordPrecedent> list;
    if (id.empty()) {
        return list;
    }
    const auto known = precedent_desk(desk).load(id);
    if (known) {
        list.assign(known->decisions.rbegin(),
                    known->decisions.rbegin() +
                        static_cast<std::ptrdiff_t>(std::min(limit, known->decisions.size())));
    }
    return list;
}

} // namespace chengban::usecase
