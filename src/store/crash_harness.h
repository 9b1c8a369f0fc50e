// Commands under load until the power goes, then the question what is left: every acknowledged
// command, none twice, none in part. For tests (a slice) and script/prove (the long run).
#pragma once

#include "store/crash_vfs.h"
#include "store/sample_units.h"
#include "store/sqlite_test_store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chengban::store {

// What one submitter knows of its order: what was acknowledged, and what is still unanswered.
struct CrashLedger {
    SampleOrder order;                    // as of the last acknowledged command
    std::vector<std::string> keys;        // idempotency keys of the acknowledged commands
    std::vector<TextId> texts;            // and the texts they brought
    std::optional<CommitUnit> unanswered; // sent, and nobody knows
    std::optional<SampleOrder> if_done;   // the order, if it was done after all
};

// Checks one order in a store that came back; returns what is wrong, empty = nothing.
std::string check_order(Store& store, const CrashLedger& ledger);

// Answers the unanswered: sends it again and expects that it is done once in the end.
std::string settle(Store& store, CrashLedger& ledger);

class CrashRun {
public:
    explicit CrashRun(std::uint64_t seed);

    // One cut at a random call under load, one return, all checks. Empty = nothing is wrong.
    // `acknowledged` grows by what was acknowledged before the cut.
    std::string cut_once(std::int64_t& acknowledged);
    CrashVfs& vfs() { return vfs_; }

private:
    void start_anew();
    void load_until_cut(Store& store, std::size_t submitters, std::int64_t& acknowledged);
    std::string check_all(Store& store);

    std::mt19937_64 random_;
    TestDirectory directory_;
    CrashVfs vfs_;
    StoreOptions options_;
    CrashVfs::Image empty_;
    std::vector<CrashLedger> ledgers_;
    std::unique_ptr<SampleUnits> samples_;
    std::uint64_t started_ = 0;
};

} // namespace chengban::store
