#include "usecase/own_account.h"

#include "account/password_rules.h"
#include "account/secrets.h"
#include "crypto/base_text.h"
#include "crypto/password_hash.h"
#include "crypto/random.h"

namespace chengban::usecase {

namespace {

struct RecoveryCodes {
    std::vector<std::string> shown;
    std::vector<std::string> digests;
};

RecoveryCodes new_recovery_codes() {
    RecoveryCodes codes;
    for (std::size_t i = 0; i < account::k_recovery_codes; ++i) {
        codes.shown.push_back(
            account::grouped_secret(crypto::random_bytes(account::k_recovery_code_bytes)));
        codes.digests.push_back(account::secret_digest(account::typed_secret(codes.shown.back())));
    }
    return codes;
}

Failure<Refusal> gone() {
    return refusal(RefusalKind::not_found,
                   problem("not_found", "account", "没有这个账号", "there is no such account"));
}

} // namespace

OwnAccount::OwnAccount(Accounts& accounts, SignIn& sign_in, Audit& audit, std::string issuer)
    : accounts_(accounts), sign_in_(sign_in), audit_(audit), issuer_(std::move(issuer)) {}

void OwnAccount::record(const Session& session, const char* what, std::string outcome) {
    audit_.record({accounts_.clock().now(),
                   what,
                   canonical_json(write_record(session.actor)),
                   "account/" + session.account,
                   std::move(outcome),
                   {},
                   {}});
}

bool OwnAccount::used_before(const account::Account& account, const std::string& wanted,
                             const account::SignInSettings& settings) const {
    if (account.password && !account.password->initial &&
        crypto::password_matches(wanted, account.password->hash.plain)) {
        return true;
    }
    auto left = static_cast<std::size_t>(settings.password_history);
    for (const Text& old : account.old_passwords) {
        if (left == 0) {
            break;
        }
        --left;
        if (!old.plain.empty() && crypto::password_matches(wanted, old.plain)) {
            return true;
        }
    }
    return false;
}

Outcome<Done> OwnAccount::change_password(const Session& session, const std::string& present,
                                          const std::string& wanted,
                                          const std::vector<std::string>& own_words,
                                          const Client& client) {
    auto account = accounts_.load(session.account);
    if (!account) {
        return gone();
    }
    account = accounts_.with_texts(std::move(*account));
    const SettingsPtr settings = accounts_.settings();
    if (const auto proven = sign_in_.prove(*account, present, client); !proven) {
        return proven;
    }
    std::vector<std::string> words = own_words;
    words.push_back(account->name);
    std::optional<Problem> wrong = account::password_problem(
        wanted, static_cast<std::size_t>(settings->password_min), words, "password");
    if (!wrong && used_before(*account, wanted, *settings)) {
        wrong = problem("password_used_before", "password", "不能使用最近用过的口令",
                        "this password was used lately");
    }
    if (wrong) {
        record(session, "password_change", "refused");
        return Failure{Refusal{RefusalKind::invalid, std::move(*wrong), std::nullopt}};
    }
    account::PasswordSet fact;
    fact.hash = hashed(wanted, settings->password_algorithm);
    fact.kept = session.digest;
    const auto done = accounts_.give(session.actor, session.account, std::move(fact));
    record(session, "password_change", done ? "done" : "refused");
    if (!done) {
        return Failure{done.error()};
    }
    return Done{};
}

Outcome<OfferedFactor> OwnAccount::offer_second_factor(const Session& session) {
    const SettingsPtr settings = accounts_.settings();
    const std::string key = crypto::random_bytes(crypto::k_totp_key_bytes);
    account::SecondFactorOffered fact;
    fact.key.plain = key;
    fact.algorithm = settings->totp_algorithm;
    const auto done = accounts_.give(session.actor, session.account, std::move(fact));
    if (!done) {
        return Failure{done.error()};
    }
    OfferedFactor offered;
    offered.key = crypto::to_base32(key);
    offered.uri =
        account::otpauth_uri(issuer_, session.account_name, key, settings->totp_algorithm);
    offered.qr = account::qr_svg(offered.uri);
    return offered;
}

Outcome<std::vector<std::string>> OwnAccount::enrol_second_factor(const Session& session,
                                                                  const std::string& code) {
    auto account = accounts_.load(session.account);
    if (!account) {
        return gone();
    }
    account = accounts_.with_texts(std::move(*account));
    std::optional<std::int64_t> step;
    if (account->offered) {
        step = crypto::find_totp_step(account->offered->key.plain, code, accounts_.clock().now(), 0,
                                      account->offered->algorithm);
    }
    if (account->offered && !step) {
        record(session, "second_factor_enrolled", "wrong_code");
        return refusal(RefusalKind::invalid,
                       problem("wrong_code", "code", "验证码不正确，请核对设备时间后重试",
                               "the code is wrong; check the device's time and try again"));
    }
    RecoveryCodes codes = new_recovery_codes();
    account::SecondFactorEnrolled fact;
    fact.step = step.value_or(0);
    fact.recovery = std::move(codes.digests);
    fact.kept = session.digest;
    const auto done = accounts_.give(session.actor, session.account, std::move(fact));
    record(session, "second_factor_enrolled", done ? "done" : "refused");
    if (!done) {
        return Failure{done.error()};
    }
    return std::move(codes.shown);
}

Outcome<std::vector<std::string>> OwnAccount::renew_recovery_codes(const Session& session) {
    RecoveryCodes codes = new_recovery_codes();
    const auto done = accounts_.give(session.actor, session.account,
                                     account::RecoveryCodesRenewed{std::move(codes.digests)});
    record(session, "recovery_codes_renewed", done ? "done" : "refused");
    if (!done) {
        return Failure{done.error()};
    }
    return std::move(codes.shown);
}

} // namespace chengban::usecase
