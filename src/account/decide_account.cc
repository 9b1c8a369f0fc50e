// Who may make which fact about an account. The three administrators check each other (B10): the
// system one makes accounts, the security one approves them; nobody acts on their own.
#include "account/account.h"

#include <algorithm>
#include <span>

namespace chengban::account {

namespace {

using people::Role;
using Events = std::vector<Account::Event>;

constexpr std::array k_system{Role::system_administrator, Role::system};
constexpr std::array k_security{Role::security_administrator, Role::system};
constexpr std::array k_either{Role::system_administrator, Role::security_administrator,
                              Role::system};

class Judge {
public:
    Judge(const Account& account, const Deed& deed) : account_(account), deed_(deed) {}

    Problem operator()(const AccountCreated& wanted) {
        by(k_system);
        refuse_if(account_.version != 0, "account_exists", "账号已存在", "the account exists");
        refuse_if(wanted.approved && deed_.role != Role::system, "wrong_role", "须由安全管理员批准",
                  "the security administrator approves");
        return std::move(found_);
    }
    Problem operator()(const AccountApproved&) {
        by(k_security);
        not_own();
        refuse_if(deed_.by == account_.created_by && deed_.role != Role::system, "same_person",
                  "建立人不能批准", "whoever made it cannot approve it");
        refuse_if(account_.standing != Standing::awaiting_approval, "wrong_state",
                  "账号不在待批准状态", "the account does not await approval");
        return std::move(found_);
    }
    Problem operator()(const PasswordSet& wanted) {
        if (wanted.initial) {
            by(k_system);
            not_own();
        } else {
            own();
        }
        return std::move(found_);
    }
    Problem operator()(const PasswordRehashed&) {
        own();
        refuse_if(!account_.password, "no_password", "没有口令", "there is no password");
        return std::move(found_);
    }
    Problem operator()(const SecondFactorOffered&) {
        own();
        return std::move(found_);
    }
    Problem operator()(const SecondFactorEnrolled&) {
        own();
        refuse_if(!account_.offered, "no_offer", "请先申请第二因子",
                  "ask for a second factor first");
        return std::move(found_);
    }
    Problem operator()(const RecoveryCodesRenewed&) {
        own();
        has_factor();
        return std::move(found_);
    }
    Problem operator()(const SecondFactorRemoved&) {
        by(k_security);
        not_own();
        has_factor();
        return std::move(found_);
    }
    Problem operator()(const SignedIn& wanted) {
        own();
        refuse_if(account_.standing != Standing::active, "wrong_state", "账号未启用",
                  "the account is not active");
        unused(wanted.step, wanted.recovery_code);
        return std::move(found_);
    }
    Problem operator()(const SessionReplaced& wanted) {
        own();
        refuse_if(account_.session(wanted.before) == nullptr, "session_ended", "会话已结束",
                  "the session has ended");
        unused(wanted.step, wanted.recovery_code);
        return std::move(found_);
    }
    Problem operator()(const SessionsEnded&) {
        if (deed_.by != account_.person) {
            by(k_either);
        }
        return std::move(found_);
    }
    Problem operator()(const AccountDisabled&) {
        by(k_either);
        not_own();
        refuse_if(account_.standing == Standing::disabled, "wrong_state", "账号已停用",
                  "the account is disabled already");
        return std::move(found_);
    }
    // What one administrator may stop, it takes the security one to let go on.
    Problem operator()(const AccountEnabled&) {
        by(k_security);
        not_own();
        refuse_if(account_.standing != Standing::disabled, "wrong_state", "账号未停用",
                  "the account is not disabled");
        return std::move(found_);
    }

private:
    void refuse_if(bool broken, const char* code, const char* zh, const char* en) {
        if (broken) {
            found_.reasons.push_back({code, {}, {}, {zh, en}});
        }
    }
    void by(std::span<const Role> roles) {
        refuse_if(std::find(roles.begin(), roles.end(), deed_.role) == roles.end(), "wrong_role",
                  "此岗位无权执行该操作", "this post may not do that");
    }
    void own() {
        refuse_if(deed_.by != account_.person, "wrong_role", "只能由本人执行",
                  "only its owner may do that");
    }
    void not_own() {
        refuse_if(deed_.by == account_.person, "same_person", "不能对本人账号执行",
                  "nobody does that to their own account");
    }
    void has_factor() {
        refuse_if(!account_.second_factor, "no_second_factor", "没有第二因子",
                  "there is no second factor");
    }
    // Decided against what is stored, so that two at once cannot use one code twice.
    void unused(const std::optional<std::int64_t>& step,
                const std::optional<std::string>& recovery_code) {
        const auto& factor = account_.second_factor;
        const bool used = (step && (!factor || *step <= factor->last_step)) ||
                          (recovery_code &&
                           (!factor || std::find(factor->recovery.begin(), factor->recovery.end(),
                                                 *recovery_code) == factor->recovery.end()));
        refuse_if(used, "code_used", "该验证码已用过", "this code was used already");
    }

