// Signing in and confirming with what single sign-on has proven: the same sessions, limits and
// records as with a password.
#include "usecase/sign_in.h"
#include "usecase/sign_in_refusals.h"

namespace chengban::usecase {

using account::Account;

// Nothing more when the provider asked for a second factor or there is none; else the code, which
// counts as an attempt.
Outcome<SignIn::Factor> SignIn::factor_beside(const Account& account, const ProvenElsewhere& proven,
                                              const Client& client, const char* what) {
    Factor factor;
    if (account.second_factor && !proven.proof.second_factor) {
        if (proven.code.empty()) {
            return code_needed();
        }
        const account::Attempt attempt{account.name, client.address,
                                       known_device(account, client.device)};
        if (const auto admitted = admit(attempt, what, subject_of(account)); !admitted) {
            return Failure{admitted.error()};
        }
        const auto found = factor_of(account, proven.code, accounts_.clock().now());
        if (!found) {
            record(what, "", subject_of(account), "wrong_code", {{"address", client.address}});
            return wrong_code();
        }
        throttle_.succeeded(attempt);
        factor = *found;
    }
    factor.elsewhere = proven.proof;
    return factor;
}

Outcome<Opened> SignIn::sign_in_proven(const ProvenElsewhere& proven,
                                       const std::optional<account::ActingPost>& post,
                                       const Client& client) {
    std::optional<Account> account = accounts_.load(proven.account);
    if (!account || account->standing != account::Standing::active) {
        record("sign_in", "", subject_of(account), "not_active",
               {{"address", client.address}, {"issuer", proven.proof.issuer}});
        return wrong_credentials();
    }
    account = accounts_.with_texts(std::move(*account));
    const auto factor = factor_beside(*account, proven, client, "sign_in");
    return factor ? open(*account, *factor, post, client)
                  : Outcome<Opened>(Failure{factor.error()});
}

Outcome<Opened> SignIn::confirm_proven(const Session& session, const ProvenElsewhere& proven,
                                       const Client& client) {
    std::optional<Account> account = accounts_.load(session.account);
    if (!account || proven.account != session.account) {
        record("confirm", canonical_json(write_record(session.actor)),
               "session/" + session.short_name(), "another_account",
               {{"address", client.address}, {"issuer", proven.proof.issuer}});
        return refusal(RefusalKind::not_signed_in,
                       problem("another_account", "", "统一认证登录的不是您本人的账号",
                               "somebody else signed in at the provider"));
    }
    account = accounts_.with_texts(std::move(*account));
    const auto factor = factor_beside(*account, proven, client, "confirm");
    if (!factor) {
        return Failure{factor.error()};
    }
    account::SessionReplaced fact;
    fact.post = {session.actor.unit, session.actor.role, session.actor.substitute_for};
    fact.confirmed = true;
    fact.step = factor->step;
    fact.recovery_code = factor->recovery_code;
    return replace(session, std::move(fact));
}

} // namespace chengban::usecase
