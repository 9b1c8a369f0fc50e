// Views of queues through the API: whose they are, who sees them, what may stand in them.
#include "api/test_bench.h"

#include <gtest/gtest.h>

namespace chengban::api::testing {
namespace {

using server::Response;
using workorder::Role;

constexpr const char* k_unit = "district-310101";
constexpr const char* k_other = "district-310104";

class QueueViewRoutes : public ::testing::Test {
protected:
    Response keep(const workorder::Actor& who, bool shared, const std::string& path = {},
                  json::array filters = {{{"name", "limit_class"}, {"value", "urgent"}}}) {
        return bench_.post(who, "/api/v1/queue-views" + path,
                           write(json::object{{"title", "紧急诉求"},
                                              {"queue", "all_open"},
                                              {"filters", std::move(filters)},
                                              {"sort", "-received_at"},
                                              {"layout", "table"},
                                              {"shared", shared}}));
    }
    std::string kept(const workorder::Actor& who, bool shared) {
        const Response response = keep(who, shared);
        EXPECT_EQ(response.status, 201) << text_of(response);
        return std::string(parse_json(text_of(response))->at("id").as_string());
    }
    json::array list(const workorder::Actor& who) {
        const Response response = bench_.get(who, "/api/v1/queue-views");
        EXPECT_EQ(response.status, 200) << text_of(response);
        return parse_json(text_of(response))->at("items").as_array();
    }

    TestBench bench_;
    workorder::Actor handler_ = person_of(Role::handler, k_unit);
    workorder::Actor head_ = person_of(Role::section_head, k_unit);
    workorder::Actor stranger_ = person_of(Role::handler, k_other);
};

TEST_F(QueueViewRoutes, one_s_own_view_comes_back_whole_and_to_nobody_else) {
    const std::string id = kept(handler_, false);
    const json::array own = list(handler_);
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].at("id").as_string(), id);
    EXPECT_EQ(own[0].at("title").as_string(), "紧急诉求");
    EXPECT_EQ(own[0].at("queue").as_string(), "all_open");
    EXPECT_EQ(write(own[0].at("filters")), R"([{"name":"limit_class","value":"urgent"}])");
    EXPECT_EQ(own[0].at("sort").as_string(), "-received_at");
    EXPECT_EQ(own[0].at("layout").as_string(), "table");
    EXPECT_TRUE(own[0].at("own").as_bool());
    EXPECT_TRUE(list(head_).empty());
    EXPECT_EQ(keep(head_, false, "/" + id + "/change").status, 404); // not there for others
    EXPECT_EQ(bench_.post(stranger_, "/api/v1/queue-views/" + id + "/remove", "").status, 404);
}

TEST_F(QueueViewRoutes, a_shared_view_is_the_unit_s_to_use_and_its_owner_s_to_change) {
    const std::string id = kept(handler_, true);
    const json::array theirs = list(head_);
    ASSERT_EQ(theirs.size(), 1U);
    EXPECT_FALSE(theirs[0].at("own").as_bool());
    EXPECT_FALSE(theirs[0].at("owner_name").as_string().empty());
    EXPECT_TRUE(list(stranger_).empty());
    EXPECT_EQ(keep(head_, true, "/" + id + "/change").status, 403);
    EXPECT_EQ(bench_.post(head_, "/api/v1/queue-views/" + id + "/remove", "").status, 403);
    EXPECT_EQ(keep(handler_, false, "/" + id + "/change").status, 200);
    EXPECT_TRUE(list(head_).empty()); // no longer shared
    EXPECT_EQ(list(handler_).size(), 1U);
}

TEST_F(QueueViewRoutes, a_removed_view_is_gone_with_its_words) {
    const std::string id = kept(handler_, true);
    const auto words = [&] {
        const auto stored = bench_.store->load({"queue_view", id});
        const json::value body = parse_json(stored.front().event.bytes).value();
        EXPECT_EQ(stored.front().event.bytes.find("紧急"), std::string::npos); // sealed
        const TextId text(std::string(body.at("title").at("id").as_string()));
        return bench_.store->texts("queue_view/" + id, std::vector{text}).size();
    };
    EXPECT_EQ(words(), 1U);
    EXPECT_EQ(bench_.post(handler_, "/api/v1/queue-views/" + id + "/remove", "").status, 200);
    EXPECT_TRUE(list(handler_).empty());
    EXPECT_EQ(words(), 0U);
    EXPECT_EQ(keep(handler_, true, "/" + id + "/change").status, 409);
}

TEST_F(QueueViewRoutes, what_cannot_be_shown_is_not_kept) {
    const auto with = [&](const char* name, const char* value) {
        return keep(handler_, false, {}, {{{"name", name}, {"value", value}}});
    };
    EXPECT_EQ(with("no_such_filter", "1").status, 422);
    EXPECT_EQ(with("due", "someday").status, 422);
    const Response by_phone = with("phone", "13812345678"); // 18: whose calls they are
    EXPECT_EQ(by_phone.status, 422);
    EXPECT_NE(text_of(by_phone).find("view_by_phone"), std::string::npos);
    EXPECT_EQ(with("q", "楼道漏水").status, 201);
    EXPECT_EQ(bench_.get(person_of(Role::system_administrator), "/api/v1/queue-views").status, 403);
}

TEST_F(QueueViewRoutes, nobody_keeps_more_than_fifty) {
    for (std::int64_t i = 0; i < usecase::k_views_each; ++i) {
        kept(handler_, false);
    }
    EXPECT_EQ(keep(handler_, false).status, 422);
    EXPECT_EQ(keep(head_, false).status, 201); // each counts their own
}

} // namespace
} // namespace chengban::api::testing
