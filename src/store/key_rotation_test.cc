// B10: citizens' data at rest under one of two schemes, and master keys that change while people
// work.
#include "store/backup.h"
#include "store/batch.h"
#include "store/blob_store.h"
#include "store/files.h"
#include "store/key_command.h"
#include "store/keyring.h"
#include "store/sample_units.h"
#include "store/search_index.h"
#include "store/sqlite_test_store.h"
#include "store/store_meta.h"

#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>

namespace chengban::store {
namespace {

constexpr const char* k_phone = "13800005678";
constexpr const char* k_claim_words = "十七弄三号楼夜间施工";

class KeyRotation : public ::testing::Test {
protected:
    KeyRotation() { open_new(SealAlgorithm::sm4_ctr_hmac_sm3); }

    void open_new(SealAlgorithm algorithm) {
        options_ = {.directory = directory_.path(fmt::format("store-{}", ++made_))};
        options_.sealing = algorithm;
        store_ = make_test_store(options_);
    }
    void commit(CommitUnit unit) {
        const CommitOutcome outcome = store_->commit(std::move(unit));
        ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
    }
    // An order with its title, search text, a citizen's words and a file; a row of another stream.
    SampleOrder fill() {
        SampleOrder order;
        CommitUnit unit = samples_.create(order);
        NewText text;
        text.id = TextId(samples_.uuid());
        text.owner = order.row.id.text();
        text.field = "claim";
        text.salt = std::string(16, 's');
        text.text = k_claim_words;
        unit.texts.push_back(text);
        order.row.phone_digest = store_->keyed_digest(k_phone);
        unit.rows.front().phone_digest = order.row.phone_digest;
        const AttachmentId file(samples_.uuid());
        unit.claims.push_back({"attachment", file.text(), order.row.id.text()});
        bool given = false;
        const Result<std::int64_t> written = store_->blobs().put(
            order.row.id, file,
            [&](std::string& piece) -> Result<Done> {
                piece = given ? "" : std::string(200'000, 'p');
                given = true;
                return Done{};
            },
            1 << 20);
        EXPECT_TRUE(written);
        commit(std::move(unit));
        CommitUnit plan;
        plan.appends.push_back({{"plan", order.row.id.text()}, 0, {}, {}});
        plan.appends.back().events.push_back(
            {"planned", 1, "{}", "{}", samples_.now(), samples_.now(), {}});
        StreamRow row;
        row.stream = plan.appends.back().stream;
        row.version = 1;
        row.state = "open";
        row.created_at = row.updated_at = samples_.now();
        row.body = R"({"title":"月度计划"})";
        plan.stream_rows.push_back(row);
        commit(std::move(plan));
        texts_.push_back({order.row.id, text.id, file});
        return order;
    }
    // Everything that fill() put in comes out again, and nothing was altered.
    void expect_readable() {
        for (const Filled& filled : texts_) {
            const std::vector<TextId> ids{filled.text};
            EXPECT_EQ(store_->texts(filled.order.text(), ids)[filled.text], k_claim_words);
            EXPECT_FALSE(store_->row(filled.order, sees_all())->title.empty());
            EXPECT_EQ(store_->stream_row({"plan", filled.order.text()}, sees_all())->body,
                      R"({"title":"月度计划"})");
            std::int64_t bytes = 0;
            const Result<std::int64_t> got = store_->blobs().get(
                filled.order, filled.file, [&](std::string_view piece) -> Result<Done> {
                    bytes += static_cast<std::int64_t>(piece.size());
                    return Done{};
                });
            EXPECT_TRUE(got);
            EXPECT_EQ(bytes, 200'000);
        }
        OrderFilter by_phone;
        by_phone.phone_digest = store_->keyed_digest(k_phone);
        EXPECT_EQ(store_->count(by_phone, 100, sees_all()).count,
                  static_cast<std::int64_t>(texts_.size()));
        const VerifyReport report = store_->verify({});
        EXPECT_TRUE(report.faults.empty())
            << report.faults.front().place << ": " << report.faults.front().words.en;
    }
    std::uint32_t add_key(SealAlgorithm algorithm) {
        return add_master_key(options_.keys(), algorithm).value();
    }
    ResealReport reseal() {
        Result<ResealReport> report = store_->reseal({});
        EXPECT_TRUE(report) << report.error().reasons.front().words.en;
        return report.value();
    }
    void reopen() {
        store_.reset();
        store_ = open_test_store(options_);
    }
    std::string refusal() {
        store_.reset();
        const auto opened = open_store(options_);
        return opened ? std::string() : opened.error().reasons.front().code;
    }

    struct Filled {
        OrderId order;
        TextId text;
        AttachmentId file;
    };
    TestDirectory directory_;
    StoreOptions options_;
    std::unique_ptr<SqliteStore> store_;
    SampleUnits samples_{7, "rotation"};
    std::vector<Filled> texts_;
    int made_ = 0;
};

TEST_F(KeyRotation, B10_a_store_of_either_scheme_keeps_and_gives_back) {
    for (const SealAlgorithm algorithm :
         {SealAlgorithm::sm4_ctr_hmac_sm3, SealAlgorithm::aes_256_gcm}) {
        texts_.clear();
        open_new(algorithm);
        fill();
        EXPECT_EQ(store_->key_uses().front().algorithm, algorithm);
        reopen();
        expect_readable();
    }
}

TEST_F(KeyRotation, B10_a_new_key_seals_the_older_opens_and_goes_when_all_is_sealed_anew) {
    for (const auto& [next, removed] : {std::pair(SealAlgorithm::aes_256_gcm, 1),
                                        std::pair(SealAlgorithm::sm4_ctr_hmac_sm3, 2)}) {
        fill();
        const std::uint32_t id = add_key(next);
        ASSERT_EQ(store_->reload_keys().value(), id);
        fill();
        expect_readable();
        for (const KeyUse& use : store_->key_uses()) {
            EXPECT_EQ(use.current, use.id == id);
            EXPECT_GT(use.values, 0) << use.id;
            EXPECT_GT(use.files, 0) << use.id;
        }
        // Not yet: something still needs the older key, and the refusal says so.
        const auto old_key = options_.keys() / fmt::format("master-{}.key", removed);
        std::filesystem::rename(old_key, directory_.path("aside"));
        EXPECT_EQ(refusal(), "key_missing");
        std::filesystem::rename(directory_.path("aside"), old_key);
        reopen();
        const ResealReport report = reseal();
        EXPECT_GT(report.values, 0);
        EXPECT_TRUE(report.faults.empty());
        EXPECT_EQ(report.removable, std::vector<std::uint32_t>{std::uint32_t(removed)});
        expect_readable();
        std::filesystem::remove(old_key);
        reopen();
        expect_readable();
        EXPECT_EQ(store_->key_uses().size(), 1U);
    }
}

TEST_F(KeyRotation, B10_another_key_under_a_number_in_use_is_refused_and_nothing_changes) {
    fill();
    const auto file = options_.keys() / "master-1.key";
    const std::string original = read_file(file, 4096).value();
    std::filesystem::remove(file);
    ASSERT_TRUE(write_new_file(
        file, master_key_text(SealAlgorithm::sm4_ctr_hmac_sm3, std::string(32, 'x'))));
    const Result<std::uint32_t> reloaded = store_->reload_keys();
    ASSERT_FALSE(reloaded);
    EXPECT_EQ(reloaded.error().reasons.front().code, "key_wrong");
    fill();
    std::filesystem::remove(file);
    ASSERT_TRUE(write_new_file(file, original));
    reopen();
    expect_readable();
}

TEST_F(KeyRotation, B10_commits_go_on_while_values_are_sealed_anew) {
    for (int i = 0; i < 30; ++i) {
        fill();
    }
    add_key(SealAlgorithm::aes_256_gcm);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        SampleUnits others(8, "others");
        std::vector<SampleOrder> orders(4);
        for (std::size_t i = 0; !stop || i < orders.size(); ++i) {
            SampleOrder& order = orders[i % orders.size()];
            const CommitOutcome outcome =
                store_->commit(order.row.id.empty() ? others.create(order) : others.advance(order));
            ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
        }
    });
    const ResealReport report = reseal();
    stop = true;
    writer.join();
    EXPECT_EQ(report.removable, std::vector<std::uint32_t>{1});
    for (const KeyUse& use : store_->key_uses()) {
        EXPECT_EQ(use.values > 0, use.current);
    }
    expect_readable();
}

TEST_F(KeyRotation, B10_stopping_halfway_loses_nothing_and_the_next_run_ends_it) {
    for (int i = 0; i < 80; ++i) {
        fill();
    }
    add_key(SealAlgorithm::aes_256_gcm);
    const Result<ResealReport> stopped =
        store_->reseal([](std::int64_t done, std::int64_t) { return done == 0; });
    ASSERT_TRUE(stopped);
    EXPECT_TRUE(stopped->removable.empty());
    reopen();
    expect_readable();
    EXPECT_EQ(reseal().removable, std::vector<std::uint32_t>{1});
    expect_readable();
}

TEST_F(KeyRotation, B10_an_altered_tag_is_refused_under_either_scheme) {
    for (const SealAlgorithm algorithm :
         {SealAlgorithm::sm4_ctr_hmac_sm3, SealAlgorithm::aes_256_gcm}) {
        texts_.clear();
        open_new(algorithm);
        fill();
        store_.reset();
        {
            Connection connection(options_.database().string(), OpenMode::read_write, {});
            register_tokenizer(connection);
            std::string sealed;
            {
                Query query = connection.query("SELECT sealed FROM sealed_text WHERE id = ?");
                query.bind(texts_.front().text.text());
                ASSERT_TRUE(query.step());
                sealed = query.blob(0);
            }
            sealed.back() = static_cast<char>(sealed.back() ^ 1);
            connection.query("UPDATE sealed_text SET sealed = ? WHERE id = ?")
                .bind_all(Blob{sealed}, texts_.front().text.text())
                .run();
        }
        store_ = open_test_store(options_);
        const std::vector<TextId> ids{texts_.front().text};
        EXPECT_THROW(store_->texts(texts_.front().order.text(), ids), StoreBroken);
        EXPECT_FALSE(store_->verify({}).faults.empty());
    }
}

TEST_F(KeyRotation, B10_a_store_made_before_keys_could_change_learns_it_when_opened) {
    fill();
    store_.reset();
    {
        Connection connection(options_.database().string(), OpenMode::read_write, {});
        register_tokenizer(connection);
        const BureauId bureau("shanghai-housing");
        const Keyring keys = Keyring::open(options_.keys(), bureau).value();
        connection.execute("BEGIN");
        Ledger ledger = Ledger::load(connection, keys, bureau.text());
        for (const std::string_view name : {k_meta_digest_keys, k_meta_sealing_keys}) {
            ledger.sums[Table::meta].subtract(RowFrame(Table::meta, bureau.text())
                                                  .text(name)
                                                  .text(meta(connection, name))
                                                  .digest(keys));
            connection.query("DELETE FROM store_meta WHERE name = ?").bind_all(name).run();
        }
        ledger.save(connection, keys, bureau.text());
        connection.execute("COMMIT");
    }
    store_ = open_test_store(options_);
    expect_readable();
    add_key(SealAlgorithm::aes_256_gcm);
    EXPECT_EQ(reseal().removable, std::vector<std::uint32_t>{1});
    std::filesystem::remove(options_.keys() / "master-1.key");
    reopen();
    expect_readable();
}

TEST_F(KeyRotation, B10_a_backup_opens_with_the_keys_that_are_left) {
    fill();
    add_key(SealAlgorithm::aes_256_gcm);
    EXPECT_EQ(reseal().removable, std::vector<std::uint32_t>{1});
    std::filesystem::remove(options_.keys() / "master-1.key");
    reopen();
    const auto backup = directory_.path("backup");
    ASSERT_TRUE(store_->backup(backup, BackupKeys::left_out, {}));
    StoreOptions restored{.directory = directory_.path("restored")};
    restored.key_directory = options_.keys();
    const Result<VerifyReport> report = restore_store(backup, restored, {});
    ASSERT_TRUE(report) << report.error().reasons.front().words.en;
    options_ = restored;
    reopen();
    expect_readable();
}

// ---- keys from a command

class KeyCommand : public ::testing::Test {
protected:
    KeyCommand() { EXPECT_TRUE(make_private_directory(keys())); }

