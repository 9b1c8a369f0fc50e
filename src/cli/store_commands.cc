// create, publish, import, calendar preview, verify, backup, restore.
#include "cli/workspace.h"
#include "store/backup.h"
#include "usecase/background.h"
#include "usecase/import_orders.h"
#include "usecase/verify_attachments.h"

#include <fmt/format.h>

#include <limits>

namespace chengban::cli {

namespace {

Instant machine_now() {
    return usecase::SystemClock(Instant(0)).now();
}

// argon2id is what a store starts with; national algorithms are the operator's choice.
Result<Done> set_password_algorithm(const CreateOptions& options) {
    const auto algorithm = from_token<crypto::PasswordAlgorithm>(options.password_algorithm);
    account::SignInSettings settings;
    if (!algorithm || *algorithm == settings.password_algorithm) {
        return Done{};
    }
    settings.password_algorithm = *algorithm;
    auto workspace = Workspace::open(options.store, 2);
    if (!workspace) {
        return Failure{workspace.error()};
    }
    usecase::SignInSettingsDesk desk((*workspace)->store(), (*workspace)->clock());
    const auto done = desk.set(usecase::operator_actor(), settings, 0);
    return done ? Result<Done>(Done{}) : Result<Done>(Failure{done.error().problem});
}

} // namespace

int run_create(const CreateOptions& options, Language language) {
    const auto sealing = from_token<crypto::SealAlgorithm>(options.sealing);
    const Result<Done> made =
        create_filled_store(options.store, options.files, options.bureau, false, machine_now(),
                            sealing.value_or(crypto::SealAlgorithm::sm4_ctr_hmac_sm3));
    if (!made) {
        return refuse(made.error(), language);
    }
    if (const Result<Done> set = set_password_algorithm(options); !set) {
        return refuse(set.error(), language);
    }
    fmt::print("{}: {}\n", options.store.directory,
               language == Language::zh ? "已建立" : "created");
    return k_ok;
}

int run_publish(const StorePaths& store, Published what, const std::string& file,
                Language language) {
    const Result<std::string> text = read_file(file);
    if (!text) {
        return refuse(text.error(), language);
    }
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(store, 2);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    usecase::Library& library = (*workspace)->library();
    const workorder::Actor actor = usecase::system_actor();
    const Instant now = (*workspace)->clock().now();
    const usecase::Publication publication{*text, file};
    Result<Done> published = Done{};
    switch (what) {
    case Published::rulebook:
        published = library.publish_rulebook(publication, actor, now);
        break;
    case Published::calendar:
        published = library.publish_calendar(publication, actor, now);
        break;
    case Published::organisation:
        published = library.publish_organisation(publication, actor, now);
        break;
    }
    if (!published) {
        return refuse(published.error(), language);
    }
    if (what == Published::calendar) {
        usecase::JobControl control;
        const usecase::JobResult result = usecase::apply_calendar((*workspace)->desk(), control);
        fmt::print("{}\n", canonical_json(result.summary));
    }
    return k_ok;
}

int run_calendar_preview(const StorePaths& store, const std::string& file, Language language) {
    const Result<std::string> text = read_file(file);
    if (!text) {
        return refuse(text.error(), language);
    }
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(store, 2);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    auto rows = calendar::parse_calendar_csv(*text, file);
    if (!rows) {
        return refuse(rows.error(), language);
    }
    const auto current = (*workspace)->library().latest_calendar();
    auto draft = calendar::Calendar::make(current->version() + 1, std::move(*rows));
    if (!draft) {
        return refuse(draft.error(), language);
    }
    const std::vector<usecase::CalendarMove> moves = usecase::preview_calendar(
        (*workspace)->desk(), *draft, std::numeric_limits<std::size_t>::max());
    for (const usecase::CalendarMove& move : moves) {
        fmt::print("{} {} {} → {}\n", move.hotline_number,
                   language == Language::zh ? zh(move.kind) : en(move.kind), to_string(move.before),
                   to_string(move.after));
    }
    fmt::print(stderr, "{} {}\n", language == Language::zh ? "变动时限" : "limits that move",
               moves.size());
    return k_ok;
}

int run_import(const ImportOptions& options, Language language) {
    tabular::ExplicitColumns columns;
    for (const std::string& pair : options.map) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
            return refuse(problem("bad_map", "--map", fmt::format("「{}」应写作 name=列名", pair),
                                  fmt::format("\"{}\" must be name=column", pair)),
                          language);
        }
        columns[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    tabular::OpenOptions open_options;
    open_options.sheet = options.sheet;
    auto source = tabular::open_table_file(options.file, open_options);
    if (!source) {
        return refuse(source.error(), language);
    }
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options.store, 4);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    const auto actor = dispatcher_of(*(*workspace)->library().organisation());
    if (!actor) {
        return refuse(problem("no_dispatcher", "organisation", "组织中没有派单员",
                              "the organisation has no dispatcher", "3.2"),
                      language);
    }
    usecase::ImportOptions import;
    import.actor = *actor;
    ProgressLine line(language == Language::zh ? "已导入" : "imported");
    usecase::JobControl control;
    control.on_progress([&](std::int64_t done, std::int64_t total) { line.show(done, total); });
    auto report =
        usecase::import_orders((*workspace)->desk(), std::move(*source), columns, import, control);
    if (!report) {
        return refuse(report.error(), language);
    }
    const std::string result =
        options.result.empty() ? options.file + ".result.csv" : options.result;
    fmt::print("{}\n", canonical_json(usecase::import_summary(*report)));
    if (const auto written = write_file(result, usecase::import_result_csv(*report)); !written) {
        return refuse(written.error(), language);
    }
    fmt::print("{}\n", result);
    if (!report->broken_off.empty()) {
        return refuse(Problem{report->broken_off}, language);
    }
    return report->refused == 0 ? k_ok : k_refused;
}