    const Account& account_;
    const Deed& deed_;
    Problem found_;
};

} // namespace

Result<Events> decide(const Account& account, const Account::Event& wanted, const Deed& deed) {
    if (account.version == 0 && !std::holds_alternative<AccountCreated>(wanted)) {
        return Failure{problem("not_found", "account", "没有这个账号", "there is no such account")};
    }
    Problem found = std::visit(Judge(account, deed), wanted);
    if (!found.reasons.empty()) {
        return Failure{std::move(found)};
    }
    Events events;
    const auto most = static_cast<std::size_t>(deed.settings.sessions_max);
    if (std::holds_alternative<SignedIn>(wanted) && account.sessions.size() >= most) {
        SessionsEnded crowded;
        crowded.how = SessionEnd::crowded_out;
        for (std::size_t i = 0; i + most <= account.sessions.size(); ++i) {
            crowded.sessions.push_back(account.sessions[i].digest);
        }
        events.emplace_back(std::move(crowded));
    }
    events.push_back(wanted);
    return events;
}

std::vector<TextId> texts_to_erase(const Account& before, const Account::Event& wanted,
                                   const SignInSettings& settings) {
    std::vector<TextId> ids;
    if (std::holds_alternative<PasswordSet>(wanted) && before.password) {
        // The present one becomes the first of the history.
        const auto kept = static_cast<std::size_t>(settings.password_history);
        if (kept == 0) {
            ids.push_back(before.password->hash.ref.id);
        }
        for (std::size_t i = 0; i < before.old_passwords.size(); ++i) {
            if (i + 1 >= kept) {
                ids.push_back(before.old_passwords[i].ref.id);
            }
        }
    } else if (std::holds_alternative<PasswordRehashed>(wanted)) {
        ids.push_back(before.password->hash.ref.id);
    } else if (std::holds_alternative<SecondFactorOffered>(wanted) && before.offered) {
        ids.push_back(before.offered->key.ref.id);
    } else if (std::holds_alternative<SecondFactorEnrolled>(wanted) ||
               std::holds_alternative<SecondFactorRemoved>(wanted)) {
        if (before.second_factor) {
            ids.push_back(before.second_factor->key.key.ref.id);
        }
    }
    return ids;
}

Result<std::string> account_name(std::string_view typed, std::string_view field) {
    std::string name;
    bool good = typed.size() >= 2 && typed.size() <= 64;
    for (const char c : typed) {
        const bool capital = c >= 'A' && c <= 'Z';
        name.push_back(capital ? static_cast<char>(c - 'A' + 'a') : c);
        good = good && (capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                        c == '_' || c == '-');
    }
    if (!good) {
        return Failure{problem("bad_account_name", std::string(field),
                               "账号须为 2–64 个字母、数字或 . _ -",
                               "an account name has 2–64 letters, digits or . _ -")};
    }
    return name;
}

} // namespace chengban::account
