#include "cli/workspace.h"
#include "usecase/people_desk.h"
#include "usecase/replay.h"

#include <fmt/format.h>

namespace chengban::cli {

int run_replay(const ReplayOptions& options, Language language) {
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options.store, 2);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    usecase::ReplayDraft draft;
    if (!options.rulebook.empty()) {
        const Result<std::string> text = read_file(options.rulebook);
        if (!text) {
            return refuse(text.error(), language);
        }
        auto parsed = rulebook::parse_rulebook(*text, options.rulebook);
        if (!parsed) {
            return refuse(parsed.error(), language);
        }
        draft.rules = std::make_shared<const usecase::RuleEntry>(std::move(*parsed));
    }
    if (!options.calendar.empty()) {
        const Result<std::string> text = read_file(options.calendar);
        if (!text) {
            return refuse(text.error(), language);
        }
        auto rows = calendar::parse_calendar_csv(*text, options.calendar);
        if (!rows) {
            return refuse(rows.error(), language);
        }
        auto made = calendar::Calendar::make(
            (*workspace)->library().latest_calendar()->version() + 1, std::move(*rows));
        if (!made) {
            return refuse(made.error(), language);
        }
        draft.calendar = std::make_shared<const calendar::Calendar>(std::move(*made));
    }
    ProgressLine line(language == Language::zh ? "已重放" : "replayed");
    usecase::JobControl control;
    control.on_progress([&](std::int64_t done, std::int64_t total) { line.show(done, total); });
    usecase::ReplayReport report = usecase::replay((*workspace)->desk(), draft, control);
    // Whoever gives no name sees what nobody's chain hides: every order that is not confidential.
    store::Visibility sees;
    sees.everything = options.person.empty();
    if (!options.person.empty()) {
        const auto posts = usecase::actors_of((*workspace)->library(), PersonId(options.person),
                                              (*workspace)->clock().now());
        if (posts.empty()) {
            return refuse(problem("unknown_person", "--as", "没有这名人员，或其没有岗位",
                                  "there is no such person, or they hold no post"),
                          language);
        }
        sees = usecase::visibility_of(posts.front());
    }
    usecase::leave_visible(report, (*workspace)->store(), sees);
    if (options.json) {
        fmt::print("{}\n", canonical_json(usecase::replay_json(report)));
        return k_ok;
    }
    const bool chinese = language == Language::zh;
    fmt::print("{} {}\n", chinese ? "重放命令" : "commands", report.commands);
    fmt::print("{} {}\n", chinese ? "裁定不同" : "decided differently", report.differing);
    fmt::print("{} {}\n", chinese ? "时限变动" : "limits that differ", report.moved_limits);
    for (const auto& [kind, count] : report.moved_by_kind) {
        const auto known = from_token<workorder::DeadlineKind>(kind);
        fmt::print("  {} {}\n", chinese && known ? zh(*known) : std::string_view(kind), count);
    }
    for (const auto& [unit, count] : report.by_unit) {
        fmt::print("  {} {}\n", unit, count);
    }
    for (const usecase::ReplayDifference& one : report.first) {
        fmt::print("{} {} {} {} → {} [{}]\n", to_string(one.at), one.order.text(), one.command,
                   one.before, one.after, fmt::join(one.clauses, ", "));
    }
    if (report.hidden > 0) {
        fmt::print("{} {}\n", chinese ? "不可见工单的条目（只计数）" : "lines of orders not shown",
                   report.hidden);
    }
    fmt::print("{}\n", chinese ? "每条命令按其当时所遇状态裁定，不影响后续命令。"
                               : "Each command was judged against the state it really met; nothing "
                                 "cascades.");
    return k_ok;
}

} // namespace chengban::cli
