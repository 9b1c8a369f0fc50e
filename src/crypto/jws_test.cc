// Tokens made by another implementation (Node.js), with their public keys.
#include "crypto/jws.h"

#include "crypto/base_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace chengban::crypto {
namespace {

struct Sample {
    const char* name;
    const char* key;
    const char* token;
};

const Sample k_samples[] = {
    {"RS256",
     R"({"kty":"RSA","n":"xWUmv9bVmkiBNLerlu5_K7rCyAkgluvWkgMzMBp-QymNXxXk7FkBmlLwCDy4)"
     R"(YLrs4RRCKQTSOf4twvXYMy-Nit67-Dhl7sj-fy9dWqgE8R4lgcYCIjC6y9ZaLvYsw6O2l0mPx9hN57)"
     R"(0_PZEUoQwBEmB3-oq-YqdMG5GhbUKPmABBdfnT4XnE3O0iNUpb3kGe2PJUqkB7ALK0bx5Z7kYa5W02)"
     R"(v_joQTGC1eojjw93dsEGQviMgBnbMSedrfDhyRDmP4TwQflb7xI_asfhkBr3Vt67ly2jfJI_p8wzpw)"
     R"(ycnvsCP1H_WKvfAWH0p4Efo2YlQVhIpKurpP_rGEpVRCyppQ","e":"AQAB","kid":"k0","use":)"
     R"("sig","alg":"RS256"})",
     R"(eyJhbGciOiJSUzI1NiIsImtpZCI6ImswIn0.eyJzdWIiOiJsaSIsImlzcyI6Imh0dHBzOi8vc3NvLm)"
     R"(V4YW1wbGUifQ.Qv7cenDPVa3R7F929LwX2Lbi41cVnb3qmUxG8hftngfyCoW3RWkp6EgjVoGQrmqQl)"
     R"(-j0nGAmNSrYJkNm9tpPRCXVK3tH900n3z0aX7BF6U019LZLHy7ZM2_o0nfY8dFmlH1UtuECAqZWKUm)"
     R"(gIlnAAWmUQ9GSAEF29BiOWS8NrOD_rzJC88Ka7et9SzfXkotweLxV3bVWbqtutQyt9nh-FT61MAiIa)"
     R"(9x0f_bthcilBvKDNL03jPTY47tQhku51Umy55V2F2wooO8TTPWD6aVwgV7ucZNWwxonKErPViqWsUi)"
     R"(b0klAe8ho1Yy-HifJ_rewNYRth9Nqo8AruzfCCdhe8g)"},
    {"PS256",
     R"({"kty":"RSA","n":"uQLLWF_pbgQhX80l32v5ZQF81S4zafyXYHuGwjJnE0hooJVk7Kgl-ooV4l9e)"
     R"(9G-ZV88ozGG-342baR42qU3bny-CnER0Y12PoYYBypYjVDvWrZJ-3p4ibFe9_jZcSTY-qLs-x9wuBN)"
     R"(5oYX_TUPiWa0Nn9Ni53bdEOuPP9qNuJkP0c1HKfOqXbHyR4UnhgDUiPLKmKisKX35RHLacTppQtWAU)"
     R"(YRxVQtdPv9MVQmIutpf0wGuFYY4NLv0j0AGG-r2GwCwIsNwfcXNolBy78Dj6bBX62VWcJxqKT7Sw-G)"
     R"(cZUz5_2FAHOzlD7la9f2htXVpB79VccmreYtkQH-XccABZOQ","e":"AQAB","kid":"k1","use":)"
     R"("sig","alg":"PS256"})",
     R"(eyJhbGciOiJQUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJsaSIsImlzcyI6Imh0dHBzOi8vc3NvLm)"
     R"(V4YW1wbGUifQ.Q_iw0t5kJtKkYST4Pt9FPJ4Ot22_e4sQJpAAOfFScQgapw0bMJS8GwiyWILzHnXun)"
     R"(abL73E1EFdOf-oChC49-2xeR9y3oPGl6VWWUY36JV4ijrMGz7_5m-OiL59HS9unALEEVe9T9nG26q7)"
     R"(Sqe68i8-VbDTOGVnfuVkfSeHa6J2Qyff8WB16v7Ythid7oEJ62pg661e5jwRkXQPm0-gA_a8YJve45)"
     R"(BHymoFujhuN-OQyQERpnXhagHJEYrdTIN-bMCuNoLE0DbY4qZCgrGOodNNaRy6mZrY6qkF96f2fPZY)"
     R"(m6bDY-H6cVQ9qKuBDMrIsHQN1MoXEFWJHcnAZgKnLxQ)"},
    {"ES256",
     R"({"kty":"EC","x":"677eXArsldtQvu6ptSGA8zqqd36ofn6vW1kqun11RMM","y":"cdsyfx-kPBD)"
     R"(7S7WEMPaOju_HER-LnKtmns4lN6fx_zI","crv":"P-256","kid":"k2","use":"sig","alg":")"
     R"(ES256"})",
     R"(eyJhbGciOiJFUzI1NiIsImtpZCI6ImsyIn0.eyJzdWIiOiJsaSIsImlzcyI6Imh0dHBzOi8vc3NvLm)"
     R"(V4YW1wbGUifQ.Al91UulnLtzAY3FeJHVdAQtsMrlVycPwxqot_cZDYXCyssp5QMv95gfKnbdQ4oLPG)"
     R"(E8ZVcVFzTyMjLyW-Yvl5g)"},
};
const Sample k_small{
    "RSA of 1024 bits",
    R"({"kty":"RSA","n":"vKyvjSHTNaLStRLzAxEQqg4gHX7p9_p0yeSZ_PsG5EWILMatDsIC5cbnZvcy)"
    R"(xaC9E7Y01uowMwYY4C9God8nsIRroXEi6Mm26-94NjzUVy73aiIY82Bhj8WihLx9fh1lGc2erWqFNn)"
    R"(c7p0MCS58kfrf3GPQbEyZMFD4t4eBfWm0","e":"AQAB","kid":"small"})",
    R"(eyJhbGciOiJSUzI1NiIsImtpZCI6InNtYWxsIn0.eyJzdWIiOiJsaSJ9.lWlgAlFYK4PnADkc8mqba)"
    R"(kEDpSetfcUdhhy3lAZloGSUxr8BDzUnMEXchzuPthm4ZdAaO0aXurXlaHErNFKxXvn9wKmtnGK8oeh)"
    R"(e-5JOhP1vvIq0grvSr00bD-zNaukkMYHMm717ES8u-CzmFfdfjRv7kDRzzkaSRaJ6fA5l-sA)"};

