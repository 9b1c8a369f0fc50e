// What happens to an account, as it is stored. Passwords and keys are texts: the fact holds their
// references, the words are sealed and can be erased.
#pragma once

#include "account/settings.h"
#include "account/standing.h"

namespace chengban::account {

// In which post somebody acts, and for whom (B9).
struct ActingPost {
    UnitId unit;
    people::Role role = people::Role::handler;
    std::optional<PersonId> substitute_for;

    bool operator==(const ActingPost&) const = default;
    static constexpr auto fields() {
        using T = ActingPost;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("role", &T::role, "岗位", "role"),
                          field("substitute_for", &T::substitute_for, "代", "substitute for")};
    }
};

inline constexpr Bounds k_digest{64, 64};     // hexadecimal SM3
inline constexpr Bounds k_step{0, 1LL << 40}; // of one-time codes
inline constexpr Bounds k_account_name{2, 64};

// In the order of an account's life.

struct AccountCreated {
    static constexpr std::string_view name = "account_created";
    std::string account_name; // folded; unique in the store
    PersonId person;
    bool approved = false; // at the setup and by the operator at the machine
    static constexpr auto fields() {
        using T = AccountCreated;
        return std::tuple{
            field("account_name", &T::account_name, "账号", "account name", k_account_name),
            field("person", &T::person, "人员", "person"),
            field("approved", &T::approved, "已批准", "approved")};
    }
};

struct AccountApproved {
    static constexpr std::string_view name = "account_approved";
    static constexpr auto fields() { return std::tuple{}; }
};

// Ends every session but `kept`.
struct PasswordSet {
    static constexpr std::string_view name = "password_set";
    Text hash;
    bool initial = false; // made by the program for one sign-in, to be changed there
    std::optional<Instant> expires_at;
    std::optional<std::string> kept;
    static constexpr auto fields() {
        using T = PasswordSet;
        return std::tuple{field("hash", &T::hash, "口令摘要", "password hash"),
                          field("initial", &T::initial, "初始口令", "initial"),
                          field("expires_at", &T::expires_at, "失效时间", "expires at"),
                          field("kept", &T::kept, "保留的会话", "session kept", k_digest)};
    }
};

// The same password, stored under the algorithm that the settings ask for now.
struct PasswordRehashed {
    static constexpr std::string_view name = "password_rehashed";
    Text hash;
    static constexpr auto fields() {
        return std::tuple{field("hash", &PasswordRehashed::hash, "口令摘要", "password hash")};
    }
};

struct SecondFactorOffered {
    static constexpr std::string_view name = "second_factor_offered";
    Text key;
    crypto::TotpAlgorithm algorithm = crypto::TotpAlgorithm::sha1;
    static constexpr auto fields() {
        using T = SecondFactorOffered;
        return std::tuple{field("key", &T::key, "密钥", "key"),
                          field("algorithm", &T::algorithm, "算法", "algorithm")};
    }
};

// The offered key is proven with a first code. Ends every session but `kept`.
struct SecondFactorEnrolled {
    static constexpr std::string_view name = "second_factor_enrolled";
    std::int64_t step = 0;
    std::vector<std::string> recovery; // digests
    std::optional<std::string> kept;
    static constexpr auto fields() {
        using T = SecondFactorEnrolled;
        return std::tuple{
            field("step", &T::step, "时间步", "step", k_step),
            field("recovery", &T::recovery, "恢复码摘要", "digests of recovery codes", {0, 20}),
            field("kept", &T::kept, "保留的会话", "session kept", k_digest)};
    }
};

struct RecoveryCodesRenewed {
    static constexpr std::string_view name = "recovery_codes_renewed";
    std::vector<std::string> recovery;
    static constexpr auto fields() {
        return std::tuple{field("recovery", &RecoveryCodesRenewed::recovery, "恢复码摘要",
                                "digests of recovery codes", {0, 20})};
    }
};

// Lost: the security administrator takes it away, and a new one is due at the next sign-in.
struct SecondFactorRemoved {
    static constexpr std::string_view name = "second_factor_removed";
    static constexpr auto fields() { return std::tuple{}; }
};

struct SignedIn {
    static constexpr std::string_view name = "signed_in";
    std::string session; // digest of its token
    ActingPost post;
    Text client;                              // address and program, to know one's own sessions by
    std::optional<std::string> device;        // digest, of a device that is known from now on
    std::optional<std::int64_t> step;         // of the one-time code that was used up
    std::optional<std::string> recovery_code; // digest of the recovery code that was used up
    std::optional<SingleSignOnProof> single_sign_on; // none: by password
    static constexpr auto fields() {
        using T = SignedIn;
        return std::tuple{
            field("session", &T::session, "会话", "session", k_digest),
            field("post", &T::post, "岗位", "post"),
            field("client", &T::client, "客户端", "client"),
            field("device", &T::device, "设备", "device", k_digest),
            field("step", &T::step, "时间步", "step", k_step),
            field("recovery_code", &T::recovery_code, "恢复码摘要", "digest of the recovery code",
                  k_digest),
            field("single_sign_on", &T::single_sign_on, "单点登录", "single sign-on")};
    }
};

// Another token for the same sign-in: a post was chosen, or the password given again.
struct SessionReplaced {
    static constexpr std::string_view name = "session_replaced";
    std::string before;
    std::string after;
    ActingPost post;
    bool confirmed = false; // the password was given again
    std::optional<std::int64_t> step;
    std::optional<std::string> recovery_code;
    static constexpr auto fields() {
        using T = SessionReplaced;
        return std::tuple{field("before", &T::before, "原会话", "before", k_digest),
                          field("after", &T::after, "新会话", "after", k_digest),
                          field("post", &T::post, "岗位", "post"),
                          field("confirmed", &T::confirmed, "已确认身份", "confirmed"),
                          field("step", &T::step, "时间步", "step", k_step),
                          field("recovery_code", &T::recovery_code, "恢复码摘要",
                                "digest of the recovery code", k_digest)};
    }
};

struct SessionsEnded {
    static constexpr std::string_view name = "sessions_ended";
    std::vector<std::string> sessions;
    SessionEnd how = SessionEnd::signed_out;
    static constexpr auto fields() {
        using T = SessionsEnded;
        return std::tuple{field("sessions", &T::sessions, "会话", "sessions", {1, 100}),
                          field("how", &T::how, "结束原因", "how")};
    }
};

struct AccountDisabled {
    static constexpr std::string_view name = "account_disabled";
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{field("reason", &AccountDisabled::reason, "原因", "reason", {1, 200})};
    }
};

struct AccountEnabled {
    static constexpr std::string_view name = "account_enabled";
    static constexpr auto fields() { return std::tuple{}; }
};

} // namespace chengban::account
