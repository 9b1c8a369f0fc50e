#include "cli/demo_follow_ups.h"

#include "demo/chance.h"
#include "usecase/appraise.h"
#include "usecase/background.h"
#include "usecase/follow_up.h"
#include "usecase/simulated_answers.h"

#include <fmt/format.h>

namespace chengban::cli {

using usecase::FollowUpDesk;
using usecase::StreamRequest;
using workorder::Actor;
using workorder::Role;

namespace {

constexpr std::int32_t k_drawn_days = 14;

std::optional<Actor> somebody(usecase::Desk& desk, Role role) {
    const usecase::OrganisationPtr organisation = desk.library().organisation();
    for (const people::Unit& unit : organisation->units) {
        const auto holders = organisation->people_of(unit.id, role);
        if (!holders.empty()) {
            return Actor{holders.front()->id, unit.id, role, std::nullopt};
        }
    }
    return std::nullopt;
}

StreamRequest by(const Actor& actor, std::string id) {
    StreamRequest request;
    request.actor = actor;
    request.id = std::move(id);
    return request;
}

// Most are answered, some rang in vain, the rest still wait.
void play_calls(FollowUpDesk& follow_ups, const Actor& caller, Instant now, std::uint64_t seed) {
    const auto page = follow_ups.calls(caller, "waiting", "", 500);
    if (!page) {
        return;
    }
    demo::Chance chance(demo::seed_of(seed, 0, 11));
    for (const json::value& item : page->at("items").as_array()) {
        const std::string id(item.at("id").as_string());
        const std::uint32_t course = chance.below(10);
        if (course < 6) {
            followup::FinishCall finish;
            finish.at = now;
            finish.answers = usecase::simulated_answers(chance.draw());
            finish.simulated = true;
            static_cast<void>(follow_ups.give_call(by(caller, id), finish));
        } else if (course < 8) {
            static_cast<void>(
                follow_ups.give_call(by(caller, id), followup::RecordAttempt{now, {}}));
        }
    }
}

appraisal::Period month_of(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    const Day first = chengban::day_of(YearMonthDay{ymd.year, ymd.month, 1});
    const Day next = ymd.month == 12 ? chengban::day_of(YearMonthDay{ymd.year + 1, 1, 1})
                                     : chengban::day_of(YearMonthDay{ymd.year, ymd.month + 1, 1});
    return {first, next.plus(-1)};
}

void play_periods(usecase::Desk& desk, const Actor& office) {
    usecase::PeriodDesk periods(desk);
    const appraisal::Period running = month_of(day_of(desk.clock().now()));
    const appraisal::Period past = month_of(running.first.plus(-1));
    for (const appraisal::Period& days : {past, running}) {
        const YearMonthDay ymd = year_month_day(days.first);
        const auto opened = periods.give(
            by(office, ""),
            appraisal::OpenPeriod{fmt::format("{}年{}月考核", ymd.year, ymd.month), days});
        if (opened && days == past) {
            static_cast<void>(periods.give(by(office, opened->id), appraisal::ClosePeriod{}));
        }
    }
}

} // namespace

void play_follow_ups(usecase::Desk& desk, std::uint64_t seed) {
    const auto supervisor = somebody(desk, Role::supervisor);
    const auto caller = somebody(desk, Role::follow_up_caller);
    const auto office = somebody(desk, Role::office_clerk);
    const Instant now = desk.clock().now();
    if (supervisor && caller) {
        FollowUpDesk follow_ups(desk);
        followup::MakePlan make;
        make.plan.title = "每两周回访抽查";
        make.plan.per_mille = 100;
        make.plan.rates = {{std::nullopt, std::nullopt, Outcome::unresolved, 1000},
                           {std::nullopt, OrderKind::complaint, std::nullopt, 200}};
        make.plan.left_out = {OrderKind::praise};
        const auto made = follow_ups.give_plan(by(*supervisor, ""), make);
        if (made) {
            const Day last = day_of(now).plus(-1);
            usecase::JobControl control;
            static_cast<void>(follow_ups.draw(
                by(*supervisor, made->id),
                {last.plus(1 - k_drawn_days), last, static_cast<std::int64_t>(seed % 1'000'000)},
                control));
            play_calls(follow_ups, *caller, now, seed);
        }
    }
    while (usecase::fire_timers(desk, 500) > 0) { // what the citizens said has consequences (14(5))
    }
    if (office) {
        play_periods(desk, *office);
    }
}

} // namespace chengban::cli
