// What an ID token must say (OpenID Connect Core 3.1.3.7), claim by claim, and which settings make
// sense.
#include "account/single_sign_on.h"

#include <gtest/gtest.h>

#include <functional>

namespace chengban::account {
namespace {

using Codes = std::vector<std::string>;

class IdToken : public testing::Test {
protected:
    IdToken() {
        settings.issuer = "https://sso.example";
        settings.client_id = "chengban";
        settings.desk_address = "https://desk.example";
        settings.account_claim = "employee_number";
        settings.acr_values = {"urn:mfa"};
        settings.amr_values = {"otp", "hwk"};
        claims = {{"iss", "https://sso.example"}, {"sub", "e-1024"}, {"aud", "chengban"},
                  {"exp", seconds + 300},         {"iat", seconds},  {"nonce", "n-1"},
                  {"employee_number", "wang-1"}};
    }
    Codes codes() {
        const Result<Identity> read = read_id_token(claims, settings, "n-1", since, now);
        Codes found;
        if (!read) {
            for (const Reason& reason : read.error().reasons) {
                found.push_back(reason.code);
                EXPECT_FALSE(reason.words.zh.empty() || reason.words.en.empty());
            }
        }
        return found;
    }
    // The refusal when one claim is another one.
    Codes with(const char* name, json::value value) {
        const json::object before = claims;
        claims[name] = std::move(value);
        const Codes found = codes();
        claims = before;
        return found;
    }
    Codes without(const char* name) {
        const json::object before = claims;
        claims.erase(name);
        const Codes found = codes();
        claims = before;
        return found;
    }

    const Instant now = *parse_instant("2026-09-30T10:00:00+08:00", "t");
    const std::int64_t seconds = now.milliseconds() / 1000;
    std::optional<Instant> since;
    SingleSignOnSettings settings;
    json::object claims;
    const Codes none;
};

TEST_F(IdToken, says_who_is_there) {
    const auto read = read_id_token(claims, settings, "n-1", {}, now);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->issuer, "https://sso.example");
    EXPECT_EQ(read->subject, "e-1024");
    EXPECT_EQ(read->claimed, "wang-1");
    EXPECT_FALSE(read->second_factor);
    claims["employee_number"] = 1024;
    EXPECT_EQ(read_id_token(claims, settings, "n-1", {}, now)->claimed, "1024");
    settings.account_claim.clear();
    EXPECT_EQ(read_id_token(claims, settings, "n-1", {}, now)->claimed, "");
}

TEST_F(IdToken, of_another_issuer_is_refused) {
    EXPECT_EQ(with("iss", "https://sso.example/"), Codes{"wrong_issuer"});
    EXPECT_EQ(with("iss", "https://SSO.example"), Codes{"wrong_issuer"});
    EXPECT_EQ(with("iss", json::array{"https://sso.example"}), Codes{"wrong_issuer"});
    EXPECT_EQ(without("iss"), Codes{"wrong_issuer"});
}

TEST_F(IdToken, for_another_system_is_refused) {
    EXPECT_EQ(with("aud", "mail"), Codes{"wrong_audience"});
    EXPECT_EQ(with("aud", json::array{}), Codes{"wrong_audience"});
    EXPECT_EQ(without("aud"), Codes{"wrong_audience"});
    EXPECT_EQ(with("aud", json::array{"chengban"}), none);
    // Several audiences: who asked for it must be named, and be us.
    EXPECT_EQ(with("aud", json::array{"chengban", "mail"}), Codes{"wrong_party"});
    EXPECT_EQ(with("azp", "mail"), Codes{"wrong_party"});
    claims["azp"] = "chengban";
    EXPECT_EQ(with("aud", json::array{"mail", "chengban"}), none);
    EXPECT_EQ(with("aud", json::array{"mail", 7}), Codes{"wrong_audience"});
}

TEST_F(IdToken, of_another_sign_in_is_refused) {
    EXPECT_EQ(with("nonce", "n-2"), Codes{"wrong_nonce"});
    EXPECT_EQ(without("nonce"), Codes{"wrong_nonce"});
    claims["nonce"] = "";
    const auto read = read_id_token(claims, settings, "", {}, now);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reasons.front().code, "wrong_nonce");
}

TEST_F(IdToken, holds_until_its_end_give_or_take_the_allowance) {
    EXPECT_EQ(with("exp", seconds - 29), none);
    EXPECT_EQ(with("exp", seconds - 30), Codes{"expired"});
    EXPECT_EQ(with("exp", 1e300), Codes{"expired"});
    EXPECT_EQ(with("exp", std::to_string(seconds + 300).c_str()), Codes{"expired"});
    EXPECT_EQ(without("exp"), Codes{"expired"});
    EXPECT_EQ(with("iat", seconds + 30), none);
    EXPECT_EQ(with("iat", seconds + 31), Codes{"issued_in_future"});
    EXPECT_EQ(without("iat"), Codes{"issued_in_future"});
    EXPECT_EQ(with("iat", seconds - 630), none);
    EXPECT_EQ(with("iat", seconds - 631), Codes{"issued_long_ago"});
    EXPECT_EQ(with("nbf", seconds + 31), Codes{"not_yet"});
    settings.clock_allowance_seconds = 0;
    EXPECT_EQ(with("exp", seconds), Codes{"expired"});
    EXPECT_EQ(with("exp", static_cast<double>(seconds) + 1.5), none);
}

