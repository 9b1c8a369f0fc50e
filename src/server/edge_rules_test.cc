#include "server/edge_rules.h"

#include "server/exchange.h"
#include "server/rate_limit.h"

#include <gtest/gtest.h>

namespace chengban::server {
namespace {

using std::chrono::milliseconds;

Address address(std::string_view text) {
    return Address::parse(text).value();
}

std::vector<Network> networks(const std::vector<std::string>& texts) {
    std::vector<Network> result;
    for (const std::string& text : texts) {
        result.push_back(Network::parse(text).value());
    }
    return result;
}

RequestHeaders headers(const std::vector<NameValue>& pairs) {
    RequestHeaders result;
    for (const NameValue& pair : pairs) {
        result.add(pair.name, pair.value);
    }
    return result;
}

TEST(Addresses, networks_of_both_families) {
    EXPECT_TRUE(Network::parse("10.1.0.0/16")->contains(address("10.1.255.3")));
    EXPECT_FALSE(Network::parse("10.1.0.0/16")->contains(address("10.2.0.1")));
    EXPECT_TRUE(Network::parse("10.1.0.0/15")->contains(address("10.0.0.1")));
    EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains(address("1.2.3.4")));
    EXPECT_FALSE(Network::parse("0.0.0.0/0")->contains(address("::1")));
    EXPECT_TRUE(Network::parse("fd00::/8")->contains(address("fdab::1")));
    EXPECT_TRUE(Network::parse("127.0.0.1")->contains(address("::ffff:127.0.0.1")));
    for (const char* text : {"", "10.0.0", "10.0.0.1/33", "::1/129", "10.0.0.1/", "10.0.0.1/x",
                             "localhost", "10.0.0.1/-1"}) {
        EXPECT_FALSE(Network::parse(text)) << text;
    }
    EXPECT_TRUE(address("127.8.9.1").is_loopback());
    EXPECT_TRUE(address("::1").is_loopback());
    EXPECT_TRUE(address("::ffff:127.0.0.1").is_loopback());
    EXPECT_FALSE(address("128.0.0.1").is_loopback());
    EXPECT_EQ(address("::ffff:1.2.3.4").text(), "1.2.3.4");
}

TEST(EffectivePeer, forged_forwarding_headers_gain_nothing) {
    const Peer direct = effective_peer(address("127.0.0.1"), {}, {});
    EXPECT_TRUE(direct.is_loopback);
    const Peer forged =
        effective_peer(address("9.9.9.9"),
                       headers({{"X-Forwarded-For", "127.0.0.1"}, {"X-Forwarded-Proto", "https"}}),
                       networks({"10.0.0.1"}));
    EXPECT_EQ(forged.address, "9.9.9.9");
    EXPECT_FALSE(forged.is_loopback);
    EXPECT_FALSE(forged.is_secure);
    // a proxy on this machine that nobody told us about
    for (const char* name : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"}) {
        EXPECT_FALSE(
            effective_peer(address("127.0.0.1"), headers({{name, "1.2.3.4"}}), {}).is_loopback)
            << name;
    }
}

TEST(EffectivePeer, a_trusted_proxy_is_believed_for_its_own_hop_only) {
    const std::vector<Network> proxies = networks({"127.0.0.1", "10.0.0.0/24"});
    const Peer one = effective_peer(address("127.0.0.1"),
                                    headers({{"X-Forwarded-For", "127.0.0.1, 6.6.6.6, 1.2.3.4"},
                                             {"X-Forwarded-Proto", "https"}}),
                                    proxies);
    EXPECT_EQ(one.address, "1.2.3.4");
    EXPECT_FALSE(one.is_loopback);
    EXPECT_TRUE(one.is_secure);
    const Peer two = effective_peer(address("127.0.0.1"),
                                    headers({{"X-Forwarded-For", "1.2.3.4, 10.0.0.7"}}), proxies);
    EXPECT_EQ(two.address, "1.2.3.4");
    const Peer spoofed = effective_peer(
        address("127.0.0.1"), headers({{"X-Forwarded-For", "127.0.0.1, 10.0.0.7"}}), proxies);
    EXPECT_FALSE(spoofed.is_loopback);
    const Peer broken = effective_peer(address("10.0.0.7"),
                                       headers({{"X-Forwarded-For", "evil, unknown"}}), proxies);
    EXPECT_EQ(broken.address, "10.0.0.7");
    EXPECT_FALSE(effective_peer(address("127.0.0.1"), {}, proxies).is_loopback);
}

TEST(HostRule, only_our_names) {
    const Address loopback = address("127.0.0.1");
    const Address lan = address("10.1.2.3");
    EXPECT_TRUE(host_allowed("localhost", loopback, {}));
    EXPECT_TRUE(host_allowed("127.0.0.1", loopback, {}));
    EXPECT_TRUE(host_allowed("::1", address("::1"), {}));
    EXPECT_TRUE(host_allowed("10.1.2.3", lan, {}));
    EXPECT_FALSE(host_allowed("10.1.2.4", lan, {}));
    EXPECT_FALSE(host_allowed("127.0.0.1", lan, {}));
    EXPECT_FALSE(host_allowed("evil.example", loopback, {}));
    EXPECT_FALSE(host_allowed("localhost.evil.example", loopback, {}));
    EXPECT_TRUE(host_allowed("chengban.example", lan, {"Chengban.Example"}));
}

struct SiteCase {
    Method method;
    std::vector<NameValue> headers;
    std::string code; // "" when allowed
};

TEST(CrossSite, changes_must_come_from_our_own_pages) {
    const NameValue json{"Content-Type", "application/json; charset=utf-8"};
    const NameValue form{"Content-Type", "application/x-www-form-urlencoded"};
    const NameValue intent{std::string(k_intent_header), "1"};
    const std::vector<SiteCase> cases{
        {Method::post, {json}, ""},
        {Method::post, {form}, "intent_header_missing"},
        {Method::post, {}, "intent_header_missing"},
        {Method::del, {}, "intent_header_missing"},
        {Method::del, {intent}, ""},
        {Method::post, {form, intent}, ""},
        {Method::post, {{"Content-Type", "text/plain"}}, "intent_header_missing"},
        {Method::post, {json, {"Sec-Fetch-Site", "same-origin"}}, ""},
        {Method::post, {json, {"Sec-Fetch-Site", "none"}}, ""},
        {Method::post, {json, {"Sec-Fetch-Site", "cross-site"}}, "cross_site"},
        {Method::post, {json, {"Sec-Fetch-Site", "same-site"}}, "cross_site"},
        {Method::post, {json, {"Sec-Fetch-Site", "x"}}, "cross_site"},
        {Method::post, {json, {"Origin", "http://localhost:8345"}}, ""},
        {Method::post, {json, {"Origin", "HTTP://LocalHost:8345"}}, ""},
        {Method::post, {json, {"Origin", "https://localhost:8345"}}, "cross_site"},
        {Method::post, {json, {"Origin", "http://localhost"}}, "cross_site"},
        {Method::post, {json, {"Origin", "http://localhost:8345.evil"}}, "cross_site"},
        {Method::post, {json, {"Origin", "null"}}, "cross_site"},
        {Method::post, {json, intent, {"Origin", "http://evil.example"}}, "cross_site"},
        {Method::get, {}, ""},
        {Method::get, {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "cors"}}, "cross_site"},
        {Method::get,
         {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}},
         "cross_site"},
        {Method::get, {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}}, ""},
        {Method::get, {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "cors"}}, ""},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        Request request;
        request.method = cases[i].method;
        request.authority = "localhost:8345";
        request.headers = headers(cases[i].headers);
        Route route;
        route.method = cases[i].method;
        const std::optional<Reason> refusal = cross_site_refusal(request, route);
        EXPECT_EQ(refusal ? refusal->code : "", cases[i].code) << "case " << i;
    }
}

