// One simulated year through the use cases, without HTTP, and what it must show: the rates agree
// with a count by SQL from the events, every trigger of clause 14 has been raised where an
// independent count says so and nowhere else, a month's report is drafted, and the year is replayed
// under another rulebook.
//
//   chengban_year_prove --orders 120000 --seed 1 --store DIRECTORY [--workers 2]
//
// The directory must not exist; it is left for a look. Ends with 1 when anything disagrees.
#include "year_recount.h"

#include "cli/demo_follow_ups.h"
#include "cli/demo_scripts.h"
#include "cli/workspace.h"
#include "demo/generator.h"
#include "usecase/appraise.h"
#include "usecase/bulletins.h"
#include "usecase/replay.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cstdlib>
#include <map>

namespace {

using namespace chengban;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Options {
    std::int64_t orders = 120'000;
    std::uint64_t seed = 1;
    std::size_t workers = 2;
    std::string store;
};

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = words[i];
        const std::string value = words[i + 1];
        if (name == "--orders") {
            options.orders = std::stoll(value);
        } else if (name == "--seed") {
            options.seed = std::stoull(value);
        } else if (name == "--workers") {
            options.workers = std::stoul(value);
        } else if (name == "--store") {
            options.store = value;
        }
    }
    return options;
}

const Instant k_start = *parse_instant("2025-01-01T00:00:00+08:00", "start");
const Instant k_end = *parse_instant("2026-01-01T00:00:00+08:00", "end");

std::int64_t g_wrong = 0;

void differ(const std::string& what) {
    if (++g_wrong <= 20) {
        fmt::print("DIFFERS: {}\n", what);
    }
}

void compare_rates(usecase::Desk& desk, prove::YearRecount& recount, const char* first,
                   const char* last) {
    const auto appraised =
        usecase::appraise(desk, {*parse_day(first, "first"), *parse_day(last, "last")});
    prove::Rates ours;
    for (const appraisal::Line& line : appraised.lines) {
        if (line.scope != appraisal::Scope::unit && line.scope != appraisal::Scope::total) {
            continue;
        }
        for (const appraisal::Measure measure : appraisal::k_rates) {
            const appraisal::Figure& figure = line.figure(measure);
            if (figure.counted > 0) {
                ours[std::string(token(measure))][line.unit ? line.unit->text() : ""] = {
                    figure.gained, figure.counted};
            }
        }
    }
    const prove::Rates theirs = recount.rates(first, last);
    for (const appraisal::Measure measure : appraisal::k_rates) {
        const std::string name(token(measure));
        auto mine = ours[name];
        const auto found = theirs.find(name);
        auto counted = found == theirs.end() ? decltype(mine){} : found->second;
        std::erase_if(counted, [](const auto& row) { return row.second.counted == 0; });
        fmt::print("  {} … {} {:<14} {} of {} in {} units\n", first, last, name,
                   appraisal::percent_text(
                       appraisal::hundredths_of_percent(mine[""].gained, mine[""].counted)),
                   mine[""].counted, mine.size() - 1);
        if (mine != counted) {
            differ(fmt::format("{} of {} … {}: {}/{} here, {}/{} by SQL", name, first, last,
                               mine[""].gained, mine[""].counted, counted[""].gained,
                               counted[""].counted));
        }
    }
}

// 14(4) from the generator's own word of which orders tell of one event.
void add_clusters(std::map<std::string, prove::Raised>& triggers, prove::YearRecount& recount,
                  const Options& options) {
    constexpr std::int64_t k_week = 7LL * 24 * 3600 * 1000;
    struct Told {
        std::int64_t at;
        std::string id;
        std::string phone;
    };
    const auto taken = recount.orders();
    std::map<std::string, std::vector<Told>> events;
    const std::int64_t days = 365;
    demo::DemoGenerator generator(options.seed, {.first_day = day_of(k_start),
                                                 .orders_per_day = static_cast<std::int32_t>(
                                                     (options.orders + days - 1) / days)});
    for (std::int64_t i = 0; i < options.orders; ++i) {
        const demo::DemoOrder order = generator.next();
        const auto found = taken.find(order.hotline_number);
        if (!order.cluster || found == taken.end() || found->second.withdrawn ||
            order.kind == "consultation" || order.kind == "praise" || order.is_confidential) {
            continue;
        }
        events[fmt::format("{} {} {} {}", *order.cluster, order.district, order.category,
                           order.estate)]
            .push_back({found->second.at, found->second.id,
                        order.phone.empty() ? found->second.id : order.phone});
    }
    for (auto& [event, told] : events) {
        std::sort(told.begin(), told.end(),
                  [](const Told& a, const Told& b) { return a.at < b.at; });
        for (std::size_t last = 0; last < told.size(); ++last) {
            std::set<std::string> citizens;
            for (std::size_t one = 0; one <= last; ++one) {
                if (told[last].at - told[one].at < k_week - 24LL * 3600 * 1000) {
                    citizens.insert(told[one].phone);
                }
            }
            if (citizens.size() >= 5) {
                std::set<std::string> group;
                for (const Told& one : told) {
                    group.insert(one.id);
                }
                triggers["complaint_cluster"].must.push_back(std::move(group));
                break;
            }
        }
    }
}

// A small year need not show every trigger.
constexpr std::int64_t k_whole_year = 20'000;

