// What a simulated run says of itself.
#include "usecase/simulation.h"

namespace chengban::usecase {

namespace {

json::object counts_json(const std::map<std::string, std::int64_t>& counts) {
    json::object object;
    for (const auto& [name, count] : counts) {
        object[name] = count;
    }
    return object;
}

json::array refusals_json(const std::vector<PlayRefusal>& refusals) {
    json::array list;
    for (const PlayRefusal& one : refusals) {
        json::array reasons;
        for (const Reason& reason : one.reasons) {
            reasons.push_back({{"code", reason.code},
                               {"clause", reason.clause},
                               {"field", reason.field},
                               {"zh", reason.words.zh},
                               {"en", reason.words.en}});
        }
        list.push_back({{"hotline_number", one.hotline_number},
                        {"step", one.step},
                        {"reasons", std::move(reasons)}});
    }
    return list;
}

} // namespace

json::object simulation_json(const SimulationReport& report) {
    return {{"orders", report.orders},
            {"registered", report.registered},
            {"already_there", report.already_there},
            {"refused_at_intake", report.refused_at_intake},
            {"dispatched", report.dispatched},
            {"dispatched_by_rule", report.dispatched - report.dispatched_by_hand},
            {"dispatched_by_hand_simulated", report.dispatched_by_hand},
            {"contacted_simulated", report.contacted},
            {"attached_simulated", report.attached},
            {"completed", report.completed},
            {"awaiting_approval", report.awaiting_approval},
            {"completion_refused", report.completion_refused},
            {"surveyed", report.surveyed},
            {"commands", report.commands},
            {"ended", counts_json(report.ended)},
            {"refusals_by_rule", counts_json(report.refusals_by_rule)},
            {"refusals_by_clause", counts_json(report.refusals_by_clause)},
            {"flags_by_rule", counts_json(report.flags_by_rule)},
            {"dispatched_by_unit", counts_json(report.dispatched_by_unit)},
            {"refusals", refusals_json(report.refusals)}};
}

} // namespace chengban::usecase
