#include "cli/workspace.h"

#include "usecase/facts.h"

#include "cli/shipped.h"
#include "usecase/people_desk.h"

#include <filesystem>

namespace chengban::cli {

namespace {

Result<usecase::Publication> publication(const std::string& file, std::string_view shipped,
                                         const char* shipped_name) {
    if (file.empty()) {
        return usecase::Publication{std::string(shipped), shipped_name};
    }
    Result<std::string> text = read_file(file);
    if (!text) {
        return Failure{text.error()};
    }
    return usecase::Publication{std::move(*text), file};
}

} // namespace

store::StoreOptions store_options(const StorePaths& paths, store::Access access) {
    store::StoreOptions options;
    options.directory = paths.directory;
    options.key_directory = paths.keys;
    options.anchor_file = paths.anchor;
    options.access = access;
    return options;
}

Result<std::unique_ptr<Workspace>> Workspace::open(const StorePaths& paths, std::size_t workers,
                                                   std::unique_ptr<usecase::Clock> clock) {
    Result<std::unique_ptr<store::SqliteStore>> opened = store::open_store(store_options(paths));
    if (!opened) {
        return Failure{opened.error()};
    }
    std::unique_ptr<Workspace> workspace(new Workspace());
    workspace->store_ = std::move(*opened);
    workspace->library_ = std::make_unique<usecase::Library>(*workspace->store_);
    if (!workspace->library_->complete()) {
        return Failure{problem("store_incomplete", paths.directory,
                               "库中缺少规则、日历或组织，请用 chengban create 重新建立",
                               "the store lacks rulebook, calendar or organisation; make it with "
                               "chengban create")};
    }
    usecase::ensure_facts(*workspace->store_);
    const Instant last = workspace->store_->last_recorded_at().value_or(Instant(0));
    workspace->clock_ = clock ? std::move(clock) : std::make_unique<usecase::SystemClock>(last);
    workspace->pool_ = std::make_unique<WorkerPool>(workers, 1U << 20);
    workspace->desk_ = std::make_unique<usecase::Desk>(*workspace->store_, *workspace->library_,
                                                       *workspace->clock_, workspace->post());
    return workspace;
}

Workspace::~Workspace() {
    drain();
}

usecase::Post Workspace::post() {
    return [this](std::function<void()> task) {
        WorkerPool::Job job = std::move(task);
        if (!pool_->try_submit(std::move(job))) {
            job(); // draining: what is under way still ends
        }
    };
}

void Workspace::drain() {
    if (pool_) {
        pool_->stop();
    }
}

std::unique_ptr<usecase::Door> open_door(Workspace& workspace, const StorePaths& paths,
                                         usecase::Audit& audit,
                                         usecase::IdentityProvider::Link provider) {
    const usecase::Library& library = workspace.library();
    usecase::Clock& clock = workspace.clock();
    return std::make_unique<usecase::Door>(
        workspace.store(), workspace.clock(), audit,
        [&library, &clock](const PersonId& person) {
            return usecase::actors_of(library, person, clock.now());
        },
        workspace.post(), library.organisation()->title.zh,
        std::filesystem::path(paths.directory) / "setup-code", std::move(provider));
}

std::optional<workorder::Actor> dispatcher_of(const people::Organisation& organisation) {
    for (const people::Person& person : organisation.people) {
        for (const people::Post& post : person.posts) {
            if (post.role == workorder::Role::dispatcher) {
                return workorder::Actor{person.id, post.unit, post.role, std::nullopt};
            }
        }
    }
    return std::nullopt;
}

namespace {

Result<Done> fill_store(const StorePaths& paths, const RuleFiles& files, const std::string& bureau,
                        bool demonstration, Instant now, crypto::SealAlgorithm sealing) {
    const auto rulebook =
        publication(files.rulebook, shipped_rulebook(), "shanghai-housing-2022.toml");
    const auto calendar = publication(files.calendar, shipped_calendar(), "china.csv");
    const auto organisation =
        publication(files.organisation, shipped_organisation(), "shanghai-demo.toml");
    Problem problems;
    for (const auto* one : {&rulebook, &calendar, &organisation}) {
        if (!*one) {
            problems.reasons.insert(problems.reasons.end(), one->error().reasons.begin(),
                                    one->error().reasons.end());
        }
    }
    if (!problems.reasons.empty()) {
        return Failure{problems};
    }
    // Checked before anything is made, so that a typo leaves no half-filled store behind.
    if (const auto parsed = rulebook::parse_rulebook(rulebook->text, rulebook->file_name);
        !parsed) {
        return Failure{parsed.error()};
    }
    if (const auto parsed = people::parse_organisation(organisation->text, organisation->file_name);
        !parsed) {
        return Failure{parsed.error()};
    }
    if (const auto rows = calendar::parse_calendar_csv(calendar->text, calendar->file_name);
        !rows) {
        return Failure{rows.error()};
    }
    store::StoreOptions options = store_options(paths);
    options.sealing = sealing;
    if (const Result<Done> made = store::create_store(options, BureauId(bureau), demonstration);
        !made) {
        return Failure{made.error()};
    }
    Result<std::unique_ptr<store::SqliteStore>> opened = store::open_store(options);
    if (!opened) {
        return Failure{opened.error()};
    }
    usecase::Library library(**opened);
    const workorder::Actor actor = usecase::system_actor();
    for (const Result<Done>& published :
         {library.publish_rulebook(*rulebook, actor, now),
          library.publish_calendar(*calendar, actor, now),
          library.publish_organisation(*organisation, actor, now)}) {
        if (!published) {
            return Failure{published.error()};
        }
    }
    return Done{};
}

} // namespace

Result<Done> create_filled_store(const StorePaths& paths, const RuleFiles& files,
                                 const std::string& bureau, bool demonstration, Instant now,
                                 crypto::SealAlgorithm sealing) {
    const bool fresh = !std::filesystem::exists(paths.directory);
    Result<Done> filled = fill_store(paths, files, bureau, demonstration, now, sealing);
    if (!filled && fresh) {
        std::error_code ignored;
        std::filesystem::remove_all(paths.directory, ignored);
    }
    return filled;
}

} // namespace chengban::cli