TEST_F(IdToken, without_a_subject_is_refused) {
    EXPECT_EQ(without("sub"), Codes{"no_subject"});
    EXPECT_EQ(with("sub", ""), Codes{"no_subject"});
    EXPECT_EQ(with("sub", 1024), Codes{"no_subject"});
    EXPECT_EQ(with("sub", "a b"), Codes{"no_subject"});
    EXPECT_EQ(with("sub", std::string(256, 'a').c_str()), Codes{"no_subject"});
}

TEST_F(IdToken, a_fresh_proof_says_when_it_was_given) {
    since = now.plus_milliseconds(-60'000);
    EXPECT_EQ(codes(), Codes{"authenticated_long_ago"});
    EXPECT_EQ(with("auth_time", seconds - 91), Codes{"authenticated_long_ago"});
    EXPECT_EQ(with("auth_time", seconds - 60), none);
}

TEST_F(IdToken, a_second_factor_counts_when_the_administrator_named_it) {
    const auto factor = [&] {
        return read_id_token(claims, settings, "n-1", {}, now)->second_factor;
    };
    claims["amr"] = json::array{"pwd"};
    EXPECT_FALSE(factor());
    claims["amr"] = json::array{"pwd", "otp"};
    EXPECT_TRUE(factor());
    claims.erase("amr");
    claims["acr"] = "urn:mfa";
    EXPECT_TRUE(factor());
    claims["acr"] = "otp"; // a way is no level
    EXPECT_FALSE(factor());
    settings.acr_values.clear();
    claims["acr"] = "";
    EXPECT_FALSE(factor());
}

TEST_F(IdToken, every_fault_is_named_at_once) {
    claims = {{"aud", "mail"}};
    EXPECT_EQ(codes(), (Codes{"wrong_issuer", "wrong_audience", "wrong_nonce", "no_subject",
                              "expired", "issued_in_future"}));
}

TEST(SingleSignOnSettings, addresses_are_https_and_whole) {
    SingleSignOnSettings settings;
    settings.client_id = "chengban";
    const auto fields = [&](const char* issuer, const char* desk) {
        settings.issuer = issuer;
        settings.desk_address = desk;
        std::vector<std::string> found;
        for (const Reason& reason : problem_of(settings, "single_sign_on").reasons) {
            found.push_back(reason.field);
        }
        return found;
    };
    const Codes none;
    const Codes issuer{"single_sign_on.issuer"};
    const Codes desk{"single_sign_on.desk_address"};
    EXPECT_EQ(fields("https://sso.example/realms/gov", "https://desk.example"), none);
    EXPECT_EQ(fields("https://sso.example", "http://127.0.0.1:8345"), none);
    EXPECT_EQ(fields("https://sso.example", "http://localhost"), none);
    EXPECT_EQ(fields("http://sso.example", "https://desk.example"), issuer);
    EXPECT_EQ(fields("https://sso.example?x=1", "https://desk.example"), issuer);
    EXPECT_EQ(fields("https://us@sso.example", "https://desk.example"), issuer);
    EXPECT_EQ(fields("https:///x", "https://desk.example"), issuer);
    EXPECT_EQ(fields("https://sso.example", "https://desk.example/"), desk);
    EXPECT_EQ(fields("https://sso.example", "http://desk.example"), desk);
    EXPECT_EQ(fields("https://sso.example", "http://127.0.0.1.evil.example"), desk);
    EXPECT_EQ(fields("https://sso.example", "http://localhost:80@evil.example"), desk);
    settings.scope = "profile openidx";
    EXPECT_EQ(fields("https://sso.example", "https://desk.example"), Codes{"single_sign_on.scope"});
    settings.scope = "profile openid";
    EXPECT_EQ(fields("https://sso.example", "https://desk.example"), none);
    EXPECT_EQ(return_address(settings), "https://desk.example/sign-in");
}

TEST(SubjectId, issuer_and_subject_cannot_be_shifted_into_each_other) {
    EXPECT_EQ(subject_id("https://a", "b"), subject_id("https://a", "b"));
    EXPECT_NE(subject_id("https://a", "b"), subject_id("https://ab", ""));
    EXPECT_NE(subject_id("https://a", "b"), subject_id("https://b", "b"));
}

} // namespace
} // namespace chengban::account