json::value key_set(std::string_view key) {
    return *parse_json(fmt::format(R"({{"keys":[{}]}})", key));
}

class EverySample : public testing::TestWithParam<Sample> {};
INSTANTIATE_TEST_SUITE_P(Jws, EverySample, testing::ValuesIn(k_samples),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_P(EverySample, is_verified_by_its_own_key) {
    const auto claims = verified_claims(GetParam().token, key_set(GetParam().key));
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->at("sub").as_string(), "li");
}

TEST_P(EverySample, is_refused_when_any_letter_differs) {
    const std::string token = GetParam().token;
    const json::value keys = key_set(GetParam().key);
    for (std::size_t i = 0; i < token.size(); i += 3) {
        std::string altered = token;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verified_claims(altered, keys)) << i;
    }
    EXPECT_FALSE(verified_claims(token.substr(0, token.size() - 1), keys));
    EXPECT_FALSE(verified_claims(token + "A", keys));
    EXPECT_FALSE(verified_claims(token.substr(0, token.rfind('.') + 1), keys));
}

TEST_P(EverySample, is_refused_by_every_other_key) {
    for (const Sample& other : k_samples) {
        if (std::string_view(other.name) != GetParam().name) {
            EXPECT_FALSE(verified_claims(GetParam().token, key_set(other.key)));
        }
    }
    EXPECT_FALSE(verified_claims(GetParam().token, key_set("{}")));
    EXPECT_FALSE(verified_claims(GetParam().token, *parse_json("{}")));
    EXPECT_FALSE(verified_claims(GetParam().token, *parse_json("[]")));
}

// The classic forgeries: no algorithm, the public key as a shared secret, an unknown
// must-understand.
TEST(Jws, other_algorithms_and_critical_headers_are_refused) {
    const std::string token = k_samples[0].token;
    const std::string rest = token.substr(token.find('.'));
    const json::value keys = key_set(k_samples[0].key);
    for (const char* header :
         {R"({"alg":"none","kid":"k0"})", R"({"alg":"HS256","kid":"k0"})", R"({"alg":"RS512"})",
          R"({"kid":"k0"})", R"({"alg":"RS256","kid":"k0","crit":["x"],"x":1})", "[]", "{"}) {
        EXPECT_FALSE(verified_claims(to_base64url(header) + rest, keys)) << header;
        EXPECT_FALSE(
            verified_claims(to_base64url(header) + rest.substr(0, rest.rfind('.') + 1), keys));
    }
    EXPECT_FALSE(verified_claims(std::string(20'000, 'a'), keys));
    EXPECT_FALSE(verified_claims("", keys));
    EXPECT_FALSE(verified_claims("..", keys));
}

TEST(Jws, a_key_that_is_too_short_verifies_nothing) {
    EXPECT_FALSE(verified_claims(k_small.token, key_set(k_small.key)));
}

} // namespace
} // namespace chengban::crypto