namespace {

// The files beside the database; returns how many were read.
std::int64_t verify_files(store::SqliteStore& store, const store::Progress& progress,
                          std::vector<store::Fault>& faults) {
    if (!faults.empty()) {
        return 0; // what they are compared with is not to be trusted
    }
    usecase::AttachmentsReport report = usecase::verify_attachments(store, store.blobs(), progress);
    faults = std::move(report.faults);
    return report.files;
}

} // namespace

int run_verify(const StorePaths& paths, Language language) {
    Result<std::unique_ptr<store::SqliteStore>> opened =
        store::open_store(store_options(paths, store::Access::read_only));
    if (!opened) {
        return refuse(opened.error(), language);
    }
    ProgressLine line(language == Language::zh ? "已核验" : "verified");
    const store::Progress progress = [&](std::int64_t done, std::int64_t total) {
        line.show(done, total);
    };
    store::VerifyReport report = (*opened)->verify(progress);
    const std::int64_t attachments = verify_files(**opened, progress, report.faults);
    fmt::print("{}\n", canonical_json(json::object{
                           {"streams", report.streams},
                           {"events", report.events},
                           {"texts", report.texts},
                           {"seals", report.seals},
                           {"attachments", attachments},
                           {"faults", static_cast<std::int64_t>(report.faults.size())}}));
    for (const store::Fault& fault : report.faults) {
        fmt::print(stderr, "{}: {}\n", fault.place, in(fault.words, language));
    }
    return report.faults.empty() ? k_ok : k_refused;
}

int run_backup(const StorePaths& paths, const std::string& target, bool with_keys,
               Language language) {
    Result<std::unique_ptr<store::SqliteStore>> opened =
        store::open_store(store_options(paths, store::Access::read_only));
    if (!opened) {
        return refuse(opened.error(), language);
    }
    ProgressLine line(language == Language::zh ? "已备份" : "backed up");
    const Result<Done> done = (*opened)->backup(
        target, with_keys ? store::BackupKeys::included : store::BackupKeys::left_out,
        [&](std::int64_t pages, std::int64_t total) { line.show(pages, total); });
    if (!done) {
        return refuse(done.error(), language);
    }
    fmt::print("{}\n", target);
    return k_ok;
}

int run_restore(const std::string& backup, const StorePaths& paths, Language language) {
    ProgressLine line(language == Language::zh ? "已恢复" : "restored");
    const Result<store::VerifyReport> done = store::restore_store(
        backup, store_options(paths),
        [&](std::int64_t part, std::int64_t total) { line.show(part, total); });
    if (!done) {
        Problem problem = done.error();
        if (problem.reasons.front().code == "key_missing" && paths.keys.empty()) {
            problem.reasons.push_back({"key_missing",
                                       {},
                                       "--keys",
                                       {"备份中没有密钥（未用 --with-keys），请指明存放密钥的目录",
                                        "the backup has no keys (it was made without --with-keys); "
                                        "name their directory"}});
        }
        return refuse(problem, language);
    }
    fmt::print("{}\n", canonical_json(json::object{
                           {"events", done->events},
                           {"faults", static_cast<std::int64_t>(done->faults.size())}}));
    return done->faults.empty() ? k_ok : k_refused;
}

} // namespace chengban::cli
