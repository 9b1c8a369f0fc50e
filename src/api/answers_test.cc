// Check 25: what the contract says of answers, and that the check would notice.
#include "api/answer_check.h"
#include "api/api.h"

#include <gtest/gtest.h>

namespace chengban::api::testing {
void hold_to_contract(const SeenAnswer& answer) {
    for (const std::string& fault : answer_faults(answer)) {
        ADD_FAILURE() << fault;
    }
}

namespace {

constexpr std::string_view k_json = "application/json";

std::vector<std::string> faults(std::string_view route, int status, std::string_view media,
                                std::string_view body) {
    return answer_faults({route, status, media, body});
}

TEST(Answers, Check_25_every_route_says_what_it_answers) {
    Services none;
    server::Router router;
    add_routes(router, none);
    for (const server::Route* route : router.routes()) {
        if (route->pattern.starts_with("/api/")) {
            EXPECT_NE(answers().of(route->name), nullptr)
                << route->name << " has no row in src/api/answers.json";
        }
    }
}

TEST(Answers, Check_25_an_answer_that_drifts_is_noticed) {
    const std::string_view good = R"({"id":"a","version":1,"already_there":false})";
    EXPECT_TRUE(faults("decide_export", 200, k_json, good).empty());
    EXPECT_EQ(faults("decide_export", 201, k_json, good).size(), 1U);
    EXPECT_EQ(faults("decide_export", 200, "text/html", good).size(), 1U);
    EXPECT_EQ(faults("decide_export", 200, k_json, R"({"id":"a","version":1})").size(), 1U);
    EXPECT_EQ(
        faults("decide_export", 200, k_json, R"({"id":"a","version":"1","already_there":false})")
            .size(),
        1U);
    EXPECT_EQ(faults("decide_export", 200, k_json,
                     R"({"id":"a","version":1,"already_there":false,"more":1})")
                  .size(),
              1U);
    EXPECT_EQ(faults("decide_export", 200, k_json, "[").size(), 1U);
    EXPECT_EQ(faults("list_counts", 200, k_json,
                     R"({"items":[{"unit":"u","handler":"","state":"lost","count":1}]})"),
              std::vector<std::string>{"list_counts 200.items[0].state: is none of its words"});
    EXPECT_TRUE(faults("get_job_result", 200, "text/csv", "a,b").empty());
    EXPECT_EQ(faults("close_session", 204, k_json, "{}").size(), 1U);
    EXPECT_EQ(faults("no_such_route", 200, k_json, "{}").size(), 1U);
}

TEST(Answers, Check_25_a_refusal_is_a_problem_document_and_nothing_else) {
    const std::string_view media = "application/problem+json";
    const std::string_view good =
        R"({"type":"t","title":"t","status":404,"detail":"","clauses":[],"fields":[]})";
    EXPECT_TRUE(faults("get_job", 404, media, good).empty());
    EXPECT_EQ(faults("get_job", 404, k_json, good).size(), 1U);
    EXPECT_EQ(faults("get_job", 404, media, R"({"error":"no"})").size(), 7U);
}

} // namespace
} // namespace chengban::api::testing
