// How people sign in: every number a setting of the store, set by the security administrator. The
// defaults hold in a new store.
//
// Room account (may use: base, crypto, people, text): passwords, second factors, sessions and keys
// as pure rules. Time, random bytes and the actor are arguments.
#pragma once

#include "account/single_sign_on.h"
#include "base/record.h"
#include "crypto/password_hash.h"
#include "crypto/totp.h"
#include "people/role.h"

namespace chengban::account {

struct SignInSettings {
    crypto::PasswordAlgorithm password_algorithm = crypto::PasswordAlgorithm::argon2id;
    std::int64_t password_min = 12; // code points; the longest is k_password_max
    std::int64_t password_history = 5;
    std::int64_t password_max_age_days = 90; // 0: never grows old
    std::int64_t initial_secret_hours = 24;
    std::vector<people::Role> second_factor_roles = {
        people::Role::system_administrator, people::Role::security_administrator,
        people::Role::audit_administrator, people::Role::principal,
        people::Role::administrative_principal};
    crypto::TotpAlgorithm totp_algorithm = crypto::TotpAlgorithm::sha1;
    std::int64_t idle_minutes = 30;
    std::int64_t absolute_hours = 12;
    std::int64_t fresh_minutes = 5;       // a sensitive act asks for the password again after that
    std::int64_t sessions_max = 10;       // of one account; the one longest at rest ends first
    std::int64_t failures_free = 5;       // of one account from one address, before it has to wait
    std::int64_t delay_seconds = 30;      // then doubled with each failure …
    std::int64_t delay_max_seconds = 900; // … up to this
    std::int64_t account_failures_per_hour = 60;  // from all unknown devices together
    std::int64_t address_failures_per_hour = 300; // of all accounts together
    std::optional<SingleSignOnSettings> single_sign_on;

    bool operator==(const SignInSettings&) const = default;
    static constexpr auto fields() {
        using T = SignInSettings;
        return std::tuple{
            defaulted("password_algorithm", &T::password_algorithm, "口令存储算法",
                      "password algorithm"),
            defaulted("password_min", &T::password_min, "口令最短长度", "shortest password",
                      {12, 64}),
            defaulted("password_history", &T::password_history, "不得重复的历史口令数",
                      "passwords remembered", {0, 24}),
            defaulted("password_max_age_days", &T::password_max_age_days, "口令有效天数",
                      "days a password holds", {0, 3650}),
            defaulted("initial_secret_hours", &T::initial_secret_hours, "初始口令有效小时数",
                      "hours an initial secret holds", {1, 168}),
            defaulted("second_factor_roles", &T::second_factor_roles, "须用第二因子的岗位",
                      "roles that need a second factor", {0, 20}),
            defaulted("totp_algorithm", &T::totp_algorithm, "动态口令算法",
                      "one-time code algorithm"),
            defaulted("idle_minutes", &T::idle_minutes, "空闲分钟数", "idle minutes", {1, 480}),
            defaulted("absolute_hours", &T::absolute_hours, "会话最长小时数",
                      "longest session in hours", {1, 24}),
            defaulted("fresh_minutes", &T::fresh_minutes, "重新确认有效分钟数",
                      "minutes a confirmation holds", {1, 60}),
            defaulted("sessions_max", &T::sessions_max, "每人会话数", "sessions of one account",
                      {1, 50}),
            defaulted("failures_free", &T::failures_free, "免等待失败次数",
                      "failures without a delay", {1, 10}),
            defaulted("delay_seconds", &T::delay_seconds, "首次等待秒数", "first delay in seconds",
                      {1, 300}),
            defaulted("delay_max_seconds", &T::delay_max_seconds, "最长等待秒数",
                      "longest delay in seconds", {60, 3600}),
            defaulted("account_failures_per_hour", &T::account_failures_per_hour,
                      "每账号每小时失败次数", "failures of one account in an hour", {5, 100}),
            defaulted("address_failures_per_hour", &T::address_failures_per_hour,
                      "每地址每小时失败次数", "failures from one address in an hour", {10, 10'000}),
            field("single_sign_on", &T::single_sign_on, "单点登录", "single sign-on")};
    }
};

} // namespace chengban::account