    std::filesystem::path keys() const { return directory_.path("keys"); }
    std::string script(const std::string& body) {
        const auto file = directory_.path(fmt::format("tool-{}.sh", ++made_));
        std::ofstream(file) << "#!/bin/sh\n" << body << "\n";
        ::chmod(file.c_str(), 0700);
        return file.string();
    }
    std::string printing(const std::string& key_text) {
        std::string words = key_text;
        words.pop_back();
        return script("printf '%s\\n' '" + words + "'");
    }
    // The refusal's code; its words never hold what was printed.
    std::string refusal(const std::vector<std::string>& command,
                        SealAlgorithm algorithm = SealAlgorithm::aes_256_gcm) {
        const Result<std::uint32_t> added = add_master_key(keys(), algorithm, command);
        if (added) {
            return {};
        }
        const Reason& reason = added.error().reasons.front();
        EXPECT_EQ(reason.words.en.find("5e5e5e"), std::string::npos) << reason.words.en;
        EXPECT_TRUE(std::filesystem::is_empty(keys()));
        return reason.code;
    }

    TestDirectory directory_;
    int made_ = 0;
    std::string secret_ = std::string(32, '\x5e');
};

TEST_F(KeyCommand, B10_the_output_of_a_command_is_a_key_like_any_other) {
    const std::string tool = printing(master_key_text(SealAlgorithm::aes_256_gcm, secret_));
    EXPECT_EQ(refusal({tool, "--vault", "北"}), "");
    const Keyring ring = Keyring::open(keys(), BureauId("b")).value();
    EXPECT_EQ(ring.current(), (crypto::SealMark{SealAlgorithm::aes_256_gcm, 1}));
    EXPECT_TRUE(ring.masters()->at(1).from_command);
    const std::string sealed = ring.seal(Purpose::text, "o", "p", "words");
    const Keyring again = Keyring::open(keys(), BureauId("b")).value();
    EXPECT_EQ(again.unseal(Purpose::text, "o", "p", sealed), "words");
    // What names the command holds no secret.
    EXPECT_EQ(read_file(keys() / "master-1.command", 4096).value(), tool + "\n--vault\n北\n");
}

TEST_F(KeyCommand, B10_each_way_to_fail_is_refused_by_name_without_the_output) {
    const std::string text = master_key_text(SealAlgorithm::aes_256_gcm, secret_);
    EXPECT_EQ(refusal({"tool"}), "key_command_bad");
    EXPECT_EQ(refusal({"/no/such/tool"}), "key_command_bad");
    EXPECT_EQ(refusal({script("echo 5e5e5e5e; exit 3")}), "key_command_failed");
    EXPECT_EQ(refusal({script("echo 5e5e5e5e")}), "key_not_a_key");
    EXPECT_EQ(refusal({printing(text.substr(0, text.size() - 3) + "\n")}), "key_wrong_length");
    EXPECT_EQ(refusal({script("yes 5e5e5e5e")}), "key_command_too_long");
    EXPECT_EQ(refusal({printing(text)}, SealAlgorithm::sm4_ctr_hmac_sm3), "key_other_algorithm");
}

TEST_F(KeyCommand, B10_a_command_that_does_not_end_is_ended_with_what_it_started) {
    const auto marker = directory_.path("marker");
    const std::string tool = script(fmt::format("(sleep 2; touch {}) & sleep 20", marker.string()));
    const auto file = directory_.path("slow.command");
    ASSERT_TRUE(write_new_file(file, tool + "\n"));
    const auto begun = std::chrono::steady_clock::now();
    const Result<crypto::Key> key = run_key_command(file, std::chrono::milliseconds(100));
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reasons.front().code, "key_command_slow");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(KeyCommand, RefusesTwoFilesOfOneKeyAndOnesThatOthersMayRead) {
    const std::string text = master_key_text(SealAlgorithm::aes_256_gcm, secret_);
    ASSERT_TRUE(write_new_file(keys() / "master-1.key", text));
    ASSERT_TRUE(write_new_file(keys() / "master-1.command", printing(text) + "\n"));
    EXPECT_EQ(read_master_keys(keys()).error().reasons.front().code, "key_twice");
    std::filesystem::remove(keys() / "master-1.key");
    ASSERT_EQ(::chmod((keys() / "master-1.command").c_str(), 0622), 0);
    EXPECT_EQ(read_master_keys(keys()).error().reasons.front().code, "key_readable_by_others");
}

} // namespace
} // namespace chengban::store
