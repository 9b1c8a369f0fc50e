// 18: the audit administrator sees how far the record is proven, and proves it while others work.
#include "api/test_bench.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

namespace chengban::api::testing {
namespace {

using workorder::Role;

class AuditChain : public ::testing::Test {
protected:
    json::object chain() {
        return parse_json(text_of(bench_.get(admin_, "/api/v1/audit/chain")))->as_object();
    }
    json::value verified() {
        const server::Response started = bench_.post(admin_, "/api/v1/audit/verify", "");
        EXPECT_EQ(started.status, 202) << text_of(started);
        const std::string job(parse_json(text_of(started))->at("job").as_string());
        for (;;) {
            const json::value now = *parse_json(text_of(bench_.get(admin_, "/api/v1/jobs/" + job)));
            if (now.at("state").as_string() != "waiting" &&
                now.at("state").as_string() != "running") {
                return now.at("summary");
            }
            std::this_thread::yield();
        }
    }

    TestBench bench_;
    workorder::Actor admin_ = person_of(Role::audit_administrator);
};

TEST_F(AuditChain, Clause_18_what_is_sealed_kept_outside_and_recomputed_is_shown) {
    bench_.audit();
    EXPECT_FALSE(chain().contains("last_verification"));
    EXPECT_GT(chain().at("events").as_int64(), chain().at("sealed_events").as_int64());
    ASSERT_TRUE(bench_.store->seal_heads(bench_.clock.now()));
    const json::object sealed = chain();
    EXPECT_EQ(sealed.at("events"), sealed.at("sealed_events"));
    EXPECT_EQ(sealed.at("last_seal"), sealed.at("last_anchor"));
    EXPECT_TRUE(sealed.at("anchor_agrees").as_bool());
    EXPECT_EQ(sealed.at("signing_key").as_string().size(), 64U);

    EXPECT_EQ(verified().at("faults"), json::value(0));
    bench_.audit();
    const json::object proven = chain();
    const json::value& record = proven.at("last_verification");
    EXPECT_EQ(record.at("outcome"), "done");
    EXPECT_EQ(record.at("actor").at("person"), json::value(admin_.person.text()));
    EXPECT_GT(record.at("details").at("events").as_int64(), 0);
}

TEST_F(AuditChain, Clause_18_an_anchor_that_was_cut_shows_and_is_on_record) {
    // The last line may be missing after a kill; never one before it.
    for (int seal = 0; seal < 2; ++seal) {
        bench_.audit();
        ASSERT_TRUE(bench_.store->seal_heads(bench_.clock.now()));
    }
    std::filesystem::resize_file(bench_.options.anchor(), 0);
    EXPECT_FALSE(chain().at("anchor_agrees").as_bool());
    EXPECT_NE(verified().at("faults"), json::value(0));
    bench_.audit();
    EXPECT_EQ(chain().at("last_verification").at("outcome"), "altered");
}

TEST_F(AuditChain, Clause_18_nobody_else_sees_it) {
    for (const Role role : {Role::system_administrator, Role::security_administrator,
                            Role::bureau_leader, Role::dispatcher}) {
        EXPECT_EQ(bench_.get(person_of(role), "/api/v1/audit/chain").status, 403);
        EXPECT_EQ(bench_.post(person_of(role), "/api/v1/audit/verify", "").status, 403);
    }
}

} // namespace
} // namespace chengban::api::testing
