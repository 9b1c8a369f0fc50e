// The audit stream over a real store.
#include "usecase/audit_log.h"

#include "store/sqlite_store.h"
#include "usecase/audit_query.h"
#include "usecase/audit_tamper.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

namespace chengban::usecase {
namespace {

class AuditLogTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "audit-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        options_.directory = std::filesystem::path(pattern) / "store";
        ASSERT_TRUE(store::create_store(options_, BureauId("test"), true));
        auto opened = store::open_store(options_);
        ASSERT_TRUE(opened);
        store_ = std::move(*opened);
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(options_.directory.parent_path());
    }

    AuditEvent event(std::string what, std::string subject) {
        return {clock_.now(), std::move(what), R"({"person":"p-1"})",   std::move(subject),
                "done",       {"18"},          {{"place", "127.0.0.1"}}};
    }
    std::vector<store::StoredEvent> stored(const std::string& stream) {
        return store_->load({std::string(k_audit_stream), stream});
    }

    store::StoreOptions options_;
    SimulatedClock clock_{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    std::unique_ptr<store::SqliteStore> store_;
};

TEST_F(AuditLogTest, Clause_18_a_waited_for_record_is_on_the_disk_when_the_call_returns) {
    AuditLog log(*store_, clock_, "node-a");
    ASSERT_TRUE(log.record_durably(event("identity_read", "order/1")));
    const auto events = stored(log.stream_id());
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].event.type, "audit_opened");
    EXPECT_EQ(events[1].event.type, "identity_read");
    EXPECT_EQ(events[1].event.actor, R"({"person":"p-1"})");
    EXPECT_EQ(events[1].event.bytes, R"({"clauses":["18"],"details":{"place":"127.0.0.1"},)"
                                     R"("outcome":"done","subject":"order/1"})");
}

TEST_F(AuditLogTest, each_boot_has_a_stream_of_its_own_and_all_of_them_verify) {
    std::vector<std::string> streams;
    for (int boot = 0; boot < 3; ++boot) {
        AuditLog log(*store_, clock_, "node-a");
        log.record(event("sign_in", "person/p-1"));
        streams.push_back(log.stream_id());
        clock_.advance_to(clock_.now().plus_milliseconds(1000));
    }
    EXPECT_EQ(store_->stream_ids("audit", "", 10), streams); // in the order of the boots
    for (const std::string& stream : streams) {
        ASSERT_EQ(stored(stream).size(), 3U); // opened, sign_in, closed
        EXPECT_EQ(stored(stream).back().event.type, "audit_closed");
    }
    EXPECT_TRUE(store_->verify({}).faults.empty());
}

TEST_F(AuditLogTest, many_threads_record_everything_once_and_in_one_chain) {
    constexpr int k_threads = 8;
    constexpr int k_each = 200;
    std::string stream;
    {
        AuditLog log(*store_, clock_, "node-a");
        stream = log.stream_id();
        std::vector<std::thread> threads;
        for (int thread = 0; thread < k_threads; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < k_each; ++i) {
                    const std::string subject = std::to_string(thread * k_each + i);
                    if (i % 20 == 0) {
                        EXPECT_TRUE(log.record_durably(event("identity_read", subject)));
                    } else {
                        log.record(event("refused", subject));
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }
    std::set<std::string> subjects;
    for (const store::StoredEvent& one : stored(stream)) {
        subjects.insert(one.event.bytes);
    }
    EXPECT_EQ(stored(stream).size(), 2U + k_threads * k_each);
    EXPECT_EQ(subjects.size(), 2U + k_threads * k_each);
}

TEST_F(AuditLogTest, Clause_18_what_was_read_within_the_hour_counts_after_a_restart) {
    constexpr ReadLimit k_limit{k_identities, 3, 3};
    workorder::Actor reader;
    reader.person = PersonId("p-1");
    const auto reads_left = [&](AuditLog& log) {
        ReadWatch watch(log, clock_);
        recall_identity_reads(*store_, clock_.now().plus_milliseconds(-3'600'000), watch);
        int left = 0;
        while (watch.count(reader, k_limit)) {
            ++left;
        }
        return left;
    };
    {
        AuditLog log(*store_, clock_, "node-a");
        ASSERT_TRUE(log.record_durably(event("identity_read", "order/1")));
        ASSERT_TRUE(log.record_durably(event("sign_in", "person/p-1")));
        clock_.advance_to(clock_.now().plus_milliseconds(30 * 60'000));
        ASSERT_TRUE(log.record_durably(event("identity_read", "order/2")));
    }
    AuditLog after(*store_, clock_, "node-a");
    EXPECT_EQ(reads_left(after), 1);
    clock_.advance_to(clock_.now().plus_milliseconds(31 * 60'000));
    EXPECT_EQ(reads_left(after), 2) << "the first is more than an hour old";
    clock_.advance_to(clock_.now().plus_milliseconds(61 * 60'000));
    EXPECT_EQ(reads_left(after), 3);
}

TEST_F(AuditLogTest, a_full_stream_is_followed_by_the_next_one) {
    std::string last;
    {
        AuditLog log(*store_, clock_, "node-a", {.batch_max = 1, .stream_max = 4});
        for (int i = 0; i < 10; ++i) {
            EXPECT_TRUE(log.record_durably(event("sign_in", std::to_string(i))));
        }
        last = log.stream_id();
    }
    const auto streams = store_->stream_ids("audit", "", 10);
    ASSERT_EQ(streams.size(), 3U); // opened + 10 + closed, four each
    EXPECT_EQ(streams.back(), last);
    EXPECT_TRUE(store_->verify({}).faults.empty());
}

TEST_F(AuditLogTest, what_found_no_room_is_counted_and_the_gap_is_on_record) {
    std::string stream;
    std::int64_t lost = 0;
    {
        AuditLog log(*store_, clock_, "node-a", {.waiting_max = 1, .batch_max = 1});
        stream = log.stream_id();
        for (int i = 0; i < 2000; ++i) {
            log.record(event("refused", std::to_string(i)));
        }
    }
    std::int64_t kept = 0;
    for (const store::StoredEvent& one : stored(stream)) {
        if (one.event.type == "audit_gap") {
            const auto body = parse_json(one.event.bytes);
            lost += body->at("details").at("lost").as_int64();
        } else if (one.event.type == "refused") {
            ++kept;
        }
    }
    EXPECT_GT(lost, 0);
    EXPECT_EQ(kept + lost, 2000);
}

// A slice; audit_tamper_prove does ten thousand.
TEST(AuditTamper, Clause_18_the_log_cannot_be_altered_unseen) {
    AuditTamper tamper(1);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(tamper.alter(), "");
    }
}

} // namespace
} // namespace chengban::usecase
