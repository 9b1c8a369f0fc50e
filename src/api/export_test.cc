// 18: exports through the API.
#include "api/test_bench.h"

#include <gtest/gtest.h>

namespace chengban::api::testing {
namespace {

using server::Response;
using workorder::Role;

constexpr const char* k_unit = "district-310101";

class ExportRoutes : public ::testing::Test {
protected:
    std::string request(const workorder::Actor& who, const std::string& format = "csv") {
        const Response response = bench_.post(
            who, "/api/v1/exports",
            write(json::object{{"queue", "all"}, {"format", format}, {"reason", "月度分析用"}}));
        EXPECT_EQ(response.status, 201) << text_of(response);
        return std::string(parse_json(text_of(response))->at("id").as_string());
    }
    Response fetch(const workorder::Actor& who, const std::string& id) {
        return bench_.post(who, "/api/v1/exports/" + id + "/fetch", "");
    }
    Response decide(const workorder::Actor& who, const std::string& id, bool agree = true) {
        return bench_.post(who, "/api/v1/exports/" + id + "/decide",
                           write(json::object{{"agree", agree}, {"reason", "同意导出"}}));
    }
    // More than privacy.export_approval_rows.
    void many_orders() {
        for (int i = 0; i < 201; ++i) {
            const Response response =
                bench_.post(dispatcher_, "/api/v1/work-orders",
                            write(json::object{{"hotline_number", "M-" + std::to_string(i)},
                                               {"title", "批量工单"},
                                               {"claim", "诉求内容"}}));
            ASSERT_EQ(response.status, 201) << text_of(response);
        }
    }

