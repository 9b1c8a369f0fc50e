// 18: what becomes of personal data when its time is over, and of the audit: nothing.
#include "usecase/retention.h"

#include "usecase/audit_log.h"
#include "usecase/desk_fixture.h"

namespace chengban::usecase {
namespace {

class RetentionTest : public DeskTest {
protected:
    // Ended: given back to the hotline.
    OrderId ended(const std::string& number) {
        workorder::Register command = transfer(number);
        command.citizen_name = Text{"王小明", {}};
        command.address = Text{"虹桥路123弄4号502室", {}};
        const auto answer = give(dispatcher(), std::move(command));
        EXPECT_TRUE(answer);
        workorder::OpenConsultation asked;
        asked.reason.plain = "是否属于受理范围";
        EXPECT_TRUE(give(dispatcher(), asked, answer->order));
        workorder::ConcludeConsultation resolved;
        resolved.outcome = workorder::ConsultationOutcome::given_back;
        resolved.answer.plain = "不属于受理范围";
        const auto given_back = give(dispatcher(), resolved, answer->order);
        EXPECT_TRUE(given_back);
        return answer->order;
    }
    void pass_days(std::int64_t days) {
        clock_.advance_to(clock_.now().plus_milliseconds(days * k_milliseconds_per_day));
    }
    JobResult run(bool dry_run, std::optional<std::int64_t> orders = {}) {
        JobControl control;
        return run_retention(*desk_, *store_, nullptr, system_actor(), {dry_run, orders}, control);
    }
    std::int64_t texts_left(const OrderId& order) {
        const KnownOrder loaded = desk_->load(order);
        const workorder::Register& facts = loaded->order.facts;
        const std::vector<TextId> ids{facts.citizen_name->ref.id, facts.citizen_phone->ref.id,
                                      facts.address->ref.id};
        return static_cast<std::int64_t>(store_->texts(order.text(), ids).size());
    }
    std::int64_t found_by_phone() {
        store::OrderFilter filter;
        filter.phone_digest = store_->keyed_digest("13812345678");
        return store_->count(filter, 10, visibility_of(system_actor())).count;
    }
};

TEST_F(RetentionTest, Clause_18_identity_goes_when_its_time_is_over_and_the_chain_still_verifies) {
    const OrderId old = ended("R-1");
    pass_days(600);
    const OrderId newer = ended("R-2");
    pass_days(496); // the last of the 1,096 days
    EXPECT_EQ(run(true).summary.at("orders"), 0);
    pass_days(1);
    const JobResult seen = run(true);
    EXPECT_EQ(seen.summary.at("orders"), 1);
    EXPECT_EQ(seen.summary.at("erased"), 0);
    EXPECT_NE(seen.content.find("R-1"), std::string::npos);
    EXPECT_NE(seen.content.find("citizen_name citizen_phone address phone_digest"),
              std::string::npos);
    EXPECT_NE(seen.content.find("privacy.identity_kept = 1096"), std::string::npos);
    EXPECT_EQ(texts_left(old), 3); // a dry run erases nothing
    EXPECT_EQ(found_by_phone(), 2);
    const JobResult done = run(false, 1);
    EXPECT_EQ(done.summary.at("erased"), 1);
    EXPECT_NE(done.content.find("已清除"), std::string::npos);
    EXPECT_EQ(texts_left(old), 0);
    EXPECT_EQ(texts_left(newer), 3);
    EXPECT_EQ(found_by_phone(), 1);
    const store::VerifyReport report = store_->verify({});
    EXPECT_TRUE(report.faults.empty()) << report.faults.front().words.en;
    EXPECT_EQ(run(true).summary.at("orders"), 0);
    // On record: what, of which order, by which rule.
    const auto events =
        store_->load({"retention", std::string(done.summary.at("run").as_string())});
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].event.type, "identity_erased");
    EXPECT_NE(events[0].event.bytes.find(old.text()), std::string::npos);
    EXPECT_NE(events[0].event.bytes.find("privacy.identity_kept"), std::string::npos);
}

TEST_F(RetentionTest, Clause_18_a_run_erases_only_what_its_dry_run_showed) {
    const OrderId old = ended("R-1");
    pass_days(1097);
    for (const std::optional<std::int64_t> orders : {std::optional<std::int64_t>(), {0}, {2}}) {
        const JobResult refused = run(false, orders);
        EXPECT_TRUE(refused.summary.contains("refused"));
        EXPECT_EQ(refused.summary.at("erased"), 0);
        EXPECT_EQ(texts_left(old), 3);
    }
    EXPECT_EQ(run(false, 1).summary.at("erased"), 1);
}

TEST_F(RetentionTest, Clause_18_an_open_order_keeps_its_citizen_however_old) {
    registered("R-3");
    pass_days(5000);
    EXPECT_EQ(run(true).summary.at("orders"), 0);
    EXPECT_EQ(found_by_phone(), 1);
}

TEST_F(RetentionTest, Clause_18_the_audit_is_not_expired_after_years) {
    {
        AuditLog log(*store_, clock_, "node-a");
        ASSERT_TRUE(log.record_durably({clock_.now(), "test", {}, {}, "done", {}, {}}));
    }
    const Instant first = clock_.now();
    ended("R-1");
    pass_days(5000);
    const JobResult done = run(false, 1);
    const json::object& audit = done.summary.at("audit").as_object();
    EXPECT_EQ(audit.at("expired"), 0);
    EXPECT_EQ(audit.at("oldest").as_string(), to_string(first));
    EXPECT_EQ(audit.at("kept_months_at_least"), 6);
    const auto ids = store_->stream_ids("audit", "", 10);
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_EQ(store_->load({"audit", ids.front()}).size(), 3U); // opened, test, closed
}

} // namespace
} // namespace chengban::usecase
