// A store that is not safe to open is not opened, and says why.
#include "store/boot_guard.h"

#include "store/files.h"
#include "store/schema.h"
#include "store/search_index.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <fstream>

namespace chengban::store {
namespace {

class BootGuard : public ::testing::Test {
protected:
    BootGuard() : options_{.directory = directory_.path("store")} {
        make_test_store(options_).reset();
    }

    // The code of the refusal; empty when it opens. Both languages name the place.
    std::string refusal(const StoreOptions& options) {
        const auto opened = open_store(options);
        if (opened) {
            return {};
        }
        const Reason& reason = opened.error().reasons.front();
        EXPECT_NE(reason.words.zh.find('/'), std::string::npos) << reason.words.zh;
        EXPECT_NE(reason.words.en.find('/'), std::string::npos) << reason.words.en;
        return reason.code;
    }
    std::string refusal() { return refusal(options_); }
    void execute(const std::string& sql) {
        Connection connection(options_.database().string(), OpenMode::read_write, {});
        register_tokenizer(connection);
        connection.execute(sql);
    }

    TestDirectory directory_;
    StoreOptions options_;
};

TEST_F(BootGuard, OpensWhatIsSafe) {
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(refusal(), ""); // and again, after it was closed
}

TEST_F(BootGuard, RefusesAMissingStore) {
    StoreOptions options = options_;
    options.directory = directory_.path("elsewhere");
    EXPECT_EQ(refusal(options), "store_missing");
    ASSERT_TRUE(make_private_directory(options.directory));
    EXPECT_EQ(refusal(options), "store_missing");
}

TEST_F(BootGuard, RefusesADirectoryOthersMayLookInto) {
    ASSERT_EQ(::chmod(options_.directory.c_str(), 0750), 0);
    EXPECT_EQ(refusal(), "store_readable_by_others");
    ASSERT_EQ(::chmod(options_.directory.c_str(), 0701), 0);
    EXPECT_EQ(refusal(), "store_readable_by_others");
}

TEST_F(BootGuard, RefusesKeysOthersMayRead) {
    const std::filesystem::path key = options_.keys() / "master-1.key";
    ASSERT_EQ(::chmod(key.c_str(), 0644), 0);
    EXPECT_EQ(refusal(), "key_readable_by_others");
    ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
    ASSERT_EQ(::chmod(options_.keys().c_str(), 0755), 0);
    EXPECT_EQ(refusal(), "key_readable_by_others");
}

TEST_F(BootGuard, RefusesAMissingBrokenOrForeignKey) {
    const std::filesystem::path key = options_.keys() / "master-1.key";
    const std::string original = read_file(key, 4096).value();
    std::filesystem::remove(key);
    EXPECT_EQ(refusal(), "key_missing");
    ASSERT_TRUE(write_new_file(key, original.substr(0, original.size() - 9)));
    EXPECT_EQ(refusal(), "key_wrong_length");
    std::filesystem::remove(key);
    ASSERT_TRUE(write_new_file(key, "not a key\n"));
    EXPECT_EQ(refusal(), "key_not_a_key");
    std::filesystem::remove(key);
    ASSERT_TRUE(add_master_key(options_.keys(), SealAlgorithm::sm4_ctr_hmac_sm3));
    EXPECT_EQ(refusal(), "key_wrong");
    std::filesystem::remove_all(options_.keys());
    EXPECT_EQ(refusal(), "key_missing");
}

TEST_F(BootGuard, TheKeyMayLiveElsewhere) {
    StoreOptions options = options_;
    options.key_directory = directory_.path("vault");
    std::filesystem::rename(options_.keys(), options.key_directory);
    EXPECT_EQ(refusal(options), "");
    EXPECT_EQ(refusal(), "key_missing");
}

TEST_F(BootGuard, RefusesADatabaseThatIsNotOurs) {
    execute("PRAGMA application_id = 7");
    EXPECT_EQ(refusal(), "store_not_ours");
    std::ofstream(options_.database(), std::ios::trunc) << "this is not a database at all, no";
    EXPECT_EQ(refusal(), "store_broken");
}

TEST_F(BootGuard, RefusesAStoreOfANewerProgram) {
    execute(fmt::format("PRAGMA user_version = {}", schema_version() + 1));
    EXPECT_EQ(refusal(), "store_newer");
}

TEST_F(BootGuard, RefusesADatabaseThatIsNotInWalMode) {
    execute("PRAGMA journal_mode = DELETE");
    EXPECT_EQ(refusal(), ""); // the writer sets it back
    execute("PRAGMA journal_mode = DELETE");
    StoreOptions reader = options_;
    reader.access = Access::read_only;
    EXPECT_EQ(refusal(reader), "store_broken"); // a reader cannot
}

TEST_F(BootGuard, RefusesASecondWriter) {
    const auto first = open_test_store(options_);
    EXPECT_EQ(refusal(), "store_in_use");
}

TEST_F(BootGuard, RefusesToMakeAStoreWhereThereIsOne) {
    const Result<Done> made = create_store(options_, BureauId("b"), false);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().reasons.front().code, "store_exists");
    EXPECT_EQ(refusal(), "");
}

TEST_F(BootGuard, AStoreLeftHalfMadeIsMadeAnew) {
    StoreOptions options = options_;
    options.directory = directory_.path("half");
    ASSERT_TRUE(make_private_directory(options.directory));
    ASSERT_TRUE(add_master_key(options.keys(), SealAlgorithm::sm4_ctr_hmac_sm3));
    std::ofstream(options.database()).flush(); // an empty file
    ASSERT_TRUE(create_store(options, BureauId("b"), true));
    const auto store = open_test_store(options);
    EXPECT_TRUE(store->is_demonstration());
    EXPECT_EQ(store->bureau(), BureauId("b"));
}

TEST_F(BootGuard, RefusesAPlaceThatCannotBeWritten) {
    StoreOptions options;
    options.directory = "/proc/chengban";
    const Result<Done> made = create_store(options, BureauId("b"), false);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().reasons.front().code, "directory_not_made");
    const Result<FileHandle> lock = take_lock("/proc/lock");
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().reasons.front().code, "store_not_writable");
}

TEST(FileSystems, NetworkOnesAreKnownByTheirNumbers) {
    EXPECT_EQ(untrusted_file_system(0x6969), "nfs");
    EXPECT_EQ(untrusted_file_system(0xFF534D42), "cifs");
    EXPECT_EQ(untrusted_file_system(static_cast<std::int32_t>(0xFF534D42)), "cifs");
    EXPECT_EQ(untrusted_file_system(0x65735546), "fuse");
    EXPECT_EQ(untrusted_file_system(0xEF53), "");     // ext4
    EXPECT_EQ(untrusted_file_system(0x58465342), ""); // xfs
    EXPECT_EQ(untrusted_file_system(0x9123683E), ""); // btrfs
}

} // namespace
} // namespace chengban::store
