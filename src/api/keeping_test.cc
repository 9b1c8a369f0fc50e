// 18, B10 through the API: case files, what goes to third parties, retention, master keys; and what
// a broken job tells its owner.
#include "api/test_bench.h"

#include "crypto/hex.h"
#include "store/case_file.h"
#include "store/keyring.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace chengban::api::testing {
namespace {

using server::Response;
using workorder::Role;

constexpr const char* k_unit = "district-310101";
constexpr const char* k_elsewhere = "district-310104";

class Keeping : public ::testing::Test {
protected:
    void SetUp() override { order_ = bench_.dispatched_order("K-1", "楼道漏水", k_unit); }

    Response case_file(const workorder::Actor& who, const std::string& reason = "行政复议举证用") {
        return bench_.post(who, "/api/v1/work-orders/" + order_ + "/case-file",
                           write(json::object{{"reason", reason}}));
    }
    Response pass_on(const workorder::Actor& who, json::array passed, bool agreed,
                     const std::string& order) {
        return bench_.post(who, "/api/v1/work-orders/" + order + "/third-parties",
                           write(json::object{{"party", "property_company"},
                                              {"recipient", "虹桥物业服务有限公司"},
                                              {"passed", std::move(passed)},
                                              {"purpose", "该小区物业，须上门维修"},
                                              {"citizen_agreed", agreed}}));
    }
    json::object finished(const workorder::Actor& who, const Response& started) {
        EXPECT_EQ(started.status, 202) << text_of(started);
        const std::string path =
            "/api/v1/jobs/" + std::string(parse_json(text_of(started))->at("job").as_string());
        for (;;) {
            const auto status = parse_json(text_of(bench_.get(who, path)));
            const std::string state(status->at("state").as_string());
            if (state != "waiting" && state != "running") {
                return status->as_object();
            }
            std::this_thread::yield();
        }
    }
    std::vector<store::StoredEvent> recorded(std::string_view what) {
        std::vector<store::StoredEvent> found = bench_.audit();
        std::erase_if(found, [&](const store::StoredEvent& one) { return one.event.type != what; });
        return found;
    }

