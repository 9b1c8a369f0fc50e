// A store opened for work: everything a command of the program needs, wired once.
#pragma once

#include "base/worker_pool.h"
#include "cli/commands.h"
#include "store/sqlite_store.h"
#include "usecase/door.h"

#include <memory>

namespace chengban::cli {

store::StoreOptions store_options(const StorePaths& paths,
                                  store::Access access = store::Access::read_write);

class Workspace {
public:
    // With `clock` empty the machine's own is used, never behind the last recorded instant.
    static Result<std::unique_ptr<Workspace>> open(const StorePaths& paths, std::size_t workers,
                                                   std::unique_ptr<usecase::Clock> clock = {});
    ~Workspace();

    store::SqliteStore& store() { return *store_; }
    usecase::Library& library() { return *library_; }
    usecase::Clock& clock() { return *clock_; }
    usecase::Desk& desk() { return *desk_; }
    usecase::Post post();
    // Lets everything under way finish; nothing may be given afterwards.
    void drain();

private:
    Workspace() = default;

    std::unique_ptr<store::SqliteStore> store_;
    std::unique_ptr<usecase::Clock> clock_;
    std::unique_ptr<usecase::Library> library_;
    std::unique_ptr<WorkerPool> pool_;
    std::unique_ptr<usecase::Desk> desk_;
};

// Signing in on that store; `audit` outlives it.
std::unique_ptr<usecase::Door> open_door(Workspace& workspace, const StorePaths& paths,
                                         usecase::Audit& audit,
                                         usecase::IdentityProvider::Link provider = {});

// A person of the organisation who may take orders in and dispatch them.
std::optional<workorder::Actor> dispatcher_of(const people::Organisation& organisation);

// Creates a store with its first rulebook, calendar and organisation.
Result<Done>
create_filled_store(const StorePaths& paths, const RuleFiles& files, const std::string& bureau,
                    bool demonstration, Instant now,
                    crypto::SealAlgorithm sealing = crypto::SealAlgorithm::sm4_ctr_hmac_sm3);

} // namespace chengban::cli
