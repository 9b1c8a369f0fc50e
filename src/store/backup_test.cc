// A backup counts only once it has been restored and verified.
#include "store/backup.h"

#include "store/blob_store.h"
#include "store/sample_units.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace chengban::store {
namespace {

class Backup : public ::testing::Test {
protected:
    Backup() {
        for (SampleOrder& order : orders_) {
            commit(samples_.create(order));
            commit(samples_.advance(order));
        }
        holder_.store().seal_heads(samples_.now());
        attachment_ = AttachmentId(samples_.uuid());
        bool given = false;
        EXPECT_TRUE(holder_.store().blobs().put(
            orders_[0].row.id, attachment_,
            [&](std::string& piece) -> Result<Done> {
                piece = std::exchange(given, true) ? "" : "a photograph";
                return Done{};
            },
            100));
    }
    void commit(CommitUnit unit) {
        const CommitOutcome outcome = holder_.store().commit(std::move(unit));
        ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
    }
    std::string restore_code(const StoreOptions& to) {
        const Result<VerifyReport> restored = restore_store(backup_, to, {});
        return restored ? "" : restored.error().reasons.front().code;
    }

    SqliteHolder holder_;
    TestDirectory elsewhere_;
    std::filesystem::path backup_ = elsewhere_.path("backup");
    SampleUnits samples_{21, "backup"};
    std::array<SampleOrder, 5> orders_;
    AttachmentId attachment_;
};

TEST_F(Backup, IsRestoredWholeWithItsKeys) {
    std::int64_t last = 0;
    ASSERT_TRUE(holder_.store().backup(backup_, BackupKeys::included,
                                       [&](std::int64_t done, std::int64_t) { last = done; }));
    EXPECT_GT(last, 0);
    commit(samples_.advance(orders_[0])); // after the backup: not in it
    const StoreOptions to{.directory = elsewhere_.path("restored")};
    const Result<VerifyReport> restored = restore_store(backup_, to, {});
    ASSERT_TRUE(restored) << restored.error().reasons.front().words.en;
    EXPECT_EQ(restored.value().events, 10);
    EXPECT_EQ(restored.value().seals, 1);
    const auto store = open_test_store(to);
    EXPECT_EQ(store->head(orders_[0].stream())->seq, 2);
    EXPECT_EQ(store->row(orders_[1].row.id, sees_all()), orders_[1].row);
    std::string photograph;
    EXPECT_TRUE(store->blobs().get(orders_[0].row.id, attachment_,
                                   [&](std::string_view piece) -> Result<Done> {
                                       photograph += piece;
                                       return Done{};
                                   }));
    EXPECT_EQ(photograph, "a photograph");
    EXPECT_TRUE(store->verify({}).faults.empty());
}

TEST_F(Backup, WithoutKeysItNeedsThemFromElsewhere) {
    ASSERT_TRUE(holder_.store().backup_to(backup_.string(), {}));
    EXPECT_FALSE(std::filesystem::exists(backup_ / "keys"));
    StoreOptions to{.directory = elsewhere_.path("restored")};
    EXPECT_EQ(restore_code(to), "key_missing");
    EXPECT_FALSE(std::filesystem::exists(to.directory));
    to.key_directory = elsewhere_.path("wrong");
    ASSERT_TRUE(add_master_key(to.key_directory, SealAlgorithm::sm4_ctr_hmac_sm3));
    EXPECT_EQ(restore_code(to), "key_wrong");
    to.key_directory = holder_.options().keys();
    EXPECT_EQ(restore_code(to), "");
    EXPECT_TRUE(open_store(to));
}

TEST_F(Backup, EveryAlteredFileIsRefusedAndNothingIsLeftBehind) {
    ASSERT_TRUE(holder_.store().backup(backup_, BackupKeys::included, {}));
    const StoreOptions to{.directory = elsewhere_.path("restored")};
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(backup_)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    EXPECT_EQ(files.size(), 6U); // database, seals, blob, key, manifest and its digest
    for (const std::filesystem::path& file : files) {
        const std::string original = [&] {
            std::ifstream in(file, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(in), {});
        }();
        std::string altered = original;
        altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << altered;
        EXPECT_NE(restore_code(to), "") << file;
        EXPECT_FALSE(std::filesystem::exists(to.directory)) << file;
        std::filesystem::remove(file);
        EXPECT_NE(restore_code(to), "") << file;
        std::ofstream(file, std::ios::binary | std::ios::trunc) << original;
        std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                               std::filesystem::perms::owner_write);
    }
    EXPECT_EQ(restore_code(to), "");
    for (const auto& entry : std::filesystem::directory_iterator(elsewhere_.path())) {
        EXPECT_NE(entry.path().extension(), ".part");
    }
}

TEST_F(Backup, NeitherOverwritesWhatIsThere) {
    ASSERT_TRUE(holder_.store().backup(backup_, BackupKeys::included, {}));
    EXPECT_EQ(
        holder_.store().backup(backup_, BackupKeys::included, {}).error().reasons.front().code,
        "directory_not_empty");
    EXPECT_EQ(restore_code(holder_.options()), "directory_not_empty");
    EXPECT_EQ(holder_.store().head(orders_[0].stream())->seq, 2);
}

TEST_F(Backup, IsOfOneMomentWhileOthersWrite) {
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        SampleUnits samples(99, "meanwhile");
        SampleOrder order;
        for (int i = 0; !stop && i < 400; ++i) {
            const CommitUnit unit = i % 4 == 0 ? samples.create(order) : samples.advance(order);
            EXPECT_EQ(holder_.store().commit(unit).verdict, Verdict::ok);
            if (i % 10 == 0) {
                holder_.store().seal_heads(samples.now());
            }
        }
    });
    for (int i = 0; i < 5; ++i) {
        backup_ = elsewhere_.path(fmt::format("backup-{}", i));
        ASSERT_TRUE(holder_.store().backup(backup_, BackupKeys::included, {}));
        EXPECT_EQ(restore_code({.directory = elsewhere_.path(fmt::format("restored-{}", i))}), "");
    }
    stop = true;
    writer.join();
}

} // namespace
} // namespace chengban::store