    TestBench bench_;
    workorder::Actor head_ = person_of(Role::section_head, k_unit);
    workorder::Actor leader_ = person_of(Role::leader_in_charge, k_unit);
    std::string order_;
};

TEST_F(Keeping, Clause_18_a_case_file_is_proven_without_the_store_and_its_copy_is_on_record) {
    const Response file = case_file(leader_);
    ASSERT_EQ(file.status, 200) << text_of(file);
    const std::string text = text_of(file);
    const auto anchor = store::read_anchor(bench_.options.anchor());
    ASSERT_TRUE(anchor);
    const store::CaseReport report = store::verify_case_file(
        text, {*anchor, crypto::to_hex(bench_.store->signing_key().public_key())});
    EXPECT_TRUE(report.faults.empty()) << report.faults.front().words.en;
    EXPECT_EQ(report.stream, "order/" + order_);
    EXPECT_EQ(report.events, 2);
    EXPECT_EQ(report.sealed_events, report.events);
    EXPECT_GE(report.anchored_seals, 1);
    EXPECT_EQ(report.exported.at("person").as_string(), leader_.person.text());
    EXPECT_EQ(report.exported.at("reason").as_string(), "行政复议举证用");
    for (const char* secret : {"13812345678", "王小明", "虹桥路123弄", "楼道漏水"}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
    const auto copies = recorded("case_export");
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_NE(copies.front().event.bytes.find(order_), std::string::npos);
    EXPECT_NE(copies.front().event.bytes.find("\"sm3\""), std::string::npos);
}

TEST_F(Keeping, Clause_18_a_case_file_needs_a_reason_that_names_nobody_and_the_right) {
    EXPECT_EQ(case_file(leader_, "看").status, 422);
    EXPECT_EQ(case_file(leader_, "核对13912345678的来电").status, 422);
    EXPECT_EQ(case_file(person_of(Role::handler, k_unit)).status, 403);
    EXPECT_EQ(case_file(person_of(Role::leader_in_charge, k_elsewhere)).status, 404);
    EXPECT_EQ(case_file(person_of(Role::audit_administrator)).status, 403);
    EXPECT_TRUE(recorded("case_export").empty());
}

TEST_F(Keeping, Clause_18_passing_to_a_third_party_is_minimal_and_recorded) {
    EXPECT_EQ(pass_on(head_, {"address", "claim"}, false, order_).status, 201);
    const Response identity = pass_on(head_, {"citizen_phone"}, false, order_);
    EXPECT_EQ(identity.status, 422);
    EXPECT_NE(text_of(identity).find("identity_without_consent"), std::string::npos);
    EXPECT_EQ(pass_on(head_, {"citizen_phone"}, true, order_).status, 201);
    EXPECT_EQ(pass_on(head_, {"claim", "claim"}, false, order_).status, 422);
    EXPECT_EQ(pass_on(head_, {}, false, order_).status, 422);
    EXPECT_EQ(pass_on(person_of(Role::section_head, k_elsewhere), {"claim"}, false, order_).status,
              404);
    EXPECT_EQ(pass_on(person_of(Role::bureau_leader), {"claim"}, false, order_).status, 403);
    const std::string secret = bench_.dispatched_order("K-2", "保密事项", k_unit, true);
    const Response confidential = pass_on(head_, {"citizen_name"}, false, secret);
    EXPECT_EQ(confidential.status, 422); // with all its reasons
    EXPECT_NE(text_of(confidential).find("confidential_order"), std::string::npos);
    EXPECT_NE(text_of(confidential).find("identity_without_consent"), std::string::npos);
    EXPECT_EQ(recorded("passed_to_third_party").size(), 2U);
    const std::string path = "/api/v1/work-orders/" + order_ + "/third-parties";
    const std::string list = text_of(bench_.get(head_, path));
    EXPECT_NE(list.find("虹桥物业服务有限公司"), std::string::npos) << list;
    EXPECT_EQ(bench_.get(person_of(Role::section_head, k_elsewhere), path).status, 404);
}

TEST_F(Keeping, B10_a_new_master_key_takes_over_while_the_server_runs) {
    const workorder::Actor system = person_of(Role::system_administrator);
    ASSERT_TRUE(store::add_master_key(bench_.options.keys(), crypto::SealAlgorithm::aes_256_gcm));
    const json::object job =
        finished(system, bench_.post(system, "/api/v1/sealing-keys/reseal", ""));
    EXPECT_EQ(job.at("state"), "done");
    const json::object& summary = job.at("summary").as_object();
    EXPECT_EQ(summary.at("current"), 2);
    EXPECT_GT(summary.at("values").as_int64(), 0);
    EXPECT_EQ(summary.at("removable").as_array(), json::array{1});
    EXPECT_NE(text_of(bench_.get(head_, "/api/v1/work-orders/" + order_)).find("楼道漏水"),
              std::string::npos);
    const std::string keys = text_of(bench_.get(system, "/api/v1/sealing-keys"));
    EXPECT_NE(keys.find("aes_256_gcm"), std::string::npos);
    EXPECT_EQ(bench_.post(head_, "/api/v1/sealing-keys/reseal", "").status, 403);
    EXPECT_TRUE(bench_.store->verify({}).faults.empty());
}

TEST_F(Keeping, B10_a_key_that_cannot_be_read_ends_the_job_with_the_reason) {
    const workorder::Actor system = person_of(Role::system_administrator);
    std::ofstream(bench_.options.keys() / "master-2.key") << "not a key\n";
    std::filesystem::permissions(bench_.options.keys() / "master-2.key",
                                 std::filesystem::perms::owner_read);
    const json::object job =
        finished(system, bench_.post(system, "/api/v1/sealing-keys/reseal", ""));
    EXPECT_EQ(job.at("summary").at("code"), "key_not_a_key");
    EXPECT_EQ(bench_.store->key_uses().size(), 1U); // the present key goes on
}

TEST_F(Keeping, Clause_18_retention_is_the_offices_and_begins_with_a_dry_run) {
    const workorder::Actor clerk = person_of(Role::office_clerk);
    const json::object job =
        finished(clerk, bench_.post(clerk, "/api/v1/retention", R"({"dry_run":true})"));
    EXPECT_EQ(job.at("summary").at("orders"), 0);
    EXPECT_EQ(job.at("summary").at("audit").at("expired"), 0);
    const json::object refused =
        finished(clerk, bench_.post(clerk, "/api/v1/retention", R"({"dry_run":false,"orders":7})"));
    EXPECT_TRUE(refused.at("summary").as_object().contains("refused"));
    EXPECT_EQ(bench_.post(head_, "/api/v1/retention", "{}").status, 403);
    EXPECT_EQ(bench_.post(clerk, "/api/v1/retention", R"({"all":true})").status, 422);
}

TEST_F(Keeping, Check_38_what_broke_a_job_is_told_to_the_log_and_its_number_to_the_owner) {
    std::string logged;
    usecase::Jobs jobs(
        [&](const std::string& incident, const std::string& job, const std::string& what) {
            logged = incident + " " + job + " " + what;
        });
    const auto id = jobs.start(
        head_, "import",
        [](usecase::JobControl&) -> usecase::JobResult {
            throw std::runtime_error("no such table: sealed_text at /srv/chengban.db");
        },
        bench_.clock.now());
    ASSERT_TRUE(id);
    json::object status;
    do {
        std::this_thread::yield();
        status = *jobs.status(head_, *id);
    } while (status.at("state") != "failed");
    const std::string text = write(status);
    EXPECT_EQ(text.find("sealed_text"), std::string::npos) << text;
    const std::string incident(status.at("incident").as_string());
    EXPECT_EQ(incident.size(), 16U);
    EXPECT_EQ(logged, incident + " import no such table: sealed_text at /srv/chengban.db");
}

} // namespace
} // namespace chengban::api::testing
