#include "account/account.h"

#include <algorithm>

namespace chengban::account {

namespace {

// Sessions live one day at most, whatever the settings say (SignInSettings::absolute_hours ≤ 24).
constexpr std::int64_t k_session_longest_ms = 24LL * 3600 * 1000;

void keep_only(std::vector<OpenSession>& sessions, const std::optional<std::string>& kept) {
    std::erase_if(sessions, [&](const OpenSession& session) { return session.digest != kept; });
}

void use_up(Account& account, const std::optional<std::int64_t>& step,
            const std::optional<std::string>& recovery_code) {
    if (!account.second_factor) {
        return;
    }
    if (step) {
        account.second_factor->last_step = std::max(account.second_factor->last_step, *step);
    }
    if (recovery_code) {
        std::erase(account.second_factor->recovery, *recovery_code);
    }
}

void remember_device(Account& account, const std::string& device) {
    std::erase(account.devices, device);
    account.devices.push_back(device);
    if (account.devices.size() > k_devices_max) {
        account.devices.erase(account.devices.begin());
    }
}

struct Apply {
    Account& account;
    const PersonId& by;
    Instant at;

    void operator()(const AccountCreated& fact) const {
        account.name = fact.account_name;
        account.person = fact.person;
        account.created_by = by;
        account.created_at = at;
        account.standing = fact.approved ? Standing::active : Standing::awaiting_approval;
    }
    void operator()(const AccountApproved&) const { account.standing = Standing::active; }
    void operator()(const PasswordSet& fact) const {
        if (account.password) {
            account.old_passwords.insert(account.old_passwords.begin(), account.password->hash);
            account.old_passwords.resize(std::min(account.old_passwords.size(), k_history_max));
        }
        account.password = Password{fact.hash, at, fact.initial, fact.expires_at};
        keep_only(account.sessions, fact.kept);
    }
    void operator()(const PasswordRehashed& fact) const { account.password->hash = fact.hash; }
    void operator()(const SecondFactorOffered& fact) const {
        account.offered = FactorKey{fact.key, fact.algorithm};
    }
    void operator()(const SecondFactorEnrolled& fact) const {
        account.second_factor = SecondFactor{*account.offered, fact.step, fact.recovery};
        account.offered.reset();
        keep_only(account.sessions, fact.kept);
    }
    void operator()(const RecoveryCodesRenewed& fact) const {
        account.second_factor->recovery = fact.recovery;
    }
    void operator()(const SecondFactorRemoved&) const {
        account.second_factor.reset();
        account.offered.reset();
        account.devices.clear();
        account.sessions.clear();
    }
    void operator()(const SignedIn& fact) const {
        std::erase_if(account.sessions, [&](const OpenSession& session) {
            return at.milliseconds() - session.signed_in_at.milliseconds() >= k_session_longest_ms;
        });
        account.sessions.push_back(
            {fact.session, fact.post, at, at, fact.client, fact.single_sign_on});
        account.signed_in_at = at;
        use_up(account, fact.step, fact.recovery_code);
        if (fact.device) {
            remember_device(account, *fact.device);
        }
    }
    void operator()(const SessionReplaced& fact) const {
        for (OpenSession& session : account.sessions) {
            if (session.digest == fact.before) {
                session.digest = fact.after;
                session.post = fact.post;
                session.confirmed_at = fact.confirmed ? at : session.confirmed_at;
            }
        }
        use_up(account, fact.step, fact.recovery_code);
    }
    void operator()(const SessionsEnded& fact) const {
        for (const std::string& digest : fact.sessions) {
            std::erase_if(account.sessions,
                          [&](const OpenSession& session) { return session.digest == digest; });
        }
    }
    void operator()(const AccountDisabled&) const {
        account.standing = Standing::disabled;
        account.sessions.clear();
    }
    void operator()(const AccountEnabled&) const { account.standing = Standing::active; }
};

} // namespace

const OpenSession* Account::session(std::string_view digest) const {
    const auto found =
        std::find_if(sessions.begin(), sessions.end(),
                     [&](const OpenSession& session) { return session.digest == digest; });
    return found == sessions.end() ? nullptr : &*found;
}

bool Account::knows_device(std::string_view digest) const {
    return std::find(devices.begin(), devices.end(), digest) != devices.end();
}

void evolve(Account& account, const Account::Event& event, const PersonId& by, Instant at) {
    std::visit(Apply{account, by, at}, event);
}

Duty duty_of(const Account& account, bool needs_second_factor, const SignInSettings& settings,
             Instant now, const std::optional<SingleSignOnProof>& proof) {
    if (proof && proof->second_factor) {
        return Duty::none;
    }
    constexpr std::int64_t k_day_ms = 24LL * 3600 * 1000;
    const auto& password = account.password;
    const bool too_old = password && settings.password_max_age_days > 0 &&
                         now.milliseconds() - password->set_at.milliseconds() >=
                             settings.password_max_age_days * k_day_ms;
    if (!proof && password && (password->initial || too_old)) {
        return Duty::change_password;
    }
    return needs_second_factor && !account.second_factor ? Duty::enrol_second_factor : Duty::none;
}

std::optional<SessionEnd> session_end(const OpenSession& session, Instant used_at,
                                      const SignInSettings& settings, Instant now) {
    const std::int64_t lasted = now.milliseconds() - session.signed_in_at.milliseconds();
    if (lasted >= settings.absolute_hours * 3'600'000) {
        return SessionEnd::too_old;
    }
    const std::int64_t rested = now.milliseconds() - used_at.milliseconds();
    return rested >= settings.idle_minutes * 60'000 ? std::optional(SessionEnd::idle)
                                                    : std::nullopt;
}

} // namespace chengban::account
