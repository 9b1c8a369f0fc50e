#include "appraisal/period.h"

#include <algorithm>

namespace chengban::appraisal {

using workorder::Role;

namespace {

constexpr std::int32_t k_days_max = 366;

void refuse(std::vector<Reason>& reasons, std::string code, std::string field, std::string zh,
            std::string en) {
    reasons.push_back({std::move(code), "17", std::move(field), {std::move(zh), std::move(en)}});
}

bool same_scope(const Line& a, const Line& b) {
    return a.scope == b.scope && a.unit == b.unit && a.section == b.section &&
           a.handler == b.handler;
}

} // namespace

Result<std::vector<AppraisalPeriod::Event>> decide(const AppraisalPeriod& period,
                                                   const AppraisalPeriod::Command& command,
                                                   const workorder::Actor& actor, Instant now,
                                                   const std::optional<PeriodClosed>& figures) {
    std::vector<Reason> reasons;
    if (actor.role != Role::office_clerk && actor.role != Role::supervisor) {
        refuse(reasons, "wrong_role", "actor.role", "考核由局办公室会同市物业管理事务中心负责",
               "appraisal is the office's with the center");
    }
    if (const auto* open = std::get_if<OpenPeriod>(&command)) {
        if (period.state != PeriodState::absent) {
            refuse(reasons, "wrong_state", "state", "该考核期已建立",
                   "the period is there already");
        }
        if (open->days.last < open->days.first) {
            refuse(reasons, "times_out_of_order", "days.last", "末日早于首日",
                   "the last day lies before the first");
        } else if (open->days.last.number() - open->days.first.number() >= k_days_max) {
            refuse(reasons, "out_of_range", "days", "考核期不超过一年",
                   "a period is at most a year long");
        }
        if (!reasons.empty()) {
            return Failure{Problem{std::move(reasons)}};
        }
        return std::vector<AppraisalPeriod::Event>{*open};
    }
    if (period.state != PeriodState::open) {
        refuse(reasons, "wrong_state", "state", "该考核期不在统计中", "the period is not open");
    } else if (!(period.days.last < day_of(now))) {
        refuse(reasons, "period_not_over", "days.last", "考核期尚未结束，不能关闭",
               "the period is not over yet");
    }
    if (!reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    invariant(figures.has_value(), "a period is closed with its figures");
    return std::vector<AppraisalPeriod::Event>{*figures};
}

void evolve(AppraisalPeriod& period, const AppraisalPeriod::Event& event, Instant at) {
    if (const auto* open = std::get_if<OpenPeriod>(&event)) {
        period.state = PeriodState::open;
        period.title = open->title;
        period.days = open->days;
        period.created_at = at;
        return;
    }
    period.state = PeriodState::closed;
    period.closed_at = at;
    period.closed = std::get<PeriodClosed>(event);
}

std::vector<Correction> corrections(std::span<const Line> frozen, std::span<const Line> now) {
    std::vector<Correction> list;
    const auto differing = [](const Line* before, const Line& after) {
        std::vector<Measure> measures;
        for (const Figure& figure : after.figures) {
            const Figure empty{figure.measure, 0, 0, {}};
            const Figure& old = before == nullptr ? empty : before->figure(figure.measure);
            if (old.gained != figure.gained || old.counted != figure.counted) {
                measures.push_back(figure.measure);
            }
        }
        return measures;
    };
    const auto find = [](std::span<const Line> lines, const Line& line) -> const Line* {
        const auto found = std::find_if(lines.begin(), lines.end(),
                                        [&](const Line& one) { return same_scope(one, line); });
        return found == lines.end() ? nullptr : &*found;
    };
    for (const Line& line : now) {
        if (auto measures = differing(find(frozen, line), line); !measures.empty()) {
            list.push_back({line, std::move(measures)});
        }
    }
    for (const Line& line : frozen) {
        if (find(now, line) != nullptr) {
            continue;
        }
        Line gone{line.scope, line.unit, line.section, line.handler, {}, {}};
        for (const Figure& figure : line.figures) {
            gone.figures.push_back({figure.measure, 0, 0, {}});
        }
        if (auto measures = differing(&line, gone); !measures.empty()) {
            list.push_back({std::move(gone), std::move(measures)});
        }
    }
    return list;
}

} // namespace chengban::appraisal