void compare_triggers(std::map<std::string, prove::Raised> triggers, std::int64_t orders) {
    for (const auto& row : EnumTable<workorder::SupervisionTrigger>::rows) {
        const std::string name(row.token);
        const prove::Raised& raised = triggers[name];
        fmt::print("  {:<24} raised on {:>6} orders, due on {:>6}\n", name, raised.orders.size(),
                   raised.must.size());
        if (raised.orders.empty() && orders >= k_whole_year) {
            differ(name + " was never raised");
        }
        for (const auto& group : raised.must) {
            const bool any = std::any_of(group.begin(), group.end(), [&](const std::string& id) {
                return raised.orders.contains(id) ||
                       (name == "complaint_cluster" && raised.named.contains(id));
            });
            if (!any) {
                differ(fmt::format("{} was not raised for any of {}", name, fmt::join(group, " ")));
            }
        }
        // A cluster may hold alike complaints that the generator did not mean to be one event.
        if (name != "complaint_cluster") {
            for (const std::string& id : raised.orders) {
                if (!raised.may.contains(id)) {
                    differ(fmt::format("{} was raised for {} without its condition", name, id));
                }
            }
        }
    }
}

void draft_month(usecase::Desk& desk) {
    usecase::Bulletins bulletins(desk);
    const auto start = Clock::now();
    const bulletin::Figures figures =
        bulletins.figures(bulletin::BulletinKind::monthly, *parse_day("2025-12-15", "day"));
    const double counted = seconds_since(start);
    usecase::StreamRequest request;
    request.actor = *cli::dispatcher_of(*desk.library().organisation());
    for (const people::Unit& unit : desk.library().organisation()->units) {
        if (unit.kind == UnitKind::center) {
            const auto clerks =
                desk.library().organisation()->people_of(unit.id, workorder::Role::supervisor);
            request.actor = {clerks.front()->id, unit.id, workorder::Role::supervisor, {}};
        }
    }
    bulletin::DraftBulletin draft;
    draft.kind = bulletin::BulletinKind::monthly;
    draft.day = *parse_day("2025-12-15", "day");
    const auto drafting = Clock::now();
    const auto drafted = bulletins.give(std::move(request), draft);
    fmt::print("month: {} orders counted in {:.2f} s, drafted in {:.2f} s\n", figures.received,
               counted, seconds_since(drafting));
    if (!drafted) {
        differ("the month was not drafted: " + drafted.error().problem.reasons.front().words.en);
    }
}

void replay_year(usecase::Desk& desk) {
    rulebook::Rulebook other = desk.library().rulebook_in_force(day_of(k_start))->book;
    other.limits.completion[LimitClass::general].amount = WorkingDays{4};
    usecase::ReplayDraft draft;
    draft.rules = std::make_shared<const usecase::RuleEntry>(std::move(other));
    usecase::JobControl control;
    const auto start = Clock::now();
    const usecase::ReplayReport report = usecase::replay(desk, draft, control);
    fmt::print("replay: {} commands in {:.1f} s, {} decided differently, {} limits moved\n",
               report.commands, seconds_since(start), report.differing, report.moved_limits);
    if (report.moved_limits == 0) {
        differ("a shorter limit moved nothing");
    }
}

int run(const Options& options) {
    const cli::StorePaths paths{options.store, "", ""};
    if (const auto made = cli::create_filled_store(paths, {}, "demonstration", true, k_start);
        !made) {
        fmt::print("{}\n", made.error().reasons.front().words.en);
        return 2;
    }
    auto clock = std::make_unique<usecase::SimulatedClock>(k_start);
    usecase::SimulatedClock& simulated = *clock;
    auto opened = cli::Workspace::open(paths, options.workers, std::move(clock));
    if (!opened) {
        fmt::print("{}\n", opened.error().reasons.front().words.en);
        return 2;
    }
    usecase::Desk& desk = (*opened)->desk();
    usecase::SimulationOptions simulation;
    simulation.start = k_start;
    simulation.end = k_end;
    simulation.seed = options.seed;
    simulation.stuck_per_mille = 3;
    simulation.survey_per_mille = 300;
    cli::GeneratedSource source(options.seed, options.orders, k_start, k_end);
    usecase::JobControl control;
    const auto start = Clock::now();
    const usecase::SimulationReport report = usecase::simulate(
        desk, (*opened)->store().blobs(), simulated, [&] { return source.next(); }, simulation,
        control);
    cli::play_follow_ups(desk, options.seed);
    const double seconds = seconds_since(start);
    fmt::print("seed {}: {} orders, {} commands, {} completed in {:.1f} s ({:.0f} orders/s)\n",
               options.seed, report.registered, report.commands, report.completed, seconds,
               static_cast<double>(report.registered) / seconds);
    for (const char* key : {"ended", "refusals_by_rule"}) {
        fmt::print("  {}: {}\n", key, canonical_json(usecase::simulation_json(report).at(key)));
    }
    draft_month(desk);
    replay_year(desk);

    const auto counting = Clock::now();
    prove::YearRecount recount(options.store + "/chengban.db", desk.clock().now().milliseconds());
    compare_rates(desk, recount, "2025-01-01", "2025-12-31");
    compare_rates(desk, recount, "2025-06-01", "2025-06-30");
    compare_rates(desk, recount, "2025-12-01", "2025-12-31");
    auto triggers = recount.triggers();
    add_clusters(triggers, recount, options);
    compare_triggers(std::move(triggers), options.orders);
    fmt::print("counted again in {:.1f} s: {} differences\n", seconds_since(counting), g_wrong);
    return g_wrong == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    const Options options = read_options(count, words);
    if (options.store.empty() || options.orders < 1) {
        fmt::print("usage: chengban_year_prove --store DIRECTORY [--orders N] [--seed N] "
                   "[--workers N]\n");
        return 2;
    }
    return run(options);
}
