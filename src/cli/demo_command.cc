// A store full of orders that lived their life on a simulated clock: generated ones, or a city's
// real messages with their official replies.
#include "cli/demo_casework.h"
#include "cli/demo_follow_ups.h"
#include "cli/demo_scripts.h"
#include "cli/workspace.h"
#include "usecase/import_orders.h"

#include <fmt/format.h>

#include <filesystem>

namespace chengban::cli {

namespace {

// Stands in the store's directory while it is being filled, so that one that was interrupted is
// not taken for a whole one.
std::filesystem::path unfinished_mark(const DemoOptions& options) {
    return std::filesystem::path(options.store.directory) / "demonstration-unfinished";
}

Instant default_start(Instant now) {
    return start_of(day_of(now).plus(-60));
}

json::object report_json(const usecase::SimulationReport& report, const MessageSource* messages) {
    json::object object = usecase::simulation_json(report);
    if (messages != nullptr) {
        object["rows"] = messages->rows();
        object["rows_refused"] = messages->refused_rows();
        object["rows_refused_reasons"] = messages->refused_reasons();
        object["own_times"] = messages->own_times();
        object["simulated_from"] = to_string(messages->first_arrival());
        object["simulated_to"] = to_string(messages->last_arrival());
    }
    return object;
}

void print_report(const json::object& report, Language language) {
    const bool chinese = language == Language::zh;
    const auto line = [&](const char* zh_words, const char* en_words, const char* key) {
        fmt::print("{:<24} {}\n", chinese ? zh_words : en_words, canonical_json(report.at(key)));
    };
    line("工单", "orders", "orders");
    line("已受理", "registered", "registered");
    line("已存在", "already there", "already_there");
    line("受理被拒", "refused at intake", "refused_at_intake");
    line("已按规则派单", "dispatched by rule", "dispatched_by_rule");
    line("已人工派单（模拟）", "by hand (simulated)", "dispatched_by_hand_simulated");
    line("已联系（模拟）", "contacted (simulated)", "contacted_simulated");
    line("已附证据（模拟）", "evidence (simulated)", "attached_simulated");
    line("已办结", "completed", "completed");
    line("待审批", "awaiting approval", "awaiting_approval");
    line("办结被拒", "completion refused", "completion_refused");
    line("去向", "how far", "ended");
    line("按规则", "by rule", "refusals_by_rule");
    line("按条款", "by clause", "refusals_by_clause");
    line("标记", "flags", "flags_by_rule");
}

// Makes the store and lets its orders live.
Result<Done> fill(const DemoOptions& options, Instant start, Instant machine_now,
                  Language language) {
    if (const Result<Done> made =
            create_filled_store(options.store, options.files, "demonstration", true, start);
        !made) {
        return made;
    }
    if (const Result<Done> marked = write_file(unfinished_mark(options).string(), {}); !marked) {
        return marked;
    }
    auto clock = std::make_unique<usecase::SimulatedClock>(start);
    usecase::SimulatedClock& simulated = *clock;
    Result<std::unique_ptr<Workspace>> workspace =
        Workspace::open(options.store, 4, std::move(clock));
    if (!workspace) {
        return Failure{workspace.error()};
    }
    usecase::SimulationOptions simulation;
    simulation.start = start;
    simulation.seed = options.seed;
    ProgressLine line(language == Language::zh ? "演示命令" : "commands");
    usecase::JobControl control;
    control.on_progress([&](std::int64_t done, std::int64_t total) { line.show(done, total); });
    json::object report;
    if (options.messages.empty()) {
        simulation.end = machine_now;
        simulation.survey_per_mille = 300;
        simulation.stuck_per_mille = 10;
        GeneratedSource source(options.seed, options.orders, start, machine_now);
        report = report_json(usecase::simulate((*workspace)->desk(), (*workspace)->store().blobs(),
                                               simulated, [&] { return source.next(); }, simulation,
                                               control),
                             nullptr);
        play_follow_ups((*workspace)->desk(), options.seed);
        play_casework((*workspace)->desk());
    } else {
        simulation.open_per_mille = 0;
        Result<MessageSource> source =
            MessageSource::open((*workspace)->desk(), options.messages, start);
        if (!source) {
            return Failure{source.error()};
        }
        const auto played =
            usecase::simulate((*workspace)->desk(), (*workspace)->store().blobs(), simulated,
                              [&] { return source->next(); }, simulation, control);
        report = report_json(played, &*source);
    }
    usecase::PeopleDesk people((*workspace)->desk());
    if (const Result<Done> arranged = arrange_people(people); !arranged) {
        return arranged;
    }
    std::filesystem::remove(unfinished_mark(options));
    print_report(report, language);
    return options.report.empty() ? Result<Done>(Done{})
                                  : write_file(options.report, canonical_json(report) + "\n");
}

} // namespace

int run_demo(const DemoOptions& options, Language language) {
    namespace fs = std::filesystem;
    const Instant machine_now = usecase::SystemClock(Instant(0)).now();
    Instant start = default_start(machine_now);
    if (!options.start.empty()) {
        const Result<Instant> parsed = parse_instant(options.start, "--start");
        if (!parsed) {
            return refuse(parsed.error(), language);
        }
        start = *parsed;
    }
    const fs::path directory = options.store.directory;
    if (!fs::exists(directory / "chengban.db")) {
        const bool fresh = !fs::exists(directory);
        if (const auto filled = fill(options, start, machine_now, language); !filled) {
            if (fresh && fs::exists(unfinished_mark(options))) { // not when the report alone failed
                fs::remove_all(directory);
            }
            return refuse(filled.error(), language);
        }
    } else if (fs::exists(unfinished_mark(options))) {
        return refuse(problem("demonstration_unfinished", options.store.directory,
                              "上次建立演示数据时中断，请删除该目录后再试",
                              "filling this demonstration was interrupted; delete the directory "
                              "and try again"),
                      language);
    } else if (!options.serve) {
        return refuse(problem("store_exists", options.store.directory,
                              "该目录已有数据；请换一个目录，或删除后再试",
                              "there is a store already; choose another directory"),
                      language);
    }
    return options.serve ? run_serve(*options.serve, language) : k_ok;
}

} // namespace chengban::cli
