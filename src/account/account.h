// An account: how one person of the organisation proves who they are. What the person may do is
// the organisation's affair (posts). Its history is a stream of its own.
//
// A command on an account is the fact it asks for: decide() says whether it may become one.
#pragma once

#include "account/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chengban::account {

struct Password {
    Text hash;
    Instant set_at;
    bool initial = false;
    std::optional<Instant> expires_at;
    static constexpr auto fields() {
        using T = Password;
        return std::tuple{field("hash", &T::hash, "口令摘要", "password hash"),
                          field("set_at", &T::set_at, "设置时间", "set at"),
                          field("initial", &T::initial, "初始口令", "initial"),
                          field("expires_at", &T::expires_at, "失效时间", "expires at")};
    }
};

struct FactorKey {
    Text key;
    crypto::TotpAlgorithm algorithm = crypto::TotpAlgorithm::sha1;
    static constexpr auto fields() {
        using T = FactorKey;
        return std::tuple{field("key", &T::key, "密钥", "key"),
                          field("algorithm", &T::algorithm, "算法", "algorithm")};
    }
};

struct SecondFactor {
    FactorKey key;
    std::int64_t last_step = 0;
    std::vector<std::string> recovery; // digests of codes not used yet
    static constexpr auto fields() {
        using T = SecondFactor;
        return std::tuple{
            field("key", &T::key, "密钥", "key"),
            field("last_step", &T::last_step, "已用时间步", "last step", k_step),
            field("recovery", &T::recovery, "恢复码摘要", "digests of recovery codes")};
    }
};

struct OpenSession {
    std::string digest; // of its token
    ActingPost post;
    Instant signed_in_at;
    Instant confirmed_at; // when the password was last given
    Text client;
    std::optional<SingleSignOnProof> single_sign_on; // none: opened with a password
    static constexpr auto fields() {
        using T = OpenSession;
        return std::tuple{
            field("digest", &T::digest, "会话", "session", k_digest),
            field("post", &T::post, "岗位", "post"),
            field("signed_in_at", &T::signed_in_at, "登录时间", "signed in at"),
            field("confirmed_at", &T::confirmed_at, "确认时间", "confirmed at"),
            field("client", &T::client, "客户端", "client"),
            field("single_sign_on", &T::single_sign_on, "单点登录", "single sign-on")};
    }
};

struct Account {
    static constexpr std::string_view kind = "account";
    using Event = std::variant<AccountCreated, AccountApproved, PasswordSet, PasswordRehashed,
                               SecondFactorOffered, SecondFactorEnrolled, RecoveryCodesRenewed,
                               SecondFactorRemoved, SignedIn, SessionReplaced, SessionsEnded,
                               AccountDisabled, AccountEnabled>;
    using Command = Event;

    std::string id; // UUIDv7
    std::int64_t version = 0;
    std::string name;
    PersonId person;
    PersonId created_by;
    Instant created_at;
    Standing standing = Standing::awaiting_approval;
    std::optional<Password> password;
    std::vector<Text> old_passwords; // newest first, never more than k_history_max
    std::optional<SecondFactor> second_factor;
    std::optional<FactorKey> offered;
    std::vector<OpenSession> sessions; // oldest first; those past any limit fall out at a sign-in
    std::vector<std::string> devices;  // digests, oldest first
    std::optional<Instant> signed_in_at;

    static constexpr auto fields() {
        using T = Account;
        return std::tuple{
            field("name", &T::name, "账号", "account name", k_account_name),
            field("person", &T::person, "人员", "person"),
            field("created_by", &T::created_by, "建立人", "created by"),
            field("created_at", &T::created_at, "建立时间", "created at"),
            field("standing", &T::standing, "状态", "standing"),
            field("password", &T::password, "口令", "password"),
            field("old_passwords", &T::old_passwords, "历史口令", "old passwords"),
            field("second_factor", &T::second_factor, "第二因子", "second factor"),
            field("offered", &T::offered, "待确认的第二因子", "second factor offered"),
            field("sessions", &T::sessions, "会话", "sessions"),
            field("devices", &T::devices, "已知设备", "known devices"),
            field("signed_in_at", &T::signed_in_at, "最近登录", "signed in at")};
    }

    const OpenSession* session(std::string_view digest) const; // null when it is not open
    bool knows_device(std::string_view digest) const;
};

inline constexpr std::size_t k_history_max = 24;
inline constexpr std::size_t k_devices_max = 10;

// Needs nothing but the fact: replaying a stream gives the same account for ever.
void evolve(Account& account, const Account::Event& event, const PersonId& by, Instant at);

// ---- who may make them facts

struct Deed {
    PersonId by;
    people::Role role = people::Role::handler; // Role::system: the operator at the machine
    Instant at;
    const SignInSettings& settings;
};

Result<std::vector<Account::Event>> decide(const Account& account, const Account::Event& wanted,
                                           const Deed& deed);

// Texts that nothing needs any more once `wanted` is a fact: passwords beyond the history, keys of
// second factors that are gone.
std::vector<TextId> texts_to_erase(const Account& before, const Account::Event& wanted,
                                   const SignInSettings& settings);

// Lower case; refuses what is not 2–64 of a–z, 0–9, «.», «_», «-».
Result<std::string> account_name(std::string_view typed, std::string_view field);

// A password that is not used owes nothing, and neither does a factor that the provider asked for.
Duty duty_of(const Account& account, bool needs_second_factor, const SignInSettings& settings,
             Instant now, const std::optional<SingleSignOnProof>& proof = std::nullopt);

// Why a session has ended by itself, if it has.
std::optional<SessionEnd> session_end(const OpenSession& session, Instant used_at,
                                      const SignInSettings& settings, Instant now);

} // namespace chengban::account
