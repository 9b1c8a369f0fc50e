// Clause 11 over a real store: plans, draws that can be proven, calls and what they leave behind.
#include "usecase/follow_up.h"

#include "usecase/test_desk.h"

#include <fmt/format.h>

#include <set>

namespace chengban::usecase {
namespace {

using workorder::Resolution;

class FollowUps : public TestDesk {
protected:
    void SetUp() override {
        TestDesk::SetUp();
        at("2026-10-09T09:00");
        for (int i = 0; i < 10; ++i) {
            orders_.push_back(completed(fmt::format("A-{}", i)));
        }
        at("2026-10-12T09:00");
        follow_up_ = std::make_unique<FollowUpDesk>(*desk_);
        StreamRequest request;
        request.actor = somebody(Role::supervisor);
        followup::MakePlan make;
        make.plan.title = "每周抽查";
        make.plan.per_mille = 200;
        const auto made = follow_up_->give_plan(request, make);
        ASSERT_TRUE(made);
        plan_ = made->id;
    }
    StreamRequest as(const Actor& actor, std::string id, std::string key = {}) {
        StreamRequest request;
        request.actor = actor;
        request.id = std::move(id);
        request.idempotency_key = std::move(key);
        return request;
    }
    json::object drawn(const std::string& key = "draw-0001") {
        followup::DrawSample draw{day("2026-10-01"), day("2026-10-11"), 42};
        const auto result =
            follow_up_->draw(as(somebody(Role::supervisor), plan_, key), draw, control_);
        EXPECT_TRUE(result);
        return result ? *result : json::object{};
    }
    json::array calls(const std::string& state) {
        const auto page = follow_up_->calls(caller(), state, "", 100);
        EXPECT_TRUE(page);
        return page->at("items").as_array();
    }
    std::string a_call() { return std::string(calls("waiting").at(0).at("id").as_string()); }
    OrderId order_of(const std::string& call) {
        return OrderId(
            std::string(follow_up_->call(call, caller())->at("drawn").at("order").as_string()));
    }
    Actor caller() { return somebody(Role::follow_up_caller); }
    followup::FinishCall answers() {
        followup::FinishCall finish;
        finish.at = clock_.now();
        finish.answers.resolution = Resolution::resolved;
        finish.answers.attitude = workorder::Satisfaction::satisfied;
        return finish;
    }

    std::vector<OrderId> orders_;
    std::string plan_;
    std::unique_ptr<FollowUpDesk> follow_up_;
    JobControl control_;
};

TEST_F(FollowUps, Clause_11_ADrawOpensItsCallsOnceAndCanBeProven) {
    const json::object record = drawn();
    EXPECT_EQ(record.at("candidates"), 10);
    EXPECT_EQ(record.at("drawn"), 2);
    EXPECT_EQ(record.at("opened"), 2);
    EXPECT_EQ(calls("waiting").size(), 2U);
    EXPECT_EQ(drawn().at("opened"), 0) << "the same key again";
    EXPECT_EQ(calls("waiting").size(), 2U);
    // Orders that change later play no part.
    at("2026-10-13T09:00");
    completed("B-1");
    const auto proof = follow_up_->prove(plan_, 1, control_);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->at("candidates"), 10);
    EXPECT_EQ(proof->at("candidates_agree"), true);
    EXPECT_EQ(proof->at("sample_agrees"), true);
    EXPECT_FALSE(follow_up_->prove(plan_, 9, control_));
}

TEST_F(FollowUps, Clause_11_AnswersLandOnTheOrderAndTheOrderIsNotDrawnAgain) {
    drawn();
    const std::string call = a_call();
    const OrderId order = order_of(call);
    ASSERT_TRUE(follow_up_->give_call(as(caller(), call, "finish-01"), answers()));
    EXPECT_EQ(desk_->load(order)->order.follow_up->answers.resolution, Resolution::resolved);
    const std::int64_t version = desk_->load(order)->order.version;
    const auto again = follow_up_->give_call(as(caller(), call, "finish-01"), answers());
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->already_there);
    EXPECT_EQ(desk_->load(order)->order.version, version);
    EXPECT_FALSE(follow_up_->give_call(as(caller(), call), answers())) << "it is answered";
    EXPECT_EQ(drawn("draw-0002").at("candidates"), 9);
}

TEST_F(FollowUps, Clause_11_WhoIsNotReachableIsReplacedByTheNextOfTheStretch) {
    drawn();
    const std::string call = a_call();
    const OrderId order = order_of(call);
    EXPECT_FALSE(follow_up_->give_call(as(caller(), call), followup::GiveUpCall{}));
    for (const char* time : {"2026-10-12T10:00", "2026-10-12T14:00", "2026-10-13T10:00"}) {
        at(time);
        ASSERT_TRUE(
            follow_up_->give_call(as(caller(), call), followup::RecordAttempt{clock_.now(), {}}));
    }
    ASSERT_TRUE(follow_up_->give_call(as(caller(), call), followup::GiveUpCall{}));
    EXPECT_FALSE(desk_->load(order)->order.follow_up->reached);
    EXPECT_EQ(calls("unreachable").size(), 1U);
    ASSERT_EQ(calls("waiting").size(), 2U) << "the sample keeps its size";
    std::set<std::string> replaced;
    for (const json::value& one : calls("waiting")) {
        const json::object& opened = one.at("drawn").as_object();
        if (const json::value* of = opened.if_contains("replaces");
            of != nullptr && !of->is_null()) {
            replaced.insert(std::string(of->as_string()));
        }
    }
    EXPECT_EQ(replaced, std::set<std::string>{order.text()});
}

TEST_F(FollowUps, Clause_11_AReopenedOrderIsRefusedAndCanBeDropped) {
    drawn();
    const std::string call = a_call();
    workorder::SendBack back;
    back.reason = Text{"未说明维修结果，请重新办理", {}};
    ASSERT_TRUE(give(hotline(), back, order_of(call))) << last_refusal_;
    const auto refused = follow_up_->give_call(as(caller(), call), answers());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem.reasons.front().code, "wrong_state");
    EXPECT_EQ(calls("waiting").size(), 2U) << "the call stays as it was";
    ASSERT_TRUE(
        follow_up_->give_call(as(caller(), call), followup::DropCall{Text{"热线退回重办", {}}}));
    EXPECT_EQ(calls("dropped").size(), 1U);
    EXPECT_EQ(calls("waiting").size(), 2U);
}

TEST_F(FollowUps, Clause_11_TheCallComesWithItsScript) {
    drawn();
    const auto call = follow_up_->call(a_call(), caller());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->at("script").as_array().size(), 4U);
    EXPECT_EQ(call->at("not_unreachable_because").at(0).at("clause"), "11");
    EXPECT_FALSE(follow_up_->call("no-such-call", caller()));
    EXPECT_FALSE(follow_up_->call(a_call(), somebody(Role::handler, "district-310101")))
        << "a unit does not see who will be asked";
}

TEST_F(FollowUps, Clause_11_UnitsNeitherPlanNorOpenCalls) {
    StreamRequest request = as(somebody(Role::handler, "district-310101"), "");
    followup::MakePlan make;
    make.plan.title = "自查";
    EXPECT_FALSE(follow_up_->give_plan(request, make));
    drawn();
    EXPECT_FALSE(follow_up_->give_call(as(caller(), a_call()), followup::OpenCall{}));
    EXPECT_EQ(follow_up_->plans(caller()).size(), 1U);
    EXPECT_TRUE(follow_up_->plan(plan_));
    EXPECT_FALSE(follow_up_->plan("no-such-plan"));
}

} // namespace
} // namespace chengban::usecase
