// Power cuts, killed processes, failing calls and full disks. A slice of what script/prove runs.
#include "store/crash_harness.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace chengban::store {
namespace {

TEST(PowerCut, NothingAcknowledgedIsLostDoubledOrTorn) {
    constexpr std::uint64_t k_seed = 20260930;
    CrashRun run(k_seed);
    std::int64_t acknowledged = 0;
    for (int point = 0; point < 60; ++point) {
        const std::string fault = run.cut_once(acknowledged);
        ASSERT_EQ(fault, "") << "seed " << k_seed << ", point " << point;
    }
    EXPECT_GT(acknowledged, 200);
}

TEST(PowerCut, TheTestWouldNoticeADiskThatLies) {
    CrashRun run(7);
    run.vfs().lie_about_syncs();
    std::int64_t acknowledged = 0;
    std::string fault;
    for (int point = 0; point < 50 && fault.empty(); ++point) {
        fault = run.cut_once(acknowledged);
    }
    EXPECT_NE(fault, "");
}

// A store on a disk in memory, and one order on it.
class FaultyDisk : public ::testing::Test {
protected:
    FaultyDisk()
        : vfs_("faulty"), options_{.directory = directory_.path("store"), .vfs = vfs_.name()} {
        make_test_store(options_).reset();
        empty_ = vfs_.image();
    }

    TestDirectory directory_;
    CrashVfs vfs_;
    StoreOptions options_;
    CrashVfs::Image empty_;
};

bool is_clean_refusal(Verdict verdict) {
    switch (verdict) {
    case Verdict::full:
    case Verdict::unavailable:
    case Verdict::unknown_outcome:
        return true;
    case Verdict::ok:
    case Verdict::conflict:
    case Verdict::duplicate:
    case Verdict::key_reused:
    case Verdict::claimed:
    case Verdict::corrupt:
        return false;
    }
    return false;
}

// Two commands while the n-th call fails: done, or refused; then, healed, both are done once.
void run_with_failure(CrashVfs& vfs, const StoreOptions& options, std::int64_t call, int code,
                      bool persistent, bool& reached) {
    SampleUnits samples(3, "sweep");
    CrashLedger ledger;
    const std::unique_ptr<SqliteStore> store = open_test_store(options);
    const std::int64_t before = vfs.calls();
    vfs.fail_at(call, code, persistent);
    for (int i = 0; i < 2; ++i) {
        SampleOrder next = ledger.order;
        CommitUnit unit = i == 0 ? samples.create(next) : samples.advance(next);
        ledger.order.row.id = next.row.id;
        ledger.unanswered = unit;
        ledger.if_done = next;
        const CommitOutcome outcome = store->commit(unit);
        if (outcome.verdict == Verdict::ok) {
            ledger.unanswered.reset();
            ledger.if_done.reset();
            ledger.order = next;
            ledger.keys.push_back(unit.idempotency->key);
            ledger.texts.push_back(unit.texts[0].id);
        } else {
            EXPECT_TRUE(is_clean_refusal(outcome.verdict)) << outcome.detail;
            break;
        }
    }
    reached = vfs.calls() - before >= call;
    vfs.heal();
    EXPECT_EQ(check_order(*store, ledger), "");
    EXPECT_EQ(settle(*store, ledger), "");
    const VerifyReport report = store->verify({});
    EXPECT_TRUE(report.faults.empty()) << report.faults[0].words.en;
}

TEST_F(FaultyDisk, EveryFailingCallIsACleanRefusalAndTheRetryHappensOnce) {
    for (const int code : {SQLITE_IOERR, SQLITE_FULL}) {
        for (const bool persistent : {false, true}) {
            bool reached = true;
            std::int64_t call = 1;
            for (; reached && call < 2000; call += persistent || code == SQLITE_FULL ? 3 : 1) {
                vfs_.load(empty_);
                run_with_failure(vfs_, options_, call, code, persistent, reached);
                if (HasFailure()) {
                    FAIL() << "call " << call << ", code " << code << ", persistent " << persistent;
                }
            }
            EXPECT_GT(call, 20);
            EXPECT_LT(call, 2000);
        }
    }
}

TEST_F(FaultyDisk, OpeningSurvivesEveryFailingCall) {
    for (std::int64_t call = 1; call < 200; ++call) {
        vfs_.load(empty_);
        vfs_.fail_at(call, SQLITE_IOERR, call % 2 == 0);
        Result<std::unique_ptr<SqliteStore>> store = open_store(options_);
        if (!store) {
            EXPECT_FALSE(store.error().reasons.front().words.zh.empty());
        }
        vfs_.heal();
        store = Failure{Problem{}};
        EXPECT_TRUE(open_store(options_)) << call;
    }
}

TEST_F(FaultyDisk, AFullDiskRefusesWritesServesReadsAndRecoversByItself) {
    SampleUnits samples(4, "full");
    const std::unique_ptr<SqliteStore> store = open_test_store(options_);
    std::vector<SampleOrder> orders;
    vfs_.limit_space(3 << 20);
    CommitOutcome outcome;
    CommitUnit unit;
    SampleOrder order;
    do {
        unit = samples.create(order);
        outcome = store->commit(unit);
        if (outcome.verdict == Verdict::ok) {
            orders.push_back(order);
        }
    } while (outcome.verdict == Verdict::ok && orders.size() < 3000);
    ASSERT_EQ(outcome.verdict, Verdict::full) << outcome.detail;
    EXPECT_EQ(store->commit(unit).verdict, Verdict::full);
    ASSERT_FALSE(orders.empty());
    for (const SampleOrder& known : orders) {
        EXPECT_EQ(store->row(known.row.id, sees_all()), known.row);
    }
    EXPECT_FALSE(store->head(order.stream()));
    vfs_.limit_space(std::nullopt);
    EXPECT_EQ(store->commit(unit).verdict, Verdict::ok);
    EXPECT_EQ(store->row(order.row.id, sees_all()), order.row);
    EXPECT_TRUE(store->verify({}).faults.empty());
}

TEST_F(FaultyDisk, ReadsOnABrokenDiskThrowAndRecover) {
    const std::unique_ptr<SqliteStore> store = open_test_store(options_);
    SampleUnits samples(5, "reads");
    SampleOrder order;
    ASSERT_EQ(store->commit(samples.create(order)).verdict, Verdict::ok);
    vfs_.fail_at(1, SQLITE_IOERR, true);
    EXPECT_THROW(store->load(order.stream()), StoreBroken);
    EXPECT_THROW(store->list({}, {}, sees_all()), StoreBroken);
    EXPECT_THROW(store->counts(sees_all()), StoreBroken);
    EXPECT_THROW(store->outbox_sent("x", Instant(1)), StoreBroken);
    EXPECT_THROW(store->seal_heads(Instant(1)), StoreBroken);
    vfs_.heal();
    EXPECT_EQ(store->load(order.stream()).size(), 1U);
    EXPECT_EQ(store->list({}, {}, sees_all()).value().rows.size(), 1U);
    store->outbox_sent("x", Instant(1));
    EXPECT_TRUE(store->seal_heads(Instant(1'790'000'000'000)));
}

} // namespace
} // namespace chengban::store
