// What is asked, and what is never done. Certificates, redirects and slow servers meet the real
// thing in tests/single_sign_on_flow.sh.
#include "outbound/https_client.h"

#include <gtest/gtest.h>

#include <array>

namespace chengban::outbound {
namespace {

TEST(FormEncoded, everything_but_plain_letters_is_escaped) {
    const std::array<FormField, 3> fields{FormField{"grant_type", "authorization_code"},
                                          FormField{"redirect_uri", "https://desk.example/a?b=c&d"},
                                          FormField{"名", "a+b %\n"}};
    EXPECT_EQ(
        form_encoded(fields),
        "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fdesk.example%2Fa%3Fb%3Dc%26d"
        "&%E5%90%8D=a%2Bb%20%25%0A");
    EXPECT_EQ(form_encoded({}), "");
}

TEST(HttpsClient, nothing_but_https_is_asked) {
    const HttpsClient client("");
    for (const char* url : {"http://127.0.0.1:1/", "file:///etc/passwd", "ftp://127.0.0.1/",
                            "gopher://127.0.0.1/", "", "https://"}) {
        Call call;
        call.url = url;
        const auto reply = client.ask(call);
        ASSERT_FALSE(reply) << url;
        EXPECT_EQ(reply.error().reasons.front().code, "no_answer");
    }
}

TEST(HttpsClient, nobody_there_is_a_refusal_with_its_cause) {
    Call call;
    call.url = "https://127.0.0.1:1/";
    const auto reply = HttpsClient("").ask(call);
    ASSERT_FALSE(reply);
    EXPECT_GT(reply.error().reasons.front().words.en.size(), std::string("no answer: ").size());
}

} // namespace
} // namespace chengban::outbound