TEST(Conditions, etags_and_versions) {
    EXPECT_TRUE(none_match("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(none_match("*", "\"b\""));
    EXPECT_FALSE(none_match("\"a\"", "\"b\""));
    const auto version = [](std::string_view value) {
        Request request;
        request.headers = headers({{"If-Match", std::string(value)}});
        return if_match_version(request);
    };
    EXPECT_EQ(version("\"7\"").value(), std::optional<std::uint64_t>(7));
    EXPECT_EQ(if_match_version(Request()).value(), std::nullopt);
    for (const char* text : {"7", "*", "W/\"7\"", "\"7\", \"8\"", "\"\"", "\"x\"", "\"-1\"",
                             "\"99999999999999999999\"", ""}) {
        EXPECT_FALSE(version(text)) << text;
    }
    EXPECT_EQ(version_etag(7), "\"7\"");
}

TEST(RateLimiter, bursts_then_a_steady_rate) {
    RateLimiter limiter({.per_second = 2, .burst = 3, .keys_max = 64});
    const RateLimiter::Time start{std::chrono::hours(1)};
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(limiter.take("a", start).allowed);
    }
    const RateLimiter::Verdict refused = limiter.take("a", start);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.retry_seconds, 1U);
    EXPECT_TRUE(limiter.take("b", start).allowed);
    EXPECT_FALSE(limiter.take("a", start + milliseconds(499)).allowed);
    EXPECT_TRUE(limiter.take("a", start + milliseconds(500)).allowed);
    EXPECT_FALSE(limiter.take("a", start + milliseconds(501)).allowed);
    EXPECT_TRUE(RateLimiter({}).take("a", start).allowed);
}

