#include "account/single_sign_on.h"

#include "account/secrets.h"
#include "crypto/digest.h"

#include <algorithm>
#include <cmath>

namespace chengban::account {

namespace {

constexpr std::size_t k_subject_max = 255;          // OpenID Connect Core 2
constexpr std::int64_t k_token_age_max_s = 10 * 60; // a sign-in takes no longer
constexpr double k_seconds_max = 1e11;              // far beyond any instant

bool is_graphic(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// After "https://": host and port, and a path where one is allowed.
bool is_place(std::string_view rest, bool path) {
    return is_graphic(rest) && rest.front() != '/' && rest.find_first_of("?#@\\") == rest.npos &&
           (path || rest.find('/') == rest.npos);
}

bool is_https(std::string_view address, bool path) {
    constexpr std::string_view k_https = "https://";
    return address.starts_with(k_https) && is_place(address.substr(k_https.size()), path);
}

// The machine itself needs no https, as when signing in with a password.
bool is_own_machine(std::string_view address) {
    for (const std::string_view own : {"http://127.0.0.1", "http://localhost"}) {
        if (address.starts_with(own)) {
            const std::string_view port = address.substr(own.size());
            return port.empty() || (port.front() == ':' && port.size() > 1 &&
                                    port.find_first_not_of("0123456789", 1) == port.npos);
        }
    }
    return false;
}

bool has_word(std::string_view words, std::string_view wanted) {
    while (!words.empty()) {
        const std::size_t blank = words.find(' ');
        if (words.substr(0, blank) == wanted) {
            return true;
        }
        words = blank == words.npos ? std::string_view() : words.substr(blank + 1);
    }
    return false;
}

std::string text_of(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

// Some providers write employee numbers as numbers.
std::string claim_of(const json::object& claims, const std::string& name) {
    const json::value* value = name.empty() ? nullptr : claims.if_contains(name);
    return value != nullptr && value->is_int64() ? std::to_string(value->get_int64())
                                                 : text_of(claims, name);
}

std::vector<std::string> texts_of(const json::object& claims, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* value = claims.if_contains(name);
    if (value != nullptr && value->is_string()) {
        texts.emplace_back(value->get_string());
    } else if (value != nullptr && value->is_array()) {
        for (const json::value& item : value->get_array()) {
            texts.push_back(item.is_string() ? std::string(item.get_string()) : std::string());
        }
    }
    return texts;
}

// Seconds since 1970; providers may write fractions.
std::optional<std::int64_t> seconds_of(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const double number = value->to_number<double>();
    return std::abs(number) < k_seconds_max
               ? std::optional(static_cast<std::int64_t>(std::floor(number)))
               : std::nullopt;
}

bool any_of(const std::vector<std::string>& accepted, const std::vector<std::string>& said) {
    return std::any_of(said.begin(), said.end(), [&](const std::string& one) {
        return std::find(accepted.begin(), accepted.end(), one) != accepted.end();
    });
}

class Check {
public:
    Check(const json::object& claims, const SingleSignOnSettings& settings)
        : claims_(claims), settings_(settings) {}

    void party(std::string_view nonce) {
        refuse_if(text_of(claims_, "iss") != settings_.issuer, "wrong_issuer",
                  "登录令牌不是所设统一认证服务签发的", "the token is another issuer's");
        const std::vector<std::string> audience = texts_of(claims_, "aud");
        refuse_if(std::find(audience.begin(), audience.end(), settings_.client_id) ==
                      audience.end(),
                  "wrong_audience", "登录令牌不是发给本系统的", "the token is for another system");
        const bool named = claims_.contains("azp");
        refuse_if((named || audience.size() > 1) && text_of(claims_, "azp") != settings_.client_id,
                  "wrong_party", "登录令牌由其他系统申请",
                  "the token was asked for by another system");
        refuse_if(nonce.empty() || !crypto::equal_constant_time(text_of(claims_, "nonce"), nonce),
                  "wrong_nonce", "登录令牌不属于这次登录", "the token is of another sign-in");
        const std::string subject = text_of(claims_, "sub");
        refuse_if(!is_graphic(subject) || subject.size() > k_subject_max, "no_subject",
                  "登录令牌没有写明是谁", "the token does not say whose it is");
    }
    void times(std::optional<Instant> since, Instant now) {
        const std::int64_t at = now.milliseconds() / 1000;
        const std::int64_t allowance = settings_.clock_allowance_seconds;
        const auto expires = seconds_of(claims_, "exp");
        refuse_if(!expires || at >= *expires + allowance, "expired", "登录令牌已过期",
                  "the token has expired");
        const auto issued = seconds_of(claims_, "iat");
        refuse_if(!issued || *issued > at + allowance, "issued_in_future",
                  "登录令牌的签发时间在将来，请核对两边的时钟",
                  "the token was issued in the future: compare the clocks");
        refuse_if(issued && *issued + k_token_age_max_s + allowance < at, "issued_long_ago",
                  "登录令牌签发过久", "the token was issued too long ago");
        const auto begins = seconds_of(claims_, "nbf");
        refuse_if(begins && *begins > at + allowance, "not_yet", "登录令牌尚未生效",
                  "the token does not hold yet");
        const auto proven = seconds_of(claims_, "auth_time");
        refuse_if(since && (!proven || *proven + allowance < since->milliseconds() / 1000),
                  "authenticated_long_ago", "统一认证服务没有要求您重新登录",
                  "the provider did not ask you to sign in again");
    }
    Problem found() { return std::move(found_); }

private:
    void refuse_if(bool broken, const char* code, const char* zh, const char* en) {
        if (broken) {
            found_.reasons.push_back({code, {}, {}, {zh, en}});
        }
    }

    const json::object& claims_;
    const SingleSignOnSettings& settings_;
    Problem found_;
};

} // namespace

Problem problem_of(const SingleSignOnSettings& settings, const std::string& field) {
    Problem found;
    const auto refuse_if = [&](bool broken, const char* name, const char* zh, const char* en) {
        if (broken) {
            found.reasons.push_back({"bad_address", {}, field + "." + name, {zh, en}});
        }
    };
    refuse_if(!is_https(settings.issuer, true), "issuer",
              "签发方地址须以 https:// 开头，且不带参数",
              "the issuer is an https:// address without a query");
    refuse_if(!is_https(settings.desk_address, false) && !is_own_machine(settings.desk_address),
              "desk_address", "本系统地址须形如 https://desk.example，不带路径",
              "the desk's address is like https://desk.example, without a path");
    if (!has_word(settings.scope, "openid")) {
        found.reasons.push_back({"openid_missing",
                                 {},
                                 field + ".scope",
                                 {"申请范围须含 openid", "the scope must hold openid"}});
    }
    return found;
}

std::string return_address(const SingleSignOnSettings& settings) {
    return settings.desk_address + "/sign-in";
}

Result<Identity> read_id_token(const json::object& claims, const SingleSignOnSettings& settings,
                               std::string_view nonce, std::optional<Instant> since, Instant now) {
    Check check(claims, settings);
    check.party(nonce);
    check.times(since, now);
    Problem found = check.found();
    if (!found.reasons.empty()) {
        return Failure{std::move(found)};
    }
    Identity identity;
    identity.issuer = settings.issuer;
    identity.subject = text_of(claims, "sub");
    identity.claimed = claim_of(claims, settings.account_claim);
    identity.second_factor = any_of(settings.acr_values, texts_of(claims, "acr")) ||
                             any_of(settings.amr_values, texts_of(claims, "amr"));
    return identity;
}

std::string subject_id(std::string_view issuer, std::string_view subject) {
    crypto::Framed framed;
    framed.text(issuer).text(subject);
    return secret_digest(framed.bytes());
}

} // namespace chengban::account