    TestBench bench_;
    workorder::Actor dispatcher_ = person_of(Role::dispatcher);
    workorder::Actor supervisor_ = person_of(Role::supervisor);
    workorder::Actor clerk_ = person_of(Role::office_clerk);
};

TEST_F(ExportRoutes, Clause_18_a_file_says_who_when_why_and_shows_what_the_page_shows) {
    bench_.dispatched_order("E-1", "=HYPERLINK 来电13812345678", k_unit);
    bench_.dispatched_order("E-2", "保密事项内容", k_unit, true);
    const std::string id = request(supervisor_);
    const Response file = fetch(supervisor_, id);
    ASSERT_EQ(file.status, 200) << text_of(file);
    const std::string text = text_of(file);
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
    EXPECT_NE(text.find("E-1"), std::string::npos);
    EXPECT_NE(text.find("138****5678"), std::string::npos);
    EXPECT_EQ(text.find("13812345678"), std::string::npos);
    EXPECT_NE(text.find("'=HYPERLINK"), std::string::npos);      // never a formula
    EXPECT_EQ(text.find("保密事项"), std::string::npos);         // not along the supervisor's chain
    EXPECT_NE(text.find("用途：月度分析用"), std::string::npos); // the watermark
    EXPECT_NE(text.find("（督办员，市物业管理事务中心）　时间：2026年"), std::string::npos) << text;
    EXPECT_NE(text.find(",黄浦区"), std::string::npos); // words, no tokens
    for (const char* token : {"310101", "center", "+08:00"}) {
        EXPECT_EQ(text.find(token), std::string::npos) << text;
    }
    EXPECT_NE(text.find(id), std::string::npos);
    std::size_t recorded = 0;
    for (const store::StoredEvent& one : bench_.audit()) {
        recorded += one.event.type == "export" ? 1U : 0U;
    }
    EXPECT_EQ(recorded, 1U);
    EXPECT_EQ(fetch(supervisor_, id).status, 409); // once
    const Response sheet = fetch(supervisor_, request(supervisor_, "xlsx"));
    EXPECT_TRUE(text_of(sheet).starts_with("PK"));
}

TEST_F(ExportRoutes, a_file_for_people_holds_words_and_no_tokens) {
    const Response registered = bench_.post(
        dispatcher_, "/api/v1/work-orders",
        R"({"hotline_number":"E-9","title":"敲墙","claim":"楼上敲墙","category":"structure_damage","district":"310114"})");
    ASSERT_EQ(registered.status, 201) << text_of(registered);
    const std::string text = text_of(fetch(supervisor_, request(supervisor_)));
    EXPECT_NE(text.find("损坏承重结构、居改非与违法搭建,嘉定区"), std::string::npos) << text;
    EXPECT_EQ(text.find("structure_damage"), std::string::npos);
    EXPECT_EQ(text.find("310114"), std::string::npos);
}

TEST_F(ExportRoutes, Clause_18_least_is_taken_the_columns_that_are_asked_for) {
    bench_.dispatched_order("E-3", "楼道漏水", k_unit);
    const auto asked = [&](json::array columns) {
        return bench_.post(supervisor_, "/api/v1/exports",
                           write(json::object{{"queue", "all"},
                                              {"format", "csv"},
                                              {"columns", std::move(columns)},
                                              {"reason", "核对承办单位"}}));
    };
    const Response requested = asked({"unit", "hotline_number"});
    ASSERT_EQ(requested.status, 201) << text_of(requested);
    const std::string id(parse_json(text_of(requested))->at("id").as_string());
    const std::string text = text_of(fetch(supervisor_, id));
    EXPECT_NE(text.find("承办单位,热线工单编号"), std::string::npos) << text;
    EXPECT_EQ(text.find("楼道漏水"), std::string::npos);
    EXPECT_NE(text.find("用途：核对承办单位　编号：" + id), std::string::npos) << text;
    EXPECT_EQ(asked({"unit", "unit"}).status, 422);
    EXPECT_EQ(asked({"citizen_phone"}).status, 422); // no column of the list
}

TEST_F(ExportRoutes, Clause_18_rows_stand_in_the_order_in_which_they_were_shown) {
    bench_.dispatched_order("E-4", "先到的", k_unit);
    bench_.clock.advance_to(bench_.clock.now().plus_milliseconds(k_milliseconds_per_day));
    bench_.dispatched_order("E-5", "后到的", k_unit);
    const auto text = [&](const char* sort) {
        const Response requested = bench_.post(
            supervisor_, "/api/v1/exports",
            write(json::object{
                {"queue", "all"}, {"format", "csv"}, {"sort", sort}, {"reason", "核对排序"}}));
        EXPECT_EQ(requested.status, 201) << text_of(requested);
        return text_of(
            fetch(supervisor_, std::string(parse_json(text_of(requested))->at("id").as_string())));
    };
    const std::string newest = text("-received_at");
    EXPECT_LT(newest.find("后到的"), newest.find("先到的"));
    const std::string oldest = text("");
    EXPECT_LT(oldest.find("先到的"), oldest.find("后到的"));
    EXPECT_EQ(
        bench_
            .post(supervisor_, "/api/v1/exports", R"({"sort":"no_such_order","reason":"核对排序"})")
            .status,
        422);
}

TEST_F(ExportRoutes, Clause_18_a_large_export_waits_for_another_person) {
    many_orders();
    const std::string id = request(clerk_);
    EXPECT_EQ(fetch(clerk_, id).status, 409);  // not yet approved
    EXPECT_EQ(decide(clerk_, id).status, 422); // nobody decides on their own
    EXPECT_EQ(decide(supervisor_, id).status, 403);
    const workorder::Actor leader = person_of(Role::bureau_leader);
    EXPECT_EQ(decide(leader, id).status, 200);
    EXPECT_EQ(decide(leader, id).status, 409);
    EXPECT_EQ(fetch(leader, id).status, 403); // its owner fetches it
    EXPECT_EQ(fetch(clerk_, id).status, 200);
    const std::string declined = request(clerk_);
    EXPECT_EQ(decide(leader, declined, false).status, 200);
    EXPECT_EQ(fetch(clerk_, declined).status, 409);
}

TEST_F(ExportRoutes, Clause_18_an_approved_export_expires) {
    const std::string id = request(supervisor_);
    bench_.clock.advance_to(bench_.clock.now().plus_milliseconds(7 * k_milliseconds_per_day));
    EXPECT_EQ(fetch(supervisor_, id).status, 409);
}

TEST_F(ExportRoutes, Clause_18_another_persons_export_is_not_there) {
    const std::string id = request(supervisor_);
    EXPECT_EQ(fetch(person_of(Role::section_head, k_unit), id).status, 404);
    EXPECT_EQ(decide(person_of(Role::principal, k_unit), id).status, 404);
    EXPECT_EQ(text_of(bench_.get(person_of(Role::handler, k_unit), "/api/v1/exports")),
              R"({"items":[]})");
    EXPECT_NE(text_of(bench_.get(supervisor_, "/api/v1/exports")).find(id), std::string::npos);
    EXPECT_EQ(
        bench_
            .post(supervisor_, "/api/v1/exports",
                  R"({"filters":[{"name":"phone","value":"13812345678"}],"reason":"查找某人"})")
            .status,
        422);
}

} // namespace
} // namespace chengban::api::testing