TEST(RateLimiter, the_table_stays_small) {
    RateLimiter limiter({.per_second = 1, .burst = 1, .keys_max = 160});
    const RateLimiter::Time start{std::chrono::hours(1)};
    for (int i = 0; i < 10'000; ++i) {
        limiter.take(std::to_string(i), start);
        ASSERT_LE(limiter.keys(), 160U);
    }
    EXPECT_EQ(rate_key("2001:db8::1"), rate_key("2001:db8::ffff"));
    EXPECT_NE(rate_key("2001:db8::1"), rate_key("2001:db8:0:1::1"));
    EXPECT_EQ(rate_key("1.2.3.4"), "1.2.3.4");
}

TEST(CountLimiter, counts_both_ways) {
    CountLimiter limiter(2);
    EXPECT_TRUE(limiter.enter("a"));
    EXPECT_TRUE(limiter.enter("a"));
    EXPECT_FALSE(limiter.enter("a"));
    EXPECT_TRUE(limiter.enter("b"));
    limiter.leave("a");
    EXPECT_TRUE(limiter.enter("a"));
}

TEST(Responder, first_answer_counts_and_silence_is_answered) {
    int woken = 0;
    const auto exchange = std::make_shared<Exchange>();
    exchange->set_wake([&woken] { ++woken; });
    {
        const Responder responder(exchange);
        responder.send(empty_response(204));
        responder.send(empty_response(500));
    }
    EXPECT_EQ(exchange->take()->status, 204);
    EXPECT_FALSE(exchange->take());
    EXPECT_EQ(woken, 1);
    const auto silent = std::make_shared<Exchange>();
    silent->set_fallback([](const Request&) { return empty_response(503); });
    { const Responder responder(silent); }
    EXPECT_EQ(silent->take()->status, 503);
    const auto given_up = std::make_shared<Exchange>();
    EXPECT_TRUE(given_up->give_up());
    Responder(given_up).send(empty_response(204));
    EXPECT_FALSE(given_up->take());
}

} // namespace
} // namespace chengban::server
