// What must hold for every route: other sites' pages change nothing, no secret stands in an
// address, sensitive acts ask for the password again.
#include "api/api.h"
#include "server/edge_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chengban::api {
namespace {

using server::NameValue;

class EveryRoute : public ::testing::Test {
protected:
    EveryRoute() { add_routes(router_, none_); }
    static server::Request request(const server::Route& route, std::vector<NameValue> headers) {
        server::Request request;
        request.method = route.method;
        request.authority = "desk.example";
        request.is_secure = true;
        for (const NameValue& header : headers) {
            request.headers.add(header.name, header.value);
        }
        return request;
    }

    Services none_;
    server::Router router_;
};

TEST_F(EveryRoute, Check_20_another_sites_page_changes_nothing) {
    const NameValue json{"Content-Type", "application/json"};
    std::size_t changing = 0;
    for (const server::Route* route : router_.routes()) {
        if (!route->is_mutating_route()) {
            continue;
        }
        ++changing;
        const auto refused = [&](std::vector<NameValue> headers) {
            return server::cross_site_refusal(request(*route, std::move(headers)), *route)
                .has_value();
        };
        EXPECT_TRUE(refused({json, {"Sec-Fetch-Site", "cross-site"}})) << route->name;
        EXPECT_TRUE(refused({json, {"Sec-Fetch-Site", "same-site"}})) << route->name;
        EXPECT_TRUE(refused({json, {"Origin", "https://evil.example"}})) << route->name;
        EXPECT_TRUE(refused({json, {"Origin", "http://desk.example"}})) << route->name;
        EXPECT_TRUE(refused({json, {"Origin", "null"}})) << route->name;
        for (const char* form : {"application/x-www-form-urlencoded", "multipart/form-data",
                                 "text/plain", "text/plain; x=application/json", ""}) {
            EXPECT_TRUE(refused({{"Content-Type", form}})) << route->name << " " << form;
        }
        EXPECT_TRUE(refused({})) << route->name;
        EXPECT_FALSE(refused({json, {"Origin", "https://desk.example"}})) << route->name;
        EXPECT_FALSE(refused({{std::string(server::k_intent_header), "1"}})) << route->name;
    }
    EXPECT_GT(changing, 25U);
}

TEST_F(EveryRoute, Check_9_no_token_or_password_stands_in_an_address) {
    for (const server::Route* route : router_.routes()) {
        for (const std::string& name : route->query) {
            for (const char* secret : {"token", "password", "code", "secret", "key", "session"}) {
                EXPECT_EQ(name.find(secret), std::string::npos) << route->name << " " << name;
            }
        }
    }
}

// 18: who somebody is stands in no address, as a parameter or as a part of the path.
TEST_F(EveryRoute, Check_41_no_citizens_data_stands_in_an_address) {
    for (const server::Route* route : router_.routes()) {
        std::vector<std::string> parts = route->query;
        parts.push_back(route->pattern);
        for (const std::string& part : parts) {
            for (const char* data :
                 {"phone", "citizen", "address", "claim", "name_of", "identity"}) {
                EXPECT_EQ(part.find(data), std::string::npos) << route->name << " " << part;
            }
        }
    }
}

TEST_F(EveryRoute, Check_16_sensitive_acts_ask_for_the_password_again) {
    std::vector<std::string> fresh;
    for (const server::Route* route : router_.routes()) {
        const bool administration = route->pattern.starts_with("/api/v1/accounts") ||
                                    route->pattern.starts_with("/api/v1/api-keys") ||
                                    route->pattern.starts_with("/api/v1/sign-in-settings");
        if (administration) {
            EXPECT_EQ(route->fresh, route->is_mutating_route()) << route->name;
        } else if (route->fresh) {
            fresh.push_back(route->name);
        }
    }
    EXPECT_EQ(fresh, (std::vector<std::string>{"offer_second_factor", "renew_recovery_codes"}));
}

} // namespace
} // namespace chengban::api
