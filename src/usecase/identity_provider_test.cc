// What is believed of a provider's description of itself, and how often it is asked. The whole way
// is walked with a real provider in tests/single_sign_on_flow.sh.
#include "usecase/identity_provider.h"

#include <gtest/gtest.h>

namespace chengban::usecase {
namespace {

using Kind = ProviderFault::Kind;

class Provider : public testing::Test {
protected:
    Provider() {
        settings.issuer = "https://sso.example/realms/gov";
        settings.client_id = "chengban";
        settings.desk_address = "https://desk.example";
        described = {{"issuer", settings.issuer},
                     {"authorization_endpoint", "https://sso.example/auth"},
                     {"token_endpoint", "https://sso.example/token"},
                     {"jwks_uri", "https://sso.example/keys"}};
    }
    std::optional<Kind> fault() {
        IdentityProvider fresh({wire(), {}}, clock);
        const auto found = fresh.description(settings);
        return found ? std::nullopt : std::optional(found.error().kind);
    }
    IdentityProvider::Wire wire() {
        return [this](const outbound::Call& call) -> Result<outbound::Reply> {
            calls.push_back(call);
            if (down) {
                return Failure{problem("no_answer", "", "没有答复", "no answer")};
            }
            const bool token = call.url == "https://sso.example/token";
            return outbound::Reply{token ? 400 : status,
                                   token ? token_answer : canonical_json(described)};
        };
    }
    void wait(std::int64_t seconds) {
        clock.advance_to(clock.now().plus_milliseconds(seconds * 1000));
    }

    SimulatedClock clock{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    account::SingleSignOnSettings settings;
    json::object described;
    std::string token_answer = "{}";
    int status = 200;
    bool down = false;
    std::vector<outbound::Call> calls;
};

TEST_F(Provider, is_asked_at_its_own_address_and_kept_for_a_while) {
    IdentityProvider provider({wire(), {}}, clock);
    settings.timeout_seconds = 7;
    ASSERT_TRUE(provider.description(settings));
    EXPECT_EQ(calls.front().url, "https://sso.example/realms/gov/.well-known/openid-configuration");
    EXPECT_EQ(calls.front().timeout, std::chrono::seconds(7));
    EXPECT_FALSE(calls.front().form);
    wait(599);
    ASSERT_TRUE(provider.description(settings));
    EXPECT_EQ(calls.size(), 1U);
    wait(1);
    ASSERT_TRUE(provider.description(settings));
    EXPECT_EQ(calls.size(), 2U);
}

TEST_F(Provider, that_describes_itself_as_another_or_without_https_is_not_believed) {
    for (const char* name : {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"}) {
        const json::object before = described;
        described[name] = "http://sso.example/realms/gov";
        EXPECT_EQ(fault(), Kind::unreachable) << name;
        described.erase(name);
        EXPECT_EQ(fault(), Kind::unreachable) << name;
        described = before;
    }
    EXPECT_EQ(fault(), std::nullopt);
    status = 302; // nobody follows it
    EXPECT_EQ(fault(), Kind::unreachable);
}

TEST_F(Provider, offers_to_sign_out_or_does_not) {
    const auto way_out = [&] {
        IdentityProvider fresh({wire(), {}}, clock);
        return fresh.description(settings).value()->end_session_endpoint;
    };
    EXPECT_EQ(way_out(), "");
    described["end_session_endpoint"] = "https://sso.example/logout";
    EXPECT_EQ(way_out(), "https://sso.example/logout");
    described["end_session_endpoint"] = "javascript:alert(1)"; // no browser is sent there
    EXPECT_EQ(way_out(), "");
}

TEST_F(Provider, that_is_down_keeps_nobody_waiting_for_a_moment) {
    IdentityProvider provider({wire(), {}}, clock);
    down = true;
    EXPECT_FALSE(provider.description(settings));
    EXPECT_FALSE(provider.description(settings));
    EXPECT_EQ(calls.size(), 1U);
    down = false;
    wait(2);
    EXPECT_TRUE(provider.description(settings));
}

TEST_F(Provider, gets_the_secret_in_the_way_it_takes_and_nothing_of_it_stands_in_an_address) {
    const std::string secret = "s:3 &";
    const auto redeem = [&](const std::string& given) {
        IdentityProvider provider({wire(), given}, clock);
        EXPECT_FALSE(provider.redeem(settings, "code", "verifier"));
        EXPECT_EQ(calls.back().url, "https://sso.example/token");
        return calls.back();
    };
    outbound::Call call = redeem(secret);
    EXPECT_EQ(call.user, "chengban");
    EXPECT_EQ(call.password, "s%3A3%20%26");
    EXPECT_EQ(*call.form, "grant_type=authorization_code&code=code&redirect_uri=https%3A%2F%2F"
                          "desk.example%2Fsign-in&code_verifier=verifier");
    call = redeem("");
    EXPECT_EQ(call.user, "");
    EXPECT_TRUE(call.form->ends_with("&client_id=chengban"));
    described["token_endpoint_auth_methods_supported"] = json::array{"client_secret_post"};
    call = redeem(secret);
    EXPECT_EQ(call.user, "");
    EXPECT_TRUE(call.form->ends_with("&client_id=chengban&client_secret=s%3A3%20%26"));
}

TEST_F(Provider, that_refuses_is_told_apart_from_one_that_is_out_of_order) {
    const auto kind = [&](const char* answer) {
        token_answer = answer;
        IdentityProvider provider({wire(), {}}, clock);
        return provider.redeem(settings, "code", "verifier").error().kind;
    };
    EXPECT_EQ(kind(R"({"error":"invalid_grant"})"), Kind::code_refused);
    EXPECT_EQ(kind(R"({"error":"invalid_client"})"), Kind::not_our_client);
    EXPECT_EQ(kind(R"({"error":"server_error"})"), Kind::unreachable);
    EXPECT_EQ(kind("<html>"), Kind::unreachable);
    EXPECT_EQ(kind(R"(["invalid_grant"])"), Kind::unreachable);
}

TEST(NoProvider, without_a_wire_nothing_is_reached) {
    SimulatedClock clock{Instant(0)};
    account::SingleSignOnSettings settings;
    settings.issuer = "https://sso.example";
    IdentityProvider provider({}, clock);
    EXPECT_EQ(provider.description(settings).error().kind, Kind::unreachable);
}

} // namespace
} // namespace chengban::usecase
