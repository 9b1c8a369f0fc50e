// Single sign-on (OpenID Connect): what the administrator settles, what a provider's token must say
// and what is kept of the proof. Signatures are crypto/jws.h's affair, fetching the use case's.
#pragma once

#include "base/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::account {

// What a claim of the provider is compared with.
enum class AccountMatch { account_name, person };

struct SingleSignOnSettings {
    std::string issuer; // as the provider writes itself, to the letter
    std::string client_id;
    std::string desk_address; // where the provider sends people back to
    std::string button = "单点登录";
    std::string scope = "openid";
    std::string account_claim; // empty: only subjects that were bound to an account
    AccountMatch account_match = AccountMatch::person;
    // What the provider says of people who gave it a second factor; with neither, our own is asked.
    std::vector<std::string> acr_values;
    std::vector<std::string> amr_values;
    std::int64_t clock_allowance_seconds = 30;
    std::int64_t timeout_seconds = 5;

    bool operator==(const SingleSignOnSettings&) const = default;
    static constexpr auto fields() {
        using T = SingleSignOnSettings;
        return std::tuple{
            field("issuer", &T::issuer, "签发方地址", "issuer", {1, 200}),
            field("client_id", &T::client_id, "客户端编号", "client id", {1, 200}),
            field("desk_address", &T::desk_address, "本系统地址", "address of the desk", {1, 200}),
            defaulted("button", &T::button, "按钮文字", "words of the button", {1, 20}),
            defaulted("scope", &T::scope, "申请范围", "scope", {1, 200}),
            defaulted("account_claim", &T::account_claim, "对应账号的声明", "claim of the account",
                      {0, 60}),
            defaulted("account_match", &T::account_match, "声明对应", "what the claim names"),
            defaulted("acr_values", &T::acr_values, "视为第二因子的认证级别",
                      "acr values with a second factor", {0, 10}),
            defaulted("amr_values", &T::amr_values, "视为第二因子的认证方式",
                      "amr values with a second factor", {0, 10}),
            defaulted("clock_allowance_seconds", &T::clock_allowance_seconds, "时钟容差秒数",
                      "clock allowance in seconds", {0, 300}),
            defaulted("timeout_seconds", &T::timeout_seconds, "等待认证服务的秒数",
                      "seconds to wait for the provider", {1, 30})};
    }
};

// What a record's bounds cannot say: https, whole addresses, «openid». Fields are named below
// `field`; empty when all is well.
Problem problem_of(const SingleSignOnSettings& settings, const std::string& field);

// Where the provider sends people back to: a page of the desk.
std::string return_address(const SingleSignOnSettings& settings);

// How a session was opened, when it was not by a password.
struct SingleSignOnProof {
    std::string issuer;
    std::string subject;        // of the provider, as the stream of its binding is named
    bool second_factor = false; // the provider asked for one
    bool operator==(const SingleSignOnProof&) const = default;
    static constexpr auto fields() {
        using T = SingleSignOnProof;
        return std::tuple{
            field("issuer", &T::issuer, "签发方", "issuer"),
            field("subject", &T::subject, "主体摘要", "digest of the subject", {64, 64}),
            field("second_factor", &T::second_factor, "已验第二因子", "second factor given there")};
    }
};

// Who the provider says is there.
struct Identity {
    std::string issuer;
    std::string subject;
    std::string claimed; // the value of settings.account_claim; empty: none
    bool second_factor = false;
};

// What a verified ID token says (OpenID Connect Core 3.1.3.7), or everything that is wrong with it.
// `since`: the person must have proven themselves to the provider not before.
Result<Identity> read_id_token(const json::object& claims, const SingleSignOnSettings& settings,
                               std::string_view nonce, std::optional<Instant> since, Instant now);

// Names the stream that binds the provider's subject to an account.
std::string subject_id(std::string_view issuer, std::string_view subject);

} // namespace chengban::account

template <>
struct chengban::EnumTable<chengban::account::AccountMatch> {
    using E = chengban::account::AccountMatch;
    static constexpr std::array rows{
        EnumRow<E>{E::account_name, "account_name", "账号名", "account name"},
        EnumRow<E>{E::person, "person", "人员编号", "person"}};
};
