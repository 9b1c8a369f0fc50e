#include "casework/triggers.h"

#include <fmt/format.h>

namespace chengban::casework {

using workorder::Deadline;
using workorder::DeadlineKind;
using workorder::SupervisionTrigger;
using workorder::WorkOrder;

namespace {

const Deadline* completion_of(const WorkOrder& order) {
    const auto found = order.deadlines.find(DeadlineKind::completion);
    return found == order.deadlines.end() ? nullptr : &found->second;
}

bool is_past_limit(const WorkOrder& order, Instant now) {
    const workorder::DeadlineFact* limit = order.live(DeadlineKind::completion);
    return limit != nullptr && !(now < limit->due);
}

// Late while it runs, or completed late.
bool is_delayed(const WorkOrder& order, Instant now) {
    const Deadline* limit = completion_of(order);
    if (limit == nullptr) {
        return false;
    }
    return limit->end ? limit->end->how == workorder::Ending::met_late ||
                            limit->end->how == workorder::Ending::missed
                      : !(now < limit->fact.due);
}

// 14(5): its statutory duty is what the center or the office kept it to.
std::optional<Found> applied_to_return(const WorkOrder& order, bool dissatisfied, Instant now) {
    using workorder::Stage;
    const Stage stage = order.returning.stage;
    const bool applied = stage == Stage::applied || stage == Stage::refused ||
                         stage == Stage::withdrawn || stage == Stage::lapsed;
    const bool its_duty = order.designated_by_office || stage == Stage::refused;
    if (!applied || !its_duty || !is_delayed(order, now) || !dissatisfied) {
        return std::nullopt;
    }
    return Found{SupervisionTrigger::applied_to_return, 1,
                 fmt::format("{}，仍申请退单（{}），已延误且市民不满意",
                             order.designated_by_office ? "局办公室指定办理" : "退单未获同意",
                             zh(stage))};
}

// 14(6): a pending extension is a reason that nobody has judged yet.
std::optional<Found> reminded(const WorkOrder& order, const rulebook::SupervisionRules& rules,
                              Instant now) {
    const auto count = static_cast<std::int32_t>(order.reminders.size());
    if (count < rules.reminders || !is_past_limit(order, now) || order.extension.pending()) {
        return std::nullopt;
    }
    return Found{SupervisionTrigger::reminded, count,
                 fmt::format("已催办 {} 次，超过办理时限仍未办结", count)};
}

// 14(7): 6.3, 8.5 and 9.3 lead here.
std::optional<Found> should_be_solved(const WorkOrder& order) {
    const auto& report = order.completion.report;
    const bool completed = order.state == workorder::State::completed && report.has_value();
    std::string why;
    const auto add = [&](bool holds, const char* words) {
        if (holds) {
            why += (why.empty() ? "" : "；") + std::string(words);
        }
    };
    add(completed && report->outcome == Outcome::unresolved, "办结时处理结果为「未解决」");
    add(completed && order.extension.granted > 0 && report->outcome != Outcome::resolved,
        "延期工单未实际解决");
    const Deadline* limit = completion_of(order);
    add(order.extension.granted > 0 && limit != nullptr && limit->noted_passed && !limit->end,
        "超过延长时限仍未办结");
    add(order.filing.finding == workorder::SpotCheck::solvable_but_unsolved,
        "存电抽查发现应解决未解决");
    if (why.empty()) {
        return std::nullopt;
    }
    return Found{SupervisionTrigger::should_be_solved, 1, std::move(why)};
}

} // namespace

std::optional<Instant> long_unresolved_from(const WorkOrder& order,
                                            const rulebook::Rulebook& rulebook,
                                            const calendar::Calendar& calendar) {
    const workorder::DeadlineFact* limit = order.live(DeadlineKind::completion);
    if (limit == nullptr || !order.open()) {
        return std::nullopt;
    }
    // A limit at 24:00 of the 13th belongs to the 13th; the days past it count from there.
    const Instant last = limit->due.plus_milliseconds(-1);
    const auto from =
        calendar::due(calendar, last, rulebook.supervision.long_unresolved, rulebook.counting);
    return from ? std::optional(from->at) : std::nullopt;
}

std::vector<Found> triggers(const WorkOrder& order, bool dissatisfied,
                            const rulebook::Rulebook& rulebook, const calendar::Calendar& calendar,
                            Instant now) {
    std::vector<Found> list;
    const auto add = [&](std::optional<Found> found) {
        if (found) {
            list.push_back(std::move(*found));
        }
    };
    const std::optional<Instant> from = long_unresolved_from(order, rulebook, calendar);
    if (from && !(now < *from)) {
        const auto past = static_cast<std::int32_t>(
            (now.milliseconds() - order.live(DeadlineKind::completion)->due.milliseconds()) /
            k_milliseconds_per_day);
        add(Found{SupervisionTrigger::long_unresolved, 1,
                  fmt::format("超过办理时限 {} 天仍未办结", past)});
    }
    add(applied_to_return(order, dissatisfied, now));
    add(reminded(order, rulebook.supervision, now));
    add(should_be_solved(order));
    return list;
}

} // namespace chengban::casework
